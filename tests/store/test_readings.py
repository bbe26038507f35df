"""When an entry was read, by which the wording that was read last is known."""

from __future__ import annotations

from reader.model.source import Source
from reader.store import Reads, Store
from reader.store.readings import read_again
from tests.store.fill import NOW, page, poll


def test_reading_again_moves_the_time_and_nothing_else(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a", "b"))
    assert reads.read_at(1) is None
    store.mark([1], read=True, starred=True, now=NOW).result(60)
    assert reads.read_at(1) == NOW
    before = reads.entry(1)
    read_again(store, 1, NOW + 60).result(60)
    assert reads.read_at(1) == NOW + 60
    read_again(store, 1, NOW + 30).result(60)
    assert reads.read_at(1) == NOW + 60, "a clock that was set back does not unread anything"
    assert reads.entry(1) == before


def test_what_is_unread_stays_unread(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a"))
    read_again(store, 1, NOW).result(60)
    assert reads.read_at(1) is None
    assert reads.read_at(99) is None
    assert next(iter(reads.sources())).unread == 1
