"""One poll of one source, from the request to the recorded report."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.engine import asking, moves
from reader.engine.answer import Found, read_delta, read_page
from reader.engine.asking import Question
from reader.engine.deltas import on_behalf_of
from reader.engine.older import Reach
from reader.engine.reconcile import reconcile
from reader.engine.remembering import tag_all
from reader.engine.schedule import Decision, Facts, is_live_page, next_poll
from reader.model.event import Change, ChangeKind, Changes, Event, Past, PollReport, StoredEntry
from reader.model.snapshot import FeedData, Snapshot
from reader.model.source import Validators
from reader.net.freshness import explicit_max_age, fresh_for, retry_after
from reader.net.outcome import GOOD, Outcome, OutcomeKind
from reader.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from reader.engine.remembering import Tagged
    from reader.engine.tools import Tools
    from reader.model.source import Progress, SourceStatus
    from reader.net.outcome import FetchRequest

log = logging.getLogger(__name__)

_REWORDED = (ChangeKind.NEW, ChangeKind.EDITED, ChangeKind.TYPOGRAPHIC)


@dataclass(frozen=True, slots=True)
class How:
    """How a poll is to be made.

    `force` asks for the whole document, caches told to ask again; `manual` is a person's wish. `watched` says that the
    source is on screen, `online` that others have answered lately. `host_rested` is for how long (seconds) its host had
    asked to be left alone. `taken` holds the addresses of all sources.
    """

    force: bool = False
    manual: bool = False
    watched: bool = True
    online: bool = True
    host_rested: int = 0
    taken: Container[str] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer as it came, with what it answers. `at` is when, in UTC seconds."""

    status: SourceStatus
    how: How
    question: Question
    outcome: Outcome
    at: int

    @property
    def kind(self) -> OutcomeKind:
        """How it went."""
        return self.outcome.kind


@dataclass(frozen=True, slots=True)
class Polled:
    """What a poll came to: its report, the events recorded, and when the next is due."""

    report: PollReport
    events: tuple[Event, ...]
    decision: Decision


class _Hole(Exception):  # noqa: N818  no error: it ends a transaction so that older pages can be fetched first
    """A snapshot does not reach back to what was last listed."""


async def ask(tools: Tools, status: SourceStatus, how: How) -> Asked:
    """Ask the source, or where that is enough the address that tells only what is new."""
    now = tools.clock.now()
    news = _news_request(tools, status, how, now)
    question = Question(news, delta=True) if news is not None else asking.question(status, now, force=how.force)
    outcome = await tools.fetcher.fetch(question.request)
    return Asked(status, how, question, outcome, tools.clock.now())


def _news_request(tools: Tools, status: SourceStatus, how: How, now: int) -> FetchRequest | None:
    wanted = how.watched and not (how.manual or how.force)
    if not wanted or not asking.wants_delta(status, now) or tools.no_deltas.holds(status.source.id, now):
        return None
    request = on_behalf_of(status.source.url, status.poll.feed.delta_url)
    return None if request is None or tools.resting_until(request.url) > now else request


async def settle(tools: Tools, asked: Asked) -> Polled:
    """Read an answer and record what it means. Raises what the store raises when not even a report can be written."""
    found = await _read(tools, asked)
    if found is None:
        tools.no_deltas.note(asked.status.source.id, asked.at)
        asked = await ask(tools, asked.status, asked.how)
        found = await _read(tools, asked)
        assert found is not None  # noqa: S101  only an answer that should tell what is new can be of no use
    decision = _decision(tools, asked, _facts(asked, found))
    report = _report(asked, found, decision)
    snapshot = found.snapshot
    try:
        if found.as_before and asked.status.poll.unconfirmed:
            return Polled(report, await _look_again(tools, asked, report), decision)
        if snapshot is not None:
            return await _record(tools, asked, report, snapshot, decision, found.tags)
    except Exception as error:
        log.exception("what source %d brought could not be recorded", asked.status.source.id)
        return await _record_broken(tools, asked, report, error)
    return Polled(report, await _write(tools, report, None, None), decision)


async def _look_again(tools: Tools, asked: Asked, report: PollReport) -> tuple[Event, ...]:
    """Record that the document is as it was, where it lacked entries that a second look proves withdrawn."""
    poll = asked.status.poll
    same = Snapshot(poll.format or "", poll.feed, ())

    def decide(past: Past) -> Changes:
        listed = sorted((one.entry for one in past.entries.values() if _was_listed(one)), key=lambda entry: entry.seq)
        return reconcile(past, replace(same, entries=tuple(listed)), asked.at)

    return await _write(tools, report, same, decide)


def _was_listed(stored: StoredEntry) -> bool:
    return stored.missed == 0 and stored.withdrawn_at is None


async def _read(tools: Tools, asked: Asked) -> Found | None:
    poll = asked.status.poll
    if asked.question.delta:
        return await read_delta(tools, poll, asked.outcome)
    return await read_page(tools, poll, asked.outcome)


async def _record(
    tools: Tools,
    asked: Asked,
    report: PollReport,
    snapshot: Snapshot,
    decision: Decision,
    tags: Tagged | None,
) -> Polled:
    """Write what a snapshot means. Where it leaves a gap, older pages are asked for first, if that is allowed."""
    source = asked.status.source
    reach = Reach(tools, source.url, snapshot) if _may_reach(tools, asked) else None
    page = snapshot

    def decide(past: Past) -> Changes:
        changes = reconcile(past, snapshot, asked.at)
        if asked.question.delta:
            changes = replace(changes, gaps=(), covered=None)  # it goes on where the page ended, and lists no more
        if changes.gaps and reach is not None and reach.open:
            raise _Hole
        return _tagged(tools, past, changes, tags, asked.at)

    while True:
        try:
            return Polled(report, await _write(tools, report, snapshot, decide), decision)
        except _Hole:
            assert reach is not None  # noqa: S101
            tools.no_reach.note(source.id, asked.at)
            snapshot = await reach.further(snapshot)
            report = _reached(report, snapshot, page, reach)


def _may_reach(tools: Tools, asked: Asked) -> bool:
    wanted = (asked.how.watched or asked.how.manual) and not asked.question.delta
    return wanted and not tools.no_reach.holds(asked.status.source.id, asked.at)


def _reached(report: PollReport, snapshot: Snapshot, page: Snapshot, reach: Reach) -> PollReport:
    pages = "an older page" if reach.pages == 1 else f"{reach.pages} older pages"
    said = f"{len(page.entries)} entries, {len(snapshot.entries) - len(page.entries)} more from {pages}"
    return replace(
        report,
        message=said if reach.pages else report.message,
        entries=len(snapshot.entries),
        bytes=report.bytes + reach.bytes,
    )


async def _write(
    tools: Tools, report: PollReport, snapshot: Snapshot | None, decide: Callable[[Past], Changes] | None
) -> tuple[Event, ...]:
    return await asyncio.wrap_future(tools.store.record_poll(report, snapshot, decide))


async def _record_broken(tools: Tools, asked: Asked, report: PollReport, error: Exception) -> Polled:
    """Record that a poll failed within ourselves. Validators stay the old ones, so that the document is asked again."""
    decision = _decision(tools, asked, Facts(OutcomeKind.BROKEN, live=is_live_page(asked.status.poll.format)))
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
    return Polled(broken, await _write(tools, broken, None, None), decision)


def _decision(tools: Tools, asked: Asked, facts: Facts) -> Decision:
    status = asked.status
    return next_poll(asked.at, status.source, status.poll, facts, pace=tools.pace, jitter=tools.jitter())


def _facts(asked: Asked, found: Found) -> Facts:
    poll, cache = asked.status.poll, asked.outcome.cache
    validators = asked.outcome.validators if asked.outcome.validators and not asked.question.delta else poll.validators
    return Facts(
        found.kind,
        changed=found.changed,
        live=is_live_page(found.format or poll.format),
        watched=asked.how.watched,
        online=asked.how.online,
        validated=validators != Validators() or asked.question.delta,
        feed=FeedData() if found.kind not in GOOD else found.snapshot.feed if found.snapshot else poll.feed,
        fresh_for=fresh_for(cache, asked.at),
        max_age=explicit_max_age(cache),
        retry_after=retry_after(cache, asked.at),
        host_rested=asked.how.host_rested,
    )


def _report(asked: Asked, found: Found, decision: Decision) -> PollReport:
    source, outcome, snapshot = asked.status.source, asked.outcome, found.snapshot
    good, delta = found.kind in GOOD, asked.question.delta
    progress, new_url = _progress(asked, found)
    message = f"{found.message}; moved for good, asked at {new_url} from now on" if new_url else found.message
    return PollReport(
        source.id,
        asked.at,
        found.kind.value,
        one_line(message),
        status=outcome.status,
        bytes=outcome.bytes_on_wire,
        entries=len(snapshot.entries) if snapshot else 0,
        validators=outcome.validators if good and not delta else None,
        body_hash=found.body_hash,
        format=found.format,
        feed=snapshot.feed if snapshot else None,
        next_poll_at=decision.at,
        next_poll_reason=decision.reason,
        ok=good,
        changed=found.changed,
        progress=progress,
        new_url=new_url,
    )


def _progress(asked: Asked, found: Found) -> tuple[Progress, str | None]:
    """What to remember, and the new address of the source where a move is proven by now."""
    before, url = asked.status.poll.progress, asked.status.source.url
    if found.kind is OutcomeKind.RATE_LIMITED:
        before = replace(before, told_off_at=asked.at)
    if found.kind not in GOOD:
        return before, None
    if asked.question.delta:
        return asking.after_delta(before), None
    known = asking.after_page(
        before, asked.question, asked.outcome.url, asked.at, came=found.parsed, changed=found.changed
    )
    target = moves.target_of(url, asked.outcome.permanent_url)
    if target is not None and target in asked.how.taken:
        target = None  # another source has that address; both stay as they are
    return moves.counted(known, target, asked.at, whole=found.parsed)


def _tagged(tools: Tools, past: Past, changes: Changes, known: Tagged | None, at: int) -> Changes:
    """The same changes, with tags where the wording is new; the store lets those without tags wait for them.

    That is where there are too many to be tagged at once, and for an entry that cannot be tagged.
    """
    new = [change.entry for change in changes.changes if change.entry is not None and change.kind in _REWORDED]
    if known is None:
        if not new or not tools.tags_at_once(len(new)):
            return changes
        known = tag_all(tools.tagger, new, at, past.memory, language=past.poll.feed.language)
    found = tuple(_with_tags(change, known) for change in changes.changes)
    return replace(changes, changes=found, learned=known.learned)


def _with_tags(change: Change, known: Tagged) -> Change:
    if change.entry is None or change.kind not in _REWORDED:
        return change
    return replace(change, tagging=known.tags.get(change.entry.key))
