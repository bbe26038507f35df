"""Answers about many entries at once: the index of the timeline, counts, which of some match."""

from __future__ import annotations

import sqlite3
from array import array
from itertools import chain

from reader.model.listing import FacetCount, Index
from reader.store.errors import intact
from reader.store.search import Condition, Window

_COLUMNS = "SELECT e.id, e.sort_at, e.title_cells, e.flags FROM entry e WHERE"
_NEWEST = "SELECT count(*), min(id), max(id), min(sort_at) FROM (SELECT e.id, e.sort_at FROM entry e WHERE"
_FACETS = (
    (
        "actor",
        "SELECT a.name, count(*) AS n, a.type FROM entry_actor m JOIN actor a ON a.id = m.actor",
        "GROUP BY m.actor ORDER BY n DESC, a.name LIMIT ?",
    ),
    (
        "topic",
        "SELECT o.name, count(*) AS n, NULL FROM entry_topic m JOIN topic o ON o.id = m.topic",
        "GROUP BY m.topic ORDER BY n DESC, o.name LIMIT ?",
    ),
)


WINDOW = 4000
"""Entries among which the newest of a filter are looked for first: a word that many have is soon found often enough."""


def window(connection: sqlite3.Connection, where: Condition) -> Window | None:
    """Return the window of the WINDOW newest entries that meet `where`; None where there are no more than those."""
    sql = " ".join((_NEWEST, where.sql, "ORDER BY e.sort_at DESC, e.tie DESC, e.id DESC LIMIT ?)"))
    count, first_id, last_id, after = connection.execute(sql, (*where.values, WINDOW)).fetchone()
    return Window(first_id, last_id, after) if count == WINDOW else None


@intact()
def index(connection: sqlite3.Connection, where: Condition, newest: int | None = None) -> Index:
    """Return the entries that meet `where`, oldest first; only the `newest` of them if that is given."""
    if newest is None:
        sql = " ".join((_COLUMNS, where.sql, "ORDER BY e.sort_at, e.tie, e.id"))
        values = where.values
    else:
        sql = " ".join((_COLUMNS, where.sql, "ORDER BY e.sort_at DESC, e.tie DESC, e.id DESC LIMIT ?"))
        values = (*where.values, newest)
    # One flat array and slices of it: a hundred thousand rows without a hundred thousand tuples alive.
    flat = array("q", chain.from_iterable(connection.execute(sql, values)))
    if newest is None:
        columns = [flat[column::4] for column in range(4)]
    else:
        columns = [flat[column - 4 :: -4] if flat else flat for column in range(4)]
    return Index(columns[0], columns[1], array("H", columns[2]), array("B", columns[3]))


def count(connection: sqlite3.Connection, where: Condition) -> int:
    """Return how many entries meet `where`."""
    sql = " ".join(("SELECT count(*) FROM entry e WHERE", where.sql))
    return connection.execute(sql, where.values).fetchone()[0]


def matching(connection: sqlite3.Connection, where: Condition) -> set[int]:
    """Return the ids of the entries that meet `where`."""
    sql = " ".join(("SELECT e.id FROM entry e WHERE", where.sql))
    return {row[0] for row in connection.execute(sql, where.values)}


@intact()
def facets(connection: sqlite3.Connection, where: Condition, limit: int) -> list[FacetCount]:
    """Return the `limit` commonest actors and topics of the entries that meet `where`, with counts."""
    found: list[FacetCount] = []
    of_all = where == Condition()
    inner = ("WHERE m.entry_id IN (SELECT e.id FROM entry e WHERE", where.sql, ")")
    for field, select, group in _FACETS:
        sql = " ".join((select, *(() if of_all else inner), group))
        rows = connection.execute(sql, (*where.values, limit))
        found += [FacetCount(field, name, number, kind) for name, number, kind in rows]
    return found
