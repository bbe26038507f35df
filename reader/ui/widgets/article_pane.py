"""The detail pane: one entry in any of its wordings, with links that have numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from reader.frozen import replace
from reader.text import one_line, openable
from reader.ui.commands import Place, bindings, sign
from reader.ui.widgets.article_text import ArticleText
from reader.view.plain import title_of
from reader.view.wordings import PLAIN, Shown, Stand, adopted, told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from textual import events
    from textual.binding import BindingType

    from reader.config import Display
    from reader.model.article import StoredArticle
    from reader.model.event import StoredEntry
    from reader.model.highlight import Highlight
    from reader.view import article_lines
    from reader.view.paint import Marks, Matches


class ArticlePane(ArticleText, inherit_bindings=False):
    """Shows a stored entry; keeps its place while the same wording is shown again, at any width.

    `keys` gives the keys of a command. `marks` and `highlights` belong together.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.DETAIL)]

    class LinkWanted(Message):
        """The reader asks for a link by the place of the key among those of the command; 0 asks for a list."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(
        self,
        zone: tzinfo,
        display: Display,
        marks: Marks | None,
        highlights: Sequence[Highlight],
        now: Callable[[], int],
    ) -> None:
        super().__init__(display, highlights, id="article")
        self._zone = zone
        self._marks = marks
        self._matches: Matches | None = None
        self._now = now
        self._shown: Shown | None = None
        self._newer: Shown | None = None
        self._left: article_lines.Place | None = None
        self._left_articles: dict[int, article_lines.Place | None] = {}
        self._pressed = ""
        self.keys: Callable[[str], Sequence[str]] = lambda _name: ()
        self.stand: Stand = PLAIN
        self.hunting: tuple[str, ...] = ()
        """What the last line says while hits are stepped through, the most important first."""
        self._fetching = ""

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
            if before.stored.revision != shown.stored.revision and self.is_read:
                self.tell_newer(shown)
                return
            shown = replace(shown, known=replace(shown.known, read_at=before.known.read_at))
        else:
            self._leave_article()
            self.stand, self._fetching = PLAIN, ""
        self._newer = None
        place = self._place if same and before and shown and before.stored.revision == shown.stored.revision else None
        self._shown = shown
        self._tell(place)

    def tell_newer(self, shown: Shown) -> None:
        """The entry that is shown has changed: nothing moves, the last line says so."""
        if self._shown is None or self._shown.stored.id != shown.stored.id:
            return
        from reader.view.foot import newer_words  # noqa: PLC0415

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
        self._leave_article()
        if stand.of_wordings:
            stand = replace(stand, full=False)
        line = int(self.scroll_y) if self.stand.step is not None and stand.step is not None else 0
        self.stand = stand
        if stand.full:
            self._tell(self._left_articles.get(self._shown.stored.id))
            return
        self._tell(self._left if stand == PLAIN else None)
        if stand == PLAIN or self._article is None:
            return
        if line:
            self._go_to(line)
        elif (change := self._article.first_change()) is not None and change >= self._room:
            self._go_to(change - 2)

    def bring(self, page: StoredArticle, *, show: bool) -> None:
        """The page behind the entry that is shown was fetched; with `show`, show its article in place of the entry."""
        if self._shown is None or self._shown.stored.id != page.entry_id:
            return
        self._fetching = ""
        self._shown = replace(self._shown, page=page)
        if self._newer is not None:
            self._newer = replace(self._newer, page=page)
        if show and page.article is not None and not self.stand.full:
            self.turn(replace(PLAIN, full=True))
        else:
            self._tell(self._place)

    def tell_fetching(self, words: str) -> None:
        """Say in the last line that a page is being fetched; nothing ends that."""
        self._fetching = words
        self._settle()
        self.refresh()

    def use(self, marks: Marks | None, highlights: Sequence[Highlight]) -> None:
        """Paint other highlights."""
        self._marks = marks
        self.palette.use(highlights)
        self._tell(self._place)

    def use_matches(self, matches: Matches | None) -> None:
        """Paint other words of the filter."""
        self._matches = matches
        self._tell(self._place)

    def say(self, *hunting: str) -> None:
        """Say something in the last line while hits are stepped through; nothing ends that."""
        self.hunting = hunting
        if not hunting and self._article is not None:
            self._article.focus = None
        self._settle()

    @property
    def links(self) -> Sequence[str]:
        """The addresses behind the numbers in the text, number 1 first."""
        return self._article.links if self._article else ()

    @property
    def address(self) -> str | None:
        """Where the entry can be opened: its own address, that of the article behind it, else that of its source."""
        if self._shown is None:
            return None
        entry, source, page = self._shown.stored.entry, self._shown.source, self._shown.page
        candidates = (
            page.url if page and self.stand.full else None,
            entry.url,
            entry.read_more_url,
            source.source.url if source else None,
        )
        return next((safe for url in candidates if url and (safe := openable(url))), None)

    @property
    def citation(self) -> str | None:
        """Headline and address, to be copied."""
        if self.stored is None:
            return None
        return one_line(f"{title_of(self.stored)} {self.address or ''}")

    @property
    def is_read(self) -> bool:
        """Whether the reader has begun to read, so that nothing else may take the place of the text."""
        return self.scroll_y > 0 or self.has_focus or self.stand != PLAIN or self._newer is not None

    @property
    def words(self) -> tuple[str, ...]:
        """What the last line says."""
        if self._newer is not None and self._shown is not None:
            from reader.view.foot import newer_words  # noqa: PLC0415

            return (newer_words(self._shown.stored, self._newer.stored, self._diff_key),)
        return (self._fetching,) if self._fetching else self.hunting

    @property
    def _diff_key(self) -> str:
        return self._key("diff")

    def _key(self, name: str) -> str:
        return next(map(sign, self.keys(name)), "")

    def _leave_article(self) -> None:
        """Remember where the reader is in an article."""
        if self.stand.full and self._shown is not None:
            self._left_articles[self._shown.stored.id] = self._place

    def _tell(self, place: article_lines.Place | None) -> None:
        """Make the article of what is shown, and go to a place in it."""
        # What makes lines of an entry comes behind the first paint of the list.
        from reader.view.article_lines import Article  # noqa: PLC0415
        from reader.view.draft import Telling  # noqa: PLC0415
        from reader.view.full_article import beside, told_article, unread_page  # noqa: PLC0415

        shown, self._article = self._shown, None
        if shown is None:
            self._go_to(0)
            return
        now = self._now()
        page, key = shown.page, self._key("full_article")
        full = self.stand.full and page is not None and page.article is not None
        telling = Telling(
            self._zone,
            now,
            self._marks,
            self._matches,
            ascii=self._display.ascii,
            diff_key=self._diff_key,
            beside="" if full else beside(page, key),
            page=unread_page(shown),
            page_key=key,
        )
        if full and page is not None:
            what = told_article(shown.stored, page, self._zone, now, key)
        else:
            what = told(shown.stored, self.stand, shown.known, self._zone, now)
        self._article = Article.of(
            what.stored,
            telling,
            self._width,
            source=shown.source.title if shown.source and shown.named else None,
            revisions=() if full else shown.known.revisions,
            since=what.since,
            heading=what.heading,
            silent=what.silent,
            full=what.full,
            reading_width=self._display.reading_width,
        )
        self._go_to(self._article.line_of(place))

    # -- keys

    async def on_key(self, event: events.Key) -> None:
        """Some commands have several keys that mean different things. The key is carried out by the base's `on_key`."""
        self._pressed = event.key

    def action_leave_detail(self) -> None:
        """Back to the list; Escape first ends what is looked for."""
        pressed, self._pressed = self._pressed, ""
        if pressed == "escape" and self.hunting:
            self.post_message(self.HitsEnded())
        else:
            self.screen.set_focus(self.screen.query_one("#timeline"))

    def action_open_number(self) -> None:
        """Open the link whose number the key says; without a key, list them."""
        keys = list(self.keys("open_number"))
        pressed, self._pressed = self._pressed, ""
        self.post_message(self.LinkWanted(keys.index(pressed) + 1 if pressed in keys else 0))

    def action_links(self) -> None:
        """All links."""
        self.post_message(self.LinkWanted(0))
