"""Al Jazeera's GraphQL: the shell of a live blog (`children`, `childrenMeta`), its list of children, one update.

The shell tells which updates there are and when they came, not what they say; the words come one by one. Dates without
a zone are UTC. Ids are not in the order of time.
"""

from __future__ import annotations

import re

from reader.formats import body
from reader.formats.json_live import drafts
from reader.formats.json_live.values import (
    Instant,
    Node,
    first_line,
    flag,
    instant,
    items,
    line,
    names,
    native,
    node,
    nodes,
    seconds,
    text,
    url,
)
from reader.formats.page import Page
from reader.formats.players import address
from reader.model.entry import Entry, Flags
from reader.model.snapshot import FeedData, Snapshot

_CLOSING = re.compile(
    r"\b(?:is|are) (?:now )?clos(?:ing|ed)\b|\bcoverage (?:of .{0,60} )?continues\b|\bjoin us\b", re.I
)
_ARABIC = re.compile("[\u0620-\u064a]")
_LIVE_BLOG = re.compile(r"/liveblog/")


def read(place: object, page: Page) -> Snapshot | None:
    """Read a shell, a list of children or an update; None for another shape."""
    updates = [one for one in nodes(place) if _is_update(one)]
    if updates:
        return _updates(updates, page)
    holder = node(place)
    meta = [one for one in nodes(holder.get("childrenMeta")) if "publishedTime" in one]
    children = items(holder.get("children"))
    listed = isinstance(holder.get("children"), list) or isinstance(holder.get("childrenMeta"), list)
    if not listed or not all(isinstance(one, (int, str)) for one in children) or not _is_shell(holder, bool(meta)):
        return None
    return _shell(holder, meta, children, page)


def _is_update(holder: Node) -> bool:
    return text(holder.get("postType")) == "liveblog-update" and "content" in holder


def _is_shell(holder: Node, timed: bool) -> bool:
    """Posts of other types may have (no) children too; an answer to the question for the children says no type."""
    if holder.get("postType") is not None:
        return holder["postType"] == "liveblog"
    return timed or "isLive" in holder or set(holder) == {"children", "__typename"}


def _shell(holder: Node, meta: list[Node], children: list[object], page: Page) -> Snapshot:
    """`children` is the order; what only `childrenMeta` names comes after it."""
    times = {native(one.get("id")): instant(one.get("publishedTime"), one.get("date")) for one in meta}
    ids = dict.fromkeys(found for found in (*map(native, children), *times) if found)
    live_page = url(_site(holder, page.url), holder.get("link"))
    entries = [_child(one, times.get(one), live_page) for one in ids]
    return drafts.snapshot("aljazeera", _feed(holder, live_page), entries, page, complete=True)


def _child(native_id: str, published: Instant | None, live_page: str | None) -> Entry:
    return drafts.entry(body.Body(), native=native_id, published=published, url=_permalink(live_page, native_id))


def _feed(holder: Node, live_page: str | None) -> FeedData:
    state, reason = drafts.state(
        holder.get("isLive") if isinstance(holder.get("isLive"), bool) else None,
        live_reason="the page says that it is live",
        ended_reason="the page says that it is no longer live",
    )
    points = body.read(text(holder.get("content")), _site(holder, live_page)).blocks
    lead = (line(holder.get("subheading")) or line(holder.get("excerpt")), *(block.text for block in points))
    tags = (line(holder.get(key)) for key in ("primaryTagsTermName", "primaryWhereTermName"))
    return FeedData(
        title=line(holder.get("title")),
        url=live_page,
        state=state,
        state_reason=reason,
        lead=tuple(part for part in lead if part),
        tags=tuple(tag for tag in tags if tag),
        coverage_start=seconds(holder.get("date")),
    )


def _updates(found: list[Node], page: Page) -> Snapshot:
    """Some updates of many: nothing that is not among them is withdrawn."""
    entries = [_update(one, page.url) for one in found]
    live_page = url(_site(found[0], page.url), found[0].get("link"))
    closing = (one for one in entries if _CLOSING.search(one.wording.text))
    onward = (link for one in closing for link in one.wording.links if _LIVE_BLOG.search(link) and link != live_page)
    feed = FeedData(url=live_page, successor_url=next(onward, None))
    return drafts.snapshot("aljazeera", feed, entries, page, complete=False)


def _update(holder: Node, base: str | None) -> Entry:
    site = _site(holder, base)
    native_id = native(holder.get("id"))
    labels = names(holder.get("postLabel"), "name", "title", "label")
    return drafts.entry(
        body.read(text(holder.get("content")), site),
        native=native_id,
        published=instant(holder.get("date"), holder.get("date_gmt")),
        headline=line(holder.get("title")) if holder.get("shouldDisplayTitle") is not False else None,
        updated=seconds(holder.get("modified_gmt"), holder.get("modified")),
        url=_permalink(url(site, holder.get("link")), native_id),
        authors=_authors(holder),
        tags=labels,
        flags=Flags(
            key_event=flag(holder.get("isKeyEvent")),
            breaking=flag(holder.get("isBreaking")) or any("breaking" in label.lower() for label in labels),
        ),
    )


def _authors(holder: Node) -> tuple[str, ...]:
    if holder.get("showAuthor") is False:
        return ()
    written = first_line(holder.get("writeInAuthor"))
    more = names(node(holder.get("writeInCoAuthor")).get("name"))
    return tuple(dict.fromkeys((*names(holder.get("author")), *((written,) if written else ()), *more)))


def _site(holder: Node, base: str | None) -> str:
    """The site that relative addresses belong to: that of the document, else by the script that it is written in."""
    if base and base.startswith(("http://", "https://")):
        return base
    arabic = _ARABIC.search(text(holder.get("title")) + text(holder.get("content"))[:500])
    return "https://www.aljazeera.net/" if arabic else "https://www.aljazeera.com/"


def _permalink(live_page: str | None, native_id: str | None) -> str | None:
    return address(None, f"{live_page}?update={native_id}") if live_page and native_id else None
