"""The BBC's older live pages: `payload[].body {numberOfPages, results[]}` of a batch of bbc-morph-lx-commentary-data.

The text of a post is a tree of `{name, text, attributes, children}`, or HTML.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import unquote

from reader.formats import body
from reader.formats.body import Body
from reader.formats.json_live import drafts
from reader.formats.json_live.values import (
    Node,
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
    seconds,
    text,
    url,
)
from reader.formats.page import Page
from reader.formats.players import address
from reader.model.entry import Entry, Flags, Media
from reader.model.snapshot import FeedData, Snapshot

_POST = frozenset({"dateAdded", "locator", "assetId", "lastUpdated"})
_TAGS = {
    "paragraph": "p",
    "list": "ul",
    "orderedList": "ol",
    "listItem": "li",
    "crosshead": "h3",
    "heading": "h3",
    "quote": "blockquote",
    "blockquote": "blockquote",
    "italic": "i",
    "bold": "b",
    "superscript": "sup",
}
_DEEPEST = 30
_URI = re.compile(r"/assetUri/([^/?&]+)", re.I)
_PAGE = re.compile(r"(?<=pageNumber/)(\d{1,6})|(?<=pageNumber%2F)(\d{1,6})", re.I)


def read(place: object, page: Page) -> Snapshot | None:
    """Read one answer of a batch; None for another shape."""
    holder = node(place)
    if not isinstance(holder.get("results"), list):
        return None
    posts = [post for post in nodes(holder["results"]) if len(_POST & post.keys()) >= 2]
    if not posts and (holder["results"] or not isinstance(holder.get("numberOfPages"), int)):
        return None
    at, pages = _page_number(page.url), number(holder.get("numberOfPages"))
    live_page = _live_page(page.url)
    older = None
    if page.url and at and pages and at < pages:
        older = address(None, _PAGE.sub(str(at + 1), page.url, count=1))
    feed = FeedData(title=line(holder.get("title")), url=live_page, order="newest_first", older_url=older)
    entries = [_entry(post, page.url, live_page) for post in posts]
    return drafts.snapshot("bbc-morph", feed, entries, page, complete=at in (None, 1))


def _page_number(base: str | None) -> int | None:
    match = _PAGE.search(base or "")
    return int(match[1] or match[2]) if match else None


def _live_page(base: str | None) -> str | None:
    """The page that the answer belongs to, as the address of the batch names it."""
    match = _URI.search(base or "")
    path = unquote(unquote(match[1])).lstrip("/") if match else ""
    return address(None, f"https://www.bbc.co.uk/{path}") if path.startswith(("news/", "sport/")) else None


def _entry(post: Node, base: str | None, live_page: str | None) -> Entry:
    locator = first_line(post.get("locator"))
    link = f"{live_page}?pinned_post_locator={locator}" if live_page and locator else None
    said = drafts.joined((_said(post, live_page or base), _shown(post, base)))
    people = names(post.get("contributor"), "name") or names(post.get("author"), "name") or names(post.get("byline"))
    strap = line(post.get("subtitle"))
    return drafts.entry(
        said,
        native=native(post.get("assetId"), post.get("locator"), post.get("id")),
        published=instant(post.get("dateAdded"), post.get("firstPublished"), post.get("lastUpdated")),
        headline=first_line(post.get("title"), post.get("headline")),
        updated=seconds(post.get("lastUpdated"), post.get("dateModified")),
        url=address(None, link) if link else None,
        authors=people,
        tags=(strap,) if strap else (),
        flags=Flags(
            breaking=flag(dig(post, "options", "isBreakingNews")) or flag(post.get("isBreakingNews")),
            pinned=flag(dig(post, "options", "isPinned")) or flag(post.get("pinned")),
            key_event=flag(dig(post, "options", "isKeyEvent")) or flag(post.get("keyEvent")),
        ),
    )


def _said(post: Node, base: str | None) -> Body:
    for key in ("body", "content", "text", "summary"):
        value = post.get(key)
        html = _html(nodes(value), 0) if isinstance(value, (list, dict)) else text(value)
        said = body.read(html, base) if html.strip() else Body()
        if said.blocks or said.media or said.embeds:
            return said
    return Body()


def _html(tree: list[Node], depth: int) -> str:
    """The tree as the HTML that it stands for; names that are not known stand for what is inside them."""
    if depth > _DEEPEST:
        return ""
    out: list[str] = []
    for part in tree:
        name = text(part.get("name")) or text(part.get("type"))
        inner = escape(text(part.get("text"))) + _html(nodes(part.get("children")), depth + 1)
        values = _attributes(part)
        if name in ("link", "url"):
            inner = f'<a href="{escape(values.get("to") or values.get("href") or values.get("url") or "")}">{inner}</a>'
        elif name == "image" and values.get("src"):
            inner = f'<img src="{escape(values["src"])}" alt="{escape(values.get("alt", ""))}">'
        elif name in ("embed", "social", "video") and (values.get("url") or values.get("src")):
            inner = f'<iframe src="{escape(values.get("url") or values["src"])}"></iframe>'
        elif name in _TAGS:
            inner = f"<{_TAGS[name]}>{inner}</{_TAGS[name]}>"
        out.append(inner)
    return "".join(out)


def _attributes(part: Node) -> dict[str, str]:
    """`attributes` is a list of names and values, or an object."""
    given = part.get("attributes")
    if isinstance(given, dict):
        return {str(key): text(value) for key, value in node(given).items()}
    return {text(one.get("name")): text(one.get("value")) for one in nodes(given)}


def _shown(post: Node, base: str | None) -> Body:
    """Pictures and clips that stand beside the text."""
    media: list[Media] = []
    for key, kind in (("image", "photo"), ("images", "photo"), ("video", "video"), ("audio", "audio")):
        found = items(dig(post, "media", key)) or items(post.get(key)) or [dig(post, "media", key), post.get(key)]
        for one in found:
            shown = node(one)
            link = url(base, *(shown.get(name) for name in ("href", "url", "src", "originalUrl")))
            caption = first_line(shown.get("caption"), shown.get("title"))
            credit = first_line(shown.get("copyrightHolder"), shown.get("copyright"), shown.get("credit"))
            alt = first_line(shown.get("altText"), shown.get("alt"))
            media += [Media(kind, link, caption, credit, alt)] if link or (caption and kind != "photo") else []
    return Body(media=tuple(media))
