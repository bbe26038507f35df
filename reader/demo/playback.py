"""How fast the day passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reader.clock import SYSTEM
from reader.demo.shape import LAST_MINUTE

SPEED = 90.0
START_MINUTE = 10 * 60


@dataclass(frozen=True, slots=True)
class Playback:
    """A day that begins at `start_minute` and passes at `speed` minutes of the day per real minute.

    With the defaults 27 entries are there at the start, one arrives every six to ten seconds on average, every change
    happens within the first 75 seconds and the day is over after nine minutes.
    """

    speed: float = SPEED
    start_minute: int = START_MINUTE

    def minute_at(self, elapsed: float) -> int:
        """Return the minute of the day `elapsed` real seconds after the beginning; at the end of the day it stays."""
        return int(min(LAST_MINUTE, self.start_minute + max(0.0, elapsed) * self.speed / 60))

    def begin(self, steady: Callable[[], float] = SYSTEM.steady) -> Callable[[], int]:
        """Begin now: return a function that tells the minute of the day. `steady` gives growing seconds."""
        began = steady()
        return lambda: self.minute_at(steady() - began)
