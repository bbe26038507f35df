"""Articles that are fetched by themselves: the pages behind the new entries of sources that want it.

After the poll that brought them, never within it; a few a poll, one after the other; only where `robots.txt` (RFC 9309)
lets robots in, since nobody asked for the page by hand. A page is tried once.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.engine.article_page import page_of
from reader.formats import charset
from reader.model.event import EventKind
from reader.net import robots
from reader.net.address import is_local
from reader.net.outcome import FetchRequest, OutcomeKind

if TYPE_CHECKING:
    from reader.clock import Clock
    from reader.engine.articles import Articles
    from reader.engine.ports import DocumentFetcher
    from reader.model.event import Event, StoredEntry
    from reader.model.source import SourceStatus
    from reader.store import Store

log = logging.getLogger(__name__)

AGENT = "dateline"
A_POLL = 10
"""Pages that a poll may bring by itself: those behind its newest entries."""
WAITING = 200
"""Pages that may wait; the oldest are given up."""
SOURCES_KNOWN = 60
"""Seconds after which it is looked up again which sources want their articles."""
RULES_KNOWN = 24 * 3600
"""Seconds for which the rules of a site hold (section 2.4)."""
SITES = 500
"""Sites whose rules are remembered at a time."""
_NO_RULES = frozenset({OutcomeKind.NOT_FOUND, OutcomeKind.AUTH, OutcomeKind.GONE, OutcomeKind.REFUSED})
"""A site that says so has no rules: all is allowed (section 2.3.1.3). Any other failure forbids all (2.3.1.4)."""


class Prefetch:
    """Hears what polls bring, and has the pages fetched. For one event loop.

    `at_work` says whether that is done here, and not by another process that polls.
    """

    def __init__(
        self,
        store: Store,
        articles: Articles,
        fetcher: DocumentFetcher,
        clock: Clock,
        at_work: Callable[[], bool] = lambda: True,
    ) -> None:
        self._store = store
        self._articles = articles
        self._fetcher = fetcher
        self._clock = clock
        self._at_work = at_work
        self._arrived: dict[int, list[StoredEntry]] = {}
        self._queue: deque[StoredEntry] = deque(maxlen=WAITING)
        self._task: asyncio.Task[None] | None = None
        self._sources: tuple[int, dict[int, SourceStatus]] | None = None
        self._rules: dict[str, tuple[int, list[robots.Rule] | None]] = {}

    def heard(self, event: Event) -> None:
        """Take note of what a poll brings; when it is whole, the pages of its newest entries wait to be fetched."""
        if event.kind is EventKind.NEW and event.entry is not None:
            self._arrived.setdefault(event.source_id, []).append(event.entry)
        elif event.kind is EventKind.POLL and (arrived := self._arrived.pop(event.source_id, None)) and self._at_work():
            self._queue.extend(reversed(arrived[-A_POLL:]))
            if self._task is None:
                self._task = asyncio.create_task(self._work_off(), name="articles behind new entries")

    async def idle(self) -> None:
        """Wait until no page waits or is being fetched."""
        while self._task is not None:
            await asyncio.wait([self._task])

    async def aclose(self) -> None:
        """Give up what waits."""
        self._queue.clear()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _work_off(self) -> None:
        try:
            while self._queue:
                entry = self._queue.popleft()
                try:
                    await self._bring(entry)
                except Exception:  # one that fails must not keep the others
                    log.exception("the page behind entry %d could not be fetched by itself", entry.id)
        finally:
            self._task = None

    async def _bring(self, entry: StoredEntry) -> None:
        source = (await self._wanting()).get(entry.source_id)
        if source is None:
            return
        url = page_of(entry.entry, source.source.url, source.poll.feed.url)
        if url is not None and await self._may(url, source.source.url):
            result = await self._articles.fetch(entry.id)
            log.debug("article of entry %d: %s", entry.id, result.message or "stored")

    async def _wanting(self) -> dict[int, SourceStatus]:
        """The sources that want their articles, by their ids."""
        now = self._clock.now()
        if self._sources is None or not 0 <= now - self._sources[0] < SOURCES_KNOWN:
            self._sources = (now, await asyncio.to_thread(self._look))
        return self._sources[1]

    def _look(self) -> dict[int, SourceStatus]:
        with self._store.reads() as reads:
            return {status.source.id: status for status in reads.sources() if status.source.full_articles}

    async def _may(self, url: str, source_url: str) -> bool:
        """Whether the site lets robots fetch a page. What is on this machine is the reader's own."""
        if is_local(url):
            return True
        if self._articles.is_delicate(url):
            return False
        where, now = robots.address_of(url), self._clock.now()
        if len(self._rules) > SITES:
            self._rules.clear()
        known = self._rules.get(where)
        if known is None or not 0 <= now - known[0] < RULES_KNOWN:
            known = self._rules[where] = (now, await self._ask_rules(where, source_url))
        return known[1] is not None and robots.allows(known[1], url)

    async def _ask_rules(self, where: str, source_url: str) -> list[robots.Rule] | None:
        """The rules of a site; None where it cannot be told what they are, so that all is forbidden."""
        outcome = await self._fetcher.fetch(FetchRequest(where, on_behalf_of=source_url))
        self._articles.heard(where, outcome)
        if outcome.body is not None:
            return robots.rules_for(charset.decode(outcome.body[: robots.MAX_BYTES]), AGENT)
        return [] if outcome.kind in _NO_RULES else None
