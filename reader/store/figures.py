"""What the polls of the last days came to, from the table of polls. Times are UTC seconds."""

from __future__ import annotations

import sqlite3

from reader.model.event import PollReport
from reader.model.figures import PollFigures


def figures(connection: sqlite3.Connection, since: int) -> dict[int, PollFigures]:
    """Return the figures of every source that was polled at `since` or later, by its id."""
    # CROSS JOIN keeps SQLite to this order: for each source a range of the index, not the whole table once.
    rows = connection.execute(
        "SELECT s.id, count(*), sum(p.outcome = 'not_modified'), sum(NOT p.ok), sum(p.bytes)"
        " FROM source s CROSS JOIN poll p ON p.source_id = s.id AND p.at >= ? GROUP BY s.id",
        (since,),
    )
    return {row[0]: PollFigures(*row[1:]) for row in rows}


def recent(connection: sqlite3.Connection, source_id: int, limit: int) -> list[PollReport]:
    """Return the last polls of a source, the newest first."""
    rows = connection.execute(
        "SELECT at, outcome, message, status, bytes, entries, next_poll_at, next_poll_reason, ok, changed"
        " FROM poll WHERE source_id = ? ORDER BY at DESC, id DESC LIMIT ?",
        (source_id, limit),
    )
    return [
        PollReport(
            source_id, at, outcome, message, status, size, entries,
            next_poll_at=due, next_poll_reason=reason, ok=bool(ok), changed=bool(changed),
        )
        for at, outcome, message, status, size, entries, due, reason, ok, changed in rows
    ]  # fmt: skip
