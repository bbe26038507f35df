"""What the simulations found, each as small as it gets."""

from __future__ import annotations

import pytest

from reader.engine.reconcile import reconcile
from reader.model.event import EventKind
from tests.engine.fakes import START, FakeStore, entry, poll_once, snapshot

DAY = 86400


def post(number: int):
    """A post of every ten minutes."""
    return entry(f"post-{number}", START + 600 * number, f"Report {number}", f"What happened then, number {number}.")


def page(*numbers: int):
    return snapshot(*(post(number) for number in numbers), order="unknown")


def new_first(*numbers: int) -> tuple[int, ...]:
    return tuple(sorted(numbers, reverse=True))


def looked(*looks: tuple[int, tuple[int, ...]]) -> list[tuple[str, str]]:
    """What is told of looks at a page, each at a second of our clock; new entries left out."""
    store = FakeStore()
    source = store.add("https://news.example/live")
    events = [event for at, numbers in looks for event in poll_once(store, source.id, page(*numbers), at, reconcile)]
    return [
        (event.kind.value, event.entry.entry.key if event.entry else "")
        for event in events
        if event.kind is not EventKind.NEW
    ]


def test_what_came_while_our_clock_was_a_day_behind_makes_nothing_older_withdrawn() -> None:
    """Its place on the page is that of its time, not that of our clock."""
    right = START + 3600
    assert (
        looked(
            (right, new_first(1, 2, 3, 4, 5)),
            (right - DAY + 1200, new_first(4, 5, 6, 7, 8)),
            (right + 2400, new_first(6, 7, 8, 9, 10)),
            (right + 3600, new_first(7, 8, 9, 10, 11)),
        )
        == []
    )


def test_a_gap_is_told_while_our_clock_is_a_day_behind() -> None:
    right = START + 3600
    assert looked((right, new_first(1, 2, 3)), (right - DAY + 7200, new_first(10, 11, 12))) == [("gap", "")]


def test_a_withdrawal_is_seen_while_our_clock_is_a_day_behind() -> None:
    late = START + 3600 - DAY
    assert looked(
        (START + 3600, new_first(1, 2, 3)), (late + 60, new_first(1, 3, 4)), (late + 120, new_first(1, 3, 4))
    ) == [("withdrawn", "post-2")]


@pytest.mark.xfail(strict=True, reason="a look at a list out of order forgets what was still to be confirmed")
def test_one_look_at_a_page_out_of_order_does_not_make_a_withdrawal_forgotten() -> None:
    told = looked(
        (START + 6000, (3, 2, 1, 0)),
        (START + 7000, (2, 1, 0)),
        (START + 8000, (1, 4, 2, 0)),
        (START + 9000, (6, 5, 4, 2, 1, 0)),
        (START + 9900, (6, 5, 4, 2, 1, 0)),
    )
    assert told == [("withdrawn", "post-3")]
