"""WordPress Liveblog: entries of `/wp-json/liveblog/v1/...` (Automattic/liveblog, class-wpcom-liveblog-entry.php).

A poll gives what changed: new entries, updates that replace an entry, and deletions. No address for the next poll can
be stated here: it ends with the time of asking, and an end in the future would be answered from caches until then.
"""

from __future__ import annotations

import re

from reader.formats import body
from reader.formats.json_live import drafts
from reader.formats.json_live.values import (
    Node,
    first_line,
    flag,
    instant,
    names,
    native,
    node,
    nodes,
    number,
    text,
    url,
)
from reader.formats.page import Page
from reader.formats.players import address
from reader.model.entry import Entry, Flags
from reader.model.snapshot import FeedData, Snapshot

_TYPES = frozenset({"new", "update", "delete"})
_ANSWER = frozenset({"latest_timestamp", "refresh_interval", "pages"})
_ENTRY = frozenset({"render", "entry_time", "share_link", "css_classes", "key_event"})
_COMMAND = re.compile(r"<span[^<>]*\bliveblog-command\b[^<>]*>[^<>]*</span>", re.I)
_PAGED = re.compile(r"(?P<head>/get-entries/)(?P<page>\d{1,6})(?P<tail>/|$)")


def read(place: object, page: Page) -> Snapshot | None:
    """Read an answer with entries; None for another shape. An answer without entries is one where nothing is new."""
    holder = node(place)
    if not isinstance(holder.get("entries"), list):
        return None
    posts = [post for post in nodes(holder["entries"]) if _is_entry(post)]
    if not posts and (holder["entries"] or not holder.keys() & _ANSWER):
        return None
    number_of_page, pages = number(holder.get("page")), number(holder.get("pages"))
    listing = pages is not None and number_of_page in (None, 1)
    changes = any(text(post.get("type")) in ("update", "delete") for post in posts)
    feed = FeedData(older_url=_older(page.url, number_of_page, pages))
    entries = [_entry(post, page.url) for post in posts]
    return drafts.snapshot("wordpress-liveblog", feed, entries, page, complete=listing and not changes)


def _is_entry(post: Node) -> bool:
    if "id" not in post:
        return False
    typed = text(post.get("type")) in _TYPES
    return (typed and ("timestamp" in post or post.get("type") == "delete")) or (
        "timestamp" in post and bool(_ENTRY & post.keys())
    )


def _entry(post: Node, base: str | None) -> Entry:
    kind = text(post.get("type"))
    html = next((text(post.get(key)) for key in ("render", "content", "html") if text(post.get(key))), "")
    stamp = instant(post.get("timestamp"))
    key_event = flag(post.get("key_event")) or "type-key" in html or "type-key" in text(post.get("css_classes"))
    headline = first_line(post.get("headline"))
    said = body.read(_COMMAND.sub("", html), base)
    return drafts.entry(
        drafts.behead(said, headline),
        native=native(post.get("id")),
        published=instant(post.get("entry_time")) or stamp,
        headline=headline,
        updated=stamp[0] if stamp and kind == "update" else None,
        url=url(base, post.get("share_link")),
        authors=names(post.get("authors"), "name", "display_name") or names(post.get("author"), "name", "display_name"),
        flags=Flags(
            key_event=key_event,
            pinned=flag(post.get("pinned")) or flag(post.get("sticky")),
            deleted=kind == "delete" or text(post.get("status")) in ("draft", "trash"),
        ),
    )


def _older(base: str | None, at: int | None, pages: int | None) -> str | None:
    if not base or not at or not pages or at >= pages:
        return None
    match = _PAGED.search(base)
    if not match or int(match["page"]) != at:
        return None
    return address(None, f"{base[: match.start()]}{match['head']}{at + 1}{match['tail']}{base[match.end() :]}")
