"""A disk that takes no more: polls fail in words, marks still go through, and all comes right with room."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from io import RawIOBase
from pathlib import Path

import pytest

from reader import cli
from reader.engine.engine import Engine
from reader.model.source import Source
from reader.store import Reads, Store, StoreFull, ballast
from reader.store.ballast import SIZE, Ballast
from reader.store.opening import open_store
from tests.engine.fakes import START, FakeFetcher, FakeTagger, Time, ok, parser
from tests.store.fill import NOW, entry, page, poll, snapshot

URL = "https://news.example/live"


def big(name: str, number: int = 60):
    return snapshot(entry(f"{name}{n}", n, text=f"{name} words and words " * 300) for n in range(number))


# -- the reserve


def test_the_reserve_is_made_given_back_and_made_again(tmp_path: Path) -> None:
    spare = Ballast(tmp_path / "s.db")
    assert not spare.give_back()
    assert spare.take()
    assert spare.path.stat().st_size == SIZE
    assert spare.give_back()
    assert spare.given
    assert not spare.path.exists()
    assert spare.take()
    assert not spare.given
    assert [file.name for file in tmp_path.iterdir()] == ["s.db.ballast"]


def test_no_reserve_where_there_is_hardly_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Little:
        f_bavail, f_frsize = 1, SIZE

    monkeypatch.setattr(ballast.os, "statvfs", lambda path: Little)
    assert not Ballast(tmp_path / "s.db").take()
    assert list(tmp_path.iterdir()) == []


def test_no_reserve_where_nothing_may_be_written(tmp_path: Path) -> None:
    assert not Ballast(tmp_path / "none" / "s.db").take()


def test_a_reserve_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    spare = Ballast(tmp_path / "s.db")
    spare.path.write_bytes(b"short")
    assert spare.take()
    assert spare.path.stat().st_size == SIZE


# -- by a limit on the database


def test_trouble_is_told_until_an_act_succeeds(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a"))
    assert store.trouble is None
    store._writer._connection.execute("PRAGMA max_page_count=1")
    with pytest.raises(StoreFull):
        poll(store, source, big("b"), NOW + 60)
    assert "disk is full" in (store.trouble or "")
    assert reads.count(now=NOW) == 1, "reading goes on"
    store._writer._connection.execute("PRAGMA max_page_count=1000000")
    poll(store, source, page("a"), NOW + 120)
    assert store.trouble is None


def test_with_the_reserve_given_back_polls_wait_and_marks_do_not(
    store: Store, source: Source, reads: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll(store, source, page("a"))
    store.keep_reserve()
    reserve, space = store._writer.ballast, [0]
    monkeypatch.setattr(ballast.os, "statvfs", lambda path: type("S", (), {"f_bavail": space[0], "f_frsize": 1}))
    assert reserve.give_back()
    before = store._writer._connection.total_changes
    with pytest.raises(StoreFull, match="kept for marks"):
        poll(store, source, page("a", "b"), NOW + 60)
    assert store._writer._connection.total_changes == before, "it was not even tried"
    store.mark([1], read=True, now=NOW).result(60)
    assert reads.entry(1).read
    assert store.trouble is not None, "one mark does not make room"
    space[0] = 100 * SIZE
    poll(store, source, page("a", "b"), NOW + 120)
    assert store.trouble is None
    assert reserve.path.exists()


def test_a_poll_does_not_take_the_reserve(store: Store, source: Source) -> None:
    poll(store, source, page("a"))
    store.keep_reserve()
    store._writer._connection.execute("PRAGMA max_page_count=1")
    with pytest.raises(StoreFull):
        poll(store, source, big("b"), NOW + 60)
    assert store._writer.ballast.path.exists()


# -- on a real disk of eight megabytes, in a process of its own with a limit on file sizes, and with the engine

FULL = """
import sys
from pathlib import Path
from reader.store import Store, StoreError, StoreFull
from tests.store.fill import NOW, page, poll
from tests.store.test_disk import URL, big

with Store.open(Path(sys.argv[1])) as store, store.reads() as reads:
    source = store.add_source(URL, now=NOW).result(60)
    poll(store, source, page("a"))
    store.keep_reserve()
    done = 0
    for number in range(200):
        try:
            poll(store, source, big(f"n{number}-"), NOW + number)
            done += 1
        except StoreFull as error:
            assert chr(10) not in str(error)
            break
    else:
        sys.exit("it never became full")
    assert store.trouble
    assert reads.count(now=NOW) == 1 + 60 * done, "whole polls only"
    marked = 0
    for entry_id in range(1, 61):
        try:
            marked += bool(store.mark([entry_id], read=True, now=NOW).result(60))
        except StoreFull:
            assert sys.argv[2] == "limit", "the reserve is for marks"
            break
    assert sum(stored.read for stored in reads.entries(range(1, 61))) == marked
    assert reads.check(thorough=True) == []
    assert store.trouble or sys.argv[2] == "limit"
    print(done, marked)
"""


def child(path: Path, kind: str, limit: int | None = None) -> str:
    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path), kind],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        preexec_fn=limited,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of eight megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here (it takes root): the full disk is tried by other limits only")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_real_disk_that_is_full(small_disk: Path) -> None:
    polls, marks = map(int, child(small_disk / "s.db", "disk").split())
    assert polls
    assert marks == 60
    assert not (small_disk / "s.db.ballast").exists(), "it was given for the marks"
    with Store.open(small_disk / "s.db") as store, store.reads() as reads:
        assert reads.count(now=NOW) == 1 + 60 * polls
        assert reads.check(thorough=True) == []


def test_a_store_is_opened_on_a_full_disk_with_its_reserve(small_disk: Path) -> None:
    path = small_disk / "s.db"
    with Store.open(path) as store:
        poll(store, store.add_source(URL, now=NOW).result(60), page("a", "b"))
        store.keep_reserve()
    with (small_disk / "filler").open("wb", buffering=0) as file:
        fill_up(file)
    with open_store(path, now=NOW, tell=print) as store, store.reads() as reads:
        assert reads.count(now=NOW) == 2
        store.mark([1], read=True, now=NOW).result(60)
        with pytest.raises(StoreFull):
            poll(store, Source(1, URL), page("a", "b", "c"), NOW + 60)
        assert store.trouble


def test_without_a_reserve_a_full_disk_is_read_only(small_disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small_disk / "data").mkdir()
    path = small_disk / "data" / "dateline.db"
    with Store.open(path) as store:
        poll(store, store.add_source(URL, now=NOW).result(60), page("a", "b"))
    with (small_disk / "filler").open("wb", buffering=0) as file:
        fill_up(file)
    assert cli.main(["--home", str(small_disk), "list"]) == 0
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert said.err.startswith("read-only, nothing new is stored: The disk is full")
    assert len(said.err.splitlines()) == 1
    assert cli.main(["--home", str(small_disk), "source", "add", "https://b.example/"]) == 1
    (small_disk / "filler").unlink()
    assert cli.main(["--home", str(small_disk), "source", "add", "https://b.example/"]) == 0
    assert capsys.readouterr().err.count("The disk is full") == 1


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    assert child(tmp_path / "s.db", "limit", 6 * 1024 * 1024)
    with Store.open(tmp_path / "s.db") as store, store.reads() as reads:
        assert reads.check(thorough=True) == []
        poll(store, Source(1, URL), big("late"), NOW + 900)


async def test_the_engine_goes_on_and_catches_up(small_disk: Path) -> None:
    """Something else fills the disk; polls fail in words, the archive can be read; with room, the next has it all."""
    time, failures = Time(), []
    pages = {"first": page("a"), "second": big("b"), "third": big("c")}
    fetcher = FakeFetcher(time, {URL: ok("first")})
    with Store.open(small_disk / "s.db") as store, store.reads() as reads:
        source = store.add_source(URL, now=START).result(60)
        engine = Engine(
            store, fetcher, parser(pages), FakeTagger, time.clock, jitter=lambda: 0.0, on_error=failures.append
        )
        assert (await engine.poll(source.id)).ok
        store.keep_reserve()
        filler = small_disk / "filler"
        with filler.open("wb", buffering=0) as file:
            fill_up(file)
        for body in ("second", "third"):
            fetcher.answers[URL] = ok(body)
            time.advance(3600)
            result = await engine.poll(source.id)
            assert not result.ok
            assert result.in_words()
            assert reads.count(now=time.clock.now()) == 1
            assert "full" in (store.trouble or "")
        assert {type(error) for error in failures} == {StoreFull}
        store.mark([1], starred=True, now=START).result(60)
        filler.unlink()
        time.advance(3600)
        result = await engine.poll(source.id)
        assert result.ok, result.in_words()
        assert reads.count(now=time.clock.now()) == 61
        assert store.trouble is None
        assert reads.entry(1).starred
        assert reads.check(thorough=True) == []
        assert (small_disk / "s.db.ballast").exists()
        await engine.aclose()


def fill_up(file: RawIOBase) -> None:
    size = 1 << 20
    while size:
        try:
            file.write(bytes(size))
        except OSError:
            size //= 2
