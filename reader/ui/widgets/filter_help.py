"""What hangs below the filter line while somebody types in it, over whatever stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.roles import Palette
from reader.view.filter_lines import Marked, offer_lines, offers_width, problem_lines, window
from reader.view.lines import EMPTY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from reader.model.filter_completion import Offer
    from reader.view.lines import Line


class FilterHelp(Widget):
    """A problem marked in place, and offers below it. It takes no focus: its keys are those of the filter line."""

    class Taken(Message):
        """The mouse has chosen the offer at this place."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, *, ascii: bool) -> None:  # noqa: A002
        super().__init__(id="filter-help")
        self._ascii = ascii
        self._palette = Palette()
        self._lines: list[Line] = []
        self._problem_lines = 0
        self.offers: Sequence[Offer] = ()
        self.chosen = 0
        self.problem: Marked | None = None

    def show(self, problem: Marked | None, offers: Sequence[Offer], chosen: int, column: int) -> None:
        """Show these, the offers from `column` on; nothing where there is neither."""
        self.problem, self.offers, self.chosen = problem, offers, chosen
        screen = self.screen.size
        width = screen.width if problem else offers_width(offers, screen.width)
        left = 0 if problem else max(0, min(column, screen.width - width))
        lines: list[Line] = problem_lines(problem, width) if problem else []
        self._problem_lines = len(lines)
        if offers:
            room = offers_width(offers, width)
            lines += offer_lines(offers, chosen, room, ascii=self._ascii)
        self._lines = lines
        self.display = bool(lines)
        if lines:
            bar = self.screen.query_one("FilterBar").region
            self.styles.offset = (left, bar.bottom)
            self.styles.width = width
            self.styles.height = min(len(lines), max(1, screen.height - bar.bottom))
        self.refresh()

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self._palette.forget()

    def render_line(self, y: int) -> Strip:
        """One line."""
        base = self.rich_style
        line = self._lines[y] if y < len(self._lines) else EMPTY
        return self._palette.strip(line, base, self.app).adjust_cell_length(self.size.width, base)

    def on_click(self, event: events.Click) -> None:
        """Take what the mouse points at."""
        event.stop()
        shown = window(len(self.offers), self.chosen)
        place = shown.start + event.y - self._problem_lines
        if place in shown:
            self.post_message(self.Taken(place))
