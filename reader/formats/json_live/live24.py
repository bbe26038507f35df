"""24liveblog: `data.news[]` of an event's list, `data.event` of its own object (oszuidwest/zw-liveblog).

Times are Unix seconds; `last_nid` is the cursor towards older news. Deletions are not told.
"""

from __future__ import annotations

from reader.formats import body
from reader.formats.json_live import drafts
from reader.formats.json_live.values import (
    Node,
    asked_with,
    dig,
    first_line,
    flag,
    instant,
    items,
    line,
    names,
    native,
    node,
    nodes,
    number,
    query,
    seconds,
    text,
    url,
)
from reader.formats.page import Page
from reader.model.entry import Entry, Flags
from reader.model.snapshot import FeedData, FeedState, Snapshot

_EVENT = frozenset({"closed", "last_updated", "keyPoints", "eid", "start_time", "newscount"})
_NEWS = frozenset({"newstitle", "contents", "created"})


def read(place: object, page: Page) -> Snapshot | None:
    """Read news, an event, or both; None for another shape. An event alone is a live blog whose news are elsewhere."""
    holder = node(place)
    event = node(holder.get("event"))
    news = [one for one in nodes(holder.get("news")) if "nid" in one and _NEWS & one.keys()]
    known_event = len(_EVENT & event.keys()) >= 2
    if not news and not known_event and not _empty_list(holder, page):
        return None
    listed = isinstance(holder.get("news"), list)
    entries = [_entry(one, page.url) for one in news]
    last = query(page.url).get("last_nid")
    return drafts.snapshot("24liveblog", _feed(event, news, page), entries, page, complete=listed and not last)


def _empty_list(holder: Node, page: Page) -> bool:
    return holder.get("news") == [] and "/event/" in (page.url or "")


def _feed(event: Node, news: list[Node], page: Page) -> FeedData:
    closed = event.get("closed")
    state, reason = drafts.state(
        None if closed is None else not flag(closed),
        live_reason="the event is not closed",
        ended_reason="the event is closed",
    )
    points = (
        line(point) or first_line(*(node(point).get(key) for key in ("title", "text", "content")))
        for point in items(event.get("keyPoints"))
    )
    lead = (line(event.get("description")), *points)
    return FeedData(
        title=first_line(event.get("title"), event.get("name")),
        state=state if event else FeedState.UNKNOWN,
        state_reason=reason,
        lead=tuple(part for part in lead if part),
        coverage_start=seconds(event.get("start_time"), event.get("created")),
        coverage_end=seconds(event.get("end_time"), event.get("last_updated")) if state is FeedState.ENDED else None,
        older_url=_older(news, page.url),
    )


def _older(news: list[Node], base: str | None) -> str | None:
    """The next older list, if this one is as long as was asked for: `last_nid` names the last of it."""
    limit = number(query(base).get("limit"))
    last = native(news[-1].get("nid")) if news else None
    return asked_with(base, last_nid=last) if last and limit is not None and len(news) >= limit else None


def _entry(one: Node, base: str | None) -> Entry:
    headline = line(one.get("newstitle"))
    said = body.read(text(one.get("contents")) or text(one.get("content")), base)
    return drafts.entry(
        drafts.behead(said, headline),
        native=native(one.get("nid")),
        published=instant(one.get("created"), one.get("time")),
        headline=headline,
        updated=seconds(one.get("updated"), one.get("last_updated"), one.get("modified")),
        url=url(base, one.get("url"), one.get("share_url")),
        authors=names(one.get("author"), "name", "nickname", "username")
        or names(dig(one, "publisher"), "name", "nickname", "username"),
        flags=Flags(
            key_event=any(flag(one.get(key)) for key in ("keyEvent", "key_event", "highlight", "important")),
            pinned=any(flag(one.get(key)) for key in ("pinned", "pin", "sticky", "top")),
            deleted=flag(one.get("deleted")),
        ),
    )
