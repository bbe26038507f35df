"""The table of who says what: actors down, acts across, a cursor on a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from reader.ui.widgets.line_view import LineView
from reader.view.lines import EMPTY
from reader.view.matrix import ACTS, columns, head_line, row_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.strip import Strip

    from reader.tagging.acts import Act
    from reader.view.lines import Line
    from reader.view.matrix import Row


class MatrixTable(LineView, inherit_bindings=False):
    """Its first line, the names of the acts, stays in sight. The keys are the screen's; `Moved`: the cursor did."""

    class Moved(Message):
        """Another cell is under the cursor."""

    class Chosen(Message):
        """The cell under the cursor was clicked again."""

    def __init__(self, *, ascii: bool) -> None:  # noqa: A002
        super().__init__((), id="matrix")
        self._ascii = ascii
        self._rows: Sequence[Row] = ()
        self._row = 0
        self._act = 0
        self.empty: Sequence[Line] = ()
        self.by_side = False

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self._row] if self._rows else None

    @property
    def act(self) -> Act:
        """The act under the cursor."""
        return ACTS[self._act]

    def show(self, rows: Sequence[Row], keep: str | None, act: Act) -> None:
        """Show these, with the cursor on the actor `keep` where he is there, on the line where he was."""
        above = self._row - int(self.scroll_y)
        self._rows = rows
        place = next((at for at, row in enumerate(rows) if row.name == keep), None)
        self._row, self._act = place or 0, ACTS.index(act)
        self.place_at(max(0, self._row - above) if place is not None else 0, self._total)
        self._keep_in_view()
        self.refresh()

    @property
    def _total(self) -> int:
        return len(self._rows) + 1 if self._rows else len(self.empty)

    @property
    def page(self) -> int:
        """Rows of a page, less one to hold on to."""
        return max(1, self.size.height - 2)

    def move(self, rows: int = 0, acts: int = 0) -> None:
        """Move the cursor, as far as there are rows and acts."""
        if self._rows:
            self._row = max(0, min(len(self._rows) - 1, self._row + rows))
            self._act = max(0, min(len(ACTS) - 1, self._act + acts))
            self._keep_in_view()
            self.refresh()
            self.post_message(self.Moved())

    def _keep_in_view(self) -> None:
        top, room = int(self.scroll_y), self.size.height - 1
        if self._row < top:
            self.place_at(self._row, self._total)
        elif room > 0 and self._row >= top + room:
            self.place_at(self._row - room + 1, self._total)

    def on_click(self, event: events.Click) -> None:
        """The cursor goes to where the mouse points; there already, the cell is opened."""
        at = columns(max(1, self.line_width - 1), self._rows)
        row, act = int(self.scroll_y) + event.y - 1, (event.x - at.name) // at.act
        if not event.y or not 0 <= row < len(self._rows) or not 0 <= act < len(ACTS):
            return
        if (row, act) == (self._row, self._act):
            self.post_message(self.Chosen())
        self.move(row - self._row, act - self._act)

    # -- painting

    def on_focus(self) -> None:
        """The cursor is drawn otherwise."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor is drawn otherwise."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of what shows."""
        base, width = self.rich_style, max(1, self.line_width - 1)
        if not self._rows:
            line = self.empty[y] if y < len(self.empty) else EMPTY
            return self.palette.strip(line, base, self.app).adjust_cell_length(self.size.width, base)
        at, row = columns(width, self._rows), int(self.scroll_y) + y - 1
        line, over = EMPTY, None
        if y == 0:
            line = head_line(at, self.act, width, by_side=self.by_side)
        elif row < len(self._rows):
            here = row == self._row
            line = row_line(self._rows[row], at, self.act if here else None, width, ascii=self._ascii)
            over = self.palette.style("cursor" if self.has_focus else "cursor-blurred", self.app) if here else None
        return self.palette.strip(line, base, self.app, over=over).adjust_cell_length(self.size.width, base)
