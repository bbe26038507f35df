"""From no file to the schema of today, and hands off what is not ours."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from reader.store import Store, StoreForeign, StoreTooNew, connect
from reader.store import store as module
from reader.store.migrate import APPLICATION_ID, STEPS, VERSION, inspect, migrate, statements
from tests.store.fill import NOW, page, poll


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}


def test_a_new_file_is_ours(tmp_path: Path) -> None:
    Store.open(tmp_path / "s.db").close()
    connection = sqlite3.connect(tmp_path / "s.db")
    assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    assert connection.execute("PRAGMA user_version").fetchone()[0] == VERSION
    connection.close()
    Store.open(tmp_path / "s.db").close()
    assert sorted(files(tmp_path)) == ["s.db", "s.db.lock"], "closed cleanly, and no copy made"
    assert (tmp_path / "s.db.lock").read_bytes() == b""


def test_a_newer_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=999")
    connection.close()
    before = files(tmp_path)
    with pytest.raises(StoreTooNew, match="newer"):
        Store.open(path)
    assert files(tmp_path) == before


def test_a_newer_file_with_a_log_is_left_as_it_is(tmp_path: Path) -> None:
    original = tmp_path / "a"
    original.mkdir()
    connection = sqlite3.connect(original / "s.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE later(x)")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute("PRAGMA user_version=7")
    copy = shutil.copytree(original, tmp_path / "b")
    connection.close()
    before = files(copy)
    assert len(before["s.db-wal"]) > 0
    with pytest.raises(StoreTooNew):
        Store.open(copy / "s.db")
    assert files(copy) == before


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs(x)")
    connection.close()
    before = files(tmp_path)
    with pytest.raises(StoreForeign, match="not one of"):
        Store.open(path)
    assert files(tmp_path) == before


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "s.db").touch()
    with Store.open(tmp_path / "s.db") as store:
        assert store.add_source("https://a.example/", now=NOW).result(60).id == 1


def test_many_may_open_a_new_file_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each waits for those before it, on a slow disk for longer than it would wait for one.
    monkeypatch.setattr(connect, "BUSY_SECONDS", 60.0)
    monkeypatch.setattr(module, "WAL_SECONDS", 60.0)
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            with Store.open(tmp_path / "s.db") as store:
                store.add_source(f"https://{number}.example/", now=NOW).result(60)
        except Exception as error:  # noqa: BLE001 - any would be one too many
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    with Store.open(tmp_path / "s.db") as store, store.reads() as reads:
        assert len(reads.sources()) == 8


def test_a_step_that_fails_leaves_the_old_schema_and_a_copy(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        source = store.add_source("https://a.example/", now=NOW).result(60)
        poll(store, source, page("a", "b"))

    def second(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE entry ADD COLUMN later TEXT")
        connection.execute("DELETE FROM source")

    def third(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE later(x)")
        raise KeyboardInterrupt

    connection = sqlite3.connect(path, isolation_level=None)
    with pytest.raises(KeyboardInterrupt):
        migrate(connection, path, (*STEPS, second, third))
    assert not connection.in_transaction
    assert inspect(connection, path, (*STEPS, second, third)) == VERSION + 1, "what was done whole is kept"
    assert connection.execute("SELECT count(*) FROM pragma_table_info('entry') WHERE name = 'later'").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'later'").fetchone() == (0,)
    connection.close()
    with Store.open(tmp_path / f"s.db.v{VERSION}") as copy, copy.reads() as reads:
        assert reads.count(now=NOW) == 2
        assert reads.check(thorough=True) == []


def test_a_trigger_is_one_statement() -> None:
    script = (
        "CREATE TABLE a(x); -- one; two\nCREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END;\nSELECT ';';"
    )
    assert [statement.split()[-1] for statement in statements(script)] == ["a(x);", "END;", "';';"]


def test_opening_does_not_scan(tmp_path: Path) -> None:
    """The work of opening does not grow with the store: it is counted in virtual machine steps."""
    from reader.store.connect import open_writer, settle_writer
    from tests.store.fill import fill

    steps: list[int] = []
    for size in (1, 400):
        path = tmp_path / f"{size}.db"
        with Store.open(path) as store:
            fill(store, size, words=5)
        count = [0]
        connection = open_writer(path)
        connection.set_progress_handler(lambda count=count: count.__setitem__(0, count[0] + 1), 1)
        inspect(connection, path)
        settle_writer(connection)
        migrate(connection, path)
        connection.close()
        steps.append(count[0])
    assert steps[0] == steps[1] < 500


def test_a_copy_of_the_older_one_is_kept_until_a_clean_start_a_day_later(tmp_path: Path) -> None:
    path, copy = tmp_path / "s.db", tmp_path / "s.db.v1"
    connection = sqlite3.connect(path, isolation_level=None)
    migrate(connection, path, STEPS[:1])
    connection.execute("INSERT INTO source(url, kept, added_at, words) VALUES ('https://a.example/', 1, 0, '')")
    connection.execute("INSERT INTO poll_state(source_id) VALUES (1)")
    connection.close()
    with Store.open(path) as store, store.reads() as reads:
        assert reads.sources()[0].source.url == "https://a.example/"
    with sqlite3.connect(copy) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (1,)
        assert old.execute("SELECT url FROM source").fetchone() == ("https://a.example/",)
    old.close()
    Store.open(path).close()
    assert copy.exists(), "a bad upgrade shows in use"
    os.utime(copy, (NOW, NOW))
    with Store.open(path) as store, store.reads():
        pass
    assert not copy.exists()


def test_after_an_unclean_end_the_copy_stays(tmp_path: Path) -> None:
    (tmp_path / "running").mkdir()
    with Store.open(tmp_path / "running" / "s.db") as store:
        store.add_source("https://a.example/", now=NOW).result(60)
        killed = shutil.copytree(tmp_path / "running", tmp_path / "killed")
    copy = killed / "s.db.v1"
    copy.write_bytes(b"the older one")
    os.utime(copy, (NOW, NOW))
    Store.open(killed / "s.db").close()
    assert copy.exists()
    (killed / "s.db.lock").write_bytes(b"")
    Store.open(killed / "s.db").close()
    assert not copy.exists()


def test_a_file_that_another_program_makes_meanwhile_is_not_foreign(tmp_path: Path) -> None:
    """Whose it is and of which version are read one after the other, and the other program is done in between."""
    path = tmp_path / "s.db"
    with sqlite3.connect(path) as first:
        first.execute("PRAGMA journal_mode=WAL")
    first.close()

    class Interrupted(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:  # type: ignore[override]
            cursor = super().execute(sql, *values)
            if sql == "PRAGMA application_id":
                other = sqlite3.connect(path, isolation_level=None)
                migrate(other, path)
                other.close()
            return cursor

    connection = sqlite3.connect(path, isolation_level=None, factory=Interrupted)
    assert inspect(connection, path) == 0
    assert not connection.in_transaction
    connection.close()
