"""Killed while an old store is brought up to date: it has the old schema or the new one, and all that it held.

20 kills of a store of 4,000 entries; 60 of one of 40,000 with DATELINE_LONG=1.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader.store import Store, migrate
from reader.store.migrate import VERSION
from tests.store import old
from tests.store.fill import NOW
from tests.store.ingest import faults
from tests.store.kills import Forks

LONG = bool(os.environ.get("DATELINE_LONG"))
KILLS, ENTRIES = (60, 40_000) if LONG else (20, 4_000)
pytestmark = pytest.mark.timeout(3000 if LONG else 600)


@dataclass(frozen=True)
class Old:
    """A store of version 1, what it holds, and how long it takes to bring a copy of it up to date."""

    path: Path
    held: dict[str, list[str]]
    contents: str
    schemas: list[old.Schema]
    counts: dict[str, int]
    seconds: float

    def copy(self, folder: Path) -> Path:
        """A copy of it in an empty folder."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return Path(shutil.copy(self.path, folder / "s.db"))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, forks: Forks) -> Old:
    folder = tmp_path_factory.mktemp("old")
    path = folder / "first.db"
    old.make(path, ENTRIES)
    held = old.columns(path)
    copy = Path(shutil.copy(path, folder / "measured.db"))
    child = forks.start("tests.store.children:upgrade", str(copy), "", 0)
    child.wait_for(1)
    start = time.monotonic()
    counts = child.end()[1]
    seconds = time.monotonic() - start
    return Old(path, held, old.contents(path, held), old.schemas(folder), counts, seconds)


def test_what_was_made_is_of_the_first_version(first: Old, tmp_path: Path) -> None:
    assert old.schema(first.path) == first.schemas[1]
    assert faults(first.path) == []
    with Store.open(first.copy(tmp_path / "s")) as store, store.reads() as reads:
        assert reads.count(now=NOW) == reads.sources()[0].entries == ENTRIES
        assert reads.check(thorough=True) == []


def half_done(first: Old, path: Path) -> list[str]:
    """What is wrong with the schema of a store, and with the copies beside it, after a kill."""
    state = old.schema(path)
    found = [] if state in first.schemas[1:] else [f"a schema that is neither: version {state[0]}"]
    return found + damaged_copies(first, path)


def copies(path: Path) -> list[Path]:
    """The copies that are kept of older versions; those that were not finished have further names."""
    names = [path.with_name(f"s.db.v{version}") for version in range(1, VERSION)]
    return [name for name in names if name.exists()]


def damaged_copies(first: Old, path: Path) -> list[str]:
    """What is wrong with the copies that were made before a step, where there are any."""
    found: list[str] = []
    for copy in copies(path):
        try:
            if old.schema(copy) != first.schemas[int(copy.suffix[2:])]:
                found.append(f"{copy.name} is not of that version")
            found += faults(copy)
            if old.contents(copy, first.held) != first.contents:
                found.append(f"{copy.name} lacks something")
        except Exception as error:  # noqa: BLE001 - whatever it is, the copy cannot be read
            found.append(f"{copy.name} cannot be read: {error}")
    return found


def killed(first: Old, forks: Forks, path: Path, rng: random.Random) -> None:
    """Kill a process that brings `path` up to date: after some time, or at a statement or step of its own."""
    unit = rng.choice(("time", "statement", "statement", "step"))
    # The first third of the statements only looks at the file.
    limits = {"time": (0, 0), "statement": (first.counts["statement"] // 3, first.counts["statement"])}
    limit = rng.randint(*limits.get(unit, (1, first.counts["step"])))
    child = forks.start("tests.store.children:upgrade", str(path), unit, limit)
    if unit == "time":
        child.wait_for(1)
        time.sleep(rng.uniform(0, first.seconds * 1.5))
        child.kill()
    else:
        child.end(-9)


def test_killed_while_it_is_brought_up_to_date(first: Old, forks: Forks, tmp_path: Path) -> None:
    rng, versions, kept, start = random.Random(5), Counter[int](), 0, time.monotonic()
    for _ in range(KILLS):
        path = first.copy(tmp_path / "s")
        killed(first, forks, path, rng)
        assert half_done(first, path) == []
        versions[old.schema(path)[0]] += 1
        before = copies(path)
        kept += bool(before)
        Store.open(path).close()
        assert old.schema(path) == first.schemas[VERSION]
        assert old.contents(path, first.held) == first.contents
        assert faults(path) == []
        assert copies(path)[:1] == [path.with_name("s.db.v1")]
        assert before or damaged_copies(first, path) == []
        assert sorted(path.parent.glob("s.db.v*")) == copies(path), "what was not finished is gone"
    print(
        f"\n{KILLS} kills while {ENTRIES} entries were brought up to date ({time.monotonic() - start:.1f} s):"
        f" {versions[1]} old, {KILLS - versions[1] - versions[VERSION]} after a whole step between, {versions[VERSION]} new,"
        f" 0 mixed; copy absent {KILLS - kept}, whole {kept}, damaged 0;"
        " everything there at the next start"
    )
    assert versions[1]
    assert versions.total() > versions[1]
    assert kept


def test_a_broken_step_is_caught(first: Old, forks: Forks, tmp_path: Path) -> None:
    caught = 0
    for limit in range(first.counts["statement"], 0, -1):
        path = first.copy(tmp_path / "s")
        forks.start("tests.store.children:upgrade", str(path), "statement", limit, True).end(-9, 0)
        if old.schema(path) not in first.schemas[1:]:
            caught = limit
            break
    print(f"\na step in pieces: caught when killed at statement {caught} of {first.counts['statement']}")
    assert caught


def test_many_bring_it_up_to_date_at_once(first: Old, forks: Forks, tmp_path: Path) -> None:
    path = first.copy(tmp_path / "s")
    children = [forks.start("tests.store.children:upgrade", str(path), "", 0) for _ in range(4)]
    for child in children:
        child.end()
    assert old.schema(path) == first.schemas[VERSION]
    assert old.contents(path, first.held) == first.contents
    assert damaged_copies(first, path) == []


def test_a_copy_that_comes_too_late_takes_no_other_s_place(
    first: Old, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program brings the store up to date after this one has seen that it is old, and before it copies it."""
    path, plain, others = first.copy(tmp_path / "s"), migrate._keep_copy, list[bool]()

    def late(*values: object) -> None:
        if not others:
            others.append(True)
            Store.open(path).close()
        plain(*values)

    monkeypatch.setattr(migrate, "_keep_copy", late)
    Store.open(path).close()
    assert others
    assert damaged_copies(first, path) == []
