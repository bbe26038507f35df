"""What the engine needs of the rooms below, as it sees them: any store, fetcher and tagger of this shape will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from concurrent.futures import Future
    from contextlib import AbstractContextManager

    from reader.model.event import Changes, Event, Past, PollReport
    from reader.model.fact import Fact
    from reader.model.snapshot import Document, Reading, Snapshot
    from reader.model.source import SourceStatus
    from reader.model.tagging import Tagging
    from reader.model.tagging_due import Made, Waiting
    from reader.net.outcome import FetchRequest, Outcome
    from reader.tagging.memory import Memory


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


class TaggingReads(Protocol):
    """Reading of what waits for its tags."""

    def tagging_due(self, limit: int, *, bare: bool = False) -> list[Waiting]:
        """The newest that wait, the newest first; only those without any tags, if `bare`."""
        ...

    def tagging_waiting(self, *, bare: bool = False) -> int:
        """How many wait; how many of those without any tags, if `bare`."""
        ...

    def feed_memory(self, source_id: int) -> str | None:
        """What is remembered of a source."""
        ...

    def tagged_by(self) -> str | None:
        """The rules by which the stored tags are made."""
        ...


class TaggingStore(Protocol):
    """Where tags are written behind the polls."""

    def reads(self) -> AbstractContextManager[TaggingReads]:
        """A connection for one thread at a time."""
        ...

    def record_taggings(
        self, made: Sequence[Made], learned: Mapping[int, Sequence[Fact]] | None = None
    ) -> Future[tuple[int, ...]]:
        """Write tags in one transaction, and what was learned; the answer names the entries that have them now."""
        ...

    def retag(self, made_by: str) -> Future[int]:
        """Have all tagged anew whose tags are made by other rules."""
        ...


class EngineReads(StoreReads, TaggingReads, Protocol):
    """All that the engine reads."""


class EngineStore(PollStore, TaggingStore, Protocol):
    """All that the engine writes."""

    def reads(self) -> AbstractContextManager[EngineReads]:
        """A connection for one thread at a time."""
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


@runtime_checkable
class RememberingTagger(Protocol):
    """What also uses, and adds to, what is known of the names of a source."""

    def tag_with(
        self,
        headline: str | None,
        text: str,
        memory: Memory,
        at: int,
        *,
        media: bool = False,
        language: str | None = None,
    ) -> tuple[Tagging, list[Fact]]:
        """Tag one wording, placed at `at` (UTC seconds), in `language` (BCP 47); what it tells of names, too. Pure."""
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
