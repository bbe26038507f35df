"""Wordings: every one that says something else is kept, and the entry names the current one.

None of those is ever overwritten; each is a row of `revision`. Wordings that say the same in other letters, or in which
only a counter ticks, are kept up to a number, and the newest of them always.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from reader.model.entry import Entry, Wording
from reader.store.codec import encode_wording, wording_hash
from reader.store.entries import wording_columns
from reader.store.titles import folded

VARIANTS = 8
"""Wordings kept that differ silently from one textual wording: a page may change them at every look, for days."""


def reword(connection: sqlite3.Connection, at: int, entry_id: int, entry: Entry, *, textual: bool) -> int | None:
    """Make a wording the current one; return the number of the one before, None if it is the same.

    A textual wording is always added. Of those that differ from it silently each is stored once, and no more than
    VARIANTS of them: from then on the newest takes the place of the one before.
    """
    before, current = connection.execute(
        "SELECT r.number, r.hash FROM entry e JOIN revision r ON r.entry_id = e.id AND r.number = e.wording"
        " WHERE e.id = ?",
        (entry_id,),
    ).fetchone()
    encoded = encode_wording(entry.wording)
    if wording_hash(encoded) == current:
        return None
    number = add_wording(connection, at, entry_id, encoded) if textual else _vary(connection, at, entry_id, encoded)
    update_entry(connection, entry_id, wording_columns(entry) | {"wording": number})
    if textual:
        connection.execute("UPDATE entry SET revision = revision + 1, edited_at = ? WHERE id = ?", (at, entry_id))
    headline, text = folded(entry.wording)
    connection.execute(
        "UPDATE folded SET headline = ?1, text = ?2 WHERE entry_id = ?3 AND (headline <> ?1 OR text <> ?2)",
        (headline, text, entry_id),
    )
    return before


def add_first_wordings(connection: sqlite3.Connection, at: int, wordings: Mapping[int, Wording]) -> None:
    """Add the first wording of each of these new entries, by id, and what is searched of it but for the index."""
    encoded = ((entry_id, encode_wording(wording)) for entry_id, wording in wordings.items())
    connection.executemany(
        "INSERT INTO revision(entry_id, number, first_seen, textual, wording, hash) VALUES (?, 1, ?, 1, ?, ?)",
        ((entry_id, at, text, wording_hash(text)) for entry_id, text in encoded),
    )
    connection.executemany(
        "INSERT INTO folded(entry_id, headline, text) VALUES (?, ?, ?)",
        ((entry_id, *folded(wording)) for entry_id, wording in wordings.items()),
    )


def index_after(connection: sqlite3.Connection, last: int) -> None:
    """Put the folded texts of entries after the id `last` into the search index, in which none of them is yet.

    In one statement, by no trigger: FTS5 writes out what it holds at every savepoint, and a statement that fires
    triggers sets one (sqlite.org/vtab.html section 2.17).
    """
    connection.execute(
        "INSERT INTO search(rowid, headline, text) SELECT entry_id, headline, text FROM folded WHERE entry_id > ?",
        (last,),
    )


def add_searched(connection: sqlite3.Connection, texts: Sequence[tuple[int, str, str]]) -> None:
    """Add what is searched of entries, and put it into the search index: id, headline and text of each, folded."""
    connection.executemany("INSERT INTO folded(entry_id, headline, text) VALUES (?, ?, ?)", texts)
    connection.executemany("INSERT INTO search(rowid, headline, text) VALUES (?, ?, ?)", texts)


def add_wording(connection: sqlite3.Connection, at: int, entry_id: int, encoded: str, *, textual: bool = True) -> int:
    """Add an encoded wording behind all others of its entry; return its number."""
    return connection.execute(
        "INSERT INTO revision(entry_id, number, first_seen, textual, wording, hash)"
        " SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5 FROM revision WHERE entry_id = ?1 RETURNING number",
        (entry_id, at, textual, encoded, wording_hash(encoded)),
    ).fetchone()[0]


def _vary(connection: sqlite3.Connection, at: int, entry_id: int, encoded: str) -> int:
    """Store what differs silently from the last textual wording; return its number."""
    rows = connection.execute(
        "SELECT number, hash FROM revision WHERE entry_id = ?1"
        " AND number >= (SELECT max(number) FROM revision WHERE entry_id = ?1 AND textual) ORDER BY number",
        (entry_id,),
    ).fetchall()
    known = {digest: number for number, digest in rows}
    digest = wording_hash(encoded)
    if digest in known:
        return known[digest]
    if len(rows) <= VARIANTS:
        return add_wording(connection, at, entry_id, encoded, textual=False)
    connection.execute(
        "UPDATE revision SET first_seen = ?, wording = ?, hash = ? WHERE entry_id = ? AND number = ?",
        (at, encoded, digest, entry_id, rows[-1][0]),
    )
    return rows[-1][0]


def update_entry(connection: sqlite3.Connection, entry_id: int, columns: dict[str, object]) -> None:
    """Set columns of an entry."""
    settings = ", ".join(f"{name} = ?" for name in columns)
    connection.execute(" ".join(("UPDATE entry SET", settings, "WHERE id = ?")), (*columns.values(), entry_id))
