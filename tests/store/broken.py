"""Stores that break a promise each, so that the proofs of those promises can be seen to fail."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from reader.model.event import Changes, Event, Past, PollReport
from reader.model.snapshot import Snapshot
from reader.store import Store, polls
from reader.store.writer import Joined


class Hasty(Store):
    """Acknowledges before it commits."""

    def _submit(
        self, work: Callable[[sqlite3.Connection], Any], *, durable: bool = False, joined: Joined | None = None
    ) -> Future[Any]:
        answer: Future[Any] = Future()

        def hasty(connection: sqlite3.Connection) -> None:
            answer.set_result(work(connection))
            time.sleep(0.002)

        super()._submit(hasty, durable=durable, joined=joined)
        return answer


class Split(Store):
    """Writes the validators in a transaction of their own, before the entries."""

    def record_poll(
        self, report: PollReport, snapshot: Snapshot | None = None, decide: Callable[[Past], Changes] | None = None
    ) -> Future[tuple[Event, ...]]:
        self._submit(lambda connection: polls._write_state(connection, report, None, None))
        return super().record_poll(report, snapshot, decide)


class Piecemeal(Store):
    """Commits every statement by itself."""

    def _submit(
        self, work: Callable[[sqlite3.Connection], Any], *, durable: bool = False, joined: Joined | None = None
    ) -> Future[Any]:
        def piecemeal(connection: sqlite3.Connection) -> object:
            connection.execute("COMMIT")
            result = work(connection)
            connection.execute("BEGIN IMMEDIATE")
            return result

        return super()._submit(piecemeal, durable=durable, joined=joined)


class Lax(Store):
    """Does not sync the acts of the user to the disk."""

    def _submit(
        self, work: Callable[[sqlite3.Connection], Any], *, durable: bool = False, joined: Joined | None = None
    ) -> Future[Any]:
        return super()._submit(work, durable=False, joined=joined)


STORES: dict[str, type[Store]] = {"whole": Store, "hasty": Hasty, "split": Split, "piecemeal": Piecemeal, "lax": Lax}
