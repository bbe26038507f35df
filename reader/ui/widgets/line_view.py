"""What timeline and text have in common: lines of spans, painted by role, scrolled without a frame in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.style import Style
from textual.events import DescendantBlur, DescendantFocus
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView

from reader.ui.roles import Palette
from reader.ui.widgets.key_order import KeyOrder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Region
    from textual.reactive import Reactive
    from textual.strip import Strip

    from reader.model.highlight import Highlight


class LineView(KeyOrder, ScrollView, can_focus=True, inherit_bindings=False):
    """A view of many lines on the line API."""

    class HitsEnded(Message):
        """The reader wants no more hits."""

    def __init__(self, highlights: Sequence[Highlight], *, id: str, hyperlinks: bool = True) -> None:  # noqa: A002
        super().__init__(id=id)
        self.palette = Palette(highlights, hyperlinks=hyperlinks)
        self.base = Style.null()
        """What every line is painted on."""

    @property
    def line_width(self) -> int:
        """Cells of a line, the scrollbar not counted; 0 before the first layout."""
        return self.scrollable_content_region.width

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self.palette.forget()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Look the style of the whole up once for all its lines: Textual makes it anew each time it is asked."""
        self.base = self.rich_style
        return super().render_lines(crop)

    def place_at(self, line: int, total: int) -> None:
        """Show `total` lines from `line` on: size and place in one turn, so that no frame has the one alone."""
        size = Size(self.line_width, total)
        if self.styles.auto_dimensions:
            self.virtual_size = size
        elif size != self.virtual_size:
            # What scrolls within a view of fixed size moves nothing else on the screen, so nothing is laid out anew.
            self.set_reactive(cast("Reactive[Size]", LineView.virtual_size), size)
            self._scroll_update(size)
        line = max(0, min(line, total - self.size.height))
        self.scroll_target_y = line
        self.scroll_y = line
        self.refresh()

    def fit(self) -> None:
        """Make the lines for the size that the view has now."""

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        # In the turn in which it is laid out: an event about it would come when the old lines are painted already.
        another = size != self._size
        if not another and self._container_size == size - self.styles.gutter.totals and not self.styles.auto_dimensions:
            return False  # Textual would paint the scrollbar anew with every layout
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if another:
            self.fit()
            self._repaint_required = False  # the layout paints what has another size
        return changed

    def watch_has_focus(self, _has_focus: bool) -> None:
        """No style of these views hangs on the focus; Textual would set all anew, and paint the scrollbar for that."""

    def _on_focus(self, event: events.Focus) -> None:
        """What looks otherwise with the focus is for the view to say: Textual would paint all of it anew."""
        event.prevent_default()
        self.has_focus = True
        if self.parent is not None:
            self.parent.post_message(DescendantFocus(self))

    def _on_blur(self, event: events.Blur) -> None:
        event.prevent_default()
        self.has_focus = False
        if self.parent is not None:
            self.parent.post_message(DescendantBlur(self))
