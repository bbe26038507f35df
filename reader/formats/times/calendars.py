"""Dates of other calendars than the Gregorian: the Solar Hijri one of Iran and Afghanistan, years by eras of East Asia.

The leap years of the Solar Hijri calendar follow the 33-year cycle, which is right from 1342 to 1472 (1963 to 2093).
Months of it are numbered 101 to 112 where they stand for themselves. Pure.
"""

from __future__ import annotations

from datetime import date, timedelta

from reader.text import fold

SOLAR = 100
"""What the number of a month of the Solar Hijri calendar is above that of its place in the year."""
_SOLAR_MONTHS = """
فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند
حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت
"""
SOLAR_MONTHS = {
    fold(name): SOLAR + at for line in _SOLAR_MONTHS.strip().split("\n") for at, name in enumerate(line.split(), 1)
}
_ANCHOR = date(2020, 3, 20)
_ANCHOR_YEAR = 1399
_LEAPS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
_FIRST, _LAST = 1342, 1472
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911, "中華民國": 1911}
"""The year before the first one of an era."""
_REPUBLIC = range(90, 200)


def is_solar(year: int) -> bool:
    """Whether a year is one of the Solar Hijri calendar, in which dates of our time are."""
    return _FIRST <= year <= _LAST


def from_solar(year: int, month: int, day: int) -> date | None:
    """Return the day of a Solar Hijri date; None where there is no such day, or the year is outside of the cycle."""
    if not is_solar(year) or not 1 <= month <= 12 or not 1 <= day <= (31 if month <= 6 else 30):
        return None
    first, last = sorted((year, _ANCHOR_YEAR))
    leaps = sum(at % 33 in _LEAPS for at in range(first, last))
    days = 365 * (last - first) + leaps
    new_year = _ANCHOR + timedelta(days=days if year >= _ANCHOR_YEAR else -days)
    if month == 12 and day == 30 and year % 33 not in _LEAPS:
        return None
    return new_year + timedelta(days=31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1)


def solar_in(year: int, month: int, day: int) -> date | None:
    """Return the day of a Solar Hijri month and day that lies in a Gregorian year; None where there is none."""
    days = (from_solar(year - 621 - at, month, day) for at in (0, 1))
    return next((found for found in days if found and found.year == year), None)


def era_year(era: str | None, year: int) -> int:
    """Return the Gregorian year of one that is counted from the beginning of an era, which may be left out."""
    if era:
        return ERAS[era] + year
    return ERAS["民國"] + year if year in _REPUBLIC else year
