"""Arena: `posts[]` beside `eventInfo` of `v1/liveblog/<site>/<blog>`; times in milliseconds. Deletions are not told."""

from __future__ import annotations

from dataclasses import replace

from reader.formats import body
from reader.formats.body import Body
from reader.formats.json_live import drafts
from reader.formats.json_live.values import (
    Node,
    first_line,
    flag,
    instant,
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
from reader.model.entry import Card, Embed, Entry, EntryKind, Flags, Media
from reader.model.snapshot import FeedData, FeedState, Snapshot

_MEDIA = (("image", "photo"), ("photo", "photo"), ("video", "video"), ("audio", "audio"))
_MESSAGE = frozenset({"title", "text", "html", "media"})
_PEOPLE = ("displayName", "name", "nickname")


def read(place: object, page: Page) -> Snapshot | None:
    """Read posts and what is said of the event; None for another shape."""
    holder = node(place)
    info = node(holder.get("eventInfo"))
    if not isinstance(holder.get("posts"), list):
        return None
    posts = [post for post in nodes(holder["posts"]) if _MESSAGE & node(post.get("message")).keys()]
    if not info and not (posts and all("createdAt" in post for post in posts)):
        return None
    language = line(info.get("language"))
    ended = text(info.get("status")).lower() in ("ended", "closed", "archived", "finished") or flag(info.get("closed"))
    lead = body.read(text(info.get("description")), page.url).blocks
    feed = FeedData(
        title=first_line(info.get("name"), info.get("title")),
        language=language,
        state=FeedState.ENDED if ended else FeedState.UNKNOWN,
        state_reason="the event is closed" if ended else None,
        lead=tuple(block.text for block in lead),
        coverage_start=seconds(info.get("startDate"), info.get("createdAt")),
    )
    entries = [_entry(post, page.url) for post in posts]
    return drafts.snapshot("arena", feed, entries, page, complete=True, whole=len(posts) == len(nodes(holder["posts"])))


def _entry(post: Node, base: str | None) -> Entry:
    message = node(post.get("message"))
    headline = first_line(message.get("title"), post.get("title"))
    said, cards = _shown(nodes(message.get("media")) + nodes(post.get("media")), base)
    words = drafts.behead(body.read(text(message.get("text")) or text(message.get("html")), base), headline)
    summary = flag(post.get("isSummary"))
    return drafts.entry(
        drafts.joined((words, said)),
        native=native(*(post.get(key) for key in ("_id", "key", "id", "postId", "slug"))),
        published=instant(post.get("createdAt"), post.get("publishedAt")),
        headline=headline,
        updated=seconds(post.get("modifiedAt"), post.get("updatedAt"), post.get("editedAt")),
        url=url(base, post.get("url"), post.get("shareUrl")),
        authors=names(post.get("sender"), *_PEOPLE) or names(post.get("author"), *_PEOPLE),
        tags=names(post.get("tags")),
        flags=Flags(
            key_event=any(flag(post.get(key)) for key in ("isKeyEvent", "keyEvent", "isHighlight", "highlighted")),
            pinned=any(flag(post.get(key)) for key in ("isPinned", "pinned", "isFixed")),
            summary=summary,
            deleted=flag(post.get("deleted")) or flag(post.get("isDeleted")),
        ),
        cards=cards,
        kind=EntryKind.AD if text(post.get("type")).lower() in ("ad", "ads", "advertisement") else None,
    )


def _shown(found: list[Node], base: str | None) -> tuple[Body, tuple[Card, ...]]:
    """Pictures, players, posts of other networks and links, each by its stated type."""
    media: list[Media] = []
    embeds: list[Embed] = []
    cards: list[Card] = []
    for one in found:
        link = url(base, one.get("url"), one.get("src"))
        kind = text(one.get("type") or one.get("mimeType")).lower()
        medium = next((medium for word, medium in _MEDIA if word in kind), None)
        caption = first_line(one.get("caption"), one.get("description"), one.get("title"))
        if medium and link:
            media.append(Media(medium, link, caption, line(one.get("credit")), line(one.get("alt"))))
        elif text(one.get("html")):
            inner = body.read(text(one.get("html")), base)
            media += inner.media
            embeds += inner.embeds or (Embed(line(one.get("providerName")), None, caption, None, link),)
        elif link:
            cards.append(Card(line(one.get("title")), line(one.get("description")), link))
    return replace(Body(), media=tuple(media), embeds=tuple(embeds)), tuple(cards)
