"""Killed while retention drops, the file is put in order and copies are made: what is not dropped is there, copies whole.

Copies that are made while others write are as the store was at one moment.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reader.store import Store, backup, portable, rescue
from tests.store.fill import NOW
from tests.store.ingest import PENDING, Kept, catch_up, faults, kept, work
from tests.store.kills import Child, Forks

pytestmark = pytest.mark.timeout(900)

LONG = bool(os.environ.get("DATELINE_LONG"))
KILLS = 300 if LONG else 25
PER_FILE = 5
COPIES = 50
BEGUN = 80
"""Acts that a file begins with: more entries than are kept, so that the first round has some to drop."""
MOST = 2000
"""Things a child says, at most, before it is killed without what was waited for."""


@dataclass
class Findings:
    """What kills have shown."""

    tidied: int = 0
    copied: int = 0
    dropped: int = 0
    bad: list[str] = field(default_factory=list)


def kill_once(forks: Forks, path: Path, model: Kept, rng: random.Random, found: Findings) -> None:
    """Kill a child at a random moment; hold the store and its copies against what they must be."""
    child = forks.start("tests.store.children:keep_in_order", str(path), model.acts + 1)
    awaited = rng.choice(("open", "tidied", "copied"))
    while awaited not in child.lines and len(child.lines) < MOST:
        child.wait_for(len(child.lines) + 1)
    time.sleep(rng.uniform(0, 0.03))
    said = child.kill()
    done = [number for number in said if isinstance(number, int)]
    found.tidied += said.count("tidied")
    found.copied += said.count("copied")
    with Store.open(path):
        found.bad += faults(path)
        seen = kept(path)
    least = max([model.acts, *done])
    if not catch_up(model, seen, least, least + PENDING + 1):
        found.bad.append(f"after act {least}: no number of whole acts and drops leaves this")
    stars = {key: entry[2] for key, entry in model.entries.items() if entry[2] is not None}
    found.bad += [f"{key} was starred" for key, at in seen.dropped.items() if stars.get(key, at + 1) <= at]
    found.bad += [fault for copy in backup.copies(path) for fault in damage(copy, model.acts)]
    found.bad += [f"{name.name} cannot be read" for name in backup.marks_files(path) if not readable(name)]


def damage(copy: Path, acts: int) -> list[str]:
    """What is wrong with a copy of a store in which so many acts were done."""
    whole = catch_up(Kept(), kept(copy), 0, acts)
    return faults(copy) or ([] if whole else [f"{copy.name} is as the store never was"])


def readable(file: Path) -> bool:
    """Whether a small copy can be put back."""
    return portable.is_document(json.loads(file.read_bytes()))


def begun(path: Path) -> Kept:
    """Make a store with something to drop."""
    with Store.open(path) as store:
        work(store, 1, lambda number: None, BEGUN)
    model = Kept()
    while model.acts < BEGUN:
        model.advance()
    return model


def test_killed_while_it_is_kept_in_order(tmp_path: Path, forks: Forks) -> None:
    rng, found, start = random.Random(31), Findings(), time.monotonic()
    for number in range(KILLS):
        folder = tmp_path / str(number // PER_FILE)
        folder.mkdir(exist_ok=True)
        if number % PER_FILE == 0:
            model = begun(folder / "s.db")
        kill_once(forks, folder / "s.db", model, rng, found)
        assert found.bad == []
        if number % PER_FILE == PER_FILE - 1:
            found.dropped += len(kept(folder / "s.db").dropped)
    print(
        f"\n{KILLS} kills during retention, upkeep and copying ({time.monotonic() - start:.1f} s): {found.dropped} entries"
        f" dropped in {found.tidied} rounds, 0 others lost, {found.copied} copies made, none damaged, integrity ok"
    )
    assert found.tidied
    assert found.copied
    assert found.dropped


def test_copies_of_a_live_store_are_whole(tmp_path: Path, forks: Forks) -> None:
    path = tmp_path / "s.db"
    child = forks.start("tests.store.children:ingest", str(path), 1, "whole", 0.01)
    child.wait_for(20)
    start, bad, model = time.monotonic(), list[str](), Kept()
    moments: set[int] = set()
    for number in range(COPIES):
        least = child.said_last()
        copy = backup.back_up(path, path, now=NOW + number, target=tmp_path)
        most = child.said_last() + PENDING + 1
        restored = tmp_path / f"restored{number}" / "s.db"
        restored.parent.mkdir()
        if number % 25:
            shutil.copy(copy, restored)
        else:
            rescue.restore(restored, copy, NOW)
        with Store.open(restored):
            bad += faults(restored)
            if not catch_up(model, kept(restored), least, most):
                bad.append(f"copy {number} is as the store never was after act {least}")
        moments.add(model.acts)
    plain = plain_copies(path, tmp_path / "plain.db", child)
    child.kill()
    print(
        f"\n{COPIES - len(bad)} of {COPIES} restores of a live store open clean ({time.monotonic() - start:.1f} s, acts"
        f" {min(moments)} to {max(moments)}); plain copy {plain} of its file does not"
    )
    assert bad == []
    assert len(moments) > COPIES // 2, "it was written to meanwhile"
    assert plain, "a plain copy is no backup, and that is seen"


def plain_copies(path: Path, copy: Path, child: Child) -> int:
    """How many copies, made as of any file, it takes until one is damaged or out of date; 0 if none of a hundred is."""
    for number in range(1, 101):
        least = child.said_last()
        shutil.copy(path, copy)
        try:
            if faults(copy) or max(kept(copy).polls, default=0) < least - PENDING:
                return number
        except sqlite3.DatabaseError:
            return number
    return 0
