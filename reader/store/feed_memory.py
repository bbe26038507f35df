"""What tagging remembers of each source: kept with the tags that it was learned from, in the same transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable

from reader.model.fact import Fact, Learned
from reader.store.tagging_due import defer
from reader.tagging.memory import Memory

HELD_BACK = 2000
"""Entries with a name in short that are tagged again, at most, once the name is known."""


def read(connection: sqlite3.Connection, source_id: int) -> str | None:
    """Return the memory of a source as it is stored (reader.tagging.memory); None if there is none yet."""
    row = connection.execute("SELECT memory FROM feed_memory WHERE source_id = ?", (source_id,)).fetchone()
    return row[0] if row else None


def learn(connection: sqlite3.Connection, source_id: int, facts: Iterable[Fact], known: Collection[int] = ()) -> None:
    """Add to the memory of a source; entries that were tagged without what is known now wait to be tagged again.

    `known` are the entries that were tagged with it.
    """
    before = read(connection, source_id)
    memory = Memory.read(before)
    learned = memory.take(facts)
    after = memory.text()
    if after == (before or "{}"):
        return
    connection.execute(
        "INSERT INTO feed_memory(source_id, memory) SELECT id, ?2 FROM source WHERE id = ?1"
        " ON CONFLICT DO UPDATE SET memory = excluded.memory",
        (source_id, after),
    )
    again = {entry_id for word in learned for entry_id in _in_short(connection, source_id, word)}
    defer(connection, again.difference(known))


def _in_short(connection: sqlite3.Connection, source_id: int, learned: Learned) -> list[int]:
    """The entries that hold the word, at the time for which it stands for the name, without being tagged with that."""
    phrase = learned.word.replace('"', " ")
    if not phrase.strip():
        return []
    rows = connection.execute(
        "SELECT e.id FROM search s CROSS JOIN entry e ON e.id = s.rowid WHERE search MATCH ?1 AND e.source_id = ?2"
        " AND e.sort_at >= ?3 AND (?4 IS NULL OR e.sort_at < ?4) AND NOT EXISTS (SELECT 1 FROM entry_actor m"
        " CROSS JOIN actor a ON a.id = m.actor WHERE m.entry_id = e.id AND a.name = ?5) LIMIT ?6",
        (f'"{phrase}"', source_id, learned.since, learned.until, learned.name, HELD_BACK),
    )
    return [row[0] for row in rows]
