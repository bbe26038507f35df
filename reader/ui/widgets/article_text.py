"""An article on the screen: wrapped as far as it is looked at, scrolled, with hits that stand out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.opening import hyperlinks
from reader.ui.widgets.line_view import LineView
from reader.view.lines import EMPTY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from reader.config import Display
    from reader.model.highlight import Highlight
    from reader.view.article_lines import Article, Place

SLICE = 200
"""Lines wrapped at a time behind the first screen of a long text."""


class ArticleText(LineView, inherit_bindings=False):
    """Keeps its place at any width. The last line says what `words` has to say, if anything."""

    def __init__(self, display: Display, highlights: Sequence[Highlight], *, id: str) -> None:  # noqa: A002
        super().__init__(highlights, id=id, hyperlinks=hyperlinks(display.hyperlinks))
        self._display = display
        self._article: Article | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """What the last line says, the most important first."""
        return ()

    def scroll_by(self, lines: int) -> None:
        """Move the text."""
        self._go_to(int(self.scroll_y) + lines)

    # -- hits

    def next_hit(self, step: int, role: str) -> tuple[int, int] | None:
        """Go to the next hit of a role in the text; which of how many it is, None where there is no further one."""
        if self._article is None:
            return None
        hits = self._article.hits(role)
        here = self._article.focus
        at = hits.index(here) + step if here in hits else 0 if step > 0 else len(hits) - 1
        if not 0 <= at < len(hits):
            return None
        self._article.focus = hits[at]
        line = self._article.line_of_hit(hits[at])
        if not self.scroll_y <= line < self.scroll_y + self._room:
            self._go_to(line - self._room // 3)
        self.refresh()
        return at + 1, len(hits)

    def show_passage(self, passage: str) -> bool:
        """Bring the first place of the text with these words into view and let it stand out; whether there is one."""
        article = self._article
        if article is None or not passage:
            return False
        places = ((number, block.text.find(passage)) for number, block in enumerate(article.blocks))
        found = next(((number, at) for number, at in places if at >= 0), None)
        if found is None:
            return False
        from reader.view.article_lines import Hit  # noqa: PLC0415  behind the first paint of the list

        article.focus = Hit(*found, found[1] + len(passage))
        line = article.line_of_hit(article.focus)
        if not self.scroll_y <= line < self.scroll_y + self._room - 2:
            self._go_to(line - self._room // 3)
        self.refresh()
        return True

    def hit_here(self, role: str) -> tuple[int, int] | None:
        """Which of how many hits stands out now; None if none does."""
        hits = self._article.hits(role) if self._article else []
        here = self._article.focus if self._article else None
        return (hits.index(here) + 1, len(hits)) if here in hits else None

    # -- painting

    @property
    def _width(self) -> int:
        return max(1, self.line_width - 1) if self.line_width else 40  # a blank before the scrollbar

    @property
    def _room(self) -> int:
        """Lines for the text."""
        return max(1, self.size.height - bool(self.words))

    @property
    def _place(self) -> Place | None:
        return self._article.place(int(self.scroll_y)) if self._article else None

    def fit(self) -> None:
        """Wrap anew; what stood on the first line stands there still."""
        if self._article is not None:
            place = self._place
            self._article.resize(self._width)
            self._go_to(self._article.line_of(place))

    def render_line(self, y: int) -> Strip:
        """One line of what shows."""
        base, words = self.base, self.words
        if words and y == self.size.height - 1:
            from reader.view.foot import foot_line  # noqa: PLC0415

            line = foot_line(words, self._width, ascii=self._display.ascii)
        else:
            lines = self._article.lines(int(self.scroll_y) + y, 1) if self._article else []
            line = lines[0] if lines else EMPTY
        return self.palette.strip(line, base, self.app).adjust_cell_length(self.size.width, base)

    def _go_to(self, line: int) -> None:
        """Wrap what will show, then go there; the rest is wrapped a little later."""
        article = self._article
        if article is None:
            self.place_at(0, 0)
            return
        article.lines(0, max(0, line) + 2 * self.size.height)
        self._settle(line)
        if not article.finished:
            self.set_timer(0.01, self._wrap_on)

    def _settle(self, line: int | None = None) -> None:
        total = self._article.total_lines_so_far if self._article else 0
        # The last line of the text can be scrolled clear of what stands over it.
        self.place_at(int(self.scroll_y) if line is None else line, total + bool(self.words and total))

    def _wrap_on(self) -> None:
        article = self._article
        if article is not None and not article.finished:
            article.finish(SLICE)
            self._settle()
            self.set_timer(0.01, self._wrap_on)

    # -- moving

    def action_line_down(self) -> None:
        """A line on."""
        self.scroll_by(1)

    def action_line_up(self) -> None:
        """A line back."""
        self.scroll_by(-1)

    def action_text_page_down(self) -> None:
        """A page on."""
        self.scroll_by(max(1, self._room - 1))

    def action_text_page_up(self) -> None:
        """A page back."""
        self.scroll_by(-max(1, self._room - 1))

    def action_text_top(self) -> None:
        """To the start."""
        self._go_to(0)

    def action_text_end(self) -> None:
        """To the end, for which all must be wrapped."""
        if self._article is not None:
            while not self._article.finish(SLICE):
                pass
            self._go_to(self._article.total_lines_so_far)
