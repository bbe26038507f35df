"""Writing new entries: their places, rows, wordings, tags, and what is searched of them.

A source that is read for the first time brings many at once, so rows are written by the statement, not one by one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from reader.model.entry import Entry
from reader.model.event import Change, ChangeKind, Changes, Past, StoredEntry, sort_time
from reader.model.listing import RowFlag
from reader.model.snapshot import Snapshot
from reader.model.tagging import Tagging
from reader.store.entries import columns_of, stored_entries, wording_columns
from reader.store.tagging_due import defer
from reader.store.tags import NewTags, add_tags, is_tagged
from reader.store.ties import ties_of
from reader.store.wordings import add_first_wordings, index_after

T = TypeVar("T")


class _Arrival(NamedTuple):
    """A new entry with its place in the timeline."""

    change: Change
    entry: Entry
    sort_at: int
    tie: int


def with_index(connection: sqlite3.Connection, acts: Sequence[Callable[[sqlite3.Connection], T]]) -> list[T]:
    """Do `acts`, in one transaction, and then put all that they added into the search index at once."""
    last = _last_id(connection)
    results = [act(connection) for act in acts]
    index_after(connection, last)
    return results


def _last_id(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entry'").fetchone()
    return row[0] if row else 0


def add_arrivals(
    connection: sqlite3.Connection, source_id: int, at: int, snapshot: Snapshot, past: Past, changes: Changes
) -> list[StoredEntry]:
    """Write the new entries, oldest first, so that ids run with time as far as they can; return them as they are then.

    What was dropped here to save space is not new, whoever says so. For the search index `with_index` sees to them.
    """
    arrivals = _in_order(connection, source_id, at, snapshot, past, changes)
    if not arrivals:
        return []
    awaited = _awaits_marks(connection, source_id)
    first = _last_id(connection) + 1
    rows = [_columns(arrival, source_id, at) for arrival in arrivals]
    names = ", ".join(("id", *rows[0]))
    marks = ", ".join("?" * (len(rows[0]) + 1))
    connection.executemany(
        " ".join(("INSERT INTO entry(", names, ") VALUES (", marks, ")")),
        ((number, *row.values()) for number, row in enumerate(rows, first)),
    )
    added = [_stored(arrival, number, source_id, at) for number, arrival in enumerate(arrivals, first)]
    add_first_wordings(connection, at, {one.id: one.entry.wording for one in added})
    _tag(connection, first, arrivals)
    return list(stored_entries(connection, [one.id for one in added]).values()) if awaited else added


def _in_order(
    connection: sqlite3.Connection, source_id: int, at: int, snapshot: Snapshot, past: Past, changes: Changes
) -> list[_Arrival]:
    """The new entries, the oldest first, each key once."""
    new: dict[str, Change] = {}
    for change in changes.changes:
        if change.kind is ChangeKind.NEW and change.entry is not None and change.entry.key not in past.dropped:
            new.setdefault(change.entry.key, change)
    if not new:
        return []
    ties = _ties(connection, source_id, at, snapshot, past, changes)
    arrivals = [
        _Arrival(change, change.entry, sort_time(change.entry.published, at), ties.get(key, 0))
        for key, change in new.items()
        if change.entry is not None
    ]
    return sorted(arrivals, key=lambda one: (one.sort_at, one.tie, -one.entry.seq))


def _ties(
    connection: sqlite3.Connection, source_id: int, at: int, snapshot: Snapshot, past: Past, changes: Changes
) -> dict[str, int]:
    ids = json.dumps([stored.id for stored in past.entries.values()])
    rows = connection.execute("SELECT id, sort_at, tie FROM entry WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    places = {entry_id: (sort_at, tie) for entry_id, sort_at, tie in rows}
    known = {key: places[stored.id] for key, stored in past.entries.items()}
    # An edited entry may come under another key than it has here, and is still the one beside which others stand.
    for change in changes.changes:
        if change.stored is not None and change.entry is not None:
            known[change.entry.key] = places[change.stored.id]
    return ties_of(snapshot, at, known, _greatest(connection, source_id))


def _greatest(connection: sqlite3.Connection, source_id: int) -> Callable[[int, int | None], int | None]:
    """What finds the greatest tie of a moment, of all or of those under a tie; of a new source there is none."""
    sql = "SELECT EXISTS (SELECT 1 FROM entry WHERE source_id = ?)"
    if not connection.execute(sql, (source_id,)).fetchone()[0]:
        return lambda moment, under: None  # noqa: ARG005

    def greatest(moment: int, under: int | None) -> int | None:
        sql = "SELECT max(tie) FROM entry WHERE source_id = ?1 AND sort_at = ?2 AND (?3 IS NULL OR tie < ?3)"
        return connection.execute(sql, (source_id, moment, under)).fetchone()[0]

    return greatest


def _awaits_marks(connection: sqlite3.Connection, source_id: int) -> bool:
    """Whether marks wait for entries of the source, which a trigger puts on as these come."""
    sql = "SELECT EXISTS (SELECT 1 FROM pending_mark WHERE source_id = ?)"
    return bool(connection.execute(sql, (source_id,)).fetchone()[0])


def _columns(arrival: _Arrival, source_id: int, at: int) -> dict[str, object]:
    entry, tagging = arrival.entry, arrival.change.tagging
    tagged = tagging is not None and is_tagged(tagging)
    return {
        "source_id": source_id,
        "key": entry.key,
        **columns_of(entry),
        **wording_columns(entry),
        "first_seen": at,
        "last_seen": at,
        "sort_at": arrival.sort_at,
        "tie": arrival.tie,
        "tagged": tagged,
        # Said here, they need not be set by a trigger, which would write the row and its places in the indexes again.
        "flags": _flags(entry, tagged=tagged),
    }


def _flags(entry: Entry, *, tagged: bool) -> int:
    key_event = RowFlag.KEY_EVENT.value if entry.flags.key_event else 0
    pinned = RowFlag.PINNED.value if entry.flags.pinned else 0
    return key_event | pinned | (RowFlag.TAGGED.value if tagged else 0)


def _stored(arrival: _Arrival, entry_id: int, source_id: int, at: int) -> StoredEntry:
    tagging = arrival.change.tagging or Tagging()
    return StoredEntry(entry_id, source_id, arrival.entry, at, at, tagging=tagging, tie=arrival.tie)


def _tag(connection: sqlite3.Connection, first: int, arrivals: Sequence[_Arrival]) -> None:
    """Write the tags of new entries; those that came without wait for theirs."""
    tagged = [
        NewTags(number, arrival.sort_at, arrival.change.tagging)
        for number, arrival in enumerate(arrivals, first)
        if arrival.change.tagging is not None
    ]
    add_tags(connection, tagged)
    made = {one.entry_id for one in tagged}
    if len(made) < len(arrivals):
        defer(connection, [number for number in range(first, first + len(arrivals)) if number not in made])
