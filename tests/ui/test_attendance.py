"""When somebody counts as having been there, and what a kill would leave."""

from __future__ import annotations

from reader.model.happened import Seen
from reader.ui.attendance import A_VISIT, KEEP_EVERY, Attendance

PATIENCE = 900
START = 1_700_000_000


class Desk:
    """An attendance with a clock, and what was kept of it."""

    def __init__(self, since: Seen | None, patience: int = PATIENCE) -> None:
        self.now = START
        self.kept: list[Seen] = []
        self.at = Attendance(since, START, patience, lambda seen, final: self.kept.append(seen))

    def after(self, seconds: int, shown: int | None = None) -> bool:
        """Time passes, the list shows more, somebody presses a key; whether that was a return."""
        self.now += seconds
        if shown is not None:
            self.at.shows(shown)
        return self.at.acted(self.now)


def test_who_comes_for_the_first_time_has_missed_nothing() -> None:
    desk = Desk(None)
    desk.at.shows(40)
    assert not desk.at.away
    assert desk.at.since == Seen(40, START)
    desk.at.leave()
    assert desk.kept == [Seen(40, START)]


def test_being_there_moves_the_mark_and_keeps_it_once_a_minute() -> None:
    desk = Desk(Seen(10, START - 60))
    assert not desk.at.away
    for _ in range(10):
        assert not desk.after(20, shown=12)
    assert desk.at.since == Seen(12, desk.now)
    assert 2 <= len(desk.kept) <= 200 // KEEP_EVERY + 1
    desk.at.leave()
    assert desk.kept[-1] == Seen(12, desk.now)


def test_who_asks_after_a_short_break_is_told_of_it() -> None:
    desk = Desk(Seen(10, START - 300))
    desk.after(5, shown=12)
    assert desk.at.told_since == Seen(10, START - 300), "what came while the program was closed"
    desk.after(70)
    left = desk.now
    assert not desk.after(300, shown=20), "no pause"
    assert desk.at.since == Seen(20, desk.now)
    assert desk.at.told_since == Seen(12, left)
    desk.after(10, shown=21)
    assert desk.at.told_since == Seen(12, left), "a few keys do not hide it"
    desk.at.accept(21, desk.now)
    assert desk.at.told_since == Seen(21, desk.now)
    gone = desk.now
    desk.at.shows(30)
    assert desk.after(PATIENCE)
    assert desk.at.told_since == desk.at.since == Seen(21, gone)


def test_what_came_after_the_last_key_was_seen_by_nobody() -> None:
    desk = Desk(Seen(10, START - 60))
    desk.after(100, shown=12)
    left = desk.now
    desk.at.shows(30)
    assert desk.after(PATIENCE)
    assert desk.at.away
    assert desk.at.since == Seen(12, left)
    assert not desk.after(5)
    assert desk.at.since == Seen(12, left), "it stays until the reader has caught up"
    assert desk.kept[-1].event == 12, "so a kill loses nothing"


def test_accepting_moves_it_and_can_be_taken_back() -> None:
    desk = Desk(Seen(10, START - 5000))
    assert desk.at.away
    desk.after(5, shown=30)
    before = desk.at.accept(31, desk.now)
    assert (desk.at.since, desk.at.away, desk.kept[-1]) == (Seen(31, desk.now), False, Seen(31, desk.now))
    desk.at.restore(before)
    assert (desk.at.since, desk.at.away, desk.kept[-1]) == (Seen(10, START - 5000), True, Seen(10, START - 5000))


def test_a_short_visit_does_not_count() -> None:
    before = Seen(10, START - 5000)
    desk = Desk(before)
    desk.after(A_VISIT // 2, shown=30)
    desk.at.leave()
    assert desk.at.since == before
    assert not desk.kept


def test_a_visit_counts_when_it_was_long_enough_or_the_reader_looked() -> None:
    desk = Desk(Seen(10, START - 5000))
    desk.after(A_VISIT, shown=30)
    desk.at.leave()
    assert desk.kept == [Seen(30, desk.now)]
    desk = Desk(Seen(10, START - 5000))
    desk.at.looked = True
    desk.after(5, shown=30)
    desk.at.leave()
    assert desk.kept == [Seen(30, desk.now)]


def test_a_pause_ends_a_visit_as_leaving_does() -> None:
    desk = Desk(Seen(10, START - 5000))
    desk.after(A_VISIT, shown=30)
    lunch = desk.now
    desk.at.shows(40)
    assert desk.after(PATIENCE + 1)
    assert desk.at.since == Seen(30, lunch)
    # A second pause right after the first, with nobody looking: the mark stays.
    desk.after(1, shown=50)
    assert desk.after(PATIENCE + 1)
    assert desk.at.since == Seen(30, lunch)


def test_nothing_happened() -> None:
    desk = Desk(Seen(10, START - 5000))
    desk.at.nothing_happened()
    desk.after(5, shown=10)
    assert desk.at.since == Seen(10, desk.now)


def test_a_clock_set_back_is_no_pause_and_no_end() -> None:
    desk = Desk(Seen(10, START + 90_000))
    assert not desk.at.away
    desk.after(5, shown=11)
    assert not desk.after(-50_000, shown=12)
    assert desk.at.since == Seen(12, desk.now)
    assert desk.kept[-1] == Seen(12, desk.now)


def test_no_patience_means_never() -> None:
    desk = Desk(Seen(10, START - 500_000), patience=0)
    assert not desk.at.away
    assert not desk.after(500_000, shown=20)
    assert desk.at.since == Seen(20, desk.now)
