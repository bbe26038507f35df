"""Any command by its name: the list of those that work here, narrowed by what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from reader.ui.lookup import NONE_FOUND, keys_in_words, matches, ranked, runnable
from reader.ui.plain import beside, plain
from reader.ui.screens.quitting import QUITTING, Quitting
from reader.ui.widgets.key_order import KeyOrder

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from reader.ui.commands import Command, Place

WIDTH = 84
"""Cells of the box, as in the style sheet."""
FRAME = 5
"""Cells of border, padding and scrollbar."""
KEYS = 12
"""Cells for the keys of a command, as many as fit."""


class CommandInput(KeyOrder, Input):
    """What is typed; the keys that move go to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", show=False),
        Binding("down,ctrl+n", "cursor_down", "down", show=False),
        Binding("up,ctrl+p", "cursor_up", "up", show=False),
        Binding("pagedown", "page_down", "a page down", show=False),
        Binding("pageup", "page_up", "a page up", show=False),
    ]

    @property
    def _list(self) -> OptionList:
        return self.screen.query_one(OptionList)

    def action_leave(self) -> None:
        """Run nothing."""
        self.screen.dismiss(None)

    def action_cursor_down(self) -> None:
        """To the next command."""
        self._list.action_cursor_down()

    def action_cursor_up(self) -> None:
        """To the previous command."""
        self._list.action_cursor_up()

    def action_page_down(self) -> None:
        """A page of commands on."""
        self._list.action_page_down()

    def action_page_up(self) -> None:
        """A page of commands back."""
        self._list.action_page_up()


class CommandLine(Quitting, ModalScreen[str | None]):
    """Answers with the name of a command; None if the reader leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [*QUITTING]

    def __init__(self, keymap: dict[str, str], place: Place) -> None:
        super().__init__()
        self._keymap = keymap
        self._commands = [command for command in runnable(place) if command.name != "command_line"]

    def compose(self) -> ComposeResult:
        """Input, list."""
        with Vertical(id="command-box"):
            yield CommandInput(placeholder="a command, or what it does", id="command-input", compact=True)
            yield OptionList(id="command-list", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(OptionList).can_focus = False
        self.query_one(CommandInput).focus()
        self._fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._fill(event.value)

    def _fill(self, wanted: str) -> None:
        listed = self.query_one(OptionList)
        found = [c for c in self._commands if matches(c, self._keymap, wanted)]
        if wanted.strip():
            found.sort(key=lambda command: ranked(command, wanted, self._keymap))
        listed.clear_options()
        listed.add_options([Option(self._line(command), id=command.name) for command in found])
        if not found:
            listed.add_option(Option(plain(f"{NONE_FOUND} Esc leads out."), disabled=True))
        listed.highlighted = 0 if found else None

    def _line(self, command: Command) -> Content:
        keys = keys_in_words(command, self._keymap)
        while len(keys) > KEYS and "  " in keys:
            keys = keys.rpartition("  ")[0]
        name = f"  {command.name}"
        room = min(WIDTH, self.app.size.width) - FRAME - KEYS - 2
        if len(command.help) + len(name) > room:
            name = ""
        return beside((f"{keys:<{KEYS}}  ", "bold"), command.help, (name, "dim"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Run the command under the cursor."""
        event.stop()
        option = self.query_one(OptionList).highlighted_option
        if option is not None:
            self.dismiss(option.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Run the command that was clicked."""
        event.stop()
        self.dismiss(event.option_id)
