"""Full-screen programs in a real pseudo-terminal, with a time stamp on every piece that they write.

A thread stamps the bytes as they come; the screen emulator takes them in afterwards, and the time of an event is the
stamp of the piece that brought the screen there. So the emulator's own slowness is in no figure.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

UNKNOWN = re.compile(
    r"\x1b\[[<=>][0-?]*[ -/]*[@-~]|\x1b\[[0-?]*[ -/]+[@-~]|\x1b[PX^_].*?\x1b\\|\x1b\].*?(?:\x07|\x1b\\)|\x1b[=>]",
    re.DOTALL,
)
"""Sequences that pyte would print: private and intermediate ones, strings, keypad modes."""
CUT = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_](?:(?!\x1b\\|\x07).)*)?$", re.DOTALL)
"""One that goes on in the next piece."""
PIECE = 1 << 16
MIB = 1024


class _Screen(pyte.Screen):
    """An emulated screen that scrolls and repeats as ncurses wants it, and takes no offence."""

    last = " "

    def draw(self, data: str) -> None:
        self.last = data[-1:] or self.last
        super().draw(data)

    def repeat(self, times: int = 1) -> None:
        super().draw(self.last * (times or 1))

    def rise(self, lines: int = 1) -> None:
        self._roll(lines, up=True)

    def fall(self, lines: int = 1) -> None:
        self._roll(lines, up=False)

    def _roll(self, lines: int, *, up: bool) -> None:
        top, bottom = self.margins or (0, self.lines - 1)
        rows = range(top, bottom) if up else range(bottom, top, -1)
        for _ in range(min(lines or 1, bottom - top + 1)):
            for row in rows:
                self.buffer[row] = self.buffer[row + (1 if up else -1)]
            self.buffer.pop(bottom if up else top, None)

    def select_graphic_rendition(self, *attrs: int, **private: bool) -> None:
        if not private:
            super().select_graphic_rendition(*attrs)

    def report_device_status(self, *_: object, **__: object) -> None:
        pass

    def report_device_attributes(self, *_: object, **__: object) -> None:
        pass


class _Stream(pyte.Stream):
    csi = {**pyte.Stream.csi, "S": "rise", "T": "fall", "b": "repeat"}  # noqa: RUF012  pyte's own annotation
    events = pyte.Stream.events | {"rise", "fall", "repeat"}


class Stamped:
    """Runs `argv` in a terminal; times are those of `time.perf_counter`, in seconds."""

    def __init__(
        self, argv: Sequence[str], *, columns: int = 120, lines: int = 40, env: Mapping[str, str] | None = None
    ) -> None:
        self.screen = _Screen(columns, lines)
        self._stream = _Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._pieces: list[tuple[float, bytes]] = []
        self._taken = 0
        self._ended = False
        self._came = threading.Condition()
        self._master, slave = pty.openpty()
        self._size(columns, lines)
        base = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLORTERM", "TMUX")}
        base |= {"TERM": "xterm-256color", "COLUMNS": "", "LINES": "", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            argv, stdin=slave, stdout=slave, stderr=slave, env=base | dict(env or {}), start_new_session=True
        )
        os.close(slave)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self) -> None:
        while True:
            try:
                piece = os.read(self._master, PIECE)
            except OSError:
                piece = b""
            at = time.perf_counter()
            with self._came:
                if piece:
                    self._pieces.append((at, piece))
                self._ended = not piece
                self._came.notify_all()
            if not piece:
                return
            if b"\x1b[6n" in piece:
                os.write(self._master, b"\x1b[1;1R")

    def _size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    # -- what shows

    @property
    def text(self) -> str:
        """The screen as text, a line a row."""
        return "\n".join(self.screen.display)

    def picture(self) -> int:
        """A number that differs where the screen does: characters, colours, what is turned round, the cursor."""
        rows = (self.screen.buffer[y][x] for y in range(self.screen.lines) for x in range(self.screen.columns))
        cells = tuple((cell.data, cell.fg, cell.bg, cell.reverse, cell.bold, cell.underscore) for cell in rows)
        return hash((cells, self.screen.cursor.x, self.screen.cursor.y))

    def _take(self, piece: bytes) -> None:
        text = self._rest + self._decoder.decode(piece)
        cut = CUT.search(text)
        text, self._rest = (text[: cut.start()], text[cut.start() :]) if cut else (text, "")
        self._stream.feed(UNKNOWN.sub("", text))

    # -- events

    def until(self, holds: Callable[[], bool], limit: float = 60.0) -> float | None:
        """When the screen came to be so; None if it did not within `limit` seconds, or the program ended before."""
        end = time.perf_counter() + limit
        while True:
            while self._taken < len(self._pieces):
                at, piece = self._pieces[self._taken]
                self._taken += 1
                self._take(piece)
                if holds():
                    return at
            with self._came:
                if self._taken == len(self._pieces):
                    if self._ended or time.perf_counter() > end:
                        return None
                    self._came.wait(0.25)

    def shows(self, pattern: str, limit: float = 60.0) -> float:
        """When the screen first matched. Fails with the screen if it did not."""
        at = self.until(lambda: re.search(pattern, self.text) is not None, limit)
        if at is None:
            raise AssertionError(f"{pattern!r} did not appear:\n{self.text}")
        return at

    def quiet(self, silence: float, limit: float = 30.0) -> float | None:
        """Wait until nothing has come for `silence` seconds; when the last piece came, None if there was none."""
        first, end = len(self._pieces), time.perf_counter() + limit
        while time.perf_counter() < end and not self._ended:
            before = len(self._pieces)
            with self._came:
                self._came.wait_for(lambda before=before: len(self._pieces) != before or self._ended, silence)
            if len(self._pieces) == before:
                break
        for at in range(self._taken, len(self._pieces)):
            self._take(self._pieces[at][1])
            self._taken = at + 1
        return self._pieces[-1][0] if len(self._pieces) > first else None

    def send(self, keys: str) -> float:
        """Type; when that was."""
        at = time.perf_counter()
        os.write(self._master, keys.encode())
        return at

    def resize(self, columns: int, lines: int) -> float:
        """Make the terminal another size; when that was."""
        self.screen.resize(lines, columns)
        at = time.perf_counter()
        self._size(columns, lines)
        os.killpg(self.process.pid, signal.SIGWINCH)
        return at

    # -- what it costs

    def busy(self, threads: str = "*") -> float:
        """Seconds of the processor that the program's own threads have had so far (`/proc`, Linux); all, or one."""
        spent = 0
        for stat in Path(f"/proc/{self.process.pid}/task").glob(f"{threads}/schedstat"):
            try:
                spent += int(stat.read_text().split()[0])
            except (OSError, IndexError):
                continue
        return spent / 1e9

    def shown(self) -> float:
        """The same of the first thread alone, which is that of the screen."""
        return self.busy(str(self.process.pid))

    def calm(self, limit: float = 30.0) -> None:
        """Wait until the first thread does next to nothing: a twentieth of a processor for half a second."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end:
            before = self.shown()
            self.quiet(0.5, 0.5)
            if self.shown() - before < 0.025:
                return

    def memory(self) -> float:
        """MiB of the program's own memory, what it shares counted in part (PSS)."""
        lines = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / MIB

    def close(self) -> None:
        """End the program and everything that it started."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            os.killpg(self.process.pid, sign)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                continue
        self._thread.join(2)
        if self._master >= 0:
            os.close(self._master)
            self._master = -1
