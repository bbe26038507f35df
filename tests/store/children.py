"""What the processes do that are killed (`kills.py`); not in a test module, whose imports would be theirs."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from reader.store import Store, connect
from tests.store.broken import STORES
from tests.store.fill import NOW, entry, poll, snapshot
from tests.store.ingest import work

Say = Callable[[object], None]


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
