"""Keeps the timeline at what the filter shows, and holds back what arrives while somebody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.query import EVERYTHING, Query
from reader.store import StoreError
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


class Listing:
    """The filter, the list that answers it, and what waits. `changed` is called whenever one of them is another."""

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
    ) -> None:
        self._world = world
        self._scope = scope
        self._timeline = timeline
        self._queries = queries
        self._marking = marking
        self._changed = changed
        self._failed = failed
        self.query: Query = EVERYTHING
        self.held = Held()
        self.total = 0
        self.as_of: int | None = None
        """The list has everything up to the event with this id, and nothing waits; None before it was read whole."""

    @property
    def shown(self) -> int:
        """Entries in the list."""
        return len(self._timeline.rows)

    async def filter_by(self, query: Query) -> None:
        """Show what another filter shows; what waited comes with it."""
        if query.term != self.query.term:
            self.query = query
            await self.reload(self.held.clear())

    async def reload(self, changed: Iterable[int] = (), *, follow: bool = False) -> None:
        """Ask the store for the whole list again and show it, with nothing moving unless `follow`."""
        query, sources, now, zone = self.query, self._scope(), self._world.clock.now(), self._timeline.look.tz

        def question(reads: Reads) -> tuple[int, Index, int, tuple[Gap, ...]]:
            last = reads.last_event_id()
            total = reads.count(EVERYTHING, sources=sources, now=now)
            gaps = tuple(gap for _, gap in reads.gaps(sources=sources))
            return last, reads.index(query, sources=sources, now=now, zone=zone), total, gaps

        try:
            answer = await self._queries.ask("index", question)
        except StoreError as error:
            self._failed(str(error))
            return
        if answer is None:
            return
        last, index, self.total, gaps = answer
        self._timeline.show(index, changed=changed, follow=follow, gaps=gaps)
        self._marking.reapply()
        if not self.held:
            self.as_of = last
        self._changed()

    async def arrived(self, events: Sequence[Event], *, follow: bool) -> None:
        """Take in what a poll brought: at once if it is followed, else behind the bar."""
        numbers = [event.entry.id for event in events if event.entry is not None]
        if not numbers:
            return
        query, sources, now, zone = self.query, self._scope(), self._world.clock.now(), self._timeline.look.tz
        try:
            matching = await self._queries.ask(
                "matching", lambda reads: reads.matching(query, numbers, sources=sources, now=now, zone=zone)
            )
        except StoreError as error:
            self._failed(str(error))
            return
        self.held.add(events, matching if matching is not None else set(numbers))
        if not self.held:
            return
        if follow:
            await self.reload(self.held.clear(), follow=True)
        else:
            self._changed()

    def reveal(self) -> set[int] | None:
        """What waits, to be shown now; None where nothing does."""
        return self.held.clear() if self.held else None
