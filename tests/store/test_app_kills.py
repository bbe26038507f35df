"""The whole program killed in a terminal while entries arrive: whatever it had shown, and every star, is there again."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import time
from pathlib import Path

import pytest

from reader.demo.answers import Served
from reader.demo.server import DemoServer, Request
from reader.store import Store
from tests.binary import COMMAND
from tests.store.ingest import faults
from tests.terminal import Terminal

pytestmark = pytest.mark.timeout(900)

KILLS = 10 if os.environ.get("DATELINE_LONG") else 3
A_POLL = 3
"""Entries that every poll finds to be new."""


class Feed:
    """A JSON Feed that has more entries each time it is asked for."""

    def __init__(self) -> None:
        self.polls = 0

    def __call__(self, request: Request) -> Served:
        self.polls += 1
        numbers = range(max(1, A_POLL * (self.polls - 5)), A_POLL * self.polls + 1)
        items = [
            {"id": f"{n}", "title": f"Arrival {n:05} at the quay", "content_text": f"Text of arrival {n}."}
            for n in reversed(numbers)
        ]
        document = {"version": "https://jsonfeed.org/version/1.1", "title": "Quay", "items": items}
        return Served(json.dumps(document).encode(), "application/feed+json")


def used_until_killed(terminal: Terminal, feed: Feed, rng: random.Random) -> tuple[set[str], set[str]]:
    """Fetch and star for a while, and be killed; the entries that were seen, and the stars that were followed by a poll.

    A star is shown while it is being saved, and saved before any poll that is asked for later.
    """
    shown = arrived(terminal, "")
    starred: set[str] = set()
    for _ in range(rng.randint(1, 3)):
        pressed = starred_anew(terminal)
        newest = f"Arrival {A_POLL * feed.polls:05}"
        terminal.send("r")
        shown |= arrived(terminal, newest)
        starred |= pressed
    terminal.send("r")
    terminal.read(rng.uniform(0, 0.1))
    shown |= set(re.findall(r"Arrival \d{5}", terminal.text))
    os.killpg(terminal.process.pid, signal.SIGKILL)
    terminal.process.wait(60)
    return shown, starred


def stars(terminal: Terminal) -> set[str]:
    """The entries with a star on the screen."""
    return set(re.findall(r"★[^│]*?(Arrival \d{5})", terminal.text))


def starred_anew(terminal: Terminal) -> set[str]:
    """Star the entry that is chosen, whichever has arrived meanwhile; those with a star then."""
    before, end = stars(terminal), time.monotonic() + 60
    terminal.send("s")
    while not (after := stars(terminal)) - before:
        assert time.monotonic() < end, terminal.text
        terminal.read(0.05)
    return after


def arrived(terminal: Terminal, newest: str) -> set[str]:
    """Wait for an entry that is newer than `newest`; those on the screen then."""
    # Asked again now and then: while one answer is awaited, the key does nothing.
    end, again = time.monotonic() + 60, time.monotonic() + 3
    while not (found := set(re.findall(r"Arrival \d{5}", terminal.text))) or max(found) <= newest:
        assert terminal.process.poll() is None, terminal.text
        assert time.monotonic() < end, terminal.text
        if "press G" in terminal.text:
            terminal.send("G")
        if time.monotonic() > again:
            again = time.monotonic() + 3
            terminal.send("r")
        terminal.settle(0.1, 1)
    return found


def test_the_program_killed_while_entries_arrive(tmp_path: Path) -> None:
    rng, feed = random.Random(21), Feed()
    seen: set[str] = set()
    kept_stars = 0
    path = tmp_path / "data" / "dateline.db"
    start = time.monotonic()
    with DemoServer() as server:
        server.serve("/quay.json", feed)
        for _ in range(KILLS):
            with Terminal([*COMMAND, "--home", str(tmp_path), server.url("/quay.json")]) as terminal:
                shown, starred = used_until_killed(terminal, feed, rng)
            seen |= shown
            with Store.open(path) as store, store.reads() as reads:
                assert faults(path) == []
                rows = reads._connection.execute("SELECT title, starred_at IS NOT NULL FROM entry").fetchall()
            assert seen <= {title[:13] for title, _ in rows}
            assert starred <= {title[:13] for title, star in rows if star}
            kept_stars += len(starred)
    print(
        f"\n{KILLS} kills of the program at work ({time.monotonic() - start:.1f} s): {len(seen)} entries shown,"
        f" {kept_stars} stars, 0 lost, integrity ok"
    )
    assert len(seen) > KILLS
    assert kept_stars
