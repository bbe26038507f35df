"""The input of the filter line: marks what says nothing, and carries out the keys that are not for writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from rich.highlighter import Highlighter
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from reader.model.filter_language import parse_filter
from reader.ui.commands import Place, bindings
from reader.ui.widgets.key_order import KeyOrder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text
    from textual.binding import BindingType


class ProblemMarker(Highlighter):
    """Underlines the part of a filter that says nothing; red too, unless it may be that it is only unfinished."""

    def highlight(self, text: Text) -> None:
        """Mark every problem of the filter in `text`."""
        for problem in parse_filter(text.plain, typing=True).problems:
            style = "underline" if problem.end == len(text.plain) else "underline bold red"
            text.stylize(style, problem.start, max(problem.end, problem.start + 1))


class Guide(Protocol):
    """What the line does around its input. Called in the turn of the key, so that keys of one breath act in order."""

    @property
    def offers(self) -> Sequence[object]:
        """What is offered."""
        ...

    def choose(self, step: int) -> None:
        """Choose another offer."""
        ...

    def take_chosen(self) -> None:
        """Put the chosen offer into the text."""
        ...

    def close_offers(self) -> None:
        """Offer nothing more until something else is typed."""
        ...

    def enter(self) -> None:
        """Take what was chosen; where nothing was, leave."""
        ...

    def leave(self) -> None:
        """Give the focus back to the list."""
        ...

    async def ask_name(self) -> None:
        """Ask for a name for the filter."""
        ...


class FilterInput(KeyOrder, Input):
    """Up and Down walk through what is offered, else through `history`, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.FILTER)]

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """What is typed scrolls within a line that is as wide as it was: Textual would lay all out with every key."""

    def __init__(self, guide: Guide) -> None:
        super().__init__(
            placeholder="/ filter: words, actor:, topic:, is:unread",
            id="filter-input",
            compact=True,
            highlighter=ProblemMarker(),
            select_on_focus=False,
        )
        self._guide = guide
        self.history: Sequence[str] = ()
        self._at = -1
        self._draft = ""
        self.recalled: str | None = None
        """What stands here because it was recalled, and not typed."""

    def forget_place(self) -> None:
        """The next walk through the history begins at its head."""
        self._at = -1

    async def action_submit(self) -> None:
        """Enter."""
        self._guide.enter()

    def action_take_offer(self) -> None:
        """Take it; where nothing is offered Right is only Right, and Tab does not lead out of a half-typed word."""
        if self._guide.offers and self.cursor_position >= len(self.value):
            self._guide.take_chosen()
        elif self.pressed == "right":
            self.action_cursor_right()

    def action_earlier_filter(self) -> None:
        """Up in what is offered, else to an earlier filter."""
        self._step(1)

    def action_later_filter(self) -> None:
        """Down, or to a later one."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if self._guide.offers:
            self._guide.choose(-step)
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

    async def action_save_filter(self) -> None:
        """Keep it under a name."""
        await self._guide.ask_name()

    def action_leave_filter(self) -> None:
        """Close what is offered; where nothing is, leave."""
        if self._guide.offers:
            self._guide.close_offers()
        else:
            self._guide.leave()
