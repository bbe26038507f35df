"""Lines as the screen shows them: spans of text, each with a role that a theme turns into a style."""

from __future__ import annotations

from reader.frozen import dataclass, replace
from reader.view.clusters import cells
from reader.view.wrap import truncate

ROLES = (
    "text",
    "time",
    "time-inferred",
    "time-seen",
    "unread",
    "starred",
    "key",
    "pinned",
    "edited",
    "withdrawn",
    "title",
    "title-read",
    "title-withdrawn",
    "title-actor",
    "tags",
    "topic",
    "match",
    "hit",
    "rule",
    "gap",
    "muted",
    "actor",
    "speaker",
    "link",
    "caption",
    "credit",
    "subhead",
    "quote",
    "label",
    "added",
    "removed",
    "error",
    "cursor",
    "hold",
)
"""Every role there is besides `mark:<n>`, the n-th highlight of the user, counted from 0."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one role; `link` is an address that `text.openable` has let through."""

    text: str
    role: str = "text"
    link: str | None = None


Line = tuple[Span, ...]
EMPTY: Line = ()


def width_of(line: Line) -> int:
    """Cells that a line takes."""
    return sum(cells(span.text) for span in line)


def text_of(line: Line) -> str:
    """What a line says, without roles."""
    return "".join(span.text for span in line)


def fit(line: Line, width: int, ellipsis: str = "…") -> Line:
    """The line in exactly `width` cells: padded with blanks, or cut between clusters with an ellipsis."""
    width = max(0, width)
    left = width - width_of(line)
    if left == 0:
        return line
    if left > 0:
        return (*line, Span(" " * left))
    return _cut(line, width, ellipsis)


def _cut(line: Line, width: int, ellipsis: str) -> Line:
    kept: list[Span] = []
    room = width
    for position, span in enumerate(line):
        size = cells(span.text)
        more = position + 1 < len(line)
        if size < room or (size == room and not more):
            kept.append(span)
            room -= size
            continue
        # A mark after the text makes it too long for its room, so that `truncate` puts the ellipsis into this span.
        text = truncate(span.text + (" " + ellipsis if more else ""), room, ellipsis)
        kept.append(replace(span, text=text))
        room -= cells(text)
        break
    return (*kept, Span(" " * room)) if room > 0 else tuple(kept)
