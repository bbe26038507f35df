"""What the main screen is made of, and how it says what happens. What the reader can do with it is in `actions/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.screen import Screen

from reader.model.event import Event, EventKind
from reader.model.listing import Index
from reader.model.query import EVERYTHING
from reader.text import one_line
from reader.ui import texts
from reader.ui.commands import Place, sign
from reader.ui.listing import Listing
from reader.ui.marking import Marking
from reader.ui.widgets.article_pane import ArticlePane
from reader.ui.widgets.filter_bar import FilterBar
from reader.ui.widgets.line_bar import LineBar
from reader.ui.widgets.timeline import Timeline
from reader.ui.work import first_paint
from reader.ui.work.following import Following
from reader.ui.work.queries import QueryThread
from reader.view import status, times
from reader.view.clusters import cells
from reader.view.glyphs import glyphs_for
from reader.view.rows import Look, Rows
from reader.view.source_names import named_gaps, names_in_rows
from reader.view.wordings import Known, Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult

    from reader.model.event import StoredEntry
    from reader.model.listing import Row
    from reader.model.query import Term
    from reader.model.source import SourceStatus
    from reader.ui.world import World
    from reader.view.lines import Line

TROUBLE_SECONDS = 2
"""Between two looks at whether the store is in trouble."""
NOTICE_SECONDS = 30
WORDS_SECONDS = 30
"""After which words that hang on the time are made anew."""
FIRST_SCREEN = 200
"""Entries read before the first paint; the rest follows in a thread."""


class Parts(Screen[None]):
    """Timeline, text, and the four lines around them; hears the engine and keeps the words true."""

    AUTO_FOCUS = "#timeline"
    """Not what comes first, which is the filter: what is typed before there is anything to be seen is for the list."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.reads = world.store.reads()
        self.trouble: str | None = None
        self._elsewhere = False
        """Whether another process asks the sources."""
        self.statuses: list[SourceStatus] = []
        self.following = Following(world, self._arrived)
        self.read_statuses()
        display = world.config.display
        self.zone = times.zone(display.time_zone)
        self.marks = texts.marks_of(world.config.highlight)
        find = self.marks.find if self.marks else None
        look = Look(80, self.zone, display.density, display.ascii, find, sources=self._row_names(None))
        self.timeline = Timeline(
            Rows(self._row_reader(), look, self._newest()), self._cursor_moved, self._reveal, world.config.highlight
        )
        self.article = ArticlePane(self.zone, display, find, world.config.highlight, world.clock.now)
        self.article.keys = self.keys_of
        self._rhythm_strip = texts.RhythmStrip()
        self.queries = QueryThread(world.store)
        self.marking = Marking(world.store, self.timeline, world.clock, self._marks_saved)
        self.listing = Listing(
            world,
            self.timeline,
            self.queries,
            self.marking,
            changed=self._refresh_words,
            failed=self.complain,
            scope=self.scope,
            named=lambda gaps: named_gaps(gaps, self._row_names(None)),
        )

    # -- the screen

    def _row_reader(self) -> Callable[[Sequence[int]], list[Row]]:
        rules = self.world.config.watch
        if not rules:
            return self.reads.rows
        from reader.ui.colouring import coloured_rows  # noqa: PLC0415  for those who watch

        return coloured_rows(self.reads, rules, self.world.clock, self.zone)

    def compose(self) -> ComposeResult:
        """Header, rhythm, filter, panes, keys."""
        yield LineBar(self._header, id="header")
        yield LineBar(self._strip, id="rhythm")
        yield LineBar(self._strip_marks, id="rhythm-marks")
        yield FilterBar(ascii=self.world.config.display.ascii)
        with Horizontal(id="panes"):
            yield self.timeline
            yield self.article
        yield LineBar(self._keys, id="keys")

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Everything had its styles as it came: for the first time, they are not looked up once more."""
        if not self.timeline.size:
            event.refresh_styles = False

    def on_mount(self) -> None:
        """The list comes first; the text beside it and everything else come behind the first paint."""
        self._refresh_words()
        self.call_after_refresh(self._after_first_paint)

    def _newest(self) -> Index:
        return self.reads.index(EVERYTHING, sources=self.scope(), newest=FIRST_SCREEN, now=self.world.clock.now())

    def _after_first_paint(self) -> None:
        first_paint.catch_up(self)
        self._cursor_moved(self.timeline.cursor, False)
        self.set_interval(WORDS_SECONDS, self._refresh_words)
        self.set_interval(WORDS_SECONDS, self._look_for_drops)
        self.set_interval(TROUBLE_SECONDS, self._look_for_trouble)
        if self.world.store.notice:
            self.notify(self.world.store.notice, severity="warning", timeout=NOTICE_SECONDS, markup=False)
        for number, problem in self.marks.problems if self.marks else ():
            self.complain(f"highlight {self.world.config.highlight[number].pattern!r} {problem}")
        self.run_worker(self.listing.reload(), group="listing", exit_on_error=False)
        watching = {item.source.id for item in self.statuses}
        self.run_worker(self.following.run(watching), group="engine", exit_on_error=False)

    def on_unmount(self) -> None:
        """Let the connections go."""
        self.queries.close()
        self.reads.close()

    # -- what happened

    def _look_for_drops(self) -> None:
        """Upkeep has let entries go (the limits of what is kept): the list must not hold them any longer."""
        if self.listing.holds_more_than(self.reads.total(sources=self.scope())):
            self.run_worker(self.listing.reload(), group="listing", exit_on_error=False)

    async def _arrived(self, events: list[Event]) -> None:
        self.read_statuses()
        await self.listing.arrived(events, follow=self._follows())
        self._refresh_words()

    def _follows(self) -> bool:
        """Arrivals are followed while the cursor is on the newest entry and its text is not being read."""
        return self.timeline.at_newest and not self.article.is_read

    def read_statuses(self) -> None:
        """Ask the store how the sources stand: those that were named, else the kept ones, else all."""
        wanted = self.following.named
        every = self.reads.sources()
        if any(item.poll.progress.told_off_at is not None for item in every):
            from reader.engine.standing import as_hosts_allow  # noqa: PLC0415  few hosts ever ask to be left alone

            every = as_hosts_allow(every, self.world.clock.now())
        self.statuses = [s for s in every if (s.source.id in wanted if wanted else s.source.kept)] or every

    def scope(self) -> list[int]:
        """The sources whose entries are shown."""
        return [item.source.id for item in self.statuses]

    def _cursor_moved(self, entry_id: int | None, by_reader: bool) -> None:
        """The text follows the cursor in the same frame."""
        stored = self.reads.entry(entry_id) if entry_id is not None else None
        self.article.show(self.shown_of(stored))
        self._came_to(stored, by_reader=by_reader)
        if by_reader and stored is None and entry_id is not None:
            # Another program has removed its source: the list holds what is not there any more.
            self.run_worker(self.listing.reload(), group="listing", exit_on_error=False)
        if self.is_mounted:
            self._update_strip()
            self._show_outcome()

    def _came_to(self, stored: StoredEntry | None, *, by_reader: bool) -> None:
        """The cursor is on another entry: what follows is for those who know of marks."""

    def shown_of(self, stored: StoredEntry | None) -> Shown | None:
        """An entry with its source and all its wordings, for the text."""
        if stored is None:
            return None
        known = Known(tuple(self.reads.revisions(stored.id)), self.reads.read_at(stored.id))
        page = self.reads.article(stored.id)
        return Shown(stored, self.status_of(stored), known, named=len(self.statuses) > 1, page=page)

    def keys_of(self, name: str) -> list[str]:
        """The keys of a command."""
        keymap: dict[str, str] = getattr(self.app, "keymap", {})
        return [key.strip() for key in texts.keys_of(name, keymap).split(",")]

    def key_of(self, name: str) -> str:
        """The first of them, as people write it."""
        return sign(self.keys_of(name)[0])

    def status_of(self, stored: StoredEntry | None) -> SourceStatus | None:
        """The source of an entry."""
        return next((s for s in self.statuses if stored and s.source.id == stored.source_id), None)

    def _reveal(self) -> bool:
        changed = self.listing.reveal()
        if changed is None:
            return False
        self.run_worker(self.listing.reload(changed, follow=True), group="listing", exit_on_error=False)
        return True

    # -- words

    def _row_names(self, term: Term | None) -> Mapping[int, str]:
        return names_in_rows(self.statuses, term, glyphs_for(self.world.config.display.ascii).ellipsis)

    def _header(self, width: int) -> Line:
        display = self.world.config.display
        now, elsewhere = self.world.clock.now(), self._elsewhere
        return status.header_line(self.statuses, now, self.zone, width, elsewhere=elsewhere, ascii=display.ascii)

    def _strip(self, width: int) -> Line:
        """The rhythm, or what is wrong with the store for as long as it is."""
        notice, ascii_only = self.trouble or self.world.store.notice, self.world.config.display.ascii
        return texts.with_notice(notice, self._rhythm, width, ascii=ascii_only)

    def _look_for_trouble(self) -> None:
        if self._elsewhere != self.following.elsewhere:
            self._elsewhere = self.following.elsewhere
            self.query_one("#header", LineBar).update()
        if self.trouble != (trouble := self.world.store.trouble):
            self.trouble = trouble
            self._update_strip()

    def _strip_marks(self, width: int) -> Line:
        """What is marked on the rhythm, where the screen has room for it."""
        return () if self.trouble or self.world.store.notice else self._rhythms(width)[1]

    def _update_strip(self) -> None:
        for name in ("#rhythm", "#rhythm-marks"):
            self.query_one(name, LineBar).update()

    def _rhythm(self, width: int) -> Line:
        return self._rhythms(width)[0]

    def _rhythms(self, width: int) -> tuple[Line, Line]:
        rows, display = self.timeline.rows, self.world.config.display
        here = rows.position(self.timeline.cursor) if self.timeline.cursor is not None else None
        at = rows.index.sort_at[here] if here is not None else None
        alone = not self.query_one("#rhythm-marks").display
        return self._rhythm_strip.lines(rows.index, rows.look.gaps, width, cursor=at, alone=alone, ascii=display.ascii)

    def _keys(self, width: int) -> Line:
        keymap: dict[str, str] = getattr(self.app, "keymap", {})
        place, filtered = (
            Place.DETAIL if self.focused is self.article else Place.LIST,
            self.listing.query.term is not None,
        )
        return texts.keys(place, keymap, width, filtered=filtered)

    def on_descendant_focus(self) -> None:
        """Other keys work elsewhere."""
        self.query_one("#keys", LineBar).update()

    def _refresh_words(self) -> None:
        if (names := self._row_names(self.listing.answered.term)) != self.timeline.look.sources:
            self.timeline.reshape(sources=names)
        for name in ("#header", "#keys"):
            self.query_one(name, LineBar).update()
        self._update_strip()
        self._show_outcome()
        said = texts.empty(self.statuses, filtered=self.listing.query.term is not None)
        if said != self.timeline.empty_text:
            self.timeline.empty_text = said
            if not len(self.timeline.rows):
                self.timeline.refresh()
        self._name_terminal(self.listing.held.count(EventKind.NEW))

    def _show_outcome(self) -> None:
        """What waits, else what the filter hides, else whether arrivals are followed."""
        held = self.listing.held
        counts = [held.count(kind) for kind in (EventKind.NEW, EventKind.EDITED, EventKind.WITHDRAWN)]
        ascii_only = self.world.config.display.ascii
        waiting = status.hold_text(*counts, reinstated=held.count(EventKind.REINSTATED), ascii=ascii_only)
        filtered = self.listing.query.term is not None
        if waiting:
            outcome = f"{waiting} · {texts.hidden(self.listing.hidden)}" if filtered else waiting
        elif filtered:
            hidden = texts.hidden(self.listing.hidden, self.filter_words())
            outcome = texts.shown(self.listing.shown, self.listing.total, hidden, partial=self.listing.partial)
            if cells(outcome) > texts.outcome_room(self.size.width):
                outcome = outcome.partition(" by ")[0]
        else:
            outcome = texts.manner(follows=self._follows())
        self.query_one(FilterBar).outcome(outcome, urgent=bool(waiting))

    def filter_words(self) -> str:
        """What hides entries, in words; nothing where that shows beside it."""
        return ""

    def _name_terminal(self, waiting: int) -> None:
        """The terminal's title tells how many wait, where nobody looks at the screen."""
        name = one_line(self.statuses[0].title) if len(self.statuses) == 1 else "Dateline"
        self.app.title = f"({waiting}) {name}" if waiting else name

    def say_no_entry(self) -> None:
        """What a key answers that is for the entry under the cursor, where there is none."""
        self.notify("There is no entry here", markup=False)

    def complain(self, message: str) -> None:
        """Say what failed, in one line."""
        self.notify(message, severity="error", markup=False)

    def _marks_saved(self, problem: str | None) -> None:
        """Called in the writer's thread."""
        self.app.call_later(self._count_anew, problem)

    def _count_anew(self, problem: str | None) -> None:
        if problem is not None:
            self.complain(problem)
        elif self.is_attached:
            self.read_statuses()
            self.query_one("#header", LineBar).update()
