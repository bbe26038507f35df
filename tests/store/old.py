"""A store as the first version wrote it, and what it must still hold when the version of today has opened it."""

from __future__ import annotations

import hashlib
import marshal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from reader.store import Store
from reader.store.migrate import STEPS, migrate
from tests.store.fill import fill

FILLED = (
    "entry", "entry_key", "revision", "actor", "topic", "entry_actor", "entry_topic", "entry_tagging", "gap",
    "poll_state", "poll", "event", "folded", "source",
)  # fmt: skip
"""Sources come last: the triggers on entries must not count them a second time."""

Schema = tuple[int, frozenset[tuple[Any, ...]]]


def make(path: Path, entries: int) -> None:
    """Write a store of version 1 with so many entries."""
    today = path.with_name("today.db")
    with Store.open(today) as store:
        fill(store, entries, words=10)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        migrate(connection, path, STEPS[:1])
        connection.execute("ATTACH ? AS today", (str(today),))
        connection.execute("BEGIN IMMEDIATE")
        for table in FILLED:
            names = ", ".join(_columns(connection, table))
            connection.execute(f"INSERT INTO main.{table}({names}) SELECT {names} FROM today.{table}")
        connection.execute("COMMIT")
    today.unlink()


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?, 'main')", (table,))]


def columns(path: Path) -> dict[str, list[str]]:
    """The columns of every table that holds what was filled in."""
    with closing(sqlite3.connect(path)) as connection:
        return {table: _columns(connection, table) for table in FILLED}


def contents(path: Path, held: dict[str, list[str]]) -> str:
    """A digest of all that the columns `held` hold."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(path)) as connection:
        for table, names in held.items():
            rows = connection.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY 1, 2, 3").fetchall()
            digest.update(marshal.dumps(rows, 2))  # from version 3 on it would tell which values are one object
    return digest.hexdigest()


def schema(path: Path) -> Schema:
    """The version that the file claims, and the schema that it has."""
    with closing(sqlite3.connect(path)) as connection:
        return _schema(connection)


def _schema(connection: sqlite3.Connection) -> Schema:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version, frozenset(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall())


def schemas(folder: Path) -> list[Schema]:
    """What each version has, from an empty file to that of today."""
    found: list[Schema] = []
    for version in range(len(STEPS) + 1):
        path = folder / f"empty.{version}"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for last in range(1, version + 1):
                migrate(connection, path, STEPS[:last])
            found.append(_schema(connection))
    return found
