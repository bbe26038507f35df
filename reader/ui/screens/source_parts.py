"""What the screen of sources is made of, and how it keeps up with the store. Its actions are in `actions/`."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.containers import Container
from textual.screen import Screen

from reader.frozen import dataclass, field
from reader.model.figures import Arrangement, PollFigures, SetAside
from reader.store import StoreError
from reader.ui import texts
from reader.ui.commands import Place, first_key
from reader.ui.widgets.line_bar import LineBar
from reader.ui.widgets.line_page import LinePage
from reader.ui.widgets.prompt_bar import PromptBar, PromptInput
from reader.ui.widgets.source_list import SourceList
from reader.ui.work.queries import QueryThread
from reader.view import source_lines
from reader.view.lines import Line, Span
from reader.view.source_detail import NOTHING, Facts, source_detail
from reader.view.source_lines import Sight
from reader.view.source_order import arranged, sorting
from reader.view.times import day_start

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from datetime import tzinfo

    from textual.app import ComposeResult

    from reader.model.event import Event, PollReport
    from reader.model.source import SourceStatus
    from reader.store import Reads
    from reader.ui.work.following import Following
    from reader.ui.world import World

DAY = 86_400
LATEST = 6
"""Polls that are listed singly."""
BEAT = 1.0
"""Seconds between two looks whether there is something new; the list is read at most so often by itself."""
WORDS_EVERY = 30
"""Beats after which words like "2 min ago" are made anew."""


@dataclass(frozen=True, slots=True)
class Left:
    """How the screen was left: the filter to be set, if any, and the deletions that were begun."""

    filter: str | None = None
    deleting: Sequence[Future[None]] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What one reading of the store has shown. The figures are those of today and of the last 24 hours, by source."""

    statuses: Sequence[SourceStatus] = ()
    arrangement: Arrangement = field(default_factory=Arrangement)
    today: dict[int, PollFigures] = field(default_factory=dict[int, PollFigures])
    day: dict[int, PollFigures] = field(default_factory=dict[int, PollFigures])


class SourceParts(Screen[Left]):
    """List, detail, and the three lines round them. Everything is read in a thread and shown when it is there."""

    def __init__(self, world: World, following: Following, zone: tzinfo) -> None:
        super().__init__()
        self.world = world
        self.following = following
        self.zone = zone
        self.queries = QueryThread(world.store)
        self.known = Known()
        self._recent: tuple[int, Sequence[PollReport]] = (0, ())
        self._unsubscribe: Callable[[], None] | None = None
        self._stale = False
        self.unsaved = 0
        """Changes that show already and are still to be saved."""
        self.supposed = 0
        """How often something was shown before it was saved."""
        self._go_to: int | None = None
        """The source that the cursor is to go to as soon as it is listed."""
        self._beats = 0
        self._sizes: dict[int, int] = {}
        """Bytes that each source takes, once they have been counted."""
        self.how = ""
        """How the answer to the question of the moment is to be written."""
        self.listed = SourceList(self._lines_of, self._moved)
        self.detail = LinePage(self._detail, id="source-detail")

    # -- the screen

    def compose(self) -> ComposeResult:
        """Heading, what is sorted and asked how, list and detail, keys."""
        yield LineBar(self._heading, id="header")
        yield LineBar(self._about, id="source-about")
        yield PromptBar(id="prompt")
        with Container(id="source-panes"):
            yield self.listed
            with Container(id="source-said"):
                yield self.detail
        yield LineBar(self._keys, id="keys")

    def on_mount(self) -> None:
        """Show what there is; then keep up."""
        self.set_focus(self.listed)
        self.run_worker(self.read(), group="read", exit_on_error=False)
        self.run_worker(self._measure(), group="sizes", exit_on_error=False)
        self.set_interval(BEAT, self._beat)

    def on_unmount(self) -> None:
        """Let the connection go."""
        if self._unsubscribe is not None:
            self._unsubscribe()
        self.queries.close()

    # -- what there is

    @property
    def statuses(self) -> Sequence[SourceStatus]:
        """Every source, also those that were removed and can be put back."""
        return self.known.statuses

    @property
    def removed(self) -> set[int]:
        """The sources that were removed and can be put back."""
        return set(self.known.arrangement.removed)

    async def read(self, *, go_to: int | None = None) -> None:
        """Ask the store how all sources stand, and show it; the cursor stays, or goes to a source.

        A newer reading drops this one, but not where the cursor is to go. So does a change that it may not know of yet:
        the list is read again when that has been saved.
        """
        if go_to is not None:
            self._go_to = go_to
        now, knows_all, supposed = self.world.clock.now(), not self.unsaved, self.supposed
        since = day_start(now, self.zone)

        def question(reads: Reads) -> Known:
            from reader.engine.standing import as_hosts_allow  # noqa: PLC0415  in a thread, for those who look

            arrangement = reads.arrangement()
            final = {number for number, item in arrangement.removed.items() if item.final}
            statuses = [status for status in as_hosts_allow(reads.sources(), now) if status.source.id not in final]
            return Known(statuses, arrangement, reads.poll_figures(since), reads.poll_figures(now - DAY))

        try:
            known = await self.queries.ask("sources", question)
        except StoreError as error:
            self.complain(str(error))
            return
        if known is None or not self.is_attached or not knows_all or supposed != self.supposed:
            return
        self.known = known
        self.listed.empty_text = self._nothing()
        self.listed.show(self.in_order(), cursor=self._go_to)
        self._go_to = None
        self.refresh_words()

    def suppose(self, number: int, removed: SetAside | None = None, **settings: Any) -> None:
        """Show a source with other settings until the store has been read again: keys may come faster than that."""
        self.supposed += 1
        statuses = [
            replace(item, source=replace(item.source, **settings)) if item.source.id == number else item
            for item in self.statuses
        ]
        arrangement = self.known.arrangement
        if removed is not None:
            arrangement = replace(arrangement, removed={**arrangement.removed, number: removed})
        self.known = replace(self.known, statuses=statuses, arrangement=arrangement)
        self.listed.show(self.in_order())
        self.refresh_words()

    def in_order(self) -> list[SourceStatus]:
        """The sources as they are to be listed."""
        arrangement = self.known.arrangement
        return arranged(self.statuses, sorting(arrangement.sorting), arrangement.order)

    def _beat(self) -> None:
        engine = self.following.engine
        if self._unsubscribe is None and engine is not None:
            self._unsubscribe = engine.subscribe(self._heard)
            self._stale = True
        self._beats += 1
        if self._stale:
            self._stale = False
            self.run_worker(self.read(), group="read", exit_on_error=False)
        elif self._beats % WORDS_EVERY == 0:
            self.listed.repaint()
            self.detail.remake()

    def _heard(self, _event: Event) -> None:
        self._stale = True

    async def _measure(self) -> None:
        """Count what each source takes: once, for it looks at every wording."""
        try:
            sizes = await self.queries.ask("sizes", lambda reads: reads.sizes())
        except StoreError:
            return  # it is left out
        if sizes is not None and self.is_attached:
            self._sizes = {item.source_id: item.bytes for item in sizes.sources}
            self.detail.remake()

    def _moved(self) -> None:
        """What is said of the source under the cursor follows in the same frame; its last polls come a little later."""
        number = self.listed.cursor
        other = number != self._recent[0]
        if other:
            self._recent = (number or 0, ())
        self.detail.remake(from_start=other)
        if number is not None and self.is_attached:
            self.run_worker(partial(self._read_recent, number), group="recent", exclusive=True, exit_on_error=False)

    async def _read_recent(self, number: int) -> None:
        try:
            recent = await self.queries.ask("recent", lambda reads: reads.recent_polls(number, LATEST))
        except StoreError as error:
            self.complain(str(error))
            return
        if recent is not None and number == self.listed.cursor and self.is_attached:
            self._recent = (number, recent)
            self.detail.remake()

    # -- words

    @property
    def _sight(self) -> Sight:
        return Sight(self.world.clock.now(), self.zone, self.world.config.display.ascii)

    def _lines_of(self, status: SourceStatus, width: int) -> tuple[Line, Line]:
        return source_lines.source_lines(status, self._sight, width, removed=status.source.id in self.removed)

    def _detail(self, width: int) -> Sequence[Line]:
        status = self.listed.current
        if status is None:
            return ()
        number = status.source.id
        facts = Facts(
            self.known.today.get(number, NOTHING),
            self.known.day.get(number, NOTHING),
            self._recent[1],
            self._sizes.get(number),
            self.world.config.retention.limits,
        )
        compact = self.has_class("-narrow")
        return source_detail(status, facts, self._sight, width, removed=number in self.removed, compact=compact)

    def _heading(self, width: int) -> Line:
        return source_lines.heading_line(self.statuses, len(self.removed), width, ascii=self._sight.ascii)

    def _about(self, width: int) -> Line:
        today = sum(self.known.today.values(), NOTHING)
        order = sorting(self.known.arrangement.sorting)
        return source_lines.about_line(self.statuses, order, today, self._sight, width)

    def _keys(self, width: int) -> Line:
        if isinstance(self.focused, PromptInput):
            keys = (Span(" Enter", "command"), Span(" done"), Span(" Esc", "command"), Span(" leave it"))
            return (*keys, Span(f"   {self.how}", "muted"))
        return texts.keys(Place.SOURCES, self.keymap, width)

    @property
    def keymap(self) -> dict[str, str]:
        """The reader's keys where they differ from the table."""
        return getattr(self.app, "keymap", {})

    def key_of(self, command: str) -> str:
        """The first key of a command, as people write it."""
        return first_key(texts.keys_of(command, self.keymap))

    def _nothing(self) -> Sequence[Line]:
        words = ("You follow nothing yet.", f"{self.key_of('add_source')} adds the address of a live page or feed.")
        return ((), *((Span("  "), Span(line, "muted")) for line in words))

    def refresh_words(self) -> None:
        """Make the bars anew."""
        for name in ("#header", "#source-about", "#keys"):
            self.query_one(name, LineBar).update()

    def on_descendant_focus(self) -> None:
        """Other keys work elsewhere."""
        self.query_one("#keys", LineBar).update()

    def complain(self, message: str) -> None:
        """Say what failed, in one line."""
        self.notify(message, severity="error", markup=False)

    def say(self, message: str) -> None:
        """Say what was done, in one line."""
        self.notify(message, markup=False)
