"""What the shapes of live blogs in JSON have in common: entries put together from parts, and their snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.formats.body import Body
from reader.formats.identity import keyed
from reader.formats.json_live.values import Instant
from reader.formats.page import MAX_ENTRIES, Page
from reader.model.entry import (
    MEDIA_KINDS,
    Basis,
    Block,
    Card,
    Embed,
    Entry,
    EntryKind,
    Flags,
    Media,
    Precision,
    Wording,
)
from reader.model.snapshot import FeedData, FeedState, Snapshot
from reader.text import fold

_MEDIA_KINDS = {"photo": EntryKind.PHOTO, "video": EntryKind.VIDEO, "audio": EntryKind.AUDIO}


def joined(parts: Iterable[Body]) -> Body:
    """Put the parts of a post together in their order; a picture that stands in two of them counts once."""
    blocks: list[Block] = []
    media: dict[object, Media] = {}
    embeds: list[Embed] = []
    for part in parts:
        blocks += part.blocks
        for item in part.media:
            media.setdefault(item.url or (item.kind, item.caption, len(media)), item)
        embeds += part.embeds
    return Body(tuple(blocks), tuple(media.values()), tuple(dict.fromkeys(embeds)))


def entry(
    said: Body,
    *,
    native: str | None,
    published: Instant | None,
    headline: str | None = None,
    updated: int | None = None,
    time_label: str | None = None,
    url: str | None = None,
    read_more_url: str | None = None,
    authors: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    flags: Flags | None = None,
    cards: tuple[Card, ...] = (),
    kind: EntryKind | None = None,
) -> Entry:
    """Make an entry; `key` and `seq` are set with the snapshot. Without a `kind` it is what the wording shows."""
    wording = Wording(headline, said.blocks, said.media, cards, said.embeds)
    return Entry(
        key="",
        seq=0,
        wording=wording,
        native_id=native,
        published=published[0] if published else None,
        precision=published[1] if published else Precision.NONE,
        basis=Basis.MACHINE if published else Basis.NONE,
        time_label=time_label,
        updated=updated,
        kind=kind or kind_of(wording, flags),
        url=url,
        read_more_url=read_more_url,
        read_more=read_more_url is not None,
        authors=authors,
        tags=tags,
        flags=flags or Flags(),
    )


def kind_of(wording: Wording, flags: Flags | None = None) -> EntryKind:
    """Return what an entry is: the medium where it has no text of its own, else text."""
    if flags and flags.summary:
        return EntryKind.SUMMARY
    if wording.body:
        return EntryKind.TEXT
    kinds = [_MEDIA_KINDS.get(media.kind, EntryKind.PHOTO) for media in wording.media]
    if len(kinds) > 1 and set(kinds) == {EntryKind.PHOTO}:
        return EntryKind.GALLERY
    if kinds:
        return next((kind for kind in kinds if kind in MEDIA_KINDS and kind is not EntryKind.PHOTO), kinds[0])
    if wording.embeds:
        return EntryKind.EMBED
    return EntryKind.CARD if wording.cards else EntryKind.TEXT


def behead(said: Body, headline: str | None) -> Body:
    """Take the headline off the beginning of the body where the publisher prints it there again."""
    if not headline or not said.blocks:
        return said
    block = said.blocks[0]
    if fold(block.text) == fold(headline):
        return replace(said, blocks=said.blocks[1:])
    if not block.text.startswith(headline) or block.text[len(headline) :][:1].isalnum():
        return said
    rest = block.text[len(headline) :]
    cut = len(block.text) - len(rest.lstrip(" \n.:–—-"))
    links = tuple(
        replace(link, start=link.start - cut, end=link.end - cut) for link in block.links if link.start >= cut
    )
    return replace(said, blocks=(replace(block, text=block.text[cut:], links=links), *said.blocks[1:]))


def state(live: object, *, live_reason: str, ended_reason: str) -> tuple[FeedState, str | None]:
    """Return the state that a mark "is live" stands for, with the reason in words; unknown where there is none."""
    if live is None or live == "":
        return FeedState.UNKNOWN, None
    return (FeedState.LIVE, live_reason) if live else (FeedState.ENDED, ended_reason)


def snapshot(
    name: str, feed: FeedData, entries: Sequence[Entry], page: Page, *, complete: bool, whole: bool = True
) -> Snapshot:
    """Make the snapshot: entries of one id are one, identities are set.

    `complete` says whether what is missing between the listed entries may be taken for withdrawn; `whole` is False
    where entries were left out.
    """
    one_each = _one_each(entries)
    kept = keyed(one_each[:MAX_ENTRIES], page.url)
    return Snapshot(name, feed, kept, complete and whole and len(one_each) <= MAX_ENTRIES)


def _one_each(entries: Sequence[Entry]) -> list[Entry]:
    """Entries that come twice (a log of changes, a pinned copy) once, in their latest form, where they came first."""
    found: dict[object, Entry] = {}
    for at, one in enumerate(entries):
        key = one.native_id or at
        before = found.get(key)
        found[key] = one if before is None else _later(before, one)
    return list(found.values())


def _later(before: Entry, after: Entry) -> Entry:
    """Which of two forms of one entry holds. A removal ends it; marks of either stay; what comes later is newer."""
    if before.flags.deleted or after.flags.deleted:
        return replace(before, flags=replace(before.flags, deleted=True))
    older = (after.updated or after.published or 0) < (before.updated or before.published or 0)
    newest = before if older else after
    marks = (before.flags, after.flags)
    flags = replace(
        newest.flags, key_event=any(mark.key_event for mark in marks), pinned=any(mark.pinned for mark in marks)
    )
    return replace(newest, flags=flags, published=before.published or after.published)
