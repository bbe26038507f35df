"""Events and stored entries as plain objects, for `follow --json` and `list --json`. Times are ISO 8601 in UTC."""

from __future__ import annotations

from reader.formats import answer
from reader.model.event import Event, Gap, PollReport, StoredEntry
from reader.model.source import Source

VERSION = 1
"""Of the objects of `follow --json` (docs/events.md): it grows when a member changes its meaning or goes away."""


def json_event(event: Event, source: Source) -> dict[str, object]:
    """One object an event: `v`, `event`, `at`, `source` (its address), then `entry`, `was`, `gap` or the poll's own.

    An edit that brings an earlier wording back has `reverted_to`, counted as the entry's `revision` is: from 1.
    """
    made: dict[str, object] = {"v": VERSION, "event": str(event.kind), "at": answer.iso(event.at), "source": source.url}
    if event.entry is not None:
        made["entry"] = entry_object(event.entry)
    if event.was is not None:
        made["was"] = {"headline": event.was.headline, "text": event.was.text}
    if event.reverted_to is not None:
        made["reverted_to"] = event.reverted_to
    if event.gap is not None:
        made["gap"] = gap_object(event.gap)
    if event.poll is not None:
        made |= poll_object(event.poll)
    return made


def entry_object(stored: StoredEntry) -> dict[str, object]:
    """A stored entry: what `parse --json` says of it, then what we know besides."""
    tagging = stored.tagging
    return answer.entry_object(stored.entry) | {
        "key": stored.entry.key,
        "first_seen": answer.iso(stored.first_seen),
        "last_seen": answer.iso(stored.last_seen),
        "revision": stored.revision,
        "edited_at": answer.iso(stored.edited_at),
        "withdrawn_at": answer.iso(stored.withdrawn_at),
        "read": stored.read,
        "starred": stored.starred,
        "actors": [{"name": actor.name, "type": str(actor.type)} for actor in tagging.actors],
        "speaker": tagging.speaker,
        "speaker_side": tagging.side,
        "targets": list(tagging.targets),
        "topics": list(tagging.topics),
    }


def gap_object(gap: Gap) -> dict[str, object]:
    """A gap: from when to when, and why."""
    return {"start": answer.iso(gap.start), "end": answer.iso(gap.end), "reason": gap.reason}


def poll_object(report: PollReport) -> dict[str, object]:
    """A poll: how it went, how many entries the document had, when the next is due and why."""
    return {
        "outcome": report.outcome,
        "ok": report.ok,
        "message": report.message,
        "entries": report.entries,
        "next_poll": answer.iso(report.next_poll_at),
        "reason": report.next_poll_reason,
    }
