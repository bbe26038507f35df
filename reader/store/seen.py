"""Up to where the reader has seen things, on this machine; and what was logged after that.

The mark is kept in the table `upkeep`, under the name of the machine: a file that two of them share has two marks. Ids
of events mean nothing in another file, so the mark bears the file's own name (`lineage`) and, where that differs,
falls back on its time.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from reader.model.event import Gap
from reader.model.happened import Altered, Happened, Seen, Tally
from reader.model.listing import FacetCount, RowFlag
from reader.store.codec import decode_wording, dumps
from reader.store.entries import stored_entries
from reader.store.errors import intact
from reader.store.events import last_id

if TYPE_CHECKING:
    from concurrent.futures import Future

    from reader.store.store import Store

LISTED = 50
"""Entries that are told one by one of those that were edited, withdrawn, are back again, or are key events."""
ACTORS = 12


def machine() -> str:
    """The name by which this machine keeps its mark."""
    import platform  # noqa: PLC0415  only for those who come back

    return platform.node() or "here"


def keep(store: Store, seen: Seen, *, durable: bool = False) -> Future[None]:
    """Keep the mark of this machine."""

    def work(connection: sqlite3.Connection) -> None:
        value = dumps({"event": seen.event, "at": seen.at, "lineage": _lineage(connection)})
        connection.execute("INSERT OR REPLACE INTO upkeep(name, value) VALUES (?, ?)", (_name(), value))

    # The queue is the store's own, and this act is the store's own: it is apart only to keep it readable.
    return store._submit(work, durable=durable)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def mark(connection: sqlite3.Connection) -> Seen | None:
    """Return the mark of this machine; None where there is none, or it cannot be read."""
    row = connection.execute("SELECT value FROM upkeep WHERE name = ?", (_name(),)).fetchone()
    try:
        value: dict[str, Any] = json.loads(row[0]) if row else {}
        event, at = int(value["event"]), int(value["at"])
        same = value.get("lineage") == _lineage(connection) and event <= last_id(connection)
    except (ValueError, TypeError, LookupError, AttributeError):
        return None
    if not same:
        event = connection.execute("SELECT coalesce(max(id), 0) FROM event WHERE at <= ?", (at,)).fetchone()[0]
    return Seen(event, at)


def _name() -> str:
    return f"seen {machine()}"


def _lineage(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT value FROM upkeep WHERE name = 'lineage'").fetchone()
    return row[0] if row else None


def _sql(*parts: str) -> str:
    return " ".join(parts)


_SPAN = "v.id > ?1 AND (?2 IS NULL OR v.source_id IN (SELECT value FROM json_each(?2)))"
_OF_ENTRY = _sql("FROM event v JOIN entry e ON e.id = v.entry_id WHERE", _SPAN)
_ORDER = "ORDER BY e.sort_at, e.tie, e.id"
_NEW = _sql("SELECT v.entry_id FROM event v WHERE", _SPAN, "AND v.kind = 'new'")
_FLAGS = _sql("SELECT e.id, e.flags FROM entry e WHERE e.id IN (", _NEW, ")", _ORDER)
_EDITED = _sql(
    "SELECT v.entry_id, min(v.id), v.was FROM event v WHERE", _SPAN,
    "AND v.kind = 'edited' AND v.entry_id NOT IN (", _NEW, ") GROUP BY v.entry_id",
)  # fmt: skip
_WITHDRAWN = _sql(
    "SELECT DISTINCT e.id", _OF_ENTRY, "AND v.kind = 'withdrawn' AND e.withdrawn_at IS NOT NULL", _ORDER
)  # fmt: skip
# Away and back again in the same span is as if nothing had happened; min() decides which row `kind` is of.
_REINSTATED = _sql(
    "SELECT id FROM (SELECT e.id, e.sort_at, e.tie, v.kind, min(v.id)", _OF_ENTRY,
    "AND v.kind IN ('withdrawn', 'reinstated') AND e.withdrawn_at IS NULL GROUP BY e.id)",
    "WHERE kind = 'reinstated' ORDER BY sort_at, tie, id",
)  # fmt: skip
# Gaps are filled and cut by what is listed later: those that are left count, if a poll of the span found them.
_GAPS = _sql(
    "SELECT g.source_id, g.starts_at, g.ends_at, g.reason FROM gap g WHERE g.found_at >=",
    "(SELECT min(v.at) FROM event v WHERE", _SPAN, "AND v.kind = 'gap')",
    "AND (?2 IS NULL OR g.source_id IN (SELECT value FROM json_each(?2))) ORDER BY g.starts_at, g.id",
)  # fmt: skip
_ACTORS = _sql(
    "SELECT a.name, count(*) AS n, a.type FROM entry_actor m JOIN actor a ON a.id = m.actor WHERE m.entry_id IN",
    "(SELECT v.entry_id FROM event v WHERE", _SPAN, "AND v.kind IN ('new', 'edited'))",
    "GROUP BY m.actor ORDER BY n DESC, a.name LIMIT ?3",
)  # fmt: skip


@intact()
def tally(connection: sqlite3.Connection, since: Seen, sources: Sequence[int] | None) -> Tally:
    """Return how much happened after `since` in these sources, None for all."""
    values = _values(since, sources)
    counts = [_count(connection, sql, values) for sql in (_NEW, _EDITED, _WITHDRAWN, _REINSTATED, _GAPS)]
    return Tally(*counts)


@intact()
def happened(connection: sqlite3.Connection, since: Seen, sources: Sequence[int] | None) -> Happened:
    """Return what happened after `since` in these sources, None for all. One moment of the store."""
    values = _values(since, sources)
    connection.execute("BEGIN")
    try:
        until = last_id(connection)
        flat = array("q", chain.from_iterable(connection.execute(_FLAGS, values)))
        new, flags = flat[::2], array("B", flat[1::2])
        wanted = RowFlag.KEY_EVENT | RowFlag.PINNED
        marked = tuple(number for number, flag in zip(new, flags, strict=True) if flag & wanted)
        withdrawn, reinstated = (_ids(connection, sql, values) for sql in (_WITHDRAWN, _REINSTATED))
        edited = connection.execute(_EDITED, values).fetchall()
        gaps = tuple((row[0], Gap(*row[1:])) for row in connection.execute(_GAPS, values))
        oldest = connection.execute("SELECT sort_at FROM entry WHERE id = ?", (new[0],)).fetchone() if new else None
        return Happened(
            since=since,
            until=until,
            tally=Tally(len(new), len(edited), len(withdrawn), len(reinstated), len(gaps)),
            new=new,
            flags=flags,
            oldest=oldest[0] if oldest else None,
            marked=marked[:LISTED],
            edited=_altered(connection, edited),
            withdrawn=withdrawn[:LISTED],
            reinstated=reinstated[:LISTED],
            gaps=gaps[:LISTED],
            actors=_actors(connection, values),
        )
    finally:
        connection.execute("COMMIT")


def _values(since: Seen, sources: Sequence[int] | None) -> tuple[object, ...]:
    return (since.event, None if sources is None else json.dumps(list(sources)))


def _count(connection: sqlite3.Connection, sql: str, values: tuple[object, ...]) -> int:
    return connection.execute(_sql("SELECT count(*) FROM (", sql, ")"), values).fetchone()[0]


def _ids(connection: sqlite3.Connection, sql: str, values: tuple[object, ...]) -> tuple[int, ...]:
    return tuple(row[0] for row in connection.execute(sql, values))


def _altered(connection: sqlite3.Connection, edited: Sequence[tuple[int, int, int | None]]) -> tuple[Altered, ...]:
    """The first of those that were edited, in the order of the timeline, with what each was before the first edit."""
    before = {entry_id: was for entry_id, _, was in edited}
    order = connection.execute(
        _sql("SELECT e.id FROM entry e WHERE e.id IN (SELECT value FROM json_each(?))", _ORDER, "LIMIT ?"),
        (json.dumps(list(before)), LISTED),
    ).fetchall()
    entries = stored_entries(connection, [row[0] for row in order])
    found: list[Altered] = []
    for (number,) in order:
        row = connection.execute(
            "SELECT wording FROM revision WHERE entry_id = ? AND number = ?", (number, before[number])
        ).fetchone()
        if number in entries:
            found.append(Altered(entries[number], decode_wording(row[0]) if row else None))
    return tuple(found)


def _actors(connection: sqlite3.Connection, values: tuple[object, ...]) -> tuple[FacetCount, ...]:
    rows = connection.execute(_ACTORS, (*values, ACTORS))
    return tuple(FacetCount("actor", name, number, kind) for name, number, kind in rows)
