"""The main screen: timeline beside text. It turns what the reader wants into calls, and what happened into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Footer

from reader.model.event import Event, EventKind
from reader.model.listing import FacetCount, Index, RowFlag
from reader.model.query import EVERYTHING
from reader.text import one_line
from reader.ui import texts
from reader.ui.commands import Place, bindings
from reader.ui.listing import Listing
from reader.ui.marking import Marking
from reader.ui.opening import open_in_browser
from reader.ui.widgets.article_pane import ArticlePane
from reader.ui.widgets.facets import FacetPane
from reader.ui.widgets.filter_bar import FilterBar
from reader.ui.widgets.line_bar import LineBar
from reader.ui.widgets.timeline import Timeline
from reader.ui.work.following import Following
from reader.ui.work.queries import QueryThread
from reader.view import status, times
from reader.view.rows import Look, Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from reader.model.event import StoredEntry
    from reader.model.source import SourceStatus
    from reader.ui.world import World
    from reader.view.lines import Line

FIRST_SCREEN = 200
"""Entries read before the first paint; the rest follows in a thread."""


class MainScreen(Screen[None], inherit_bindings=False):
    """Timeline, text, and the four lines around them."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.MAIN)]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  Textual's own annotation
        (0, "-narrow"),
        (100, "-wide"),
        (150, "-broad"),
    ]

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.reads = world.store.reads()
        self.statuses: list[SourceStatus] = []
        self.read_statuses()
        display = world.config.display
        self.zone = times.zone(display.time_zone)
        self.marks = texts.marks_of(world.config.highlight)
        look = Look(width=80, tz=self.zone, density=display.density, ascii=display.ascii, marks=self.marks)
        self.timeline = Timeline(
            Rows(self.reads.rows, look, self._newest()), self._cursor_moved, self._reveal, world.config.highlight
        )
        self.article = ArticlePane(self.zone, display, self.marks, world.config.highlight, world.clock.now)
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
        )
        self.following = Following(world, self._arrived)
        self._resting: Timer | None = None

    # -- the screen

    def compose(self) -> ComposeResult:
        """Header, rhythm, filter, panes, keys."""
        yield LineBar(self._header, id="header")
        yield LineBar(self._rhythm, id="rhythm")
        yield FilterBar()
        with Container(id="panes"):
            yield self.timeline
            with Container(id="detail"):
                yield self.article
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """The first screen is there; everything else comes behind it."""
        self.timeline.focus()
        self._cursor_moved(self.timeline.cursor, False)
        self._refresh_words()
        self.call_after_refresh(self._after_first_paint)

    def _newest(self) -> Index:
        return self.reads.index(EVERYTHING, sources=self.scope(), newest=FIRST_SCREEN, now=self.world.clock.now())

    async def _after_first_paint(self) -> None:
        self.set_interval(30, self._refresh_words)
        self.run_worker(self.listing.reload(), group="listing", exit_on_error=False)
        watching = {item.source.id for item in self.statuses}
        self.run_worker(self.following.run(watching), group="engine", exit_on_error=False)
        if not self.statuses:
            from reader.ui.screens.welcome import WelcomeScreen  # noqa: PLC0415  seen once

            self.app.push_screen(WelcomeScreen(), self._add_source)
        elif any(not item.source.kept for item in self.statuses):
            self.notify("Opened, not on your list: a keeps it there", markup=False)

    def on_unmount(self) -> None:
        """Let the connections go."""
        self.queries.close()
        self.reads.close()

    # -- what happened

    async def _arrived(self, events: list[Event]) -> None:
        self.read_statuses()
        await self.listing.arrived(events, follow=self._follows())
        self._refresh_words()

    def _follows(self) -> bool:
        """Arrivals are followed while the cursor is on the newest entry and its text is not being read."""
        return self.timeline.at_newest and not self.article.has_focus and self.article.scroll_y == 0

    def read_statuses(self) -> None:
        """Ask the store how the sources stand: those that were named, else the kept ones, else all."""
        wanted = self.world.sources
        every = self.reads.sources()
        self.statuses = [s for s in every if (s.source.id in wanted if wanted else s.source.kept)] or every

    def scope(self) -> list[int]:
        """The sources whose entries are shown."""
        return [item.source.id for item in self.statuses]

    def _cursor_moved(self, entry_id: int | None, by_reader: bool) -> None:
        """The text follows the cursor in the same frame."""
        stored = self.reads.entry(entry_id) if entry_id is not None else None
        self.article.show(stored, self.status_of(stored), named=len(self.statuses) > 1)
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        delay = self.world.config.display.read_after
        if by_reader and stored is not None and not stored.read and delay > 0:
            self._resting = self.set_timer(delay, lambda: self._mark_read(stored.id))
        if self.is_mounted:
            self.query_one("#rhythm", LineBar).update()
            self._show_outcome()

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

    def _header(self, width: int) -> Line:
        display = self.world.config.display
        return status.header_line(self.statuses, self.world.clock.now(), self.zone, width, ascii=display.ascii)

    def _rhythm(self, width: int) -> Line:
        rows, display = self.timeline.rows, self.world.config.display
        here = rows.position(self.timeline.cursor) if self.timeline.cursor is not None else None
        at = rows.index.sort_at[here] if here is not None else None
        return texts.rhythm(rows.index.sort_at, width, cursor=at, ascii=display.ascii)

    def _refresh_words(self) -> None:
        self.query_one("#header", LineBar).update()
        self.query_one("#rhythm", LineBar).update()
        self._show_outcome()
        self.timeline.empty_text = texts.empty(sources=len(self.statuses), filtered=self.listing.query.term is not None)
        self._name_terminal(self.listing.held.count(EventKind.NEW))
        if self.has_class("-facets"):
            self.run_worker(self._count_facets(), group="facets", exclusive=True, exit_on_error=False)

    def _show_outcome(self) -> None:
        """What waits, else what the filter hides, else whether arrivals are followed."""
        held = self.listing.held
        counts = [held.count(kind) for kind in (EventKind.NEW, EventKind.EDITED, EventKind.WITHDRAWN)]
        ascii_only = self.world.config.display.ascii
        waiting = status.hold_text(*counts, reinstated=held.count(EventKind.REINSTATED), ascii=ascii_only)
        outcome = texts.outcome(
            self.listing.shown,
            self.listing.total,
            filtered=self.listing.query.term is not None,
            follows=self._follows(),
        )
        self.query_one(FilterBar).outcome(waiting or outcome, urgent=bool(waiting))

    def _name_terminal(self, waiting: int) -> None:
        """The terminal's title tells how many wait, where nobody looks at the screen."""
        name = one_line(self.statuses[0].title) if len(self.statuses) == 1 else "Dateline"
        self.app.title = f"({waiting}) {name}" if waiting else name

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

    # -- filter and facets

    async def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """The list follows every keystroke."""
        event.stop()
        if event.done:
            self.timeline.focus()
        self.run_worker(self.listing.filter_by(event.query), group="filter", exit_on_error=False)

    def on_filter_bar_left(self) -> None:
        """Back to the list, with the filter as it is."""
        self.timeline.focus()

    def on_facet_pane_chosen(self, event: FacetPane.Chosen) -> None:
        """Put the facet into the filter, or take it out."""
        bar = self.query_one(FilterBar)
        bar.set_text(texts.toggle_term(bar.input.value, event.field, event.value))

    async def on_facet_pane_left(self) -> None:
        """Close the pane."""
        await self.action_facets()

    async def _count_facets(self) -> None:
        query, sources, now = self.listing.query, self.scope(), self.world.clock.now()
        counted: list[FacetCount] | None = await self.queries.ask(
            "facets", lambda reads: reads.facets(query, sources=sources, now=now, zone=self.zone)
        )
        if counted is not None and self.has_class("-facets"):
            self.query_one(FacetPane).show(counted, texts.facets_in(query))

    async def action_facets(self) -> None:
        """Open or close the facet pane."""
        self.toggle_class("-facets")
        if not self.has_class("-facets"):
            self.timeline.focus()
            return
        if not self.query(FacetPane):
            await self.query_one("#panes").mount(FacetPane(), before=0)
        await self._count_facets()
        self.query_one(FacetPane).focus()

    def action_filter(self) -> None:
        """Start a filter afresh."""
        self.query_one(FilterBar).set_text("")
        self.query_one(FilterBar).input.focus()

    def action_edit_filter(self) -> None:
        """Go on with the filter that is there."""
        bar = self.query_one(FilterBar)
        bar.input.focus()
        bar.input.cursor_position = len(bar.input.value)

    def action_clear_filter(self) -> None:
        """Show everything."""
        self.query_one(FilterBar).set_text("")

    # -- marks

    def _mark_read(self, number: int) -> None:
        stored = self.reads.entry(number)
        if stored is not None and not stored.read:
            self.marking.mark({number: (False, stored.starred)}, read=True)

    def _state_here(self) -> tuple[int, RowFlag] | None:
        number = self.timeline.cursor
        position = self.timeline.rows.position(number) if number is not None else None
        return None if number is None or position is None else (number, self.timeline.rows.flags(position))

    def action_toggle_read(self) -> None:
        """Read becomes unread and the reverse."""
        here = self._state_here()
        if here:
            number, flags = here
            read = bool(flags & RowFlag.READ)
            if self._resting is not None:
                self._resting.stop()
            self.marking.mark({number: (read, bool(flags & RowFlag.STARRED))}, read=not read)

    def action_star(self) -> None:
        """Put a star on, or take it off."""
        here = self._state_here()
        if here:
            number, flags = here
            starred = bool(flags & RowFlag.STARRED)
            self.marking.mark({number: (bool(flags & RowFlag.READ), starred)}, starred=not starred)

    def action_mark_all_read(self) -> None:
        """Everything that the filter shows is read."""
        before = texts.unread_of(self.timeline.rows.index)
        self.marking.mark(before, read=True)
        self.notify(f"{len(before)} marked as read; u takes it back", markup=False)

    def action_undo(self) -> None:
        """Take the last mark back."""
        count = self.marking.undo()
        if not count:
            self.notify("Nothing to take back", markup=False)

    # -- moving

    def action_next_unread(self) -> None:
        """Down to the next unread entry."""
        self._to_unread(older_first=True)

    def action_previous_unread(self) -> None:
        """Up to the previous unread entry."""
        self._to_unread(older_first=False)

    def _to_unread(self, *, older_first: bool) -> None:
        position = self.timeline.find(older_first=older_first, flag_unset=RowFlag.READ)
        if position is None:
            self.notify("No unread entry here", markup=False)
        else:
            self.timeline.select(self.timeline.rows.id_at(position))

    def action_switch_pane(self) -> None:
        """List or text."""
        (self.timeline if self.article.has_focus else self.article).focus()

    def action_detail_down(self) -> None:
        """Scroll the text from the list."""
        self.article.scroll_by(self.article.size.height // 2)

    def action_detail_up(self) -> None:
        """Scroll the text from the list."""
        self.article.scroll_by(-(self.article.size.height // 2))

    def action_zen(self) -> None:
        """Only the text."""
        self.toggle_class("-zen")
        (self.article if self.has_class("-zen") else self.timeline).focus()

    # -- out into the world

    def action_open_link(self) -> None:
        """Open the entry in the browser."""
        url = self.article.address
        self.notify(open_in_browser(url) if url else "This entry has no address", markup=False)

    def action_copy_link(self) -> None:
        """Copy headline and address through the terminal (OSC 52)."""
        text = self.article.citation
        if text:
            self.app.copy_to_clipboard(text)
            self.notify("Sent to the terminal's clipboard", markup=False)

    def action_refresh(self) -> None:
        """Ask the source of this entry."""
        stored = self.article.stored
        numbers = [stored.source_id] if stored else [item.source.id for item in self.statuses]
        self.run_worker(self._refresh(numbers), group="refresh", exit_on_error=False)

    def action_refresh_all(self) -> None:
        """Ask every source."""
        self.run_worker(self._refresh([s.source.id for s in self.statuses]), group="refresh", exit_on_error=False)

    async def _refresh(self, numbers: list[int]) -> None:
        for words in await self.following.refresh(numbers):
            self.notify(words, markup=False)

    # -- sources

    def action_keep(self) -> None:
        """Keep the source that was only opened."""
        for item in self.statuses:
            if not item.source.kept:
                self.world.store.update_source(item.source.id, kept=True)
                self.notify(f"Kept: {item.title}", markup=False)

    def _add_source(self, address: str | None) -> None:
        if address is None:
            return
        future = self.world.store.add_source(address, now=self.world.clock.now())
        source = future.result(timeout=5)
        self.read_statuses()
        self.run_worker(self._refresh([source.id]), group="refresh", exit_on_error=False)

    # -- the app

    def action_help(self) -> None:
        """All keys."""
        from reader.ui.screens.help import HelpScreen  # noqa: PLC0415  not needed for the first screen

        keymap: dict[str, str] = getattr(self.app, "keymap", {})
        self.app.push_screen(HelpScreen(keymap))

    def action_back(self) -> None:
        """One step back; from the list: quit."""
        if self.has_class("-zen"):
            self.action_zen()
        elif not self.timeline.has_focus:
            self.timeline.focus()
        else:
            self.app.exit()

    def action_quit_now(self) -> None:
        """Quit."""
        self.app.exit()
