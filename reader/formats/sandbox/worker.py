"""Parsing in a sacrificial process: what stalls or crashes a parser costs that process and no more.

A parser in C cannot be interrupted and may crash on bytes made for it; both would take the app along. So every document
is read by a worker (see `worker_main`) that is killed at a deadline and started anew. It bounds time, memory and
crashes; it is no prison for code: the worker may do what the user may.

The workers run this interpreter on a line of code, not `multiprocessing`: nothing of the app is imported again, and it
works the same from the command, from `python -m`, under a test runner and from a zipped package.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, ClassVar, Self, TypeVar

from reader.formats import MAX_BYTES, sniff
from reader.formats.sandbox import wire
from reader.formats.sandbox.worker_main import (
    ANSWER,
    ARTICLE,
    HELLO,
    MAX_ANSWER,
    PARSE,
    PICTURE,
    REQUEST,
    read_exactly,
)
from reader.model.article import ArticleOutcome, Extraction
from reader.model.picture import PictureReading
from reader.model.snapshot import Document, Reading

Made = TypeVar("Made")
Decode = Callable[[Sequence[bytes]], Made]

WORKERS = 2
"""At most so many documents are read at once."""
START_SECONDS = 30.0
FEED_SECONDS = 2.0
PAGE_SECONDS = 5.0
FEED_SECONDS_PER_MIB = 2.0
PAGE_SECONDS_PER_MIB = 0.5
MOST_SECONDS = 10.0
TWICE = 2
REMEMBERED = 1000
"""Bodies that killed a worker, of which so many are remembered."""
CLOSE_SECONDS = 1.0
_CODE = "import sys; sys.path[:] = sys.argv[2:]; from reader.formats.sandbox.worker_main import main; main()"
SILENT = "the parser ended without an answer"
SEEN_TWICE = "This document cannot be read: it stalls or breaks the parser (seen twice)."


class SandboxError(Exception):
    """No worker can be started, or the sandbox is closed; the message says which. No fault of the document."""


class _Gone(Exception):  # noqa: N818  no error but an end
    """The worker ended before it answered; the text says in words how, "" if it had nothing to do with the document."""


def deadline(document: Document) -> float:
    """Return how many seconds reading a document may take: feeds less than pages, and more for large ones."""
    mib = len(document.body) / 2**20
    # Wide encodings have a NUL beside every letter of the Latin alphabet.
    head = document.body[: sniff.HEAD].replace(b"\0", b"").decode("latin-1")
    if sniff.shape(head.removeprefix("ï»¿")) in (sniff.Shape.XML, sniff.Shape.JSON):
        return min(MOST_SECONDS, FEED_SECONDS + FEED_SECONDS_PER_MIB * mib)
    return min(MOST_SECONDS, PAGE_SECONDS + PAGE_SECONDS_PER_MIB * mib)


class _Unreadable(Exception):  # noqa: N818  an answer
    """The document cannot be read; the text says why, in a sentence."""


class _Pool:
    """Worker processes for one task, started when first needed and at most `workers` at a time. Thread-safe."""

    _task: ClassVar[str]

    def __init__(self, workers: int = WORKERS) -> None:
        self._most = workers
        self._slots = threading.BoundedSemaphore(workers)
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._killed: OrderedDict[bytes, int] = OrderedDict()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make(self, document: Document, decode: Decode[Made]) -> Made:
        """What a worker makes of a document. Raises _Unreadable and SandboxError."""
        name = hashlib.sha256(document.body).digest()
        if self._killed.get(name, 0) >= TWICE:
            raise _Unreadable(SEEN_TWICE)
        with self._slots:
            try:
                return self._read(document, decode)
            except _Gone as gone:
                self._refuse_if_closed()
                self._blame(name)
                raise _Unreadable(f"This document cannot be read: {str(gone) or SILENT}.") from gone

    def warm(self) -> None:
        """Start all workers now, in threads, for somebody who is about to have many documents read."""
        for _ in range(self._most):
            threading.Thread(target=self._start, name="sandbox-start", daemon=True).start()

    def _start(self) -> None:
        # Whoever wants a worker meanwhile waits for this one, and starts none besides.
        with self._slots, suppress(SandboxError):
            worker = self._worker()
            self._release(worker, stays=True)

    def close(self) -> None:
        """End all workers, within a second; what is being read raises SandboxError in its thread."""
        with self._lock:
            self._closed = True
            workers, self._all = self._all, set()
            self._idle.clear()
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.bury()

    def _read(self, document: Document, decode: Decode[Made]) -> Made:
        """Read with an idle worker or a new one. One that had left in peace is replaced without a word."""
        for last in (False, True):
            worker = self._worker()
            stays = False
            try:
                made, stays = worker.read(document, decode)
            except _Gone as gone:
                if last or str(gone):
                    raise
            else:
                return made
            finally:
                self._release(worker, stays=stays)
        raise AssertionError("unreachable")

    def _worker(self) -> _Worker:
        self._refuse_if_closed()
        with self._lock:
            while self._idle:
                worker = self._idle.pop()  # the one that worked last, so that others may end for want of work
                if worker.is_running:
                    return worker
                self._all.discard(worker)
                worker.bury()
        worker = _Worker(self._task)
        with self._lock:
            if not self._closed:
                self._all.add(worker)
                return worker
        self._bury(worker)
        raise SandboxError("the program is closing")

    def _release(self, worker: _Worker, *, stays: bool) -> None:
        with self._lock:
            if stays and not self._closed:
                self._idle.append(worker)
                return
            self._all.discard(worker)
        self._bury(worker)

    @staticmethod
    def _bury(worker: _Worker) -> None:
        worker.kill()
        worker.bury()

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise SandboxError("the program is closing")

    def _blame(self, name: bytes) -> None:
        with self._lock:
            self._killed[name] = self._killed.get(name, 0) + 1
            self._killed.move_to_end(name)
            if len(self._killed) > REMEMBERED:
                self._killed.popitem(last=False)


class Sandbox(_Pool):
    """Reads documents in worker processes. `parse` blocks its thread, so an event loop calls it through one."""

    _task = PARSE

    def parse(self, document: Document) -> Reading:
        """Return what `formats.parse` returns, or a reading that says in words why there is none.

        Takes no longer than `deadline` from when a worker is free. Raises SandboxError.
        """
        try:
            return self._make(document, wire.decode)
        except _Unreadable as why:
            return Reading("unreadable", reason=str(why))


class Extractor(_Pool):
    """The same for the articles of pages, in processes of their own: they alone load what finds an article."""

    _task = ARTICLE

    def extract(self, document: Document) -> Extraction:
        """Return what `formats.article.extract` returns, or in words why there is nothing. As `Sandbox.parse`."""
        try:
            return self._make(document, lambda lines: wire.decode_one(Extraction, lines))
        except _Unreadable as why:
            return Extraction(ArticleOutcome.UNREADABLE, str(why))


class PictureReader(_Pool):
    """The same for pictures."""

    _task = PICTURE

    def decode(self, document: Document) -> PictureReading:
        """Return what `formats.picture.decode` returns, or in words why there is nothing. As `Sandbox.parse`."""
        try:
            return self._make(document, lambda lines: wire.decode_one(PictureReading, lines))
        except _Unreadable as why:
            return PictureReading(reason=str(why).replace("document", "picture"))


class _Worker:
    """One process and its pipes; used by one thread at a time, but for `kill`."""

    def __init__(self, task: str) -> None:
        paths = [os.path.abspath(path) for path in sys.path]  # noqa: PTH100  a zipped package has no other path
        try:
            self._process = subprocess.Popen(  # noqa: S603  this interpreter, and nothing that came from outside
                [sys.executable, "-I", "-c", _CODE, task, *paths],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,  # no signal of the terminal's reaches it
            )
        except (OSError, ValueError) as error:
            raise SandboxError(f"no process can be started to read documents in: {error}") from error
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101, PT018  PIPE
        self._to: IO[bytes] = self._process.stdin
        self._from: IO[bytes] = self._process.stdout
        with _Deadline(START_SECONDS, self.kill):
            hello = self._from.read(len(HELLO))
        if hello != HELLO:
            self.kill()
            self.bury()
            raise SandboxError("the process that reads documents does not start")

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def read(self, document: Document, decode: Decode[Made]) -> tuple[Made, bool]:
        """Return what was made of the document, and whether the worker may be used again. Raises _Gone."""
        seconds = deadline(document)
        answer = None
        with _Deadline(seconds, self.kill) as limit:
            # A broken pipe: the reading end tells more.
            with suppress(OSError):
                self._ask(document, seconds)
            with suppress(OSError):
                answer = self._answer()
        if answer is None:
            raise _Gone(f"it takes longer than {seconds:.0f} seconds" if limit.passed else self._end())
        stays, lines = answer
        try:
            return decode(lines), stays and not limit.passed
        except wire.MalformedError as error:
            raise _Gone("the parser's answer makes no sense") from error

    def _ask(self, document: Document, seconds: float) -> None:
        body = memoryview(document.body)[: MAX_BYTES + 1]
        said = json.dumps([document.url, document.content_type]).encode()
        for part in (REQUEST.pack(seconds, len(said), len(body)), said, body):
            rest = memoryview(part)
            while rest:
                rest = rest[self._to.write(rest) :]

    def _answer(self) -> tuple[bool, list[bytes]] | None:
        header = read_exactly(self._from.read, ANSWER.size)
        if header is None:
            return None
        stays, length = ANSWER.unpack(header)
        if length > MAX_ANSWER:
            return None
        answer = read_exactly(self._from.read, length)
        return None if answer is None else (stays, answer.split(b"\n"))

    def _end(self) -> str:
        """How the process ended, in words; "" if it left of its own accord, for want of work."""
        try:
            code = self._process.wait(CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            return "the parser's answer makes no sense"
        if code == 0:
            return ""
        return f"the parser crashed on it (signal {-code})" if code < 0 else f"the parser broke on it (exit {code})"

    def kill(self) -> None:
        """End the process at once; may be called from any thread."""
        with suppress(OSError):
            self._process.kill()

    def bury(self) -> None:
        """Wait for the end of the process and close its pipes."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(CLOSE_SECONDS)
        for pipe in (self._to, self._from):
            with suppress(OSError):
                pipe.close()


class _Deadline:
    """Calls `act` once if the block lasts longer than `seconds`; never after the block."""

    def __init__(self, seconds: float, act: Callable[[], None]) -> None:
        self.passed = False
        self._act = act
        self._over = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._pass)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._over = True
        self._timer.cancel()

    def _pass(self) -> None:
        with self._lock:
            if not self._over:
                self.passed = True
                self._act()
