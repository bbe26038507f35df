"""ScribbleLive: `Posts`, `Edits` and `Deletes` of one event. An edit counts only if it is newer than the post."""

from __future__ import annotations

from dataclasses import replace

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
    seconds,
    text,
    url,
)
from reader.formats.page import Page
from reader.model.entry import Entry, Flags, Media
from reader.model.snapshot import FeedData, Snapshot

_EVENT = frozenset({"IsLive", "Edits", "Deletes", "Description", "Title", "Pages"})
_KINDS = {"IMAGE": "photo", "VIDEO": "video", "AUDIO": "audio"}


def read(place: object, page: Page) -> Snapshot | None:
    """Read an event with its posts; None for another shape."""
    holder = node(place)
    if not isinstance(holder.get("Posts"), list) or len(_EVENT & holder.keys()) < 2:
        return None
    state, reason = drafts.state(
        None if holder.get("IsLive") is None else flag(holder["IsLive"]),
        live_reason="the event says that it is live",
        ended_reason="the event says that it is no longer live",
    )
    lead = body.read(text(holder.get("Description")), page.url).blocks
    feed = FeedData(
        title=line(holder.get("Title")),
        state=state,
        state_reason=reason,
        lead=tuple(block.text for block in lead),
        coverage_start=seconds(holder.get("Start"), holder.get("Created")),
        coverage_end=seconds(holder.get("End")),
    )
    changed = [_entry(post, page.url) for key in ("Posts", "Edits") for post in nodes(holder.get(key))]
    gone = [_tombstone(one) for one in items(holder.get("Deletes"))]
    return drafts.snapshot("scribblelive", feed, [*changed, *gone], page, complete="Deletes" not in holder)


def _entry(post: Node, base: str | None) -> Entry:
    said = body.read(text(post.get("Content")), base)
    kind = _KINDS.get(text(post.get("Type")).upper())
    shown = tuple(_media(one, kind, base) for one in nodes(post.get("Media")))
    media = tuple(item for item in (*shown, *said.media) if item and item.url)
    return drafts.entry(
        replace(said, media=tuple({item.url: item for item in reversed(media)}.values())[::-1]),
        native=native(post.get("Id")),
        published=instant(post.get("Created"), post.get("LastModified")),
        headline=first_line(post.get("Title"), post.get("Headline")),
        updated=seconds(post.get("LastModified")),
        url=url(base, post.get("Permalink"), post.get("Url")),
        authors=names(post.get("Creator"), "Name", "DisplayName"),
        flags=Flags(
            pinned=flag(post.get("IsStuck")) or flag(post.get("IsSticky")),
            key_event=flag(post.get("IsKeyEvent")) or flag(post.get("IsHighlighted")),
            deleted=flag(post.get("IsDeleted")),
        ),
    )


def _media(one: Node, kind: str | None, base: str | None) -> Media | None:
    link = url(base, one.get("Url"), one.get("Src"))
    stated = _KINDS.get(text(one.get("Type")).upper().partition("/")[0])
    return Media(stated or kind or "photo", link, line(one.get("Caption")), line(one.get("Credit"))) if link else None


def _tombstone(one: object) -> Entry:
    return drafts.entry(
        body.Body(),
        native=native(node(one).get("Id") if isinstance(one, dict) else one),
        published=None,
        flags=Flags(deleted=True),
    )
