"""Who polls: of all programs that have a store open, the one that holds its lease.

A lock of the operating system (flock(2)) on a file beside the database. It belongs to the open file, so it ends with
the process that holds it, however that ends; the file itself stays and means nothing.
"""

from __future__ import annotations

import errno
import fcntl
import os
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK)
_PID_BYTES = 20


def open_lock(path: Path, *, create: bool = True) -> int:
    """Open a file that is only there to be locked; the descriptor, which no child process gets. Raises OSError."""
    if create:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    return os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)


def try_lock(descriptor: int, *, shared: bool = False) -> bool:
    """Lock an open file, or change its lock, without waiting; False where another has it.

    Raises OSError where the file system knows no locks.
    """
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise
    return True


def close_lock(descriptor: int) -> None:
    """Unlock a file and close it. The one is not left to the other: a child that is being started may hold a copy."""
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_UN)
    os.close(descriptor)


class Lease:
    """The right to poll for the store at `database`; a context manager, which asks for it and gives it back.

    `reason` says in words why the answer of `acquire` was not a plain one: another program has the lease, the folder is
    read-only, or the file system knows no locks.
    """

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}.lease")
        self.reason: str | None = None
        self._descriptor: int | None = None
        self._unlocked = False
        self._one_at_a_time = threading.Lock()

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    @property
    def held(self) -> bool:
        """Whether this process polls."""
        return self._descriptor is not None or self._unlocked

    def acquire(self) -> bool:
        """Take the lease if nobody has it; whether it is held now. Never waits, and may be asked again at any time.

        Where nothing can be locked it counts as held, for a reader who polls is better off than one who waits for
        ever; but not in a folder that may not be written, since nothing could be recorded there.
        """
        # Else what one thread is about to give back would be another program's to the one that asks for it.
        with self._one_at_a_time:
            return self.held or self._acquire()

    def _acquire(self) -> bool:
        self.reason = None
        try:
            descriptor = open_lock(self.path)
        except OSError as error:
            return self._without(error)
        try:
            taken = try_lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            return self._without(error)
        if not taken or not self._is_named(descriptor):
            os.close(descriptor)
            self.reason = "another Dateline is polling"
            return False
        self._descriptor = descriptor
        self._sign(descriptor)
        return True

    def release(self) -> None:
        """Give the lease back; nothing happens where it is not held."""
        with self._one_at_a_time:
            descriptor, self._descriptor = self._descriptor, None
            self._unlocked, self.reason = False, None
            if descriptor is not None:
                with suppress(OSError):
                    os.ftruncate(descriptor, 0)
                close_lock(descriptor)

    def holder(self) -> int | None:
        """Return the process that holds the lease; None where none does, or it cannot be told."""
        if self.held:
            return os.getpid()
        try:
            descriptor = open_lock(self.path, create=False)
        except OSError:
            return None
        try:
            if try_lock(descriptor, shared=True):
                return None
            text = os.pread(descriptor, _PID_BYTES, 0)
        except OSError:
            return None
        finally:
            close_lock(descriptor)
        return int(text) if text.isdigit() else None

    def _without(self, error: OSError) -> bool:
        folder = self.path.parent
        if folder.is_dir() and os.access(folder, os.W_OK) and error.errno != errno.EROFS:
            self._unlocked = True
            self.reason = f"{self.path} cannot be locked ({error.strerror}), so another Dateline may poll too"
        else:
            self.reason = f"{folder} may not be written"
        return self._unlocked

    def _is_named(self, descriptor: int) -> bool:
        """Whether the file that is locked is still the one that others will find."""
        try:
            return os.path.samestat(os.fstat(descriptor), self.path.stat())
        except OSError:
            return False

    @staticmethod
    def _sign(descriptor: int) -> None:
        """Leave the number of this process, for messages; a full disk is no reason not to poll."""
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
