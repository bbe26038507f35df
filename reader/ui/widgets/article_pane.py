"""The detail pane: one entry, wrapped as far as it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.text import one_line, openable
from reader.ui.commands import Place, bindings
from reader.ui.widgets.line_view import LineView
from reader.view.article_lines import Article
from reader.view.draft import Telling
from reader.view.lines import EMPTY
from reader.view.plain import title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from textual.binding import BindingType
    from textual.strip import Strip

    from reader.config import Display
    from reader.model.event import Revision, StoredEntry
    from reader.model.highlight import Highlight
    from reader.model.source import SourceStatus
    from reader.view.paint import Marks

SLICE = 200
"""Lines wrapped at a time behind the first screen of a long text."""


class ArticlePane(LineView, inherit_bindings=False):
    """Shows a stored entry; keeps its place while the same wording is shown again."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.DETAIL)]

    def __init__(
        self,
        zone: tzinfo,
        display: Display,
        marks: Marks | None,
        highlights: Sequence[Highlight],
        now: Callable[[], int],
    ) -> None:
        super().__init__(highlights, id="article")
        self._zone = zone
        self._display = display
        self._marks = marks
        self._now = now
        self._article: Article | None = None
        self._source: SourceStatus | None = None
        self.stored: StoredEntry | None = None

    # -- what the screen asks and tells

    def show(
        self,
        stored: StoredEntry | None,
        source: SourceStatus | None,
        revisions: Sequence[Revision] = (),
        *,
        named: bool = True,
    ) -> None:
        """Show an entry from its start; the same wording of the same entry stays where it is.

        `named` tells of the source, which goes without saying where there is only one.
        """
        before = self.stored
        same = before is not None and stored is not None and (before.id, before.entry) == (stored.id, stored.entry)
        self.stored = stored
        self._source = source
        self._article = None
        if stored is not None:
            telling = Telling(self._zone, self._now(), self._marks, ascii=self._display.ascii)
            self._article = Article.of(
                stored,
                telling,
                self._width,
                source=source.title if source and named else None,
                revisions=revisions,
                reading_width=self._display.reading_width,
            )
        self._go_to(int(self.scroll_y) if same else 0)

    @property
    def address(self) -> str | None:
        """Where the entry can be opened: its own address, that of the article behind it, else that of its source."""
        if self.stored is None:
            return None
        entry = self.stored.entry
        candidates = (entry.url, entry.read_more_url, self._source.source.url if self._source else None)
        return next((safe for url in candidates if url and (safe := openable(url))), None)

    @property
    def citation(self) -> str | None:
        """Headline and address, to be copied."""
        if self.stored is None:
            return None
        return one_line(f"{title_of(self.stored)} {self.address or ''}")

    def scroll_by(self, lines: int) -> None:
        """Move the text."""
        self._go_to(int(self.scroll_y) + lines)

    # -- painting

    @property
    def _width(self) -> int:
        return self.line_width or 40

    def on_resize(self) -> None:
        """Wrap anew; the place is kept in proportion."""
        if self._article is None:
            return
        share = self.scroll_y / max(1, self._article.total_lines_so_far)
        self._article.resize(self._width)
        self._article.lines(0, self.size.height)
        self._go_to(round(share * self._article.total_lines_so_far))

    def render_line(self, y: int) -> Strip:
        """One line of what shows."""
        base = self.rich_style
        lines = self._article.lines(int(self.scroll_y) + y, 1) if self._article else []
        return self.palette.strip(lines[0] if lines else EMPTY, base, self.app).adjust_cell_length(
            self.size.width, base
        )

    def _go_to(self, line: int) -> None:
        """Wrap what will show, then go there; the rest is wrapped a little later."""
        article = self._article
        if article is None:
            self.place_at(0, 0)
            return
        article.lines(0, max(0, line) + 2 * self.size.height)
        self.place_at(line, article.total_lines_so_far)
        if not article.finished:
            self.set_timer(0.01, self._wrap_on)

    def _wrap_on(self) -> None:
        article = self._article
        if article is not None and not article.finished:
            article.finish(SLICE)
            self.place_at(int(self.scroll_y), article.total_lines_so_far)
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
        self.scroll_by(self.size.height - 1)

    def action_text_page_up(self) -> None:
        """A page back."""
        self.scroll_by(1 - self.size.height)

    def action_text_top(self) -> None:
        """To the start."""
        self._go_to(0)

    def action_text_end(self) -> None:
        """To the end, for which all must be wrapped."""
        if self._article is not None:
            while not self._article.finish(SLICE):
                pass
            self._go_to(self._article.total_lines_so_far)

    def action_leave_detail(self) -> None:
        """Back to the list."""
        self.screen.set_focus(self.screen.query_one("#timeline"))
