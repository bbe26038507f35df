"""The characters of our own that stand beside remote text, each one cell wide, in Unicode and in ASCII.

No emoji: terminals disagree about their widths (Unicode TR11).
"""

from __future__ import annotations

from reader.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of marks. Every state of an entry has a character of its own, so that a row reads without colour."""

    unread: str = "●"
    starred: str = "★"
    edited: str = "✎"
    withdrawn: str = "⌫"
    key_event: str = "◆"
    pinned: str = "⊤"
    late: str = "⇣"
    ellipsis: str = "…"
    rule: str = "─"
    gap: str = "╌"
    dot: str = "·"
    bar: str = "│"
    bullet: str = "•"
    picture: str = "▣"
    up: str = "▲"
    empty: str = "┊"
    older: str = "‹"
    live: str = "▸"
    ended: str = "■"
    paused: str = "‖"
    failing: str = "!"
    opened: str = "○"
    blocks: str = "▁▂▃▄▅▆▇█"


UNICODE = Glyphs()
ASCII = Glyphs(
    unread="*",
    starred="s",
    edited="e",
    withdrawn="x",
    key_event="k",
    pinned="p",
    late="v",
    ellipsis="~",
    rule="-",
    gap="~",
    dot="-",
    bar="|",
    bullet="-",
    picture="#",
    up="^",
    empty=":",
    older="<",
    live=">",
    ended="#",
    paused="=",
    opened="o",
    blocks=".,:;=+%@",
)


def glyphs_for(ascii: bool) -> Glyphs:  # noqa: A002
    """The set for a terminal: ASCII where it was asked for."""
    return ASCII if ascii else UNICODE
