from __future__ import annotations

from array import array
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.event import Gap
from reader.model.snapshot import FeedData, FeedState
from reader.model.source import PollState, Source, SourceStatus
from reader.view import status
from reader.view.lines import text_of, width_of
from reader.view.rhythm import OLDER, STEPS, Places, burst_start, lull, marks_line, measure, rhythm_line, steps_with
from tests.view.stories import AT
from tests.view.texts import wild

UTC = ZoneInfo("UTC")


def following(**poll: object) -> SourceStatus:
    values = {"feed": FeedData(state=FeedState.LIVE), "next_poll_at": AT + 42,
              "next_poll_reason": "every 60 s while it changes", "last_poll_at": AT - 18, **poll}  # fmt: skip
    state = PollState(**values)  # type: ignore[arg-type]
    return SourceStatus(Source(1, "https://example.org/live", "The Harbour Post"), state, 31, 4)


def header(width: int, *statuses: SourceStatus, **options: bool) -> str:
    line = status.header_line(statuses or [following()], AT, UTC, width, **options)
    assert width_of(line) == width
    return text_of(line).rstrip()


def test_the_header_says_how_it_stands():
    assert header(120) == (
        "The Harbour Post · live · 31 entries, 4 unread · next 22:41:42 (every 60 s while it changes) · UTC"
    )
    assert header(80) == "The Harbour Post · live · 31 entries, 4 unread · next 22:41:42 · UTC"
    assert header(58) == "The Harbour… · live · 31 entries, 4 unread · next 22:41:42"
    assert header(40) == "The Harbour Post · live · 31 entries, 4…"
    assert "offline" in header(120, offline=True)


def test_trouble_is_told_in_words():
    failing = following(failures=3, message="the server does not answer")
    assert "3 polls failed: the server does not answer" in header(120, failing)
    several = [following(), failing, following()]
    assert header(120, *several) == (
        "3 sources · 3 live · 93 entries, 12 unread · 1 source failing"
        " · next 22:41:42 (every 60 s while it changes) · UTC"
    )


def test_in_short():
    assert status.in_short(following(), AT) == (
        "live; 31 entries, 4 unread; polled just now; next in 42 s: every 60 s while it changes"
    )
    never = SourceStatus(Source(1, "x", paused=True), PollState())
    assert status.in_short(never, AT) == "paused; 0 entries, 0 unread; never polled"
    fresh = SourceStatus(Source(1, "x"), PollState())
    assert status.in_short(fresh, AT) == "0 entries, 0 unread; never polled; due now"
    ended = following(next_poll_at=None, next_poll_reason="the page has ended")
    assert status.next_poll_words(ended.poll, AT) == "no next poll: the page has ended"
    assert status.next_poll_words(following().poll, AT + 99, reason=False) == "next now"


@given(wild, st.integers(0, 200), st.booleans())
def test_the_header_fits_any_width(title, width, ascii_only):
    one = following(failures=1, message=title)
    one = replace(one, source=replace(one.source, title=title))
    for statuses in ([one], [one, one], []):
        assert width_of(status.header_line(statuses, AT, UTC, width, ascii=ascii_only)) == width


def test_bars():
    assert status.hold_text(5, 2) == "▲ 5 new · 2 edited · press G"
    assert status.hold_text(withdrawn=1, key="g g", ascii=True) == "^ 1 withdrawn - press g g"
    assert status.hold_text() == ""


times = st.lists(st.integers(1_600_000_000, 1_600_500_000), max_size=50).map(sorted)


@given(times, st.integers(1, 120))
def test_every_entry_is_counted_once(sort_at, width):
    rhythm = measure(sort_at, width)
    assert sum(rhythm.counts) == len(sort_at) - rhythm.first
    assert 1 <= len(rhythm.counts) <= width
    assert rhythm.step in STEPS
    assert rhythm.start % rhythm.step == 0
    for at in sort_at[rhythm.first :]:
        assert rhythm.counts[rhythm.at(at)]
    assert all(rhythm.at(at) == OLDER for at in sort_at[: rhythm.first])
    assert rhythm.first <= len(sort_at) // 4, "three quarters of the entries are shown in any case"
    if rhythm.first:
        assert sort_at[-1] - sort_at[0] > rhythm.step * (width - 2), "nothing is left out that had room"
    line = rhythm_line(rhythm, width, Places(sort_at[0] if sort_at else None))
    assert width_of(line) == width


@pytest.mark.parametrize("ascii_only", [False, True])
def test_the_strip(ascii_only):
    start = 1_601_280_000
    sort_at = [start, *[start + 601] * 8, start + 1900, start + 1950]
    rhythm = measure(sort_at, 40)
    assert rhythm.counts == (1, 8, 0, 2)
    places = Places(start + 700, [Gap(start + 1210, start + 1500, "x")], edited=frozenset({3}))
    line = rhythm_line(rhythm, 8, places, ascii=ascii_only)
    assert text_of(line) == ("    .@~," if ascii_only else "    ▁█╌▂")
    assert [span.role for span in line] == ["text", "cursor", "gap", "edited"]
    assert text_of(rhythm_line(rhythm, 4, Places(start + 1300))) == "▁█┊▂"
    alone = rhythm_line(rhythm, 4, Places(start + 700), alone=True, ascii=ascii_only)
    assert text_of(alone) == (".^ ," if ascii_only else "▁▲ ▂"), (
        "where nothing stands below, the cursor has its own sign"
    )


def test_a_long_window_takes_longer_steps_and_at_last_loses_its_oldest_part():
    assert measure([0, 86_400 * 3], 80).step == 3600
    endless = measure([0, 9_000_000_000], 3)
    assert len(endless.counts) == 3
    assert endless.at(0) == OLDER
    assert sum(endless.counts) == 1


DAY = 86_400
TODAY = 1_601_280_000


@pytest.mark.parametrize("old", [[], [TODAY - 1500 * DAY], [TODAY - 900 * DAY, TODAY - 30 * DAY, TODAY - 29 * DAY]])
def test_a_few_old_entries_do_not_make_one_block_of_the_others(old):
    """A day of a live page beside what a feed kept for years: the strip is that of the day, and says what is not on it."""
    day = [TODAY + 600 * number for number in range(60)]
    rhythm = measure([*old, *day], 78)
    assert rhythm.step == 600
    assert rhythm.counts == (1,) * 60
    assert rhythm.first == len(old)
    line = text_of(rhythm_line(rhythm, 78, Places(day[-1])))
    assert line == ("‹" if old else " ").rjust(18) + "█" * 60
    assert text_of(rhythm_line(rhythm, 78, ascii=True)).strip("@ ") == ("<" if old else "")


def test_the_cursor_is_marked_also_among_those_left_out():
    day = [TODAY + 600 * number for number in range(60)]
    rhythm = measure([TODAY - 1500 * DAY, *day], 78)
    places = Places(TODAY - 1500 * DAY, edited=steps_with(rhythm, array("B", [4, *[0] * 60]), 4))
    assert text_of(marks_line(rhythm, 78, places)).strip() == "▲"
    assert text_of(rhythm_line(rhythm, 78, places, alone=True)).strip("█ ") == "▲"
    places = replace(places, cursor=day[0])
    assert text_of(marks_line(rhythm, 78, places)).split() == ["✎▲"], "an edit among them is told too"


def test_what_is_spread_evenly_is_shown_whole():
    for entries in (2, 3, 8, 400):
        rhythm = measure([TODAY + 1000 * DAY * number // entries for number in range(entries)], 78)
        assert (rhythm.first, sum(rhythm.counts)) == (0, entries)


@pytest.mark.parametrize("ascii_only", [False, True])
def test_the_marks_below_the_strip(ascii_only):
    start = 1_601_280_000
    rhythm = measure([start, start + 700, start + 1900, start + 2500, start + 3100], 40)
    places = Places(start + 700, [Gap(start + 1210, start + 1500, "x")], frozenset({0, 3}), frozenset({3, 4}))
    line = marks_line(rhythm, 8, places, ascii=ascii_only)
    assert text_of(line) == ("  e^~kk " if ascii_only else "  ✎▲╌◆◆ ")


@given(
    st.lists(st.tuples(st.integers(1_600_000_000, 1_600_090_000), st.integers(0, 255)), max_size=60), st.integers(1, 90)
)
def test_steps_with_a_flag(entries, width):
    entries.sort()
    sort_at, flags = [at for at, _ in entries], array("B", [flag for _, flag in entries])
    rhythm = measure(sort_at, width)
    wanted = {rhythm.at(at) for at, flag in entries if flag & 4} - {None}
    assert steps_with(rhythm, flags, 4) == wanted
    places = Places(sort_at[0] if sort_at else None, edited=steps_with(rhythm, flags, 4))
    assert width_of(marks_line(rhythm, width, places)) == width


def all_bursts(sort_at):
    """Where bursts begin, told the plain way."""
    pause, runs = lull(sort_at), []
    for position, at in enumerate(sort_at):
        if position and at - sort_at[position - 1] <= pause:
            runs[-1].append(position)
        else:
            runs.append([position])
    return [run[0] for run in runs if len(run) >= 3]


@given(times)
def test_bursts_are_found_from_anywhere(sort_at):
    found = all_bursts(sort_at)
    for here in range(len(sort_at)):
        assert burst_start(sort_at, here, older=True) == max((at for at in found if at < here), default=None)
        assert burst_start(sort_at, here, older=False) == min((at for at in found if at > here), default=None)


def test_a_burst_is_three_entries_or_more_between_lulls():
    minutes = (0, 1, 2, 3, 90, 180, 181, 183, 300)
    sort_at = [60 * minute for minute in minutes]
    assert burst_start(sort_at, 8, older=True) == 5
    assert burst_start(sort_at, 5, older=True) == 0
    assert burst_start(sort_at, 0, older=True) is None
    assert burst_start(sort_at, 0, older=False) == 5


def test_the_header_says_that_another_process_asks():
    assert header(120, elsewhere=True) == (
        "The Harbour Post · live · 31 entries, 4 unread · next 22:41:42 (another Dateline asks) · UTC"
    )
    assert "another" not in header(70, elsewhere=True)
