"""Heights of entries and where they stand, from numbers alone: no text is read, nothing is wrapped.

Entries are counted oldest first (positions), the screen shows the newest on top (lines). Running sums start at the
oldest, so that what arrives on top is appended and moves no sum.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from datetime import tzinfo
from enum import StrEnum
from itertools import accumulate

from reader.model.event import Gap
from reader.model.listing import Index, RowFlag
from reader.view.times import day_ends

GUTTER = 2
"""Cells before the time: unread mark and star."""
TIME_WIDTH = 6
"""Cells of the time and the blank after it."""
NARROWEST_TITLE = 20
"""Where the title would have fewer cells than this, the time gives way to it."""
TITLE_LINES = 2
MOST_GAPS = 3
"""Rules in one place: of many sources that were not asked for a while, the others are told together."""
NARROWEST_NAMED = 48
"""Cells of a list in which the sources of entries are named."""

STATE_FLAGS = RowFlag.TAGGED | RowFlag.EDITED | RowFlag.WITHDRAWN | RowFlag.KEY_EVENT | RowFlag.PINNED
"""Entries with one of these have a line below the title that says so."""
_STATE_LINE = bytes(1 if value & int(STATE_FLAGS) else 0 for value in range(256))


class Density(StrEnum):
    """Whether a blank line follows every entry."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


def time_width(width: int) -> int:
    """Cells of the time column in a timeline of `width` cells: TIME_WIDTH, or 0 where there is no room."""
    return TIME_WIDTH if width >= GUTTER + TIME_WIDTH + NARROWEST_TITLE else 0


def title_width(width: int) -> int:
    """Cells of the title column in a timeline of `width` cells."""
    return max(1, width - GUTTER - time_width(width))


class Heights:
    """Where every entry of an index stands in a timeline of one width, zone and density.

    With `named` every entry has the line below the title, since that names its source.
    """

    def __init__(
        self,
        width: int,
        tz: tzinfo,
        density: str = Density.COMFORTABLE,
        gaps: Sequence[Gap] = (),
        *,
        named: bool = False,
    ) -> None:
        self.named = named and width >= NARROWEST_NAMED
        self.width = width
        self.tz = tz
        self.density = density
        self.gaps = tuple(gaps)
        self._bottoms = array("I", (0,))
        self._day_rules: set[int] = set()
        self._gap_rules: dict[int, tuple[Gap, ...]] = {}

    @classmethod
    def build(
        cls,
        index: Index,
        width: int,
        tz: tzinfo,
        density: str = Density.COMFORTABLE,
        gaps: Sequence[Gap] = (),
        *,
        named: bool = False,
    ) -> Heights:
        """Measure every entry of `index`; `gaps` are drawn as rules where they end."""
        heights = cls(width, tz, density, gaps, named=named)
        heights.replace(index, 0)
        return heights

    def __len__(self) -> int:
        return len(self._bottoms) - 1

    @property
    def total(self) -> int:
        """Lines of all entries together."""
        return self._bottoms[-1]

    def top(self, position: int) -> int:
        """The first line of an entry, its rules included, counted from the top of the list."""
        return self._bottoms[-1] - self._bottoms[position + 1]

    def height(self, position: int) -> int:
        """Lines of an entry, its rules and the blank after it included."""
        return self._bottoms[position + 1] - self._bottoms[position]

    def day_rule(self, position: int) -> bool:
        """Whether a day begins above this entry as one reads downwards."""
        return position in self._day_rules

    def gap_rules(self, position: int) -> tuple[Gap, ...]:
        """The gaps that are told above this entry."""
        return self._gap_rules.get(position, ())

    def rules(self, position: int) -> int:
        """Lines above the title of an entry."""
        return (position in self._day_rules) + len(self._gap_rules.get(position, ()))

    def locate(self, line: int) -> tuple[int, int]:
        """The entry at a line, and the line within it. Raises IndexError outside the list."""
        if not 0 <= line < self.total:
            raise IndexError(line)
        position = bisect_right(self._bottoms, self.total - 1 - line) - 1
        return position, line - self.top(position)

    def append(self, index: Index) -> None:
        """Take in the entries that `index` has beyond those measured; the others must be as they were."""
        self.replace(index, len(self))

    def replace(self, index: Index, start: int) -> None:
        """Measure anew from position `start` on; the entries before it must be as they were.

        The entry before `start` is measured too, since it loses or gains its day rule by what comes after it.
        """
        start = max(0, min(start, len(self), len(index)) - 1)
        self._place_rules(index, start)
        blank = 0 if self.density == Density.COMPACT else 1
        flags = index.flags[start:]
        states = b"\x01" * len(flags) if self.named else flags.tobytes().translate(_STATE_LINE)
        second = _beyond(index.title_cells[start:], title_width(self.width)) * (TITLE_LINES - 1)
        # A byte an entry, added up as one number: none of them is ever more than a byte holds.
        count = len(states)
        together = _number(bytes((1 + blank,)) * count) + _number(states) + second
        heights = list(together.to_bytes(count, "little"))
        for position in self._day_rules | self._gap_rules.keys():
            if position >= start:
                heights[position - start] = heights[position - start] + self.rules(position)
        sums = accumulate(heights, initial=self._bottoms[start])
        del self._bottoms[start:]
        self._bottoms.extend(sums)

    def _place_rules(self, index: Index, start: int) -> None:
        self._day_rules = {position for position in self._day_rules if position < start}
        self._day_rules.update(day_ends(index.sort_at, self.tz, start))
        self._gap_rules = {}
        for gap in sorted(self.gaps, key=lambda gap: -gap.end):
            # Above the newest entry from before the gap: what fell into it afterwards stands above the rule.
            position = bisect_right(index.sort_at, gap.start) - 1
            if position >= 0:
                self._gap_rules[position] = (*self._gap_rules.get(position, ()), gap)
        for position, gaps in self._gap_rules.items():
            if len(gaps) > MOST_GAPS:
                rest = gaps[MOST_GAPS - 1 :]
                together = Gap(min(gap.start for gap in rest), rest[0].end, f"{len(rest)} more gaps")
                self._gap_rules[position] = (*gaps[: MOST_GAPS - 1], together)


def _beyond(numbers: array[int], limit: int) -> int:
    """A byte for each number of two bytes, 1 for what is more than `limit`, else 0; all of them as one number."""
    every = numbers.tobytes()
    low, high = every[sys.byteorder == "big" :: 2], every[sys.byteorder == "little" :: 2]
    limit_high, limit_low = divmod(limit, 256)
    above = high.translate(bytes(value > limit_high for value in range(256)))
    alike = high.translate(bytes(value == limit_high for value in range(256)))
    beyond = low.translate(bytes(value > limit_low for value in range(256)))
    return _number(above) | _number(alike) & _number(beyond)


def _number(line: bytes) -> int:
    return int.from_bytes(line, "little")
