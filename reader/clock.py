"""What time it is, as something that can be handed in and replaced."""

from __future__ import annotations

import time
from collections.abc import Callable

from reader.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """`wall()` gives UTC seconds since 1970-01-01, `steady()` seconds that only ever grow (they stop in a suspend)."""

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic

    def now(self) -> int:
        """The wall clock in whole UTC seconds."""
        return int(self.wall())


SYSTEM = Clock()
