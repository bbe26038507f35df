"""The input of the filter line: marks what says nothing, and hands on the keys that are not for writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.highlighter import Highlighter
from textual.actions import SkipAction
from textual.message import Message
from textual.widgets import Input

from reader.model.filter_language import parse_filter
from reader.ui.commands import Place, bindings
from reader.ui.widgets.key_order import KeyOrder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.text import Text
    from textual.binding import BindingType


class ProblemMarker(Highlighter):
    """Underlines the part of a filter that says nothing; red too, unless it may be that it is only unfinished."""

    def highlight(self, text: Text) -> None:
        """Mark every problem of the filter in `text`."""
        for problem in parse_filter(text.plain, typing=True).problems:
            style = "underline" if problem.end == len(text.plain) else "underline bold red"
            text.stylize(style, problem.start, max(problem.end, problem.start + 1))


class FilterInput(KeyOrder, Input):
    """Asks `offered` whether something is offered; Up and Down walk through `history`, the newest first, otherwise."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.FILTER)]

    class Offered(Message):
        """The reader does something with what is offered: moves by `step`, takes it, or closes the list (None)."""

        def __init__(self, step: int | None = None, *, taken: bool = False) -> None:
            super().__init__()
            self.step = step
            self.taken = taken

    class NameWanted(Message):
        """The filter is to be kept under a name."""

    class Left(Message):
        """The reader is done with the line."""

    def __init__(self, offered: Callable[[], bool]) -> None:
        super().__init__(
            placeholder="/ filter: words, actor:, topic:, is:unread",
            id="filter-input",
            compact=True,
            highlighter=ProblemMarker(),
            select_on_focus=False,
        )
        self._offered = offered
        self.history: Sequence[str] = ()
        self._at = -1
        self._draft = ""
        self.recalled: str | None = None
        """What stands here because it was recalled, and not typed."""

    def forget_place(self) -> None:
        """The next walk through the history begins at its head."""
        self._at = -1

    def action_take_offer(self) -> None:
        """Take it; where nothing is offered the key means what it means elsewhere."""
        if not self._offered() or self.cursor_position < len(self.value):
            raise SkipAction
        self.post_message(self.Offered(taken=True))

    def action_earlier_filter(self) -> None:
        """Up in what is offered, else to an earlier filter."""
        self._step(1)

    def action_later_filter(self) -> None:
        """Down, or to a later one."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if self._offered():
            self.post_message(self.Offered(-step))
            return
        if self._at < 0:
            self._draft = self.value
        others = [text for text in self.history if text != self._draft]
        place = max(-1, min(self._at + step, len(others) - 1))
        if place != self._at:
            self._at = place
            self.recalled = others[place] if place >= 0 else self._draft
            self.value = self.recalled
            self.cursor_position = len(self.value)

    def action_save_filter(self) -> None:
        """Keep it under a name."""
        self.post_message(self.NameWanted())

    def action_leave_filter(self) -> None:
        """Close what is offered; where nothing is, leave."""
        self.post_message(self.Offered() if self._offered() else self.Left())
