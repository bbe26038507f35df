"""A store with flipped bits: whatever they are, it costs a rescue at most."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from reader.store import Store, StoreError, StoreTooNew, backup, mending
from reader.store.rescue import rescue
from tests.store.fill import NOW, fill, page, poll
from tests.store.wrecks import opened


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a whole copy from half way and a small one."""
    path = tmp_path_factory.mktemp("whole") / "s.db"
    with Store.open(path) as store:
        source = fill(store, 150, words=30, batch=50)
        store.mark(range(1, 60), read=True, now=NOW).result(60)
        store.mark(range(1, 10), starred=True, now=NOW).result(60)
        backup.write_marks(path, path, now=NOW)
        poll(store, source, page("later"), NOW + 60)
    return path


def test_a_damaged_address_is_taken_from_the_copy(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    shutil.copytree(whole.parent, tmp_path, dirs_exist_ok=True)
    path.write_bytes(path.read_bytes().replace(b"https://fill.example/", b"http\xf3://fill.example/"))
    rescue(path, NOW)
    with Store.open(path) as store, store.reads() as reads:
        assert [item.source.url for item in reads.sources()] == ["https://fill.example/"]
        assert reads.count(now=NOW) > 150


FLIPS = 500 if os.environ.get("DATELINE_LONG") else 60


@pytest.mark.parametrize("seed", range(FLIPS))
def test_flipped_bits_never_do_more_than_cost_a_rescue(whole: Path, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    path = tmp_path / "s.db"
    shutil.copytree(whole.parent, tmp_path, dirs_exist_ok=True)
    content = bytearray(path.read_bytes())
    for _ in range(rng.choice((1, 1, 5, 50))):
        content[rng.randrange(len(content) if rng.random() < 0.7 else 8192)] ^= 1 << rng.randrange(8)
    path.write_bytes(content)
    for _ in range(3):
        try:
            store, _ = opened(path)
        except StoreTooNew:
            assert int.from_bytes(content[60:64], "big") > 3, "the number of the schema itself was hit"
            return
        with store:
            if _usable(store):
                break
    else:
        pytest.fail("it is still not sound after three starts")
    with Store.open(path) as store, store.reads() as reads:
        assert [item.source.url for item in reads.sources()] or not mending.faults(path)
        # Where both its address and what tells whose store it is were hit, it stands beside the one of the copy.
        assert "https://fill.example/" in {item.source.url for item in reads.sources()}
        assert reads.count(now=NOW) >= 9, "what is starred at the least"


def _usable(store: Store) -> bool:
    try:
        with store.reads() as reads:
            every = reads.index(now=NOW).ids
            reads.rows(every)
            reads.entries(every)
            reads.events()
            reads.facets(now=NOW)
            source = reads.sources()[0].source
        poll(store, source, page("a", "b"), NOW + 120)
        store.mark(every, read=True, now=NOW).result(60)
    except StoreError:
        return False
    return True
