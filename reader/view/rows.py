"""The timeline's own view of a query: an index in memory, its heights, and the texts of what is on screen.

Not thread-safe: it belongs to the thread that shows it. `fetch` is called there too, at most once a page.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import tzinfo
from typing import NamedTuple

from reader.frozen import dataclass, field, replace
from reader.model.event import Gap
from reader.model.listing import Index, Row, RowFlag
from reader.view.entry_lines import entry_lines
from reader.view.heights import Density, Heights
from reader.view.lines import Line, fit
from reader.view.paint import Marks, Matches

CACHED_ROWS = 512
CACHED_LINES = 256

Fetch = Callable[[Sequence[int]], list[Row]]


@dataclass(frozen=True, slots=True)
class Look:
    """All that shapes the lines of a timeline besides the entries."""

    width: int
    tz: tzinfo
    density: str = Density.COMFORTABLE
    ascii: bool = False
    marks: Marks | None = None
    matches: Matches | None = None
    gaps: tuple[Gap, ...] = ()
    sources: Mapping[int, str] = field(default_factory=dict[int, str])
    """Names of the sources by their ids, to stand beside their entries; none where those need no name."""


class Shown(NamedTuple):
    """One line of the screen: whose it is, which of that entry's lines, and what it says."""

    entry_id: int
    position: int
    within: int
    line: Line


class Rows:
    """Every entry of a query, oldest first by position, newest on top by line."""

    def __init__(self, fetch: Fetch, look: Look, index: Index | None = None) -> None:
        self._fetch = fetch
        self._look = look
        self._index = _copied(index or Index())
        self._rows: OrderedDict[int, Row | None] = OrderedDict()
        self._lines: OrderedDict[int, list[Line]] = OrderedDict()
        self._heights = self._measured()
        self._hint = 0

    def __len__(self) -> int:
        return len(self._index)

    @property
    def index(self) -> Index:
        """The arrays as they are now; not to be changed from outside."""
        return self._index

    @property
    def heights(self) -> Heights:
        """Where every entry stands."""
        return self._heights

    @property
    def look(self) -> Look:
        """What the lines are made for."""
        return self._look

    @property
    def total(self) -> int:
        """Lines of all entries together."""
        return self._heights.total

    def id_at(self, position: int) -> int:
        """The entry at a position. Raises IndexError."""
        return self._index.ids[position]

    def flags(self, position: int) -> RowFlag:
        """The state of the entry at a position."""
        return RowFlag(self._index.flags[position])

    def position(self, entry_id: int) -> int | None:
        """Where an entry stands, counted from the oldest; None if it is not in the list."""
        ids = self._index.ids
        start = max(0, self._hint - 32)
        for first, last in ((start, start + 64), (0, len(ids))):
            try:
                self._hint = ids.index(entry_id, first, last)
            except ValueError:
                continue
            return self._hint
        return None

    def between(self, since: int, until: int) -> range:
        """Positions of the entries with `since <= sort_at < until` (UTC seconds)."""
        return range(bisect_left(self._index.sort_at, since), bisect_left(self._index.sort_at, until))

    def prefetch(self, first: int, last: int) -> None:
        """Read the rows of positions `first` to `last` (exclusive) that are not at hand, in one call."""
        ids = self._index.ids[max(0, first) : max(0, last)]
        missing = [entry_id for entry_id in ids if entry_id not in self._rows]
        for entry_id in ids:
            if entry_id in self._rows:
                self._rows.move_to_end(entry_id)
        if not missing:
            return
        # What the store no longer has is remembered too, so that it is not asked for with every frame.
        self._rows.update(dict.fromkeys(missing))
        self._rows.update((row.id, row) for row in self._fetch(missing))
        _shrink(self._rows, max(CACHED_ROWS, len(ids)))

    def row(self, position: int) -> Row | None:
        """The row at a position, with its state as the list has it; None if the store has lost it."""
        entry_id = self._index.ids[position]
        if entry_id not in self._rows:
            self.prefetch(position, position + 1)
        row = self._rows[entry_id]
        flags = self._index.flags[position]
        if row is not None and row.flags != flags:
            row = replace(row, flags=RowFlag(flags))
            self._rows[entry_id] = row
        return row

    def visible(self, top_line: int, count: int) -> list[Shown]:
        """The lines `top_line` and after, `count` at most: fewer where the list ends."""
        top_line = max(0, top_line)
        bottom = min(top_line + count, self.total)
        if top_line >= bottom:
            return []
        newest, within = self._heights.locate(top_line)
        oldest, _ = self._heights.locate(bottom - 1)
        self.prefetch(oldest, newest + 1)
        shown: list[Shown] = []
        for position in range(newest, oldest - 1, -1):
            entry_id = self._index.ids[position]
            lines = self.lines(position)
            shown += [Shown(entry_id, position, at, lines[at]) for at in range(within, len(lines))]
            within = 0
        return shown[: bottom - top_line]

    def lines(self, position: int) -> list[Line]:
        """All lines of an entry: exactly `heights.height(position)`, each exactly as wide as the look says."""
        entry_id = self._index.ids[position]
        if entry_id in self._lines:
            self._lines.move_to_end(entry_id)
            return self._lines[entry_id]
        lines = self._render(position)
        self._lines[entry_id] = lines
        _shrink(self._lines, CACHED_LINES)
        return lines

    def _render(self, position: int) -> list[Line]:
        row, look, heights = self.row(position), self._look, self._heights
        lines: list[Line] = []
        if row is not None:
            lines = entry_lines(
                row,
                look.width,
                tz=look.tz,
                marks=look.marks,
                matches=look.matches,
                day_rule=heights.day_rule(position),
                gaps=heights.gap_rules(position),
                density=look.density,
                ascii=look.ascii,
                source=look.sources.get(row.source_id, "") if heights.named else "",
            )
        # The index may be older than the row; what it promised holds until it is replaced.
        height = heights.height(position)
        return lines[:height] + [fit((), look.width)] * (height - len(lines))

    def restate(self, entry_id: int, *, read: bool | None = None, starred: bool | None = None) -> None:
        """Show another state at once; no height changes."""
        position = self.position(entry_id)
        if position is None:
            return
        for flag, value in ((RowFlag.READ, read), (RowFlag.STARRED, starred)):
            if value is not None:
                flags = self._index.flags[position]
                self._index.flags[position] = flags | flag if value else flags & ~flag
        self._lines.pop(entry_id, None)

    def restate_many(
        self, entry_ids: Collection[int], *, read: bool | None = None, starred: bool | None = None
    ) -> None:
        """The same for many, in one pass."""
        wanted, flags = frozenset(entry_ids), self._index.flags
        states = ((int(RowFlag.READ), read), (int(RowFlag.STARRED), starred))
        put = sum(flag for flag, value in states if value)
        keep = 0xFF ^ sum(flag for flag, value in states if value is False)
        for position, entry_id in enumerate(self._index.ids):
            if entry_id in wanted:
                flags[position] = (flags[position] | put) & keep
        self._lines.clear()

    def append(self, more: Index) -> None:
        """Take in entries that are all newer than those here, oldest first, in time for the new ones only."""
        before = len(self)
        for own, other in zip(_arrays(self._index), _arrays(more), strict=True):
            own.extend(other)
        self._heights.append(self._index)
        if before:  # it may have lost its day rule
            self._lines.pop(self._index.ids[before - 1], None)
        self.invalidate(more.ids)

    def replace(self, index: Index) -> None:
        """Show another index; what it begins with in common with the present one is not measured again.

        Texts at hand stay: of entries that were edited, tell `invalidate`.
        """
        same = common_prefix(self._index, index)
        self._index = _copied(index)
        self._heights.replace(self._index, same)
        self._lines.clear()

    def reshape(self, look: Look) -> None:
        """Show the same entries otherwise: another width, zone, density, highlights, gaps."""
        before, self._look = self._look, look
        self._lines.clear()
        if _measures(before) != _measures(look):
            self._heights = self._measured()

    def invalidate(self, ids: Iterable[int] | None = None) -> None:
        """Forget the texts of these entries, or of all."""
        if ids is None:
            self._rows.clear()
            self._lines.clear()
            return
        for entry_id in ids:
            self._rows.pop(entry_id, None)
            self._lines.pop(entry_id, None)

    def _measured(self) -> Heights:
        look = self._look
        return Heights.build(self._index, look.width, look.tz, look.density, look.gaps, named=bool(look.sources))


def _measures(look: Look) -> tuple[object, ...]:
    """What heights hang on."""
    return look.width, look.tz, look.density, look.gaps, bool(look.sources)


def common_prefix(one: Index, other: Index) -> int:
    """How many entries two indexes have in common from the oldest on, alike in every respect."""
    same, limit = 0, min(len(one), len(other))
    while same < limit:
        # The half that is compared is compared once, so that all of it costs one pass over the bytes.
        middle = (same + limit + 1) // 2
        if all(a[same:middle] == b[same:middle] for a, b in zip(_arrays(one), _arrays(other), strict=True)):
            same = middle
        else:
            limit = middle - 1
    return same


def _arrays(index: Index) -> tuple[array[int], ...]:
    return (index.ids, index.sort_at, index.title_cells, index.flags)


def _copied(index: Index) -> Index:
    return Index(*(array[:] for array in _arrays(index)))


def _shrink(cache: OrderedDict[int, Row | None] | OrderedDict[int, list[Line]], size: int) -> None:
    while len(cache) > size:
        cache.popitem(last=False)
