"""BBC live pages as JSON (bbc/simorgh): `liveTextStream.content.data.results[]`, with what is said of the page.

`endDateTime` is the planned end and says nothing about the state; `isLive` does.
"""

from __future__ import annotations

from dataclasses import replace

from reader.formats import body
from reader.formats.json_live import bbc_blocks, drafts
from reader.formats.json_live.values import (
    Node,
    asked_with,
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
from reader.model.entry import Block, BlockKind, Entry, EntryKind, Flags, Media
from reader.model.snapshot import FeedData, Snapshot


def read(place: object, page: Page) -> Snapshot | None:
    """Read a page with its stream, or a stream alone; None for another shape. A stream may be empty or null."""
    holder = node(place)
    if isinstance(holder.get("liveTextStream"), dict):
        stream = node(dig(holder, "liveTextStream", "content", "data"))
    elif isinstance(holder.get("results"), list) and any(_is_post(one) for one in nodes(holder["results"])):
        stream, holder = holder, {}
    else:
        return None
    posts = [one for one in nodes(stream.get("results")) if _is_post(one)]
    at, total = number(dig(stream, "page", "index")), number(dig(stream, "page", "total"))
    feed = _feed(holder, page.url, at, total)
    entries = [_entry(one, page.url) for one in posts]
    return drafts.snapshot("bbc-live", feed, entries, page, complete=at in (None, 0, 1))


def _is_post(one: Node) -> bool:
    parts = (one.get("content"), one.get("header"), one.get("dates"))
    return "urn" in one and sum(isinstance(part, dict) for part in parts) >= 2


def _feed(holder: Node, base: str | None, at: int | None, total: int | None) -> FeedData:
    state, reason = drafts.state(
        holder.get("isLive") if isinstance(holder.get("isLive"), bool) else None,
        live_reason="the page says that it is live",
        ended_reason="the page says that it is no longer live",
    )
    points = bbc_blocks.read(nodes(dig(holder, "summaryPoints", "content", "model", "blocks")), base).blocks
    lead = (line(holder.get("description")), *(block.text for block in points))
    return FeedData(
        title=first_line(holder.get("title"), dig(holder, "seo", "seoTitle")),
        language=line(holder.get("language")),
        state=state,
        state_reason=reason,
        lead=tuple(part for part in lead if part),
        coverage_start=seconds(holder.get("startDateTime")),
        coverage_end=seconds(holder.get("endDateTime")),
        order="newest_first",
        older_url=_older(base, at, total),
    )


def _older(base: str | None, at: int | None, total: int | None) -> str | None:
    """The page after this one, asked for as this one was."""
    return asked_with(base, page=str(at + 1)) if at is not None and total is not None and at < total else None


def _entry(one: Node, base: str | None) -> Entry:
    heads = nodes(dig(one, "header", "model", "blocks"))
    headline = _head(heads, "headline") or next(
        (found for found in (line(title.get("title")) for title in nodes(one.get("titles"))) if found), None
    )
    said = bbc_blocks.read(nodes(dig(one, "content", "model", "blocks")), base)
    if not said.blocks:
        texts = (line(part.get("text")) for part in nodes(one.get("descriptions")))
        said = replace(said, blocks=tuple(Block(BlockKind.PARAGRAPH, part) for part in texts if part))
    if not said.media:
        said = replace(said, media=_pictures(one, base))
    dates = node(one.get("dates"))
    strap = _head(heads, "subheadline")
    link = node(one.get("link"))
    onward = url(base, one.get("link"), link.get("url"), link.get("path"))
    urn = native(one.get("urn"), one.get("id"))
    return drafts.entry(
        said,
        native=urn,
        published=instant(*(dates.get(key) for key in ("firstPublished", "time", "curated", "lastPublished"))),
        headline=headline,
        updated=seconds(dates.get("lastPublished")),
        url=address(None, f"{base}#{urn}") if base and urn and "#" not in base else None,
        read_more_url=onward,
        authors=tuple(name for name in (_contributor(head) for head in heads) if name),
        tags=(strap,) if strap else (),
        flags=Flags(
            breaking=flag(dig(one, "options", "isBreakingNews")),
            key_event=flag(dig(one, "options", "isKeyEvent")),
            pinned=flag(dig(one, "options", "isPinned")) or flag(one.get("isPinned")),
        ),
        kind=EntryKind.PROMO if text(one.get("type")).upper() == "PROMO" else None,
    )


def _head(heads: list[Node], kind: str) -> str | None:
    return next(
        (found for found in (bbc_blocks.words(head) for head in heads if head.get("type") == kind) if found), None
    )


def _contributor(head: Node) -> str | None:
    return line(dig(head, "model", "name")) if head.get("type") == "contributor" else None


def _pictures(one: Node, base: str | None) -> tuple[Media, ...]:
    found = (
        (url(base, picture.get("url"), picture.get("originalUrl")), picture) for picture in nodes(one.get("images"))
    )
    return tuple(
        Media("photo", link, None, body.line(text(picture.get("copyright"))), line(picture.get("altText")))
        for link, picture in found
        if link
    )
