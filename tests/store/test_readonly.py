"""A folder that may not be written, or no home at all: the real command shows what there is, and says what it cannot."""

from __future__ import annotations

import ctypes
import json
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import paths
from reader.demo.server import DemoServer
from reader.store import Store, mounts
from tests.store import old
from tests.store.fill import NOW, page, poll

URL = "https://news.example/live"
_BOUNDING_SET_DROP = 24
_MAY_WRITE_EVERYWHERE, _MAY_READ_EVERYWHERE = 1, 2


def as_anybody() -> None:
    """Let permissions hold for the superuser too (capabilities(7)), as which tests may run."""
    if os.getuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (_MAY_WRITE_EVERYWHERE, _MAY_READ_EVERYWHERE):
            if libc.prctl(_BOUNDING_SET_DROP, capability, 0, 0, 0):
                os._exit(77)


def dateline(*args: str | Path, home: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "reader", *(["--home", str(home)] if home else []), *map(str, args)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=as_anybody,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd()), "TZ": "UTC", "LANG": "C.UTF-8", **env},
    )
    if done.returncode == 77:
        pytest.skip("the superuser's rights cannot be dropped here, and permissions say nothing to it")
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home with two entries, its folders writable again in the end."""
    data = tmp_path / "home" / "data"
    data.mkdir(parents=True)
    with Store.open(data / "dateline.db") as store:
        poll(store, store.add_source(URL, now=NOW).result(60), page("a", "b"))
    yield tmp_path / "home"
    data.chmod(0o755)


@pytest.mark.parametrize("log", [False, True], ids=["clean", "with a log that nobody has open"])
def test_a_read_only_folder_is_shown(home: Path, log: bool) -> None:
    data = home / "data"
    if log:
        with Store.open(data / "dateline.db") as store, store.reads() as reads:
            poll(store, reads.sources()[0].source, page("a", "b", "c"), NOW + 60)
            shutil.copytree(data, home / "killed")
        shutil.rmtree(data)
        (home / "killed").rename(data)
        (data / "dateline.db-shm").unlink()
    before = {file.name: file.read_bytes() for file in data.iterdir()}
    data.chmod(0o555)
    shown = dateline("list", home=home)
    assert shown.returncode == 0, shown.stderr
    assert len(shown.stdout.splitlines()) == (3 if log else 2)
    assert "read-only" in shown.stderr
    assert len(shown.stderr.splitlines()) == 1
    assert dateline("count", home=home).stdout == ("3\n" if log else "2\n")
    refused = dateline("source", "add", "https://b.example/", home=home)
    assert refused.returncode == 1
    assert "may not be written" in refused.stderr
    assert not refused.stdout
    assert {file.name: file.read_bytes() for file in data.iterdir()} == before


def test_one_of_an_older_version_is_shown_from_a_copy(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    old.make(data / "dateline.db", 3)
    before = {file.name: file.read_bytes() for file in data.iterdir()}
    with Store.open(data / "dateline.db", read_only=True) as store, store.reads() as reads:
        index = reads.index(now=NOW)
        assert len(reads.entries(index.ids)) == 3
        assert reads.articles(index.ids) == {}
        assert reads.sources()
    assert {name: (data / name).read_bytes() for name in before} == before


def test_a_read_only_folder_can_be_followed_beside(home: Path) -> None:
    (home / "data").chmod(0o555)
    with DemoServer() as server:
        server.minute = 12 * 60
        done = dateline("follow", server.url("/live"), "--once", home=home)
    assert done.returncode == 0, done.stderr
    assert "NEW" in done.stdout
    assert "gone when Dateline ends" in done.stderr


def test_what_is_stored_is_handed_on_from_a_read_only_folder(home: Path) -> None:
    (home / "data").chmod(0o555)
    done = dateline("feed", "1", "--no-poll", "--format", "json", home=home)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["items"]) == 2


def test_a_folder_that_may_not_be_looked_into_is_named(home: Path) -> None:
    (home / "data").chmod(0o000)
    for command in (["list"], ["count"], ["source", "list"]):
        done = dateline(*command, home=home)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == f"dateline: {home / 'data' / 'dateline.db'}: Permission denied\n"


def test_doctor_goes_on_where_it_may_not_look(home: Path) -> None:
    (home / "data").chmod(0o000)
    done = dateline("doctor", "--json", home=home)
    assert done.returncode == 1
    assert done.stderr == ""
    found = {section["title"]: section["findings"] for section in json.loads(done.stdout)["sections"]}
    assert {"Store", "Clock", "Terminal"} <= found.keys()
    last = found["Store"][-1]
    assert (last["state"], last["text"]) == ("wrong", f"{home / 'data' / 'dateline.db'}: Permission denied")
    assert last["remedy"]


def test_copies_name_the_folder_that_may_not_be_written(home: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert dateline("doctor", "--backup", copy, home=home).returncode == 0
    assert copy.stat().st_mode & 0o777 == 0o600
    (home / "data").chmod(0o555)
    back = dateline("doctor", "--restore", copy, home=home)
    assert back.returncode == 1
    assert back.stderr.startswith(f"dateline: {home / 'data'} may not be written;")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    made = dateline("doctor", "--backup", locked / "x.db", home=home)
    assert made.returncode == 1
    assert made.stderr.splitlines()[-1] == f"dateline: {locked / 'x.db'} cannot be written (Permission denied)."


@pytest.mark.parametrize("how", ["an unwritable HOME", "a HOME that is a file"])
def test_no_home(tmp_path: Path, how: str) -> None:
    place = tmp_path / "home"
    if how == "a HOME that is a file":
        place.touch()
    else:
        place.mkdir(mode=0o555)
    env = {"HOME": str(place)}
    shown = dateline("list", **env)
    assert (shown.returncode, shown.stdout) == (0, "")
    assert "cannot be made" in shown.stderr
    assert len(shown.stderr.splitlines()) == 1
    kept = dateline("source", "add", "https://b.example/", **env)
    assert kept.returncode == 1
    assert "cannot be made" in kept.stderr


def test_somebody_without_a_home_gets_no_folder_of_that_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(number: int) -> None:
        raise KeyError(number)

    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    where = paths.locate()
    assert all(folder.is_absolute() for folder in (where.config, where.data, where.cache))
    assert len({where.config, where.data, where.cache}) == 3


def test_a_newer_store_is_wrong_usage_and_untouched(home: Path) -> None:
    import sqlite3
    from contextlib import closing

    database = home / "data" / "dateline.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version=999")
    before = database.read_bytes()
    done = dateline("poll", home=home)
    assert done.returncode == 2
    assert "newer" in done.stderr
    assert database.read_bytes() == before


def test_a_damaged_store_is_put_in_order_by_any_command(home: Path) -> None:
    database = home / "data" / "dateline.db"
    content = bytearray(database.read_bytes())
    content[0:16] = b"no database here"
    database.write_bytes(content)
    done = dateline("list", home=home)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2
    told = done.stderr.splitlines()
    assert len(told) == 2
    assert "damaged" in told[1]
    assert ".damaged-" in told[1]
    assert dateline("list", home=home).stderr == ""


def test_on_a_network_file_system_there_is_no_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.db"
    Store.open(path).close()
    table = tmp_path / "mountinfo"
    table.write_text(f"40 27 0:35 / {tmp_path.resolve()} rw - nfs4 server:/ rw\n")
    monkeypatch.setattr(mounts, "MOUNTINFO", table)
    with Store.open(path) as store, store.reads() as reads:
        assert "network file system (nfs4)" in (store.notice or "")
        poll(store, store.add_source(URL, now=NOW).result(60), page("a"))
        assert reads.count(now=NOW) == 1
        assert not path.with_name("s.db-wal").exists()
        assert store._writer._connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    monkeypatch.undo()
    with Store.open(path) as store, store.reads() as reads:
        assert store.notice is None
        assert store._writer._connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert reads.count(now=NOW) == 1


def test_what_is_named_by_its_number_is_looked_for_where_it_is_stored(home: Path) -> None:
    (home / "data").chmod(0o555)
    shown = dateline("feed", "1", "--format", "json", home=home)
    assert (shown.returncode, len(json.loads(shown.stdout)["items"])) == (0, 2)
    assert shown.stderr.startswith("read-only, nothing new is stored: ")
    followed = dateline("follow", "1", "--once", home=home)
    assert (followed.returncode, followed.stdout) == (1, "")
    assert followed.stderr.startswith(f"dateline: {home}/data may not be written; ")
    assert followed.stderr.count("\n") == 1
