"""`/pattern/` of a filter: `regex` with a time limit, as a function that SQL can call.

The user's own expression may be one that backtracks for ever: one search may take 0.25 s, one query 5 s.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from reader.store.codec import plain_text
from reader.store.errors import FilterTooSlow, FilterUnreadable, StoreError

SEARCH_SECONDS = 0.25
QUERY_SECONDS = 5.0


class Patterns:
    """The patterns of the query that a connection answers; `failure` says what went wrong with one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._compiled: dict[str, Any] = {}
        self._spent = 0.0
        self.failure: StoreError | None = None
        connection.create_function("pattern_found", 2, self._found)

    def begin(self) -> None:
        """Forget the last query."""
        self._compiled.clear()
        self._spent = 0.0
        self.failure = None

    def _found(self, source: str, wording: str) -> bool:
        started = time.perf_counter()
        try:
            found = self._compile(source).search(plain_text(wording), timeout=SEARCH_SECONDS, concurrent=True)
        except TimeoutError:
            self.failure = FilterTooSlow(f"/{source}/ takes too long on some entry; make it simpler.")
            raise
        self._spent += time.perf_counter() - started
        if self._spent > QUERY_SECONDS:
            self.failure = FilterTooSlow(f"/{source}/ takes too long; make it simpler or add words beside it.")
            raise self.failure
        return found is not None

    def _compile(self, source: str) -> Any:
        if source not in self._compiled:
            import regex  # noqa: PLC0415 - slow to import, and few filters have a pattern

            try:
                self._compiled[source] = regex.compile(source, regex.IGNORECASE | regex.MULTILINE)
            except Exception as error:
                self.failure = FilterUnreadable(f"/{source}/ is not a regular expression: {error}.")
                raise self.failure from error
        return self._compiled[source]
