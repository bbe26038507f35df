"""What `since:`, `until:` and `on:` may say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.filter_times import is_duration, is_time, stretch

NOW = int(datetime(2024, 5, 31, 12, 30, 5, tzinfo=UTC).timestamp())
EAST = timezone(timedelta(hours=4))


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@pytest.mark.parametrize(
    ("value", "start", "length"),
    [
        ("30m", "2024-05-31T12:00:05Z", 1),
        ("2h", "2024-05-31T10:30:05Z", 1),
        ("3d", "2024-05-28T12:30:05Z", 1),
        ("1w", "2024-05-24T12:30:05Z", 1),
        ("14:00", "2024-05-31T14:00:00Z", 60),
        ("9:05", "2024-05-31T09:05:00Z", 60),
        ("14:00:30", "2024-05-31T14:00:30Z", 1),
        ("today", "2024-05-31T00:00:00Z", 86400),
        ("Yesterday", "2024-05-30T00:00:00Z", 86400),
        ("2020-09-28", "2020-09-28T00:00:00Z", 86400),
        ("2024-02", "2024-02-01T00:00:00Z", 29 * 86400),
        ("2020-09-28T14:00", "2020-09-28T14:00:00Z", 60),
        ("2020-09-28 14:00", "2020-09-28T14:00:00Z", 60),
        ("2020-09-28T14:00:07", "2020-09-28T14:00:07Z", 1),
        ("2020-09-28t14:00z", "2020-09-28T14:00:00Z", 60),
        ("2020-09-28T14:00+02:00", "2020-09-28T12:00:00Z", 60),
    ],
)
def test_forms(value: str, start: str, length: int) -> None:
    assert stretch(value, NOW, UTC) == (at(start), at(start) + length)


@pytest.mark.parametrize(
    "value",
    ["", "2", "soon", "25:00", "12:61", "2020-13", "2020-02-30", "2024", "-2h", "2 h", "20240531", "٢h", "1e9h"],
)
def test_what_is_no_time(value: str) -> None:
    assert stretch(value, NOW, UTC) is None
    assert not is_time(value)


def test_days_are_those_of_the_zone() -> None:
    assert stretch("today", NOW, EAST) == (at("2024-05-31T00:00+04:00"), at("2024-06-01T00:00+04:00"))
    assert stretch("14:00", NOW, EAST) == (at("2024-05-31T10:00Z"), at("2024-05-31T10:01Z"))
    short = stretch("2024-03-31", NOW, ZoneInfo("Europe/Berlin"))
    assert short is not None
    assert short[1] - short[0] == 23 * 3600


BERLIN = ZoneInfo("Europe/Berlin")


def test_a_time_that_comes_twice_is_meant_from_its_first_to_its_last_coming() -> None:
    """The hour before clocks are set back: whoever asks for what was printed at 02:30 wants all of it."""
    assert stretch("2024-10-27T02:30", NOW, BERLIN) == (at("2024-10-27T00:30Z"), at("2024-10-27T01:31Z"))
    assert stretch("2024-10-27T02:30:10", NOW, BERLIN) == (at("2024-10-27T00:30:10Z"), at("2024-10-27T01:30:11Z"))
    assert stretch("02:30", at("2024-10-27T12:00Z"), BERLIN) == (at("2024-10-27T00:30Z"), at("2024-10-27T01:31Z"))
    assert stretch("2024-10-27T02:30+02:00", NOW, BERLIN) == (at("2024-10-27T00:30Z"), at("2024-10-27T00:31Z"))


def test_a_time_that_is_left_out_lies_where_clocks_are_set_ahead() -> None:
    """So that `since:` finds what was printed at 03:00, and `until:` does not."""
    assert stretch("2024-03-31T02:30", NOW, BERLIN) == (at("2024-03-31T00:59:59Z"), at("2024-03-31T01:00Z"))
    assert stretch("02:00", at("2024-03-31T12:00Z"), BERLIN) == (at("2024-03-31T00:59:59Z"), at("2024-03-31T01:00Z"))
    assert stretch("2024-03-31T03:00", NOW, BERLIN) == (at("2024-03-31T01:00Z"), at("2024-03-31T01:01Z"))


def test_a_time_still_to_come_may_be_yesterdays() -> None:
    assert stretch("14:00", NOW, UTC, past=True) == (at("2024-05-30T14:00Z"), at("2024-05-30T14:01Z"))
    assert stretch("12:00", NOW, UTC, past=True) == (at("2024-05-31T12:00Z"), at("2024-05-31T12:01Z"))


def test_without_a_zone_it_is_the_local_one() -> None:
    start = int(datetime(2020, 9, 28).astimezone().timestamp())
    found = stretch("2020-09-28", NOW)
    assert found is not None
    assert found[0] == start


def test_durations() -> None:
    assert is_duration("2h")
    assert not is_duration("14:00")


@given(st.text(max_size=20) | st.from_regex(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?(T[0-9]{2}:[0-9]{2})?", fullmatch=True))
def test_nothing_raises(value: str) -> None:
    found = stretch(value, NOW, UTC)
    assert found is None or found[0] < found[1]
