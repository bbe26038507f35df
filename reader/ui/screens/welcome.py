"""What a newcomer sees who follows nothing yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

WORDS = """\
You follow nothing yet.

Paste the address of a live page ("live updates", "live blog", "ticker") or of an RSS, Atom or JSON feed below and \
press Enter. Dateline asks it again from time to time, keeps every wording of every entry, and reads offline.

To see it at work first, leave with Esc and q, then run

    dateline demo

To bring a list along: dateline import FILE (OPML, or newsboat's urls)."""


class WelcomeScreen(ModalScreen[str | None]):
    """Asks for a first address; None if the reader leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "later")]

    def compose(self) -> ComposeResult:
        """Words and a field."""
        with Vertical(id="welcome-box"):
            yield Static("Dateline", id="help-title")
            yield Static(WORDS, markup=False)
            yield Input(placeholder="https://", id="welcome-address", compact=True)
            yield Static("", id="welcome-problem", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the address if it is one."""
        from reader.net.address import canonical  # noqa: PLC0415  not needed for the first screen

        url = canonical(event.value)
        if url is None:
            self.query_one("#welcome-problem", Static).update("That is no http or https address.")
        else:
            self.dismiss(url)

    def action_close(self) -> None:
        """Not now."""
        self.dismiss(None)
