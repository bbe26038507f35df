"""What a disk, a folder or a file can do to us: one sentence, never a raw error, never half an act."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from reader.model.filter_language import parse_filter
from reader.model.source import Source
from reader.store import (
    Reads,
    Store,
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
)
from tests.store.fill import NOW, entry, fill, page, poll, report, snapshot


def sentence(error: BaseException) -> str:
    text = str(error)
    assert "\n" not in text
    assert text.endswith(".")
    return text


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing) as caught:
        Store.open(tmp_path / "none" / "s.db")
    assert str(tmp_path / "none") in sentence(caught.value)


def test_a_path_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "s.db").mkdir()
    with pytest.raises(StoreError) as caught:
        Store.open(tmp_path / "s.db")
    sentence(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(b"plain text " * 1000)
    with pytest.raises(StoreCorrupt) as caught:
        Store.open(path)
    assert str(path) in sentence(caught.value)
    assert path.read_bytes() == b"plain text " * 1000


def test_a_full_disk_loses_the_act_and_nothing_else(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a", "b"))
    before = reads.sources()
    connection: sqlite3.Connection = store._writer._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages + 2}")
    big = snapshot([entry(f"n{n}", n, text="words and words " * 400) for n in range(40)])
    with pytest.raises(StoreFull) as caught:
        poll(store, source, big, NOW + 60)
    assert "disk" in sentence(caught.value)
    assert reads.sources() == before
    assert reads.check(thorough=True) == []
    connection.execute("PRAGMA max_page_count=1000000")
    poll(store, source, big, NOW + 120)
    assert reads.count(now=NOW) == 42


def test_another_program_holds_the_file(store: Store, source: Source, tmp_path: Path) -> None:
    store._writer._connection.execute("PRAGMA busy_timeout=20")
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy) as caught:
        poll(store, source, page("a"))
    sentence(caught.value)
    other.execute("ROLLBACK")
    other.close()
    poll(store, source, page("a"))


def test_numbers_beyond_sixty_four_bits(store: Store, source: Source, reads: Reads) -> None:
    with pytest.raises(StoreError) as caught:
        poll(store, source, page("a", published=-(10**30)))
    assert str(caught.value)
    assert reads.count(now=NOW) == 0


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "s.db"
    with Store.open(path) as store:
        fill(store, 300, words=30, batch=100)
    return path


@pytest.mark.parametrize("seed", range(int(os.environ.get("DATELINE_FLIPS", "40"))))
def test_a_damaged_file_never_raises_anything_raw(whole: Path, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    known = Source(1, "https://fill.example/")
    path = tmp_path / "s.db"
    shutil.copy(whole, path)
    content = bytearray(path.read_bytes())
    for _ in range(rng.choice((1, 20, 400))):
        content[rng.randrange(len(content))] = rng.randrange(256)
    path.write_bytes(content)
    try:
        with Store.open(path) as store, store.reads() as reads:
            acts = (
                reads.sources,
                lambda: reads.rows(reads.index(now=NOW).ids),
                lambda: reads.entries(reads.index(now=NOW).ids),
                lambda: reads.index(parse_filter("arvonia actor:belmark /a/"), now=NOW),
                lambda: reads.facets(now=NOW),
                reads.events,
                reads.check,
                lambda: poll(store, known, page("a", "b"), NOW + 60),
                lambda: store.mark([1, 2], read=True, now=NOW).result(60),
            )
            for act in acts:
                try:
                    act()
                except StoreError as error:
                    sentence(error)
    except StoreError as error:
        sentence(error)


AS_NOBODY = """
import os, sys, json
from pathlib import Path
import reader.store, tests.store.fill, encodings.idna, reader.model.filter_language, rich.cells, regex, difflib
from tests.store.fill import *
if os.getuid() == 0:
    os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
path = Path(sys.argv[1])
try:
    reader.store.Store.open(path).close()
    print("opened")
except reader.store.StoreError as error:
    print(type(error).__name__, error)
try:
    with reader.store.Store.open(path, read_only=True) as store, store.reads() as reads:
        print(store.read_only, reads.count(now=NOW), len(reads.rows(reads.index(now=NOW).ids)))
        print(type(store.mark([1], read=True, now=NOW).exception(60)).__name__)
except reader.store.StoreError as error:
    print(type(error).__name__, error)
"""


def as_nobody(path: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(AS_NOBODY), str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    """A folder that others may enter."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder != Path("/") and folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o005:
            folder.chmod(folder.stat().st_mode | 0o055)
    return tmp_path


def test_a_read_only_folder_shows_the_archive(open_folder: Path) -> None:
    path = open_folder / "kept" / "s.db"
    path.parent.mkdir()
    with Store.open(path) as store:
        poll(store, store.add_source("https://a.example/", now=NOW).result(60), page("a", "b"))
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        first, second, third = as_nobody(path)
    finally:
        path.parent.chmod(0o755)
    assert first.startswith("StoreReadOnly")
    assert str(path.parent) in first
    assert second == "True 2 2"
    assert third == "StoreReadOnly"


def test_a_read_only_file_is_refused_when_it_is_opened(open_folder: Path) -> None:
    path = open_folder / "open" / "s.db"
    path.parent.mkdir()
    Store.open(path).close()
    path.chmod(0o444)
    path.parent.chmod(0o777)
    assert as_nobody(path)[0].startswith("StoreReadOnly")


def test_read_only_wants_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        Store.open(tmp_path / "none.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_reading_while_another_writes(store: Store, source: Source, tmp_path: Path) -> None:
    poll(store, source, page("a"))
    with Store.open(tmp_path / "store.db", read_only=True) as other, other.reads() as reads:
        assert reads.count(now=NOW) == 1
        poll(store, source, page("a", "b"), NOW + 60)
        assert reads.count(now=NOW) == 2
        with pytest.raises(StoreReadOnly):
            other.record_poll(report(source)).result(60)
