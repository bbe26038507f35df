"""A question of one line, asked in the place of another bar, so that nothing moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Input, Static

from reader.ui.plain import plain
from reader.ui.widgets.key_order import KeyOrder
from reader.view.clusters import cells

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget


LEAST_ANSWER = 20
"""Cells of the input."""


class PromptInput(KeyOrder, Input):
    """The input itself: Escape leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave", show=False)]
    before: Widget | None = None
    """What had the focus when the question came."""

    def on_resize(self) -> None:
        """The place where one types is in sight, whatever room the question leaves."""
        before = self.value[: self.cursor_position]
        self.scroll_to_region(Region(cells(before), 0, 2, 1), force=True, animate=False)

    def action_leave(self) -> None:
        """Answer nothing. The keys that follow in the same breath are for whoever was asked."""
        if self.before is not None and self.before.is_attached:
            self.screen.set_focus(self.before)
        self.post_message(PromptBar.Left())


class PromptBar(Horizontal):
    """What is asked, the input, and what is wrong with the answer or how it is to be written."""

    class Answered(Message):
        """The reader has pressed Enter on `text`."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The reader has answered nothing."""

    _asked = ""

    def compose(self) -> ComposeResult:
        """Question, input, hint."""
        yield Static("", id="prompt-question")
        yield PromptInput(id="prompt-input", compact=True, select_on_focus=False)
        yield Static("", id="prompt-hint")

    def ask(self, question: str, text: str, hint: str) -> None:
        """Ask; `text` is what the input holds at first."""
        self._asked = f" {question} "
        self.query_one("#prompt-question", Static).update(plain(self._asked))
        self._make_room()
        field = self.query_one(PromptInput)
        if self.screen.focused is not field:
            field.before = self.screen.focused
        field.value = text
        field.cursor_position = len(text)
        self.hint(hint)
        self.screen.set_focus(field)

    def hint(self, words: str, *, wrong: bool = False) -> None:
        """Say how to write the answer, or what is wrong with it."""
        hint = self.query_one("#prompt-hint", Static)
        hint.set_class(wrong, "-wrong")
        hint.update(plain(words))

    def on_resize(self) -> None:
        """Another width is another room for the hint."""
        self._make_room()

    def _make_room(self) -> None:
        """The hint takes what question and answer leave."""
        if self.size.width:
            room = self.size.width - cells(self._asked) - LEAST_ANSWER
            self.query_one("#prompt-hint", Static).styles.max_width = max(0, room)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the answer on."""
        event.stop()
        self.post_message(self.Answered(event.value))
