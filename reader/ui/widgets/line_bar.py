"""A bar of one line: header, rhythm strip, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.strip import Strip
from textual.widget import Widget

from reader.ui.roles import Palette
from reader.view.lines import EMPTY, fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.geometry import Size

    from reader.view.lines import Line


class LineBar(Widget):
    """Shows what `content` makes of its width; `update` asks anew and repaints only what differs."""

    def __init__(self, content: Callable[[int], Line], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._content = content
        self._line: Line = EMPTY
        self._palette = Palette()

    def update(self) -> None:
        """Ask for the content anew, if it shows at all."""
        if not self.size.width:
            return
        line = fit(self._content(self.size.width), self.size.width)
        if line != self._line:
            self._line = line
            self.refresh()

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        # A new width is a new line, which the first frame of that width has already.
        another = size != self._size
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if another:
            self.update()
            self._repaint_required = False  # the layout paints what has another size
        return changed

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        self._palette.forget()

    def render_line(self, y: int) -> Strip:
        """The one line."""
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        return self._palette.strip(self._line, self.rich_style, self.app).adjust_cell_length(
            self.size.width, self.rich_style
        )
