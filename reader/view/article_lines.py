"""The detail pane line by line: wraps no more of an article than is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from reader.model.entry import Wording
from reader.model.event import Revision, StoredEntry
from reader.view.article import article_blocks
from reader.view.draft import ArticleBlock, Telling
from reader.view.lines import EMPTY, Line, fit, width_of
from reader.view.paint import paint
from reader.view.wrap import wrap_lazily

READING_WIDTH = 88
"""Cells beyond which a line of text is hard to follow."""


class Article:
    """An entry at one width. `links` holds the addresses behind the numbers `[1]`, `[2]` ... in it."""

    def __init__(
        self, blocks: Sequence[ArticleBlock], links: Sequence[str], width: int, *, reading_width: int = READING_WIDTH
    ) -> None:
        self.blocks = tuple(blocks)
        self.links = list(links)
        self.reading_width = reading_width
        self.width = width
        self._lines: list[Line] = []
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
        reading_width: int = READING_WIDTH,
    ) -> Article:
        """The article of a stored entry; see `article.article_blocks` for what goes in."""
        blocks, links = article_blocks(stored, telling, source=source, revisions=revisions, since=since)
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
        """Lines `first` and after, `count` at most, each exactly as wide as the article."""
        first = max(0, first)
        self._wrap_up_to(first + count)
        return self._lines[first : first + max(0, count)]

    def finish(self, budget: int = 200) -> bool:
        """Wrap up to `budget` lines more; whether that was the rest."""
        self._wrap_up_to(len(self._lines) + budget)
        return self._finished

    def resize(self, width: int) -> None:
        """Begin anew at another width."""
        if width != self.width:
            self.width = width
            self._lines.clear()
            self._rest = self._produce()
            self._finished = False

    def _wrap_up_to(self, count: int) -> None:
        missing = count - len(self._lines)
        if missing <= 0 or self._finished:
            return
        fresh = list(islice(self._rest, missing))
        self._lines += fresh
        self._finished = len(fresh) < missing

    def _produce(self) -> Iterator[Line]:
        text_width = max(1, min(self.width, self.reading_width))
        for number, block in enumerate(self.blocks):
            if block.shape.spaced and number:
                yield fit(EMPTY, self.width)
            for line in block_lines(block, text_width):
                yield fit(line, self.width)


def block_lines(block: ArticleBlock, width: int) -> Iterator[Line]:
    """The lines of a block in `width` cells, one at a time, not padded."""
    shape = block.shape
    painted = paint(block.text, shape.role, block.strokes)
    lead = max(width_of(shape.first), width_of(shape.rest))
    # In a column too narrow for it, the indent goes before the text does.
    indented = width - lead >= 8
    for number, (start, end) in enumerate(wrap_lazily(block.text, width - lead if indented else width)):
        before = (shape.rest if number else shape.first) if indented else EMPTY
        yield (*before, *painted.cut(start, end))
