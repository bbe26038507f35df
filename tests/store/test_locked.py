"""Two processes write to one store at once: each waits for its turn, none is ever told "locked", no row is missing."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.fill import NOW
from tests.store.ingest import faults
from tests.store.kills import Forks

ACTS = 2500 if os.environ.get("DATELINE_LONG") else 500
LONGEST = 30.0
"""Seconds, for a machine that does something else meanwhile; who waits for five for a lock is told so, and fails."""


@pytest.mark.timeout(600)
def test_two_processes_write_at_once(tmp_path: Path) -> None:
    path, start = tmp_path / "store.db", time.monotonic()
    urls = ["https://one.example/", "https://two.example/"]
    with Forks() as forks:
        children = [forks.start("tests.store.children:share", str(path), url, ACTS) for url in urls]
        waits = [child.end()[0] for child in children]
    taken = time.monotonic() - start
    marks = (ACTS - 1) // 4
    polls = ACTS - 1 - marks
    edits = sum(number % 4 in (1, 2) for number in range(ACTS - 1))
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT s.url, s.entries, s.entries - s.unread,"
            " (SELECT count(*) FROM poll p WHERE p.source_id = s.id),"
            " (SELECT count(*) FROM event v WHERE v.source_id = s.id AND v.kind = 'edited'),"
            " (SELECT count(*) FROM revision r JOIN entry e ON e.id = r.entry_id WHERE e.source_id = s.id),"
            " (SELECT max(at) - ? FROM poll p WHERE p.source_id = s.id) FROM source s ORDER BY s.url",
            (NOW,),
        ).fetchall()
    last = max(number for number in range(ACTS - 1) if number % 4 != 3)
    assert rows == [(url, polls, marks, polls, edits, polls + edits, last) for url in urls]
    assert faults(path) == []
    print(
        f"\n2 processes x {ACTS} transactions ({taken:.1f} s): 0 locked, rows exact, longest wait {max(waits):.3f} s,"
        " integrity ok"
    )
    assert max(waits) < LONGEST


def test_a_lock_that_is_not_waited_for_is_caught(tmp_path: Path) -> None:
    path = str(tmp_path / "store.db")
    with Forks() as forks:
        # One that writes without end, so that the other meets its lock however quick or late either is.
        busy = forks.start("tests.store.children:ingest", path, 1, "whole")
        busy.wait_for(20)
        impatient = forks.start("tests.store.children:impatient", path, "https://b.example/", ACTS)
        with pytest.raises(AssertionError, match="StoreBusy"):
            impatient.end()
        busy.kill()
