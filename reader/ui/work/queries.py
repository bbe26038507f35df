"""Questions to the store that may take longer than a frame, answered in a thread of their own."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from reader.store import QueryInterrupted

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.store import Reads, Store

T = TypeVar("T")


class QueryThread:
    """One thread with one reading connection. A newer question of the same kind drops the older one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="query")
        self._reads: Reads | None = None
        self._asked: defaultdict[str, int] = defaultdict(int)
        self._running = ""
        self._lock = Lock()

    async def ask(self, kind: str, question: Callable[[Reads], T]) -> T | None:
        """Return the answer; None if a newer question of this kind came meanwhile. Raises what the question raises."""
        self._asked[kind] += 1
        number = self._asked[kind]
        with self._lock:  # so that no other question is ended than the one that was meant
            if self._running == kind and self._reads is not None:
                self._reads.interrupt()
        try:
            answer = await asyncio.get_running_loop().run_in_executor(self._executor, self._run, kind, number, question)
        except QueryInterrupted:
            return None
        return answer if number == self._asked[kind] else None

    async def ask_in_turn(self, question: Callable[[Reads], T]) -> T:
        """Return the answer, whatever is asked later. Raises what the question raises."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._answer, "", question)

    def _run(self, kind: str, number: int, question: Callable[[Reads], T]) -> T | None:
        return self._answer(kind, question) if number == self._asked[kind] else None

    def _answer(self, kind: str, question: Callable[[Reads], T]) -> T:
        if self._reads is None:
            self._reads = self._store.reads()
        with self._lock:
            self._running = kind
        try:
            return question(self._reads)
        finally:
            with self._lock:
                self._running = ""

    def close(self) -> None:
        """End what runs and the thread."""
        for kind in self._asked:
            self._asked[kind] += 1
        if self._reads is not None:
            self._reads.interrupt()
        self._executor.submit(self._end)
        self._executor.shutdown(wait=True, cancel_futures=False)

    def _end(self) -> None:
        if self._reads is not None:
            self._reads.close()
            self._reads = None
