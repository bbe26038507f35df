"""Gaps: written when found, taken off again where a later snapshot lists what was missing."""

from __future__ import annotations

import sqlite3

from reader.model.event import Changes, Event, EventKind, Gap, PollReport
from reader.store.events import write_gap_event


def write_gaps(connection: sqlite3.Connection, report: PollReport, changes: Changes) -> list[Event]:
    """Fill known gaps with what the snapshot lists, write those found; return the events of the latter."""
    if changes.covered is not None:
        _fill(connection, report.source_id, *changes.covered)
    events: list[Event] = []
    for gap in changes.gaps:
        if _write(connection, report.source_id, gap, report.at):
            event = Event(EventKind.GAP, report.at, report.source_id, gap=gap)
            write_gap_event(connection, event, gap)
            events.append(event)
    return events


def _fill(connection: sqlite3.Connection, source_id: int, start: int, end: int) -> None:
    """Leave of each gap what lies before `start` and after `end`."""
    rows = connection.execute(
        "DELETE FROM gap WHERE source_id = ? AND starts_at < ? AND ends_at > ?"
        " RETURNING starts_at, ends_at, reason, found_at",
        (source_id, end, start),
    ).fetchall()
    for starts_at, ends_at, reason, found_at in rows:
        for rest in (Gap(starts_at, start, reason), Gap(end, ends_at, reason)):
            if rest.start < rest.end:
                _write(connection, source_id, rest, found_at)


def _write(connection: sqlite3.Connection, source_id: int, gap: Gap, found_at: int) -> bool:
    """Write a gap; whether it was not known."""
    row = (source_id, gap.start, gap.end, gap.reason, found_at)
    sql = "INSERT INTO gap(source_id, starts_at, ends_at, reason, found_at) VALUES (?, ?, ?, ?, ?)"
    return connection.execute(f"{sql} ON CONFLICT DO NOTHING", row).rowcount > 0
