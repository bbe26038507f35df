"""The power fails: the store opens whole, what the user did is there, and no validator is newer than its entries."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reader.store import Store
from tests.store.ingest import Kept, catch_up, faults, kept, unvouched
from tests.store.power import DAMAGE, History, Moment, cut_off, half_settled, live, put

pytestmark = pytest.mark.timeout(900)

LOGS = 600
TORN = 60
"""Checkpoints cut off half-way, on top."""
FIRST, LAST = 25, 50


@dataclass
class Findings:
    """What power cuts have shown."""

    cuts: int = 0
    fell_back: int = 0
    """Cuts that took acts which had not been synced: those are fetched again."""
    corrupt: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    newer: list[str] = field(default_factory=list)

    @property
    def bad(self) -> list[str]:
        """All that must not be."""
        return self.corrupt + self.lost + self.newer


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for hundreds of stores, in memory where the system has one."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, History]:
    """A store in its first log, one that was closed and opened again, one whose log was begun again."""
    new, reopened, again = (tmp_path_factory.mktemp(name) for name in ("new", "reopened", "again"))
    return {
        "new": live(new, 1, LAST - FIRST),
        "reopened": live(reopened, FIRST, LAST),
        "again": live(again, FIRST, LAST, restart=True),
    }


def power_back(path: Path, moment: Moment, found: Findings, what: str) -> None:
    """Open what a power cut has left and hold it against what it must be."""
    found.cuts += 1
    with Store.open(path):
        found.corrupt += [f"{what}: {fault}" for fault in faults(path)]
        seen = kept(path)
    found.newer += [f"{what}: poll {number} is vouched for, not there" for number in unvouched(seen)]
    model = Kept()
    if catch_up(model, seen, moment.promised, moment.act + 1):
        found.fell_back += model.acts < moment.act
    elif catch_up(Kept(), seen, 0, moment.promised):
        found.lost.append(f"{what}: act {moment.promised} is gone")
    else:
        found.corrupt.append(f"{what}: no number of whole acts leaves this")


def test_a_log_cut_off_by_a_power_failure(folder: Path, histories: dict[str, History]) -> None:
    rng, found, start = random.Random(11), Findings(), time.monotonic()
    for number in range(LOGS):
        name, damage = rng.choice(list(histories)), DAMAGE[number % len(DAMAGE)]
        log, moment = cut_off(histories[name], rng, damage)
        power_back(put(folder / "cut", histories[name].database, log), moment, found, f"{name}, {damage}, {number}")
        assert found.bad == []
    print(
        f"\n{found.cuts} damaged logs ({time.monotonic() - start:.1f} s, {found.fell_back} fell back to an earlier poll):"
        f" {len(found.corrupt)} corrupt, {len(found.lost)} acts of the user lost, {len(found.newer)} validators newer than"
        " the entries"
    )
    assert LOGS * 0.2 < found.fell_back < LOGS * 0.9, "they were damaged, and not all of them in vain"


def test_a_checkpoint_cut_off_by_a_power_failure(folder: Path, histories: dict[str, History]) -> None:
    rng, found = random.Random(12), Findings()
    for number in range(TORN):
        name = rng.choice(list(histories))
        history = histories[name]
        last = history.moments[-1].act
        path = put(folder / "torn", half_settled(history, rng), history.log)
        power_back(path, Moment(last, 0, 0, last), found, f"{name}, checkpoint {number}")
        assert found.bad == []
    print(f"\n{found.cuts} torn checkpoints: {len(found.corrupt)} corrupt, {len(found.lost)} lost")


@pytest.mark.parametrize(("kind", "seen"), [("lax", "lost"), ("split", "newer")])
def test_a_broken_store_is_caught(folder: Path, kind: str, seen: str) -> None:
    rng, found = random.Random(13), Findings()
    (folder / "lived").mkdir()
    history = live(folder / "lived", FIRST, LAST, store=kind)
    while not getattr(found, seen) and found.cuts < LOGS:
        log, moment = cut_off(history, rng, "cut")
        power_back(put(folder / "cut", history.database, log), moment, found, f"{kind}, {found.cuts}")
    print(f"\na store that is {kind}: caught at log {found.cuts}: {getattr(found, seen)[-1:]}")
    assert getattr(found, seen)


def test_a_log_damaged_where_it_was_synced_is_caught(folder: Path, histories: dict[str, History]) -> None:
    history, found = histories["reopened"], Findings()
    log = bytearray(history.log)
    log[history.moments[0].written // 2] ^= 1
    power_back(put(folder / "cut", history.database, bytes(log)), history.moments[-1], found, "synced")
    assert found.lost
