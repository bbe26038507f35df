"""Superdesk Live Blog: the posts of `client_blogs/<id>/posts` (liveblog/liveblog-default-theme, js/theme/viewmodel.js).

Posts come by time of change, deleted ones marked; one post holds several items, whose text is HTML.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import urlencode

from reader.formats import body
from reader.formats.body import Body
from reader.formats.json_live import drafts
from reader.formats.json_live.values import (
    Node,
    dig,
    first_line,
    flag,
    instant,
    line,
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
from reader.model.entry import Block, BlockKind, Card, Entry, EntryKind, Flags, Media
from reader.model.snapshot import FeedData, FeedState, Snapshot

_DEEPEST = 4
_MARKS = frozenset({"post_status", "lb_highlight", "sticky", "published_date", "blog"})
_CREDIT = re.compile(r"^(?P<caption>.*?)\s*\b(?:Credit|Photo|Foto|Bild|Crédit)\s*:\s*(?P<credit>.+)$", re.I | re.S)
_PICTURES = ("baseImage", "original", "viewImage", "thumbnail")


def read(place: object, page: Page) -> Snapshot | None:
    """Read a list of posts; None for another shape."""
    holder = node(place)
    inner = node(holder.get("posts"))
    if isinstance(inner.get("_items"), list):
        holder = {"blog": holder.get("blog"), **inner}
    if not isinstance(holder.get("_items"), list):
        return None
    posts = nodes(holder["_items"])
    if not (any(map(_is_post, posts)) or (not posts and _names_blog(holder))):
        return None
    base = page.url
    entries = [_entry(post, base) for post in posts if _is_post(post) and post.get("post_status") != "comment"]
    total = number(dig(holder, "_meta", "total"))
    whole = number(dig(holder, "_meta", "page")) in (None, 1) and total is not None and total <= len(posts)
    return drafts.snapshot("superdesk", _feed(holder, base), entries, page, complete=whole)


def _is_post(post: Node) -> bool:
    return "_id" in post and (isinstance(post.get("groups"), list) or len(_MARKS & post.keys()) >= 2)


def _names_blog(holder: Node) -> bool:
    """Whether an empty list says of itself that it is one of posts: Eve names the resource in its links."""
    me = node(dig(holder, "_links", "self"))
    return "client_blogs" in text(me.get("href")) + text(me.get("title"))


def _feed(holder: Node, base: str | None) -> FeedData:
    blog = node(holder.get("blog"))
    status = text(blog.get("blog_status")).lower()
    state, reason = FeedState.UNKNOWN, None
    if status == "closed":
        state, reason = FeedState.ENDED, 'the blog\'s status is "closed"'
    elif status == "open":
        state, reason = FeedState.LIVE, 'the blog\'s status is "open"'
    lead = body.read(text(blog.get("description")), base).blocks
    return FeedData(
        title=line(blog.get("title")),
        url=url(base, blog.get("public_url")),
        state=state,
        state_reason=reason,
        lead=tuple(block.text for block in lead),
        coverage_start=seconds(blog.get("start_date")),
        older_url=_older(holder, base),
        delta_url=_delta(holder, base),
    )


def _older(holder: Node, base: str | None) -> str | None:
    """The next page. Its link counts from the root of the interface, of which the document's own link is a part."""
    link = text(dig(holder, "_links", "next", "href"))
    me = text(dig(holder, "_links", "self", "href")).partition("?")[0].strip("/")
    if not link or not base:
        return None
    root, found, _ = base.partition(me) if me else ("", "", "")
    return address(root if found else base, link.lstrip("/") if found else link)


def _delta(holder: Node, base: str | None) -> str | None:
    """What changed after the latest change listed, as the vendor's own clients ask for it."""
    if not base or "client_blogs/" not in base:
        return None
    changes = [(seconds(post.get("_updated")) or 0, text(post.get("_updated"))) for post in nodes(holder.get("_items"))]
    latest = max(changes, default=(0, ""))
    if not latest[0]:
        return None
    changed = {"query": {"filtered": {"filter": {"and": [{"range": {"_updated": {"gt": latest[1]}}}]}}}}
    source = json.dumps(changed | {"sort": [{"_updated": {"order": "desc"}}]}, separators=(",", ":"))
    return address(base, f"?{urlencode({'max_results': 100, 'page': 1, 'source': source})}")


def _entry(post: Node, base: str | None) -> Entry:
    parts = list(_items(post))
    said, cards = _content(parts, base)
    types = {text(part.get("item_type")).lower() for part in parts}
    advert = bool(types) and all("advertis" in kind for kind in types)
    unpublished = text(post.get("post_status")).lower() in ("draft", "submitted")
    return drafts.entry(
        said,
        native=native(post.get("_id"), post.get("guid")),
        published=instant(post.get("published_date"), post.get("firstcreated"), post.get("_created")),
        headline=first_line(post.get("headline"), post.get("title")),
        updated=seconds(post.get("content_updated_date"), post.get("_updated"), post.get("versioncreated")),
        url=url(base, post.get("permalink"), post.get("url")),
        authors=_authors(post, parts),
        tags=tuple(tag for tag in (line(one) for one in post.get("tags") or ()) if tag)
        if isinstance(post.get("tags"), list)
        else (),
        flags=Flags(
            key_event=flag(post.get("lb_highlight")),
            pinned=flag(post.get("sticky")),
            deleted=flag(post.get("deleted")) or unpublished,
        ),
        cards=cards,
        kind=EntryKind.AD if advert else _kind(types, said),
    )


def _kind(types: set[str], said: Body) -> EntryKind | None:
    """A post of pictures alone is one of pictures, though their captions are its text."""
    if types != {"image"} or not said.media:
        return None
    return EntryKind.PHOTO if len(said.media) == 1 else EntryKind.GALLERY


def _items(post: Node, depth: int = 0) -> list[Node]:
    """The items of a post in order: those of its main group, packages opened."""
    groups = [group for group in nodes(post.get("groups")) if group.get("id") != "root"]
    found: list[Node] = []
    for group in groups:
        for ref in nodes(group.get("refs")):
            item = node(ref.get("item"))
            if item.get("groups") and depth < _DEEPEST:
                found += _items(item, depth + 1)
            elif item:
                found.append(item)
    return found


def _content(parts: list[Node], base: str | None) -> tuple[Body, tuple[Card, ...]]:
    cards: list[Card] = []
    read: list[Body] = []
    for part in parts:
        said = _item(part, base)
        card = None if said.blocks or said.media or said.embeds else _card(node(part.get("meta")), base)
        cards += [card] if card else []
        read.append(said)
    said = drafts.joined(read)
    return (_spoken(said) if not said.blocks else said), tuple(cards)


def _spoken(said: Body) -> Body:
    """A post of pictures alone says what it says in their captions: they become its text, as the vendor prints them."""
    printed = dict.fromkeys(
        f"{item.caption} Credit: {item.credit}" if item.credit else item.caption for item in said.media if item.caption
    )
    if not printed:
        return said
    blocks = tuple(Block(BlockKind.PARAGRAPH, caption) for caption in printed)
    return replace(said, blocks=blocks, media=tuple(replace(item, caption=None) for item in said.media))


def _item(part: Node, base: str | None) -> Body:
    meta = node(part.get("meta"))
    said = body.read(text(part.get("text")) or text(meta.get("html")) or text(meta.get("quote")), base)
    if text(part.get("item_type")).lower() != "image":
        return said
    pictures = said.media or _picture(meta, base)
    caption, credit = line(meta.get("caption")), line(meta.get("credit"))
    if caption or credit:
        pictures = tuple(replace(item, caption=caption, credit=credit) for item in pictures)
    return replace(said, media=tuple(map(_credited, pictures)))


def _credited(item: Media) -> Media:
    match = _CREDIT.match(item.caption or "") if not item.credit else None
    return replace(item, caption=match["caption"] or None, credit=match["credit"]) if match else item


def _picture(meta: Node, base: str | None) -> tuple[Media, ...]:
    renditions = node(dig(meta, "media", "renditions"))
    found = url(base, *(node(renditions.get(name)).get("href") for name in _PICTURES))
    return (Media("photo", found),) if found else ()


def _card(meta: Node, base: str | None) -> Card | None:
    title, teaser = line(meta.get("title")), line(meta.get("description"))
    link = url(base, meta.get("original_url"), meta.get("url"))
    return Card(title, teaser, link, credit=line(meta.get("credit"))) if title or teaser or link else None


def _authors(post: Node, parts: list[Node]) -> tuple[str, ...]:
    people = (node(post.get("publisher")), node(post.get("original_creator")))
    name = first_line(
        post.get("byline"),
        *(part.get("byline") for part in parts),
        *(part.get("commenter") for part in parts),
        *(person.get(key) for person in people for key in ("byline", "display_name")),
    )
    return (name,) if name else ()
