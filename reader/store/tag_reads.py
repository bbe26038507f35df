"""Reading what waits for its tags: the part of `Reads` that only those who tag behind the polls need."""

from __future__ import annotations

import json
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.model.tagging_due import Waiting


class TagReads(ABC):
    """Answers about entries that wait for their tags."""

    @abstractmethod
    def _asking(self) -> AbstractContextManager[sqlite3.Connection]:
        """The connection, for one question."""

    def tagging_due(self, limit: int, *, bare: bool = False) -> list[Waiting]:
        """Return the newest entries that wait for their tags, the newest first.

        `bare`: only those that have none; others have tags by earlier rules, or of an earlier wording.
        """
        from reader.store import tagging_due  # noqa: PLC0415 - not wanted before the first screen

        with self._asking() as connection:
            return tagging_due.due(connection, limit, bare=bare)

    def tagging_waiting(self, *, bare: bool = False) -> int:
        """Return how many entries wait for their tags; how many of those that have none, if `bare`."""
        if bare:
            from reader.store import tagging_due  # noqa: PLC0415 - not wanted before the first screen

            with self._asking() as connection:
                return tagging_due.waiting(connection, bare=True)
        with self._asking() as connection:
            return connection.execute("SELECT count(*) FROM tagging_due").fetchone()[0]

    def feed_memory(self, source_id: int) -> str | None:
        """Return what tagging remembers of a source (reader.tagging.memory); None if that is nothing yet."""
        from reader.store import feed_memory  # noqa: PLC0415 - not wanted before the first screen

        with self._asking() as connection:
            return feed_memory.read(connection, source_id)

    def tagged_by(self) -> str | None:
        """Return the name of the rules by which the stored tags are made, or are being made."""
        from reader.store import tagging_due  # noqa: PLC0415 - not wanted before the first screen

        with self._asking() as connection:
            return tagging_due.tagged_by(connection)

    def tagged(self, ids: Iterable[int]) -> set[int]:
        """Return which of these entries have actors or topics."""
        sql = "SELECT e.id FROM json_each(?) j CROSS JOIN entry e ON e.id = j.value WHERE e.tagged = 1"
        with self._asking() as connection:
            return {row[0] for row in connection.execute(sql, (json.dumps(list(ids)),))}
