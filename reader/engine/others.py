"""What other processes record: read from the log of events, with our own events left out, each exactly once."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.engine.catalogue import Catalogue
    from reader.model.event import Event

log = logging.getLogger(__name__)

BATCH = 500

_Mark = tuple[str, int, int, int]
"""By what an event is known again: kind, source, time, entry (0: none). Several of one mark are counted."""


class Others:
    """Follows the log of events behind our own.

    Ids of events grow one by one, so as long as there are no more of them than we have written ourselves, there is
    nothing to be read. Else what we have written is known again by its marks, and one that we may be writing just now
    is left for the next look.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._after: int | None = None
        self._counting = False
        self._ours: Counter[_Mark] = Counter()
        self._under_way: Counter[int] = Counter()
        self._recorded = 0
        self._looking = asyncio.Lock()
        self._failed = False

    async def begin(self, after_id: int | None = None) -> None:
        """Follow the log from the event with this id on; by default from the newest on."""
        self._counting = True
        if self._after is None:
            try:
                self._after = after_id if after_id is not None else await self._catalogue.last_event_id()
            except Exception as error:  # noqa: BLE001  whatever it is, the next look tries again
                self._complain(error)

    def recording(self, source_id: int) -> None:
        """From now on until `recorded`, events of this source may be ours."""
        self._under_way[source_id] += 1

    def recorded(self, source_id: int, events: Iterable[Event] = ()) -> None:
        """These events are ours, and have been told."""
        self._under_way[source_id] -= 1
        if self._under_way[source_id] <= 0:
            del self._under_way[source_id]
        self._recorded += 1
        if self._counting:
            self._ours.update(map(_mark, events))

    async def news(self) -> list[Event]:
        """What others have recorded since the last look. Never raises; what cannot be read is read later."""
        async with self._looking:
            try:
                return await self._look()
            except Exception as error:  # noqa: BLE001  whatever it is, the next look tries again
                self._complain(error)
                return []

    async def _look(self) -> list[Event]:
        recorded = self._recorded
        newest = await self._catalogue.last_event_id()
        if self._after is None:
            self._after = newest
        if not self._under_way and recorded == self._recorded and newest == self._after + self._ours.total():
            self._after = newest
            self._ours.clear()
            return []
        found = await self._catalogue.events(self._after, BATCH) if newest > self._after else []
        self._failed = False
        if not found and not self._under_way and recorded == self._recorded:
            self._ours.clear()  # of events that are no longer there, as when a source was removed
        return self._foreign(found)

    def _foreign(self, found: list[tuple[int, Event]]) -> list[Event]:
        foreign: list[Event] = []
        for event_id, event in found:
            mark = _mark(event)
            if self._ours[mark] > 0:
                self._ours[mark] -= 1
            elif event.source_id in self._under_way:
                break
            else:
                foreign.append(event)
            self._after = event_id
        self._ours += Counter()  # drops what has come to nothing
        return foreign

    def _complain(self, error: Exception) -> None:
        if not self._failed:
            log.warning("the log of events cannot be read", exc_info=error)
        self._failed = True


def _mark(event: Event) -> _Mark:
    return event.kind.value, event.source_id, event.at, event.entry.id if event.entry is not None else 0
