"""A look at an address before it is followed: what is there, or why nothing can be followed. Stores nothing."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.model.snapshot import Document, FeedData, Offer
from reader.net.address import host_of, is_local
from reader.net.outcome import FetchRequest, OutcomeKind
from reader.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.engine.ports import DocumentFetcher, Parse
    from reader.model.entry import Entry
    from reader.model.snapshot import Reading, Snapshot
    from reader.model.source import SourceStatus

log = logging.getLogger(__name__)

NEWEST = 3
NO_FEED = FeedData()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a look at `url` has shown.

    `problem` says in words why it cannot be followed, None where it can; then `format`, `feed`, the count of entries
    and the `newest` of them are set. `offers` are feeds that the page names besides. `moved_to` is where the answer
    came from in the end, if from elsewhere. `outcome` is an OutcomeKind.
    """

    url: str
    outcome: str
    problem: str | None = None
    format: str = ""
    feed: FeedData = NO_FEED
    entries: int = 0
    newest: tuple[Entry, ...] = ()
    offers: tuple[Offer, ...] = ()
    moved_to: str | None = None
    size: int = 0

    @property
    def is_feed(self) -> bool:
        """Whether it can be followed."""
        return self.problem is None


async def preview(fetcher: DocumentFetcher, parse: Parse, url: str) -> Preview:
    """Look at an address: one request, read in a thread. Never raises but for cancellation."""
    outcome = await fetcher.fetch(FetchRequest(url))
    moved_to = outcome.url if outcome.url and outcome.url != url else None
    if outcome.body is None:
        return Preview(url, outcome.kind, one_line(outcome.message) or str(outcome.kind), moved_to=moved_to)
    document = Document(outcome.body, outcome.url or url, outcome.content_type)
    try:
        reading: Reading = await asyncio.to_thread(parse, document)
    except Exception as error:  # a parser may die of a document; that is an answer, too
        log.warning("a document could not be read for a preview", exc_info=True)
        return Preview(url, OutcomeKind.BROKEN, f"the document cannot be read ({type(error).__name__})")
    offers = tuple(offer for offer in reading.offers if offer.url != url)
    size, snapshot = outcome.bytes_on_wire, reading.snapshot
    if snapshot is None:
        reason = one_line(reading.reason or "") or "it is neither a feed nor a live page"
        return Preview(url, OutcomeKind.NOT_A_FEED, reason, offers=offers, moved_to=moved_to, size=size)
    return Preview(
        url,
        outcome.kind,
        format=reading.format,
        feed=snapshot.feed,
        entries=len(snapshot.entries),
        newest=newest(snapshot, NEWEST),
        offers=offers,
        moved_to=moved_to,
        size=size,
    )


def newest(snapshot: Snapshot, count: int) -> tuple[Entry, ...]:
    """Return the newest entries, the newest first: by stated time, else by place in the document."""
    entries = snapshot.entries
    if snapshot.feed.order == "oldest_first":
        entries = entries[::-1]
    dated = sorted((entry for entry in entries if entry.published is not None), key=_stated, reverse=True)
    return tuple((dated or entries)[:count])


def _stated(entry: Entry) -> int:
    return entry.published or 0


def refusal(url: str, statuses: Iterable[SourceStatus], now: int) -> tuple[int, str] | None:
    """Return until when (UTC seconds) an address must not be asked, and why: its server told a source of ours to wait.

    None where it may be asked. What is on this machine may always be.
    """
    if is_local(url):
        return None
    host = host_of(url)
    waits = [
        (status.poll.next_poll_at, status.poll.next_poll_reason or "the server asked to wait")
        for status in statuses
        if status.poll.outcome == OutcomeKind.RATE_LIMITED
        and status.poll.next_poll_at is not None
        and status.poll.next_poll_at > now
        and host_of(status.source.url) == host
    ]
    return max(waits, default=None)


class Previewer:
    """Looks at addresses with tools of its own, which it closes at the end. For one event loop.

    `close_parser` ends whatever `parse` runs in.
    """

    def __init__(self, fetcher: DocumentFetcher, parse: Parse, close_parser: Callable[[], None] | None = None) -> None:
        self._fetcher = fetcher
        self._parse = parse
        self._close_parser = close_parser

    async def look(self, url: str) -> Preview:
        """Look at one address. Never raises but for cancellation."""
        return await preview(self._fetcher, self._parse, url)

    async def aclose(self) -> None:
        """Close the connections and end the parser."""
        if self._close_parser is not None:
            await asyncio.to_thread(self._close_parser)
        await self._fetcher.aclose()
