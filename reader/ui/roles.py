"""Which style belongs to which role of a span; the colours themselves are in styles/theme.tcss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.errors import StyleSyntaxError
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.view.lines import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widget import Widget

    from reader.model.highlight import Highlight
    from reader.view.lines import Line

COMPONENT_CLASSES = {f"role--{role}" for role in (*ROLES, "cursor-blurred")}

PLAIN_MARK = Style(bold=True, underline=True)


class Palette:
    """The styles of one widget, looked up once a theme."""

    def __init__(self, widget: Widget, highlights: Sequence[Highlight] = ()) -> None:
        self._widget = widget
        self._highlights = [parsed(item.style) for item in highlights]
        self._styles: dict[str, Style] = {}

    def forget(self) -> None:
        """The theme has changed: look everything up again."""
        self._styles.clear()

    def style(self, role: str) -> Style:
        """The style that a role adds to its line."""
        style = self._styles.get(role)
        if style is None:
            style = self._styles[role] = self._look_up(role)
        return style

    def _look_up(self, role: str) -> Style:
        if role.startswith("mark:"):
            return self._highlights[int(role[5:])]
        return self._widget.get_component_rich_style(f"role--{role}", partial=True)

    def strip(self, line: Line, base: Style, *, over: Style | None = None) -> Strip:
        """Make a strip of a line; `over` is laid over every span (the cursor)."""
        segments: list[Segment] = []
        turned = over is not None and over.reverse
        for span in line:
            role = self.style(span.role)
            # On a line that is turned around, colours would make a patchwork.
            style = base + (role.without_color if turned else role)
            if over is not None:
                style += over
            if span.link:
                style += Style(link=span.link)
            segments.append(Segment(span.text, style))
        return Strip(segments)


def parsed(style: str) -> Style:
    """A style in Rich's words (`bold yellow on blue`); bold and underlined where the words make none."""
    try:
        return Style.parse(style)
    except StyleSyntaxError:
        return PLAIN_MARK
