"""What the engine needs of the rooms below, as it sees them: any store, fetcher and tagger of this shape will do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from concurrent.futures import Future
    from contextlib import AbstractContextManager

    from reader.model.event import Changes, Event, Past, PollReport
    from reader.model.snapshot import Document, Reading, Snapshot
    from reader.model.source import SourceStatus
    from reader.model.tagging import Tagging
    from reader.net.outcome import FetchRequest, Outcome


class StoreReads(Protocol):
    """Reading of sources and of the log of events."""

    def sources(self) -> list[SourceStatus]:
        """Every source with its poll state."""
        ...

    def source_by_url(self, url: str) -> SourceStatus | None:
        """One source; None if there is none with this address."""
        ...

    def last_event_id(self) -> int:
        """The id of the newest event, 0 where there is none. Ids only grow, one by one."""
        ...

    def events(self, after_id: int = 0, limit: int = 500) -> list[tuple[int, Event]]:
        """Up to `limit` events after this one with their ids, oldest first."""
        ...


class PollStore(Protocol):
    """Where polls are recorded, each in one transaction."""

    def reads(self) -> AbstractContextManager[StoreReads]:
        """A connection for one thread at a time."""
        ...

    def record_poll(
        self, report: PollReport, snapshot: Snapshot | None, decide: Callable[[Past], Changes] | None
    ) -> Future[tuple[Event, ...]]:
        """Write a poll; the answer has its events, the poll last."""
        ...


class DocumentFetcher(Protocol):
    """What fetches."""

    async def fetch(self, request: FetchRequest) -> Outcome:
        """Fetch one document; never raises."""
        ...

    async def aclose(self) -> None:
        """Close every connection."""
        ...


class EntryTagger(Protocol):
    """What finds actors and topics."""

    def tag(self, headline: str | None, text: str, *, media: bool = False) -> Tagging:
        """Tag one wording. Pure."""
        ...


class PollLease(Protocol):
    """The right to poll, which one process at a time has."""

    @property
    def held(self) -> bool:
        """Whether we have it."""
        ...

    def acquire(self) -> bool:
        """Take it if nobody else has it, without waiting; whether we have it now."""
        ...

    def release(self) -> None:
        """Give it up."""
        ...


Parse = Callable[["Document"], "Reading"]
TaggerFactory = Callable[[], EntryTagger]
