"""What timeline and text have in common: lines of spans, painted by role, scrolled without a frame in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView

from reader.ui.roles import Palette
from reader.ui.widgets.key_order import KeyOrder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model.highlight import Highlight


class LineView(KeyOrder, ScrollView, can_focus=True, inherit_bindings=False):
    """A view of many lines on the line API."""

    class HitsEnded(Message):
        """The reader wants no more hits."""

    def __init__(self, highlights: Sequence[Highlight], *, id: str, hyperlinks: bool = True) -> None:  # noqa: A002
        super().__init__(id=id)
        self.palette = Palette(highlights, hyperlinks=hyperlinks)

    @property
    def line_width(self) -> int:
        """Cells of a line, the scrollbar not counted; 0 before the first layout."""
        return self.scrollable_content_region.width

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self.palette.forget()

    def place_at(self, line: int, total: int) -> None:
        """Show `total` lines from `line` on: size and place in one turn, so that no frame has the one alone."""
        self.virtual_size = Size(self.line_width, total)
        line = max(0, min(line, total - self.size.height))
        self.scroll_target_y = line
        self.scroll_y = line
        self.refresh()
