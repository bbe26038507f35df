"""Dates as feeds print them, to UTC seconds: RFC 3339, RFC 822/2822 and the many near misses of real feeds.

Without a zone a time is taken for UTC. Zone words as in RFC 822 section 5.1, and those of European feeds.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from reader.formats.times import calendars
from reader.formats.times.calendar_words import FEED_MONTHS
from reader.model.entry import Precision
from reader.text import fold

MILLISECONDS = 10**11
"""A number above this is milliseconds (in seconds it would be the year 5138)."""
_STAMP_14 = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$")
"""A compact stamp; in milliseconds it would be the year 2600."""
_LATEST = 253_402_300_799
_ZONES = {
    **dict.fromkeys(("z", "utc", "gmt", "ut", "wet", "uct"), 0),
    "bst": 60,
    "ist": 330,
    "cet": 60,
    "mez": 60,
    "cest": 120,
    "mesz": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "est": -300,
    "edt": -240,
    "et": -300,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "jst": 540,
    "kst": 540,
    "hkt": 480,
    "sgt": 480,
    "aest": 600,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
}
_TIME = (
    r"(?:(?:[t ,]|,? at |[a-z]{2,4}(?=\d\d:))\s*(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?)?"
)
_ZONE = (
    r"\s*\(?(?P<zone>[+-]\d{1,2}:?\d{2}|[+-]\d{1,2}|(?:gmt|utc)\s?[+-]\d{1,2}:?\d{0,2}|[a-z]{3,10}/[a-z_]{3,20}|"
    r"[a-z]{1,5})?\)?"
    r"(?:\s+[a-z]{2,5}|\s*\(.*\))?$"
)
_ISO = re.compile(rf"^(?P<year>\d{{4}})[-/.]?(?P<month>\d{{1,2}})[-/.]?(?P<day>\d{{1,2}}){_TIME}{_ZONE}")
_COMPACT = re.compile(
    rf"^(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d)t?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?{_ZONE}"
)
_YEAR_FIRST = re.compile(
    rf"^(?P<year>\d{{4}})(?:\.|年|년)?\s?(?P<month>[^\W\d]+|\d{{1,2}})(?:\.|月|월)?\s?"
    rf"(?P<day>\d{{1,2}})(?:\.|日|일)?{_TIME}{_ZONE}"
)
_WORDS = re.compile(
    rf"^(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-](?:de )?"
    rf"(?P<month>[^\W\d]+|\d{{1,2}}[月월]?)\.?,?"
    rf"[\s-](?:de )?(?P<year>\d{{4}}|\d\d){_TIME}{_ZONE}"
)
_AMERICAN = re.compile(
    rf"^(?:[^\W\d]+\.?,?\s+)?(?P<month>[^\W\d]+)\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}}){_TIME}{_ZONE}"
)
_C_TIME = re.compile(
    r"^[^\W\d]+\.?,?\s+(?P<month>[^\W\d]+)\s+(?P<day>\d{1,2})\s+(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
    r"\s+(?:(?P<zone>[a-z]{2,5})\s+)?(?P<year>\d{4})$"
)
_RFC_3339 = re.compile(
    r"([12][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9])(?:\.[0-9]+)?(Z|[+-][0-2][0-9]:[0-5][0-9])"
)
"""The form that most machines write, which needs no pattern of the others."""
_TRAILING = re.compile(r"(?<=[\d m])\s([+-]\d\d:?\d\d)$")
"""An offset behind a date as pages print it."""
_NUMBER = re.compile(r"^(?:/date\()?(\d{9,14})(?:\.\d{1,6}|(?:[+-]\d{4})?\)/)?$")


def parse(text: str) -> tuple[int, Precision] | None:
    """Return UTC seconds and how exact they are; None where the text is no date. Never raises."""
    stated = _RFC_3339.fullmatch(text)
    if stated:
        try:
            return int(datetime.fromisoformat(stated[1] + stated[2]).timestamp()), Precision.SECOND
        except ValueError:  # 24:00:00 and the like, which are read below
            pass
    folded = fold(text)[:100]
    number = _NUMBER.match(folded)
    if number and not _STAMP_14.match(folded):
        return from_number(int(number[1]))
    for pattern in (_ISO, _WORDS, _AMERICAN, _C_TIME, _COMPACT, _YEAR_FIRST):
        match = pattern.match(folded)
        made = _made(match) if match else None
        if made:
            return made
    return _as_printed(text[:100])


def _as_printed(text: str) -> tuple[int, Precision] | None:
    """Read a date as pages print it ("14:33, 27 August 2019", "27.08.2019"); AM or PM makes 1/10 American."""
    from reader.formats.times import clock_text  # noqa: PLC0415 - few dates of feeds come so far

    offset = _TRAILING.search(text)
    text = text[: offset.start()] if offset else text
    american = bool(re.search(r"\d\s?[ap]\.?m\b", text, re.I))
    printed = clock_text.read(text, month_first=american) or clock_text.printed_date(text, month_first=american)
    day = printed.date_in() if printed else None
    zone = _offset(offset[1] if offset else printed.zone) if printed else None
    if printed is None or day is None or zone is None:
        return None
    minutes = printed.minutes or 0
    try:
        at = datetime(day.year, day.month, day.day, *divmod(minutes, 60), printed.second or 0, tzinfo=zone).timestamp()
    except (ValueError, OverflowError):
        return None
    if printed.minutes is None:
        return int(at), Precision.DAY
    return int(at), Precision.MINUTE if printed.second is None else Precision.SECOND


def from_number(value: float) -> tuple[int, Precision] | None:
    """Read Unix time in seconds or milliseconds; None outside of the years 1970 to 9999."""
    try:
        seconds = int(value / 1000 if abs(value) > MILLISECONDS else value)
    except (OverflowError, ValueError):
        return None
    return (seconds, Precision.SECOND) if 0 < seconds <= _LATEST else None


def _made(match: re.Match[str]) -> tuple[int, Precision] | None:
    part = match.groupdict()
    named = part["month"].rstrip("月월")
    month = FEED_MONTHS.get(part["month"]) or (int(named) if named.isdecimal() else 0)
    year = int(part["year"])
    if len(part["year"]) == 2:
        year += 1900 if year >= 70 else 2000
    zone = _offset(part.get("zone"))
    if zone is None:
        return None
    hour, minute, second = (int(part.get(name) or 0) for name in ("hour", "minute", "second"))
    half = (part.get("half") or "")[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    extra = timedelta(days=1) if hour == 24 and not minute else timedelta()
    if calendars.is_solar(year):
        there = calendars.from_solar(year, month, int(part["day"]))
        if there is None:
            return None
        year, month, part["day"] = there.year, there.month, str(there.day)
    try:
        made = datetime(
            year, month, int(part["day"]), hour % 24 if extra else hour, minute, min(second, 59), tzinfo=zone
        )
        seconds = int((made + extra).astimezone(UTC).timestamp())
    except (ValueError, OverflowError):
        return None
    timed = part.get("hour") is not None
    exact = Precision.SECOND if part.get("second") is not None else Precision.MINUTE
    return seconds, exact if timed else Precision.DAY


def _offset(zone: str | None) -> tzinfo | None:
    """Return a zone for its words or digits; UTC where nothing is stated or the word is unknown."""
    if zone and "/" in zone:
        try:
            return ZoneInfo(zone.title().replace(" ", "_"))
        except (KeyError, ValueError, OSError):
            return UTC
    if not zone or zone in _ZONES:
        return timezone(timedelta(minutes=_ZONES[zone])) if zone else UTC
    match = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", zone)
    if not match:
        return UTC
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes)) if minutes < 24 * 60 else None
