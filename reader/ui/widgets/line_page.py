"""A page of lines that somebody else makes for its width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.widgets.line_view import LineView
from reader.view.lines import EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.strip import Strip

    from reader.view.lines import Line


class LinePage(LineView, inherit_bindings=False):
    """Shows what `content` makes of its width. It takes no focus: the keys are the screen's."""

    def __init__(self, content: Callable[[int], Sequence[Line]], *, id: str) -> None:  # noqa: A002
        super().__init__((), id=id)
        self.can_focus = False
        self._content = content
        self.lines: Sequence[Line] = ()

    def remake(self, *, from_start: bool = False) -> None:
        """Ask for the lines anew; the place is kept unless they are to be seen from the start."""
        self.lines = self._content(max(1, self.line_width - 1)) if self.line_width else ()
        self.place_at(0 if from_start else int(self.scroll_y), len(self.lines))

    def scroll_lines(self, lines: int) -> None:
        """Move the page."""
        self.place_at(int(self.scroll_y) + lines, len(self.lines))

    def on_resize(self) -> None:
        """A new width is new lines; one that is as high as its lines asks for room once this layout is through."""
        self.remake()
        if self.styles.auto_dimensions:
            self.call_after_refresh(self.refresh, layout=True)

    def render_line(self, y: int) -> Strip:
        """One line of what shows."""
        base, at = self.rich_style, int(self.scroll_y) + y
        line = self.lines[at] if at < len(self.lines) else EMPTY
        return self.palette.strip(line, base, self.app).adjust_cell_length(self.size.width, base)
