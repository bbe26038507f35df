"""What we read in a document, as the plain object that `dateline parse --json` prints."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from reader.model.entry import Entry, KeyKind
from reader.model.snapshot import FeedData, Reading


def answer(document_url: str | None, reading: Reading) -> dict[str, object]:
    """Return the object for one document; times are ISO 8601 in UTC with seconds. Everything in it is JSON."""
    snapshot = reading.snapshot
    return {
        "source": document_url,
        "format": reading.format,
        "is_feed": reading.is_feed,
        "reason": reading.reason,
        "feed": feed_object(snapshot.feed if snapshot else FeedData()),
        "entries": [entry_object(entry) for entry in snapshot.entries] if snapshot else [],
        "complete": snapshot.complete if snapshot else None,
        "offers": [asdict(offer) for offer in reading.offers],
    }


def iso(seconds: int | None) -> str | None:
    """Return UTC seconds as "2020-09-28T22:41:00Z"; None for None and for years that have no such form."""
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    except (ValueError, OverflowError, OSError):
        return None


def feed_object(feed: FeedData) -> dict[str, object]:
    """Return a feed's own data as plain data."""
    return {
        "title": feed.title,
        "url": feed.url,
        "language": feed.language,
        "state": str(feed.state),
        "state_reason": feed.state_reason,
        "lead": list(feed.lead),
        "call_to_action": feed.call_to_action,
        "tags": list(feed.tags),
        "coverage_start": iso(feed.coverage_start),
        "coverage_end": iso(feed.coverage_end),
        "page_clock": iso(feed.page_clock),
        "order": feed.order,
        "successor_url": feed.successor_url,
        "older_url": feed.older_url,
        "delta_url": feed.delta_url,
    }


def entry_object(entry: Entry) -> dict[str, object]:
    """Return an entry as plain data; `key` stands in where the page gives it no id of its own."""
    wording = entry.wording
    identity: dict[str, object] = {"id": entry.native_id}
    if entry.key_kind is not KeyKind.NATIVE:
        identity["key"] = entry.key
    return identity | {
        "seq": entry.seq,
        "published": iso(entry.published),
        "precision": str(entry.precision),
        "basis": str(entry.basis),
        "basis_reason": entry.basis_reason,
        "time_label": entry.time_label,
        "updated": iso(entry.updated),
        "headline": wording.headline,
        "text": wording.text,
        "paragraphs": list(wording.paragraphs),
        "kind": str(entry.kind),
        "media": [asdict(media) for media in wording.media],
        "cards": [asdict(card) for card in wording.cards],
        "embeds": [asdict(embed) for embed in wording.embeds],
        "links": list(wording.links),
        "url": entry.url,
        "read_more_url": entry.read_more_url,
        "authors": list(entry.authors),
        "tags": list(entry.tags),
        "key_event": entry.flags.key_event,
        "pinned": entry.flags.pinned,
        "deleted": entry.flags.deleted,
        "read_more": entry.read_more,
    }
