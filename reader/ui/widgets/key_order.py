"""Keys that come in one breath act in the order in which they were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.widgets import Input

if TYPE_CHECKING:
    from textual.widget import Widget as Base
else:
    # Not a widget itself: Textual takes styles and bindings from the first base that is one.
    Base = object


class KeyOrder(Base):
    """Carries a key out before the next one is looked at, and hands keys on where the focus has left meanwhile.

    Textual sends all keys of one read to the widget that has the focus at that moment, and looks for bindings only when
    they have come back to the app. In `/turkey` typed fast, or pasted, the letters would be commands.
    """

    pressed = ""
    """The key that is being carried out, for commands of which every key means something else."""

    def on_mount(self) -> None:
        """Nothing blinks."""
        if isinstance(self, Input):
            self.cursor_blink = False

    async def on_key(self, event: events.Key) -> None:
        """Act at once on what is bound; give what is not ours any more to whom it belongs."""
        # Textual has no public way to ask for a binding or to hand a key on.
        app = self.app
        target = app.focused or app.screen
        if target is not self:
            target._forward_event(events.Key(event.key, event.character))  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            event.stop()
            event.prevent_default()
            return
        self.pressed = event.key
        if self._types(event) or not await app._check_bindings(event.key):  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            return
        event.stop()
        event.prevent_default()

    def _types(self, event: events.Key) -> bool:
        """Whether the key writes a letter here."""
        return isinstance(self, Input) and event.is_printable
