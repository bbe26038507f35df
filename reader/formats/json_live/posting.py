"""A `LiveBlogPosting` of schema.org that stands in a document as JSON (schema.org/LiveBlogPosting)."""

from __future__ import annotations

from dataclasses import replace

from reader.formats import body
from reader.formats.body import Body
from reader.formats.json_live import drafts
from reader.formats.json_live.guardian_dcr import ENDED
from reader.formats.json_live.values import (
    Node,
    first_line,
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
from reader.model.entry import Card, Entry, Media
from reader.model.snapshot import FeedData, FeedState, Snapshot


def read(place: object, page: Page) -> Snapshot | None:
    """Read a posting; None for another object."""
    holder = node(place)
    return posting(holder, page, "schema-org") if is_posting(holder) else None


def is_posting(holder: Node) -> bool:
    """Whether an object is a LiveBlogPosting; `@type` may be a list."""
    types = holder.get("@type")
    return any(text(one).rpartition("/")[2] == "LiveBlogPosting" for one in (items(types) or [types]))


def posting(holder: Node, page: Page, name: str) -> Snapshot:
    """Read a posting with its updates. Times or headlines that all of several updates share are the page's own."""
    updates = nodes(holder.get("liveBlogUpdate")) or nodes(holder.get("blogPosts"))
    base = url(
        page.url, holder.get("url"), holder.get("mainEntityOfPage"), node(holder.get("mainEntityOfPage")).get("@id")
    )
    title = first_line(holder.get("headline"), holder.get("name"))
    ended = bool(title and ENDED.search(title))
    lead = line(holder.get("description"))
    feed = FeedData(
        title=title,
        url=base,
        language=line(holder.get("inLanguage")),
        state=FeedState.ENDED if ended else FeedState.UNKNOWN,
        state_reason="the title says that it is over" if ended else None,
        lead=(lead,) if lead else (),
        coverage_start=seconds(holder.get("coverageStartTime")),
        coverage_end=seconds(holder.get("coverageEndTime")),
    )
    entries = [_entry(update, base or page.url) for update in updates]
    return drafts.snapshot(name, feed, _checked(entries, title), page, complete=True)


def _checked(entries: list[Entry], title: str | None) -> list[Entry]:
    if len(entries) > 2 and len({entry.published for entry in entries}) == 1:
        entries = [
            drafts.entry(
                Body(entry.wording.body, entry.wording.media, entry.wording.embeds),
                native=entry.native_id,
                published=None,
                headline=entry.headline,
                url=entry.url,
                authors=entry.authors,
                cards=entry.wording.cards,
            )
            for entry in entries
        ]
    if len(entries) > 2 and len({entry.headline for entry in entries}) == 1 and entries[0].headline == title:
        entries = [replace(entry, wording=replace(entry.wording, headline=None)) for entry in entries]
    return entries


def _entry(update: Node, base: str | None) -> Entry:
    headline = first_line(update.get("headline"), update.get("name"))
    said = _body(text(update.get("articleBody")) or text(update.get("text")) or text(update.get("description")), base)
    own = first_line(update.get("@id"), update.get("identifier"))
    link = url(base, update.get("url"), update.get("mainEntityOfPage"), own if own and "#" in own else None)
    cards, media = _shared(update, base)
    shown = (*said.media, *_media(update, base), *media)
    return drafts.entry(
        replace(drafts.behead(said, headline), media=tuple(dict.fromkeys(shown))),
        native=native(own, link.partition("#")[2] if link else None),
        published=instant(update.get("datePublished"), update.get("dateCreated"), update.get("dateModified")),
        headline=headline,
        updated=seconds(update.get("dateModified")),
        url=link,
        authors=names(update.get("author")),
        cards=cards,
    )


def _body(words: str, base: str | None) -> Body:
    """Plain text as a rule; HTML, and HTML that was escaped once more, occur."""
    if "<" in words or "&lt;" in words:
        said = body.read(words, base)
        if "<" in words or not any(part.text.lstrip().startswith("<") for part in said.blocks):
            return said
        return body.read("\n".join(part.text for part in said.blocks), base)
    said = body.plain(words)
    return (
        replace(said, blocks=tuple(replace(part, text=line(part.text) or "") for part in said.blocks))
        if "&" in words
        else said
    )


def _media(update: Node, base: str | None) -> tuple[Media, ...]:
    found: list[Media] = []
    for key, kind in (("image", "photo"), ("video", "video"), ("audio", "audio")):
        for one in items(update.get(key)) or [update.get(key)]:
            shown = node(one)
            link = url(base, one, shown.get("contentUrl"), shown.get("url"), shown.get("embedUrl"))
            caption = first_line(shown.get("caption"), shown.get("name"), shown.get("description"))
            credit = first_line(shown.get("creditText"), shown.get("copyrightNotice"))
            found += [Media(kind, link, caption, credit)] if link else []
    return tuple(found)


def _shared(update: Node, base: str | None) -> tuple[tuple[Card, ...], tuple[Media, ...]]:
    """`sharedContent`: links as cards, pictures and videos as media."""
    cards: list[Card] = []
    media: list[Media] = []
    for one in nodes(update.get("sharedContent")):
        kind = text(one.get("@type"))
        if kind in ("ImageObject", "VideoObject", "AudioObject"):
            media += _media({{"I": "image", "V": "video", "A": "audio"}[kind[0]]: one}, base)
            continue
        title, teaser = first_line(one.get("headline"), one.get("name")), line(one.get("description"))
        link = url(base, one.get("url"))
        cards += [Card(title, teaser, link)] if title or link else []
    return tuple(cards), tuple(media)
