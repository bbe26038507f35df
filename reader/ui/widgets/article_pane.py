"""The detail pane: one entry in any of its wordings, wrapped as far as it is looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from reader.text import one_line, openable
from reader.ui.commands import Place, bindings, sign
from reader.ui.opening import hyperlinks
from reader.ui.widgets.line_view import LineView
from reader.view.article_lines import Article
from reader.view.draft import Telling
from reader.view.foot import foot_line, newer_words
from reader.view.lines import EMPTY
from reader.view.plain import title_of
from reader.view.wordings import PLAIN, Shown, Stand, adopted, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from textual import events
    from textual.binding import BindingType
    from textual.strip import Strip

    from reader.config import Display
    from reader.model.event import StoredEntry
    from reader.model.highlight import Highlight
    from reader.view import article_lines
    from reader.view.paint import Marks

SLICE = 200
"""Lines wrapped at a time behind the first screen of a long text."""


class ArticlePane(LineView, inherit_bindings=False):
    """Shows a stored entry; keeps its place while the same wording is shown again, at any width.

    `key_of` says how people write the key of a command. `marks` and `highlights` belong together.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.DETAIL)]

    class LinkWanted(Message):
        """The reader asks for a link by the place of the key among those of the command; 0 asks for a list."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    class HitsEnded(Message):
        """The reader wants no more hits."""

    def __init__(
        self,
        zone: tzinfo,
        display: Display,
        marks: Marks | None,
        highlights: Sequence[Highlight],
        now: Callable[[], int],
    ) -> None:
        super().__init__(highlights, id="article", hyperlinks=hyperlinks(display.hyperlinks))
        self._zone = zone
        self._display = display
        self._marks = marks
        self._now = now
        self._article: Article | None = None
        self._shown: Shown | None = None
        self._newer: Shown | None = None
        self._left: article_lines.Place | None = None
        self._pressed = ""
        self.keys: Callable[[str], Sequence[str]] = lambda _name: ()
        self.stand: Stand = PLAIN
        self.hunting = ""
        """What the last line says while hits are stepped through."""

    # -- what the screen asks and tells

    @property
    def stored(self) -> StoredEntry | None:
        """The entry that is shown, as it was when the reader came to it."""
        return self._shown.stored if self._shown else None

    @property
    def shown(self) -> Shown | None:
        """The same with all that is known of its wordings."""
        return self._shown

    @property
    def newest(self) -> Shown | None:
        """What is known of it now."""
        return self._newer or self._shown

    @property
    def has_newer(self) -> bool:
        """Whether it has changed since the reader came to it."""
        return self._newer is not None

    def show(self, shown: Shown | None) -> None:
        """Show an entry from its start.

        The same entry stays where it is; if it was edited while somebody reads it, its text stays too, and the last
        line says so.
        """
        before = self._shown
        same = before is not None and shown is not None and before.stored.id == shown.stored.id
        if same and before and shown:
            if before.stored.revision != shown.stored.revision and self._is_read:
                self.tell_newer(shown)
                return
            shown = replace(shown, known=replace(shown.known, read_at=before.known.read_at))
        else:
            self.stand, self._newer = PLAIN, None
        place = self._place if same and before and shown and before.stored.revision == shown.stored.revision else None
        self._shown = shown
        self._tell(place)

    def tell_newer(self, shown: Shown) -> None:
        """The entry that is shown has changed: nothing moves, the last line says so."""
        if self._shown is None or self._shown.stored.id != shown.stored.id:
            return
        self._newer = shown if newer_words(self._shown.stored, shown.stored, "") else None
        self._settle()

    def turn(self, stand: Stand) -> None:
        """Show another wording, or changes; the plain text again where it was left."""
        if self._shown is None:
            return
        if self._newer is not None:
            self._shown, self._newer = adopted(self._shown, self._newer), None
        if self.stand == PLAIN:
            self._left = self._place
        stays = self.stand.step is not None and stand.step is not None
        self.stand = stand
        self._tell(self._left if stand == PLAIN else None)
        if stand == PLAIN or self._article is None:
            return
        if stays:
            self._go_to(int(self.scroll_y))
        elif (change := self._article.first_change()) is not None and change >= self._room:
            self._go_to(change - 2)

    def use(self, marks: Marks | None, highlights: Sequence[Highlight]) -> None:
        """Paint other highlights."""
        self._marks = marks
        self.palette.use(highlights)
        self._tell(self._place)

    def say(self, hunting: str) -> None:
        """Say something in the last line while hits are stepped through; nothing ends that."""
        self.hunting = hunting
        if not hunting and self._article is not None:
            self._article.focus = None
        self._settle()

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

    @property
    def links(self) -> Sequence[str]:
        """The addresses behind the numbers in the text, number 1 first."""
        return self._article.links if self._article else ()

    @property
    def address(self) -> str | None:
        """Where the entry can be opened: its own address, that of the article behind it, else that of its source."""
        if self._shown is None:
            return None
        entry, source = self._shown.stored.entry, self._shown.source
        candidates = (entry.url, entry.read_more_url, source.source.url if source else None)
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

    @property
    def _room(self) -> int:
        """Lines for the text."""
        return max(1, self.size.height - bool(self._words))

    @property
    def _is_read(self) -> bool:
        return self.scroll_y > 0 or self.has_focus or self.stand != PLAIN or self._newer is not None

    @property
    def _place(self) -> article_lines.Place | None:
        return self._article.place(int(self.scroll_y)) if self._article else None

    @property
    def _words(self) -> str:
        """What the last line says."""
        if self._newer is not None and self._shown is not None:
            return newer_words(self._shown.stored, self._newer.stored, self._diff_key)
        return self.hunting

    @property
    def _diff_key(self) -> str:
        return next(map(sign, self.keys("diff")), "")

    def _tell(self, place: article_lines.Place | None) -> None:
        """Make the article of what is shown, and go to a place in it."""
        shown, self._article = self._shown, None
        if shown is None:
            self._go_to(0)
            return
        now = self._now()
        telling = Telling(self._zone, now, self._marks, ascii=self._display.ascii, diff_key=self._diff_key)
        what = told(shown.stored, self.stand, shown.known, self._zone, now)
        self._article = Article.of(
            what.stored,
            telling,
            self._width,
            source=shown.source.title if shown.source and shown.named else None,
            revisions=shown.known.revisions,
            since=what.since,
            heading=what.heading,
            silent=what.silent,
            reading_width=self._display.reading_width,
        )
        self._go_to(self._article.line_of(place))

    def on_resize(self) -> None:
        """Wrap anew; what stood on the first line stands there still."""
        if self._article is not None:
            place = self._place
            self._article.resize(self._width)
            self._go_to(self._article.line_of(place))

    def render_line(self, y: int) -> Strip:
        """One line of what shows."""
        base, words = self.rich_style, self._words
        if words and y == self.size.height - 1:
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
        self.place_at(int(self.scroll_y) if line is None else line, total + bool(self._words and total))

    def _wrap_on(self) -> None:
        article = self._article
        if article is not None and not article.finished:
            article.finish(SLICE)
            self._settle()
            self.set_timer(0.01, self._wrap_on)

    # -- moving

    async def on_key(self, event: events.Key) -> None:
        """Some commands have several keys that mean different things. The key is carried out by the base's `on_key`."""
        self._pressed = event.key

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

    def action_leave_detail(self) -> None:
        """Back to the list; Escape first ends what is looked for."""
        if self._pressed == "escape" and self.hunting:
            self.post_message(self.HitsEnded())
        else:
            self.screen.set_focus(self.screen.query_one("#timeline"))

    def action_open_number(self) -> None:
        """Open the link whose number the key says; without a key, list them."""
        keys = list(self.keys("open_number"))
        self.post_message(self.LinkWanted(keys.index(self._pressed) + 1 if self._pressed in keys else 0))

    def action_links(self) -> None:
        """All links."""
        self.post_message(self.LinkWanted(0))
