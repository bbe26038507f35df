"""What a reader may type to say where in time to go: `14:00`, `yesterday 9:00`, `monday`, `-2h`, `2020-09-28 05:30`."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from reader.model.filter_times import is_duration, stretch
from reader.patterns import pattern

EXAMPLES = "14:00, yesterday 9:00, monday, -2h, 2020-09-28 05:30"

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LEAST = 3
"""Letters by which a day of the week is known."""
_HOUR = pattern(r"(?:at )?([0-9]{1,2})(?::?([0-9]{2}))?h?")


def moment_of(text: str, now: int, zone: tzinfo | None = None, *, newest: int | None = None) -> int | None:
    """The last second (UTC) of what `text` names, None if it names nothing. Days and times lie in `zone`, None: local.

    A whole day is meant up to its end, a minute up to its last second, so that the entry to go to is the last one not
    after the moment. A day of the week is the last of that name. A time of day alone is the last one before `newest`,
    the newest entry, so that it means something on a page that ended long ago too; without that, before `now`.
    """
    words = " ".join(text.lower().replace(",", " ").split()).removeprefix("-").removesuffix(" ago").strip()
    if words == "now":
        return now
    if is_duration(words.replace(" ", "")):
        return _end(stretch(words.replace(" ", ""), now, zone))
    day, _, clock = words.partition(" ")
    if (date := _day(day, now, zone)) is not None:
        end = _end(stretch(f"{date} {_clock(clock)}" if clock else date, now, zone))
        to_come = clock and end is not None and end > now and day != "today"
        return moment_of(text, now - 86_400, zone) if to_come else end
    if words[:4].isdecimal() and words[4:5] == "-":
        return _end(stretch(f"{day} {_clock(clock)}" if clock else day, now, zone))
    return _end(stretch(_clock(words), now if newest is None else min(newest, now), zone, past=True))


def _end(found: tuple[int, int] | None) -> int | None:
    return None if found is None else found[1] - 1


def _day(word: str, now: int, zone: tzinfo | None) -> str | None:
    """The date of `today`, `yesterday`, or the last day of that name, today included; None for any other word."""
    try:
        today = datetime.fromtimestamp(now, zone).date()
    except (ValueError, OverflowError, OSError):
        return None
    back = {"today": 0, "yesterday": 1}.get(word)
    if back is None and len(word) >= _LEAST:
        number = next((number for number, day in enumerate(_DAYS) if day.startswith(word)), None)
        back = None if number is None else (today.weekday() - number) % 7
    return None if back is None else (today - timedelta(days=back)).isoformat()


def _clock(words: str) -> str:
    """A time of day as `HH:MM`, also of `9`, `9h` and `0930`; anything else as it is."""
    match = _HOUR.fullmatch(words)
    return f"{int(match[1]):02}:{match[2] or '00'}" if match else words
