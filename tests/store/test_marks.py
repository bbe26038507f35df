"""The reader's marks, and taking them back."""

from __future__ import annotations

from collections import defaultdict

from reader.model.source import Source
from reader.store import Reads, Store
from tests.store.fill import NOW, page, poll


def state(reads: Reads) -> dict[int, tuple[bool, bool]]:
    return {e.id: (e.read, e.starred) for e in reads.entries(reads.index(now=NOW).ids)}


def test_marks_can_be_put_back(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a", "b", "c", "d"))
    store.mark([1], read=True, now=NOW).result(60)
    store.mark([2], starred=True, now=NOW).result(60)
    before = state(reads)
    previous = store.mark([1, 2, 3, 99], read=True, starred=True, now=NOW + 1).result(60)
    assert previous == {id_: before[id_] for id_ in (1, 2, 3)}
    assert {id_: state(reads)[id_] for id_ in (1, 2, 3)} == dict.fromkeys((1, 2, 3), (True, True))
    groups: defaultdict[tuple[bool, bool], list[int]] = defaultdict(list)
    for id_, was in previous.items():
        groups[was].append(id_)
    for (read, starred), ids in groups.items():
        store.mark(ids, read=read, starred=starred, now=NOW + 2).result(60)
    assert state(reads) == before


def test_none_leaves_a_mark_alone(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a"))
    store.mark([1], starred=True, now=NOW).result(60)
    store.mark([1], read=True, now=NOW).result(60)
    assert state(reads) == {1: (True, True)}
    store.mark([1], starred=False, now=NOW).result(60)
    assert state(reads) == {1: (True, False)}
    assert store.mark([], read=True, now=NOW).result(60) == {}


def test_the_time_of_a_mark_is_that_of_the_first(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a"))
    for later in (0, 60):
        store.mark([1], read=True, now=NOW + later).result(60)
    assert reads._connection.execute("SELECT read_at FROM entry").fetchone() == (NOW,)
