"""A real program in a real pseudo-terminal, seen through a screen emulator."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from typing import TYPE_CHECKING, Self

import pyte

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

KEYS = {
    "<enter>": "\r", "<esc>": "\x1b", "<tab>": "\t", "<down>": "\x1b[B", "<up>": "\x1b[A", "<end>": "\x1b[F",
    "<home>": "\x1b[H", "<ctrl-f>": "\x06", "<ctrl-u>": "\x15", "<ctrl-s>": "\x13", "<bs>": "\x7f",
}  # fmt: skip


class Terminal:
    """Runs `argv` in a pty of `columns` by `lines`; `raw` is every byte it wrote."""

    def __init__(
        self, argv: Sequence[str], *, columns: int = 120, lines: int = 40, env: Mapping[str, str] | None = None
    ) -> None:
        self.raw = bytearray()
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        master, slave = pty.openpty()
        self._master = master
        self.resize(columns, lines)
        base = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLORTERM")}
        settings = base | {"TERM": "xterm-256color", "COLUMNS": "", "LINES": "", "TZ": "UTC"} | dict(env or {})
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            argv, stdin=slave, stdout=slave, stderr=slave, env=settings, start_new_session=True, close_fds=True
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def resize(self, columns: int, lines: int) -> None:
        """Make the terminal another size."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)
        if hasattr(self, "process"):
            os.killpg(self.process.pid, signal.SIGWINCH)

    def read(self, seconds: float = 0.0) -> bool:
        """Take in what there is, waiting at most `seconds` for the first byte; whether there was any."""
        some = False
        while select.select([self._master], [], [], 0 if some else seconds)[0]:
            try:
                chunk = os.read(self._master, 65536)
            except OSError:
                break
            if not chunk:
                break
            some = True
            self.raw += chunk
            self._stream.feed(chunk)
        return some

    def settle(self, quiet: float = 0.3, limit: float = 10.0) -> None:
        """Read until nothing has come for `quiet` seconds."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end and self.read(quiet):
            pass

    def send(self, keys: str) -> None:
        """Type; `<enter>`, `<esc>`, `<down>` and so on are keys."""
        text = re.sub(r"<[a-z-]+>", lambda match: KEYS[match.group()], keys)
        os.write(self._master, text.encode())

    @property
    def text(self) -> str:
        """The screen as text, a line a row."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def row(self, number: int) -> str:
        """One row of the screen."""
        return self.screen.display[number]

    def row_of(self, text: str) -> int:
        """The first row that holds `text`; -1 if none does."""
        return next((number for number, line in enumerate(self.screen.display) if text in line), -1)

    def wait_for(self, pattern: str, seconds: float = 60.0) -> re.Match[str]:
        """Wait until the screen matches; fails with the screen otherwise."""
        end = time.perf_counter() + seconds
        while True:
            match = re.search(pattern, self.text)
            if match:
                return match
            if time.perf_counter() > end or (self.process.poll() is not None and not self.read(0.2)):
                raise AssertionError(f"{pattern!r} did not appear:\n{self.text}")
            self.read(0.05)

    def exit_code(self, seconds: float = 60.0) -> int | None:
        """Wait for the program to end of itself, reading on so that it can; None if it does not."""
        end = time.perf_counter() + seconds
        while (code := self.process.poll()) is None and time.perf_counter() < end:
            self.read(0.05)
        while code is not None and self.read():
            pass  # what it wrote last
        return code

    def close(self) -> int:
        """End the program; return its exit code."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            if self.exit_code(5) is None:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(60)
        if self._master >= 0:
            os.close(self._master)
            self._master = -1
        return self.process.returncode
