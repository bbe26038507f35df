"""Watch rules at work: hears what the engine tells, finds out which rules it concerns, and tells their user.

In a thread of its own: neither a question to the store nor a program that is started may keep the engine waiting.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from reader.clock import SYSTEM, Clock
from reader.model.event import Event, EventKind
from reader.model.filter_language import parse_filter
from reader.model.watch_rule import WatchRule, next_notice

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from datetime import tzinfo

    from reader.model.query import Query
    from reader.model.source import SourceStatus

log = logging.getLogger(__name__)

MOST_HELD = 1000
"""Events that are kept for one notice; of more only the newest are named."""
TAGS_SECONDS = 30.0
"""For which entries may wait for tags that are made behind the polls; then rules see those that there are."""
LOOK = 0.25
"""Seconds between two looks at whether the tags are there."""
CLOSE_SECONDS = 15.0
"""For what is being told when the program ends, unless somebody waits for that."""

Tell = Callable[[WatchRule, Sequence[Event]], None]


class WatchReads(Protocol):
    """What is asked of the store."""

    def sources(self) -> list[SourceStatus]:
        """Every source with its poll state."""
        ...

    def tagging_waiting(self) -> int:
        """How many entries wait for their tags."""
        ...

    def matching(self, query: Query, ids: Iterable[int], *, now: int, zone: tzinfo | None = None) -> set[int]:
        """Which of these entries belong to a filter."""
        ...


class WatchStore(Protocol):
    """Where entries are."""

    def reads(self) -> AbstractContextManager[WatchReads]:
        """A connection for one thread at a time."""
        ...


@dataclass(slots=True)
class _Watched:
    """A rule, what it has caught and not yet told, oldest first, and when it told something last."""

    rule: WatchRule
    query: Query
    caught: list[Event] = field(default_factory=list[Event])
    told_at: int | None = None


class Watches:
    """Watches for these rules. `tell` is called in a thread of its own with a rule and all events of one notice.

    What a source lists at its first look is no news: nothing is told of it. What one poll brings is one notice.
    """

    def __init__(
        self,
        store: WatchStore,
        rules: Iterable[WatchRule],
        tell: Tell,
        clock: Clock = SYSTEM,
        zone: tzinfo | None = None,
    ) -> None:
        self._store = store
        self._watched = [_Watched(rule, parse_filter(rule.filter)) for rule in rules]
        self._tell = tell
        self._clock = clock
        self._zone = zone
        self._pending: dict[int, list[Event]] = {}
        with store.reads() as reads:
            self._seen = {item.source.id for item in reads.sources() if item.poll.last_success_at is not None}
        self._closing = threading.Event()
        self._batches: queue.SimpleQueue[list[Event] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="watch rules", daemon=True)
        self._thread.start()

    def heard(self, event: Event) -> None:
        """Take an event, as the engine tells it: the poll comes last of what it has brought."""
        if event.kind is not EventKind.POLL:
            self._pending.setdefault(event.source_id, []).append(event)
            return
        batch = self._pending.pop(event.source_id, [])
        if event.source_id in self._seen:
            if batch:
                self._batches.put(batch)
        elif event.poll is not None and event.poll.ok:
            self._seen.add(event.source_id)

    def close(self, seconds: float = CLOSE_SECONDS) -> None:
        """Tell what may be told now, within so many seconds, and end.

        What a pause or quiet hours hold back is not told any more.
        """
        self._closing.set()
        self._batches.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            try:
                batch = self._batches.get(timeout=self._patience())
            except queue.Empty:
                batch = []
            if batch:
                self._catch(batch)
            self._tell_what_may_be()
            if batch is None:
                return

    def _patience(self) -> float | None:
        """Seconds until something that is held back may be told; None while nothing is."""
        now = self._clock.now()
        waits = [next_notice(one.rule, one.told_at, now, self._zone) - now for one in self._watched if one.caught]
        # A minute at most: the clock may be set, or stand still while the machine sleeps.
        return min(60.0, max(0.05, min(waits))) if waits else None

    def _catch(self, batch: list[Event]) -> None:
        try:
            with self._store.reads() as reads:
                if any(one.query.term is not None for one in self._watched):
                    self._await_tags(reads)
                for one in self._watched:
                    concerned = [event for event in batch if event.kind in one.rule.on and event.entry is not None]
                    one.caught += self._matching(reads, one.query, concerned)
                    del one.caught[:-MOST_HELD]
        except Exception:
            log.exception("watch rules could not be compared with what came")

    def _await_tags(self, reads: WatchReads) -> None:
        waited = 0.0
        while waited < TAGS_SECONDS and reads.tagging_waiting() and not self._closing.wait(LOOK):
            waited += LOOK

    def _matching(self, reads: WatchReads, query: Query, events: list[Event]) -> list[Event]:
        if query.term is None or not events:
            return events
        ids = {event.entry.id for event in events if event.entry is not None}
        found = reads.matching(query, ids, now=self._clock.now(), zone=self._zone)
        return [event for event in events if event.entry is not None and event.entry.id in found]

    def _tell_what_may_be(self) -> None:
        now = self._clock.now()
        for one in self._watched:
            if not one.caught or next_notice(one.rule, one.told_at, now, self._zone) > now:
                continue
            caught, one.caught, one.told_at = one.caught, [], now
            try:
                self._tell(one.rule, caught)
            except Exception:
                log.exception("the notice of the watch rule %r failed", one.rule.name)
