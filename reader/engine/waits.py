"""The ladders of waits after failures, and durations in words. Pure; seconds."""

from __future__ import annotations

from reader.net.outcome import OutcomeKind

DAY = 24 * 3600

TROUBLE = (120, 240, 480, 960, 1920, 3840, 7200)
"""Server errors, time-outs and what cannot be read: 2 minutes, doubled up to 2 hours."""
DENIED = (3600, 6 * 3600, DAY)
"""Not found, not for us, too large: an hour, six, a day; never "never again"."""
BUSY = (600, 1200, 2400, 4800, 9600, 19200, 38400, 76800, DAY)
"""429 and 503 without Retry-After: 10 minutes, doubled up to a day."""

_DENIALS = (OutcomeKind.AUTH, OutcomeKind.NOT_FOUND, OutcomeKind.REFUSED, OutcomeKind.TOO_LARGE)


def ladder_of(kind: str) -> tuple[int, ...]:
    """The ladder on which a failure of this kind stands."""
    if kind in _DENIALS:
        return DENIED
    return BUSY if kind == OutcomeKind.RATE_LIMITED else TROUBLE


def next_rung(ladder: tuple[int, ...], last_wait: int) -> int:
    """The wait after `last_wait` (0: the first failure). The last wait may have been shifted by a tenth."""
    return next((rung for rung in ladder if rung > last_wait * 1.25), ladder[-1])


def in_words(seconds: int) -> str:
    """A duration as people say it: `90 s`, `15 min`, `2 h`, `1 h 30 min`, `1 day`."""
    if seconds < 120:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours >= 24 and minutes == 0 and hours % 24 == 0:
        return "1 day" if hours == 24 else f"{hours // 24} days"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
