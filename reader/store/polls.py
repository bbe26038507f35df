"""One poll is one transaction: entries, wordings, tags, index, events, and the validators and next time with them.

So a validator is never newer than the entries it vouches for, and a poll that was cut short is simply made again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable

from reader.frozen import replace
from reader.model.event import ChangeKind, Changes, Event, EventKind, Past, PollReport, Revision
from reader.model.snapshot import Snapshot
from reader.store import changes as store_changes
from reader.store import feed_memory, retention
from reader.store.codec import encode_feed, encode_plain
from reader.store.entries import revisions, stored_entries
from reader.store.events import write_poll_event
from reader.store.sources import get, rename, unknown


def load_past(connection: sqlite3.Connection, source_id: int, snapshot: Snapshot) -> Past:
    """Return what the store knows that `snapshot` can touch.

    Entries are listed by the key by which the snapshot calls them, where that differs from the one they came with.
    """
    keys = json.dumps([entry.key for entry in snapshot.entries])
    found = connection.execute(
        "SELECT id, key FROM entry WHERE source_id = ?1 AND key IN (SELECT value FROM json_each(?2))"
        " UNION SELECT id, key FROM entry WHERE source_id = ?1 AND listed = 1",
        (source_id, keys),
    ).fetchall()
    others = connection.execute(
        "SELECT entry_id, key FROM entry_key WHERE source_id = ?1 AND key IN (SELECT value FROM json_each(?2))",
        (source_id, keys),
    ).fetchall()
    named = {entry.key for entry in snapshot.entries}
    own = {key for _, key in found}
    names = {entry_id: key for entry_id, key in others if key not in own}
    names |= {entry_id: key for entry_id, key in found if key in named}
    entries = stored_entries(connection, {entry_id for entry_id, _ in (*found, *others)})
    past = (replace(e, entry=replace(e.entry, key=names.get(e.id, e.entry.key))) for e in entries.values())
    known = {stored.entry.key: stored for stored in past}
    return Past(
        known,
        get(connection, source_id).poll,
        _wordings(connection, entries),
        # What is there has not been dropped, whatever a name of it says.
        retention.dropped_keys(connection, source_id, named) - known.keys(),
        feed_memory.read(connection, source_id),
    )


def _wordings(connection: sqlite3.Connection, entries: Iterable[int]) -> dict[int, tuple[Revision, ...]]:
    """All wordings of those entries that have had more than one."""
    reworded = connection.execute(
        "SELECT id FROM entry WHERE wording > 1 AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(entries)),),
    ).fetchall()
    return {row[0]: tuple(revisions(connection, row[0])) for row in reworded}


def record(
    connection: sqlite3.Connection,
    report: PollReport,
    snapshot: Snapshot | None,
    decide: Callable[[Past], Changes] | None,
) -> tuple[Event, ...]:
    """Write one poll and all that it means; return its events, entries oldest first, the poll last.

    `decide` is handed the past and says what the snapshot changes. Raises what it raises, and UnknownSource.
    """
    events: list[Event] = []
    unconfirmed: int | None = None
    if snapshot is not None and decide is not None:
        past = load_past(connection, report.source_id, snapshot)
        changes = decide(past)
        if past.dropped:
            retention.listed_again(connection, report.source_id, past.dropped, report.at)
        events = store_changes.apply(connection, report, snapshot, past, changes)
        if changes.learned:
            tagged = {event.entry.id for event in events if event.entry is not None}
            feed_memory.learn(connection, report.source_id, changes.learned, tagged)
        unconfirmed = sum(change.kind is ChangeKind.MISSING for change in changes.changes)
    feed = report.feed or (snapshot.feed if snapshot else None)
    _write_state(connection, report, encode_feed(feed) if feed else None, unconfirmed)
    if report.new_url:
        # Where another source has the address already, both stay as they are.
        connection.execute("UPDATE OR IGNORE source SET url = ? WHERE id = ?", (report.new_url, report.source_id))
    if feed or report.new_url:
        rename(connection, report.source_id)
    write_poll_event(connection, report, _write_poll(connection, report, events))
    return (*events, Event(EventKind.POLL, report.at, report.source_id, poll=report))


def _write_state(connection: sqlite3.Connection, report: PollReport, feed: str | None, unconfirmed: int | None) -> None:
    validators = report.validators
    known = connection.execute(
        "UPDATE poll_state SET body_hash = coalesce(:body_hash, body_hash), format = coalesce(:format, format),"
        " feed = coalesce(:feed, feed), next_poll_at = :next, next_poll_reason = :reason, last_poll_at = :at,"
        " last_success_at = iif(:ok, :at, last_success_at), outcome = :outcome, message = :message,"
        " failures = iif(:ok, 0, failures + 1),"
        " unchanged = iif(:changed, 0, unchanged + :ok), unconfirmed = coalesce(:unconfirmed, unconfirmed),"
        " progress = coalesce(:progress, progress), etag = iif(:vouched, :etag, etag),"
        " last_modified = iif(:vouched, :last_modified, last_modified) WHERE source_id = :source",
        {
            "vouched": validators is not None,
            "etag": validators and validators.etag,
            "last_modified": validators and validators.last_modified,
            "unconfirmed": unconfirmed,
            "progress": encode_plain(report.progress) if report.progress else None,
            "body_hash": report.body_hash,
            "format": report.format,
            "feed": feed,
            "next": report.next_poll_at,
            "reason": report.next_poll_reason,
            "at": report.at,
            "ok": report.ok,
            "outcome": report.outcome,
            "message": report.message,
            "changed": report.changed,
            "source": report.source_id,
        },
    ).rowcount
    if not known:
        raise unknown(report.source_id)


def _write_poll(connection: sqlite3.Connection, report: PollReport, events: list[Event]) -> int:
    connection.execute(
        "DELETE FROM poll WHERE source_id = ? AND at < ?", (report.source_id, report.at - retention.KEEP_POLLS_SECONDS)
    )
    kinds = [event.kind for event in events]
    poll_id = connection.execute(
        "INSERT INTO poll(source_id, at, outcome, message, status, bytes, entries, new, edited, ok, changed,"
        " next_poll_at, next_poll_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            report.source_id,
            report.at,
            report.outcome,
            report.message,
            report.status,
            report.bytes,
            report.entries,
            kinds.count(EventKind.NEW),
            kinds.count(EventKind.EDITED),
            report.ok,
            report.changed,
            report.next_poll_at,
            report.next_poll_reason,
        ),
    ).lastrowid
    assert poll_id is not None  # noqa: S101
    return poll_id
