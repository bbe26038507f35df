"""How many entries of a filter name which actor, are about what, said by whom, from which source.

A count is what a filter by that value would leave: `actor:Turkey` also finds "Turkey: Defence Ministry", so both count.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from reader.model.listing import FacetCount
from reader.store.errors import intact
from reader.store.search import Condition

FIELDS = ("actor", "topic", "speaker", "side")
"""What can be counted by value; sources are counted by id."""

_OF = {
    "actor": "SELECT a.name, count(*), a.type, a.words, a.id FROM entry_actor m JOIN actor a ON a.id = m.actor",
    "topic": "SELECT a.name, count(*), NULL, a.words, a.id FROM entry_topic m JOIN topic a ON a.id = m.topic",
    "speaker": "SELECT '', count(*), NULL, m.speaker, max(m.entry_id) FROM entry_tagging m",
    "side": "SELECT '', count(*), NULL, m.side, max(m.entry_id) FROM entry_tagging m",
}
_GROUP = {"actor": "m.actor", "topic": "m.topic", "speaker": "m.speaker", "side": "m.side"}
_NEEDLE = "EXISTS (SELECT 1 FROM json_each(?) n WHERE instr("
_ONLY = {
    "actor": " ".join(("m.actor IN (SELECT a.id FROM actor a WHERE", _NEEDLE, "a.words, n.value)))")),
    "topic": " ".join(("m.topic IN (SELECT a.id FROM topic a WHERE", _NEEDLE, "a.words, n.value)))")),
    "speaker": _NEEDLE + "m.speaker, n.value))",
    "side": _NEEDLE + "m.side, n.value))",
}
_SAYS = {
    "speaker": "SELECT entry_id, json_extract(tagging, '$.speaker') FROM entry_tagging",
    "side": "SELECT entry_id, json_extract(tagging, '$.side') FROM entry_tagging",
}
_UNITED = """
WITH kin(parent, child) AS MATERIALIZED
(SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))
SELECT kin.parent, count(DISTINCT m.entry_id) FROM kin JOIN entry_actor m ON m.actor = kin.child WHERE
"""

Found = tuple[str, int, str | None, str, int]
"""Name, count, type, words, and the id of the actor or topic, or of an entry with that speaker or side."""


@intact()
def values(
    connection: sqlite3.Connection, where: Condition, field: str, needles: Sequence[str] | None, limit: int
) -> list[FacetCount]:
    """Return the `limit` commonest values of `field` among the entries that meet `where`, the commonest first.

    `needles`, where given, are such as `names.needle` makes: only values that have one of them in their words count.
    """
    only = [f"{_GROUP[field]} IS NOT NULL"] if field in _SAYS else []
    bound: list[object] = []
    if needles is not None:
        only.append(_ONLY[field])
        bound.append(json.dumps(list(needles)))
    among = _among(where)
    sql = " ".join((_OF[field], "WHERE", " AND ".join([*only, among.sql]), "GROUP BY", _GROUP[field]))
    found: list[Found] = connection.execute(sql, (*bound, *among.values)).fetchall()
    counts = _with_kin(connection, among, field, found)
    order = sorted(range(len(found)), key=lambda at: (-counts[at], found[at][3]))[:limit]
    names = _names(connection, field, [found[at] for at in order])
    return [FacetCount(field, name, counts[at], found[at][2]) for at, name in zip(order, names, strict=True) if name]


def of_sources(connection: sqlite3.Connection, where: Condition) -> dict[int, int]:
    """Return how many of the entries that meet `where` each source has, by its id."""
    sql = " ".join(("SELECT e.source_id, count(*) FROM entry e WHERE", where.sql, "GROUP BY e.source_id"))
    return dict(connection.execute(sql, where.values).fetchall())


def _among(where: Condition) -> Condition:
    if where == Condition():
        return where
    return Condition(" ".join(("m.entry_id IN (SELECT e.id FROM entry e WHERE", where.sql, ")")), where.values)


def _with_kin(connection: sqlite3.Connection, among: Condition, field: str, found: Sequence[Found]) -> list[int]:
    """The counts, with those of the values that have all words of another one added to that one."""
    counts = [item[1] for item in found]
    kin = _kin([item[3] for item in found])
    if field == "actor" and kin:
        pairs = [(found[parent][4], found[child][4]) for parent, some in kin.items() for child in (parent, *some)]
        united = _united(connection, among, pairs)
        for parent in kin:
            counts[parent] = united.get(found[parent][4], counts[parent])
    elif field in _SAYS:
        for parent, children in kin.items():
            counts[parent] += sum(found[child][1] for child in children)
    return counts


def _kin(words: Sequence[str]) -> dict[int, list[int]]:
    """Which values (by their places) have in their words, in a row, all those of another value."""
    places = {item: at for at, item in enumerate(words)}
    kin: defaultdict[int, list[int]] = defaultdict(list)
    for at, item in enumerate(words):
        parts = item.split()
        inner = {
            f" {' '.join(parts[start:end])} "
            for start in range(len(parts))
            for end in range(start + 1, len(parts) + 1)
            if end - start < len(parts)
        }
        for piece in inner:
            parent = places.get(piece)
            if parent is not None:
                kin[parent].append(at)
    return kin


def _united(connection: sqlite3.Connection, among: Condition, pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The number of entries that name any of an actor's kin, by the id of the actor: an entry may name several."""
    sql = " ".join((_UNITED, among.sql, "GROUP BY kin.parent"))
    return dict(connection.execute(sql, (json.dumps(list(pairs)), *among.values)).fetchall())


def _names(connection: sqlite3.Connection, field: str, found: Sequence[Found]) -> list[str]:
    if field not in _SAYS:
        return [item[0] for item in found]
    sql = " ".join((_SAYS[field], "WHERE entry_id IN (SELECT value FROM json_each(?))"))
    said = dict(connection.execute(sql, (json.dumps([item[4] for item in found]),)).fetchall())
    return [str(said.get(item[4]) or "") for item in found]
