"""Gaps: found only where they are certain, told with their reason, closed by what is listed later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.engine.gaps import reason
from reader.model.entry import Entry
from reader.model.event import Gap, Past
from reader.model.snapshot import Snapshot
from reader.model.source import PollState
from tests.engine.fakes import START, entry, flagged, snapshot
from tests.engine.watching import Watching

MINUTE, HOUR = 60, 3600
FIVE = snapshot(*(entry(str(n), START, "News", f"Text {n}.") for n in range(5)))


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Watching]:
    watching = Watching(tmp_path)
    yield watching
    watching.store.close()


def news(*minutes: int) -> list[Entry]:
    """Entries, newest first, of these minutes after the start; each is called by its minute."""
    return [entry(f"m{minute}", START + minute * MINUTE, f"News of {minute}", f"Text {minute}.") for minute in minutes]


def gap(start: int, end: int) -> tuple[int, int]:
    return START + start * MINUTE, START + end * MINUTE


def spans(page: Watching) -> list[tuple[int, int]]:
    return [(found.start, found.end) for found in page.gaps]


def kinds(told: list[tuple[str, ...]]) -> list[str]:
    return [one[0] for one in told]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            PollState(last_poll_at=START - 5460, last_success_at=START - 5460, next_poll_at=START - 5400, outcome="ok"),
            "Dateline was not running (or paused, or the machine asleep) for 1 h 30 min,"
            " and the page lists only its last 5 entries",
        ),
        (
            PollState(
                last_poll_at=START - 60, last_success_at=START - 2400, next_poll_at=START, outcome="offline", failures=9
            ),
            "there was no network for 40 min, and the page lists only its last 5 entries",
        ),
        (
            PollState(
                last_poll_at=START - 60, last_success_at=START - 2400, next_poll_at=START, outcome="captive", failures=9
            ),
            "a login page was in the way for 40 min, and the page lists only its last 5 entries",
        ),
        (
            PollState(
                last_poll_at=START - 600,
                last_success_at=START - 660,
                next_poll_at=START,
                outcome="rate_limited",
                failures=1,
            ),
            "the server asked to wait for 11 min, and the page lists only its last 5 entries",
        ),
        (
            PollState(
                last_poll_at=START - 480,
                last_success_at=START - 900,
                next_poll_at=START,
                outcome="server_error",
                failures=2,
            ),
            "the server was in trouble for 15 min, and the page lists only its last 5 entries",
        ),
        (
            PollState(
                last_poll_at=START - 480, last_success_at=START - 900, next_poll_at=START, outcome="auth", failures=2
            ),
            "the page was refused to us for 15 min, and the page lists only its last 5 entries",
        ),
        (
            PollState(
                last_poll_at=START - 7200,
                last_success_at=START - 9000,
                next_poll_at=START - 7140,
                outcome="dns",
                failures=3,
            ),
            "there was no network for 30 min and then Dateline was not running (or paused, or the machine asleep)"
            " for 1 h 59 min, and the page lists only its last 5 entries",
        ),
        (
            PollState(last_poll_at=START - 60, last_success_at=START - 60, next_poll_at=START - 5, outcome="ok"),
            "the page lists only its last 5 entries, and more came in the 60 s since the last look",
        ),
        (
            PollState(last_poll_at=START - HOUR, last_success_at=START - HOUR, outcome="ok"),
            "nobody looked for 1 h, and the page lists only its last 5 entries",
        ),
        (
            PollState(last_poll_at=START + HOUR, last_success_at=START + HOUR, next_poll_at=START + HOUR, outcome="ok"),
            "the page lists only its last 5 entries, and more came in the 0 s since the last look",
        ),
    ],
)
def test_reasons_in_words(state: PollState, words: str) -> None:
    assert reason(state, FIVE, FIVE.entries, START) == words


def test_a_paged_list_shows_so_many_at_once() -> None:
    paged = replace(FIVE, feed=replace(FIVE.feed, older_url="https://news.example/live?page=2"))
    state = PollState(last_poll_at=START - 60, last_success_at=START - 60, next_poll_at=START)
    assert reason(state, paged, paged.entries, START).startswith("the page shows only its last 5 entries at once")


def test_the_machine_slept_and_the_page_no_longer_reaches_back(page: Watching) -> None:
    page.look(snapshot(*news(-10, -20)))
    assert kinds(page.look(snapshot(*news(100, 90)), after=2 * HOUR)) == ["new", "new", "gap"]
    found = page.events[-1].gap
    assert found == Gap(*gap(-10, 90), page.gaps[0].reason)
    assert "not running (or paused, or the machine asleep) for 1 h 59 min" in found.reason


def test_failures_are_the_reason_where_there_were_some(page: Watching) -> None:
    page.look(snapshot(*news(-10, -20)))
    for _ in range(30):
        page.nothing("offline")
    page.look(snapshot(*news(30, 29)))
    assert page.gaps[0].reason == "there was no network for 31 min, and the page lists only its last 2 entries"


def test_one_entry_in_common_is_no_gap(page: Watching) -> None:
    page.look(snapshot(*news(-10, -20)))
    assert kinds(page.look(snapshot(*news(100, 90, -10)), after=2 * HOUR)) == ["new", "new"]
    assert page.gaps == []


def test_a_pinned_entry_in_common_proves_nothing(page: Watching) -> None:
    for pinned in (True, False):
        top = flagged(entry(f"top{pinned}", START - 90 * MINUTE, "What we know", "So far."), pinned=pinned)
        at = 1000 * (2 - pinned)
        page.look(snapshot(top, *news(at - 3, at - 5, at - 7)), after=20 * HOUR)
        told = page.look(snapshot(top, *news(at + 90, at + 80, at + 70)), after=2 * HOUR)
        assert kinds(told) == ["new", "new", "new", "gap"], f"pinned, the page says so: {pinned}"


def test_a_dropped_entry_in_common_is_no_gap(page: Watching) -> None:
    page.look(snapshot(*news(-10, -20)))
    past = Past({}, page.store.reads().sources()[0].poll, dropped=frozenset({"m80"}))
    from reader.engine.reconcile import reconcile

    stored = {f"m{n}": page.entry(f"m{n}") for n in (-10, -20)}
    after = snapshot(*news(100, 90, 80))
    assert reconcile(replace(past, entries=stored), after, START + 2 * HOUR).gaps == ()
    assert reconcile(replace(past, entries=stored, dropped=frozenset()), after, START + 2 * HOUR).gaps != ()


def test_what_holds_only_what_is_new_need_not_reach_back(page: Watching) -> None:
    since = {"delta_url": "https://news.example/live?since=1"}
    page.look(snapshot(*news(-10, -20), **since))
    assert kinds(page.look(snapshot(*news(100, 90), complete=False), after=2 * HOUR)) == ["new", "new"]
    assert kinds(page.look(snapshot(*news(300, 290), **since), after=2 * HOUR)) == ["new", "new", "gap"]


def test_a_truncated_page_finds_the_gap_and_the_whole_one_narrows_it(page: Watching) -> None:
    page.look(snapshot(*news(-10, -20)))
    page.look(snapshot(*news(100, 90), complete=False), after=2 * HOUR)
    assert spans(page) == [gap(-10, 90)]
    assert kinds(page.look(snapshot(*news(100, 90, 80, 70)))) == ["new", "new"]
    assert spans(page) == [gap(-10, 70)]
    page.look(snapshot(*news(100, 90, 80, 70, 20, -10, -20)))
    assert page.gaps == [], "it reaches back again"


def older(*minutes: int) -> Snapshot:
    return snapshot(*news(*minutes), complete=False, older_url="https://news.example/live?page=9")


def test_older_pages_close_a_gap_one_by_one(page: Watching) -> None:
    page.look(older(-10, -20))
    page.look(older(100, 90), after=2 * HOUR)
    assert spans(page) == [gap(-10, 90)]
    page.look(older(80, 70))
    assert spans(page) == [gap(-10, 70)], "nothing stands between two pages of one list"
    page.look(older(60, 5))
    assert spans(page) == [gap(-10, 5)]
    page.look(older(0, -10))
    assert page.gaps == []


def test_a_paged_list_forgets_what_it_has_scrolled_past(page: Watching) -> None:
    for minute in range(0, 400, 10):
        page.look(older(*range(minute, minute - 50, -10)))
    assert page.scalar("SELECT count(*) FROM entry WHERE listed") <= 6
    assert page.scalar("SELECT count(*) FROM entry") == 44


def test_a_copy_from_within_the_gap_leaves_two(page: Watching) -> None:
    page.look(snapshot(*news(-10, -20)))
    page.look(snapshot(*news(100, 90)), after=2 * HOUR)
    page.look(snapshot(*news(50, 40)))
    assert spans(page) == [gap(-10, 40), gap(50, 90)]
    assert len({found.reason for found in page.gaps}) == 1


def test_a_list_without_order_fills_nothing(page: Watching) -> None:
    page.look(snapshot(*news(-10, -20)))
    page.look(snapshot(*news(100, 90)), after=2 * HOUR)
    page.look(snapshot(*news(-20, 100, -10, 90), order="newest_first"))
    assert spans(page) == [gap(-10, 90)]


def test_a_gap_is_told_once(page: Watching) -> None:
    page.look(snapshot(*news(-10, -20)))
    told = [page.look(snapshot(*news(100, 90)), after=after) for after in (2 * HOUR, 60, 60)]
    assert [kinds(one).count("gap") for one in told] == [1, 0, 0]


@pytest.mark.parametrize("times", [True, False])
def test_the_first_look_and_an_empty_past_have_no_gap(page: Watching, times: bool) -> None:
    shot = snapshot(*(one if times else replace(one, published=None) for one in news(100, 90)))
    assert kinds(page.look(snapshot())) == []
    assert kinds(page.look(shot, after=2 * HOUR)) == ["new", "new"]
