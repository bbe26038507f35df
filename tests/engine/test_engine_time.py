"""The engine over hours and days: timers, restarts, suspends, clocks that are set, and the loop that waits for them."""

from __future__ import annotations

import asyncio
import time as real_time
from dataclasses import replace
from itertools import pairwise

import pytest

from reader.engine import engine as engine_module
from reader.engine.engine import Engine
from reader.model.event import EventKind
from reader.model.source import Validators
from reader.net.outcome import FetchRequest, Outcome, OutcomeKind
from tests.engine.fakes import START, FakeTagger, entry, failed, ok, snapshot
from tests.engine.world import URL, A, B, C, World

PATIENCE = 30.0

"""Seconds for what takes far less where the machine has nothing else to do."""


async def until(met) -> None:
    async with asyncio.timeout(PATIENCE):
        while not met():
            await asyncio.sleep(0.01)


async def test_a_day_of_a_live_page() -> None:
    """24 hours on the clock: a burst, a quiet night, and a server whose answers stay fresh for a while."""
    world = World()
    entries = [A, B, C]

    def page(request: FetchRequest) -> Outcome:
        hour = (world.time.at - START) / 3600
        if hour < 6 or hour > 20:
            entries.append(entry(f"n{len(entries)}", int(world.time.at), f"News {len(entries)}"))
        body = f"{len(entries)} entries"
        world.pages[body] = snapshot(*entries[::-1][:40])
        if request.validators.etag == body:
            return Outcome(OutcomeKind.NOT_MODIFIED, status=304, validators=request.validators)
        return ok(body, validators=Validators(body))

    source = world.add(answer=page)
    world.engine.watching = {source.id}
    await world.live(86400, step=10)
    asked = world.fetcher.times(URL)
    waits = [b - a for a, b in pairwise(asked)]
    assert min(waits) >= 30
    busy = [at for at in asked if at < START + 6 * 3600]
    assert 320 <= len(busy) <= 361
    quiet = [at for at in asked if START + 7 * 3600 <= at < START + 20 * 3600]
    assert 13 * 6 <= len(quiet) <= 13 * 7
    assert all(request.validators.etag for _, request in world.fetcher.asked[1:])
    new = [event for event in world.events if event.kind is EventKind.NEW]
    assert len(new) == len(entries)
    assert sum(event.kind is EventKind.GAP for event in world.events) == 0


async def test_a_day_of_fifty_feeds() -> None:
    world = World()
    world.pages["feed"] = replace(snapshot(C, B, A), format="rss20")
    for n in range(50):
        world.add(f"https://n{n % 10}.example/{n}.rss", ok("feed", validators=Validators('"1"')))
    await world.live(86400, step=60)
    assert len(world.fetcher.asked) <= 50 * 25
    for url in {request.url for _, request in world.fetcher.asked}:
        times = world.fetcher.times(url)
        assert len(times) >= 23
        assert min(b - a for a, b in pairwise(times)) >= 900


async def test_a_restart_does_not_reset_the_timers() -> None:
    world = World()
    world.pages["feed"] = replace(snapshot(C, B, A), format="rss20")
    world.add(answer=ok("feed"))
    await world.live(60)
    for _ in range(5):
        again = Engine(world.store, world.fetcher, world.parse, FakeTagger, world.time.clock)
        await again.start_due()
        await again.idle()
        world.time.advance(60)
    assert len(world.fetcher.asked) == 1


async def test_offline_for_two_hours_and_back() -> None:
    world = World()
    world.pages["feed"] = replace(snapshot(C, B, A), format="rss20")
    down = failed(OutcomeKind.OFFLINE)
    for n in range(20):
        world.add(f"https://n{n}.example/rss", lambda _: down if world.time.at < START + 7200 else ok("feed"))
    await world.live(7200)
    world.told()
    await world.live(65)
    fresh = [state for state in world.store.states.values() if state.outcome == "ok"]
    assert len(fresh) == 20


async def test_after_a_suspend_what_is_on_screen_comes_first_and_the_rest_is_spread() -> None:
    world = World()
    world.pages["feed"] = replace(snapshot(C, B, A), format="rss20")
    page = world.add()
    for n in range(20):
        world.add(f"https://n{n}.example/rss", ok("feed"))
    world.engine.watching = {page.id}
    chances = iter((n % 19 + 1) / 20 for n in range(1000))
    world.engine._polls.tools = replace(world.engine._polls.tools, jitter=lambda: next(chances, 0.5))
    await world.live(30)
    world.fetcher.asked.clear()
    world.time.sleep_machine(8 * 3600)
    await world.engine.start_due()
    await world.engine.idle()
    assert [request.url for _, request in world.fetcher.asked] == [URL]
    woken = world.time.at
    await world.live(40)
    feeds = [at for at, request in world.fetcher.asked if request.url != URL]
    assert len(feeds) == 20
    assert len(set(feeds)) >= 4
    assert max(feeds) <= woken + 35


async def test_a_clock_set_back_a_day_stops_nothing() -> None:
    world = World()
    source = world.add()
    world.engine.watching = {source.id}
    await world.live(300)
    world.time.at -= 86400
    before = len(world.fetcher.asked)
    await world.live(600)
    assert len(world.fetcher.asked) > before
    assert world.told().count("new") == 3


async def test_a_page_that_comes_on_screen_is_asked_soon() -> None:
    world = World()
    source = world.add()
    world.engine._polls.unattended = False
    await world.live(300)
    assert len(world.fetcher.asked) == 1
    world.engine.watching = {source.id}
    await world.live(10)
    assert len(world.fetcher.asked) == 2


async def test_sources_not_kept_are_polled_only_while_watched() -> None:
    world = World()
    source = world.add(kept=False)
    await world.live(120)
    assert world.fetcher.asked == []
    world.engine.watching = {source.id}
    await world.live(10)
    assert len(world.fetcher.asked) == 1


async def test_a_paused_source_is_left_alone() -> None:
    world = World()
    world.add(paused=True)
    await world.live(7200, step=60)
    assert world.fetcher.asked == []


class TestTheLoopItself:
    """With the real clock: the engine's own loop, for moments."""

    def world(self) -> World:
        world = World()
        world.engine._polls.tools = replace(world.engine._polls.tools, clock=real_clock())
        world.engine._offset = real_time.time() - real_time.monotonic()
        return world

    async def test_it_polls_what_is_due_until_cancelled(self) -> None:
        world = self.world()
        world.add("http://127.0.0.1:1/live", interval=1)
        task = asyncio.create_task(world.engine.run())
        started = real_time.monotonic()
        await until(lambda: len(world.fetcher.asked) == 3)
        assert real_time.monotonic() - started > 1, "a second lies between two polls"
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async def test_a_cancellation_that_comes_with_a_wake_up_is_not_lost(self) -> None:
        world = self.world()
        for turns in range(6):
            task = asyncio.create_task(world.engine.run())
            await asyncio.sleep(0.05)
            world.engine.wake()
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task], timeout=PATIENCE)
            assert task.done(), f"{turns} turns of the loop after the wake-up"

    async def test_it_hears_of_a_new_source_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("RELOAD", "HEARTBEAT"):
            monkeypatch.setattr(engine_module, name, 2 * PATIENCE)
        world = self.world()
        world.add()
        task = asyncio.create_task(world.engine.run())
        await until(lambda: len(world.fetcher.asked) == 1 and not world.engine._running)
        world.add("https://other.example/live")
        assert not world.engine._plan.knows(2), "it sleeps, for longer than we wait"
        world.engine.wake()
        await until(lambda: len(world.fetcher.asked) == 2)
        assert world.fetcher.asked[1][1].url == "https://other.example/live"
        await world.engine.aclose()
        await asyncio.wait_for(task, PATIENCE)

    async def test_it_follows_only_what_it_is_told_to(self) -> None:
        world = self.world()
        world.add()
        only = world.add("https://other.example/live", kept=False)
        task = asyncio.create_task(world.engine.run({only.id}))
        await until(lambda: bool(world.fetcher.asked))
        assert [request.url for _, request in world.fetcher.asked] == ["https://other.example/live"]
        assert not world.engine._plan.knows(1)
        await world.engine.aclose()
        await asyncio.wait_for(task, PATIENCE)

    async def test_closing_ends_polls_that_hang(self) -> None:
        world, hanging = self.world(), asyncio.Event()

        async def hang(request: FetchRequest) -> Outcome:
            hanging.set()
            await asyncio.sleep(2 * PATIENCE)
            raise AssertionError

        world.fetcher.fetch = hang  # type: ignore[method-assign]
        source = world.add()
        task = asyncio.create_task(world.engine.run())
        asked = asyncio.create_task(world.engine.poll(source.id))
        await asyncio.wait_for(hanging.wait(), PATIENCE)
        started = real_time.monotonic()
        await world.engine.aclose()
        assert real_time.monotonic() - started < PATIENCE, "the poll hangs for twice as long"
        await asyncio.wait_for(task, PATIENCE)
        assert (await asked).refused == "the program is closing"
        assert world.fetcher.closed
        assert (await world.engine.poll(source.id)).refused

    async def test_a_reader_of_the_store_that_fails_does_not_end_it(self) -> None:
        world = self.world()
        world.add()
        reads, calls = world.store.reads, []

        def failing():
            calls.append(1)
            if len(calls) == 1:
                raise OSError("locked")
            return reads()

        world.store.reads = failing  # type: ignore[method-assign]
        task = asyncio.create_task(world.engine.run())
        await until(lambda: world.errors)
        assert not world.fetcher.asked
        world.engine.wake()
        await until(lambda: len(world.fetcher.asked) == 1)
        assert len(world.errors) == 1
        await world.engine.aclose()
        await task


def real_clock():
    from reader.clock import SYSTEM

    return SYSTEM
