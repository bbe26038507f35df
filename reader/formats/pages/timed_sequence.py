"""Whether a row of printed times can be the times of a live page's entries. Pure; minutes, newest or oldest first.

A live page is written in the order of time. So are other things that open with times: programmes and timetables (round
times), transcripts (from 00:00), verses (3:16, 3:17), scores. What tells them apart is stated here.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

DAY = 24 * 60
MIDNIGHT = 3 * 60
"""A step against the order that is larger than this is a new day; a smaller one is a late post."""
LEAST = 5
"""Fewer entries than this are no evidence."""
FEW = 3
"""So many are, on a page that says that it is live, if each states its time for machines."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a row of times runs: the direction, the steps over midnight, and the steps against it."""

    oldest_first: bool
    days: int
    inversions: int


def order(minutes: Sequence[int]) -> Order | None:
    """Return how times run, None where they run neither way. Minutes may exceed a day (full stamps)."""
    if len(minutes) < 2 or len(set(minutes)) < min(3, len(minutes)):
        return None
    ways = [_way(minutes, oldest_first=False), _way(minutes, oldest_first=True)]
    best = min(ways, key=lambda way: (way.inversions + way.days, way.inversions, way.oldest_first))
    steps = len(minutes) - 1
    late = steps // 8 + (1 if steps >= 5 else 0)
    return best if best.inversions <= late and best.days <= max(1, steps // 4) else None


def _way(minutes: Sequence[int], *, oldest_first: bool) -> Order:
    days = inversions = 0
    for before, after in itertools.pairwise(minutes):
        back = before - after if oldest_first else after - before
        if back > MIDNIGHT:
            days += 1
        elif back > 0:
            inversions += 1
    return Order(oldest_first, days, inversions)


def is_counter(minutes: Sequence[int]) -> bool:
    """Whether the times count on by one, as verses and numbered lists do."""
    steps = [abs(after - before) for before, after in itertools.pairwise(minutes)]
    return len(steps) >= 4 and sum(step == 1 for step in steps) >= 0.7 * len(steps)


def is_round(minutes: Sequence[int]) -> bool:
    """Whether (nearly) all times are multiples of five minutes: a programme, not what happened."""
    return sum(at % 5 == 0 for at in minutes) >= 0.9 * len(minutes)


def is_recording(minutes: Sequence[int]) -> bool:
    """Whether the times run up from the start of a recording, as those of a transcript or of chapters do."""
    return bool(minutes) and minutes[0] <= 3 and list(minutes) == sorted(minutes)
