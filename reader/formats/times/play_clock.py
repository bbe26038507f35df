"""Minutes of play, as sports tickers print them instead of times of day: "23'", "45+2'", "90.+3", "Min. 12", "58:41".

They give an order and a label, and no time: when the match began is nowhere said.
"""

from __future__ import annotations

import re

from reader.formats.times.clock_text import PrintedTime, leading, read

_MARKED = re.compile(
    r"[\s•·▪■●►▶*|\[(\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]{0,8}(?P<m>\d{1,3})(?:\s?\+\s?(?P<x>\d{1,2}))?\s?['’′´`](?!\w|['’′])(?:\s?\+\s?(?P<y>\d{1,2})['’′´`]?)?"
    r"(?P<gap>[\s\])]*[:.,|·•–—-]?\s*)"
)
_WORD = r"(?:min(?:ute|uto|uten|ut|uut|uta|ita)?|мин|хв|dk|dakika|perc|spilleminut|minuutti|phut|menit)"
_WHOLE = re.compile(
    rf"\s*\(?(?:(?P<m1>\d{{1,3}})(?:\.|º|\.?(?:e|re|er|ere|ª|th)?\s?{_WORD}\.?)?(?:\s?\+\s?(?P<x1>\d{{1,2}}))(?:\.|\s?{_WORD})?\.?"
    rf"|(?P<m2>\d{{1,3}})(?:\.|º|\.?(?:e|re|er|ere|ª|th)?\s?{_WORD}\.?)"
    rf"|{_WORD}\.?\s(?P<m3>\d{{1,3}})(?:\s?\+\s?(?P<x3>\d{{1,2}}))?)\)?\s*:?\s*$",
    re.I,
)
_RUNNING = re.compile(r"\s*(?P<m>\d{1,3}):(?P<s>[0-5]\d)(?![\d:])(?P<gap>[\s\])]*[.,|·•–—-]?\s*)")
_LONGEST = 130
"""Minutes of the longest match, extra time included."""
_HOURS = 24
SCALE = 20
"""A minute counts so much in `PrintedTime.play`, a minute of stoppage time one: 45+2 is before 46."""


def opening(text: str, *, month_first: bool = False) -> PrintedTime | None:
    """Read the time of day, or else the minute of play, that a text opens with; None where it opens with neither."""
    return leading(text, month_first=month_first) or _minute(text)


def label(text: str, *, month_first: bool = False) -> PrintedTime | None:
    """Read a label that is a time of day, or a minute of play, and nothing else."""
    found = read(text, month_first=month_first)
    if found is not None:
        return found
    minute = _minute(text)
    return minute if minute is not None and minute.end >= len(text.rstrip()) else None


def _minute(text: str) -> PrintedTime | None:
    """A minute marked by an apostrophe, or one that is a line of its own."""
    head = text[:40]
    match = _MARKED.match(head)
    if match:
        return _printed(match["m"], match["x"] or match["y"], match.start("gap"), match.end())
    clock = _RUNNING.match(head)
    if clock and int(clock["m"]) > _HOURS:
        return _clocked(clock)
    match = _WHOLE.match(head) if len(text) < len(head) or not text[40:].strip() else None
    if match is None:
        return None
    minute, more = match["m1"] or match["m2"] or match["m3"], match["x1"] or match["x3"]
    return _printed(minute, more, len(text.rstrip()), len(text))


def running(text: str) -> PrintedTime | None:
    """Read a clock that counts the minutes and seconds of a match ("08:20"), which looks like a time of day."""
    match = _RUNNING.fullmatch(text)
    return _clocked(match) if match else None


def _clocked(match: re.Match[str]) -> PrintedTime | None:
    if int(match["m"]) > _LONGEST:
        return None
    play = SCALE * int(match["m"]) + int(match["s"]) * SCALE // 60
    return PrintedTime(play=play, label_end=match.start("gap"), end=match.end())


def _printed(minute: str, more: str | None, label_end: int, end: int) -> PrintedTime | None:
    if int(minute) > _LONGEST or int(more or 0) >= SCALE:
        return None
    return PrintedTime(play=SCALE * int(minute) + int(more or 0), label_end=label_end, end=end)
