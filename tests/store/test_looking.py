"""Reading a store without a writer: where that can be, what is seen then, and that nothing is left behind."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from reader.store import Store, StoreBusy, StoreCorrupt, migrate, mounts
from reader.store.looking import look_into
from reader.store.presence import Doubt, Presence
from tests.binary import dateline, within
from tests.store import old
from tests.store.fill import NOW, page, poll

URL = "https://news.example/live"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with two entries that was closed."""
    path = tmp_path / "data" / "dateline.db"
    path.parent.mkdir()
    with Store.open(path) as store:
        poll(store, store.add_source(URL, now=NOW).result(60), page("a", "b"))
    return path


def contents(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def killed(path: Path) -> None:
    """Make it what a killed process leaves: a third entry that is in the log alone."""
    with Store.open(path) as store, store.reads() as reads:
        poll(store, reads.sources()[0].source, page("a", "b", "c"), NOW + 60)
        shutil.copytree(path.parent, path.parent.with_name("killed"))
    shutil.rmtree(path.parent)
    path.parent.with_name("killed").rename(path.parent)
    assert path.with_name(f"{path.name}-wal").stat().st_size


def test_a_look_is_the_same_answer_and_leaves_nothing(path: Path) -> None:
    with Store.open(path) as store, store.reads() as reads:
        index = reads.index(now=NOW)
        expected = (list(index.ids), reads.entries(index.ids), reads.sources(), reads.count(now=NOW))
    before = contents(path)
    threads = set(threading.enumerate())
    look = look_into(path)
    assert look is not None
    with look:
        index = look.index(now=NOW)
        assert (list(index.ids), look.entries(index.ids), look.sources(), look.count(now=NOW)) == expected
        assert set(threading.enumerate()) <= threads, "of those before, one may have ended"
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            look._connection.execute("UPDATE source SET title = 'x'")
    assert contents(path) == before
    with Presence(path).alone():
        pass


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=999")


def _older(path: Path) -> None:
    path.unlink()
    old.make(path, 3)


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (x)")


def _damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[0:16] = b"no database here"
    path.write_bytes(content)


def _doubtful(path: Path) -> None:
    path.with_name(f"{path.name}.lock").write_text(Doubt.DAMAGED)


WANTING = {
    "missing": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "newer": _newer,
    "older": _older,
    "foreign": _foreign,
    "damaged": _damaged,
    "met damaged": _doubtful,
    "half replaced": lambda path: path.with_name(f"{path.name}.rescued-20261122-190000").write_bytes(b"x"),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("state", WANTING)
def test_what_is_not_as_it_should_be_is_left_to_others(path: Path, state: str) -> None:
    WANTING[state](path)
    before = contents(path) if state != "a folder" else None
    assert look_into(path) is None
    assert before is None or contents(path) == before
    with Presence(path).alone():
        pass


def test_no_folder(tmp_path: Path) -> None:
    assert look_into(tmp_path / "no" / "such.db") is None
    assert not list(tmp_path.iterdir())


def test_what_may_not_be_written_is_left_to_others(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for refused in (path, path.parent):
        monkeypatch.setattr(os, "access", lambda place, mode, refused=refused: place != refused)
        assert look_into(path) is None


def test_a_network_is_left_to_others(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = path.parent.parent / "mountinfo"
    table.write_text(f"40 27 0:35 / {path.parent.resolve()} rw - nfs4 server:/ rw\n")
    monkeypatch.setattr(mounts, "MOUNTINFO", table)
    assert look_into(path) is None


def test_a_log_that_a_killed_process_left_is_read_and_told_of(path: Path) -> None:
    killed(path)
    look = look_into(path)
    assert look is not None
    with look:
        assert look.count(now=NOW) == 3
    with Store.open(path) as store, store.reads() as reads:
        assert store.doubt is Doubt.UNCLEAN
        assert reads.count(now=NOW) == 3


def test_beside_one_who_writes(path: Path) -> None:
    with Store.open(path) as store, store.reads() as reads:
        source = reads.sources()[0].source
        look = look_into(path)
        assert look is not None
        with look:
            poll(store, source, page("a", "b", "c"), NOW + 60)
            assert look.count(now=NOW) == 3
        poll(store, source, page("a", "b", "c", "d"), NOW + 120)
        assert reads.count(now=NOW) == 4


def test_nobody_puts_another_file_in_its_place_meanwhile(path: Path) -> None:
    look = look_into(path)
    assert look is not None
    with look, pytest.raises(StoreBusy), Presence(path).alone():
        pass


def test_one_who_writes_may_come_and_go_meanwhile(path: Path) -> None:
    look = look_into(path)
    assert look is not None
    with look:
        with Store.open(path) as store, store.reads() as reads:
            poll(store, reads.sources()[0].source, page("a", "b", "c"), NOW + 60)
        assert look.count(now=NOW) == 3
    with Store.open(path) as store, store.reads() as reads:
        assert store.doubt is Doubt.NONE
        assert reads.count(now=NOW) == 3


def test_damage_that_is_met_is_remembered(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'revision'").fetchone()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = b"\xff" * size
    path.write_bytes(content)
    look = look_into(path)
    assert look is not None
    with look, pytest.raises(StoreCorrupt):
        look.entries(look.index(now=NOW).ids)
    assert look_into(path) is None


@pytest.mark.parametrize("command", [["list"], ["list", "--json"], ["count"], ["export", "--opml"]])
def test_commands_that_show_tell_what_is_wrong_as_ever(path: Path, command: list[str]) -> None:
    home = path.parent.parent
    good = within(*command, home=home)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout
    _newer(path)
    done = within(*command, home=home)
    assert (done.returncode, done.stdout) == (2, "")
    assert "newer" in done.stderr
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={migrate.VERSION}")
    _damaged(path)
    rescued = within(*command, home=home)
    assert rescued.returncode == 0
    assert "damaged" in rescued.stderr
    assert rescued.stdout.count("\n") == good.stdout.count("\n")


def test_tags_that_are_due_are_made_for_those_who_ask_for_them(path: Path) -> None:
    home = path.parent.parent
    with Store.open(path) as store:
        assert store.retag("others").result(60) == 2
    assert within("list", home=home).returncode == 0
    assert _waiting(path) == 2, "a line of text shows none"
    assert within("count", "--filter", "actor:nobody", home=home).stdout == "0\n"
    assert _waiting(path) == 0


def _waiting(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM tagging_due").fetchone()[0]


def test_a_store_is_made_where_there_is_none(tmp_path: Path) -> None:
    done = dateline("list", home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "data" / "dateline.db").exists()
