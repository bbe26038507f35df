"""Entries with all that is known of their past, read many at a time."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from reader.model.event import EventKind, Revision
from reader.model.history import History, Turn
from reader.store.codec import choose, decode_wording
from reader.store.entries import stored_entries
from reader.store.errors import intact

if TYPE_CHECKING:
    from reader.store.reads import Reads

BATCH = 200
_REVISIONS = """
SELECT r.entry_id, r.number, r.first_seen, r.wording, r.textual FROM json_each(?) j
CROSS JOIN revision r ON r.entry_id = j.value ORDER BY r.entry_id, r.number
"""
# Withdrawals of an entry are told of the entry, whatever became of the polls that found them.
_TURNS = """
SELECT v.entry_id, v.at, v.kind, v.revision FROM json_each(?) j
CROSS JOIN event v ON v.entry_id = j.value ORDER BY v.id
"""


def histories(reads: Reads, ids: Iterable[int]) -> Iterator[History]:
    """Yield the entries `ids` with their past, in that order, without those that are not there. Raises StoreError."""
    wanted = iter(ids)
    while batch := list(islice(wanted, BATCH)):
        # What is read of the store beside entries and events has modules of its own.
        with reads._asking() as connection:  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            found = _histories(connection, batch)
        yield from (found[entry_id] for entry_id in batch if entry_id in found)


@intact()
def _histories(connection: sqlite3.Connection, ids: list[int]) -> dict[int, History]:
    text = json.dumps(ids)
    revisions: dict[int, list[Revision]] = defaultdict(list)
    for entry_id, number, seen, wording, textual in connection.execute(_REVISIONS, (text,)):
        revisions[entry_id].append(Revision(number, seen, decode_wording(wording), bool(textual)))
    turns: dict[int, list[Turn]] = defaultdict(list)
    for entry_id, at, kind, number in connection.execute(_TURNS, (text,)):
        turns[entry_id].append(Turn(at, choose(EventKind, kind, EventKind.NEW), number))
    return {
        entry_id: History(stored, tuple(revisions[entry_id]), tuple(turns[entry_id]))
        for entry_id, stored in stored_entries(connection, ids).items()
    }


def find(reads: Reads, name: str) -> list[int]:
    """Return the numbers of the entries that `name` means: a number of ours, a key, or an id of the page's own."""
    with reads._asking() as connection:  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        number = int(name) if name.isdecimal() and len(name) < 19 else -1
        rows = connection.execute(
            "SELECT id FROM entry WHERE id = ?1 OR key = ?2 OR native_id = ?2 ORDER BY id <> ?1, id", (number, name)
        ).fetchall()
    return [row[0] for row in rows]
