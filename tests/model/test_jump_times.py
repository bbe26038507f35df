"""What may be typed to go somewhere in time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.jump_times import moment_of

WEDNESDAY_NOON = int(datetime(2020, 9, 30, 12, tzinfo=UTC).timestamp())


def named(text: str, now: int = WEDNESDAY_NOON, **more: int) -> str | None:
    at = moment_of(text, now, UTC, **more)
    return None if at is None else f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:00", "2020-09-30 09:00:59"),
        ("9", "2020-09-30 09:00:59"),
        ("0930", "2020-09-30 09:30:59"),
        ("14:00", "2020-09-29 14:00:59"),
        ("yesterday 9:00", "2020-09-29 09:00:59"),
        ("Yesterday,  9", "2020-09-29 09:00:59"),
        ("yesterday", "2020-09-29 23:59:59"),
        ("today 13:00", "2020-09-30 13:00:59"),
        ("monday", "2020-09-28 23:59:59"),
        ("mon 14:30", "2020-09-28 14:30:59"),
        ("wednesday", "2020-09-30 23:59:59"),
        ("wednesday 13:00", "2020-09-23 13:00:59"),
        ("thu", "2020-09-24 23:59:59"),
        ("-2h", "2020-09-30 10:00:00"),
        ("90m", "2020-09-30 10:30:00"),
        ("2 h ago", "2020-09-30 10:00:00"),
        ("now", "2020-09-30 12:00:00"),
        ("2020-09-28 05:30", "2020-09-28 05:30:59"),
        ("2020-09-28T05:30:10", "2020-09-28 05:30:10"),
        ("2020-09-28 05:30+02:00", "2020-09-28 03:30:59"),
        ("2020-09-28", "2020-09-28 23:59:59"),
        ("2020-09", "2020-09-30 23:59:59"),
    ],
)
def test_what_is_understood(text: str, expected: str) -> None:
    assert named(text) == expected


@pytest.mark.parametrize("text", ["", "-", "x", "25:00", "14:61", "mo", "sun day", "2020-13-01", "9999999999h", "²:00"])
def test_what_is_not(text: str) -> None:
    assert named(text) is None


def test_a_time_of_day_is_the_last_one_before_the_newest_entry() -> None:
    ended = int(datetime(2020, 9, 27, 22, tzinfo=UTC).timestamp())
    assert named("14:00", newest=ended) == "2020-09-27 14:00:59"
    assert named("23:00", newest=ended) == "2020-09-26 23:00:59"
    assert named("yesterday", newest=ended) == "2020-09-29 23:59:59"


def test_in_the_readers_zone() -> None:
    at = moment_of("14:00", WEDNESDAY_NOON, ZoneInfo("Asia/Yerevan"))
    assert at == WEDNESDAY_NOON - 2 * 3600 + 59


@given(st.text(max_size=40), st.integers(-(10**11), 10**12))
def test_nothing_raises(text: str, now: int) -> None:
    moment_of(text, now, UTC)


@given(st.from_regex(r"[a-z0-9: -]{0,20}", fullmatch=True))
def test_nothing_like_a_time_raises(text: str) -> None:
    moment_of(text, WEDNESDAY_NOON, UTC, newest=WEDNESDAY_NOON)
