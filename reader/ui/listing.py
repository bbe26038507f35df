"""Keeps the timeline at what the filter shows, and holds back what arrives while somebody reads."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.model.event import EventKind
from reader.model.query import EVERYTHING, Query
from reader.store import FilterTooSlow, FilterUnreadable, StoreError
from reader.ui.holding import Held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.model.event import Event, Gap
    from reader.model.listing import Index
    from reader.store import Reads
    from reader.ui.marking import Marking
    from reader.ui.widgets.timeline import Timeline
    from reader.ui.work.queries import QueryThread
    from reader.ui.world import World
    from reader.view.anchor import Anchor


FIRST = 200
"""Entries of another filter that are shown before all of them are known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the store says of a filter: all that it shows, up to which event, of how many entries, with which gaps."""

    last: int
    entries: Index
    total: int
    gaps: Sequence[tuple[int, Gap]]


class Listing:
    """The filter, the list that answers it, and what waits. `changed` is called whenever one of them is another.

    `scope` gives the sources whose entries are listed, `named` what their gaps are called.
    """

    def __init__(
        self,
        world: World,
        timeline: Timeline,
        queries: QueryThread,
        marking: Marking,
        *,
        changed: Callable[[], None],
        failed: Callable[[str], None],
        scope: Callable[[], Sequence[int] | None],
        named: Callable[[Sequence[tuple[int, Gap]]], tuple[Gap, ...]],
    ) -> None:
        self._world = world
        self._scope = scope
        self._named = named
        self._timeline = timeline
        self._queries = queries
        self._marking = marking
        self._changed = changed
        self._failed = failed
        self.query: Query = EVERYTHING
        self.held = Held()
        self.total = 0
        self.problem: str | None = None
        """Why the filter could not be answered; then the list, and `query`, are still those of the one before."""
        self.partial = False
        """Whether only the newest entries of the filter are in the list yet."""
        self.asked_at: float | None = None
        """Since when another filter is being looked for, on the steady clock."""
        self._answered: Query = EVERYTHING
        self._stale: set[int] = set()
        self._follow = False
        self._shown: asyncio.Future[None] | None = None
        """Done when the reading that was asked for last is shown."""
        self._home: Anchor | None = None
        self._at_newest = True
        self._put: int | None = None
        self._asked = 0
        self.as_of: int | None = None
        """The list has everything up to the event with this id, and nothing waits; None before it was read whole."""

    @property
    def answered(self) -> Query:
        """The filter that the list is an answer to."""
        return self._answered

    @property
    def shown(self) -> int:
        """Entries in the list."""
        return len(self._timeline.rows)

    @property
    def hidden(self) -> int:
        """Entries that the filter hides: neither in the list nor waiting to be shown."""
        return max(0, self.total - self.shown - self.held.count(EventKind.NEW))

    def holds_more_than(self, total: int) -> bool:
        """Whether there are fewer entries in the store (`total`) than the list knows of."""
        if self.as_of is None or self.partial:
            return False
        whole = self._answered.term is None
        return total < self.total or (whole and total < self.shown + self.held.count(EventKind.NEW))

    async def filter_by(self, query: Query) -> None:
        """Show what another filter shows; what waited comes with it."""
        if query.term != self.query.term:
            self.query = query
            self.asked_at = self._world.clock.steady()
            await self.reload(self.held.clear())
        elif self.problem is not None:
            self.problem = None
            self._changed()

    async def reload(self, changed: Iterable[int] = (), *, follow: bool = False) -> None:
        """Ask the store for the whole list again and show it, with nothing moving unless `follow`.

        Where a newer reading takes its place, that one shows what this one was for, and is waited for.
        """
        self._stale |= set(changed)
        self._follow |= follow
        shown = self._shown = asyncio.get_running_loop().create_future()
        try:
            if not await self._read() and self._shown is not shown:
                await asyncio.shield(self._shown)
        finally:
            shown.set_result(None)

    async def _read(self) -> bool:
        """Show the whole list; False where a newer reading has taken the place of this one."""
        self._asked += 1
        number, query, sources, now = self._asked, self.query, self._scope(), self._world.clock.now()
        zone, loop = self._timeline.look.tz, asyncio.get_running_loop()
        another = query.term != self._answered.term
        if another:
            self._note_home()

        def question(reads: Reads) -> Answer:
            last = reads.last_event_id()
            total = reads.total(sources=sources)
            gaps = reads.gaps(sources=sources)
            if another and total > FIRST:
                # The newest are found at once, however many there are; making a list of them all is what takes time.
                first = reads.index(query, sources=sources, newest=FIRST, now=now, zone=zone)
                if len(first) < FIRST:
                    return Answer(last, first, total, gaps)
                loop.call_soon_threadsafe(self._show_first, number, Answer(last, first, total, gaps))
            return Answer(last, reads.index(query, sources=sources, now=now, zone=zone), total, gaps)

        try:
            answer = await self._queries.ask("index", question)
        except StoreError as error:
            self._not_answered(number, error)
            return number == self._asked
        if answer is None:
            return False
        follow, self._follow = self._follow, False
        self._show(query, answer, follow=follow)
        if not self.held:
            self.as_of = answer.last
        self._changed()
        return True

    def _note_home(self) -> None:
        """Remember where the reader is. Where a filter has put the cursor is no place of his."""
        if self._timeline.cursor != self._put or self._home is None:
            self._at_newest, self._home = self._timeline.at_newest, self._timeline.place()
        self._put = self._timeline.cursor

    def _show_first(self, number: int, answer: Answer) -> None:
        """Show the newest, unless another filter has come or the reader is further down than they go."""
        if number != self._asked or not self._timeline.is_attached:
            return
        if self._at_newest or (self._home is not None and self._home.sort_at >= answer.entries.sort_at[0]):
            self._show(self.query, answer, follow=False)
            self.partial = True
            self._changed()

    def _show(self, query: Query, answer: Answer, *, follow: bool) -> None:
        another = query.term != self._answered.term or self.partial
        self.partial, self.problem, self.asked_at = False, None, None
        self._answered = query
        self.total = answer.total
        stale, self._stale = self._stale, set()
        if another and self._timeline.cursor == self._put:
            follow, home = follow or self._at_newest, self._home
        else:
            home = None
        self._timeline.show(answer.entries, changed=stale, follow=follow, gaps=self._named(answer.gaps), home=home)
        if another:
            self._put = self._timeline.cursor
        if waiting := self.held.ids[EventKind.NEW]:
            waiting.difference_update(answer.entries.ids)
        self._marking.reapply()

    def _not_answered(self, number: int, error: StoreError) -> None:
        if number != self._asked:
            return
        self.asked_at, self._follow = None, False
        if isinstance(error, FilterTooSlow | FilterUnreadable):
            self.problem, self.query = str(error), self._answered
            self._changed()
        else:
            self._failed(str(error))

    async def arrived(self, events: Sequence[Event], *, follow: bool) -> None:
        """Take in what a poll brought: at once if it is followed, else behind the bar."""
        numbers = [event.entry.id for event in events if event.entry is not None]
        if not numbers:
            return
        try:
            matching = await self._matching(numbers)
        except StoreError as error:
            self._failed(str(error))
            return
        hidden = set(numbers) - matching
        if hidden:  # of them those that are listed are looked for in one go: each alone would be a walk of its own
            hidden.difference_update(self._timeline.rows.index.ids)
        self.held.add(events, set(numbers) - hidden)
        self._stale.update(hidden)
        if self.held and follow:
            await self.reload(self.held.clear(), follow=True)
        else:
            self._changed()

    async def _matching(self, numbers: Sequence[int]) -> set[int]:
        """Which entries pass the filter, and how many there are now; asked again if the filter is another meanwhile."""
        sources, now, zone = self._scope(), self._world.clock.now(), self._timeline.look.tz
        while True:
            query = self._answered

            def question(reads: Reads, query: Query = query) -> tuple[set[int], int]:
                found = reads.matching(query, numbers, sources=sources, now=now, zone=zone)
                return found, reads.total(sources=sources)

            matching, total = await self._queries.ask_in_turn(question)
            if query is self._answered:
                self.total = total
                return matching

    def reveal(self) -> set[int] | None:
        """What waits, to be shown now; None where nothing does."""
        return self.held.clear() if self.held else None
