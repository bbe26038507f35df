"""What the processes do that are killed (`kills.py`); not in a test module, whose imports would be theirs."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from reader.store import Store, connect, migrate
from reader.store import store as opening
from tests.store.broken import STORES
from tests.store.fill import NOW, entry, poll, snapshot
from tests.store.ingest import work

Say = Callable[[object], None]
STEPS_A_TICK = 100


def ingest(say: Say, path: str, first: int, kind: str) -> None:
    """Acts without end, each said when it was answered."""
    with STORES[kind].open(Path(path)) as store:
        say("open")
        work(store, first, say)


def create(say: Say, path: str) -> None:
    """Make a store."""
    say("begun")
    Store.open(Path(path)).close()
    say("made")


def share(say: Say, path: str, url: str, acts: int) -> None:
    """Act upon a store that others write to as well; say the longest that one act took, in seconds.

    Every fourth act marks the entry of the poll before as read; the others bring one entry and edit the one before.
    """
    longest = 0.0

    def timed(act: Callable[[], Any]) -> Any:
        nonlocal longest
        start = time.perf_counter()
        done = act()
        result = done.result(60) if isinstance(done, Future) else done
        longest = max(longest, time.perf_counter() - start)
        return result

    with Store.open(Path(path)) as store:
        source = timed(lambda: store.add_source(url, now=NOW))
        newest: int | None = None
        for number in range(acts - 1):
            at = NOW + number
            if number % 4 == 3:
                timed(lambda at=at, newest=newest: store.mark([newest or 0], read=True, now=at))
                continue
            old = [entry(f"{number - 1}", headline=f"Edited {number}")] if number % 4 else []
            shot = snapshot([entry(f"{number}", headline=f"Cestria {number}", text="words " * 20), *old])
            events = timed(lambda at=at, shot=shot: poll(store, source, shot, at))
            newest = next(event.entry.id for event in events if event.entry and event.kind == "new")
    say(longest)


def impatient(say: Say, path: str, url: str, acts: int) -> None:
    """As `share`, by a store that does not wait for others."""
    connect.BUSY_SECONDS = 0.0
    share(say, path, url, acts)


def upgrade(say: Say, path: str, unit: str, limit: int, broken: bool = False) -> None:
    """Open a store, and with that bring it up to date; die at the statement or step of SQLite's machine that is `limit`.

    `broken` commits each statement of the schema by itself. At last, how many statements and steps there were is said.
    """
    counts = {"statement": 0, "step": 0}

    def tick(what: str) -> None:
        counts[what] += 1
        if what == unit and counts[what] == limit:
            os.kill(os.getpid(), signal.SIGKILL)

    plain = sqlite3.connect

    def connected(*values: Any, **more: Any) -> sqlite3.Connection:
        connection = plain(*values, **more)
        connection.set_trace_callback(lambda statement: tick("statement"))
        connection.set_progress_handler(lambda: tick("step"), STEPS_A_TICK)
        return connection

    def piecemeal(connection: sqlite3.Connection) -> None:
        connection.execute("COMMIT")
        migrate.STEPS[1](connection)
        connection.execute("BEGIN")

    if broken:
        steps = (migrate.STEPS[0], piecemeal, *migrate.STEPS[2:])
        opening.migrate = lambda connection, path: migrate.migrate(connection, path, steps)
    sqlite3.connect = connected
    say("begun")
    Store.open(Path(path)).close()
    say(counts)
