"""A question of one line with answers to choose from: what is typed narrows them, arrows choose, Enter takes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from reader.text import fold, one_line
from reader.ui.plain import beside, plain
from reader.ui.screens.quitting import QUITTING, Quitting
from reader.ui.widgets.key_order import KeyOrder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content


MOST = 12
"""Answers in sight at a time."""
AROUND = 5
"""Lines of the box besides them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what it means, how it is shown, what is said of it, and whether it holds now."""

    value: str
    label: str
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """What the reader took; `keep` if it is to be kept beyond today."""

    value: str
    keep: bool = False


class PickInput(KeyOrder, Input):
    """The line that narrows the list; the arrows are the list's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "close", show=False),
        Binding("down,ctrl+n", "cursor_down", "next", show=False),
        Binding("up,ctrl+p", "cursor_up", "previous", show=False),
        Binding("pagedown", "page_down", "a page on", show=False),
        Binding("pageup", "page_up", "a page back", show=False),
        Binding("ctrl+s", "keep", "keep", show=False),
    ]

    class Kept(Message):
        """The reader takes the answer under the cursor for good."""

    def action_close(self) -> None:
        """Answer nothing."""
        self.screen.dismiss(None)

    def action_keep(self) -> None:
        """Take it for good."""
        self.post_message(self.Kept())

    def action_cursor_down(self) -> None:
        """The next answer."""
        self.screen.query_one(OptionList).action_cursor_down()

    def action_cursor_up(self) -> None:
        """The previous answer."""
        self.screen.query_one(OptionList).action_cursor_up()

    def action_page_down(self) -> None:
        """A page of answers on."""
        self.screen.query_one(OptionList).action_page_down()

    def action_page_up(self) -> None:
        """A page of answers back."""
        self.screen.query_one(OptionList).action_page_up()


class PickScreen(Quitting, ModalScreen[Pick | None]):
    """Asks for one of `choices`.

    `free` is what is said of the very words that were typed, which are an answer too; empty, they are none. With
    `keeps` Ctrl+S takes an answer for good. What `refuse` says of an answer is told in the box, and it is not taken.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*QUITTING]
    DEFAULT_CSS = """
    PickScreen {
        align: center bottom;
        #pick-box {
            width: 100%; max-width: 84; height: auto;
            border: round $primary; padding: 0 1; background: $background;
        }
        #pick-title { text-style: bold; }
        #pick-hint { height: 1; text-style: dim; text-wrap: nowrap; text-overflow: ellipsis; }
        #pick-hint.-wrong { text-style: bold; color: $withdrawn; }
        #pick-input { border: none; height: 1; padding: 0; background: $bar; }
        #pick-list {
            height: auto; border: none; padding: 0; background: $background;
            text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1;
        }
        &.-ansi #pick-list > .option-list--option-highlighted { text-style: bold underline; }
    }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        free: str = "",
        hint: str = "",
        keeps: bool = False,
        refuse: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._free = free
        self._hint = hint
        self._keeps = keeps
        self._refuse = refuse

    @property
    def listed(self) -> OptionList:
        """The answers."""
        return self.query_one(OptionList)

    def compose(self) -> ComposeResult:
        """Question, line, answers, hint."""
        with Vertical(id="pick-box"):
            yield Static(plain(self._title), id="pick-title")
            yield Static(plain(self._hint), id="pick-hint")
            yield PickInput(id="pick-input", compact=True, placeholder="pick one below, or type")
            yield OptionList(id="pick-list", markup=False)

    def on_mount(self) -> None:
        """Type at once, with the text that it is about in sight."""
        self.styles.background = "transparent"
        # Without colours the list's cursor is to be seen, too.
        self.set_class(self.app.native_ansi_color, "-ansi")
        self.listed.can_focus = False
        self._narrow("")
        self.query_one(PickInput).focus()

    def on_resize(self) -> None:
        """Half of the screen is left to the text."""
        self.listed.styles.max_height = max(3, min(MOST, self.size.height // 2 - AROUND))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._say(self._hint)
        self._narrow(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the answer under the cursor."""
        event.stop()
        self.take()

    def on_pick_input_kept(self, event: PickInput.Kept) -> None:
        """Take it for good."""
        event.stop()
        self.take(keep=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the answer that was clicked."""
        event.stop()
        self._answer(Pick(event.option.id or ""))

    def take(self, *, keep: bool = False) -> None:
        """Answer with what is under the cursor."""
        option = self.listed.highlighted_option
        if option is not None and (self._keeps or not keep):
            self._answer(Pick(option.id or "", keep))

    def _answer(self, pick: Pick) -> None:
        wrong = self._refuse(pick.value)
        if wrong is None:
            self.dismiss(pick)
        else:
            self._say(wrong, wrong=True)

    def _say(self, words: str, *, wrong: bool = False) -> None:
        hint = self.query_one("#pick-hint", Static)
        hint.update(plain(words))
        hint.set_class(wrong, "-wrong")

    def _narrow(self, typed: str) -> None:
        wanted = fold(typed).split()
        fitting = [c for c in self._choices if all(word in fold(f"{c.label} {c.note}") for word in wanted)]
        # What begins with it is what was most likely meant.
        fitting.sort(key=lambda choice: not fold(choice.label).startswith(fold(typed)))
        options = [Option(self._line(choice), id=choice.value) for choice in {c.value: c for c in fitting}.values()]
        text = one_line(typed)
        if self._free and text and all(choice.value != text for choice in fitting):
            options.append(Option(beside("  ", text, (f"  {self._free}", "dim")), id=text))
        self.listed.clear_options()
        self.listed.add_options(options)
        self.listed.highlighted = 0 if options else None
        if not options:
            self.listed.add_option(Option(plain("  Nothing there is like that"), disabled=True))

    @staticmethod
    def _line(choice: Choice) -> Content:
        mark = "▪ " if choice.chosen else "  "
        note = (f"  {one_line(choice.note)}", "dim") if choice.note else ""
        return beside(mark, one_line(choice.label), note)
