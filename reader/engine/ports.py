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


class SourceReads(Protocol):
    """Reading of sources."""

    def sources(self) -> list[SourceStatus]:
        """Every source with its poll state."""
        ...

    def source_by_url(self, url: str) -> SourceStatus | None:
        """One source; None if there is none with this address."""
        ...


class PollStore(Protocol):
    """Where polls are recorded, each in one transaction."""

    def reads(self) -> AbstractContextManager[SourceReads]:
        """A connection for the calling thread."""
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


Parse = Callable[["Document"], "Reading"]
TaggerFactory = Callable[[], EntryTagger]
