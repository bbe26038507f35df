"""The log of events: written by polls, read by whoever was not there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from reader.frozen import replace
from reader.model.entry import Wording
from reader.model.event import Event, EventKind, Gap, PollReport, StoredEntry
from reader.store.codec import choose, decode_wording, dumps
from reader.store.entries import stored_entries
from reader.store.errors import intact


def entry_event_row(event: Event, *, number: int | None = None, was: int | None = None) -> tuple[object, ...]:
    """Return the row of an event of an entry; `number` and `was` are the numbers of the wordings it speaks of."""
    assert event.entry is not None  # noqa: S101
    return (event.at, event.kind.value, event.source_id, event.entry.id, number, was, event.reverted_to)


def write_entry_events(connection: sqlite3.Connection, rows: Iterable[tuple[object, ...]]) -> None:
    """Log events of entries, of which `rows` has the `entry_event_row`s."""
    connection.executemany(
        "INSERT INTO event(at, kind, source_id, entry_id, revision, was, reverted_to) VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def write_gap_event(connection: sqlite3.Connection, event: Event, gap: Gap) -> None:
    """Log a gap."""
    connection.execute(
        "INSERT INTO event(at, kind, source_id, detail) VALUES (?, ?, ?, ?)",
        (event.at, event.kind.value, event.source_id, dumps([gap.start, gap.end, gap.reason])),
    )


def write_poll_event(connection: sqlite3.Connection, report: PollReport, poll_id: int) -> None:
    """Log a poll, which has its own row."""
    connection.execute(
        "INSERT INTO event(at, kind, source_id, poll_id) VALUES (?, ?, ?, ?)",
        (report.at, EventKind.POLL.value, report.source_id, poll_id),
    )


def last_id(connection: sqlite3.Connection) -> int:
    """Return the id of the newest event, 0 where there is none."""
    return connection.execute("SELECT coalesce(max(id), 0) FROM event").fetchone()[0]


@intact()
def read(connection: sqlite3.Connection, after_id: int, limit: int) -> list[tuple[int, Event]]:
    """Return up to `limit` events after the one with this id, oldest first, with their ids.

    An entry comes with the wording that the event speaks of, and otherwise as it is now.
    """
    found = connection.execute(
        "SELECT v.id, v.kind, v.at, v.source_id, v.entry_id, v.revision, v.was, v.detail,"
        " v.reverted_to,"
        " p.at, p.outcome, p.message, p.status, p.bytes, p.entries, p.next_poll_at, p.next_poll_reason, p.ok, p.changed"
        " FROM event v LEFT JOIN poll p ON p.id = v.poll_id WHERE v.id > ? ORDER BY v.id LIMIT ?",
        (after_id, limit),
    ).fetchall()
    entries = stored_entries(connection, {row[4] for row in found if row[4] is not None})
    wordings = _wordings(connection, {(row[4], number) for row in found for number in row[5:7] if number is not None})
    return [(row[0], _event(row, entries, wordings)) for row in found]


def _wordings(connection: sqlite3.Connection, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], Wording]:
    pairs = json.dumps(sorted(wanted))
    # CROSS JOIN keeps SQLite to this order: some rows of a table that may have a hundred thousand.
    rows = connection.execute(
        "SELECT r.entry_id, r.number, r.wording FROM json_each(?) j CROSS JOIN revision r"
        " ON r.entry_id = json_extract(j.value, '$[0]') AND r.number = json_extract(j.value, '$[1]')",
        (pairs,),
    )
    return {(entry_id, number): decode_wording(wording) for entry_id, number, wording in rows}


def _event(row: Sequence[Any], entries: dict[int, StoredEntry], wordings: dict[tuple[int, int], Wording]) -> Event:
    _, kind, at, source_id, entry_id, number, was, detail, reverted_to, *poll = row
    stored = entries.get(entry_id)
    if stored is not None and (wording := wordings.get((entry_id, number))) is not None:
        stored = replace(stored, entry=replace(stored.entry, wording=wording))
    return Event(
        kind=choose(EventKind, kind, EventKind.POLL),
        at=at,
        source_id=source_id,
        entry=stored,
        was=wordings.get((entry_id, was)) if was is not None else None,
        gap=Gap(*json.loads(detail)) if kind == EventKind.GAP else None,
        poll=_report(source_id, poll) if poll[0] is not None else None,
        reverted_to=reverted_to,
    )


def _report(source_id: int, poll: Sequence[Any]) -> PollReport:
    at, outcome, message, status, size, entries, next_poll_at, reason, ok, changed = poll
    return PollReport(
        source_id=source_id,
        at=at,
        outcome=outcome,
        message=message,
        status=status,
        bytes=size,
        entries=entries,
        next_poll_at=next_poll_at,
        next_poll_reason=reason,
        ok=bool(ok),
        changed=bool(changed),
    )
