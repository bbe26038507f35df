"""The list of sources: two lines each, of which only those that show are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.widgets.line_view import LineView
from reader.view.lines import EMPTY, Line
from reader.view.source_lines import LINES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.strip import Strip

    from reader.model.source import SourceStatus


class SourceList(LineView, inherit_bindings=False):
    """Holds its cursor by the id of the source, so that nothing moves when the list is read anew.

    `lines` makes the lines of a source for a width; `moved` is called in the turn in which the cursor moves. The keys
    are the screen's.
    """

    def __init__(self, lines: Callable[[SourceStatus, int], tuple[Line, Line]], moved: Callable[[], None]) -> None:
        super().__init__((), id="source-list")
        self._lines = lines
        self._moved = moved
        self._made: dict[int, tuple[Line, Line]] = {}
        self.statuses: Sequence[SourceStatus] = ()
        self.cursor: int | None = None
        """The source under the cursor; None in an empty list."""
        self.empty_text: Sequence[Line] = ()

    @property
    def current(self) -> SourceStatus | None:
        """The source under the cursor."""
        position = self.position
        return self.statuses[position] if position is not None else None

    @property
    def position(self) -> int | None:
        """Where the cursor is, counted from 0."""
        return next((at for at, item in enumerate(self.statuses) if item.source.id == self.cursor), None)

    def show(self, statuses: Sequence[SourceStatus], *, cursor: int | None = None) -> None:
        """Show these, with the source under the cursor on the row where it is; `cursor` is where to go instead."""
        before, top = self.position or 0, int(self.scroll_y)
        row = before * LINES - top
        self.statuses = statuses
        elsewhere = cursor is not None and cursor != self.cursor
        if elsewhere:
            self.cursor = cursor
        if self.position is None:
            self.cursor = statuses[min(before, len(statuses) - 1)].source.id if statuses else None
        self._made.clear()
        self._go_to(top if elsewhere else (self.position or 0) * LINES - row)
        self._keep_cursor_in_view()
        self._moved()

    def repaint(self) -> None:
        """Make all lines anew: the time has moved on."""
        self._made.clear()
        self.refresh()

    def move_by(self, sources: int) -> None:
        """Move the cursor, as far as there are sources."""
        position = self.position
        if position is not None:
            self.move_to(position + sources)

    def move_to(self, position: int) -> None:
        """Put the cursor on a place of the list, or the nearest that there is."""
        if self.statuses:
            self.cursor = self.statuses[max(0, min(position, len(self.statuses) - 1))].source.id
            self._keep_cursor_in_view()
            self.refresh()
            self._moved()

    @property
    def page(self) -> int:
        """How many sources show at once, less one to hold on to."""
        return max(1, self.size.height // LINES - 1)

    def on_click(self, event: events.Click) -> None:
        """The cursor goes to where the mouse points."""
        position = (int(self.scroll_y) + event.y) // LINES
        if position < len(self.statuses):
            self.move_to(position)

    # -- painting

    def on_resize(self) -> None:
        """A new width is new lines."""
        self._made.clear()
        self._go_to(int(self.scroll_y))
        self._keep_cursor_in_view()

    def on_focus(self) -> None:
        """The cursor is drawn otherwise."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor is drawn otherwise."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of what shows."""
        base, width = self.rich_style, self.size.width
        position, part = divmod(int(self.scroll_y) + y, LINES)
        over = None
        if position < len(self.statuses):
            status = self.statuses[position]
            line = self._of(status)[part]
            if status.source.id == self.cursor:
                over = self.palette.style("cursor" if self.has_focus else "cursor-blurred", self.app)
        else:
            line = self.empty_text[y] if not self.statuses and y < len(self.empty_text) else EMPTY
        return self.palette.strip(line, base, self.app, over=over).adjust_cell_length(width, base)

    def _of(self, status: SourceStatus) -> tuple[Line, Line]:
        made = self._made.get(status.source.id)
        if made is None:
            width = max(1, self.line_width - 1)  # a blank before the scrollbar
            made = self._made[status.source.id] = self._lines(status, width)
        return made

    def _go_to(self, line: int) -> None:
        self.place_at(line, len(self.statuses) * LINES)

    def _keep_cursor_in_view(self) -> None:
        position = self.position
        if position is None or not self.size.height:
            return
        top = position * LINES
        if top < self.scroll_y:
            self._go_to(top)
        elif top + LINES > self.scroll_y + self.size.height:
            self._go_to(top + LINES - self.size.height)
