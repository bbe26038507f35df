"""That a store is open: a lock that all who have it open share, with a word on how sure of the file one may be.

Whoever gets the lock alone may look for the traces of an end without a farewell, and may put another file in the place
of the store; renaming a database that a program has open would damage both (sqlite.org/howtocorrupt.html section 2.4).
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path

from reader.store.errors import StoreBusy
from reader.store.lease import close_lock, open_lock, try_lock

WAIT_SECONDS = 5.0
"""How long to wait for one who is putting another file in the place of the store."""
_WORD_BYTES = 32


class Doubt(StrEnum):
    """How sure one may be that the file is whole."""

    NONE = ""
    UNCLEAN = "unclean"
    """The last program that had it open did not get to close it."""
    DAMAGED = "damaged"
    """Something was met that could not be read."""


class Presence:
    """The lock of the store at `database`, and the doubt that is noted in the same file.

    Where no such file can be made (a read-only folder, no locks) all of it is without effect.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._path = database.with_name(f"{database.name}.lock")
        self._descriptor: int | None = None
        self._one_at_a_time = threading.Lock()

    def enter(self, *, create: bool = True, tidy: Callable[[], None] | None = None) -> bool:
        """Say that the store is being opened; True if nobody else has it open. Without `create` only where others look.

        `tidy` is called where nobody else has it open, and before anybody else can. Raises StoreBusy where another
        program does not finish to put the file in order.
        """
        try:
            self._descriptor = open_lock(self._path, create=create)
            alone = create and try_lock(self._descriptor)
            if alone and self.doubt is Doubt.NONE and _was_left_open(self._database):
                self.note(Doubt.UNCLEAN)
            if alone and tidy is not None:
                tidy()
            self._share(self._descriptor)
        except OSError:
            self.leave()
            return False
        except StoreBusy:
            self.leave()
            raise
        return alone

    def leave(self) -> None:
        """Say that the store was closed."""
        # Damage may be met in another thread while this one closes: what it notes must not go to a file that has been
        # opened since under the same number.
        with self._one_at_a_time:
            descriptor, self._descriptor = self._descriptor, None
            if descriptor is not None:
                close_lock(descriptor)

    @property
    def doubt(self) -> Doubt:
        """What is noted."""
        with self._one_at_a_time, suppress(OSError, ValueError):
            if self._descriptor is None:
                return Doubt.NONE
            return Doubt(os.pread(self._descriptor, _WORD_BYTES, 0).decode("ascii", "replace").strip())
        return Doubt.NONE

    def note(self, doubt: Doubt) -> None:
        """Note a doubt for whoever opens the store next, or with NONE that there is none any more."""
        with self._one_at_a_time, suppress(OSError):
            if self._descriptor is not None:
                os.ftruncate(self._descriptor, 0)
                os.pwrite(self._descriptor, doubt.value.encode("ascii"), 0)

    @contextmanager
    def alone(self) -> Generator[None]:
        """Keep everybody else from opening the store. Raises StoreBusy where somebody has it open."""
        try:
            self._descriptor = open_lock(self._path)
            if not try_lock(self._descriptor):
                raise StoreBusy(f"{self._database} is open in another Dateline; close that one and try again.")
        except OSError:
            pass  # nothing can be locked here: then nobody can be asked either
        except StoreBusy:
            self.leave()
            raise
        try:
            yield
        finally:
            self.leave()

    def _share(self, descriptor: int) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        while not try_lock(descriptor, shared=True):
            if time.monotonic() > deadline:
                raise StoreBusy(f"{self._database} is being put in order by another Dateline; try again in a moment.")
            time.sleep(0.01)


def _was_left_open(database: Path) -> bool:
    """Whether there is a log that a clean end would have removed (sqlite.org/wal.html section 2.1)."""
    for end in ("-wal", "-journal"):
        with suppress(OSError):
            if database.with_name(database.name + end).stat().st_size:
                return True
    return False
