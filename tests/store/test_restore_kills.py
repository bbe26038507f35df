"""Killed while a copy is put in the place of a store: the old one or the copy is there, and the old one is kept whole."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader.store import opening
from tests.store.fill import NOW
from tests.store.ingest import Kept, catch_up, faults, kept
from tests.store.kills import Forks

pytestmark = pytest.mark.timeout(900)

AT_MOST = 1000 if os.environ.get("DATELINE_LONG") else 25
OLD, COPIED = 40, 25


@dataclass(frozen=True)
class Scene:
    """A folder with a store that was killed in the middle of act OLD + 1, and a copy made after act COPIED."""

    folder: Path

    def put_up(self, folder: Path) -> Path:
        """A copy of the scene; the store in it."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return folder / "s.db"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, forks: Forks) -> Scene:
    folder = tmp_path_factory.mktemp("scene")
    child = forks.start("tests.store.children:grow", str(folder / "s.db"), COPIED, str(folder / "copy.db"), OLD)
    child.end(-9)
    assert (folder / "s.db-wal").stat().st_size, "what is newest is in the log only"
    return Scene(folder)


def acts_in(path: Path) -> int:
    """How many acts the store holds, whole; -1 where it is as no number of them leaves it."""
    model = Kept()
    return model.acts if catch_up(model, kept(path), 0, OLD + 1) and not faults(path) else -1


def after_a_kill(database: Path) -> tuple[int, list[int]]:
    """The acts that are in the store, and in whatever was put aside, once the program was started again."""
    opening.open_store(database, now=NOW, tell=lambda line: None).close()
    aside = [path for path in database.parent.glob("s.db.replaced-*") if not path.name.endswith(("-wal", "-shm"))]
    return acts_in(database), [acts_in(path) for path in aside]


def test_killed_while_a_copy_is_put_in_its_place(tmp_path: Path, scene: Scene, forks: Forks) -> None:
    function = "tests.store.children:restore"
    database = scene.put_up(tmp_path / "s")
    calls = forks.start(function, str(database), str(database.with_name("copy.db")), 0).end()[0]
    assert after_a_kill(database) == (COPIED, [OLD])
    found: Counter[str] = Counter()
    limits = sorted(
        {1 + calls * n // min(calls, AT_MOST) for n in range(min(calls, AT_MOST))} | set(range(calls - 12, calls + 1))
    )
    for limit in limits:
        database = scene.put_up(tmp_path / "s")
        forks.start(function, str(database), str(database.with_name("copy.db")), limit).end(-9)
        state = after_a_kill(database)
        assert state in ((OLD, []), (COPIED, [OLD])), f"killed at call {limit} of {calls}"
        found["copy" if state[1] else "old"] += 1
    print(
        f"\n{len(limits)} kills at the {calls} calls of a restore: {found['old']} old, {found['copy']} the copy, 0 else"
    )
    assert found["old"]
    assert found["copy"]
