"""The reader's order of the sources, removal that can be taken back, and what polls cost."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.model.event import PollReport
from reader.model.figures import Arrangement, PollFigures
from reader.model.source import Source
from reader.store import Store, UnknownSource
from reader.store.arrangement import delete_for_good, keep_order, keep_sorting, put_back, set_aside

NOW = 1_700_000_000


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "dateline.db") as opened:
        yield opened


def add(store: Store, name: str = "live") -> Source:
    return store.add_source(f"https://example.org/{name}", now=NOW).result()


def arrangement(store: Store) -> Arrangement:
    with store.reads() as reads:
        return reads.arrangement()


def source(store: Store, number: int) -> Source | None:
    with store.reads() as reads:
        return next((item.source for item in reads.sources() if item.source.id == number), None)


def test_nothing_is_arranged_at_first(store: Store) -> None:
    assert arrangement(store) == Arrangement()


def test_order_and_sorting_are_kept(store: Store) -> None:
    keep_order(store, [3, 1, 2]).result()
    keep_sorting(store, "title").result()
    keep_order(store, [2, 3, 1]).result()
    store.close()
    with Store.open(store.path) as again:
        assert arrangement(again) == Arrangement((2, 3, 1), "title")


def test_what_is_set_aside_comes_back_as_it_was(store: Store) -> None:
    kept, paused, opened = add(store, "a"), add(store, "b"), add(store, "c")
    store.update_source(paused.id, paused=True).result()
    store.update_source(opened.id, kept=False).result()
    before = [source(store, one.id) for one in (kept, paused, opened)]
    for one in (kept, paused, opened):
        set_aside(store, one.id, NOW).result()
        now = source(store, one.id)
        assert now is not None
        assert (now.kept, now.paused) == (False, True)
    assert list(arrangement(store).removed) == [kept.id, paused.id, opened.id]
    for one in (kept, paused, opened):
        put_back(store, one.id).result()
    assert [source(store, one.id) for one in (kept, paused, opened)] == before
    assert not arrangement(store).removed


def test_setting_aside_twice_does_not_forget_how_it_was(store: Store) -> None:
    one = add(store)
    set_aside(store, one.id, NOW).result()
    set_aside(store, one.id, NOW).result()
    assert put_back(store, one.id).result().kept


def test_a_removal_survives_the_end_of_the_program(store: Store) -> None:
    one = add(store)
    set_aside(store, one.id, NOW).result()
    store.close()
    with Store.open(store.path) as again:
        assert list(arrangement(again).removed) == [one.id]
        assert put_back(again, one.id).result() == one


def test_deleted_for_good_is_gone(store: Store) -> None:
    one, other = add(store, "a"), add(store, "b")
    set_aside(store, one.id, NOW).result()
    for future in delete_for_good(store, [one.id]):
        future.result()
    assert source(store, one.id) is None
    assert source(store, other.id) == other
    assert not arrangement(store).removed
    with pytest.raises(UnknownSource):
        put_back(store, one.id).result()


def test_a_deletion_that_was_cut_short_is_not_offered_for_undo(store: Store) -> None:
    one = add(store)
    set_aside(store, one.id, NOW).result()
    delete_for_good(store, [one.id])[0].result()  # marked
    with store.reads() as reads:
        left = reads.arrangement().removed.get(one.id)
    assert left is None or left.final
    with pytest.raises(UnknownSource):
        put_back(store, one.id).result()


def test_added_again_by_other_ways_it_is_not_removed(store: Store) -> None:
    one = add(store)
    set_aside(store, one.id, NOW).result()
    add(store)
    assert not arrangement(store).removed


@pytest.mark.parametrize("value", ["", "no json", "[1", "7", '{"x": 1}'])
def test_notes_that_cannot_be_read_are_none(store: Store, value: str) -> None:
    for name in ("source order", "source sorting"):
        store._submit(
            lambda c, name=name: c.execute("INSERT INTO upkeep VALUES (?, ?)", (name, value)) and None
        ).result()
    assert arrangement(store) == Arrangement()


def report(number: int, at: int, outcome: str, size: int, *, ok: bool = True) -> PollReport:
    return PollReport(
        number, at, outcome, f"said {at}", 200, size, 3, ok=ok, next_poll_at=at + 60, next_poll_reason="x"
    )


def test_figures_count_from_a_moment_on(store: Store) -> None:
    one, other, idle = add(store, "a"), add(store, "b"), add(store, "c")
    for at, outcome, size, ok in (
        (NOW - 10, "ok", 500, True),
        (NOW, "not_modified", 0, True),
        (NOW + 60, "ok", 700, True),
        (NOW + 120, "server_error", 40, False),
    ):
        store.record_poll(report(one.id, at, outcome, size, ok=ok)).result()
    store.record_poll(report(other.id, NOW + 5, "not_modified", 0)).result()
    with store.reads() as reads:
        assert reads.poll_figures(NOW) == {one.id: PollFigures(3, 1, 1, 740), other.id: PollFigures(1, 1, 0, 0)}
        assert reads.poll_figures(NOW - 10)[one.id] == PollFigures(4, 1, 1, 1240)
        recent = reads.recent_polls(one.id, 2)
        assert [(item.at, item.outcome, item.ok, item.bytes) for item in recent] == [
            (NOW + 120, "server_error", False, 40),
            (NOW + 60, "ok", True, 700),
        ]
        assert reads.recent_polls(idle.id) == []


def test_figures_add_up() -> None:
    assert PollFigures(1, 2, 3, 4) + PollFigures(10, 20, 30, 40) == PollFigures(11, 22, 33, 44)
