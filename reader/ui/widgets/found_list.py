"""A list of what was found in entries: lines that are made as they show, and a cursor that keeps to its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.widgets.told_list import ToldList
from reader.view.ledger import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.geometry import Region
    from textual.strip import Strip

    from reader.view.catch_up import Told


class FoundList(ToldList, inherit_bindings=False):
    """`fetch` is told which lines will show, before they are made; `ToldList.entry` is the number of what was found."""

    def __init__(self, fetch: Callable[[int, int], None] = lambda _first, _last: None) -> None:
        super().__init__(lambda _numbers: {})
        self._fetch = fetch

    @property
    def cursor_line(self) -> int:
        """The line under the cursor."""
        return self._cursor

    def put(self, head: Sequence[Told], keep: int | None) -> None:
        """Show other lines, the cursor on the line `keep`, which stays where it is on the screen; None: the first."""
        above = self._cursor - int(self.scroll_y)
        self._head, self._new = head, ()
        self._cursor = keep if keep is not None else self._next(-1, 1) or 0
        self.place_at(max(0, self._cursor - above) if keep is not None else 0, self._total)
        self._keep_cursor_in_view()
        self.refresh()

    def go_to(self, line: int) -> None:
        """Put the cursor on a line, with what stands above it in sight."""
        self._go(line)
        if line - int(self.scroll_y) < 2:
            self.place_at(line - 2, self._total)

    def _leads(self, at: int) -> bool:
        if isinstance(self._head, Lines):
            return 0 <= at < len(self._head) and self._head.leads(at)
        return super()._leads(at)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Have the texts of a whole screen at hand before its lines are made."""
        first = int(self.scroll_y) + crop.y
        self._fetch(first, first + crop.height)
        return super().render_lines(crop)
