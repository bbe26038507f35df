"""Closing the engine ends the parser too, even one that every thread is waiting for."""

from __future__ import annotations

import asyncio
import threading
import time

from reader.engine.engine import Engine
from reader.model.snapshot import Document, Reading
from tests.engine.fakes import FakeFetcher, FakeStore, FakeTagger, Time, ok


async def test_closing_frees_the_threads_that_wait_for_the_parser() -> None:
    time_, store = Time(), FakeStore()
    fetcher = FakeFetcher(time_)
    for number in range(8):
        url = f"https://host{number}.example/live"
        store.add(url)
        fetcher.answers[url] = ok("a page that stalls")
    closed, entered = threading.Event(), threading.Event()

    def parse(document: Document) -> Reading:
        entered.set()
        closed.wait(60)
        raise OSError("closed")

    engine = Engine(store, fetcher, parse, FakeTagger, time_.clock, close_parser=closed.set)
    polls = [asyncio.create_task(engine.poll(number)) for number in store.rows]
    await asyncio.to_thread(entered.wait, 60)
    start = time.monotonic()
    await engine.aclose()
    await asyncio.gather(*polls)
    await asyncio.get_running_loop().shutdown_default_executor()
    assert closed.is_set()
    assert time.monotonic() - start < 45, "it has not waited for the page that stalls"
    assert not store.reports
