"""The page behind an entry: fetched when somebody asks for it, read in the worker process, kept for offline.

Manners: through the same fetcher as every poll, so nothing that a public document names is asked of the reader's own
network; one page at a time a host, two seconds between two; a host that asked to be left alone is; nothing is fetched
twice unless somebody asks for that, and then once a minute at most.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.engine.article_page import page_of
from reader.engine.page_request import request_for
from reader.engine.waits import in_words
from reader.formats.sandbox.worker import SandboxError
from reader.model.article import ArticleOutcome, Extraction, StoredArticle
from reader.model.snapshot import Document
from reader.model.tagging import Tagging
from reader.net.address import host_of, is_local
from reader.net.gate import Gate
from reader.net.outcome import CONNECTIVITY, OutcomeKind
from reader.store import StoreError
from reader.store.articles import save_article
from reader.text import one_line

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from reader.clock import Clock
    from reader.engine.hosts import Hosts
    from reader.engine.ports import DocumentFetcher, TaggerFactory
    from reader.model.article import Article
    from reader.model.event import StoredEntry
    from reader.model.source import SourceStatus
    from reader.net.outcome import FetchRequest, Outcome
    from reader.store import Store

log = logging.getLogger(__name__)

SPACING = 2.0
"""Seconds between two pages of a host."""
AGAIN = 60
"""Seconds after which the page of an entry may be asked for again."""
REMEMBERED = 1000
"""Entries and hosts that were asked for, of which those are forgotten that are of no consequence any more."""
PASSING = CONNECTIVITY | {OutcomeKind.TIMEOUT, OutcomeKind.CONNECT, OutcomeKind.RATE_LIMITED, OutcomeKind.SERVER_ERROR}
"""Failures that say nothing of the page: they are told and not stored."""
NO_PAGE = "There is no page behind this entry: it is all here."

Extract = Callable[[Document], Extraction]


@dataclass(frozen=True, slots=True)
class ArticleResult:
    """What came of asking for the page behind an entry.

    `stored` is what is stored of it now, if anything. `message` says in a line why there is no article, or why the one
    that is there is not newer; empty where all went well.
    """

    entry_id: int
    stored: StoredArticle | None = None
    message: str = ""

    @property
    def article(self) -> Article | None:
        """The article, where there is one."""
        return self.stored.article if self.stored is not None else None


class _Refused(Exception):  # noqa: N818  an answer
    """The page is not asked for; the text says why."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A page that is wanted: the entry before it, what is stored of the page, its address and how to ask for it."""

    entry: StoredEntry
    known: StoredArticle | None
    request: FetchRequest

    @property
    def url(self) -> str:
        return self.request.url


class Articles:
    """Fetches the pages behind entries. For one event loop.

    `extract` reads a page, in a thread of `threads`. `hosts` are those of the polls.
    """

    def __init__(
        self,
        store: Store,
        fetcher: DocumentFetcher,
        extract: Extract,
        tagger: TaggerFactory,
        clock: Clock,
        hosts: Hosts,
        *,
        threads: Executor | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._extract = extract
        self._tagger = tagger
        self._clock = clock
        self._hosts = hosts
        self._threads = threads
        self._pause = pause
        self._lanes = Gate()
        self._free_at: dict[str, float] = {}
        self._asked_at: dict[int, int] = {}
        self._running: dict[int, tuple[asyncio.Task[ArticleResult], int]] = {}
        self._closing = False

    async def fetch(self, entry_id: int, *, again: bool = False) -> ArticleResult:
        """The article behind an entry: from the store, else from its page; with `again` from the page in any case.

        Joins a fetch of it that is under way; that ends when all who asked for it are cancelled. Never raises but for
        cancellation.
        """
        while entry_id in self._running and (left := self._running[entry_id][0]).cancelling():
            await asyncio.wait([left])  # all who asked have left it, so it is not to be joined
        if self._closing:
            return ArticleResult(entry_id, message="The program is closing.")
        task, waiting = self._running.get(entry_id) or (self._start(entry_id, again=again), 0)
        self._running[entry_id] = (task, waiting + 1)
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            if not task.done():  # else it is not among those that run any more, and must not come back there
                _, waiting = self._running[entry_id]
                self._running[entry_id] = (task, waiting - 1)
                if waiting <= 1:
                    task.cancel()
            raise
        return ArticleResult(entry_id, message="It was given up.") if task.cancelled() else task.result()

    def heard(self, url: str, outcome: Outcome) -> None:
        """Take note of how a host answered: what it asks for holds for pages and polls alike."""
        self._hosts.heard(url, outcome, self._clock.now())

    def is_delicate(self, url: str) -> bool:
        """Whether the host of an address counts requests, or has told us off, so that only wishes lead there."""
        now = self._clock.now()
        return self._hosts.is_spaced(url, now) or self._hosts.resting_until(url) > now

    async def aclose(self) -> None:
        """End every fetch."""
        self._closing = True
        tasks = [task for task, _ in self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, entry_id: int, *, again: bool) -> asyncio.Task[ArticleResult]:
        task = asyncio.create_task(self._bring(entry_id, again=again), name=f"article of entry {entry_id}")
        task.add_done_callback(lambda _: self._running.pop(entry_id, None))
        return task

    async def _bring(self, entry_id: int, *, again: bool) -> ArticleResult:
        known: StoredArticle | None = None
        try:
            found = await asyncio.to_thread(self._look, entry_id)
            if isinstance(found, str):
                return ArticleResult(entry_id, message=found)
            known = found.known
            if known is not None and not again:
                return ArticleResult(entry_id, known, known.message)
            return await self._ask(found)
        except _Refused as why:
            return ArticleResult(entry_id, known, str(why))
        except SandboxError as error:
            return ArticleResult(entry_id, known, f"The page cannot be read: {error}.")
        except StoreError as error:
            return ArticleResult(entry_id, known, one_line(str(error)))
        except Exception:  # whatever is wrong with a page or with us costs this page alone
            log.exception("the page behind entry %d could not be fetched", entry_id)
            return ArticleResult(entry_id, known, "The page cannot be read, by a fault of Dateline's own.")

    def _look(self, entry_id: int) -> _Wanted | str:
        """What is wanted, or why nothing is. In a thread; raises StoreError."""
        with self._store.reads() as reads:
            entry, known = reads.entry(entry_id), reads.article(entry_id)
            if entry is None:
                return "The entry is gone."
            source = next((one for one in reads.sources() if one.source.id == entry.source_id), None)
        return "Its source is gone." if source is None else wanted(entry, source, known)

    async def _ask(self, what: _Wanted) -> ArticleResult:
        """Fetch and read a page, as far as manners allow. Raises _Refused, SandboxError and StoreError."""
        local, entry_id = is_local(what.url), what.entry.id
        self._refuse_if_resting(what.url)
        wait = self._asked_at.get(entry_id, -AGAIN) + AGAIN - self._clock.now()
        if 0 < wait <= AGAIN and not local:
            raise _Refused(f"Its page was asked for a moment ago; again in {in_words(wait)}.")
        async with self._lanes.hold(host_of(what.url)):
            self._refuse_if_resting(what.url)
            await self._pause(max(0.0, self._free_at.get(host_of(what.url), 0.0) - self._clock.steady()))
            self._note_asked(entry_id)
            try:
                outcome = await self._fetcher.fetch(what.request)
            finally:
                if not local:
                    self._free_at[host_of(what.url)] = self._clock.steady() + SPACING
        self.heard(what.url, outcome)
        return await self._settle(what, outcome)

    def _note_asked(self, entry_id: int) -> None:
        now = self._clock.now()
        if len(self._asked_at) > REMEMBERED:
            self._asked_at = {number: at for number, at in self._asked_at.items() if now - at < AGAIN}
            self._free_at = {host: at for host, at in self._free_at.items() if at > self._clock.steady()}
        self._asked_at[entry_id] = now

    def _refuse_if_resting(self, url: str) -> None:
        rest = self._hosts.resting_until(url) - self._clock.now()
        if rest > 0:
            raise _Refused(f"{host_of(url)} asked to be left alone; again in {in_words(rest)}.")

    async def _settle(self, what: _Wanted, outcome: Outcome) -> ArticleResult:
        """Read and store what came."""
        entry_id = what.entry.id
        if outcome.body is None:
            words = one_line(outcome.message) or str(outcome.kind)
            message = f"{words[:1].upper()}{words[1:]}."
            stored = StoredArticle(entry_id, outcome.url or what.url, self._clock.now(), outcome.kind, message)
            if outcome.kind in PASSING:
                return ArticleResult(entry_id, what.known, message)
        else:
            document = Document(outcome.body, outcome.url or what.url, outcome.content_type)
            stored = await self._in_thread(lambda: self._read(entry_id, document))
            if stored.outcome == ArticleOutcome.NEEDS_EXTRA:
                return ArticleResult(entry_id, what.known, stored.message)  # true here and now, not of the page
        if await asyncio.wrap_future(save_article(self._store, stored)):
            return ArticleResult(entry_id, stored, stored.message)
        return ArticleResult(entry_id, what.known, stored.message or "The entry is gone.")

    def _read(self, entry_id: int, document: Document) -> StoredArticle:
        """Read a page and tag its article. In a thread; raises SandboxError."""
        found = self._extract(document)
        stored = StoredArticle(
            entry_id, document.url or "", self._clock.now(), found.outcome, found.message, found.article
        )
        return stored if found.article is None else replace(stored, tagging=self._tags(found.article))

    def _tags(self, article: Article) -> Tagging:
        try:
            return self._tagger().tag(article.title, article.wording.text)
        except Exception:  # an article without tags is better than none
            log.exception("an article could not be tagged")
            return Tagging()

    async def _in_thread(self, work: Callable[[], StoredArticle]) -> StoredArticle:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def wanted(entry: StoredEntry, source: SourceStatus, known: StoredArticle | None) -> _Wanted | str:
    """The page behind an entry of a source, or in words why none can be asked for."""
    url = page_of(entry.entry, source.source.url, source.poll.feed.url)
    if url is None:
        return NO_PAGE
    request = request_for(url, source.source.url)
    if request is None:
        return f"The page at {host_of(url)} is not asked for: the source came over an encrypted line, and it would not."
    return _Wanted(entry, known, request)
