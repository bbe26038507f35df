"""What every role of a span looks like, in the colours of the theme.

One table for all widgets, looked up in the theme's variables: as component classes of each widget the same looks cost a
hundred milliseconds of style sheet at every start.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.errors import StyleSyntaxError
from rich.segment import Segment
from rich.style import Style
from textual.color import Color, ColorParseError
from textual.strip import Strip

from reader.text import openable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.color import Color as RichColor
    from textual.app import App

    from reader.model.highlight import Highlight
    from reader.view.lines import Line

LOOKS: Mapping[str, tuple[str, str]] = {
    "text": ("", ""),
    "time": ("time", ""),
    "time-inferred": ("time", "italic"),
    "time-seen": ("time", "dim"),
    "unread": ("unread", "bold"),
    "starred": ("unread", "bold"),
    "key": ("key", "bold"),
    "pinned": ("key", "bold"),
    "edited": ("edited", "bold"),
    "withdrawn": ("withdrawn", "bold"),
    "title": ("", "bold"),
    "title-read": ("", ""),
    "title-withdrawn": ("", "strike"),
    "title-actor": ("actor", "bold"),
    "tags": ("actor", ""),
    "topic": ("", "dim"),
    "match": ("", "bold underline"),
    "hit": ("", "bold reverse"),
    "rule": ("rule", ""),
    "gap": ("unread", ""),
    "muted": ("", "dim"),
    "actor": ("actor", ""),
    "speaker": ("", "italic"),
    "link": ("link", "underline"),
    "caption": ("", "italic"),
    "credit": ("", "dim italic"),
    "subhead": ("", "bold underline"),
    "quote": ("time", ""),
    "label": ("actor", ""),
    "added": ("actor", "underline"),
    "removed": ("withdrawn", "strike"),
    "error": ("withdrawn", "bold"),
    "hold": ("unread", "bold"),
    "command": ("unread", "bold"),
}
"""Role to a variable of the theme (none: the text's own colour) and attributes in Rich's words.

Meaning never hangs on colour alone: every state has a character of its own too.
"""

PLAIN_MARK = Style(bold=True, underline=True)


class Palette:
    """The styles of one widget, looked up once a theme."""

    def __init__(self, highlights: Sequence[Highlight] = (), *, hyperlinks: bool = True) -> None:
        self._highlights = [parsed(item.style) for item in highlights]
        self._styles: dict[str, Style] = {}
        self._hyperlinks = hyperlinks

    def use(self, highlights: Sequence[Highlight]) -> None:
        """Paint other highlights from now on."""
        self._highlights = [parsed(item.style) for item in highlights]
        self._styles.clear()

    def forget(self) -> None:
        """The theme has changed: look everything up again."""
        self._styles.clear()

    def style(self, role: str, app: App[object]) -> Style:
        """The style that a role adds to its line."""
        style = self._styles.get(role)
        if style is None:
            style = self._styles[role] = self._look_up(role, app)
        return style

    def _look_up(self, role: str, app: App[object]) -> Style:
        if role.startswith("mark:"):
            return self._highlights[int(role[5:])]
        if role.startswith("style:"):
            return parsed(role[6:])
        variables = app.theme_variables
        if role.startswith("cursor"):
            return _cursor(role, variables, turned=app.native_ansi_color)
        variable, attributes = LOOKS[role]
        return Style(color=_rich(variables.get(variable))) + Style.parse(attributes)

    def strip(self, line: Line, base: Style, app: App[object], *, over: Style | None = None) -> Strip:
        """Make a strip of a line; `over` is laid over every span (the cursor)."""
        segments: list[Segment] = []
        turned = over is not None and over.reverse
        for span in line:
            role = self.style(span.role, app)
            # On a line that is turned around, colours would make a patchwork.
            style = base + (role.without_color if turned else role)
            if over is not None:
                style += over
            if span.link and self._hyperlinks and (safe := _openable(span.link)):
                style += Style(link=safe)
            segments.append(Segment(span.text, style))
        return Strip(segments)


@lru_cache(maxsize=512)
def _openable(url: str) -> str | None:
    """Textual writes the address of a style as it is: one that is not an address must not get there."""
    return openable(url)


def _cursor(role: str, variables: Mapping[str, str], *, turned: bool) -> Style:
    """A tint behind the entry; the terminal's own colours have none to give, so there the line is turned around."""
    if turned:
        return Style(reverse=True) if role == "cursor" else Style(underline=True)
    return Style(bgcolor=_rich(variables.get(role)))


def _rich(color: str | None) -> RichColor | None:
    try:
        return Color.parse(color).rich_color if color else None
    except ColorParseError:
        return None


def parsed(style: str) -> Style:
    """A style in Rich's words (`bold yellow on blue`); bold and underlined where the words make none."""
    try:
        return Style.parse(style)
    except StyleSyntaxError:
        return PLAIN_MARK
