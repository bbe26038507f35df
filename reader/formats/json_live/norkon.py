"""Norkon Live Center: `BulletinFeed/<tenant>/<channel>/Initial/` and the bare list of `.../Earlier/<id>/`.

Times are Unix seconds. `addedOrChanged` holds edits as well as new posts, so an answer lists all there is only where
it says that there is no more.
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
    items,
    line,
    names,
    native,
    node,
    nodes,
    number,
    seconds,
    text,
    url,
)
from reader.formats.page import Page
from reader.formats.players import address
from reader.model.entry import Entry, Flags
from reader.model.snapshot import FeedData, Snapshot

_REMOVED = ("removed", "deleted", "removedIds", "deletedIds")
_PATH = re.compile(r"/(?:Initial|Earlier/[^/?#]+)/?(?=$|[?#])", re.I)


def read(place: object, page: Page) -> Snapshot | None:
    """Read an answer or a list of posts; None for another shape."""
    if isinstance(place, list):
        posts = nodes(place)
        if not posts or not all(isinstance(one, dict) for one in items(place)) or not all(map(_is_post, posts)):
            return None
        return drafts.snapshot("norkon", _feed({}, posts, page), _entries(posts, page), page, complete=False)
    holder = node(place)
    if not isinstance(holder.get("addedOrChanged"), list):
        return None
    posts = [post for post in nodes(holder["addedOrChanged"]) if "id" in post]
    if holder["addedOrChanged"] and not posts:
        return None
    removed = [one for key in _REMOVED for one in items(holder.get(key))]
    entries = _entries(posts, page) + [_tombstone(one) for one in removed]
    complete = holder.get("hasMore") is False and not removed
    return drafts.snapshot("norkon", _feed(holder, posts, page), entries, page, complete=complete)


def _is_post(post: Node) -> bool:
    return "id" in post and "created" in post and isinstance(node(post.get("content")).get("html"), str)


def _feed(holder: Node, posts: list[Node], page: Page) -> FeedData:
    """`Earlier` is asked with the oldest id listed."""
    ids = [native(post.get("id")) for post in posts]
    more = holder.get("hasMore") is True or not holder
    older = None
    if more and page.url and ids and ids[-1] and _PATH.search(page.url):
        older = address(None, _PATH.sub(f"/Earlier/{ids[-1]}/", page.url, count=1))
    return FeedData(title=line(holder.get("title")), older_url=older)


def _entries(posts: list[Node], page: Page) -> list[Entry]:
    """What is marked as more important than the rest of the list is a key event."""
    weights = [number(post.get("importance")) or 0 for post in posts]
    usual = min(weights, default=0)
    return [_entry(post, weight > usual, page.url) for post, weight in zip(posts, weights, strict=True)]


def _entry(post: Node, important: bool, base: str | None) -> Entry:
    content = node(post.get("content"))
    html = text(content.get("html")) or text(post.get("content")) or text(post.get("html"))
    headline = first_line(post.get("title"), content.get("title"))
    return drafts.entry(
        drafts.behead(body.read(html, base), headline),
        native=native(post.get("id")),
        published=instant(post.get("created"), post.get("published")),
        headline=headline,
        updated=seconds(post.get("updated"), post.get("modified")),
        url=url(base, post.get("url"), post.get("permalink")),
        authors=names(post.get("authorName")) or names(post.get("author"), "name", "displayName"),
        tags=names(post.get("tags"), "name", "title"),
        flags=Flags(
            key_event=important or flag(post.get("keyEvent")) or flag(post.get("isKeyEvent")),
            pinned=any(flag(post.get(key)) for key in ("pinned", "isPinned", "sticky")),
            deleted=any(flag(post.get(key)) for key in ("deleted", "isDeleted", "removed")),
        ),
    )


def _tombstone(one: object) -> Entry:
    return drafts.entry(
        body.Body(),
        native=native(node(one).get("id") if isinstance(one, dict) else one),
        published=None,
        flags=Flags(deleted=True),
    )
