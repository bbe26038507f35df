"""A stored day as a document: what is read in it is what was stored, and what an extension may say is limited."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from reader.demo.reel import Reel, document
from reader.formats import parse
from reader.model.entry import (
    Basis,
    Block,
    BlockKind,
    Card,
    Embed,
    Entry,
    EntryKind,
    Flags,
    KeyKind,
    Link,
    Media,
    Precision,
    Wording,
)  # fmt: skip
from reader.model.event import EventKind, Revision, StoredEntry
from reader.model.history import History, Turn
from reader.model.snapshot import Document

AT = 1_773_480_960
WORDING = Wording(
    headline="Ferry sails",
    body=(
        Block(BlockKind.PARAGRAPH, "The ferry & its crew", (Link("https://ok.example/a?b=1&c=2", 4, 9),)),
        Block(BlockKind.SUBHEAD, "Next"),
        Block(BlockKind.LIST_ITEM, "one"),
        Block(BlockKind.LIST_ITEM, "two <b>"),
        Block(BlockKind.QUOTE, "We sail."),
        Block(BlockKind.TABLE, "port | time\nMorrin | 10:00"),
        Block(BlockKind.PREFORMATTED, "a\n  b"),
    ),
    media=(Media("photo", "https://ok.example/p.jpg", "The quay.", "A. Person", "a quay"),),
    cards=(Card("Read this", "A teaser.", "https://ok.example/card"),),
    embeds=(Embed("x", "Somebody", "A post.", None, "https://ok.example/post"),),
)
ENTRY = Entry(
    "id:ferry", 0, WORDING, KeyKind.NATIVE, "ferry", AT, Precision.MINUTE, Basis.PRINTED_ZONE, time_label="10:16 CET",
    kind=EntryKind.PHOTO, flags=Flags(key_event=True, pinned=True), authors=("A",), tags=("T",),
)  # fmt: skip


def reel(*entries: Entry, gone_at: int | None = None) -> Reel:
    histories = []
    for number, entry in enumerate(entries, 1):
        turns = (Turn(AT, EventKind.NEW, 1), *((Turn(gone_at, EventKind.WITHDRAWN, 1),) if gone_at else ()))
        stored = StoredEntry(number, 1, entry, AT, AT, withdrawn_at=gone_at)
        histories.append(History(stored, (Revision(1, AT, entry.wording),), turns))
    return Reel("https://news.example/live", "News", tuple(histories))


def read(played: Reel, moment: int) -> list[Entry]:
    snapshot = parse(Document(document(played, moment))).snapshot
    assert snapshot is not None
    return list(snapshot.entries)


def test_what_is_read_is_what_was_stored() -> None:
    (entry,) = read(reel(ENTRY), AT)
    assert entry.key == ENTRY.key
    for name in ("headline", "published", "precision", "basis", "time_label", "kind", "flags", "authors", "tags"):
        assert getattr(entry, name) == getattr(ENTRY, name), name
    assert entry.wording.paragraphs == WORDING.paragraphs
    assert entry.wording.body[: len(WORDING.body)] == WORDING.body
    assert [media.caption for media in entry.wording.media] == ["The quay."]


def test_it_is_there_from_when_it_was_seen_until_it_was_withdrawn() -> None:
    played = reel(replace(ENTRY, published=None, precision=Precision.NONE, basis=Basis.NONE), gone_at=AT + 60)
    assert played.moments == [AT, AT + 60]
    assert read(played, AT - 1) == []
    assert [entry.flags.deleted for entry in read(played, AT + 59)] == [False]
    assert [entry.flags.deleted for entry in read(played, AT + 60)] == [True]
    assert read(played, AT)[0].published is None


@pytest.mark.parametrize("native", ["7", "#7", "post-7", None])
def test_a_bare_number_is_no_place_in_the_list(native: str | None) -> None:
    entries = [
        replace(ENTRY, key=f"id:{native}" if native else "text:abc", native_id=native, flags=Flags()),
        replace(ENTRY, key="id:8", native_id="8", flags=Flags()),
    ]
    alone, both = read(reel(entries[0]), AT), read(reel(*entries), AT)
    assert alone[0].key in {entry.key for entry in both}, "another entry makes no other one of it"


@pytest.mark.parametrize(
    "ours",
    [7, None, [], {"kind": "bogus", "precision": 3, "basis": {}, "time_label": ["x"]}, {"pinned": "yes", "deleted": 1},
     {"time_label": "\x1b[31mred\u202e", "kind": "text\n"}],
)  # fmt: skip
def test_an_extension_says_nothing_that_is_not_known(ours: object) -> None:
    item = {"id": "a", "title": "T", "content_text": "x", "date_published": "2026-03-14T10:16:00Z", "_dateline": ours}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [item]}
    snapshot = parse(Document(json.dumps(feed).encode())).snapshot
    assert snapshot is not None
    (entry,) = snapshot.entries
    assert (entry.kind, entry.flags, entry.basis) == (EntryKind.TEXT, Flags(), Basis.MACHINE)
    assert "\x1b" not in (entry.time_label or "")
    assert "\u202e" not in (entry.time_label or "")
