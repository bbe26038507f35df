"""The one writer thread: a queue of acts, each one transaction, each answered by a future.

A daemon thread, so that a crash elsewhere never hangs the exit; `close` waits for what has been queued.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from reader.foreground import FOREGROUND
from reader.store.ballast import Ballast, free_bytes
from reader.store.connect import BUSY_SECONDS
from reader.store.errors import StoreClosed, StoreError, StoreFull, StoreRefused, UnknownSource, speaking

T = TypeVar("T")
CLOSE_SECONDS = 2.0
LOG_PAGES = 1000
"""Pages after which the log is moved into the file, as SQLite does by itself."""
FULL_WAIT_MS = 200
"""How long the log waits for readers on a full disk."""
TOGETHER = 2
AT_MOST = 16
"""Acts that share a transaction: what a mark that comes meanwhile has to wait for."""
STEPS = 500
"""Steps of SQLite's machine after which the screen is asked whether it has something to do."""
AGAIN = object()
"""What an act returns that wants to go on in another transaction, after the acts that wait meanwhile."""


_OURS = (StoreClosed, StoreRefused, UnknownSource)
"""Failures that say something of the act, and nothing of the file."""


class Joined(NamedTuple):
    """How an act may share a transaction: with those of the same `run`, but not with another on the same `of`.

    `run` does several acts within one transaction, and returns what each returned.
    """

    run: Callable[[sqlite3.Connection, Sequence[Callable[[sqlite3.Connection], Any]]], list[Any]]
    of: object


class _Act(NamedTuple):
    work: Callable[[sqlite3.Connection], Any]
    answer: Future[Any]
    durable: bool
    joined: Joined | None


class Writer:
    """Runs acts on `connection`, which belongs to it from now on, in the order in which they are submitted.

    Where the disk is full, what the reader does goes before what was fetched, which can be fetched again: a durable act
    gets the ballast, and until there is room for that again, acts that are not durable are refused with StoreFull.

    `trouble` is the last failure, None once an act has succeeded after it. `heard` is told of each, in this thread.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, heard: Callable[[StoreError], None] | None = None
    ) -> None:
        self.trouble: StoreError | None = None
        self.ballast = Ballast(path)
        self._connection = connection
        self._path = path
        self._heard = heard
        self._queue: queue.SimpleQueue[_Act | None] = queue.SimpleQueue()
        self._held: list[_Act | None] = []
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(
        self, work: Callable[[sqlite3.Connection], T], *, durable: bool = False, joined: Joined | None = None
    ) -> Future[T]:
        """Queue `work`, to be run within one transaction in the writer thread.

        `durable` syncs the commit to the disk. `joined` does it, in a transaction shared with those acts that wait
        beside it and may share one; should one of them fail, each is done again by itself. The future raises
        what `work` raises, a StoreError where SQLite failed, and StoreClosed after `close`; in each case nothing was
        written.
        """
        answer: Future[T] = Future()
        with self._lock:
            if self._closed:
                answer.set_exception(StoreClosed(f"{self._path} has been closed."))
            else:
                self._queue.put(_Act(work, answer, durable, joined))
        return answer

    def close(self, seconds: float = CLOSE_SECONDS) -> bool:
        """Take no more acts, finish those queued, close the connection. True if that took no more than `seconds`."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        self._connection.set_progress_handler(FOREGROUND.give_way, STEPS)
        while (act := self._next()) is not None:
            acts = [
                one for one in self._gathered(act) if one.answer.running() or one.answer.set_running_or_notify_cancel()
            ]
            if len(acts) < TOGETHER or not self._perform_together(acts):
                for one in acts:
                    self._perform(one)
        while not self._queue.empty():
            if (late := self._queue.get()) is not None:
                late.answer.set_exception(StoreClosed(f"{self._path} was closed before this was done."))
        with suppress(sqlite3.Error):
            self._connection.close()

    def _next(self) -> _Act | None:
        return self._held.pop() if self._held else self._queue.get()

    def _gathered(self, act: _Act) -> list[_Act]:
        """The act with those that wait behind it in a row and may share its transaction."""
        acts = [act]
        joined = act.joined
        if joined is None:
            return acts
        met = {joined.of}
        while len(acts) < AT_MOST and not self._queue.empty():
            following = self._queue.get()
            its = following.joined if following is not None else None
            if following is None or its is None or its.run is not joined.run or its.of in met:
                self._held.append(following)
                break
            met.add(its.of)
            acts.append(following)
        return acts

    def _perform_together(self, acts: list[_Act]) -> bool:
        """Run acts in one transaction; False, and nothing written, where that cannot be."""
        if self.ballast.given:
            return False
        try:
            results = self._transact(_all_of(acts))
        except Exception:  # noqa: BLE001 - each is run again by itself, and says then what is wrong
            return False
        self.trouble = None
        for act, result in zip(acts, results, strict=True):
            act.answer.set_result(result)
        return True

    def _perform(self, act: _Act) -> None:
        try:
            result = self._attempt(act)
        except BaseException as error:  # noqa: BLE001 - whoever waits for the future must hear of it, whatever it is
            if isinstance(error, StoreError) and not isinstance(error, _OURS):
                self.trouble = error
            act.answer.set_exception(error)
            return
        if not self.ballast.given:
            self.trouble = None
        if result is AGAIN:
            self._queue.put(act)
        else:
            act.answer.set_result(result)

    def _attempt(self, act: _Act) -> object:
        if self.ballast.given and not self._take_ballast() and not act.durable:
            raise StoreFull(f"The disk is full; what is left is kept for marks. Make room for {self._path}.")
        for remedy in (self._shorten_log, self._give_ballast if act.durable else None, None):
            try:
                return self._once(act)
            except StoreFull as error:
                failure = error
            if remedy is None:
                break
            remedy()
        raise failure

    def _once(self, act: _Act) -> object:
        with speaking(self._path, self._heard):
            return self._transact(act.work if act.joined is None else _only(act), durable=act.durable)

    def _shorten_log(self) -> bool:
        """Move the write-ahead log into the file, which gives all its room back; whether that was done.

        Not tried where the file could not grow by as much as it takes: what room there is would be gone for nothing.
        """
        with suppress(sqlite3.Error, OSError):
            pages, size = (
                self._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
            )
            if pages * size - self._path.stat().st_size > free_bytes(self._path.parent):
                return False
            self._connection.execute(f"PRAGMA busy_timeout={FULL_WAIT_MS}")
            try:
                return self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
            finally:
                self._connection.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
        return False

    def _give_ballast(self) -> bool:
        if not self.ballast.give_back():
            return False
        if not self._shorten_log():
            # Or SQLite would begin to move the log by itself after the next commit, and use up the room half way.
            self._connection.execute("PRAGMA wal_autocheckpoint=0")
        return True

    def _take_ballast(self) -> bool:
        if not self.ballast.take():
            return False
        self._connection.execute(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")
        return True

    def _transact(self, work: Callable[[sqlite3.Connection], T], *, durable: bool = False) -> T:
        connection = self._connection
        if durable:
            connection.execute("PRAGMA synchronous=FULL")
        try:
            connection.execute("BEGIN IMMEDIATE")
            result = work(connection)
            connection.execute("COMMIT")
        finally:
            # A full disk has rolled back by itself: then there is no transaction to end.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if durable:
                connection.execute("PRAGMA synchronous=NORMAL")
        return result


def _all_of(acts: Sequence[_Act]) -> Callable[[sqlite3.Connection], list[Any]]:
    joined = acts[0].joined
    assert joined is not None  # noqa: S101  only such acts are gathered
    return lambda connection: joined.run(connection, [act.work for act in acts])


def _only(act: _Act) -> Callable[[sqlite3.Connection], Any]:
    all_of = _all_of([act])
    return lambda connection: all_of(connection)[0]
