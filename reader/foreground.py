"""The thread that shows things goes first, and those that work behind it wait.

The threads of an interpreter take turns at it, whatever each is for: what is parsed, compared, written and tagged
behind the screen would make each frame take twice its time. So the thread of the screen says when it has something to
do and when it waits for input, and the others ask between two steps of about a millisecond. Where there is no screen,
nobody waits.
"""

from __future__ import annotations

import sys
import threading
from time import perf_counter

PATIENCE = 0.05
"""Seconds after which those behind go on anyway, and for how long they need not wait again: a screen that is never
done must not keep entries from being stored."""


class Foreground:
    """Whether the thread of the screen works. Thread-safe."""

    def __init__(self) -> None:
        self._rests = threading.Event()
        self._rests.set()
        self._goes_on = 0.0

    def works(self) -> None:
        """Say that the screen has something to do: whoever asks waits."""
        self._rests.clear()

    def rests(self) -> None:
        """Say that it waits for something to do."""
        self._rests.set()

    def give_way(self) -> None:
        """Wait, for `PATIENCE` at most, until it rests. To be called behind the screen, between two steps."""
        if self._rests.is_set() or perf_counter() < self._goes_on:
            return
        if not self._rests.wait(PATIENCE):
            self._goes_on = perf_counter() + PATIENCE


FOREGROUND = Foreground()
"""That of this process, of which there is one as there is one interpreter."""


class _Imports:
    """A finder of no modules (see `sys.meta_path`), asked before each that is imported: a step like any other."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:  # noqa: ARG002
        if threading.current_thread() is not threading.main_thread():
            FOREGROUND.give_way()


def import_in_steps() -> None:
    """From now on, have modules that are imported behind the screen give way to it."""
    if not any(isinstance(finder, _Imports) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Imports())
