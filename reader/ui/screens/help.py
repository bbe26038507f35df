"""The help screen: every key, made from the table of commands, searchable."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.ui.commands import COMMANDS, Command, Place

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

NAMES = {
    "question_mark": "?", "slash": "/", "pagedown": "PgDn", "pageup": "PgUp", "escape": "Esc", "enter": "Enter",
    "tab": "Tab", "shift+tab": "Shift+Tab", "home": "Home", "end": "End", "space": "Space", "up": "↑", "down": "↓",
    "left": "←", "right": "→", "f1": "F1",
}  # fmt: skip

NOTES = (
    "Select text with Shift and the mouse (Option in iTerm2), or set mouse = false.",
    'Filter: words, "phrases", actor: topic: speaker: kind: is: since: has: /regex/, - or NOT, OR, ( ).',
    "Marks: ● unread  ★ starred  ✎ edited  ◆ key event  ⊤ pinned  ⌫ withdrawn.",
)


def shown(keys: str) -> str:
    """Keys as people write them."""
    return "  ".join(_shown(key.strip()) for key in keys.split(","))


def _shown(key: str) -> str:
    if key in NAMES:
        return NAMES[key]
    return f"Ctrl+{key[5:].upper()}" if key.startswith("ctrl+") else key


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
        keys = {command.name: shown(self._keymap.get(command.name, command.keys)) for command in COMMANDS}
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
