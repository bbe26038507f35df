"""Live blogs in JSON: the answers of publishers' own interfaces and of the vendors whose live blogs they embed.

One module a shape. Each offers `read(node, page) -> Snapshot | None` for one object or list of a document: a shape is
known by its keys and the types of their values, wherever it stands in the document and whatever its address.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.formats.feeds.jsonfeed import load
from reader.formats.json_live import (
    aljazeera,
    arena,
    bbc_morph,
    bbc_simorgh,
    ft_events,
    guardian_api,
    guardian_dcr,
    guardian_poll,
    live24,
    norkon,
    posting,
    scribble,
    superdesk,
    tickaroo,
    unnamed,
    wordpress,
)
from reader.formats.json_live.values import places
from reader.formats.page import Candidate, Page, evidence
from reader.model.snapshot import Snapshot

Shape = Callable[[object, Page], Snapshot | None]
SHAPES: tuple[Shape, ...] = (
    superdesk.read,
    wordpress.read,
    guardian_dcr.read,
    guardian_api.read,
    guardian_poll.read,
    aljazeera.read,
    bbc_simorgh.read,
    bbc_morph.read,
    tickaroo.read,
    norkon.read,
    live24.read,
    arena.read,
    scribble.read,
    ft_events.read,
    posting.read,
)


def read(page: Page) -> Candidate | None:
    """Read a live blog in JSON, None for JSON of another shape. Raises UnreadableError for JSON that cannot be read.

    The outermost place that holds entries wins; of the shapes that fit it, the one with the most evidence. A live blog
    without entries is one nevertheless, if nothing further in has any.
    """
    empty: Snapshot | None = None
    data = load(page.text)
    for place in places(data):
        best = _best(place, page)
        if best and best.entries:
            return Candidate(best, 1 + evidence(best))
        empty = empty or best
    if empty:
        return Candidate(empty, 1.0)
    told = unnamed.read(data, page)
    return Candidate(told, 1 + evidence(told)) if told else None


def known(data: object, page: Page) -> Snapshot | None:
    """Read a live blog of a known shape, with entries, in decoded JSON; None where it holds none."""
    found = (_best(place, page) for place in places(data))
    return next((best for best in found if best and best.entries), None)


def _best(place: object, page: Page) -> Snapshot | None:
    found = [snapshot for snapshot in (shape(place, page) for shape in SHAPES) if snapshot]
    return max(found, key=evidence, default=None)
