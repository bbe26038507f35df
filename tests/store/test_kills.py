"""Killed at any moment: what was acknowledged is there, whole, and of what was not, nothing or all.

200 kills, 1,000 with DATELINE_LONG=1.
"""

from __future__ import annotations

import os
import random
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reader.store import Store
from tests.store.fill import NOW
from tests.store.ingest import PAGES, PENDING, Kept, catch_up, faults, kept, unvouched
from tests.store.kills import Child, Forks

pytestmark = pytest.mark.timeout(900)

KILLS = 1000 if os.environ.get("DATELINE_LONG") else 200
PER_FILE = 25
"""Kills that one file outlives before a new one is begun: each check reads all of it."""
TRIES = 1000
"""Kills within which a broken store must have been caught: many times what it takes, however quick the machine is."""


@dataclass
class Findings:
    """What kills have shown."""

    kills: int = 0
    opening: int = 0
    """Kills before the store was open."""
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    newer: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def bad(self) -> list[str]:
        """All that must not be."""
        return self.lost + self.torn + self.newer + self.faults


def kill_once(forks: Forks, path: Path, model: Kept, rng: random.Random, found: Findings, kind: str = "whole") -> None:
    """Kill a child that writes, at a random moment, and hold what is there against what must be."""
    child = forks.start("tests.store.children:ingest", str(path), model.acts + 1, kind)
    _some_moment(child, rng)
    said = child.kill()
    done = [number for number in said if isinstance(number, int)]
    found.kills += 1
    found.opening += "open" not in said
    found.acknowledged += len(done)
    with Store.open(path):
        found.faults += faults(path)
        seen = kept(path)
    compare(model, seen, max([model.acts, *done]), found)


def compare(model: Kept, seen: Kept, least: int, found: Findings) -> None:
    """Bring `model` to what was `seen`, which must be the first acts and at least the `least` first."""
    found.newer += [f"after act {least}: poll {number} is vouched for, not there" for number in unvouched(seen)]
    if catch_up(model, seen, least, least + PENDING + 1):
        return
    earlier = Kept()
    if catch_up(earlier, seen, 0, least):
        found.lost.append(f"act {least} was acknowledged; only {earlier.acts} are there")
    else:
        found.torn.append(f"after act {least}: no number of whole acts leaves this")


def _some_moment(child: Child, rng: random.Random) -> None:
    # Counted in acts, so that a slow machine is killed at work as well; now and then while the store is being opened.
    if rng.random() < 0.1:
        time.sleep(rng.uniform(0, 0.02))
    else:
        child.wait_for(1 + rng.randrange(6))
        time.sleep(rng.uniform(0, 0.01))


def test_killed_at_any_moment(tmp_path: Path, forks: Forks) -> None:
    rng, found, entries = random.Random(7), Findings(), 0
    start = time.monotonic()
    for number in range(KILLS):
        path = tmp_path / f"{number // PER_FILE}.db"
        if number % PER_FILE == 0:
            model = Kept()
        kill_once(forks, path, model, rng, found)
        assert found.bad == []
        entries += len(model.entries) if number % PER_FILE == PER_FILE - 1 else 0
    print(
        f"\n{found.kills} kills ({found.opening} while opening, {found.acknowledged} acts acknowledged, {entries} entries,"
        f" {time.monotonic() - start:.1f} s): {len(found.lost)} acknowledged lost, {len(found.torn)} torn polls,"
        f" {len(found.newer)} validators too new, integrity ok"
    )
    assert found.acknowledged > KILLS, "it was killed at work"


def test_killed_while_the_store_is_made(tmp_path: Path, forks: Forks) -> None:
    """After some time, or, as a quick machine is done by then, at a statement of its own."""
    rng, made, making = random.Random(3), 0, "tests.store.children:upgrade"
    statements = forks.start(making, str(tmp_path / "counted.db"), "", 0).end()[-1]["statement"]
    for number in range(KILLS // 8):
        path = tmp_path / f"{number}.db"
        if number % 2:
            forks.start(making, str(path), "statement", rng.randint(1, statements)).end(-9)
        else:
            child = forks.start("tests.store.children:create", str(path))
            child.wait_for(1)
            time.sleep(rng.uniform(0, 0.025))
            made += "made" in child.kill()
        with Store.open(path) as store:
            assert faults(path) == []
            store.add_source("https://made.example/", now=NOW).result(60)
    print(f"\n{KILLS // 8} kills while a store was made ({made} too late): each opened and whole")
    assert statements > 20, "there are moments at which it is half made"


@pytest.mark.parametrize(("kind", "seen"), [("hasty", "lost"), ("split", "newer"), ("piecemeal", "torn")])
def test_a_broken_store_is_caught(tmp_path: Path, forks: Forks, kind: str, seen: str) -> None:
    rng, found, model, path = random.Random(1), Findings(), Kept(), tmp_path / "0.db"
    while not getattr(found, seen) and found.kills < TRIES:
        bad = len(found.bad)
        kill_once(forks, path, model, rng, found, kind)
        if len(found.bad) > bad:
            model, path = Kept(), tmp_path / f"{found.kills}.db"
    print(f"\na store that is {kind}: caught at kill {found.kills}: {found.bad[-1:]}")
    assert getattr(found, seen)


def test_a_source_that_was_added_by_half_is_torn(tmp_path: Path) -> None:
    path = tmp_path / "half.db"
    with Store.open(path) as store:
        store.add_source(PAGES[0], now=NOW + 1).result(60)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM poll_state")
    found = Findings()
    compare(Kept(), kept(path), 0, found)
    assert found.torn
