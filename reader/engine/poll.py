"""One poll of one source, from the request to the recorded report."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader import __version__
from reader.engine.reconcile import reconcile
from reader.engine.schedule import Decision, Facts, Pace, is_live_page, next_poll
from reader.model.entry import MEDIA_KINDS
from reader.model.event import Change, ChangeKind, Changes, Event, Past, PollReport
from reader.model.snapshot import Document, FeedData
from reader.net.freshness import explicit_max_age, fresh_for, retry_after
from reader.net.outcome import GOOD, FetchRequest, Outcome, OutcomeKind
from reader.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from reader.clock import Clock
    from reader.engine.ports import DocumentFetcher, Parse, PollStore, TaggerFactory
    from reader.model.snapshot import Reading, Snapshot
    from reader.model.source import SourceStatus

log = logging.getLogger(__name__)

_REWORDED = (ChangeKind.NEW, ChangeKind.EDITED, ChangeKind.TYPOGRAPHIC)


@dataclass(frozen=True, slots=True)
class Tools:
    """What a poll works with. `jitter` gives chance from -1 to 1; `parsers` are the threads in which `parse` runs."""

    store: PollStore
    fetcher: DocumentFetcher
    parse: Parse
    tagger: TaggerFactory
    clock: Clock
    pace: Pace
    jitter: Callable[[], float]
    parsers: Executor | None = None


@dataclass(frozen=True, slots=True)
class Polled:
    """What a poll came to: its report, the events recorded, when the next is due, and what is still to be confirmed.

    `unconfirmed` is the snapshot if entries were missing from it that another look may prove withdrawn.
    """

    report: PollReport
    events: tuple[Event, ...]
    decision: Decision
    unconfirmed: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What the answer holds, once read."""

    kind: OutcomeKind
    message: str
    snapshot: Snapshot | None = None
    body_hash: str | None = None
    changed: bool = False
    format: str | None = None


async def poll(
    tools: Tools,
    status: SourceStatus,
    *,
    force: bool = False,
    watched: bool = True,
    online: bool = True,
    unconfirmed: Snapshot | None = None,
) -> Polled:
    """Poll `status` once and record it. Raises what the store raises when even the bare report cannot be written.

    `unconfirmed` is what an earlier poll left so: a 304 says that the document still is as it was then.
    """
    outcome = await tools.fetcher.fetch(FetchRequest(status.source.url, status.poll.validators, force))
    now = tools.clock.now()
    found = await _read(tools, status, outcome, unconfirmed)
    facts = _facts(status, outcome, found, now, watched=watched, online=online)
    decision = next_poll(now, status.source, status.poll, facts, pace=tools.pace, jitter=tools.jitter())
    report = _report(status, outcome, found, now, decision)
    noted: list[Changes] = []

    def decide(past: Past) -> Changes:
        assert found.snapshot is not None  # noqa: S101  the store asks only about a snapshot
        noted.append(_tagged(tools, reconcile(past, found.snapshot, now)))
        return noted[-1]

    try:
        events = await _record(tools, report, found.snapshot, decide if found.snapshot else None)
    except Exception as error:
        if found.snapshot is None:
            raise
        log.exception("what source %d brought could not be recorded", status.source.id)
        return await _record_broken(tools, status, report, error)
    if found.snapshot is not None:
        missing = any(change.kind is ChangeKind.MISSING for changes in noted for change in changes.changes)
        unconfirmed = found.snapshot if missing else None
    return Polled(report, events, decision, unconfirmed)


async def _record(
    tools: Tools, report: PollReport, snapshot: Snapshot | None, decide: Callable[[Past], Changes] | None
) -> tuple[Event, ...]:
    return await asyncio.wrap_future(tools.store.record_poll(report, snapshot, decide))


async def _record_broken(tools: Tools, status: SourceStatus, report: PollReport, error: Exception) -> Polled:
    """Record that a poll failed within ourselves. Validators stay the old ones, so that the document is asked again."""
    facts = Facts(OutcomeKind.BROKEN, live=is_live_page(status.poll.format))
    decision = next_poll(report.at, status.source, status.poll, facts, pace=tools.pace, jitter=tools.jitter())
    broken = PollReport(
        report.source_id,
        report.at,
        OutcomeKind.BROKEN.value,
        f"what came could not be stored ({one_line(str(error))[:120] or type(error).__name__})",
        status=report.status,
        bytes=report.bytes,
        next_poll_at=decision.at,
        next_poll_reason=decision.reason,
        ok=False,
    )
    return Polled(broken, await _record(tools, broken, None, None), decision)


async def _read(tools: Tools, status: SourceStatus, outcome: Outcome, unconfirmed: Snapshot | None) -> _Found:
    """Make of an answer what it holds. A document that is as it was is not parsed again."""
    if outcome.kind is OutcomeKind.NOT_MODIFIED:
        return _Found(outcome.kind, outcome.message, unconfirmed)
    if outcome.body is None:
        return _Found(outcome.kind, outcome.message)
    body_hash, _, content_hash = (status.poll.body_hash or "").partition(":")
    hashed = _hash(__version__.encode(), outcome.body)
    if hashed == body_hash and unconfirmed is None and status.poll.last_success_at is not None:
        return _Found(OutcomeKind.OK, "the same document as before")
    document = Document(outcome.body, outcome.url, outcome.content_type)
    try:
        loop = asyncio.get_running_loop()
        reading, content = await loop.run_in_executor(tools.parsers, _understand, tools, document)
    except Exception as error:  # a parser may die of a document; the source lives on
        log.warning("a document of source %d could not be read", status.source.id, exc_info=True)
        return _Found(OutcomeKind.BROKEN, f"the document cannot be read ({type(error).__name__})")
    snapshot = reading.snapshot
    if snapshot is None:
        return _Found(OutcomeKind.NOT_A_FEED, _why_not(reading))
    changed = content != content_hash
    message = f"{len(snapshot.entries)} entries" if len(snapshot.entries) != 1 else "1 entry"
    return _Found(OutcomeKind.OK, message, snapshot, f"{hashed}:{content}", changed, reading.format)


def _understand(tools: Tools, document: Document) -> tuple[Reading, str]:
    """Parse, and load the tables for tagging while we are in a thread of our own."""
    reading = tools.parse(document)
    if reading.snapshot is None:
        return reading, ""
    tools.tagger()
    return reading, content_hash(reading.snapshot)


def content_hash(snapshot: Snapshot) -> str:
    """A hash of what the entries say. Pages change with every request in what no reader reads; this does not."""
    parts = sorted(repr((entry.key, entry.wording, entry.flags)) for entry in snapshot.entries)
    return _hash(snapshot.feed.state.encode(), *(part.encode("utf-8", "replace") for part in parts))


def _hash(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:32]


def _why_not(reading: Reading) -> str:
    reason = one_line(reading.reason or "this page is not a live feed")
    offers = ", ".join(one_line(offer.url) for offer in reading.offers[:3])
    return f"{reason}; it names a feed: {offers}" if offers else reason


def _facts(status: SourceStatus, outcome: Outcome, found: _Found, now: int, *, watched: bool, online: bool) -> Facts:
    feed = found.snapshot.feed if found.snapshot else status.poll.feed
    return Facts(
        found.kind,
        changed=found.changed,
        live=is_live_page(found.format or status.poll.format),
        watched=watched,
        online=online,
        feed=feed if found.kind in GOOD else FeedData(),
        fresh_for=fresh_for(outcome.cache, now),
        max_age=explicit_max_age(outcome.cache),
        retry_after=retry_after(outcome.cache, now),
    )


def _report(status: SourceStatus, outcome: Outcome, found: _Found, now: int, decision: Decision) -> PollReport:
    good = found.kind in GOOD
    snapshot = found.snapshot
    return PollReport(
        status.source.id,
        now,
        found.kind.value,
        one_line(found.message),
        status=outcome.status,
        bytes=outcome.bytes_on_wire,
        entries=len(snapshot.entries) if snapshot else 0,
        validators=outcome.validators if good else None,
        body_hash=found.body_hash,
        format=found.format,
        feed=snapshot.feed if snapshot else None,
        next_poll_at=decision.at,
        next_poll_reason=decision.reason,
        ok=good,
        changed=found.changed,
    )


def _tagged(tools: Tools, changes: Changes) -> Changes:
    """The same changes, with tags where the wording is new. An entry that cannot be tagged is stored without."""
    return replace(changes, changes=tuple(_with_tags(tools, change) for change in changes.changes))


def _with_tags(tools: Tools, change: Change) -> Change:
    entry = change.entry
    if entry is None or change.kind not in _REWORDED:
        return change
    try:
        media = entry.kind in MEDIA_KINDS
        return replace(change, tagging=tools.tagger().tag(entry.headline, entry.wording.text, media=media))
    except Exception:
        log.exception("entry %r could not be tagged", entry.key)
        return change
