"""The store in memory, which also keeps what the engine remembers from poll to poll."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace

from reader.model.event import ChangeKind, Changes, Event, Past, PollReport
from reader.model.snapshot import Snapshot
from tests.engine.fakes import FakeReads, FakeStore


class KeepingReads(FakeReads):
    """Reads with the log of events."""

    store: KeepingStore

    def last_event_id(self) -> int:
        return len(self.store.log)

    def events(self, after_id: int = 0, limit: int = 500) -> list[tuple[int, Event]]:
        return list(enumerate(self.store.log, 1))[after_id : after_id + limit]


class KeepingStore(FakeStore):
    """Keeps progress, new addresses, the count of the unconfirmed and the log of events, as the real one does."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[Event] = []
        self._missing: int | None = None

    def reads(self):
        store = self

        class Held:
            def __enter__(self) -> KeepingReads:
                return KeepingReads(store)

            def __exit__(self, *_: object) -> None:
                pass

        return Held()

    def record_poll(
        self, report: PollReport, snapshot: Snapshot | None = None, decide: Callable[[Past], Changes] | None = None
    ) -> Future[tuple[Event, ...]]:
        self._missing = None

        def deciding(past: Past) -> Changes:
            assert decide is not None
            changes = decide(past)
            self._missing = sum(change.kind is ChangeKind.MISSING for change in changes.changes)
            return changes

        done = super().record_poll(report, snapshot, deciding if decide else None)
        if done.exception() is None:
            self.log += done.result()
        return done

    def note(self, report: PollReport) -> None:
        old = self.states[report.source_id]
        super().note(report)
        self.states[report.source_id] = replace(
            self.states[report.source_id],
            progress=report.progress or old.progress,
            unconfirmed=old.unconfirmed if self._missing is None else self._missing,
        )
        if report.new_url:
            self.rows[report.source_id] = replace(self.rows[report.source_id], url=report.new_url)
