"""For commands that print until they are told to stop: by a signal, or by whoever reads their output going away.

Exit codes are the shell's: 130 after SIGINT, 143 after SIGTERM, 129 after SIGHUP; 0 where the reader has had enough.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.cli import ending
from reader.cli.output import CommandError

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _StopWritingError(Exception):
    """A signal came while we were waiting for the reader of our output."""


class Lasting:
    """Runs one piece of work until it ends or is to end, and writes its output: whole lines, never held back.

    `code` is the exit code that the end asks for, `failure` what kept us from writing, if that was no closed pipe.
    """

    def __init__(self) -> None:
        self.code = 0
        self.failure: OSError | None = None
        self._ended = False
        self._writing = False
        self._work: asyncio.Task[int] | None = None
        self._loop = asyncio.get_running_loop()
        self._fd = sys.stdout.fileno()

    async def run(self, work: Coroutine[object, object, int]) -> int:
        """Do the work; return its exit code, or ours where it was ended. Raises what it raises, and CommandError."""
        self._work = asyncio.create_task(work, name="work")
        ending.check()
        # Not by the loop's own handlers: those wait for a write that may never end.
        heard = [number for number in SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
        before = {number: signal.signal(number, self._signalled) for number in heard}
        watching = self._watch_reader()
        try:
            await asyncio.wait([self._work])
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            if watching:
                self._loop.remove_reader(self._fd)
        if self.failure is not None:
            raise CommandError(f"the output cannot be written: {self.failure.strerror}") from self.failure
        if self._ended:
            with suppress(asyncio.CancelledError):
                await self._work
            return self.code
        return await self._work

    def line(self, text: str) -> None:
        """Write one line, at once. Once the work is to end nothing more is written."""
        if self._ended:
            return
        left = memoryview(f"{text}\n".encode("utf-8", "replace"))
        try:
            self._writing = True
            while left:
                left = left[self._write(left) :]
        except _StopWritingError:
            return
        except BrokenPipeError:
            self.end(0)
        except OSError as error:
            self.failure = error
            self.end(1)
        finally:
            self._writing = False

    def end(self, code: int) -> None:
        """End the work with this exit code; the first reason counts."""
        if not self._ended:
            self._ended, self.code = True, code
        if self._work is not None:
            self._work.cancel()

    def _write(self, data: memoryview) -> int:
        """Write past Python's buffer, which would be written again at the end, to a reader that may never read."""
        try:
            return os.write(self._fd, data)
        except BlockingIOError:
            select.select([], [self._fd], [])
            return 0

    def _signalled(self, number: int, _frame: FrameType | None) -> None:
        if not self._ended:
            # From now on nothing is written: the next line would wait for the reader again.
            self._ended, self.code = True, 128 + number
        self._loop.call_soon_threadsafe(self.end, self.code)
        if self._writing:
            self._writing = False
            raise _StopWritingError

    def _watch_reader(self) -> bool:
        """Notice that the reader of a pipe has gone even while there is nothing to write, as `tail -f` does."""
        try:
            if not stat.S_ISFIFO(os.fstat(self._fd).st_mode):
                return False
            # The end that is written to has nothing to be read; it is ready when the other end was closed.
            self._loop.add_reader(self._fd, self._reader_gone)
        except (OSError, NotImplementedError):
            return False
        return True

    def _reader_gone(self) -> None:
        self._loop.remove_reader(self._fd)
        self.end(0)
