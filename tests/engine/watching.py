"""A source that is looked at again and again, in the real store."""

from __future__ import annotations

from pathlib import Path

from reader.engine.reconcile import reconcile
from reader.model.event import Event, EventKind, Gap, PollReport, Revision, StoredEntry
from reader.model.snapshot import Snapshot
from reader.store import Store
from tests.engine.fakes import START


class Watching:
    """Polls go through `look`, which returns what was told: kind and key of each entry, or the kind alone."""

    def __init__(self, folder: Path) -> None:
        self.store = Store.open(folder / "store.db")
        self.source = self.store.add_source("https://news.example/live", now=START).result(60)
        self.at = START
        self.events: list[Event] = []

    def look(self, page: Snapshot, *, after: int = 60, planned: int = 60) -> list[tuple[str, ...]]:
        self.at += after
        report = PollReport(self.source.id, self.at, "ok", next_poll_at=self.at + planned)
        told = self.store.record_poll(report, page, lambda past: reconcile(past, page, self.at)).result(60)
        self.events = [event for event in told if event.kind is not EventKind.POLL]
        return [(event.kind.value, *([event.entry.entry.key] if event.entry else [])) for event in self.events]

    def nothing(self, outcome: str = "not_modified", *, after: int = 60, planned: int = 60) -> None:
        """A poll that brings no document: not modified, or a failure of this kind."""
        self.at += after
        ok = outcome == "not_modified"
        report = PollReport(self.source.id, self.at, outcome, next_poll_at=self.at + planned, ok=ok)
        self.store.record_poll(report).result(60)

    @property
    def gaps(self) -> list[Gap]:
        with self.store.reads() as reads:
            return [gap for _, gap in reads.gaps()]

    def wordings(self, key: str) -> list[Revision]:
        with self.store.reads() as reads:
            return reads.revisions(self.entry(key).id)

    def entry(self, key: str) -> StoredEntry:
        with self.store.reads() as reads:
            ids = reads.index(now=self.at).ids
            return next(one for one in map(reads.entry, ids) if one is not None and one.entry.key == key)

    def scalar(self, sql: str) -> int:
        with self.store.reads() as reads:
            return reads._connection.execute(sql).fetchone()[0]
