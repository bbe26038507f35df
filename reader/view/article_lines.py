"""The detail pane line by line: wraps no more of an article than is looked at."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from reader.frozen import dataclass
from reader.model.entry import Wording
from reader.model.event import Revision, StoredEntry
from reader.view.article import article_blocks
from reader.view.draft import ArticleBlock, Telling
from reader.view.lines import EMPTY, Line, fit, width_of
from reader.view.paint import Stroke, paint
from reader.view.wrap import wrap_lazily

READING_WIDTH = 88
"""Cells beyond which a line of text is hard to follow."""

_LEAD = frozenset({"heading", "headline", "provenance", "origin", "speaker", "state", "legend"})
"""Kinds of the blocks before the body: lines may come and go among them while the same body is shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an article that survives another width: a block, counted from where the body begins, and a character.

    `blank` is for the blank line above the block.
    """

    block: int
    at: int
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence of what is looked for: characters `start` to `end` of a block."""

    block: int
    start: int
    end: int


_Origin = tuple[int, int, int]
"""Block, first and last character of a line; the first below 0 for the blank line above a block."""


class Article:
    """An entry at one width. `links` holds the addresses behind the numbers `[1]`, `[2]` ... in it."""

    def __init__(
        self, blocks: Sequence[ArticleBlock], links: Sequence[str], width: int, *, reading_width: int = READING_WIDTH
    ) -> None:
        self.blocks = tuple(blocks)
        self.links = list(links)
        self.reading_width = reading_width
        self.width = width
        self.focus: Hit | None = None
        self._lead = next((at for at, block in enumerate(blocks) if block.shape.kind not in _LEAD), len(blocks))
        self._lines: list[Line] = []
        self._origins: list[_Origin] = []
        self._rest = self._produce()
        self._finished = False

    @classmethod
    def of(
        cls,
        stored: StoredEntry,
        telling: Telling,
        width: int,
        *,
        source: str | None = None,
        revisions: Sequence[Revision] = (),
        since: Wording | None = None,
        heading: str = "",
        silent: bool = False,
        full: bool = False,
        reading_width: int = READING_WIDTH,
    ) -> Article:
        """The article of a stored entry; see `article.article_blocks` for what goes in."""
        blocks, links = article_blocks(
            stored, telling, source=source, revisions=revisions, since=since, heading=heading, silent=silent, full=full
        )
        return cls(blocks, links, width, reading_width=reading_width)

    @property
    def total_lines_so_far(self) -> int:
        """Lines that have been wrapped."""
        return len(self._lines)

    @property
    def finished(self) -> bool:
        """Whether `total_lines_so_far` is all there is."""
        return self._finished

    def lines(self, first: int, count: int) -> list[Line]:
        """Lines `first` and after, `count` at most, each exactly as wide as the article; `focus` stands out."""
        first = max(0, first)
        self._wrap_up_to(first + count)
        shown = self._lines[first : first + max(0, count)]
        if self.focus is not None:
            shown = [self._focused(first + at, line) for at, line in enumerate(shown)]
        return shown

    def place(self, line: int) -> Place | None:
        """What stands on a line that has been wrapped; None for the first line and for lines that are not there."""
        if not 0 < line < len(self._origins):
            return None
        block, at, _ = self._origins[line]
        return Place(block - self._lead, max(0, at), at < 0)

    def line_of(self, place: Place | None) -> int:
        """The line on which a place now stands; wraps as far as that."""
        if place is None:
            return 0
        wanted = (max(0, place.block + self._lead), -1 if place.blank else place.at)
        while not self._finished and (not self._origins or self._origins[-1][:2] <= wanted):
            self._wrap_up_to(len(self._lines) + 50)
        return max(0, bisect_right(self._origins, (*wanted, sys.maxsize)) - 1)

    def hits(self, role: str) -> list[Hit]:
        """Where strokes of a role lie, in reading order."""
        return [
            Hit(number, stroke.start, stroke.end)
            for number, block in enumerate(self.blocks)
            for stroke in sorted(block.strokes, key=lambda stroke: stroke.start)
            if stroke.role == role
        ]

    def line_of_hit(self, hit: Hit) -> int:
        """The line on which a hit begins."""
        return self.line_of(Place(hit.block - self._lead, hit.start))

    def first_change(self) -> int | None:
        """The line on which the first change is told; None where none is."""
        changes = (hit for role in ("added", "removed") for hit in self.hits(role))
        told = [hit for hit in changes if self.blocks[hit.block].shape.kind == "change"]
        return self.line_of_hit(min(told, key=lambda hit: (hit.block, hit.start))) if told else None

    def finish(self, budget: int = 200) -> bool:
        """Wrap up to `budget` lines more; whether that was the rest."""
        self._wrap_up_to(len(self._lines) + budget)
        return self._finished

    def resize(self, width: int) -> None:
        """Begin anew at another width."""
        if width != self.width:
            self.width = width
            self._lines.clear()
            self._origins.clear()
            self._rest = self._produce()
            self._finished = False

    def _wrap_up_to(self, count: int) -> None:
        missing = count - len(self._lines)
        if missing <= 0 or self._finished:
            return
        fresh = list(islice(self._rest, missing))
        self._lines += [line for line, _ in fresh]
        self._origins += [origin for _, origin in fresh]
        self._finished = len(fresh) < missing

    @property
    def _text_width(self) -> int:
        return max(1, min(self.width, self.reading_width))

    def _produce(self) -> Iterator[tuple[Line, _Origin]]:
        for number, block in enumerate(self.blocks):
            if block.shape.spaced and number:
                yield fit(EMPTY, self.width), (number, -1, -1)
            for line, (start, end) in block_lines(block, self._text_width):
                yield fit(line, self.width), (number, start, end)

    def _focused(self, number: int, line: Line) -> Line:
        """The line with what is in focus painted over; the line itself where that is elsewhere."""
        block, start, end = self._origins[number]
        focus = self.focus
        if focus is None or focus.block != block or start >= focus.end or end <= focus.start:
            return line
        whole = self.blocks[block]
        over = ArticleBlock(whole.text, whole.shape, (*whole.strokes, Stroke(focus.start, focus.end, "hit")))
        return fit(next(again for again, at in block_lines(over, self._text_width) if at[0] == start), self.width)


def block_lines(block: ArticleBlock, width: int) -> Iterator[tuple[Line, tuple[int, int]]]:
    """The lines of a block in `width` cells, one at a time, not padded, each with the characters that it holds."""
    shape = block.shape
    painted = paint(block.text, shape.role, block.strokes)
    lead = max(width_of(shape.first), width_of(shape.rest))
    # In a column too narrow for it, the indent goes before the text does.
    indented = width - lead >= 8
    for number, (start, end) in enumerate(wrap_lazily(block.text, width - lead if indented else width)):
        before = (shape.rest if number else shape.first) if indented else EMPTY
        yield (*before, *painted.cut(start, end)), (start, end)
