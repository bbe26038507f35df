"""What `since:`, `until:` and `on:` of a filter may say, as stretches of time."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from reader.patterns import pattern

EXAMPLES = "a time such as 2h, 14:00, yesterday or 2024-05-31"

_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_DURATION = pattern(r"([0-9]{1,9})(s|min|m|h|d|w)")
_CLOCK = pattern(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_MONTH = pattern(r"([0-9]{4})-([0-9]{2})")
_MINUTE = pattern(r"[0-9-]{10}.[0-9]{2}:[0-9]{2}(?:[Zz]|[+-][0-9:]+)?")
_DAYS = {"today": 0, "yesterday": 1}


def stretch(value: str, now: int, zone: tzinfo | None = None, *, past: bool = False) -> tuple[int, int] | None:
    """Return the stretch of time that `value` names: (start, end) in UTC seconds, end not included; None if none.

    A duration (`30m`, `2h`, `3d`, `1w`) is the second so long before `now`; `14:00` that minute of today; `2024-05-31`,
    `today`, `yesterday` that day, `2024-05` that month; ISO 8601 with a time its minute or second. Days and times
    without an offset are in `zone`, None for the local one. `past` takes a time of day still to come for yesterday's.
    """
    text = value.strip().lower()
    try:
        if match := _DURATION.fullmatch(text):
            start = now - int(match[1]) * _UNITS[match[2]]
            return start, start + 1
        today = datetime.fromtimestamp(now, zone).date()
        if match := _CLOCK.fullmatch(text):
            at = time(int(match[1]), int(match[2]), int(match[3] or 0))
            length = 1 if match[3] else 60
            found = _reading(datetime.combine(today, at), length, zone)
            if past and found[0] > now:
                found = _reading(datetime.combine(today - timedelta(days=1), at), length, zone)
            return found
        if text in _DAYS:
            return _days(today - timedelta(days=_DAYS[text]), 1, zone)
        if match := _MONTH.fullmatch(text):
            first = date(int(match[1]), int(match[2]), 1)
            return _days(first, ((first + timedelta(days=31)).replace(day=1) - first).days, zone)
        return _iso(value.strip(), zone)
    except (ValueError, OverflowError, OSError):
        return None


def is_duration(value: str) -> bool:
    """Whether `value` is a length of time, such as `2h`."""
    return _DURATION.fullmatch(value.strip().lower()) is not None


def is_time(value: str) -> bool:
    """Whether `value` names a stretch of time at all."""
    return stretch(value, 1_000_000_000, UTC) is not None


def _iso(text: str, zone: tzinfo | None) -> tuple[int, int] | None:
    if not re.match(r"[0-9]{4}-", text):
        return None
    if re.fullmatch(r"[0-9-]{10}", text):
        return _days(date.fromisoformat(text), 1, zone)
    moment = datetime.fromisoformat(text.upper())
    length = 60 if _MINUTE.fullmatch(text) else 1
    if moment.tzinfo is None:
        return _reading(moment, length, zone)
    start = int(moment.timestamp())
    return start, start + length


def _days(first: date, count: int, zone: tzinfo | None) -> tuple[int, int]:
    midnight = datetime.combine(first, time())
    return _seconds(midnight, zone), _seconds(midnight + timedelta(days=count), zone)


def _reading(moment: datetime, length: int, zone: tzinfo | None) -> tuple[int, int]:
    """The stretch in which clocks of the zone read `moment`, and for `length` seconds from there.

    What clocks read twice lasts from the first time to the end of the second one. What they never read is the second
    before they were set ahead: `since` what reads later, `until` what reads earlier.
    """
    first, last = _seconds(moment, zone), _seconds(moment.replace(fold=1), zone)
    if first <= last:
        return first, last + length
    ahead = last + bisect_left(
        range(last, first), moment, key=lambda at: datetime.fromtimestamp(at, zone).replace(tzinfo=None)
    )
    return ahead - 1, ahead


def _seconds(moment: datetime, zone: tzinfo | None) -> int:
    return int((moment.replace(tzinfo=zone) if zone else moment).timestamp())
