"""What a look at an address has shown, as lines, before it is followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.model.snapshot import FeedState
from reader.net.address import host_of
from reader.text import one_line
from reader.view.clusters import cells
from reader.view.glyphs import glyphs_for
from reader.view.lines import EMPTY, Line, Span, fit
from reader.view.source_lines import Sight
from reader.view.source_state import bytes_words, first_advice, format_words
from reader.view.status import counted
from reader.view.times import moment
from reader.view.wrap import truncate, wrap

if TYPE_CHECKING:
    from reader.engine.preview import Preview
    from reader.model.entry import Entry
    from reader.model.snapshot import Offer

HEADLINE_LINES = 2
NARROWEST = 24
IMPORTED = "Leave Dateline and run: dateline import FILE. Then all that it lists is followed."


def preview_lines(preview: Preview, sight: Sight, width: int, *, known_as: str | None = None) -> list[Line]:
    """The lines of a preview, each exactly `width` cells; `known_as` is its title if it is followed already."""
    lines = _found(preview, sight, width) if preview.is_feed else _refused(preview, width)
    before = [*_wrapped(_known(preview, known_as), width, "unread"), EMPTY] if known_as else []
    return [fit(line, width) for line in (*before, *lines)]


def _known(preview: Preview, known_as: str) -> str:
    name = one_line(known_as)
    same = name == one_line(preview.feed.title or "")
    return "You follow this already." if same else f"You follow this already, as “{name}”."


def _found(preview: Preview, sight: Sight, width: int) -> Iterator[Line]:
    feed, dot = preview.feed, f" {glyphs_for(sight.ascii).dot} "
    yield from _wrapped(one_line(feed.title or "") or "(no title)", width, "title")
    state = "" if feed.state is FeedState.UNKNOWN else str(feed.state)
    facts = (
        format_words(preview.format),
        state,
        counted(preview.entries, "entry", "entries"),
        bytes_words(preview.size),
    )
    yield from _wrapped(dot.join(fact for fact in facts if fact), width, "muted")
    if preview.moved_to and host_of(preview.moved_to) != host_of(preview.url):
        yield from _wrapped(f"The answer came from {one_line(preview.moved_to)}", width, "gap")
    yield EMPTY
    if not preview.newest:
        yield (Span("It has no entries yet.", "muted"),)
    for entry in preview.newest:
        yield from _entry(entry, sight, width)


def _entry(entry: Entry, sight: Sight, width: int) -> Iterator[Line]:
    """Time and headline; of an entry without headline the start of its text."""
    if entry.published is not None:
        when = moment(entry.published, sight.tz, sight.now)
    else:
        when = one_line(entry.time_label or "") or "no time"
    told = one_line(entry.headline or "") or one_line(entry.wording.text[:400]) or f"({entry.kind})"
    ellipsis = glyphs_for(sight.ascii).ellipsis
    when = truncate(when, max(1, width), ellipsis)
    indent = cells(when) + 2
    if width - indent < NARROWEST:
        yield (Span(when, "time"),)
        when, indent = "", 2
    room = max(1, width - indent)
    parts = wrap(told, room)
    for number, (start, end) in enumerate(parts[:HEADLINE_LINES]):
        last = number == HEADLINE_LINES - 1 and len(parts) > HEADLINE_LINES
        text = truncate(told[start:end] + " " + ellipsis, room, ellipsis) if last else told[start:end]
        before = when if not number else ""
        yield (Span(before, "time"), Span(" " * (indent - cells(before))), Span(text, "text"))


def _refused(preview: Preview, width: int) -> Iterator[Line]:
    reason = one_line(preview.problem or "")
    sentence = reason[:1].upper() + reason[1:]
    yield from _wrapped(
        sentence if sentence.endswith((".", "!", "?")) else f"{sentence}.",
        width,
        "title" if preview.offers else "error",
    )
    if preview.offers:
        return
    yield EMPTY
    words = IMPORTED if "(OPML)" in reason else first_advice(preview.outcome)
    yield from _wrapped(words, width, "text")


def offer_words(offer: Offer) -> tuple[str, str]:
    """How an offer is listed: its name with the kind, and its address."""
    kind = f"live blog at {offer.vendor}" if offer.vendor else _KINDS.get(offer.content_type or "", "feed")
    title = one_line(offer.title or "")
    return (f"{title} ({kind})" if title and title.lower() not in kind.lower() else kind), one_line(offer.url)


_KINDS = {
    "application/rss+xml": "RSS feed",
    "application/atom+xml": "Atom feed",
    "application/feed+json": "JSON Feed",
    "application/rdf+xml": "RSS feed (RDF)",
    "application/json": "JSON Feed",
}


def _wrapped(text: str, width: int, role: str) -> Iterator[Line]:
    for start, end in wrap(text, max(1, width)):
        yield (Span(text[start:end], role),)
