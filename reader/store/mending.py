"""Making a sound store of rows that were read from a damaged one, and telling whether a store is sound.

Rows that nothing is left to hang on are dropped, and what is worked out from others (the search index, counts, who is
about what) is worked out anew.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from reader.model.source import Progress, Retention
from reader.store.articles import decode_article
from reader.store.codec import decode_feed, decode_plain, decode_tagging, decode_wording, strings
from reader.store.connect import open_reader
from reader.store.errors import StoreError, intact, speaking
from reader.store.migrate import migrate, statements
from reader.store.reads import Reads
from reader.store.tags import write_tags
from reader.store.titles import folded
from reader.store.wordings import add_searched

AT_ONCE = 500
FIRST_TIME, LAST_TIME = -62_135_596_800, 253_402_300_799
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)
"""What decoding may raise for a text that was damaged."""


def _a_gap(text: str) -> None:
    _start, _end, _reason = json.loads(text)


_JUDGED: tuple[tuple[str, str, Callable[[str], object], str], ...] = (
    ("revision", "wording", decode_wording, "DELETE FROM revision WHERE rowid = ?"),
    ("entry_tagging", "tagging", decode_tagging, "DELETE FROM entry_tagging WHERE rowid = ?"),
    ("entry", "authors", strings, "UPDATE entry SET authors = '[]' WHERE rowid = ?"),
    ("entry", "tags", strings, "UPDATE entry SET tags = '[]' WHERE rowid = ?"),
    ("source", "tags", strings, "UPDATE source SET tags = '[]' WHERE rowid = ?"),
    (
        "source",
        "retention",
        lambda text: decode_plain(Retention, text),
        "UPDATE source SET retention = NULL WHERE rowid = ?",
    ),
    ("poll_state", "feed", decode_feed, "UPDATE poll_state SET feed = NULL WHERE rowid = ?"),
    (
        "poll_state",
        "progress",
        lambda text: decode_plain(Progress, text),
        "UPDATE poll_state SET progress = NULL WHERE rowid = ?",
    ),
    ("article", "article", decode_article, "DELETE FROM article WHERE rowid = ?"),
    ("event", "detail", _a_gap, "DELETE FROM event WHERE rowid = ?"),
)
"""Table, column, what must be able to read it, and what is done to the row where it cannot."""


def mend(connection: sqlite3.Connection, now: int) -> None:
    """Put the rows of a store in order, in one transaction. Raises sqlite3.Error."""
    connection.execute("BEGIN IMMEDIATE")
    for table, column, decode, cure in _JUDGED:
        connection.executemany(cure, _unreadable(connection, table, column, decode))
    script = files("reader.store").joinpath("mending.sql").read_text(encoding="utf-8")
    for statement in statements(script):
        connection.execute(statement, {"now": now, "first": FIRST_TIME, "last": LAST_TIME})
    _work_out(connection)
    connection.execute("COMMIT")


def _unreadable(
    connection: sqlite3.Connection, table: str, column: str, decode: Callable[[str], object]
) -> list[tuple[int]]:
    sql = ("SELECT rowid,", column, "FROM", table, "WHERE", column, "IS NOT NULL")
    found: list[tuple[int]] = []
    for number, text in connection.execute(" ".join(sql)):
        try:
            decode(text)
        except UNREADABLE:
            found.append((number,))
    return found


def _work_out(connection: sqlite3.Connection) -> None:
    """Fill the search index and the tables of who and what from the wordings and tags."""
    sql = (
        "SELECT e.id, e.sort_at, r.wording, t.tagging FROM entry e"
        " JOIN revision r ON r.entry_id = e.id AND r.number = e.wording LEFT JOIN entry_tagging t ON t.entry_id = e.id"
        " WHERE e.id > ? AND e.id NOT IN (SELECT entry_id FROM folded) ORDER BY e.id LIMIT ?"
    )
    last = 0
    while rows := connection.execute(sql, (last, AT_ONCE)).fetchall():
        add_searched(connection, [(row[0], *folded(decode_wording(row[2]))) for row in rows])
        for entry_id, sort_at, _, tagging in rows:
            if tagging is not None:
                write_tags(connection, entry_id, sort_at, decode_tagging(tagging))
        last = rows[-1][0]


def faults(path: Path) -> list[str]:
    """Read everything that the store at `path` has; return what is wrong with it, in words. Takes seconds."""
    try:
        with speaking(path):
            return _faults(path)
    except StoreError as error:
        return [str(error)]


def _faults(path: Path) -> list[str]:
    with Reads(open_reader(path), path) as reads:
        if found := reads.check(thorough=True):
            return found
        reads.arrangement()
        every = [status.source.id for status in reads.sources()]
        ids = [number for source_id in every for number in reads.index(sources=[source_id], now=0).ids]
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            if len(reads.entries(some)) != len(some) or len(reads.rows(some)) != len(some):
                return ["there are entries without a wording"]
            reads.articles(some)
        after = 0
        while events := reads.events(after):
            after = events[-1][0]
    with closing(open_reader(path)) as connection, intact():
        for (text,) in connection.execute("SELECT wording FROM revision"):
            decode_wording(text)
    return []


def is_laid_out_as_ours(path: Path) -> bool:
    """Whether tables, indexes and triggers are described as in a new store. Raises sqlite3.Error."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as new:
        migrate(new, path, keep=False)
        with closing(open_reader(path)) as connection:
            return _schema(new) <= _schema(connection)


def _schema(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    # What the full-text index makes for itself is described by the version of SQLite that made it.
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql NOT NULL AND name NOT LIKE 'search_%'"
    )
    return {(kind, name, " ".join(sql.split())) for kind, name, sql in rows}


def search_is_sound(connection: sqlite3.Connection) -> bool:
    """Whether the search index agrees with the texts (sqlite.org/fts5.html section 6.5); wants a writing connection."""
    try:
        connection.execute("INSERT INTO search(search) VALUES ('integrity-check')")
    except sqlite3.Error:
        return False
    return True
