"""Watch rules: what may be meant, quiet hours, and the time between two notices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.watch_rule import WatchRule, next_notice, problems, quiet_until, seconds_of

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = WatchRule("x", quiet="22:00-07:00", every="5m")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=BERLIN).timestamp())


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        ("2026-03-10T21:59:59", None),
        ("2026-03-10T22:00:00", "2026-03-11T07:00"),
        ("2026-03-11T06:59:59", "2026-03-11T07:00"),
        ("2026-03-11T07:00:00", None),
        ("2026-03-28T23:00:00", "2026-03-29T07:00"),  # clocks go forward that night
        ("2026-10-24T23:00:00", "2026-10-25T07:00"),  # and back
    ],
)
def test_quiet_hours_go_over_midnight_in_the_readers_zone(moment: str, ends: str | None) -> None:
    assert quiet_until(NIGHT, at(moment), BERLIN) == (None if ends is None else at(ends))


def test_quiet_hours_that_end_in_an_hour_that_comes_twice_end_both_times() -> None:
    rule = WatchRule("a", quiet="22:00-02:30")
    first, second = (int(datetime.fromisoformat(f"2026-10-25T0{hour}:10+00:00").timestamp()) for hour in (0, 1))
    assert quiet_until(rule, first, BERLIN) == first + 20 * 60
    assert quiet_until(rule, second, BERLIN) == second + 20 * 60


def test_quiet_hours_within_a_day_and_all_day() -> None:
    noon = WatchRule("x", quiet="12:00-13:00")
    assert quiet_until(noon, at("2026-03-10T12:30:00"), BERLIN) == at("2026-03-10T13:00:00")
    assert quiet_until(noon, at("2026-03-10T13:00:00"), BERLIN) is None
    always = WatchRule("x", quiet="08:00-08:00")
    assert quiet_until(always, at("2026-03-10T07:00:00"), BERLIN) == at("2026-03-10T08:00:00")
    assert quiet_until(WatchRule("x"), at("2026-03-10T07:00:00"), BERLIN) is None


@settings(deadline=None)
@given(st.integers(0, 4_000_000_000), st.integers(0, 23), st.integers(0, 23), st.none() | st.integers(0, 4_000_000_000))
def test_the_next_notice_lies_ahead_and_never_in_quiet_hours_for_long(
    now: int, start: int, end: int, last: int | None
) -> None:
    rule = WatchRule("x", quiet=f"{start:02}:00-{end:02}:30", every="1h")
    then = next_notice(rule, last, now, UTC)
    assert now <= then <= now + 3600 + 86400
    if last is not None and last <= now:
        assert then >= last + 3600
    assert quiet_until(rule, then, UTC) is None or start * 60 == end * 60 + 30


def test_a_clock_that_was_ahead_silences_nothing() -> None:
    assert next_notice(WatchRule("x", every="5m"), 2_000, 1_000, UTC) == 1_000
    assert next_notice(WatchRule("x", every="5m"), 900, 1_000, UTC) == 1_200


def test_local_time_is_the_zone_of_none() -> None:
    here = datetime.now().astimezone().replace(hour=23, minute=0, second=0, microsecond=0)
    ends = quiet_until(NIGHT, int(here.timestamp()))
    assert ends is not None
    assert datetime.fromtimestamp(ends).hour == 7
    assert timedelta() < datetime.fromtimestamp(ends).astimezone() - here < timedelta(hours=10)


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("5m", 300), ("1h", 3600), ("45", 45), ("0s", 0), ("1d", None), ("", None)]
)
def test_lengths_of_time(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        (WatchRule(" "), "name"),
        (WatchRule("x", on=("new", "gone")), "on"),
        (WatchRule("x", on=()), "on"),
        (WatchRule("x", notify=("osc8",)), "notify"),
        (WatchRule("x", notify=("command",)), "notify"),
        (WatchRule("x", notify=("command",), command=("",)), "notify"),
        (WatchRule("x", command=("sh", "-c", "echo {text}")), "command"),
        (WatchRule("x", quiet="22-7"), "quiet"),
        (WatchRule("x", quiet="25:00-07:00"), "quiet"),
        (WatchRule("x", every="often"), "every"),
    ],
)
def test_what_cannot_be_meant_is_named(rule: WatchRule, key: str) -> None:
    assert [found for found, _ in problems(rule)] == [key]


def test_a_good_rule_has_no_problems() -> None:
    rule = WatchRule("x", on=("new", "edited"), notify=("bell", "command"), command=("say", "--text={text}", "{url}"))
    assert not list(problems(rule))
