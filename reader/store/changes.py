"""Writing what a snapshot means: new entries, new wordings, entries seen, missed, withdrawn and back.

The wordings themselves are written by `wordings`, gaps by `gaps`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from reader.frozen import replace
from reader.model.entry import Entry, Wording
from reader.model.event import (
    Change,
    ChangeKind,
    Changes,
    Event,
    EventKind,
    Past,
    PollReport,
    StoredEntry,
    sort_time,
)
from reader.model.snapshot import Snapshot
from reader.store.arrivals import add_arrivals
from reader.store.entries import columns_of, stored_entries
from reader.store.events import entry_event_row, write_entry_events
from reader.store.gaps import write_gaps
from reader.store.tagging_due import defer, settle
from reader.store.tags import write_tags
from reader.store.wordings import reword, update_entry


class _Note(NamedTuple):
    """An event to be told once everything is written; `stored` is a new entry as it is there by then."""

    kind: EventKind
    entry_id: int
    stored: StoredEntry | None = None
    was: Wording | None = None
    was_number: int | None = None
    reverted_to: int | None = None


class _Poll(NamedTuple):
    """One snapshot, what was known before it, and what it means."""

    connection: sqlite3.Connection
    at: int
    source_id: int
    snapshot: Snapshot
    past: Past
    changes: Changes


def apply(
    connection: sqlite3.Connection, report: PollReport, snapshot: Snapshot, past: Past, changes: Changes
) -> list[Event]:
    """Write `changes`; return the events, those of entries oldest first, then the gaps."""
    poll = _Poll(connection, report.at, report.source_id, snapshot, past, changes)
    arrived = add_arrivals(connection, report.source_id, report.at, snapshot, past, changes)
    notes = [_Note(EventKind.NEW, one.id, one) for one in arrived]
    reworded = {
        change.stored.id
        for change in changes.changes
        if change.stored and change.kind in (ChangeKind.EDITED, ChangeKind.TYPOGRAPHIC)
    }
    for change in changes.changes:
        if change.stored is None or change.kind is ChangeKind.NEW:
            continue
        if change.entry is None:
            notes += _gone(poll, change, change.stored)
        else:
            notes += _seen(poll, change, change.stored, change.entry)
            if change.kind is ChangeKind.REINSTATED and change.stored.id not in reworded:
                reword(connection, report.at, change.stored.id, change.entry, textual=True)
    if snapshot.complete and snapshot.entries:
        _unlist(poll, {note.entry_id for note in notes})
    elif snapshot.feed.older_url and changes.covered:
        _unlist_before(poll, changes.covered[0])
    return [*_tell(poll, notes), *write_gaps(connection, report, changes)]


def _seen(poll: _Poll, change: Change, stored: StoredEntry, entry: Entry) -> list[_Note]:
    """Write that a known entry was seen again, with whatever is new about it."""
    connection = poll.connection
    connection.execute(
        "UPDATE entry SET last_seen = ?, missed = 0, listed = 1, seq = ? WHERE id = ?", (poll.at, entry.seq, stored.id)
    )
    if change.kind is not ChangeKind.TYPOGRAPHIC:
        # A key derived from a text that ticks is another one at every look; likeness finds the entry again.
        _remember_key(connection, stored.source_id, stored.id, entry.key)
    if change.kind is ChangeKind.REINSTATED:
        connection.execute("UPDATE entry SET withdrawn_at = NULL WHERE id = ?", (stored.id,))
    _refresh(connection, stored, entry)
    was: int | None = None
    if change.kind in (ChangeKind.EDITED, ChangeKind.TYPOGRAPHIC):
        was = reword(connection, poll.at, stored.id, entry, textual=change.kind is ChangeKind.EDITED)
        if was is not None and change.tagging is None:
            defer(connection, [stored.id])
    if change.tagging is not None:
        write_tags(connection, stored.id, _sort_at(connection, stored.id), change.tagging)
        settle(connection, [stored.id])
    if change.kind is ChangeKind.EDITED:
        note = _Note(EventKind.EDITED, stored.id, None, stored.entry.wording, was, change.reverted_to)
        return [note] if was else []
    return [_Note(EventKind.REINSTATED, stored.id)] if change.kind is ChangeKind.REINSTATED else []


def _remember_key(connection: sqlite3.Connection, source_id: int, entry_id: int, key: str) -> None:
    """Note a further name of an entry, unless some entry came with it."""
    connection.execute(
        "INSERT OR IGNORE INTO entry_key(source_id, key, entry_id) SELECT ?1, ?2, ?3"
        " WHERE NOT EXISTS (SELECT 1 FROM entry WHERE source_id = ?1 AND key = ?2)",
        (source_id, key, entry_id),
    )


def _refresh(connection: sqlite3.Connection, stored: StoredEntry, entry: Entry) -> None:
    """Take over what else the source says of an entry now. A time once stated is not lost when it is stated no more."""
    old = stored.entry
    if entry.published is None and old.published is not None:
        entry = replace(
            entry, published=old.published, precision=old.precision, basis=old.basis, basis_reason=old.basis_reason
        )
    if replace(entry, seq=old.seq, key=old.key, wording=old.wording) == old:
        return
    columns = columns_of(entry) | {"sort_at": sort_time(entry.published, stored.first_seen)}
    update_entry(connection, stored.id, columns)
    if columns["sort_at"] != stored.sort_at:
        for table in ("entry_actor", "entry_topic"):
            sql = " ".join(("UPDATE", table, "SET sort_at = ? WHERE entry_id = ?"))
            connection.execute(sql, (columns["sort_at"], stored.id))


def _gone(poll: _Poll, change: Change, stored: StoredEntry) -> list[_Note]:
    """Write that an entry is missing from a complete snapshot, or withdrawn."""
    if change.kind is ChangeKind.MISSING:
        poll.connection.execute("UPDATE entry SET missed = missed + 1 WHERE id = ?", (stored.id,))
    if change.kind is not ChangeKind.WITHDRAWN:
        return []
    poll.connection.execute(
        "UPDATE entry SET missed = missed + 1, withdrawn_at = ?, listed = 0 WHERE id = ?", (poll.at, stored.id)
    )
    return [_Note(EventKind.WITHDRAWN, stored.id)]


def _sort_at(connection: sqlite3.Connection, entry_id: int) -> int:
    return connection.execute("SELECT sort_at FROM entry WHERE id = ?", (entry_id,)).fetchone()[0]


def _unlist(poll: _Poll, told: Iterable[int]) -> None:
    """Forget that the last snapshot listed entries which this one leaves out without their being missed."""
    entries = poll.past.entries
    named = {entries[entry.key].id for entry in poll.snapshot.entries if entry.key in entries}
    changed = [change for change in poll.changes.changes if change.stored]
    gone = {change.stored.id for change in changed if change.stored and change.kind is ChangeKind.WITHDRAWN}
    kept = {change.stored.id for change in changed if change.stored}
    poll.connection.execute(
        "UPDATE entry SET listed = 0 WHERE source_id = ? AND listed = 1 AND id NOT IN (SELECT value FROM json_each(?))",
        (poll.source_id, json.dumps(sorted((named | kept | set(told)) - gone))),
    )


def _unlist_before(poll: _Poll, sort_at: int) -> None:
    """Forget that a page of a paged list ever listed what is older than all that it lists now."""
    poll.connection.execute(
        "UPDATE entry SET listed = 0 WHERE source_id = ? AND listed = 1 AND sort_at < ? AND last_seen < ?",
        (poll.source_id, sort_at, poll.at),
    )


def _tell(poll: _Poll, notes: list[_Note]) -> list[Event]:
    """Log the events of entries and return them in the order of the timeline, oldest first."""
    connection = poll.connection
    known = {note.entry_id: note.stored for note in notes if note.stored is not None}
    others = {note.entry_id for note in notes} - known.keys()
    entries = known | (stored_entries(connection, others) if others else {})
    numbers = _wording_numbers(connection, others)
    events: list[Event] = []
    rows_of_log: list[tuple[object, ...]] = []
    for note in sorted(notes, key=lambda note: _place(entries[note.entry_id])):
        entry = entries[note.entry_id]
        event = Event(note.kind, poll.at, poll.source_id, entry=entry, was=note.was, reverted_to=note.reverted_to)
        events.append(event)
        rows_of_log.append(entry_event_row(event, number=numbers.get(note.entry_id, 1), was=note.was_number))
    write_entry_events(connection, rows_of_log)
    return events


def _place(entry: StoredEntry) -> tuple[int, int, int]:
    return entry.sort_at, entry.tie, entry.id


def _wording_numbers(connection: sqlite3.Connection, entry_ids: Iterable[int]) -> dict[int, int]:
    """The numbers of the current wordings of entries, by their ids."""
    ids = json.dumps(list(entry_ids))
    return dict(
        connection.execute("SELECT id, wording FROM entry WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    )
