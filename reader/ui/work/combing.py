"""Looks through many entries for claims and figures, in a thread with its own connection, a few at a time."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from reader.ui.work.queries import QueryThread
from reader.view.testimony import Testimony

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from reader.model.event import StoredEntry
    from reader.store import Reads, Store
    from reader.tagging.lexicon import Lexicon

SLICE = 20
"""Entries between two moments at which the screen has its turn: some ten milliseconds of work."""
MOST = 100_000
"""Entries that are looked through, the newest."""


class Combing:
    """Remembers what it found for as long as the program runs; an entry is read again where its text or tags differ."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[int, Testimony] = {}

    async def run(self, numbers: Sequence[int]) -> AsyncGenerator[tuple[Sequence[Testimony], int]]:
        """Look through entries in the order of their ids `numbers`; yield what was found, and how many are done.

        Closed or cancelled, it ends within an entry. May raise a StoreError.
        """
        thread, ended = QueryThread(self._store), Event()
        try:
            for start in range(0, len(numbers), SLICE):
                some = numbers[start : start + SLICE]
                found = await thread.ask_in_turn(partial(self._slice, some, ended))
                yield found, start + len(some)
        finally:
            ended.set()
            thread.close()

    def _slice(self, numbers: Sequence[int], ended: Event, reads: Reads) -> list[Testimony]:
        """Asked in the thread."""
        from reader import tagging  # noqa: PLC0415  the tables are read when they are first needed

        lexicon = tagging.load().lexicon
        found: list[Testimony] = []
        for stored in reads.entries(numbers):
            if ended.is_set():
                break
            found.append(self._read(lexicon, stored))
        return found

    def _read(self, lexicon: Lexicon, stored: StoredEntry) -> Testimony:
        known, wording = self._found.get(stored.id), wording_of(stored)
        if known is None or known.wording != wording or known.at != stored.sort_at:
            known = self._found[stored.id] = testimony_of(lexicon, stored, wording)
        return known


def wording_of(stored: StoredEntry) -> int:
    """The same for the same text with the same tags."""
    wording = stored.entry.wording
    return hash((wording.headline, wording.text, stored.tagging))


def testimony_of(lexicon: Lexicon, stored: StoredEntry, wording: int) -> Testimony:
    """What an entry claims, and its figures."""
    from reader.tagging.claims import claims_of  # noqa: PLC0415  not needed for the first screen
    from reader.tagging.figures import figures_of  # noqa: PLC0415
    from reader.tagging.rereading import reread  # noqa: PLC0415

    said = stored.entry.wording
    parts = reread(lexicon, said.headline, said.text, stored.tagging)
    claims = claims_of(parts, stored.tagging)
    return Testimony(stored.id, stored.sort_at, stored.source_id, wording, claims, figures_of(parts, claims))
