"""Reading what can still be read of a damaged store.

Rows are read by ranges of their numbers, halved where SQLite refuses, so that a page that is lost costs the rows on it
and no others. Only what was written is taken over; what is worked out from it is left to `mending.py`.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from reader.store.connect import open_reader
from reader.store.mending import UNREADABLE

TABLES = (
    "upkeep", "source", "poll_state", "entry", "revision", "entry_key", "entry_tagging", "gap", "dropped",
    "pending_mark", "poll", "event", "feed_memory", "tagging_due", "article",
)  # fmt: skip
_LATER = frozenset({"feed_memory", "tagging_due", "article"})
"""Tables that an older file need not have."""
_NUMBERED = frozenset({"source", "poll_state", "entry", "revision", "entry_tagging", "gap", "poll", "event", "article"})
_DERIVED = {"source": {"entries", "unread"}, "entry": {"flags", "tagged"}}
AT_ONCE = 512
PAGE = 4096
REFUSALS = 200_000
"""After so many refused reads of a table the rest of it is given up."""
Row = tuple[Any, ...]


def pour(target: sqlite3.Connection, path: Path, spare: Path) -> int:
    """Add to the store `target` the rows of the one at `path` that can be read and are not there yet.

    Both must be of one lineage, or `target` empty: rows go by their numbers. Returns how many reads were refused. To be
    called with foreign keys off; `mend` must follow. `spare` is where a copy of the file may be made. Raises
    sqlite3.Error and OSError where the target cannot be written.
    """
    refused = 0
    try:
        connection = _opened(path, spare)
    except (sqlite3.Error, *UNREADABLE):
        return 1
    with closing(connection):
        for table in TABLES:
            columns = _columns(target, table) - _DERIVED.get(table, set())
            try:
                common = sorted(columns & _columns(connection, table))
            except sqlite3.Error:
                common = []
            if not common:
                refused += table not in _LATER
                continue
            reader = _Reader(connection, table, common)
            target.execute("BEGIN IMMEDIATE")
            for rows in reader.rows():
                _insert(target, table, common, rows)
            target.execute("COMMIT")
            refused += reader.refused
    return refused


def _opened(path: Path, spare: Path) -> sqlite3.Connection:
    """Open a damaged database as tolerantly as can be; if need be, a copy at `spare` with its first bytes made anew."""
    try:
        return _tolerant(path)
    except (sqlite3.Error, *UNREADABLE):
        for end in ("", "-wal"):
            with suppress(FileNotFoundError):
                shutil.copyfile(path.with_name(path.name + end), spare.with_name(spare.name + end))
        _make_header(spare)
        return _tolerant(spare)


def _tolerant(path: Path) -> sqlite3.Connection:
    connection = open_reader(path)
    try:
        # Tables whose description is damaged are left out, in place of the whole file.
        connection.execute("PRAGMA writable_schema=ON")
        connection.text_factory = _as_text
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _as_text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _make_header(path: Path) -> None:
    """Give a database the header that ours have (sqlite.org/fileformat2.html section 1.3), and its true size."""
    with path.open("r+b") as file:
        header = bytearray(file.read(100).ljust(100, b"\0"))
        header[0:24] = b"SQLite format 3\0" + PAGE.to_bytes(2, "big") + bytes((2, 2, 0, 64, 32, 32))
        header[28:32] = (file.seek(0, 2) // PAGE).to_bytes(4, "big")
        header[32:40] = bytes(8)  # the list of free pages, which nobody needs who only reads
        header[44:48], header[56:60] = (4).to_bytes(4, "big"), (1).to_bytes(4, "big")
        header[92:96] = header[24:28]
        file.seek(0)
        file.write(header)


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


class _Reader:
    """Reads the rows of one table, as far as SQLite gives them; `refused` counts where it did not."""

    def __init__(self, connection: sqlite3.Connection, table: str, columns: list[str]) -> None:
        self._connection = connection
        self._table = table
        self._select = f"SELECT {', '.join(columns)} FROM {table}"  # noqa: S608 - names of our own schema
        self.refused = 0

    def rows(self) -> Iterator[list[Row]]:
        """Give the rows, some at a time."""
        return self._by_number() if self._table in _NUMBERED else self._from_both_ends()

    def _by_number(self) -> Generator[list[Row]]:
        last = self._last()
        pending = [(start, start + AT_ONCE - 1) for start in range(1, last + 1, AT_ONCE)]
        pending.reverse()
        while pending and self.refused < REFUSALS:
            first, end = pending.pop()
            try:
                sql = f"{self._select} WHERE rowid BETWEEN ? AND ?"
                yield self._connection.execute(sql, (first, end)).fetchall()
            except (sqlite3.Error, sqlite3.Warning, *UNREADABLE):
                self.refused += 1
                if first < end:
                    middle = (first + end) // 2
                    pending += [(middle + 1, end), (first, middle)]

    def _last(self) -> int:
        """The greatest number that a row can have; a damaged one is not believed."""
        limit = AT_ONCE * REFUSALS
        for sql in (
            f"SELECT max(rowid) FROM {self._table}",  # noqa: S608
            f"SELECT seq FROM sqlite_sequence WHERE name = '{self._table}'",  # noqa: S608
        ):
            try:
                row = self._connection.execute(sql).fetchone()
            except (sqlite3.Error, *UNREADABLE):
                self.refused += 1
                continue
            if row is not None and (row[0] is None or (isinstance(row[0], int) and row[0] < limit)):
                return row[0] or 0
        return AT_ONCE * 256

    def _from_both_ends(self) -> Generator[list[Row]]:
        key = ", ".join(
            row[1]
            for row in sorted(self._connection.execute(f"PRAGMA table_info({self._table})"), key=lambda row: row[5])
            if row[5]
        )
        for order in (key, ", ".join(f"{name} DESC" for name in key.split(", "))):
            rows: list[Row] = []
            try:
                for row in self._connection.execute(f"{self._select} ORDER BY {order}"):
                    rows.append(row)  # noqa: PERF402 - what came before an error is kept
            except (sqlite3.Error, sqlite3.Warning, *UNREADABLE):
                self.refused += 1
                yield rows
            else:
                yield rows
                return


def _insert(target: sqlite3.Connection, table: str, columns: list[str], rows: list[Row]) -> None:
    marks = ", ".join("?" * len(columns))
    sql = f"INSERT OR IGNORE INTO {table}({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
    for row in rows:
        # A value that does not fit its column is damage too, and costs its row.
        with suppress(sqlite3.Error, *UNREADABLE):
            target.execute(sql, row)
