"""Copies: of one moment, whole or not there, few."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from reader.store import Store, StoreError, StoreFull, StoreReadOnly, backup, mending
from reader.store.rounds import start_rounds
from tests.store.fill import NOW, entry, fill, page, poll, snapshot

DAY = 24 * 3600
URL = "https://news.example/live"


class Hand:
    """A clock that is set by hand."""

    def __init__(self, at: int = NOW) -> None:
        self.at = at

    def now(self) -> int:
        return self.at


def names(path: Path) -> list[str]:
    return sorted(file.name for file in backup.folder_of(path).iterdir())


def test_a_copy_is_whole_and_has_a_small_one_beside_it(store: Store, tmp_path: Path) -> None:
    fill(store, 50, batch=25)
    copy = store.backup(now=0).result(60)
    assert copy == tmp_path / "backups" / "dateline-19700101-000000.db"
    assert names(store.path) == ["dateline-19700101-000000.db", "dateline-19700101-000000.json"]
    assert mending.faults(copy) == []
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not copy.with_name(f"{copy.name}-wal").exists()
    with Store.open(copy) as other, other.reads() as reads:
        assert reads.count(now=NOW) == 50


def test_copies_under_load_are_each_of_one_moment(store: Store) -> None:
    """Every poll adds five entries: a copy with part of a poll would give itself away."""
    source = store.add_source(URL, now=NOW).result(60)
    begun, stop = threading.Event(), threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            keys = [f"{number}-{part}" for part in range(5)]
            poll(store, source, snapshot(entry(key, text="words " * 50) for key in keys), NOW + number)
            number += 1
            begun.set()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert begun.wait(60)
        seen = 0
        for number in range(12):
            copy = store.backup(now=NOW + number).result(60)
            with Store.open(copy, read_only=True) as other, other.reads() as reads:
                count = reads.count(now=NOW + 10**6)
                assert count % 5 == 0
                assert reads.check(thorough=True) == []
                assert count >= seen
                seen = count
    finally:
        stop.set()
        thread.join(60)
    assert seen > 0


def test_only_the_newest_are_kept_and_nothing_else_is_touched(store: Store) -> None:
    folder = backup.folder_of(store.path)
    folder.mkdir()
    others = ["dateline-old.db", "notes.txt", "dateline-20200101-000000.db.keep"]
    for name in others:
        (folder / name).write_text("mine")
    (folder / ".dateline-x.db.1").write_text("left by a kill")
    os.utime(folder / ".dateline-x.db.1", (NOW, NOW))
    store.add_source(URL, now=NOW).result(60)
    for number in range(backup.MARKS_KEPT + 2):
        store.backup(now=NOW + number * 60).result(60)
    assert len(backup.copies(store.path)) == backup.COPIES_KEPT
    assert len(backup.marks_files(store.path)) == backup.MARKS_KEPT
    assert backup.copies(store.path)[0].name > backup.copies(store.path)[1].name
    assert [name for name in names(store.path) if not backup._NAME.fullmatch(name)] == sorted(others)


def test_a_copy_where_the_reader_wants_it(store: Store, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    assert store.backup(tmp_path / "usb", now=0).result(60) == tmp_path / "usb" / "dateline-19700101-000000.db"
    assert store.backup(tmp_path / "usb" / "mine.db", now=0).result(60) == tmp_path / "usb" / "mine.db"
    with pytest.raises(StoreError, match="there already"):
        store.backup(tmp_path / "usb" / "mine.db", now=0).result(60)
    assert not backup.folder_of(store.path).exists()


def test_a_place_that_cannot_be_written_is_one_sentence(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreFull, match="cannot be written") as caught:
        store.backup(tmp_path / "file" / "x.db", now=0).result(60)
    assert "\n" not in str(caught.value)
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_a_copy_that_fails_leaves_nothing(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "to_disk", full)
    with pytest.raises(StoreFull):
        store.backup(now=0).result(60)
    assert names(store.path) == []


def test_once_a_day_without_being_asked(store: Store) -> None:
    assert store.backup_if_due(NOW) is None, "there is nothing to keep yet"
    store.add_source(URL, now=NOW).result(60)
    made = store.backup_if_due(NOW)
    assert made is not None
    assert json.loads(made.read_text())["sources"][0]["url"] == URL
    assert store.backup_if_due(NOW) is None
    assert store.backup_if_due(NOW + DAY - 1) is None
    assert store.backup_if_due(NOW + DAY) is not None
    assert store.backup_if_due(NOW + 100 * DAY) is not None
    assert store.backup_if_due(NOW + 3 * DAY) is not None, "the clock was wrong then"


def test_of_two_programs_one_makes_it(store: Store) -> None:
    store.add_source(URL, now=NOW).result(60)
    with Store.open(store.path) as other:
        made = [each.backup_if_due(NOW) for each in (store, other, store, other)]
    assert sum(one is not None for one in made) == 1


def test_one_that_failed_is_made_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add_source(URL, now=NOW).result(60)
    with monkeypatch.context() as patch:
        patch.setattr(backup, "to_disk", lambda path: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(StoreFull):
            store.backup_if_due(NOW)
    assert store.backup_if_due(NOW + 60) is not None


def test_a_store_that_is_only_read_claims_nothing(store: Store) -> None:
    store.add_source(URL, now=NOW).result(60)
    with Store.open(store.path, read_only=True) as other:
        with pytest.raises(StoreReadOnly):
            other.backup_if_due(NOW)
        assert other.backup(store.path.with_name("copy.db"), now=NOW).result(60).exists()


def test_marks_are_small(store: Store) -> None:
    """What is read costs its key, not its words."""
    fill(store, 300, words=100, batch=100)
    store.mark(range(1, 301), read=True, now=NOW).result(60)
    made = store.backup_if_due(NOW)
    assert made is not None
    assert made.stat().st_size < 300 * 40


def test_rounds_make_reserve_and_copy_and_end_with_the_store(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        source = store.add_source(URL, now=NOW).result(60)
        poll(store, source, page("a"))
        others = set(threading.enumerate())
        start_rounds(store, Hand())
        (rounds,) = (one for one in set(threading.enumerate()) - others if one.name == "store-rounds")
        _until(lambda: backup.marks_files(path) and path.with_name("s.db.ballast").exists())
    rounds.join(60)  # a disk that is slow keeps it for longer than the store waits
    assert not rounds.is_alive()
    with Store.open(path, read_only=True) as store:
        others = set(threading.enumerate())
        start_rounds(store, Hand())
        assert set(threading.enumerate()) <= others


def _until(wanted) -> None:
    done = threading.Event()
    for _ in range(6000):
        if wanted():
            return
        done.wait(0.01)
    pytest.fail("it never came")
