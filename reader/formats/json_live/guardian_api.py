"""Guardian Content API (`content.guardianapis.com/<id>?show-blocks=all`): `response.content.blocks.body[]`."""

from __future__ import annotations

from dataclasses import replace

from reader.formats import body
from reader.formats.body import Body
from reader.formats.json_live import drafts
from reader.formats.json_live.guardian_dcr import ENDED
from reader.formats.json_live.values import (
    Node,
    dig,
    first_line,
    flag,
    instant,
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
from reader.model.entry import Entry, EntryKind, Flags, Media
from reader.model.snapshot import FeedData, FeedState, Snapshot

_BLOCK = frozenset({"bodyHtml", "bodyTextSummary", "attributes", "elements"})
_IMAGE = ("imageTypeData", "videoTypeData")


def read(place: object, page: Page) -> Snapshot | None:
    """Read one piece of content with its blocks; None for another shape, and for content that is no live blog."""
    holder = node(place)
    blocks = node(holder.get("blocks"))
    listed = blocks.get("body")
    asked = [part for part in node(blocks.get("requestedBodyBlocks")).values() if isinstance(part, list)]
    if not isinstance(listed, list) and not asked:
        return None
    posts = nodes(listed) if isinstance(listed, list) else [post for part in asked for post in nodes(part)]
    if not all("id" in post and _BLOCK & post.keys() for post in posts) or not _is_live_blog(holder, posts):
        return None
    address_ = url(page.url, holder.get("webUrl"))
    entries = [_entry(post, address_) for post in posts if post.get("published") is not False]
    total = number(blocks.get("totalBodyBlocks"))
    complete = isinstance(listed, list) and (total is None or total <= len(posts))
    return drafts.snapshot("guardian-api", _feed(holder, address_), entries, page, complete=complete)


def _is_live_blog(holder: Node, posts: list[Node]) -> bool:
    """Articles have one block: a live blog is tagged so, or has more than one."""
    tags = {text(tag.get("id")) for tag in nodes(holder.get("tags"))}
    if holder.get("type") == "liveblog" or "tone/minutebyminute" in tags:
        return True
    return len(posts) > 1 and holder.get("type") in (None, "liveblog")


def _feed(holder: Node, address_: str | None) -> FeedData:
    fields = node(holder.get("fields"))
    title = first_line(fields.get("headline"), holder.get("webTitle"))
    live = fields.get("liveBloggingNow")
    state, reason = drafts.state(
        None if live is None else flag(live),
        live_reason="the content says that it is live now",
        ended_reason="the content says that it is no longer live",
    )
    if title and ENDED.search(title):
        state, reason = FeedState.ENDED, "the title says that it is over"
    lead = body.read(text(fields.get("standfirst")) or text(fields.get("trailText")), address_).blocks
    return FeedData(
        title=title,
        url=address_,
        language=line(fields.get("lang")),
        state=state,
        state_reason=reason,
        lead=tuple(block.text for block in lead),
        tags=names(holder.get("tags"), "webTitle"),
        coverage_start=seconds(fields.get("firstPublicationDate")),
        order="newest_first",
    )


def _entry(post: Node, address_: str | None) -> Entry:
    marks = node(post.get("attributes"))
    bare = (native(post.get("id")) or "").removeprefix("block-")
    summary = flag(marks.get("summary"))
    return drafts.entry(
        _said(post, address_),
        native=f"block-{bare}" if bare else None,
        published=instant(post.get("firstPublishedDate"), post.get("publishedDate"), post.get("createdDate")),
        headline=first_line(post.get("title"), marks.get("title")),
        updated=seconds(post.get("lastModifiedDate")),
        url=url(None, f"{address_}?page=with:block-{bare}#block-{bare}") if address_ and bare else None,
        authors=names(post.get("contributors"), "name", "webTitle"),
        flags=Flags(key_event=flag(marks.get("keyEvent")), pinned=flag(marks.get("pinned")), summary=summary),
        kind=EntryKind.SUMMARY if summary else None,
    )


def _said(post: Node, base: str | None) -> Body:
    """The body as HTML; captions and credits of its pictures are told by the elements."""
    html = text(post.get("bodyHtml"))
    elements = nodes(post.get("elements"))
    if not html:
        html = "\n".join(text(dig(element, "textTypeData", "html")) for element in elements)
    said = body.read(html, base) if html.strip() else body.plain(text(post.get("bodyTextSummary")))
    told = {item.url: item for element in elements for item in _media(element, base)}
    shown = tuple(told.pop(item.url, item) for item in said.media)
    return replace(said, media=shown if shown else tuple(told.values()))


def _media(element: Node, base: str | None) -> list[Media]:
    data = next((node(element.get(key)) for key in _IMAGE if isinstance(element.get(key), dict)), {})
    kind = "video" if element.get("type") == "video" else "photo"
    link = url(base, *(asset.get("file") for asset in nodes(element.get("assets"))), data.get("url"))
    if not link or element.get("type") not in ("image", "video"):
        return []
    return [Media(kind, link, line(data.get("caption")), line(data.get("credit")), line(data.get("alt")))]
