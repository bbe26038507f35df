"""What a Guardian live page polls: `{numNewBlocks, html, mostRecentBlockId}` (LiveUpdateType, Liveness.island.tsx).

The HTML holds new blocks only: what it lacks is not withdrawn.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.formats import body, nesting
from reader.formats.json_live import drafts
from reader.formats.json_live.values import native, node, number, text, url
from reader.formats.page import MAX_ENTRIES, Page, UnreadableError
from reader.formats.times import timestamps
from reader.model.entry import Entry, EntryKind, Flags
from reader.model.snapshot import FeedData, Snapshot
from reader.text import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_TIME = (
    ".block-time.published-time time, header time[datetime], .block-time time[datetime], time[datetime], gu-island time"
)
_CLOCK = re.compile(r"\b\d{1,2}[.:]\d{2}(?:\s[A-Z]{2,5})?\b")
_TITLE = ".block-title, h2, h3"
_FURNITURE = "header, footer, .block-time, .updated-time, .block-share, gu-island[name=ShareIcons], aside"


def read(place: object, page: Page) -> Snapshot | None:
    """Read the answer to a poll; None for another shape. An answer without new blocks is an empty one."""
    holder = node(place)
    if "numNewBlocks" not in holder or not isinstance(holder.get("html", ""), str):
        return None
    if number(holder["numNewBlocks"]) is None and "mostRecentBlockId" not in holder:
        return None
    newest = native(holder.get("mostRecentBlockId"))
    entries = _blocks(text(holder.get("html")), page.url)
    feed = FeedData(order="newest_first", delta_url=_next(page.url, newest))
    return drafts.snapshot("guardian-poll", feed, entries, page, complete=False)


def _next(base: str | None, newest: str | None) -> str | None:
    head, found, tail = (base or "").partition("lastUpdate=")
    return (
        url(None, f"{head}{found}{newest}{tail[tail.find('&') :] if '&' in tail else ''}") if found and newest else None
    )


def _blocks(html: str, base: str | None) -> list[Entry]:
    if not html.strip():
        return []
    why = nesting.bomb(html)
    if why:
        raise UnreadableError(f"The page is built so as to stall a reader: {why}.")
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - only this shape needs a tree of its own

    found = LexborHTMLParser(html).css('[id^="block-"]')
    return [_entry(one, base) for one in found[:MAX_ENTRIES] if one.parent is None or not _within(one)]


def _within(one: LexborNode) -> bool:
    above = one.parent
    while above is not None:
        if (above.attributes.get("id") or "").startswith("block-"):
            return True
        above = above.parent
    return False


def _entry(one: LexborNode, base: str | None) -> Entry:
    classes = f" {one.attributes.get('class') or ''} "
    title, time = one.css_first(_TITLE), one.css_first(_TIME)
    headline = one_line(title.text(separator=" ")) if title is not None else ""
    skip = {part.mem_id for part in one.css(_FURNITURE)} | ({title.mem_id} if title is not None else set())
    if time is not None:
        skip.add(time.mem_id)
    content = one.css_first(".block-elements")
    summary = " is-summary " in classes
    native_id = native(one.attributes.get("id"))
    return drafts.entry(
        body.read_node(content if content is not None else one, base, frozenset(skip)),
        native=native_id,
        published=timestamps.parse(time.attributes.get("datetime") or "") if time is not None else None,
        headline=headline or None,
        time_label=_label(one, time),
        flags=Flags(
            key_event=" is-key-event " in classes,
            pinned=one.attributes.get("data-pinned") == "true" or " is-pinned " in classes,
            summary=summary,
        ),
        kind=EntryKind.SUMMARY if summary else None,
    )


def _label(one: LexborNode, time: LexborNode | None) -> str | None:
    """The time as printed: the time of day rather than how long ago it was."""
    header = one.css_first("header, .block-time")
    around = one_line(header.text(separator=" ")) if header is not None else ""
    printed = _CLOCK.search(around)
    if printed:
        return printed.group()
    return one_line(time.text(separator=" ")) or None if time is not None else None
