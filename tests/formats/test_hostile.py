"""Every trap is answered in words and in time, while the app's event loop goes on and its memory stays as it was."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from reader.formats.sandbox import worker
from reader.formats.sandbox.worker import Sandbox, deadline
from reader.model.snapshot import Document, Reading
from reader.text import clean
from tests.formats import hostile

SLACK = 20.0
"""Seconds for a new worker's start on a busy machine."""
BEAT = 0.005
GAP = 0.05
"""Seconds that the event loop may stand still while this process works: for how long others have the processors, or a
limit holds all of it, is no fault of its own."""
GROWTH = 64 * 2**20


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as made:
        made.parse(Document(b"a"))
        yield made


def resident() -> int:
    """The bytes that this process holds, without those that it has given back and its library keeps for the next."""
    gc.collect()
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def beats(gaps: list[float]) -> None:
    last, worked = time.perf_counter(), time.process_time()
    while True:
        await asyncio.sleep(BEAT)
        now, work = time.perf_counter(), time.process_time()
        gaps.append(min(now - last - BEAT, work - worked))
        last, worked = now, work


async def read(sandbox: Sandbox, document: Document, gaps: list[float]) -> tuple[Reading, float]:
    """Read in a thread beside a beating event loop, as the engine does."""
    heart = asyncio.create_task(beats(gaps))
    start = time.perf_counter()
    reading = await asyncio.to_thread(sandbox.parse, document)
    took = time.perf_counter() - start
    heart.cancel()
    return reading, took


def told(reading: Reading) -> str:
    """All that a reading says, of entries the first and last."""
    if reading.snapshot is None:
        assert reading.reason
        return reading.reason
    entries = reading.snapshot.entries
    return repr(reading.snapshot.feed) + "".join(
        "\n".join(
            (one.headline or "", one.wording.text, *one.wording.links, *one.tags, *one.authors, one.time_label or "")
        )
        for one in (*entries[:3], *entries[-3:])
    )


@pytest.mark.timeout(300)
@pytest.mark.parametrize("traps", [hostile.PAGES, hostile.FEEDS], ids=["pages", "feeds"])
async def test_traps_are_answered_in_time(sandbox: Sandbox, traps: Mapping[str, Callable[[], bytes]]) -> None:
    before = resident()
    late: dict[str, float] = {}
    still: dict[str, float] = {}
    for name, make in traps.items():
        if name in hostile.LONG and not os.environ.get("DATELINE_LONG"):
            continue
        document = Document(make(), "https://example.org/world/202009281000000000-trap/")
        gaps: list[float] = []
        reading, took = await read(sandbox, document, gaps)
        if took > deadline(document) + SLACK:
            late[name] = took
        still[name] = max(gaps, default=0.0)
        said = told(reading)
        assert clean(said) == said, name
        del document, reading, said
    assert not late
    # A slow machine may take longer now and then; what stands still by itself does so for a reason.
    stopped = {name: gap for name, gap in still.items() if gap > GAP}
    assert len(stopped) <= len(still) // 4, stopped
    assert max(still.values()) < 10 * GAP, stopped
    assert resident() - before < GROWTH


async def test_a_trap_does_not_keep_others_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """While one worker is stuck, what else there is to read goes through the other."""
    monkeypatch.setattr(worker, "deadline", lambda document: 100.0)
    with Sandbox() as sandbox:
        sandbox.parse(Document(b"a"))
        (first,) = sandbox._all
        os.kill(first._process.pid, signal.SIGSTOP)
        stuck = asyncio.create_task(asyncio.to_thread(sandbox.parse, Document(b"trap")))
        while sandbox._idle:
            await asyncio.sleep(BEAT)
        for number in range(5):
            reading, _ = await read(sandbox, Document(hostile.bullets(["10:01", "10:00"], f"   {number}\n\n")), [])
            assert reading.is_feed
        assert not stuck.done()
        os.kill(first._process.pid, signal.SIGKILL)
        assert not (await stuck).is_feed
