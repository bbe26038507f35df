"""Frames, arrows and the like in ASCII, for terminals that have nothing else; marks of entries are in `view.glyphs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color

# Each of one cell for one of one cell.
_DRAWN = str.maketrans({
    **dict.fromkeys("─━═▔▁", "-"), **dict.fromkeys("│┃║▏▕▌▐┊", "|"), **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼", "+"),
    **dict.fromkeys("▂▃▄▅▆▇█▀", " "), "↑": "^", "↓": "v", "←": "<", "→": ">", "·": "-", "…": "~", "▪": "*", "▸": ">",
    "“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ",
})  # fmt: skip


class AsciiFilter(LineFilter):
    """Draws with ASCII what Textual and we draw otherwise; letters of texts stay as they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments in as many cells."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(segment.text.translate(_DRAWN), segment.style)
            for segment in segments
        ]
