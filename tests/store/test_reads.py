"""The timeline's index, its rows, and what is said of sources."""

from __future__ import annotations

import threading
import time
from array import array
from pathlib import Path

import pytest

from reader.model.entry import Block, BlockKind, Card, EntryKind, Media, Wording
from reader.model.event import Change, ChangeKind, Changes
from reader.model.listing import RowFlag
from reader.model.query import Field, Query, Words
from reader.model.source import Source, Validators
from reader.store import QueryInterrupted, Reads, Store, StoreRefused
from reader.store.looking import look_into
from reader.store.titles import title_cells, title_of
from tests.store.fill import NOW, entry, fill, page, poll, report, snapshot


def test_the_index_is_parallel_and_oldest_first(store: Store, reads: Reads) -> None:
    fill(store, 700, words=5, batch=100)
    index = reads.index(now=NOW)
    assert len(index) == len(index.sort_at) == len(index.title_cells) == len(index.flags) == 700
    assert list(index.sort_at) == sorted(index.sort_at)
    assert [column.typecode for column in (index.ids, index.sort_at, index.title_cells, index.flags)] == list("qqHB")
    rows = reads.rows(index.ids)
    assert [row.id for row in rows] == list(index.ids)
    assert [row.sort_at for row in rows] == list(index.sort_at)
    assert [title_cells(row.title) for row in rows] == list(index.title_cells)
    assert [int(row.flags) for row in rows] == list(index.flags)
    newest = reads.index(newest=30, now=NOW)
    for column, whole in ((newest.ids, index.ids), (newest.sort_at, index.sort_at), (newest.flags, index.flags)):
        assert column == whole[-30:]
    assert reads.index(newest=0, now=NOW).ids == array("q")
    assert reads.index(Query(Words("nosuchword")), now=NOW).ids == array("q")
    assert len(reads.index(newest=10_000, now=NOW)) == 700


def test_sources_part_the_index(store: Store, source: Source, reads: Reads) -> None:
    other = store.add_source("https://other.example/", now=NOW).result(60)
    poll(store, source, page("a", "b"))
    poll(store, other, page("c"))
    assert len(reads.index(now=NOW)) == 3
    assert len(reads.index(sources=[source.id], now=NOW)) == 2
    assert len(reads.index(sources=[other.id], now=NOW)) == 1
    assert len(reads.index(sources=[source.id, other.id], now=NOW)) == 3
    assert len(reads.index(sources=[], now=NOW)) == 0
    ids = list(reads.index(now=NOW).ids)
    assert len(reads.matching(Query(), ids, sources=[other.id], now=NOW)) == 1
    assert reads.matching(Query(), [], now=NOW) == set()
    assert reads.matching(Query(), [999], now=NOW) == set()


def test_flags_say_what_is_the_case(store: Store, source: Source, reads: Reads) -> None:
    tagged = entry("a", headline="Arvonia says so", published=NOW - 60)
    poll(store, source, snapshot([tagged, entry("b", published=NOW - 120)]))
    ids = list(reads.index(now=NOW).ids)
    assert [RowFlag(flag) for flag in reads.index(now=NOW).flags] == [RowFlag(0), RowFlag.TAGGED]
    store.mark([ids[0]], read=True, starred=True, now=NOW).result(60)
    poll(store, source, snapshot([entry("a", headline="Nobody says so", published=NOW - 60)]), NOW + 60)
    poll(store, source, snapshot([]), NOW + 120)
    assert [RowFlag(flag) for flag in reads.index(now=NOW).flags] == [
        RowFlag.READ | RowFlag.STARRED | RowFlag.WITHDRAWN,
        RowFlag.EDITED,
    ]


def test_rows_come_in_the_order_asked_for(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a", "b", "c"))
    assert [row.id for row in reads.rows([3, 99, 1])] == [3, 1]
    assert [stored.id for stored in reads.entries([3, 99, 1])] == [3, 1]
    assert reads.entry(99) is None
    assert reads.revisions(99) == []


@pytest.mark.parametrize(
    ("wording", "kind", "title"),
    [
        (Wording("Head\nline"), EntryKind.TEXT, "Head"),
        (Wording(None, (Block(BlockKind.PARAGRAPH, "\n First line \nsecond"),)), EntryKind.TEXT, "First line"),
        (Wording(None, media=(Media("photo"), Media("photo", caption="A bridge"))), EntryKind.PHOTO, "A bridge"),
        (Wording(None, cards=(Card(title="A card"),)), EntryKind.CARD, "A card"),
        (Wording(None), EntryKind.VIDEO, "(video)"),
        (Wording(None, media=(Media("audio"),)), EntryKind.TEXT, "(audio)"),
        (Wording(None), EntryKind.TEXT, "(no text)"),
        (Wording("x" * 1000), EntryKind.TEXT, "x" * 399 + "…"),
    ],
)
def test_every_entry_has_a_title(wording: Wording, kind: EntryKind, title: str) -> None:
    item = entry("a", kind=kind)
    assert title_of(item.__class__(key="a", seq=0, wording=wording, kind=kind)) == title


def test_widths_are_in_cells() -> None:
    assert title_cells("plain") == 5
    assert title_cells("東京") == 4
    assert title_cells("é") == 1


def test_counts_of_sources_follow_every_act(store: Store, source: Source, reads: Reads) -> None:
    def counts() -> tuple[int, int]:
        status = reads.source_by_url(source.url)
        assert status is not None
        assert status.unread == reads.count(Query(Field("is", "unread")), sources=[source.id], now=NOW)
        return status.entries, status.unread

    assert counts() == (0, 0)
    poll(store, source, page("a", "b", "c"))
    assert counts() == (3, 3)
    store.mark([1, 2], read=True, now=NOW).result(60)
    store.mark([1, 2], read=True, now=NOW).result(60)
    assert counts() == (3, 1)
    store.mark([2], read=False, now=NOW).result(60)
    assert counts() == (3, 2)
    for minute in (1, 2):
        poll(store, source, page("a", "b"), NOW + 60 * minute)
    assert counts() == (3, 2), "a withdrawn entry is an entry"


def test_what_is_due(store: Store, source: Source, reads: Reads) -> None:
    def due(now: int, **more: list[int]) -> list[int]:
        return [status.source.id for status in reads.due(now, **more)]

    assert due(NOW) == [source.id], "never polled"
    store.record_poll(report(source, NOW, next_poll_at=NOW + 60)).result(60)
    assert due(NOW + 59) == []
    assert due(NOW + 60) == [source.id]
    assert due(NOW - 3600) == [source.id], "the clock was ahead at the last poll"
    store.update_source(source.id, paused=True).result(60)
    assert due(NOW + 60) == []
    store.update_source(source.id, paused=False, kept=False).result(60)
    assert due(NOW + 60) == [], "only opened, not kept"
    assert due(NOW + 60, sources=[source.id]) == [source.id]
    store.record_poll(report(source, NOW, next_poll_at=None)).result(60)
    assert due(NOW + 10**6, sources=[source.id]) == [], "polled, and no next time: ended"


def test_a_query_can_be_interrupted(store: Store, reads: Reads) -> None:
    fill(store, 3000, words=5, batch=1000)
    started = threading.Event()
    failures: list[BaseException] = []

    def ask() -> None:
        started.set()
        try:
            while True:
                reads.index(Query(Words("首")), now=NOW)
        except QueryInterrupted as error:
            failures.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    started.wait(60)
    deadline = time.monotonic() + 60
    while thread.is_alive() and time.monotonic() < deadline:
        reads.interrupt()
        time.sleep(0.001)
    thread.join(60)
    assert len(failures) == 1
    assert reads.count(now=NOW) == 3000


def test_interrupting_what_does_not_run_or_is_closed(store: Store) -> None:
    reads = store.reads()
    reads.interrupt()
    assert reads.count(now=NOW) == 0
    reads.close()
    reads.interrupt()


def test_readers_write_nothing(store: Store, reads: Reads) -> None:
    with pytest.raises(Exception, match="readonly"):
        reads._connection.execute("DELETE FROM source")


def test_settings_of_sources(store: Store, source: Source, reads: Reads) -> None:
    again = store.add_source(source.url, title="Mine", kept=False, interval=90, tags=["x"], now=NOW + 5).result(60)
    assert again == Source(source.id, source.url, "Mine", True, 90, False, ("x",), NOW)
    opened = store.add_source("https://o.example/", kept=False, now=NOW).result(60)
    assert not opened.kept
    assert store.add_source("https://o.example/", now=NOW).result(60).kept
    changed = store.update_source(source.id, title=None, interval=None, tags=(), paused=True).result(60)
    assert changed == Source(source.id, source.url, None, True, None, True, (), NOW)
    assert reads.source_by_url(source.url).source == changed
    assert reads.source_by_url("https://none.example/") is None
    with pytest.raises(TypeError, match="nonsense"):
        store.update_source(source.id, nonsense=1)


def test_a_removed_source_leaves_nothing(store: Store, source: Source, reads: Reads) -> None:
    other = fill(store, 1203, words=5)
    poll(store, source, page("a"))
    store.remove_source(other.id).result(60)
    assert [status.source.id for status in reads.sources()] == [source.id]
    assert reads.count(now=NOW) == 1
    assert reads.count(Query(Words("arvonia", prefix=True)), now=NOW) == 0
    assert {event.source_id for _, event in reads.events(limit=5000)} == {source.id}
    assert reads.check(thorough=True) == []
    for table in ("revision", "folded", "entry_actor", "entry_topic", "entry_tagging"):
        assert reads._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] <= 1


def test_validators_byte_for_byte(store: Store, source: Source, reads: Reads) -> None:
    odd = Validators(etag='W/"a b\\"', last_modified=" Tue, 01 Jan 2030 00:00:00 GMT")
    store.record_poll(report(source, validators=odd)).result(60)
    assert reads.sources()[0].poll.validators == odd


def test_a_second_store_sees_what_the_first_wrote(store: Store, source: Source, tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.db") as other, other.reads() as reads:
        changes = Changes((Change(ChangeKind.NEW, entry("a")),))
        store.record_poll(report(source), snapshot([entry("a")]), lambda past: changes).result(60)
        assert reads.count(now=NOW) == 1


def test_what_came_when_later_entries_were_there_is_late(store: Store, reads: Reads, source: Source) -> None:
    def shown(*minutes: int, at: int) -> None:
        entries = [entry(f"{minute}", published=NOW + 60 * minute) for minute in minutes]
        poll(store, source, snapshot(entries), NOW + 60 * at)

    late = lambda: {row.published // 60 - NOW // 60: row.late for row in reads.rows(reads.index(now=NOW).ids)}  # noqa: E731
    shown(0, -60, -120, at=1)
    shown(0, -30, -60, -120, at=5)
    assert not any(late().values()), "a source that has just been added is still being read for the first time"
    shown(100, 0, at=101)
    shown(200, 100, 90, 60, 0, at=201)
    assert {minute for minute, is_late in late().items() if is_late} == {90, 60}
    found = {item.entry.key: reads.entry(item.id).late for item in reads.entries(reads.index(now=NOW).ids)}
    assert {key for key, is_late in found.items() if is_late} == {"90", "60"}
    # What was slept through came late to us, but nothing that is later was there before it.
    shown(400, 300, 250, 200, at=401)
    assert not any(late()[minute] for minute in (400, 300, 250, 200))


def test_what_is_asked_for_beyond_64_bits_is_no_damage(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a"))
    with pytest.raises(StoreRefused):
        reads.index(newest=2**70, now=NOW)
    with pytest.raises(StoreRefused):
        reads.count(sources=[2**70], now=NOW)
    store.close()
    with look_into(store.path) or pytest.fail("the store is taken for damaged") as look:
        assert look.count(now=NOW) == 1
