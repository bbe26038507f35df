"""The line in which a filter is typed, and beside it what the filter shows and hides."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.highlighter import Highlighter
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from reader.model.filter_language import parse_filter
from reader.ui.plain import plain
from reader.ui.widgets.key_order import KeyOrder

if TYPE_CHECKING:
    from rich.text import Text
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.model.query import Query


class ProblemMarker(Highlighter):
    """Underlines the part of a filter that says nothing."""

    def highlight(self, text: Text) -> None:
        """Mark every problem of the filter in `text`."""
        for problem in parse_filter(text.plain, typing=True).problems:
            text.stylize("underline bold red", problem.start, max(problem.end, problem.start + 1))


class FilterInput(KeyOrder, Input):
    """The input itself: Escape leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave", show=False)]

    async def action_submit(self) -> None:
        """Done: the next key is the list's."""
        await super().action_submit()
        self.action_leave()

    def action_leave(self) -> None:
        """Give the focus back to the list."""
        self.screen.set_focus(self.screen.query_one("#timeline"))


class FilterBar(Horizontal):
    """Filter input and its outcome in words; always one line, so that nothing moves when it is used."""

    class Changed(Message):
        """The filter is now `query`; `done` once Enter was pressed."""

        def __init__(self, query: Query, *, done: bool) -> None:
            super().__init__()
            self.query = query
            self.done = done

        def can_replace(self, message: Message) -> bool:
            """Only what was typed last matters."""
            return isinstance(message, FilterBar.Changed) and not message.done

    def compose(self) -> ComposeResult:
        """Input left, outcome right."""
        yield FilterInput(
            placeholder="/ filter: words, actor:, topic:, is:unread",
            id="filter-input",
            compact=True,
            highlighter=ProblemMarker(),
            select_on_focus=False,
        )
        yield Static("", id="outcome")

    @property
    def input(self) -> FilterInput:
        """The input."""
        return self.query_one(FilterInput)

    def set_text(self, text: str) -> None:
        """Change the filter from outside; says so as if it had been typed."""
        self.input.value = text

    def outcome(self, text: str, *, urgent: bool = False) -> None:
        """Show what the filter does, or what waits."""
        label = self.query_one("#outcome", Static)
        label.set_class(urgent, "-urgent")
        label.update(plain(text))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every keystroke is a filter."""
        event.stop()
        self.post_message(self.Changed(parse_filter(event.value, typing=True), done=False))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter makes the last word whole."""
        event.stop()
        self.post_message(self.Changed(parse_filter(event.value), done=True))
