"""How one quits, on every screen and from every box that opens over one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.widgets import Input

from reader.ui.commands import BY_NAME, sign

if TYPE_CHECKING:
    from textual.dom import DOMNode

    Base = DOMNode
else:
    # Not a screen itself: Textual takes styles and bindings from the first base that is one.
    Base = object

ALWAYS = "ctrl+q"
"""Works also where letters are typed."""
QUITTING = (
    Binding(ALWAYS, "quit_now", "quit", show=False),
    Binding("ctrl+c", "how_to_quit", "how to quit", show=False),
)
"""For boxes; screens have them from the table of commands."""


class Quitting(Base):
    """Carries these out."""

    IS_BOX: ClassVar[bool] = True
    """Whether Escape closes it."""

    def action_how_to_quit(self) -> None:
        """Ctrl+C ends other programs; here too much would be lost by a slip."""
        keymap: dict[str, str] = getattr(self.app, "keymap", {})
        keys = [key.strip() for key in keymap.get("quit_now", BY_NAME["quit_now"].keys).split(",")]
        leads_out = self.IS_BOX or isinstance(self.app.focused, Input)
        if leads_out:
            keys = [ALWAYS] if self.IS_BOX else [key for key in keys if len(key) > 1] or keys
        self.app.notify(f"{'Esc leads out, ' if leads_out else ''}{sign(keys[0])} quits", markup=False)

    def action_quit_now(self) -> None:
        """Quit."""
        self.app.exit()
