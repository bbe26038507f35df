"""The list of what happened: lines that are there at once, then a line for each new entry, made when it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.widgets.line_view import LineView
from reader.view.lines import EMPTY, Line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events
    from textual.geometry import Region
    from textual.strip import Strip

    from reader.view.catch_up import Told

MADE = 512
"""Lines of new entries that are kept."""


class ToldList(LineView, inherit_bindings=False):
    """Its cursor stands on entries only. `lines` makes the lines of new entries by id; the keys are the screen's."""

    def __init__(self, lines: Callable[[Sequence[int]], Mapping[int, Line]]) -> None:
        super().__init__((), id="told")
        self._lines = lines
        self._made: dict[int, Line] = {}
        self._head: Sequence[Told] = ()
        self._new: Sequence[int] = ()
        self._cursor = 0

    def show(self, head: Sequence[Told], new: Sequence[int]) -> None:
        """Show these from the top, with the cursor on the first entry."""
        self._head, self._new = head, new
        self._made.clear()
        self._cursor = self._next(-1, 1) or 0
        self.place_at(0, self._total)

    def remake(self, head: Sequence[Told]) -> None:
        """The same for another width: as many lines of entries, in other words."""
        leads = [at for at, item in enumerate(self._head) if item.leads]
        number = leads.index(self._cursor) if self._cursor in leads else None
        beyond = self._cursor - len(self._head)
        self._head = head
        self._made.clear()
        leads = [at for at, item in enumerate(head) if item.leads]
        self._cursor = leads[number] if number is not None and number < len(leads) else len(head) + max(0, beyond)
        self.place_at(int(self.scroll_y), self._total)
        self._keep_cursor_in_view()

    @property
    def entry(self) -> int | None:
        """The entry under the cursor; None where nothing is listed."""
        return self._entry_at(self._cursor)

    @property
    def _total(self) -> int:
        return len(self._head) + len(self._new)

    @property
    def page(self) -> int:
        """Lines of a page, less one to hold on to."""
        return max(1, self.size.height - 1)

    def move_by(self, entries: int) -> None:
        """To the next entry on that side, if there is one; up from the first one, what stands above comes into view."""
        at = self._next(self._cursor, entries)
        if at is not None:
            self._go(at)
        elif entries < 0:
            self.place_at(0, self._total)

    def move_lines(self, lines: int) -> None:
        """To the nearest entry about so many lines on."""
        step = 1 if lines > 0 else -1
        wanted = max(0, min(self._cursor + lines, self._total - 1))
        at = wanted if self._leads(wanted) else self._next(wanted, -step)
        if at is None or (at - self._cursor) * step <= 0:
            at = self._next(self._cursor, step)
        self._go(at if at is not None else self._cursor)

    def move_to_end(self, *, last: bool) -> None:
        """To the first entry, with everything above it, or to the last one."""
        at = self._next(self._total, -1) if last else self._next(-1, 1)
        self._go(at if at is not None else self._cursor)
        if not last:
            self.place_at(0, self._total)

    def on_click(self, event: events.Click) -> None:
        """The cursor goes to where the mouse points."""
        at = int(self.scroll_y) + event.y
        while 0 <= at < len(self._head) and not self._leads(at) and self._head[at].entry is not None:
            at -= 1
        if self._leads(at):
            self._go(at)

    # -- where the cursor may stand

    def _leads(self, at: int) -> bool:
        return self._head[at].leads if 0 <= at < len(self._head) else at < self._total

    def _next(self, at: int, step: int) -> int | None:
        at += step
        while 0 <= at < self._total:
            if self._leads(at):
                return at
            at += step
        return None

    def _entry_at(self, at: int) -> int | None:
        if at < len(self._head):
            return self._head[at].entry if self._head else None
        return self._new[at - len(self._head)] if at < self._total else None

    def _lines_of(self, at: int) -> int:
        """Lines that the entry at `at` takes."""
        end = at + 1
        while end < len(self._head) and self._head[end].entry is not None and not self._head[end].leads:
            end += 1
        return end - at

    def _go(self, at: int) -> None:
        self._cursor = at
        self._keep_cursor_in_view()
        self.refresh()

    def _keep_cursor_in_view(self) -> None:
        top, height = int(self.scroll_y), self.size.height
        end = self._cursor + self._lines_of(self._cursor)
        if self._cursor < top:
            self.place_at(self._cursor, self._total)
        elif height and end > top + height:
            self.place_at(end - height, self._total)

    # -- painting

    def on_focus(self) -> None:
        """The cursor is drawn otherwise."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor is drawn otherwise."""
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Read the texts of a whole screen in one question before its lines are made."""
        first = max(0, int(self.scroll_y) + crop.y - len(self._head))
        wanted = self._new[first : max(0, int(self.scroll_y) + crop.bottom - len(self._head))]
        missing = [number for number in wanted if number not in self._made]
        if missing:
            if len(self._made) > MADE:
                self._made.clear()
                missing = list(wanted)
            self._made |= self._lines(missing)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of what shows."""
        base, at = self.rich_style, int(self.scroll_y) + y
        line: Line = EMPTY
        if at < len(self._head):
            line = self._head[at].line
        elif at < self._total:
            line = self._made.get(self._new[at - len(self._head)], EMPTY)
        under = self._leads(self._cursor) and self._cursor <= at < self._cursor + self._lines_of(self._cursor)
        over = self.palette.style("cursor" if self.has_focus else "cursor-blurred", self.app) if under else None
        return self.palette.strip(line, base, self.app, over=over).adjust_cell_length(self.size.width, base)
