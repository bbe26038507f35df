"""What is kept of a source: dropping what its limits let go, and knowing what was dropped when it is listed again.

Nothing is dropped unless a limit says so, and none is set by default. Never dropped is what is starred, and what the
source still lists. By age only what was read goes, counted from when the source last listed it. By number and by size
what was read goes first, then what was not, each from the oldest on. An entry goes whole: wordings, tags, events.

Its keys stay behind in the table `dropped`, until the source has not listed them for half a year: an entry that comes
back is then neither new nor unread. (NetNewsWire keeps the state of what it deleted for 180 days to the same end.)
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from reader.model.source import Retention
from reader.store import sizes
from reader.store.codec import decode_plain

AT_ONCE = 250
"""Entries dropped in one transaction: what waits behind it waits for a tenth of a second."""
ROWS_AT_ONCE = 500
DAY = 24 * 3600
LISTED_SECONDS = 7 * DAY
"""A document that shows only a part never says what it no longer lists; unseen for so long, an entry counts as that."""
FORGET_SECONDS = 180 * DAY
REFRESH_SECONDS = DAY
KEEP_POLLS_SECONDS = 30 * DAY
"""How long the log remembers polls; what they found is kept for good."""
MIB = 1024 * 1024

_READ, _UNREAD = 1, 0


class _Scope(NamedTuple):
    """A source, and the time before which its entries, though never taken off its list, count as no longer listed."""

    source_id: int
    unseen: int


def limits_of(own: Retention, general: Retention) -> Retention:
    """Return the limits of a source: its own, else those of the settings; 0 means that there is none."""

    def limit(mine: int | None, otherwise: int | None) -> int | None:
        return (otherwise if mine is None else mine) or None

    return Retention(limit(own.days, general.days), limit(own.entries, general.entries), limit(own.mib, general.mib))


def all_limits(connection: sqlite3.Connection, general: Retention) -> dict[int, Retention]:
    """Return the limits of every source by its id."""
    rows = connection.execute("SELECT id, retention FROM source ORDER BY id")
    return {source_id: limits_of(decode_plain(Retention, text), general) for source_id, text in rows}


def drop_some(connection: sqlite3.Connection, source_id: int, limits: Retention, now: int) -> int:
    """Drop up to AT_ONCE entries that `limits` let go; return how many. None left to drop is 0."""
    ids = _beyond(connection, source_id, limits, now)
    if ids:
        listed = json.dumps(ids)
        connection.execute(
            "INSERT OR REPLACE INTO dropped(source_id, key, dropped_at)"
            " SELECT source_id, key, ?2 FROM entry WHERE id IN (SELECT value FROM json_each(?1))"
            " UNION SELECT source_id, key, ?2 FROM entry_key WHERE entry_id IN (SELECT value FROM json_each(?1))",
            (listed, now),
        )
        connection.execute("DELETE FROM entry WHERE id IN (SELECT value FROM json_each(?))", (listed,))
    return len(ids)


def _beyond(connection: sqlite3.Connection, source_id: int, limits: Retention, now: int) -> list[int]:
    scope = _Scope(source_id, _last_listed(connection, source_id) - LISTED_SECONDS)
    if limits.days and (ids := _too_old(connection, scope, now - limits.days * DAY)):
        return ids
    if limits.entries:
        (entries,) = connection.execute("SELECT entries FROM source WHERE id = ?", (source_id,)).fetchone()
        if ids := [entry_id for entry_id, _ in _oldest(connection, scope, entries - limits.entries)]:
            return ids
    return _too_much(connection, scope, limits.mib * MIB) if limits.mib else []


def _last_listed(connection: sqlite3.Connection, source_id: int) -> int:
    """When the last document came that listed anything."""
    sql = "SELECT coalesce(max(last_seen), 0) FROM entry WHERE source_id = ? AND listed = 1"
    return connection.execute(sql, (source_id,)).fetchone()[0]


_SIZE = f"(SELECT sum({sizes.WORDING}) + {sizes.ENTRY} FROM revision r WHERE r.entry_id = e.id)"  # noqa: S608
_MAY_GO = "e.source_id = ? AND e.flags & 3 = ? AND e.starred_at IS NULL AND (e.listed = 0 OR e.last_seen < ?)"


def _too_old(connection: sqlite3.Connection, scope: _Scope, before: int) -> list[int]:
    # An entry is never seen for the last time before the time that it is sorted by: so the index gives few too many.
    sql = (
        "SELECT e.id FROM entry e WHERE",
        _MAY_GO,
        "AND e.sort_at < ? AND e.last_seen < ? ORDER BY e.sort_at LIMIT ?",
    )
    values = (scope.source_id, _READ, scope.unseen, before, before, AT_ONCE)
    return [row[0] for row in connection.execute(" ".join(sql), values)]


def _oldest(connection: sqlite3.Connection, scope: _Scope, number: int) -> list[tuple[int, float]]:
    """Return up to `number` entries that may go, those that were read first, with the bytes that each takes."""
    sql = ("SELECT e.id,", _SIZE, "FROM entry e WHERE", _MAY_GO, "ORDER BY e.sort_at, e.tie, e.id LIMIT ?")
    found: list[tuple[int, float]] = []
    for read in (_READ, _UNREAD):
        left = min(number, AT_ONCE) - len(found)
        if left > 0:
            found += connection.execute(" ".join(sql), (scope.source_id, read, scope.unseen, left)).fetchall()
    return found


def _too_much(connection: sqlite3.Connection, scope: _Scope, limit: int) -> list[int]:
    """Return entries that must go for the source to take no more than `limit` bytes.

    The log of polls and the keys of what was dropped count as well, up to half of the limit: they must not drive out
    the last entry.
    """
    entries, beside = sizes.entries_and_beside(connection, scope.source_id)
    over = entries - max(limit - beside, limit // 2)
    ids: list[int] = []
    if over > 0:
        for entry_id, size in _oldest(connection, scope, AT_ONCE):
            ids.append(entry_id)
            over -= size
            if over <= 0:
                break
    return ids


def trim_polls(connection: sqlite3.Connection, source_id: int, limits: Retention, now: int) -> int:
    """Forget up to ROWS_AT_ONCE polls that are older than 30 days, or more than a quarter of a limit by size holds."""
    too_many = -1
    if limits.mib:
        row = connection.execute(
            "SELECT id FROM poll WHERE source_id = ? ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?",
            (source_id, limits.mib * MIB // 4 // sizes.POLL),
        ).fetchone()
        too_many = row[0] if row else -1
    return connection.execute(
        "DELETE FROM poll WHERE id IN"
        " (SELECT id FROM poll WHERE source_id = ? AND (at < ? OR id <= ?) ORDER BY at LIMIT ?)",
        (source_id, now - KEEP_POLLS_SECONDS, too_many, ROWS_AT_ONCE),
    ).rowcount


def forget_some(connection: sqlite3.Connection, now: int) -> int:
    """Forget up to ROWS_AT_ONCE keys that no document has listed for half a year; return how many."""
    return connection.execute(
        "DELETE FROM dropped WHERE (source_id, key) IN"
        " (SELECT source_id, key FROM dropped WHERE dropped_at < ? LIMIT ?)",
        (now - FORGET_SECONDS, ROWS_AT_ONCE),
    ).rowcount


def dropped_keys(connection: sqlite3.Connection, source_id: int, keys: Iterable[str]) -> frozenset[str]:
    """Return which of `keys` belong to entries that were dropped."""
    rows = connection.execute(
        "SELECT key FROM dropped WHERE source_id = ? AND key IN (SELECT value FROM json_each(?))",
        (source_id, json.dumps(list(keys))),
    )
    return frozenset(row[0] for row in rows)


def listed_again(connection: sqlite3.Connection, source_id: int, keys: Iterable[str], now: int) -> None:
    """Note that a document lists `keys` of dropped entries, so that they are remembered on. Once a day is enough."""
    connection.execute(
        "UPDATE dropped SET dropped_at = ? WHERE source_id = ? AND key IN (SELECT value FROM json_each(?))"
        " AND dropped_at < ?",
        (now, source_id, json.dumps(list(keys)), now - REFRESH_SECONDS),
    )
