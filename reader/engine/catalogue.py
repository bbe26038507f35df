"""What is stored, as the engine reads it: by one thread over one connection, so that the event loop never waits."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, TypeVar

from reader.foreground import FOREGROUND

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.engine.ports import PollStore, StoreReads
    from reader.model.event import Event
    from reader.model.source import SourceStatus

T = TypeVar("T")


class Catalogue:
    """Answers about sources and events. Every question may raise what the store raises; the next one starts afresh."""

    def __init__(self, store: PollStore) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="engine-reads")
        self._held = ExitStack()
        self._reads: StoreReads | None = None
        self.urls: dict[int, str] = {}
        """The addresses of all sources by their ids, as far as has been read."""

    async def sources(self) -> list[SourceStatus]:
        """Every source, as it stands."""
        statuses = await self._ask(lambda reads: reads.sources())
        self.urls = {status.source.id: status.source.url for status in statuses}
        return statuses

    async def source(self, source_id: int) -> SourceStatus | None:
        """One source, as it stands; None where there is none."""
        url = self.urls.get(source_id)
        found = await self._ask(lambda reads: reads.source_by_url(url)) if url is not None else None
        if found is None or found.source.id != source_id:
            found = next((status for status in await self.sources() if status.source.id == source_id), None)
        return found

    async def last_event_id(self) -> int:
        """The id of the newest event."""
        return await self._ask(lambda reads: reads.last_event_id())

    async def events(self, after_id: int, limit: int) -> list[tuple[int, Event]]:
        """Events after this one, oldest first."""
        return await self._ask(lambda reads: reads.events(after_id, limit))

    def close(self) -> None:
        """Give the connection back, without waiting for it."""
        with suppress(RuntimeError):
            self._thread.submit(self._let_go)
        self._thread.shutdown(wait=False)

    async def _ask(self, question: Callable[[StoreReads], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._answer, question)

    def _answer(self, question: Callable[[StoreReads], T]) -> T:
        FOREGROUND.give_way()
        if self._reads is None:
            self._reads = self._held.enter_context(self._store.reads())
        try:
            return question(self._reads)
        except BaseException:
            self._let_go()
            raise

    def _let_go(self) -> None:
        held, self._held, self._reads = self._held, ExitStack(), None
        with suppress(Exception):
            held.close()
