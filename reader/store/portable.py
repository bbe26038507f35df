"""What cannot be fetched again, as JSON: sources with their settings, marks, and what is starred with every wording.

    {"dateline": "marks", "version": 1, "made_at": UTC seconds, "lineage",
     "notes": {name: text},                                  the reader's order of sources and the like
     "sources": [{"id", "url", "title", "kept", "interval", "paused", "tags", "added_at", "retention",
                  "full_articles",
                  "read": [[read_at, key, ...]],             all keys by which the source has called the entry
                  "awaited": [[read_at, starred_at, key]],   marks of entries that have not come back yet
                  "dropped": [[dropped_at, key]],
                  "starred": [{"keys", "entry": {column: value}, "revisions": [{...}], "tagging",
                               "article": [url, fetched_at, outcome, message, article]}]}]}   null: never fetched

Marks are put on by the address of the source and the key of the entry, on what is there; what is not waits in the
table `pending_mark` until the source lists it again. Reading is tolerant: what does not fit is passed over.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from reader.store import sources
from reader.store.codec import decode_tagging, decode_wording, dumps, wording_hash
from reader.store.errors import DamagedError, StoreError
from reader.store.tags import write_tags
from reader.store.titles import folded
from reader.store.wordings import add_searched

KIND, VERSION = "marks", 1
_SOURCE = ("title", "kept", "interval", "paused", "added_at", "full_articles")
_OWN = ("lineage", "backed up", "tidied")
"""Notes in `upkeep` that are about one file and not about what the reader wants."""
_UNREADABLE = (
    sqlite3.Error, DamagedError, StoreError,
    ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError,
)  # fmt: skip


def lineage(connection: sqlite3.Connection) -> str | None:
    """Return the name that a store shares with its copies; None where it has none, or it cannot be read."""
    with suppress(sqlite3.Error):
        row = connection.execute("SELECT value FROM upkeep WHERE name = 'lineage'").fetchone()
        return row[0] if row else None
    return None


def document(connection: sqlite3.Connection, now: int) -> dict[str, Any]:
    """Return what is to be kept of one moment of a store. Raises sqlite3.Error."""
    connection.execute("BEGIN")
    try:
        rows = connection.execute(
            "SELECT id, url, title, kept, interval, paused, added_at, full_articles, tags, retention FROM source"
            " ORDER BY id"
        ).fetchall()
        return {
            "dateline": KIND,
            "version": VERSION,
            "made_at": now,
            "lineage": lineage(connection),
            "notes": {
                name: value for name, value in connection.execute("SELECT name, value FROM upkeep") if name not in _OWN
            },
            "sources": [_source(connection, row) for row in rows],
        }
    finally:
        connection.execute("COMMIT")


def _source(connection: sqlite3.Connection, row: tuple[Any, ...]) -> dict[str, Any]:
    number, url, title, kept, interval, paused, added_at, full_articles, tags, retention = row
    return {
        "id": number,
        "url": url,
        "title": title,
        "kept": bool(kept),
        "interval": interval,
        "paused": bool(paused),
        "added_at": added_at,
        "full_articles": bool(full_articles),
        "tags": _parsed(tags),
        "retention": _parsed(retention),
        "read": _read(connection, number),
        "awaited": _rows(
            connection, "SELECT read_at, starred_at, key FROM pending_mark WHERE source_id = ? ORDER BY key", number
        ),
        "dropped": _rows(connection, "SELECT dropped_at, key FROM dropped WHERE source_id = ? ORDER BY key", number),
        "starred": [
            _starred(connection, entry_id)
            for (entry_id,) in connection.execute(
                "SELECT id FROM entry WHERE source_id = ? AND starred_at IS NOT NULL ORDER BY id", (number,)
            ).fetchall()
        ],
    }


def _rows(connection: sqlite3.Connection, sql: str, value: int) -> list[list[Any]]:
    return [list(row) for row in connection.execute(sql, (value,))]


def _read(connection: sqlite3.Connection, source_id: int) -> list[list[Any]]:
    found = {
        entry_id: [read_at, key]
        for entry_id, read_at, key in connection.execute(
            "SELECT id, read_at, key FROM entry WHERE source_id = ? AND read_at IS NOT NULL AND starred_at IS NULL"
            " ORDER BY id",
            (source_id,),
        )
    }
    for entry_id, key in connection.execute(
        "SELECT entry_id, key FROM entry_key WHERE source_id = ? ORDER BY key", (source_id,)
    ):
        if entry_id in found:
            found[entry_id].append(key)
    return list(found.values())


def _starred(connection: sqlite3.Connection, entry_id: int) -> dict[str, Any]:
    cursor = connection.execute("SELECT * FROM entry WHERE id = ?", (entry_id,))
    names = [column[0] for column in cursor.description]
    entry = dict(zip(names, cursor.fetchone(), strict=True))
    for name in ("id", "source_id", "flags", "tagged"):
        del entry[name]
    tagging = connection.execute("SELECT tagging FROM entry_tagging WHERE entry_id = ?", (entry_id,)).fetchone()
    return {
        "keys": [row[0] for row in connection.execute("SELECT key FROM entry_key WHERE entry_id = ?", (entry_id,))],
        "entry": entry,
        "revisions": [
            {"number": number, "first_seen": seen, "textual": bool(textual), "wording": _parsed(wording)}
            for number, seen, textual, wording in connection.execute(
                "SELECT number, first_seen, textual, wording FROM revision WHERE entry_id = ? ORDER BY number",
                (entry_id,),
            )
        ],
        "tagging": _parsed(tagging[0]) if tagging else None,
        "article": _article(connection, entry_id),
    }


def _article(connection: sqlite3.Connection, entry_id: int) -> list[Any] | None:
    row = connection.execute(
        "SELECT url, fetched_at, outcome, message, article FROM article WHERE entry_id = ?", (entry_id,)
    ).fetchone()
    return [*row[:-1], _parsed(row[-1])] if row else None


def _parsed(text: str | None) -> Any:
    with suppress(ValueError):
        return json.loads(text) if text is not None else None
    return None


def is_document(data: object) -> bool:
    """Whether what was read from JSON is what `document` makes."""
    return isinstance(data, dict) and data.get("dateline") == KIND and isinstance(data.get("sources"), list)


def put_back(connection: sqlite3.Connection, data: dict[str, Any]) -> None:
    """Bring what a document has into a store, within the caller's transaction: add what is missing, change no more.

    What a source, an entry or a mark says that cannot be stored is passed over, each by itself.
    """
    notes = data.get("notes")
    for name, value in notes.items() if isinstance(notes, dict) else ():
        if name not in _OWN:
            _each(connection, "INSERT OR IGNORE INTO upkeep(name, value) VALUES (?, ?)", [(name, value)])
    for item in data["sources"]:
        with suppress(*_UNREADABLE), _savepoint(connection):
            source_id = _put_source(connection, item, related=data.get("lineage") == lineage(connection))
            starred = [(None, one["entry"].get("starred_at"), one["entry"]["key"]) for one in item.get("starred", ())]
            for one in item.get("starred", ()):
                with suppress(*_UNREADABLE), _savepoint(connection):
                    _put_starred(connection, source_id, one)
            _put_marks(connection, source_id, [(at, None, key) for at, *keys in item.get("read", ()) for key in keys])
            _put_marks(connection, source_id, [*starred, *item.get("awaited", ())])
            _each(
                connection,
                "INSERT OR IGNORE INTO dropped(source_id, dropped_at, key) VALUES (?, ?, ?)",
                [(source_id, *row) for row in item.get("dropped", ())],
            )


class _savepoint:  # noqa: N801 - reads like the statement
    """A block whose writes are undone if it fails."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("SAVEPOINT part")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._connection.execute("ROLLBACK TO part")
        self._connection.execute("RELEASE part")


def _each(connection: sqlite3.Connection, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        with suppress(*_UNREADABLE):
            connection.execute(sql, row)


def _put_source(connection: sqlite3.Connection, item: dict[str, Any], *, related: bool) -> int:
    """Write a source unless it is there; its number. It gets its old one where no entries of another hang on that."""
    known = connection.execute("SELECT id FROM source WHERE url = ?", (item["url"],)).fetchone()
    if known:
        return known[0]
    if related:
        # Numbers are given once: the same one under another address is one whose address was damaged.
        same = connection.execute("UPDATE source SET url = ? WHERE id = ? RETURNING id", (item["url"], item.get("id")))
        if row := same.fetchone():
            sources.rename(connection, row[0])
            return row[0]
    taken = any(
        connection.execute(sql, (item.get("id"),)).fetchone()
        for sql in ("SELECT 1 FROM source WHERE id = ?", "SELECT 1 FROM entry WHERE source_id = ?")[: 2 - related]
    )
    values = {name: item[name] for name in _SOURCE if item.get(name) is not None}
    source_id = connection.execute(
        "INSERT INTO source(id, url, title, kept, interval, paused, added_at, full_articles, tags, retention, words)"
        " VALUES (:id, :url, :title, :kept, :interval, :paused, :added_at, :full_articles, :tags, :retention, '')"
        " RETURNING id",
        {"title": None, "kept": True, "interval": None, "paused": False, "added_at": 0, "full_articles": False}
        | values
        | {
            "id": None if taken else item.get("id"),
            "url": item["url"],
            "tags": dumps([tag for tag in item.get("tags") or () if isinstance(tag, str)]),
            "retention": dumps(item["retention"]) if item.get("retention") else None,
        },
    ).fetchone()[0]
    connection.execute("INSERT INTO poll_state(source_id) VALUES (?)", (source_id,))
    sources.rename(connection, source_id)
    return source_id


def _put_marks(connection: sqlite3.Connection, source_id: int, marks: list[tuple[Any, ...]]) -> None:
    for read_at, starred_at, key in marks:
        with suppress(*_UNREADABLE):
            # A name that the entry got later is as good as the one it came with.
            here = connection.execute(
                "UPDATE entry SET read_at = coalesce(read_at, ?3), starred_at = coalesce(starred_at, ?4)"
                " WHERE id IN (SELECT id FROM entry WHERE source_id = ?1 AND key = ?2"
                " UNION SELECT entry_id FROM entry_key WHERE source_id = ?1 AND key = ?2)",
                (source_id, key, read_at, starred_at),
            ).rowcount
            if not here:
                connection.execute(
                    "INSERT INTO pending_mark(source_id, key, read_at, starred_at) VALUES (?1, ?2, ?3, ?4)"
                    " ON CONFLICT DO UPDATE SET read_at = coalesce(read_at, excluded.read_at),"
                    " starred_at = coalesce(starred_at, excluded.starred_at)",
                    (source_id, key, read_at, starred_at),
                )


def _put_starred(connection: sqlite3.Connection, source_id: int, item: dict[str, Any]) -> None:
    """Write a starred entry with its wordings, unless it is there."""
    own = item["entry"]
    if connection.execute("SELECT 1 FROM entry WHERE source_id = ? AND key = ?", (source_id, own["key"])).fetchone():
        return
    columns = [row[1] for row in connection.execute("PRAGMA table_info(entry)") if row[1] in own]
    names = ", ".join(["source_id", *columns])
    sql = ("INSERT INTO entry(", names, ") VALUES (", ", ".join("?" * (len(columns) + 1)), ") RETURNING id, sort_at")
    values = (source_id, *(own[name] for name in columns))
    entry_id, sort_at = connection.execute(" ".join(sql), values).fetchone()
    current = None
    for revision in item["revisions"]:
        encoded = dumps(revision["wording"])
        wording = decode_wording(encoded)
        current = wording if revision["number"] == own["wording"] else current
        connection.execute(
            "INSERT INTO revision(entry_id, number, first_seen, textual, wording, hash) VALUES (?, ?, ?, ?, ?, ?)",
            (entry_id, revision["number"], revision["first_seen"], revision["textual"], encoded, wording_hash(encoded)),
        )
    if current is None:
        raise ValueError("its current wording is missing")
    add_searched(connection, [(entry_id, *folded(current))])
    for key in item["keys"]:
        sql = "INSERT OR IGNORE INTO entry_key(source_id, key, entry_id) VALUES (?, ?, ?)"
        connection.execute(sql, (source_id, key, entry_id))
    if item.get("tagging"):
        write_tags(connection, entry_id, sort_at, decode_tagging(dumps(item["tagging"])))
    if item.get("article"):
        *known, article = item["article"]
        connection.execute(
            "INSERT INTO article(entry_id, url, fetched_at, outcome, message, article) VALUES (?, ?, ?, ?, ?, ?)",
            (entry_id, *known, dumps(article) if article is not None else None),
        )
