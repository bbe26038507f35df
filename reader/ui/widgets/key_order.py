"""Lines to type in: keys that come in one breath act in their order, and what is longer than the line shows that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
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

    def watch_value(self) -> None:
        """What is pasted first of all is seen at its end, where the cursor is: Textual scrolls from the second on."""
        if isinstance(self, Input):
            at = self.cursor_screen_offset.x - self.content_region.x + self.scroll_offset.x
            self.scroll_to_region(Region(at, 0, 1, 1), force=True, animate=False)

    def render_line(self, y: int) -> Strip:
        """A line that is cut says so at that end, but where the cursor stands."""
        strip = super().render_line(y)
        if not isinstance(self, Input) or y or not self.value:
            return strip
        left, width = self.scroll_offset.x, self.scrollable_content_region.width
        cursor = self.cursor_screen_offset.x - self.content_region.x if self.has_focus else -1
        if left and cursor:
            strip = Strip.join([_cut(strip.crop(0, 1)), strip.crop(1)])
        if self.content_width - 1 - left > width and cursor != width - 1:
            strip = Strip.join([strip.crop(0, width - 1), _cut(strip.crop(width - 1, width))])
        return strip

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


def _cut(cell: Strip) -> Strip:
    """The sign that there is more, in the style of the cell that it takes."""
    return Strip([Segment("…", next((segment.style for segment in cell), None))], 1)
