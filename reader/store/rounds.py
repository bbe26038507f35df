"""What a program that runs for long does for its store now and then, in a thread of its own.

Not what keeps the file small and in shape (`upkeep.py`), but what keeps it from being lost.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.foreground import FOREGROUND
from reader.store.errors import QueryInterrupted, StoreError

if TYPE_CHECKING:
    from reader.clock import Clock
    from reader.store.reads import Reads
    from reader.store.store import Store

log = logging.getLogger(__name__)

EVERY = 3600.0
"""Seconds between the rounds; each does only what is due."""
STOP_SECONDS = 1.0


def start_rounds(store: Store, clock: Clock) -> None:
    """Make the first round now and one an hour from then on, until the store is closed; returns at once."""
    if not store.read_only:
        _Rounds(store, clock)


class _Rounds:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._stopped = threading.Event()
        self._reads: Reads | None = None
        self._thread = threading.Thread(target=self._run, name="store-rounds", daemon=True)
        store.on_close(self._stop)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._round()
            self._stopped.wait(EVERY)

    def _round(self) -> None:
        """Reserve, daily copy, and a look through the file after an unclean end; a failure of one keeps none back."""
        FOREGROUND.give_way()
        self._store.keep_reserve()
        FOREGROUND.give_way()
        try:
            self._store.backup_if_due(self._clock.now())
        except StoreError as error:
            log.warning("the daily copy could not be made: %s", error)
        with suppress(QueryInterrupted, StoreError), self._store.reads() as reads:
            self._reads = reads
            FOREGROUND.give_way()
            if not self._stopped.is_set():
                self._store.examine(reads)
        self._reads = None

    def _stop(self) -> None:
        self._stopped.set()
        reads = self._reads
        if reads is not None:
            reads.interrupt()
        self._thread.join(STOP_SECONDS)
