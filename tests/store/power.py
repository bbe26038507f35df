"""What a disk may hold after a power cut, made from the history of a store that was never cut off.

The write-ahead log (sqlite.org/fileformat2.html section 4) is on the disk as far as it was synced; of what was written
since, any part may be missing, old, or garbage. A checkpoint syncs the log first and writes pages into the database
in any order.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.store.broken import STORES
from tests.store.ingest import kind, work

HEADER, FRAME_HEADER = 32, 24
PAGE = 4096
SECTOR = 512
DAMAGE = ("cut", "flip", "zero", "garbage", "old", "none")


@dataclass(frozen=True)
class Moment:
    """The log after an act: how far it was written and synced, and the last act that the user was promised."""

    act: int
    written: int
    synced: int
    promised: int


@dataclass(frozen=True)
class History:
    """A database file as of its last checkpoint, and the log since; `stale` is what the log's file held before.

    `settled` is the database after the next checkpoint.
    """

    database: bytes
    log: bytes
    stale: bytes
    moments: tuple[Moment, ...]
    settled: bytes


def written(log: bytes) -> int:
    """Where the last whole transaction in `log` ends: frames of another generation have other salts."""
    end, salts = min(HEADER, len(log)), log[16:24]
    for start in range(HEADER, len(log) - FRAME_HEADER - PAGE + 1, FRAME_HEADER + PAGE):
        if log[start + 8 : start + 16] != salts:
            break
        if any(log[start + 4 : start + 8]):
            end = start + FRAME_HEADER + PAGE
    return end


def live(folder: Path, first: int, last: int, *, restart: bool = False, store: str = "whole") -> History:
    """Do acts 1 to `last`, with a checkpoint before act `first`; return what was on the disk meanwhile.

    `restart`: the checkpoint happens while the store is open, so that its log is begun again in the same file.
    """
    path = folder / "lived.db"
    log = path.with_name("lived.db-wal")
    if first > 1 and not restart:
        with STORES[store].open(path) as opened:
            work(opened, 1, lambda number: None, first - 1)
    moments: list[Moment] = []
    sync = ["NORMAL", "NORMAL"]  # now, and at the last commit
    promised = first - 1

    def traced(statement: str) -> None:
        if statement.startswith("PRAGMA synchronous="):
            sync[0] = statement.partition("=")[2]
        if statement == "COMMIT":
            sync[1] = sync[0]

    def noted(number: int) -> None:
        nonlocal promised
        end = written(log.read_bytes())
        promised = number if kind(number) in ("source", "mark") else promised
        before = moments[-1].synced if moments else HEADER
        moments.append(Moment(number, end, end if sync[1] == "FULL" else before, promised))

    with STORES[store].open(path) as opened:
        if restart:
            work(opened, 1, lambda number: None, first - 1)
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA wal_checkpoint(RESTART)")
        database, stale = (path.read_bytes(), log.read_bytes()) if path.exists() else (b"", b"")
        opened._writer._connection.set_trace_callback(traced)
        work(opened, first, noted, last, wait=True)
        lived = log.read_bytes()
    return History(database, lived, stale if restart else b"", tuple(moments), path.read_bytes())


def cut_off(history: History, rng: random.Random, damage: str) -> tuple[bytes, Moment]:
    """Return a log as a power cut may leave it, and the moment after which it happened."""
    moment, following = rng.choice(list(pairwise(history.moments)))
    end = rng.randint(moment.written, max(moment.written, following.written))
    log = bytearray(history.log[:end] + history.stale[end:])
    start = min(moment.synced, end)
    block = SECTOR * rng.choice((1, 1, 8))
    at = min(end, start + SECTOR * rng.randrange((end - start) // SECTOR + 1))
    size = min(block, end - at)
    match damage:
        case "cut":
            del log[rng.randint(start, end) :]
        case "flip":
            for _ in range(rng.choice((1, 1, 8)) if end > start else 0):
                log[rng.randrange(start, end)] ^= 1 << rng.randrange(8)
        case "zero":
            log[at : at + size] = bytes(size)
        case "garbage":
            log[at : at + size] = rng.randbytes(size)
        case "old":
            log[at : at + size] = history.stale[at : at + size].ljust(size, b"\0")
    return bytes(log), moment


def half_settled(history: History, rng: random.Random) -> bytes:
    """Return a database into which a checkpoint has written some of its pages, and one perhaps half."""
    pages = bytearray(history.database.ljust(len(history.settled), b"\0"))
    for start in range(0, len(pages), PAGE):
        if rng.random() < 0.5:
            pages[start : start + PAGE] = history.settled[start : start + PAGE]
    start = PAGE * rng.randrange(len(pages) // PAGE)
    pages[start : start + PAGE // 2] = history.settled[start : start + PAGE // 2]
    return bytes(pages[: rng.choice((len(history.database), len(pages)))] if history.database else pages)


def put(folder: Path, database: bytes, log: bytes) -> Path:
    """Write the two files into an empty folder, as one finds them when the power is back."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "s.db").write_bytes(database)
    (folder / "s.db-wal").write_bytes(log)
    return folder / "s.db"
