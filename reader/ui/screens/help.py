"""The help screen: every key, made from the table of commands, searchable."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.ui.commands import COMMANDS, Command, Place, sign

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

NOTES = (
    "Select text with Shift and the mouse (Option in iTerm2), or set mouse = false.",
    'Filter: words, "phrases", actor: topic: speaker: kind: is: since: has: /regex/, - or NOT, OR, ( ).',
    "Marks: ● unread  ★ starred  ✎ edited  ◆ key event  ⊤ pinned  ⌫ withdrawn.",
)


class HelpScreen(ModalScreen[None]):
    """All keys of the program; what is typed narrows the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "close", "close"),
        Binding("slash", "help_filter", "find"),
        Binding("j,down", "scroll_down", "down", show=False),
        Binding("k,up", "scroll_up", "up", show=False),
    ]

    def __init__(self, keymap: dict[str, str]) -> None:
        super().__init__()
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """Title, search field, list."""
        with Vertical(id="help-box"):
            yield Static("Keys", id="help-title")
            yield Input(placeholder="/ to find a command", id="help-find")
            with VerticalScroll(id="help-scroll"):
                yield Static(self._listing(""), id="help-list")

    def on_mount(self) -> None:
        """Keys work at once; the field is there when asked for."""
        self.query_one("#help-scroll").focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self.query_one("#help-list", Static).update(self._listing(event.value))

    def on_input_submitted(self) -> None:
        """Back to the list."""
        self.query_one("#help-scroll").focus()

    def action_help_filter(self) -> None:
        """To the search field."""
        self.query_one("#help-find").focus()

    def action_scroll_down(self) -> None:
        """A line down."""
        self.query_one("#help-scroll").scroll_relative(y=1, animate=False)

    def action_scroll_up(self) -> None:
        """A line up."""
        self.query_one("#help-scroll").scroll_relative(y=-1, animate=False)

    def action_close(self) -> None:
        """Back to where the reader was."""
        self.dismiss(None)

    def _listing(self, wanted: str) -> Content:
        keys = {command.name: _signs(self._keymap.get(command.name, command.keys)) for command in COMMANDS}
        words = wanted.casefold().split()
        found = [c for c in COMMANDS if all(w in f"{c.name} {c.help} {keys[c.name]}".casefold() for w in words)]
        width = max((len(keys[c.name]) for c in found), default=0)
        parts: list[Content | tuple[str, str]] = []
        group = ""
        for command in found:
            if command.group != group:
                group = command.group
                parts.append((f"\n{group}\n", "bold"))
            parts.append((f"  {keys[command.name]:<{width}}  ", "bold"))
            parts.append((f"{command.help}{_where(command)}\n", ""))
        parts += [("\n" + "\n".join(NOTES), "dim")] if found else [("\nNo command is called that.\n", "")]
        return Content.assemble(*parts)


def _where(command: Command) -> str:
    return {Place.DETAIL: " (in the text)", Place.LIST: " (in the list)"}.get(command.place, "")


def _signs(keys: str) -> str:
    return "  ".join(sign(key) for key in keys.split(","))
