"""The help screen: every key, made from the table of commands, searchable."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.ui.commands import Place
from reader.ui.lookup import help_lines
from reader.ui.plain import plain
from reader.ui.screens.quitting import QUITTING, Quitting
from reader.ui.widgets.key_order import KeyOrder
from reader.ui.widgets.line_page import LinePage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from reader.view.lines import Line

PLACEHOLDER = "type to find a command"
KEYS = "j k PgUp PgDn scroll · / or a letter finds · q closes"
FINDING = "Up Down PgUp PgDn scroll · Esc shows all keys"
"""While something is looked for, letters are letters."""


class HelpInput(KeyOrder, Input):
    """What is looked for; the keys that move scroll the page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "leave", "close", show=False),
        Binding("down", "scroll_down", "down", show=False),
        Binding("up", "scroll_up", "up", show=False),
        Binding("pagedown", "page_down", "a page down", show=False),
        Binding("pageup", "page_up", "a page up", show=False),
    ]

    def action_leave(self) -> None:
        """Forget what was looked for; where nothing was, close."""
        if self.value:
            self.value = ""
            self.screen.set_focus(None)
        else:
            self.screen.dismiss(None)

    def action_scroll_down(self) -> None:
        """A line down."""
        self.screen.query_one(LinePage).scroll_lines(1)

    def action_scroll_up(self) -> None:
        """A line up."""
        self.screen.query_one(LinePage).scroll_lines(-1)

    def action_page_down(self) -> None:
        """A page down."""
        page = self.screen.query_one(LinePage)
        page.scroll_lines(page.size.height - 1)

    def action_page_up(self) -> None:
        """A page up."""
        page = self.screen.query_one(LinePage)
        page.scroll_lines(1 - page.size.height)


class HelpScreen(Quitting, ModalScreen[None]):
    """All keys of the program, those of the place where the reader is first; what is typed narrows the list."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *QUITTING,
        Binding("escape,q,question_mark,f1", "close", "close"),
        Binding("slash", "help_filter", "find"),
        Binding("j,down", "scroll_down", "down", show=False),
        Binding("k,up", "scroll_up", "up", show=False),
        Binding("pagedown,ctrl+d,space", "page_down", "a page down", show=False),
        Binding("pageup,ctrl+u", "page_up", "a page up", show=False),
        Binding("g,home", "first", "to the top", show=False),
        Binding("G,end", "last", "to the end", show=False),
    ]

    def __init__(self, keymap: dict[str, str], place: Place = Place.LIST, *, ascii: bool = False) -> None:  # noqa: A002
        super().__init__()
        self._ascii = ascii
        self._keymap = keymap
        self._place = place

    def compose(self) -> ComposeResult:
        """Title, search field, list."""
        with Vertical(id="help-box"):
            yield Static("Keys", id="help-title")
            yield HelpInput(placeholder=PLACEHOLDER, id="help-find", compact=True, select_on_focus=False)
            yield LinePage(self._lines, id="help-list")
            yield Static(KEYS, id="help-keys", markup=False)

    def _lines(self, width: int) -> Sequence[Line]:
        return help_lines(self._keymap, self._place, self.query_one(HelpInput).value, width, ascii=self._ascii)

    @property
    def _page(self) -> LinePage:
        return self.query_one(LinePage)

    def on_key(self, event: events.Key) -> None:
        """A letter that is bound to nothing begins a search."""
        if self.focused is None and event.is_printable and event.key not in self._bindings.key_to_bindings:
            event.stop()
            field = self.query_one(HelpInput)
            self.set_focus(field)
            field.insert_text_at_cursor(event.character or "")

    def watch_focused(self, focused: Widget | None) -> None:
        """Other keys work while one types."""
        for line in self.query("#help-keys").results(Static):
            line.update(plain(KEYS if focused is None else FINDING), layout=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._page.remake(from_start=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the list."""
        event.stop()
        self.set_focus(None)

    def action_help_filter(self) -> None:
        """To the search field."""
        self.set_focus(self.query_one(HelpInput))

    def action_scroll_down(self) -> None:
        """A line down."""
        self._page.scroll_lines(1)

    def action_scroll_up(self) -> None:
        """A line up."""
        self._page.scroll_lines(-1)

    def action_page_down(self) -> None:
        """A page down."""
        self._page.scroll_lines(self._page.size.height - 1)

    def action_page_up(self) -> None:
        """A page up."""
        self._page.scroll_lines(1 - self._page.size.height)

    def action_first(self) -> None:
        """To the top."""
        self._page.remake(from_start=True)

    def action_last(self) -> None:
        """To the end."""
        self._page.scroll_lines(len(self._page.lines))

    def action_close(self) -> None:
        """Back to where the reader was."""
        self.dismiss(None)
