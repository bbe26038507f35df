"""Keeping the file in shape: retention, the search index, free pages, the write-ahead log, once an hour in small steps.

Each step is a transaction of its own, and whatever waits meanwhile goes first, so nobody waits for the whole.

There are no statistics for SQLite's planner on purpose, and those that somebody made by hand are thrown away. Measured
at 100,000 entries, every query uses its index without them; with fresh ones none is faster by more than some
milliseconds and several are slower; ones made when the store was small once made 10 s out of 14 ms.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, cast

from reader.frozen import replace
from reader.model.event import EventKind
from reader.model.source import Retention
from reader.model.upkeep import TidyReport
from reader.store import retention
from reader.store.codec import dumps
from reader.store.connect import BUSY_SECONDS
from reader.store.errors import StoreClosed
from reader.store.sizes import Pages, log_bytes, pages_of, room
from reader.store.writer import AGAIN

if TYPE_CHECKING:
    from concurrent.futures import Future

    from reader.clock import Clock
    from reader.model.event import Event
    from reader.store.store import Store

log = logging.getLogger(__name__)

TIDY_SECONDS = 3600
LEAP_SECONDS = 45 * 24 * 3600
"""After so long without a round nothing is dropped by age in the first one: it may be the clock that is wrong."""
TIDIED = "tidied"
"""The row of `upkeep` that tells of the last round: JSON with `at`, `milliseconds`, `dropped`, `freed`."""
UNMERGED = "search unmerged"

MERGE_PAGES = 250
MERGE_SHARE, MERGE_LEAST = 4, 100
"""The search index is merged when a quarter as many entries as are left were dropped since, and at least so many."""

FREE_SHARE = 4
"""Free pages are given back when they are more than one in so many of a file of WORTH_BYTES."""
FREE_KEPT = 20
"""One page in so many stays free: what comes next takes it."""
WORTH_BYTES = 32 * 1024 * 1024
PAGES_AT_ONCE = 500
REWRITE_LIMIT = 512 * 1024 * 1024
"""A file with more than that in it is not rewritten by itself: others would wait too long for it."""

ROOM_SHARE = 3
"""Nor where the disk has not so many times the room: a copy is made, and then written to the log."""

LOG_BYTES = 16 * 1024 * 1024
LOG_WAIT_MS = 200

Step = Callable[[sqlite3.Connection], bool]
"""A transaction's worth of work; whether there is more of the same."""


def tidy(store: Store, now: int, general: Retention | None = None, *, at_once: bool = False) -> Future[TidyReport]:
    """Drop what retention lets go and put the file in order, if that was not done within the hour or `at_once` is set.

    `general` are the limits of the settings, for sources without their own. The work is done by the writer thread; the
    future raises StoreError. What it has done until then stays done.
    """
    work = Tidying(now, general or Retention(), at_once=at_once)
    # The queue is the store's own, and so is this act: it is apart only to keep it readable.
    answer = store._submit(work)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    return cast("Future[TidyReport]", answer)


def after_polls(store: Store, general: Retention, clock: Clock) -> Callable[[Event], None]:
    """Return a listener for the engine's events that has the store tidied, at most once an hour, after a poll.

    It only asks for it: the work is the writer thread's. What goes wrong is logged, and tried again in an hour.
    """
    asked: int | None = None

    def heard(event: Event) -> None:
        nonlocal asked
        now = clock.now()
        if event.kind is EventKind.POLL and due(asked, now):
            asked = now
            tidy(store, now, general).add_done_callback(_told)

    return heard


def _told(answer: Future[TidyReport]) -> None:
    error = None if answer.cancelled() else answer.exception()
    if error is not None and not isinstance(error, StoreClosed):
        log.error("the store could not be tidied: %s", error)


def due(tidied_at: int | None, now: int) -> bool:
    """Whether a round is due; one that lies in the future was made by a clock that was wrong."""
    return tidied_at is None or not 0 <= now - tidied_at < TIDY_SECONDS


def last_round(connection: sqlite3.Connection) -> dict[str, int]:
    """Return what is known of the last round: `at`, `milliseconds`, `dropped`, `freed`; empty if there was none."""
    value = _noted(connection, TIDIED)
    known = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    return {name: number for name, number in known.items() if isinstance(number, int)}


class Tidying:
    """One round, to be called by the writer until it returns something else than AGAIN: its report."""

    def __init__(self, now: int, general: Retention, *, at_once: bool = False) -> None:
        self._now = now
        self._general = general
        self._at_once = at_once
        self._steps: deque[Step] | None = None
        self._report = TidyReport()
        self._seconds = 0.0

    def __call__(self, connection: sqlite3.Connection) -> object:
        """Do one step."""
        started = time.perf_counter()
        if self._steps is None:
            at = last_round(connection).get("at")
            if not self._at_once and not due(at, self._now):
                return TidyReport(done=False)
            self._steps = deque(self._plan(connection, at))
        more = self._steps[0](connection)
        self._seconds += time.perf_counter() - started
        if not more:
            self._steps.popleft()
        if self._steps:
            return AGAIN
        self._note(connection)
        return self._report

    def _plan(self, connection: sqlite3.Connection, last: int | None) -> Generator[Step]:
        leapt = last is not None and self._now - last > LEAP_SECONDS
        for source_id, limits in retention.all_limits(connection, self._general).items():
            trusted = replace(limits, days=None) if leapt else limits
            if trusted != Retention():
                yield partial(self._drop, source_id, trusted)
            yield partial(self._trim, source_id, limits)
        if not leapt:
            yield self._forget
        yield self._merge
        yield drop_statistics
        yield self._give_back
        yield shorten_log

    def _drop(self, source_id: int, limits: Retention, connection: sqlite3.Connection) -> bool:
        gone = retention.drop_some(connection, source_id, limits, self._now)
        self._report = replace(self._report, dropped=self._report.dropped + gone)
        if gone:
            _note(connection, UNMERGED, _number(connection, UNMERGED) + gone)
        return gone > 0

    def _trim(self, source_id: int, limits: Retention, connection: sqlite3.Connection) -> bool:
        gone = retention.trim_polls(connection, source_id, limits, self._now)
        self._report = replace(self._report, polls=self._report.polls + gone)
        return gone == retention.ROWS_AT_ONCE

    def _forget(self, connection: sqlite3.Connection) -> bool:
        gone = retention.forget_some(connection, self._now)
        self._report = replace(self._report, forgotten=self._report.forgotten + gone)
        return gone == retention.ROWS_AT_ONCE

    def _merge(self, connection: sqlite3.Connection) -> bool:
        """Merge the parts of the search index: what was dropped takes room in it until then."""
        (entries,) = connection.execute("SELECT coalesce(sum(entries), 0) FROM source").fetchone()
        if _number(connection, UNMERGED) < max(MERGE_LEAST, entries // MERGE_SHARE):
            return False
        assert self._steps is not None  # noqa: S101
        self._steps.insert(1, merge_some)
        connection.execute("INSERT INTO search(search, rank) VALUES ('merge', ?)", (-MERGE_PAGES,))
        return False

    def _give_back(self, connection: sqlite3.Connection) -> bool:
        """Give free pages back to the disk: some at a time where the file is laid out for that, else all at once."""
        pages = pages_of(connection)
        if pages.all * pages.size < WORTH_BYTES or pages.free * FREE_SHARE < pages.all:
            return False
        assert self._steps is not None  # noqa: S101
        target = (pages.all - pages.free) * FREE_KEPT // (FREE_KEPT - 1)
        self._steps.insert(1, partial(self._shrink, target) if pages.stepwise else self._rewrite)
        return False

    def _shrink(self, target: int, connection: sqlite3.Connection) -> bool:
        pages = pages_of(connection)
        wanted = min(pages.all - target, pages.free, PAGES_AT_ONCE)
        if wanted <= 0:
            return False
        for _ in range(wanted):
            # A page a call: the pragma answers with a row for each, of no columns, and `sqlite3` stops at the first.
            connection.execute("PRAGMA incremental_vacuum(1)")
        return self._freed(connection, pages)

    def _rewrite(self, connection: sqlite3.Connection) -> bool:
        """Write the whole file anew, so laid out that free pages can be given back in steps from then on."""
        pages = pages_of(connection)
        if (pages.all - pages.free) * pages.size <= min(REWRITE_LIMIT, room(connection) // ROOM_SHARE):
            with _outside(connection), suppress(sqlite3.Error):
                # Where it fails (others are reading or writing, no room), everything is as it was.
                connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
                connection.execute("VACUUM")
            self._freed(connection, pages)
        return False

    def _freed(self, connection: sqlite3.Connection, before: Pages) -> bool:
        freed = before.all - pages_of(connection).all
        self._report = replace(self._report, freed=self._report.freed + freed * before.size)
        return freed > 0

    def _note(self, connection: sqlite3.Connection) -> None:
        done = self._report
        _note(
            connection,
            TIDIED,
            {"at": self._now, "milliseconds": int(self._seconds * 1000), "dropped": done.dropped, "freed": done.freed},
        )


def merge_some(connection: sqlite3.Connection) -> bool:
    """Go on merging the search index (sqlite.org/fts5.html section 6.8); whether there is more to merge."""
    before = connection.total_changes
    connection.execute("INSERT INTO search(search, rank) VALUES ('merge', ?)", (MERGE_PAGES,))
    if connection.total_changes - before >= 2:
        return True
    _note(connection, UNMERGED, 0)
    return False


def drop_statistics(connection: sqlite3.Connection) -> bool:
    """Throw away statistics for the planner: they are right for the day on which they were made."""
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").fetchone():
        connection.execute("DELETE FROM sqlite_stat1")
        connection.execute("ANALYZE sqlite_schema")  # has the planner read the empty table
    return False


def shorten_log(connection: sqlite3.Connection, limit: int = LOG_BYTES) -> bool:
    """Move the write-ahead log into the file and cut it to nothing where it is longer than `limit` bytes.

    Readers that are in the middle of something keep that from being done at once; it waits a moment for them, and what
    cannot be moved then is moved another time. Always False: there is nothing to be done again.
    """
    if log_bytes(connection) > limit:
        with _outside(connection):
            connection.execute(f"PRAGMA busy_timeout={LOG_WAIT_MS}")
            try:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
    return False


@contextmanager
def _outside(connection: sqlite3.Connection) -> Generator[None]:
    """Leave the transaction for what SQLite does only outside of one; a new one is begun behind it."""
    connection.execute("COMMIT")
    try:
        yield
    finally:
        connection.execute("BEGIN IMMEDIATE")


def _noted(connection: sqlite3.Connection, name: str) -> object:
    row = connection.execute("SELECT value FROM upkeep WHERE name = ?", (name,)).fetchone()
    with suppress(ValueError):
        return json.loads(row[0]) if row else None
    return None


def _number(connection: sqlite3.Connection, name: str) -> int:
    value = _noted(connection, name)
    return value if isinstance(value, int) else 0


def _note(connection: sqlite3.Connection, name: str, value: object) -> None:
    connection.execute("INSERT OR REPLACE INTO upkeep(name, value) VALUES (?, ?)", (name, dumps(value)))
