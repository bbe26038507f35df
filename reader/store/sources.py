"""What the user follows, and how each stands."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from reader.model.names import words_of
from reader.model.source import PollState, Progress, Retention, Source, SourceStatus, Validators
from reader.store.codec import decode_feed, decode_plain, dumps, encode_plain, strings
from reader.store.errors import UnknownSource, intact

SETTINGS = ("title", "kept", "interval", "paused", "tags", "retention", "full_articles")
REMOVED_AT_ONCE = 500

_STATUS = """
SELECT s.id, s.url, s.title, s.kept, s.interval, s.paused, s.tags, s.added_at, s.entries, s.unread,
    p.etag, p.last_modified, p.body_hash, p.format, p.feed, p.next_poll_at, p.next_poll_reason, p.last_poll_at,
    p.last_success_at, p.outcome, p.message, p.failures, p.unchanged, s.retention, p.progress, p.unconfirmed,
    s.full_articles
FROM source s JOIN poll_state p ON p.source_id = s.id
"""


def _status(row: tuple[Any, ...]) -> SourceStatus:
    id_, url, title, kept, interval, paused, tags, added_at, entries, unread, etag, modified, *rest = row
    body_hash, format_, feed, *times, retention, progress, unconfirmed, full_articles = rest
    limits = decode_plain(Retention, retention)
    listed = strings(tags)
    source = Source(
        id_, url, title, bool(kept), interval, bool(paused), listed, added_at, limits, full_articles=bool(full_articles)
    )
    known = decode_plain(Progress, progress)
    poll = PollState(
        Validators(etag, modified),
        body_hash,
        format_,
        decode_feed(feed),
        *times,
        progress=known,
        unconfirmed=unconfirmed,
    )
    return SourceStatus(source, poll, entries, unread)


@intact()
def statuses(connection: sqlite3.Connection, where: str = "", values: Sequence[object] = ()) -> list[SourceStatus]:
    """Return the sources that meet the SQL condition `where`, in the order in which they were added."""
    sql = " ".join((_STATUS, where and f"WHERE {where}", "ORDER BY s.id"))
    return [_status(row) for row in connection.execute(sql, values)]


@intact()
def due(connection: sqlite3.Connection, now: int, sources: Sequence[int] | None = None) -> list[SourceStatus]:
    """Return the sources that may be polled at `now`: never polled, due, or last polled by a clock that was ahead.

    Of the kept ones, or of those in `sources`, kept or not; never one that is paused.
    """
    chosen = "s.kept" if sources is None else "s.id IN (SELECT value FROM json_each(:ids))"
    when = "(p.last_poll_at IS NULL OR p.next_poll_at <= :now OR p.last_poll_at > :now + 60)"
    sql = " ".join((_STATUS, "WHERE NOT s.paused AND", chosen, "AND", when, "ORDER BY s.id"))
    return [_status(row) for row in connection.execute(sql, {"now": now, "ids": json.dumps(list(sources or ()))})]


def add(
    connection: sqlite3.Connection,
    url: str,
    *,
    title: str | None,
    kept: bool,
    interval: int | None,
    tags: Iterable[str],
    now: int,
) -> Source:
    """Add a source, or return the one with this address with what is given here taken over; kept wins."""
    row = connection.execute("SELECT id FROM source WHERE url = ?", (url,)).fetchone()
    if row is None:
        row = connection.execute(
            "INSERT INTO source(url, title, kept, interval, tags, added_at, words) VALUES (?, ?, ?, ?, ?, ?, '')"
            " RETURNING id",
            (url, title, kept, interval, dumps(list(tags)), now),
        ).fetchone()
        source_id: int = row[0]
        connection.execute("INSERT INTO poll_state(source_id) VALUES (?)", (source_id,))
    else:
        source_id = row[0]
        given = {"title": title, "kept": kept or None, "interval": interval, "tags": list(tags) or None}
        _set(connection, source_id, {name: value for name, value in given.items() if value is not None})
    rename(connection, source_id)
    return get(connection, source_id).source


def update(connection: sqlite3.Connection, source_id: int, settings: dict[str, Any]) -> Source:
    """Change settings of a source. Raises UnknownSource."""
    get(connection, source_id)
    _set(connection, source_id, settings)
    rename(connection, source_id)
    return get(connection, source_id).source


def _set(connection: sqlite3.Connection, source_id: int, settings: dict[str, Any]) -> None:
    for name, value in settings.items():
        if name not in SETTINGS:
            raise TypeError(f"a source has no setting {name!r}")
        stored = dumps(list(value)) if name == "tags" else encode_plain(value) if name == "retention" else value
        connection.execute(" ".join(("UPDATE source SET", name, "= ? WHERE id = ?")), (stored, source_id))


def rename(connection: sqlite3.Connection, source_id: int) -> None:
    """Work out anew what `source:` is compared with: titles, address and tags."""
    status = get(connection, source_id)
    words = words_of(status.source.title, status.poll.feed.title, status.source.url, *status.source.tags)
    connection.execute("UPDATE source SET words = ?1 WHERE id = ?2 AND words <> ?1", (words, source_id))


def get(connection: sqlite3.Connection, source_id: int) -> SourceStatus:
    """Return one source. Raises UnknownSource."""
    found = statuses(connection, "s.id = ?", (source_id,))
    if not found:
        raise unknown(source_id)
    return found[0]


def unknown(source_id: int) -> UnknownSource:
    """What is raised where there is no such source."""
    return UnknownSource(f"There is no source {source_id}; it may have been removed.")


def remove(connection: sqlite3.Connection, source_id: int) -> object:
    """Remove a source with all its entries, some of them a call: AGAIN means that there are more.

    From the first call on it is neither kept nor polled, so a removal that was cut short does no harm.
    """
    from reader.store.writer import AGAIN  # noqa: PLC0415 - only the writer calls this

    connection.execute("UPDATE source SET kept = 0, paused = 1 WHERE id = ?", (source_id,))
    gone = connection.execute(
        "DELETE FROM entry WHERE id IN (SELECT id FROM entry WHERE source_id = ? ORDER BY sort_at LIMIT ?)",
        (source_id, REMOVED_AT_ONCE),
    ).rowcount
    if gone == REMOVED_AT_ONCE:
        return AGAIN
    connection.execute("DELETE FROM source WHERE id = ?", (source_id,))
    return None
