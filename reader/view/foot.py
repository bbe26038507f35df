"""The last line of the detail pane: what has happened to the entry while it is read, or what is looked for. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from reader.model.event import StoredEntry
from reader.text import one_line
from reader.view.clusters import cells
from reader.view.glyphs import glyphs_for
from reader.view.lines import Line, Span, fit
from reader.view.wrap import truncate


def foot_line(parts: Sequence[str], width: int, *, ascii: bool) -> Line:  # noqa: A002
    """A rule with words in it, so that nobody takes it for a line of the text; the last parts go if room is short."""
    glyphs = glyphs_for(ascii)
    told = [one_line(part) for part in parts if part]
    while len(told) > 1 and cells("; ".join(told)) + len("--  ") > width:
        told.pop()
    text = truncate(f"{glyphs.rule * 2} {'; '.join(told)} ", max(0, width), glyphs.ellipsis)
    return fit((Span(text + glyphs.rule * max(0, width - cells(text)), "hold"),), width)


def newer_words(before: StoredEntry, now: StoredEntry, key: str) -> str:
    """What became of an entry since it was put on the screen; `key` shows what changed. Empty where it is the same."""
    if now.revision > before.revision:
        return f"edited since: {key} shows the difference" if key else "edited since"
    if (now.withdrawn_at is None) != (before.withdrawn_at is None):
        return "withdrawn by the source since" if now.withdrawn_at is not None else "back at the source since"
    return ""
