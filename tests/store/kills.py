"""Processes that are cheap to start and to kill: forked from one that has loaded the store and opened nothing.

`python -m tests.store.kills` is that one. Asked on stdin, line by line, it forks a child that runs a function of a
test module, or kills one and waits for its end. Its children speak through its stdout, a line at a time.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]
LOADED = (
    "reader.store.polls",
    "reader.store.migrate",
    "tests.store.children",
    "rich.cells",
    "hashlib",
    "importlib.resources",
)
PATIENCE = 300.0
"""Seconds; some say nothing before they are done, and a disk may be slow."""


class Forks:
    """The process that forks; a context manager."""

    def __enter__(self) -> Self:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.store.kills"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._server.stdout is not None
        os.set_blocking(self._server.stdout.fileno(), False)
        self._part = b""
        self._lines: dict[int, list[str]] = {}
        self._ended: dict[int, int] = {}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.stdout.close()
        self._server.wait(PATIENCE)

    def start(self, function: str, *values: object) -> Child:
        """Run `function` (module:name) in a child, with a way to speak and `values`, as JSON."""
        number = len(self._lines)
        self._lines[number] = []
        self._ask("start", number, function, values)
        return Child(self, number)

    def _ask(self, *request: object) -> None:
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(request).encode() + b"\n")
        self._server.stdin.flush()

    def read(self, seconds: float) -> None:
        """Take in what the children have said, waiting for at most `seconds` for the first of it."""
        assert self._server.stdout is not None
        if not select.select([self._server.stdout], [], [], max(0.0, seconds))[0]:
            return
        said = os.read(self._server.stdout.fileno(), 1 << 16)
        if not said:
            raise AssertionError("the process that forks has ended")
        *lines, self._part = (self._part + said).split(b"\n")
        for line in lines:
            number, what, text = json.loads(line)
            if what == "end":
                self._ended[number] = text
            else:
                self._lines[number].append(text)


class Child:
    """A child of `Forks`."""

    def __init__(self, forks: Forks, number: int) -> None:
        self._forks = forks
        self._number = number

    @property
    def lines(self) -> list[Any]:
        """What it has said so far, as far as it was read."""
        return self._forks._lines[self._number]

    def said_last(self) -> Any:
        """What it says next, or has said last."""
        self.wait_for(len(self.lines) + 1)
        self._forks.read(0)
        return self.lines[-1]

    def wait_for(self, count: int) -> None:
        """Wait until it has said `count` things."""
        self._until(lambda: len(self.lines) >= count)

    def kill(self) -> list[Any]:
        """SIGKILL it; return all that it said. Fails if it had ended with an error before."""
        self._forks._ask("kill", self._number)
        return self.end(-signal.SIGKILL, 0)

    def end(self, *codes: int) -> list[Any]:
        """Wait until it has ended; return all that it said. Fails if it did not end with one of `codes`."""
        self._forks._ask("wait", self._number)
        self._until(lambda: self._number in self._forks._ended)
        if self._forks._ended[self._number] not in (codes or (0,)):
            raise AssertionError(f"a child ended with {self._forks._ended[self._number]}: {self.lines[-1:]}")
        return self.lines

    def _until(self, met: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not met():
            self._forks.read(end - time.monotonic())
            if time.monotonic() > end:
                raise AssertionError(f"a child was not heard of for {PATIENCE:.0f} seconds: {self.lines[-3:]}")


def _say(number: int, what: str, value: object) -> None:
    os.write(1, json.dumps([number, what, value]).encode() + b"\n")


def _fork(number: int, function: str, values: list[Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        module, _, name = function.partition(":")
        getattr(importlib.import_module(module), name)(lambda value: _say(number, "say", value), *values)
        code = 0
    except BaseException:  # noqa: BLE001 - it must be heard of
        _say(number, "say", traceback.format_exc()[-2000:])
    finally:
        os._exit(code)


def main() -> None:
    """Serve until stdin ends; then end the children that are left."""
    for name in LOADED:
        importlib.import_module(name)
    gc.freeze()
    pids: dict[int, int] = {}
    try:
        for line in sys.stdin:
            request, number, *rest = json.loads(line)
            if request == "start":
                pids[number] = _fork(number, *rest)
                continue
            if number not in pids:
                continue
            if request == "kill":
                os.kill(pids[number], signal.SIGKILL)
            else:
                _, status = os.waitpid(pids.pop(number), 0)
                _say(number, "end", os.waitstatus_to_exitcode(status))
    finally:
        for pid in pids.values():
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
