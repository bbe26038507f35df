"""The reader's place through any change of the list: the entry on the top line, and how far into it. Pure."""

from __future__ import annotations

from bisect import bisect_right
from typing import Protocol

from reader.frozen import dataclass
from reader.model.listing import Index
from reader.view.heights import Heights


class Listing(Protocol):
    """What an anchor must know of a list; `rows.Rows` is one."""

    @property
    def index(self) -> Index:
        """The entries, oldest first."""
        ...

    @property
    def heights(self) -> Heights:
        """Where they stand."""
        ...

    def position(self, entry_id: int) -> int | None:
        """Where an entry stands, None if it is not there."""
        ...


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place: `line` is counted from the title's first line, below zero on the rules above it.

    So the place survives a day rule that comes or goes. `sort_at` tells who is next older if the entry is gone.
    """

    entry_id: int
    line: int
    sort_at: int


def capture(rows: Listing, scroll_y: int) -> Anchor | None:
    """The place of the line `scroll_y`; None in an empty list. Lines outside the list count as its nearest."""
    heights = rows.heights
    if not len(heights):
        return None
    position, within = heights.locate(max(0, min(scroll_y, heights.total - 1)))
    return Anchor(rows.index.ids[position], within - heights.rules(position), rows.index.sort_at[position])


def restore(rows: Listing, anchor: Anchor | None) -> int:
    """The line at which the place now is: `scroll_y`, not below 0.

    If the entry is gone, the next older one that is left takes its place on the screen; if there is none, the oldest.
    """
    heights = rows.heights
    if anchor is None or not len(heights):
        return 0
    position = rows.position(anchor.entry_id)
    # An entry that has become shorter keeps the place within itself; one that steps in begins where the other did.
    if position is None:
        position, line = max(0, older(rows.index, anchor)), min(0, anchor.line)
    else:
        line = min(anchor.line, heights.height(position) - heights.rules(position) - 1)
    return max(0, heights.top(position) + heights.rules(position) + line)


def older(index: Index, anchor: Anchor) -> int:
    """Position of the newest entry that is older than the anchor's, by (sort_at, id); -1 if there is none."""
    position = bisect_right(index.sort_at, anchor.sort_at) - 1
    while position >= 0 and index.sort_at[position] == anchor.sort_at and index.ids[position] > anchor.entry_id:
        position -= 1
    return position
