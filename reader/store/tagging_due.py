"""Entries that wait for their tags, and the tags that were made for them behind the polls."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress

from reader.foreground import FOREGROUND
from reader.model.entry import EntryKind
from reader.model.tagging_due import Made, Waiting
from reader.store.codec import choose, decode_wording, dumps
from reader.store.errors import intact
from reader.store.tags import NewTags, add_tags, is_tagged

BATCH = 200
"""Entries whose tags are written in one transaction at most."""
MADE_BY = "tagged by"
"""The row of `upkeep` that names the rules by which the stored tags are made, as JSON."""

_DUE = """
SELECT e.id, e.source_id, e.wording, e.sort_at, r.wording, e.kind,
    coalesce(e.language, iif(json_valid(p.feed), json_extract(p.feed, '$.language'), NULL))
FROM (SELECT d.entry_id FROM tagging_due d CROSS JOIN entry x ON x.id = d.entry_id
    WHERE NOT ?2 OR d.entry_id NOT IN (SELECT entry_id FROM entry_tagging)
    ORDER BY x.sort_at DESC, x.tie DESC, x.id DESC LIMIT ?1) n
CROSS JOIN entry e ON e.id = n.entry_id
CROSS JOIN revision r ON r.entry_id = e.id AND r.number = e.wording
LEFT JOIN poll_state p ON p.source_id = e.source_id
ORDER BY e.sort_at DESC, e.tie DESC, e.id DESC
"""


def defer(connection: sqlite3.Connection, entry_ids: Iterable[int]) -> None:
    """Let entries wait for their tags; within the transaction that wrote them, so that none is forgotten."""
    connection.execute(
        "INSERT OR IGNORE INTO tagging_due(entry_id) SELECT value FROM json_each(?)", (json.dumps(list(entry_ids)),)
    )


def settle(connection: sqlite3.Connection, entry_ids: Iterable[int]) -> None:
    """Entries wait no more: their tags were just written."""
    connection.execute(
        "DELETE FROM tagging_due WHERE entry_id IN (SELECT value FROM json_each(?))", (json.dumps(list(entry_ids)),)
    )


def waiting(connection: sqlite3.Connection, *, bare: bool = False) -> int:
    """Return how many entries wait; of those without any tags, how many."""
    sql = "SELECT count(*) FROM tagging_due WHERE NOT ? OR entry_id NOT IN (SELECT entry_id FROM entry_tagging)"
    return connection.execute(sql, (bare,)).fetchone()[0]


@intact()
def due(connection: sqlite3.Connection, limit: int, *, bare: bool = False) -> list[Waiting]:
    """Return the newest that wait, the newest first, with their current wording; of the `bare` ones, without tags."""
    found: list[Waiting] = []
    for entry_id, source_id, number, sort_at, encoded, kind, language in connection.execute(_DUE, (limit, bare)):
        FOREGROUND.give_way()
        wording = decode_wording(encoded)
        chosen = choose(EntryKind, kind, EntryKind.TEXT)
        found.append(Waiting(entry_id, source_id, number, sort_at, wording.headline, wording.text, chosen, language))
    return found


def record(connection: sqlite3.Connection, made: Sequence[Made]) -> tuple[int, ...]:
    """Write tags and take their entries off the queue; return the entries that have them now.

    An entry that was reworded meanwhile goes on waiting; one that does not wait any more keeps what it has. So it does
    no harm if two programs are at it.
    """
    ids = json.dumps([one.entry_id for one in made])
    places: dict[int, tuple[int, int]] = {
        entry_id: (wording, sort_at)
        for entry_id, wording, sort_at in connection.execute(
            "SELECT e.id, e.wording, e.sort_at FROM json_each(?) j CROSS JOIN tagging_due d ON d.entry_id = j.value"
            " CROSS JOIN entry e ON e.id = d.entry_id",
            (ids,),
        )
    }
    fit = [one for one in made if places.get(one.entry_id, (0, 0))[0] == one.wording]
    _replace_tags(
        connection,
        [NewTags(one.entry_id, places[one.entry_id][1], one.tagging) for one in fit if one.tagging is not None],
    )
    settle(connection, (one.entry_id for one in fit))
    return tuple(one.entry_id for one in fit)


def _replace_tags(connection: sqlite3.Connection, new: Sequence[NewTags]) -> None:
    ids = json.dumps([one.entry_id for one in new])
    for table in ("entry_actor", "entry_topic"):
        connection.execute(
            " ".join(("DELETE FROM", table, "WHERE entry_id IN (SELECT value FROM json_each(?))")), (ids,)
        )
    add_tags(connection, new)
    connection.executemany(
        "UPDATE entry SET tagged = ?1 WHERE id = ?2 AND tagged <> ?1",
        [(is_tagged(one.tagging), one.entry_id) for one in new],
    )


def tagged_by(connection: sqlite3.Connection) -> str | None:
    """Return the name of the rules by which the stored tags are made; None where nobody has said so."""
    row = connection.execute("SELECT value FROM upkeep WHERE name = ?", (MADE_BY,)).fetchone()
    with suppress(ValueError):
        name: object = json.loads(row[0]) if row else None
        return name if isinstance(name, str) else None
    return None


def retag(connection: sqlite3.Connection, made_by: str) -> int:
    """Let every entry wait if the stored tags are not `made_by` these rules; return how many wait now.

    In a store without entries, and for rules as before, that is cheap.
    """
    if made_by != tagged_by(connection):
        connection.execute("INSERT OR IGNORE INTO tagging_due(entry_id) SELECT id FROM entry")
        connection.execute("DELETE FROM feed_memory")  # other rules learn it anew
        connection.execute("INSERT OR REPLACE INTO upkeep(name, value) VALUES (?, ?)", (MADE_BY, dumps(made_by)))
    return waiting(connection)
