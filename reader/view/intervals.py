"""How often a source is asked, as people write it; and how often it may be asked at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.engine.schedule import FEED_FLOOR, FEED_FLOOR_BY_SERVER, LIVE_FLOOR, is_live_page
from reader.engine.waits import DAY, in_words
from reader.net.address import is_local
from reader.patterns import pattern

if TYPE_CHECKING:
    from reader.model.source import Source

_UNITS = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "m": 60,
    "min": 60,
    "minute": 60,
    "h": 3600,
    "hour": 3600,
    "d": DAY,
    "day": DAY,
}
_PART = pattern(r"\s*(\d{1,6})\s*([a-z]*)\s*(?:,|and\b)?")
EXAMPLES = "90 s, 5 min, 2 h"
DEFAULT = ("", "default", "none")


class Floor(NamedTuple):
    """The least seconds between two polls, in words which rule says so, and what else there is to it."""

    seconds: int
    words: str
    more: str = ""

    @property
    def in_full(self) -> str:
        """All words."""
        return f"{self.words}, {self.more}" if self.more else self.words


class Interval(NamedTuple):
    """What was typed: seconds (None: the default of the kind), or the problem with it; `note` is what else holds."""

    seconds: int | None = None
    problem: str = ""
    note: str = ""


def floor_of(source: Source, format_name: str | None) -> Floor:
    """How often a source of this kind may be asked."""
    if is_local(source.url):
        return Floor(1, "on this machine as often as you like")
    if format_name is None:
        return Floor(LIVE_FLOOR, f"a page at most every {in_words(LIVE_FLOOR)}, a feed every {in_words(FEED_FLOOR)}")
    if is_live_page(format_name):
        return Floor(LIVE_FLOOR, f"a live page at most every {in_words(LIVE_FLOOR)}")
    more = f"or {in_words(FEED_FLOOR_BY_SERVER)} where its server says so"
    return Floor(FEED_FLOOR_BY_SERVER, f"a feed at most every {in_words(FEED_FLOOR)}", more)


def interval_words(seconds: int | None) -> str:
    """`every 5 min`; nothing for the default."""
    return "" if seconds is None else f"every {in_words(seconds)}"


def read_interval(text: str) -> int | None:
    """The seconds that a text means (`90`, `90 s`, `1h 30 min`); None if it means none."""
    rest = text.strip().lower().removeprefix("every").strip()
    total, at = 0, 0
    while at < len(rest):
        part = _PART.match(rest, at)
        if part is None:
            return None
        unit = part[2].removesuffix("s") or "s"
        if unit not in _UNITS or (not part[2] and (at or part.end() < len(rest))):
            return None
        total += int(part[1]) * _UNITS[unit]
        at = part.end()
    return total or None


def judged(text: str, source: Source, format_name: str | None) -> Interval:
    """What was typed for the interval of a source, held against what is allowed."""
    if text.strip().lower() in DEFAULT:
        return Interval(None)
    seconds = read_interval(text)
    if seconds is None:
        return Interval(problem=f"write it as {EXAMPLES}; nothing means the default")
    floor = floor_of(source, format_name)
    if seconds < floor.seconds:
        return Interval(problem=f"too often: {floor.words}")
    if seconds > DAY:
        return Interval(problem="too seldom: a day is the longest; pause it instead")
    held = not is_local(source.url) and format_name is not None and not is_live_page(format_name)
    if held and seconds < FEED_FLOOR:
        return Interval(seconds, note=floor.in_full)
    return Interval(seconds)
