"""Blocks of an article in the making: text with numbered links, actors and highlights, not yet wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from reader.frozen import dataclass, field
from reader.model.entry import Link
from reader.view.glyphs import Glyphs, glyphs_for
from reader.view.lines import EMPTY, Line
from reader.view.numbering import Numbers, numbered
from reader.view.paint import Marks, Matches, Stroke, found


@dataclass(frozen=True, slots=True)
class Shape:
    """How a block stands: what it is, its role, what is set before its first and its other lines.

    `spaced` asks for a blank line above it.
    """

    kind: str
    role: str = "text"
    first: Line = EMPTY
    rest: Line = EMPTY
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class ArticleBlock:
    """A text to be wrapped as one, with everything that lies on it."""

    text: str
    shape: Shape
    strokes: tuple[Stroke, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """How an article is told: the reader's zone and the time now (UTC seconds), highlights, characters."""

    tz: tzinfo
    now: int
    marks: Marks | None = None
    matches: Matches | None = None
    ascii: bool = False
    diff_key: str = ""
    """The key that tells what changed, as people write it; empty where there is none."""
    beside: str = ""
    """What is to be said of the page behind the entry, if anything."""
    page: str | None = None
    page_key: str = ""
    """The page that a key reads here, and the key; empty where there is none, or it has been read."""

    @property
    def glyphs(self) -> Glyphs:
        """The characters to draw with."""
        return glyphs_for(self.ascii)


_SPACES = str.maketrans("\t\r\v\f", "    ")


@dataclass(slots=True)
class Draft:
    """The blocks so far, and the numbers of their links."""

    telling: Telling
    blocks: list[ArticleBlock] = field(default_factory=list[ArticleBlock])
    numbers: Numbers = field(default_factory=Numbers)

    def add(self, text: str | None, shape: Shape, links: Sequence[Link] = (), under: Sequence[Stroke] = ()) -> None:
        """A block, unless it has no text: links numbered, `under` (actors) upon them, highlights over all."""
        if not text:
            return
        text = text.translate(_SPACES)
        over = found(text, self.telling.marks, self.telling.matches)
        shown, strokes = numbered(text, links, [*under, *over], self.numbers)
        self.blocks.append(ArticleBlock(shown, shape, tuple(strokes)))

    def add_line(self, line: Line, shape: Shape) -> None:
        """A block made of spans, without highlights."""
        text, strokes = "", list[Stroke]()
        for span in line:
            strokes.append(Stroke(len(text), len(text) + len(span.text), span.role, span.link))
            text += span.text
        if text:
            self.blocks.append(ArticleBlock(text.translate(_SPACES), shape, tuple(strokes)))
