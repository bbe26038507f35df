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


WIDEST = 5 * WINDOW
"""The most that are worth a second look before all are looked at."""
STRETCH = 2000
"""Ids that are counted at a time where nearly every entry has what must not be there."""
FEW = 12
"""Stretches with an entry that has not; where there are more, it is as quick to ask for each entry."""

_LACKING = """
WITH RECURSIVE stretch(start) AS
(SELECT min(id) FROM entry UNION ALL SELECT start + ? FROM stretch WHERE start + ? <= (SELECT max(id) FROM entry))
SELECT start, start + ? - 1 FROM stretch WHERE start IS NOT NULL
AND (SELECT count(*) FROM search WHERE search MATCH ? AND rowid BETWEEN start AND start + ? - 1) < ? LIMIT ?
"""
_ABSENT = """
SELECT id FROM entry WHERE id BETWEEN ? AND ?
EXCEPT SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?
"""


def window(connection: sqlite3.Connection, where: Condition, size: int) -> Window | None:
    """Return the window of the `size` newest entries that meet `where`; None where there are no more than those."""
    sql = " ".join((_NEWEST, where.sql, "ORDER BY e.sort_at DESC, e.tie DESC, e.id DESC LIMIT ?)"))
    count, first_id, last_id, after = connection.execute(sql, (*where.values, size)).fetchone()
    return Window(first_id, last_id, after) if count == size else None


def wider(size: int, found: int, wanted: int) -> int:
    """Return the size of a window that should have all that are `wanted`, after one that had `found`; 0 for none.

    A second one is worth its time while it is small; a third is not.
    """
    size_wanted = size * wanted * 3 // (found * 2) if found else 0
    return size_wanted if size == WINDOW and size_wanted <= WIDEST else 0


def absent(connection: sqlite3.Connection, expression: str) -> list[int] | None:
    """Return the entries that the full-text index does not have for `expression`; None where they are not few.

    The index counts a thousand in the time in which a hundred are looked up: stretches without any are passed over.
    """
    bound = (STRETCH, STRETCH, STRETCH, expression, STRETCH, STRETCH, FEW + 1)
    stretches = connection.execute(_LACKING, bound).fetchall()
    if len(stretches) > FEW:
        return None
    found: list[int] = []
    for start, end in stretches:
        found += (row[0] for row in connection.execute(_ABSENT, (start, end, expression, start, end)))
    return found


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
