"""How evenly the app breathes: a tick every ten milliseconds, and how long each took to come; for those who ask.

With DATELINE_HEARTBEAT=FILE in the environment the app keeps the gaps from its first screen on, and writes them at the
end as JSON. A gap is how long a key might have had to wait: what ran on the thread of the screen, and what kept the
interpreter to itself in another.
"""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from time import perf_counter, process_time, thread_time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

ASKED = "DATELINE_HEARTBEAT"
TICK = 0.01
"""Seconds."""
KEPT = 40
"""The longest gaps that are told one by one."""


class Gap(NamedTuple):
    """How long a tick took to come, and what ran meanwhile; seconds.

    `own` is the time of the processor that the program had, `screen` that of its first thread. A gap that is longer
    than `own` is the machine's doing: it gave the processor to other programs.
    """

    wall: float
    own: float
    screen: float
    at: float

    @property
    def ours(self) -> float:
        """As long as the gap would have been with the processor for ourselves, at most."""
        return min(self.wall, max(self.own, TICK))


async def beat(file: Path, lives: Callable[[], bool]) -> None:
    """Tick while the app `lives`; then write how many ticks and gaps of each length there were, and the longest."""
    started = perf_counter()
    gaps: list[Gap] = []
    try:
        while lives():
            wall, own, screen = perf_counter(), process_time(), thread_time()
            await asyncio.sleep(TICK)
            now = perf_counter()
            gaps.append(Gap(now - wall, process_time() - own, thread_time() - screen, now - started))
    finally:
        longest = sorted(gaps, key=lambda gap: gap.ours, reverse=True)[:KEPT]
        told = {"seconds": perf_counter() - started, "longest": [gap._asdict() for gap in longest]}
        told |= {"wall": [gap.wall for gap in gaps], "ours": [gap.ours for gap in gaps]}
        file.write_text(json.dumps(told), encoding="utf-8")


def asked() -> Path | None:
    """Where the gaps are to be written; None where nobody asks."""
    file = os.environ.get(ASKED)
    return Path(file) if file else None
