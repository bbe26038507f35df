"""A store in memory that honours the contract of the real one, a fetcher that answers from a script, and a clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from reader.clock import Clock
from reader.model.entry import Block, BlockKind, Entry, Flags, KeyKind, Wording
from reader.model.event import (
    Change,
    ChangeKind,
    Changes,
    Event,
    EventKind,
    Past,
    PollReport,
    Revision,
    StoredEntry,
)
from reader.model.fact import Fact
from reader.model.snapshot import Document, FeedData, Reading, Snapshot
from reader.model.source import PollState, Source, SourceStatus
from reader.model.tagging import Tagging
from reader.model.tagging_due import Made, Waiting
from reader.net.outcome import CacheHeaders, FetchRequest, Outcome, OutcomeKind

START = 1_760_000_000
"""A Thursday, 08:53:20 UTC."""


def wording(headline: str | None, *paragraphs: str) -> Wording:
    return Wording(headline, tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs))


def entry(key: str, published: int | None, headline: str | None, *paragraphs: str, seq: int = 0, **more) -> Entry:
    more.setdefault("key_kind", KeyKind.NATIVE)
    return Entry(key=key, seq=seq, wording=wording(headline, *paragraphs), published=published, **more)


def snapshot(*entries: Entry, complete: bool = True, order: str = "newest_first", **feed) -> Snapshot:
    numbered = tuple(replace(one, seq=seq) for seq, one in enumerate(entries))
    return Snapshot("live-page", FeedData(order=order, **feed), numbered, complete)


class Time:
    """A clock that stands until it is told to move."""

    def __init__(self, at: float = START) -> None:
        self.at = at
        self.steady = 1000.0
        self.clock = Clock(lambda: self.at, lambda: self.steady)

    def advance(self, seconds: float) -> None:
        self.at += seconds
        self.steady += seconds

    def sleep_machine(self, seconds: float) -> None:
        """The machine is suspended: the wall clock goes on, the steady one stands."""
        self.at += seconds


class FakeReads:
    def __init__(self, store: FakeStore) -> None:
        self.store = store

    def sources(self) -> list[SourceStatus]:
        return [SourceStatus(source, self.store.states[source.id]) for source in self.store.rows.values()]

    def source_by_url(self, url: str) -> SourceStatus | None:
        return next((status for status in self.sources() if status.source.url == url), None)

    def tagging_due(self, limit: int, *, bare: bool = False) -> list[Waiting]:
        return self.store.waiting[:limit]

    def tagging_waiting(self, *, bare: bool = False) -> int:
        return len(self.store.waiting)

    def tagged_by(self) -> str | None:
        return self.store.tagged_by

    def feed_memory(self, source_id: int) -> str | None:
        return self.store.memories.get(source_id)


class FakeStore:
    """The part of the store that the engine uses, with the same rules (see reader/store/changes.py)."""

    def __init__(self) -> None:
        self.rows: dict[int, Source] = {}
        self.states: dict[int, PollState] = {}
        self.entries: dict[int, dict[str, StoredEntry]] = {}
        self.aliases: dict[int, dict[str, str]] = {}
        self.listed: dict[int, set[str]] = {}
        self.revisions: dict[int, list[Revision]] = {}
        self.reports: list[PollReport] = []
        self.fail: list[Exception] = []
        self.waiting: list[Waiting] = []
        self.tags: dict[int, Tagging | None] = {}
        self.memories: dict[int, str] = {}
        self.tagged_by: str | None = None

    def add(self, url: str, **settings) -> Source:
        source = Source(len(self.rows) + 1, url, **settings)
        self.rows[source.id] = source
        self.states[source.id] = PollState()
        for part in (self.entries, self.aliases):
            part[source.id] = {}
        self.listed[source.id] = set()
        return source

    @contextmanager
    def reads(self):
        yield FakeReads(self)

    def record_poll(
        self, report: PollReport, snapshot: Snapshot | None = None, decide: Callable[[Past], Changes] | None = None
    ) -> Future[tuple[Event, ...]]:
        answer: Future[tuple[Event, ...]] = Future()
        try:
            if self.fail:
                raise self.fail.pop(0)
            events: list[Event] = []
            if snapshot is not None and decide is not None:
                events = self.apply(report, snapshot, decide(self.past(report.source_id, snapshot)))
            self.note(report)
            answer.set_result((*events, Event(EventKind.POLL, report.at, report.source_id, poll=report)))
        except Exception as error:  # noqa: BLE001
            answer.set_exception(error)
        return answer

    def record_taggings(
        self, made: Sequence[Made], learned: Mapping[int, Sequence[Fact]] | None = None
    ) -> Future[tuple[int, ...]]:
        answer: Future[tuple[int, ...]] = Future()
        if self.fail:
            answer.set_exception(self.fail.pop(0))
            return answer
        ids = {one.entry_id for one in made}
        self.tags |= {one.entry_id: one.tagging for one in made}
        self.waiting = [one for one in self.waiting if one.entry_id not in ids]
        answer.set_result(tuple(one.entry_id for one in made))
        return answer

    def retag(self, made_by: str) -> Future[int]:
        self.tagged_by = made_by
        answer: Future[int] = Future()
        answer.set_result(len(self.waiting))
        return answer

    def past(self, source_id: int, snapshot: Snapshot) -> Past:
        known, aliases = self.entries[source_id], self.aliases[source_id]
        found = {key: known[key] for key in self.listed[source_id]}
        for one in snapshot.entries:
            key = one.key if one.key in known else aliases.get(one.key)
            if key is not None:
                found.pop(key, None)
                stored = known[key]
                found[one.key] = replace(stored, entry=replace(stored.entry, key=one.key))
        return Past(found, self.states[source_id])

    def note(self, report: PollReport) -> None:
        old = self.states[report.source_id]
        self.reports.append(report)
        self.states[report.source_id] = PollState(
            validators=report.validators or old.validators,
            body_hash=report.body_hash or old.body_hash,
            format=report.format or old.format,
            feed=report.feed or old.feed,
            next_poll_at=report.next_poll_at,
            next_poll_reason=report.next_poll_reason,
            last_poll_at=report.at,
            last_success_at=report.at if report.ok else old.last_success_at,
            outcome=report.outcome,
            message=report.message,
            failures=0 if report.ok else old.failures + 1,
            unchanged=0 if report.changed else old.unchanged + report.ok,
        )

    def apply(self, report: PollReport, snapshot: Snapshot, changes: Changes) -> list[Event]:
        events: list[Event] = []
        touched: set[str] = set()
        for change in changes.changes:
            stored = self.change(report, change)
            touched.add(stored.entry.key)
            if change.kind.value in {"new", "edited", "withdrawn", "reinstated"}:
                was = change.stored.entry.wording if change.stored and change.kind is ChangeKind.EDITED else None
                events.append(Event(EventKind(change.kind.value), report.at, report.source_id, stored, was))
            if change.kind is ChangeKind.WITHDRAWN:
                touched.discard(stored.entry.key)
        if snapshot.complete:
            self.listed[report.source_id] = touched
        else:
            self.listed[report.source_id] |= touched
        gaps = [Event(EventKind.GAP, report.at, report.source_id, gap=gap) for gap in changes.gaps]
        return [*events, *gaps]

    def change(self, report: PollReport, change: Change) -> StoredEntry:
        known, at = self.entries[report.source_id], report.at
        if change.kind is ChangeKind.NEW:
            assert change.entry is not None
            number = sum(len(entries) for entries in self.entries.values()) + 1
            stored = StoredEntry(number, report.source_id, change.entry, at, at, tagging=change.tagging or Tagging())
            assert change.entry.key not in known
            self.revisions[number] = [Revision(1, at, change.entry.wording)]
            known[change.entry.key] = stored
            return stored
        assert change.stored is not None
        key, stored = next((key, one) for key, one in known.items() if one.id == change.stored.id)
        if change.entry is None:
            withdrawn = at if change.kind is ChangeKind.WITHDRAWN else stored.withdrawn_at
            stored = replace(stored, missed=stored.missed + 1, withdrawn_at=withdrawn)
        else:
            stored = self.seen(at, key, stored, change)
        known[key] = stored
        return stored

    def seen(self, at: int, key: str, stored: StoredEntry, change: Change) -> StoredEntry:
        assert change.entry is not None
        if change.entry.key != key:
            self.aliases[stored.source_id][change.entry.key] = key
        new = replace(change.entry, key=key)
        if new.published is None:
            new = replace(new, published=stored.entry.published)
        if change.kind in (ChangeKind.EDITED, ChangeKind.TYPOGRAPHIC):
            textual = change.kind is ChangeKind.EDITED
            revisions = self.revisions[stored.id]
            revisions.append(Revision(len(revisions) + 1, at, new.wording, textual))
            if textual:
                stored = replace(stored, revision=stored.revision + 1, edited_at=at)
        else:
            new = replace(new, wording=stored.entry.wording)
        back = change.kind is ChangeKind.REINSTATED
        withdrawn = None if back else stored.withdrawn_at
        tagging = change.tagging or stored.tagging
        return replace(stored, entry=new, last_seen=at, missed=0, withdrawn_at=withdrawn, tagging=tagging)


@dataclass
class FakeFetcher:
    """Answers by address; what it was asked for is kept. An answer is an Outcome or makes one of the request."""

    time: Time
    answers: dict[str, Outcome | Callable[[FetchRequest], Outcome]] = field(default_factory=dict)
    asked: list[tuple[float, FetchRequest]] = field(default_factory=list)
    closed: bool = False

    async def fetch(self, request: FetchRequest) -> Outcome:
        self.asked.append((self.time.at, request))
        answer = self.answers[request.url]
        return answer(request) if callable(answer) else answer

    async def aclose(self) -> None:
        self.closed = True

    def times(self, url: str) -> list[float]:
        return [at for at, request in self.asked if request.url == url]


class FakeTagger:
    def tag(self, headline: str | None, text: str, *, media: bool = False) -> Tagging:
        return Tagging(topics=("media",) if media else ("politics",), speaker=headline)


def ok(body: str, **more) -> Outcome:
    return Outcome(OutcomeKind.OK, status=200, body=body.encode(), content_type="text/html", url="x", **more)


def failed(kind: OutcomeKind, status: int | None = None, **cache) -> Outcome:
    return Outcome(kind, f"failed: {kind}", status=status, cache=CacheHeaders(**cache))


def parser(pages: dict[str, Snapshot]) -> Callable[[Document], Reading]:
    """A parser that knows these bodies."""

    def parse(document: Document) -> Reading:
        page = pages.get(document.body.decode())
        return Reading(page.format, page) if page else Reading("none", reason="this page is not a live feed")

    return parse


def kinds(changes: Changes, *wanted: ChangeKind) -> list[tuple[str, str]]:
    """Kind and key of every change, those merely seen left out unless asked for."""
    hidden = set() if wanted else {ChangeKind.SEEN}
    return [
        (change.kind.value, (change.entry or change.stored.entry).key)  # type: ignore[union-attr]
        for change in changes.changes
        if change.kind not in hidden and (not wanted or change.kind in wanted)
    ]


def poll_once(store: FakeStore, source_id: int, page: Snapshot, at: int, reconcile) -> Sequence[Event]:
    """Record one snapshot the way the engine does."""
    report = PollReport(source_id, at, "ok", validators=None, next_poll_at=at + 60)
    return store.record_poll(report, page, lambda past: reconcile(past, page, at)).result()[:-1]


def flagged(one: Entry, **flags: bool) -> Entry:
    return replace(one, flags=Flags(**flags))
