"""Bytes to Snapshot: what a document contains, whatever its format. Pure; never raises for bad input.

One module a format, in folders by kind. Each offers `read(page) -> Candidate | None` and may raise `UnreadableError`;
the table below says in which order they are asked. The candidate with the most evidence wins.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reader.model.snapshot import Document, Reading

if TYPE_CHECKING:
    from reader.formats.page import Candidate, Page

MAX_BYTES = 16 * 1024 * 1024
ADAPTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sputnik.text", ("text",)),
    ("sputnik.text_2021", ("text",)),
    ("feeds.jsonfeed", ("json",)),
    ("json_live", ("json",)),
    ("feeds.syndication", ("xml",)),
    ("sputnik.html", ("html",)),
    ("pages.html_live", ("html",)),
    ("pages.json_in_page", ("html",)),
    ("pages.generic_live", ("html",)),
    ("pages.state_live", ("html",)),
    ("pages.text_live", ("text",)),
)
"""Module and the shapes of document that it reads, as values of `sniff.Shape`. Imported when first needed."""
STATED = "feeds.jsonfeed"
"""A format that a document states by its name: where it holds entries of that format, no other is looked for."""
LAST_RESORTS = ("pages.generic_live", "pages.state_live", "pages.text_live")
"""Asked only where no other adapter finds an entry."""


def parse(document: Document) -> Reading:
    """Return what a document contains: a snapshot, or the reason in words why it is no feed.

    Decides on the bytes; address and content type are hints. Reads nothing but the document.
    """
    from reader.formats import charset, sniff  # noqa: PLC0415 - import-light: the app starts without parsers
    from reader.formats.page import Page  # noqa: PLC0415

    body = document.body
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf"):
        return Reading("empty", reason="The document is empty.")
    what = sniff.binary(body)
    if what:
        return Reading("binary", reason=f"The document is {what}, not a feed or live page.")
    if len(body) > MAX_BYTES:
        return Reading("too-large", reason=f"The document is larger than {MAX_BYTES // 2**20} MiB.")
    text = sniff.unwrapped(charset.decode(body, document.content_type))
    return _read(Page(document, text, sniff.shape(text)))


def _read(page: Page) -> Reading:
    from reader.formats.not_feed import explain, offers  # noqa: PLC0415

    best: Candidate | None = None
    sure = False
    problem: str | None = None
    for name, shapes in ADAPTERS:
        if page.shape not in shapes or (name in LAST_RESORTS and sure):
            continue
        candidate, why = _ask(name, page)
        problem = problem or why
        if candidate and (best is None or candidate.evidence > best.evidence):
            best = candidate
        sure = sure or (name not in LAST_RESORTS and best is not None and bool(best.snapshot.entries))
        if name == STATED and candidate and candidate.snapshot.entries:
            break
    named = offers(page)
    if best and not best.snapshot.entries and any(offer.vendor for offer in named):
        best = None  # an empty shell: a vendor holds its entries, and the offer says where
    if best:
        return Reading(best.snapshot.format, best.snapshot, offers=named)
    return Reading(str(page.shape), reason=problem or explain(page, named), offers=named)


def _ask(name: str, page: Page) -> tuple[Candidate | None, str | None]:
    """What one adapter says. Whatever goes wrong in it becomes a reason, never a traceback."""
    from reader.formats.page import UnreadableError  # noqa: PLC0415
    from reader.text import one_line  # noqa: PLC0415

    try:
        return import_module(f"reader.formats.{name}").read(page), None
    except UnreadableError as error:
        return None, one_line(str(error))
    except Exception as error:  # noqa: BLE001 - the last resort: a fault of ours must not take the reader down
        return None, one_line(f"The document could not be read: {type(error).__name__}: {error}")[:300]
