"""Whether a time as it was printed says anything that the moment, as we tell it, does not say. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_PIECES = re.compile(r"\d+|[^\W\d_]+")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SILENT = frozenset({"t", "z", "at", "on", "of", "the", "st", "nd", "rd", "th", "utc", "gmt"})
"""Words between the numbers; that a zone is ours shows by the hour."""
_SHORTEST = 3
_LONGEST = 80
"""Characters of a label that may be no more than a time."""


def says_more(label: str, there: datetime, *, timed: bool) -> bool:
    """Whether a label says more than the local time `there`, or something else: then readers should see it too.

    A label says no more if every number and word in it is one of the moment's own: `10:06 GMT 22.11.2026`, `Sun, 22
    Nov 2026 10:06:40 +0000`. `timed`: the moment has a time of day; then a label without one says something else.
    """
    if len(label) > _LONGEST:
        return True
    pieces = _PIECES.findall(label.casefold())
    numbers = {int(piece) for piece in pieces if piece.isdecimal()}
    words = [piece for piece in pieces if not piece.isdecimal()]
    known = _numbers(there, half="pm" if "pm" in words else "am" if "am" in words else "", timed=timed)
    clock = {there.hour if not {"am", "pm"} & set(words) else there.hour % 12 or 12, there.minute}
    if (timed and not clock <= numbers) or not numbers or not numbers <= known:
        return True
    return not all(_is_of(word, there) for word in words)


def _numbers(there: datetime, *, half: str, timed: bool) -> set[int]:
    known = {there.year, there.year % 100, there.month, there.day}
    if timed:
        offset = there.utcoffset() or timedelta()
        hours, rest = divmod(abs(offset), timedelta(hours=1))
        minutes = rest // timedelta(minutes=1)
        known |= {there.minute, there.second, 0, hours, minutes, 100 * hours + minutes}
        if not half:
            known.add(there.hour)
        elif (half == "pm") == (there.hour >= 12):
            known.add(there.hour % 12 or 12)
    return known


def _is_of(word: str, there: datetime) -> bool:
    """Whether a word is the day's or the month's name (or its beginning), half of the day, or nothing to the point."""
    if word in _SILENT or word in {"am", "pm"}:
        return True
    names = (_DAYS[there.weekday()], _MONTHS[there.month - 1])
    return len(word) >= _SHORTEST and any(name.startswith(word) for name in names)
