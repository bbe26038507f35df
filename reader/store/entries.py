"""Entries as rows and back: the one place that knows which column holds what of an `Entry`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from reader.model.entry import Basis, Entry, EntryKind, Flags, KeyKind, Precision
from reader.model.event import Revision, StoredEntry
from reader.model.listing import Row, RowFlag
from reader.store.codec import choose, decode_tagging, decode_wording, dumps, strings
from reader.store.errors import intact
from reader.store.titles import has_of, title_cells, title_of

ROW_ACTORS = 4
# CROSS JOIN, here and below, keeps SQLite to this order, whatever it believes of the tables: some of many rows.
_SEPARATOR = "\x1f"

_STORED = """
SELECT e.id, e.source_id, e.first_seen, e.last_seen, e.revision, e.edited_at, e.withdrawn_at, e.missed,
    e.read_at IS NOT NULL, e.starred_at IS NOT NULL, t.tagging, r.wording,
    e.key, e.seq, e.key_kind, e.native_id, e.published, e.precision, e.basis, e.basis_reason, e.time_label, e.updated,
    e.kind, e.url, e.read_more_url, e.read_more, e.authors, e.tags,
    e.key_event, e.pinned, e.summary, e.breaking, e.deleted, e.language, e.direction, e.tie
FROM json_each(?) j
CROSS JOIN entry e ON e.id = j.value
CROSS JOIN revision r ON r.entry_id = e.id AND r.number = e.wording
LEFT JOIN entry_tagging t ON t.entry_id = e.id
"""


def columns_of(entry: Entry) -> dict[str, object]:
    """Return the columns that hold `entry` but its key, its wording and what comes of that."""
    flags = entry.flags
    return {
        "seq": entry.seq,
        "key_kind": entry.key_kind.value,
        "native_id": entry.native_id,
        "published": entry.published,
        "precision": entry.precision.value,
        "basis": entry.basis.value,
        "basis_reason": entry.basis_reason,
        "time_label": entry.time_label,
        "updated": entry.updated,
        "kind": entry.kind.value,
        "url": entry.url,
        "read_more_url": entry.read_more_url,
        "read_more": entry.read_more,
        "authors": dumps(entry.authors) if entry.authors else "[]",
        "tags": dumps(entry.tags) if entry.tags else "[]",
        "key_event": flags.key_event,
        "pinned": flags.pinned,
        "summary": flags.summary,
        "breaking": flags.breaking,
        "deleted": flags.deleted,
        "language": entry.language,
        "direction": entry.direction,
    }


def wording_columns(entry: Entry) -> dict[str, object]:
    """Return the columns that are worked out from the wording."""
    title = title_of(entry)
    return {"title": title, "title_cells": title_cells(title), "has": has_of(entry)}


def stored_entry(row: tuple[Any, ...]) -> StoredEntry:
    """Return the entry that a row of `_STORED` holds."""
    state, tagging, wording, columns = row[2:10], row[10], row[11], row[12:]
    key, seq, key_kind, native_id, published, precision, basis, basis_reason, time_label, updated, *rest = columns
    kind, url, read_more_url, read_more, authors, tags, *marks = rest
    entry = Entry(
        key=key,
        seq=seq,
        wording=decode_wording(wording),
        key_kind=choose(KeyKind, key_kind, KeyKind.DERIVED),
        native_id=native_id,
        published=published,
        precision=choose(Precision, precision, Precision.NONE),
        basis=choose(Basis, basis, Basis.NONE),
        basis_reason=basis_reason,
        time_label=time_label,
        updated=updated,
        kind=choose(EntryKind, kind, EntryKind.TEXT),
        url=url,
        read_more_url=read_more_url,
        read_more=bool(read_more),
        authors=strings(authors),
        tags=strings(tags),
        flags=Flags(*map(bool, marks[:5])),
        language=marks[5],
        direction=marks[6],
    )
    first_seen, last_seen, revision, edited_at, withdrawn_at, missed, read, starred = state
    return StoredEntry(
        id=row[0],
        source_id=row[1],
        entry=entry,
        first_seen=first_seen,
        last_seen=last_seen,
        revision=revision,
        edited_at=edited_at,
        withdrawn_at=withdrawn_at,
        missed=missed,
        read=bool(read),
        starred=bool(starred),
        tagging=decode_tagging(tagging),
        tie=marks[7],
    )


@intact()
def stored_entries(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, StoredEntry]:
    """Return the entries with these ids, by id; those that are not there are left out."""
    return {row[0]: stored_entry(row) for row in connection.execute(_STORED, (json.dumps(list(ids)),))}


@intact()
def revisions(connection: sqlite3.Connection, entry_id: int) -> list[Revision]:
    """Return every wording of an entry, the first one first."""
    rows = connection.execute(
        "SELECT number, first_seen, wording, textual FROM revision WHERE entry_id = ? ORDER BY number", (entry_id,)
    )
    return [Revision(number, seen, decode_wording(wording), bool(textual)) for number, seen, wording, textual in rows]


@intact()
def rows(connection: sqlite3.Connection, ids: Iterable[int]) -> list[Row]:
    """Return the timeline rows of these entries in the order of `ids`; those that are not there are left out."""
    wanted = list(ids)
    found = {row[0]: _row(row) for row in connection.execute(_ROWS, (_SEPARATOR, json.dumps(wanted)))}
    return [found[entry_id] for entry_id in wanted if entry_id in found]


LATE_AFTER, SETTLING, NEIGHBOURS = 300, 600, 24
"""Seconds by which a late entry comes late at least; seconds after it was added in which a source is still being read
for the first time; entries above it among which one that was there before is looked for."""

# Of the entries that stand just above it, one was there before it came.
_LATE = f"""(e.first_seen - e.published >= {LATE_AFTER}
    AND e.first_seen >= (SELECT s.added_at FROM source s WHERE s.id = e.source_id) + {SETTLING}
    AND (SELECT min(seen) FROM (SELECT x.first_seen AS seen FROM entry x WHERE x.source_id = e.source_id
        AND x.sort_at > e.sort_at ORDER BY x.sort_at LIMIT {NEIGHBOURS})) < e.first_seen) IS TRUE"""  # noqa: S608


@intact()
def is_late(connection: sqlite3.Connection, entry_id: int) -> bool:
    """Return whether an entry came when later ones of its source were there already."""
    row = connection.execute(" ".join(("SELECT", _LATE, "FROM entry e WHERE e.id = ?")), (entry_id,)).fetchone()
    return bool(row and row[0])


_ROWS = f"""
SELECT e.id, e.source_id, e.sort_at, e.title, e.kind, e.flags, e.published, e.first_seen, e.precision, e.basis,
    e.time_label, e.revision,
    (SELECT group_concat(name, ?1) FROM (SELECT a.name FROM entry_actor m JOIN actor a ON a.id = m.actor
        WHERE m.entry_id = e.id ORDER BY m.rank LIMIT {ROW_ACTORS})),
    (SELECT group_concat(name, ?1) FROM (SELECT o.name FROM entry_topic m JOIN topic o ON o.id = m.topic
        WHERE m.entry_id = e.id ORDER BY m.rank)),
    {_LATE}
FROM json_each(?2) j CROSS JOIN entry e ON e.id = j.value
"""  # noqa: S608 - the number is a constant


def _row(row: tuple[Any, ...]) -> Row:
    *plain, actors, topics, late = row
    plain[5] = RowFlag(plain[5])
    return Row(
        *plain, *(tuple(names.split(_SEPARATOR)) if names else () for names in (actors, topics)), late=bool(late)
    )
