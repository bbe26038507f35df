"""What the processes do that are killed (`kills.py`); not in a test module, whose imports would be theirs."""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from reader.model.source import Retention
from reader.model.tagging import Actor, ActorType, Tagging
from reader.model.tagging_due import Made
from reader.store import Store, connect, migrate, upkeep
from reader.store import store as opening
from tests.store.broken import STORES
from tests.store.fill import NOW, entry, poll, snapshot
from tests.store.ingest import PENDING, work

Say = Callable[[object], None]
STEPS_A_TICK = 100
LIMIT = 40


def ingest(say: Say, path: str, first: int, kind: str, pause: float = 0.0) -> None:
    """Acts without end, each said when it was answered, with a pause of some seconds in between."""

    def slowly(number: int) -> None:
        say(number)
        time.sleep(pause)

    with STORES[kind].open(Path(path)) as store:
        say("open")
        work(store, first, slowly if pause else say)


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


def keep_in_order(say: Say, path: str, first: int) -> None:
    """Acts without end, while another thread copies the store and has it tidied; only LIMIT entries a source are kept.

    What is done by size or by number once in a while is done every time.
    """
    upkeep.WORTH_BYTES, upkeep.FREE_SHARE, upkeep.MERGE_LEAST, upkeep.MERGE_SHARE = 0, 10**6, 1, 10**6
    upkeep.MERGE_PAGES = 10_000
    ended: list[BaseException] = []
    answered = first - 1

    def others(store: Store) -> None:
        try:
            for moment in itertools.count(NOW + int(time.time() * 100) % 10**8):
                upkeep.tidy(store, NOW + answered, Retention(entries=LIMIT), at_once=True).result(60)
                say("tidied")
                store.backup(now=moment).result(60)
                say("copied")
        except BaseException as error:  # noqa: BLE001 - it must be heard of
            ended.append(error)

    def heard(number: int) -> None:
        nonlocal answered
        answered = number
        say(number)

    with Store.open(Path(path)) as store:
        say("open")
        threading.Thread(target=others, args=(store,), daemon=True).start()
        for number in itertools.count(first, PENDING):
            work(store, number, heard, number + PENDING - 1)
            if ended:
                raise ended[0]
            time.sleep(0.01)  # Tidying lets all else go first: without a pause its round would have no end.


def restore(say: Say, database: str, copy: str, limit: int) -> None:
    """Put a copy in the place of a store; die at the call of the system that is number `limit`. At last, say how many.

    Calls that Python tells its auditors of: a file is opened, renamed, removed, a database is connected to. Those for
    modules that are imported meanwhile do not count: there are more of them where nothing was compiled before.
    """
    calls = 0
    folder = str(Path(database).parent)

    def heard(event: str, values: object) -> None:
        nonlocal calls
        if event.startswith("sqlite3.connect") or (event.startswith(("os.", "open")) and folder in str(values)):
            calls += 1
            if calls == limit:
                os.kill(os.getpid(), signal.SIGKILL)

    from reader.store import rescue

    sys.addaudithook(heard)
    rescue.restore(Path(database), Path(copy), NOW)
    say(calls)


def grow(say: Say, path: str, first: int, copy: str, last: int) -> None:
    """Do acts up to `first`, copy the store, do acts up to `last`, and die."""
    with Store.open(Path(path)) as store:
        work(store, 1, say, first)
        store.backup(Path(copy), now=NOW).result(60)
        work(store, first + 1, say, last)
        os.kill(os.getpid(), signal.SIGKILL)


def tag(say: Say, path: str) -> None:
    """Tag what waits, five entries at a time; say how many are tagged by now."""
    actor = Actor("Arvonia", ActorType.COUNTRY)
    tagging = Tagging((actor,), topics=("politics",), targets=("by the child",))
    with Store.open(Path(path)) as store, store.reads() as reads:
        say("open")
        done = reads.total() - reads.tagging_waiting()
        while waiting := reads.tagging_due(5):
            made = [Made(one.entry_id, one.wording, tagging) for one in waiting]
            done += len(store.record_taggings(made).result(60))
            say(done)
            time.sleep(0.004)
