"""The Nth call fails, for every N, once and for ever after: nothing escapes, nothing is lost, the next poll brings all.

After sqlite.org/testing.html section 3: the loop goes on until a round goes through without the fault.
"""

from __future__ import annotations

import builtins
import errno
import fcntl
import gc
import inspect
import io
import os
import random
import socket
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import httpx2
import pytest

from reader.clock import Clock
from reader.net.fetch import Fetcher
from reader.net.outcome import FetchRequest, OutcomeKind
from reader.store import store as store_module
from tests.net.server import Reply, serving
from tests.simulation.cycle import Cycle, Trap, aftermath, every_nth
from tests.simulation.network import Network
from tests.simulation.world import LONG, World

pytestmark = pytest.mark.timeout(900)

BOTH = pytest.mark.parametrize("ever", [False, True], ids=["once", "for ever"])


@pytest.fixture
def cycle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cycle]:
    cycle = Cycle(tmp_path, World(tmp_path, monkeypatch))
    gc.collect()
    gc.freeze()  # what is here by now need not be looked through after every round
    yield cycle
    gc.unfreeze()


def tried(cycle: Cycle, trap: Trap, *, copy: bool = True, **settings: Any) -> list[str]:
    """One round with the trap set, and what is wrong after it."""
    cycle.fresh(copy=copy)
    with trap.set(), pytest.MonkeyPatch.context() as patience:
        patience.setattr(store_module, "WAL_SECONDS", 0.02)  # what is locked for ever is not worth waiting for
        found = cycle.round(**settings)
    return aftermath(cycle, found)


def test_an_undisturbed_round_shows_everything(cycle: Cycle) -> None:
    assert tried(cycle, Trap(10**9)) == []


# SQLite


def _trouble(number: int) -> BaseException:
    kinds = (
        (sqlite3.OperationalError, "disk I/O error", sqlite3.SQLITE_IOERR),
        (sqlite3.OperationalError, "database or disk is full", sqlite3.SQLITE_FULL),
        (sqlite3.OperationalError, "database is locked", sqlite3.SQLITE_BUSY),
        (sqlite3.DatabaseError, "database disk image is malformed", sqlite3.SQLITE_CORRUPT),
        (sqlite3.OperationalError, "unable to open database file", sqlite3.SQLITE_CANTOPEN),
    )
    kind, words, code = kinds[number % len(kinds)]
    error = kind(words)
    error.sqlite_errorcode = code
    return error


class _Faulty:
    """The trap of the moment, and which trouble it makes."""

    trap = Trap(10**9)
    number = 0

    @classmethod
    def call(cls) -> None:
        if cls.trap.springs():
            raise _trouble(cls.number)


class FaultyCursor(sqlite3.Cursor):
    """A cursor whose every step may fail."""

    def fetchone(self) -> Any:
        _Faulty.call()
        return super().fetchone()

    def fetchall(self) -> list[Any]:
        _Faulty.call()
        return super().fetchall()

    def __next__(self) -> Any:
        _Faulty.call()
        return super().__next__()


class FaultyConnection(sqlite3.Connection):
    """A connection whose every statement may fail."""

    def cursor(self, factory: type[sqlite3.Cursor] = FaultyCursor) -> sqlite3.Cursor:
        return super().cursor(factory)

    def execute(self, *args: Any) -> sqlite3.Cursor:
        if args[0] != "ROLLBACK":  # it touches no file where there is a write-ahead log
            _Faulty.call()
        return self.cursor().execute(*args)

    def executemany(self, *args: Any) -> sqlite3.Cursor:
        _Faulty.call()
        return self.cursor().executemany(*args)

    def executescript(self, script: str) -> sqlite3.Cursor:
        _Faulty.call()
        return super().executescript(script)


@pytest.fixture
def faulty_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def faulty(*args: Any, **settings: Any) -> sqlite3.Connection:
        _Faulty.call()
        return connect(*args, **{**settings, "factory": FaultyConnection})

    monkeypatch.setattr(sqlite3, "connect", faulty)


@BOTH
@pytest.mark.parametrize("copy", [True, False], ids=["with a store", "from nothing"])
@pytest.mark.parametrize("kind", range(5) if LONG else [None])
@pytest.mark.usefixtures("faulty_sqlite")
def test_sqlite_fails(cycle: Cycle, ever: bool, copy: bool, kind: int | None) -> None:
    def trial(trap: Trap) -> list[str]:
        _Faulty.trap, _Faulty.number = trap, trap.nth if kind is None else kind
        return tried(cycle, trap, copy=copy)

    assert every_nth(trial, ever=ever, step=_all if LONG else _thinner(8)) > 100


def _all(nth: int) -> int:
    return nth + 1


def _thinner(dense: int) -> Callable[[int], int]:
    """Every call at first, then fewer and fewer."""
    return lambda nth: nth + max(1, (nth - dense) // 3)


# The network


class _Torn(httpx2.AsyncByteStream):
    """A body each of whose pieces is a call."""

    def __init__(self, whole: httpx2.AsyncByteStream, call: Callable[[], None]) -> None:
        self._whole, self._call = whole, call

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._whole:
            self._call()
            yield piece
        self._call()

    async def aclose(self) -> None:
        await self._whole.aclose()


_BREAKS = (
    lambda: httpx2.ConnectError("All connection attempts failed"),
    lambda: httpx2.ReadTimeout(""),
    lambda: httpx2.ReadError(""),
    lambda: httpx2.RemoteProtocolError("peer closed connection"),
    lambda: OSError(errno.EMFILE, "Too many open files"),
    MemoryError,
    lambda: RuntimeError("nobody thought of this"),
)


@BOTH
def test_the_network_fails(cycle: Cycle, monkeypatch: pytest.MonkeyPatch, ever: bool) -> None:
    real = Network.handle_async_request
    trap, shift = Trap(10**9), 0

    def call() -> None:
        if trap.springs():
            raise _BREAKS[(trap.nth + shift) % len(_BREAKS)]()

    async def handle(self: Network, request: httpx2.Request) -> httpx2.Response:
        call()
        response = await real(self, request)
        response.stream = _Torn(response.stream, call)  # type: ignore[arg-type]
        call()
        return response

    def trial(sprung: Trap) -> list[str]:
        nonlocal trap
        trap = sprung
        return tried(cycle, trap)

    monkeypatch.setattr(Network, "handle_async_request", handle)
    for shift in range(len(_BREAKS)) if LONG else (3 if ever else 0,):  # noqa: B007
        assert every_nth(trial, ever=ever) > 8


@BOTH
async def test_the_resolver_fails(monkeypatch: pytest.MonkeyPatch, ever: bool) -> None:
    real = socket.getaddrinfo
    with serving() as server:
        server.answers["/"] = Reply(302, headers={"Location": server.url("/feed", "localhost")})
        server.answers["/feed"] = Reply(200, b"<rss version='2.0'><channel><title>Q</title></channel></rss>")
        nth = 1
        while True:
            trap = Trap(nth, ever)

            def look_up(*args: Any, trap: Trap = trap, **settings: Any) -> Any:
                if trap.springs():
                    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
                return real(*args, **settings)

            monkeypatch.setattr(socket, "getaddrinfo", look_up)
            fetcher = Fetcher()
            with trap.set():
                outcome = await fetcher.fetch(FetchRequest(server.url("/", "localhost")))
            assert outcome.ok or outcome.kind is OutcomeKind.OFFLINE
            assert (await fetcher.fetch(FetchRequest(server.url("/", "localhost")))).ok
            await fetcher.aclose()
            if not trap.sprung:
                break
            nth += 1
    assert nth > 1


# The clock


@BOTH
def test_the_clock_jumps(cycle: Cycle, ever: bool) -> None:
    chance = random.Random(4)
    times = cycle.world.times

    def trial(trap: Trap) -> list[str]:
        leap = chance.choice((-1, 1)) * chance.choice((40, 3600, 86400, 400 * 86400, 1_700_000_000))

        def wall() -> float:
            return times.wall + leap if trap.springs() else times.wall

        return tried(cycle, trap, clock=Clock(wall, lambda: times.steady))

    assert every_nth(trial, ever=ever, step=_all if LONG else _thinner(8)) > 5


# Files

_OURS = f"{os.sep}reader{os.sep}"
_ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EMFILE, errno.EROFS)
_CALLS = "open replace rename mkdir stat lstat unlink access fsync ftruncate write read statvfs scandir listdir link"


@BOTH
@pytest.mark.parametrize("copy", [True, False], ids=["with a store", "from nothing"])
def test_files_fail(cycle: Cycle, monkeypatch: pytest.MonkeyPatch, ever: bool, copy: bool) -> None:
    trap = Trap(10**9)

    def spoilt(real: Any) -> Any:
        def call(*args: Any, **settings: Any) -> Any:
            if trap.armed and _is_ours(sys._getframe(1)) and trap.springs():
                if real is os.access:
                    return False
                code = _ERRORS[trap.nth % len(_ERRORS)]
                raise OSError(code, os.strerror(code))
            return real(*args, **settings)

        return call

    for name in _CALLS.split():
        monkeypatch.setattr(os, name, spoilt(getattr(os, name)))
    for module in (builtins, io):
        monkeypatch.setattr(module, "open", spoilt(io.open))
    monkeypatch.setattr(fcntl, "flock", spoilt(fcntl.flock))

    def trial(sprung: Trap) -> list[str]:
        nonlocal trap
        trap = sprung
        return tried(cycle, trap, copy=copy)

    assert every_nth(trial, ever=ever, step=_all if LONG else _thinner(8)) > 10


def _is_ours(frame: FrameType | None) -> bool:
    """Whether a call comes from our rooms, by way of the standard library at most."""
    for _ in range(5):
        if frame is None:
            return False
        if _OURS in frame.f_code.co_filename and "tests" not in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False


# Memory


def test_memory_runs_out_anywhere_in_parsing_tagging_and_reconciling(cycle: Cycle) -> None:
    rooms = (*(f"{_OURS}{room}{os.sep}" for room in ("formats", "tagging")), f"{_OURS}engine{os.sep}reconcile")

    def trial(trap: Trap) -> list[str]:
        def profile(frame: FrameType, event: str, _: object) -> None:
            code = frame.f_code
            if event != "call" or not trap.armed or code.co_flags & inspect.CO_GENERATOR:
                return  # a generator is also called to be closed, where nobody hears what it raises
            if any(room in code.co_filename for room in rooms) and trap.springs():
                raise MemoryError

        cycle.fresh(copy=True)
        threading.setprofile(profile)
        sys.setprofile(profile)
        try:
            with trap.set():
                found = cycle.round()
        finally:
            sys.setprofile(None)
            threading.setprofile(None)  # type: ignore[arg-type]
        return aftermath(cycle, found)

    assert every_nth(trial, ever=False, step=_all if LONG else _thinner(8)) > 100


@pytest.mark.parametrize("part", ["parse", "tag", "tables"])
def test_memory_never_suffices(cycle: Cycle, part: str) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise MemoryError

    class Poor:
        tag = staticmethod(fails)

    parts = {"parse": {"parse": fails}, "tag": {"tagger": Poor}, "tables": {"tagger": fails}}[part]
    assert tried(cycle, Trap(10**9), **parts) == []
