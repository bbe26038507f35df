"""The engine with everything around it made up: a clock that is told to move, a store in memory, scripted answers."""

from __future__ import annotations

import asyncio
import time as real_time
from dataclasses import replace
from itertools import pairwise

import pytest

from reader.engine import engine as engine_module
from reader.engine.engine import Engine
from reader.model.event import EventKind
from reader.model.snapshot import FeedState
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


async def test_a_poll_is_fetched_parsed_tagged_recorded_and_told() -> None:
    world = World()
    source = world.add()
    result = await world.engine.poll(source.id)
    assert result.ok
    assert world.told() == ["new", "new", "new", "poll"]
    assert [event.kind for event in result.events][-1] is EventKind.POLL
    state = world.store.states[source.id]
    assert state.validators == Validators('"1"')
    assert state.format == "live-page"
    assert state.next_poll_at == START + 60
    assert state.last_poll_at == START
    assert world.store.entries[source.id]["b"].tagging.speaker == "Bridge closed"
    assert result.in_words() == "3 entries: 3 new; next in 60 s (every 60 s while it changes)"


async def test_validators_are_sent_back_and_a_304_is_only_a_poll() -> None:
    world = World()
    source = world.add()
    await world.engine.poll(source.id)
    world.told()
    world.time.advance(60)
    world.fetcher.answers[URL] = Outcome(OutcomeKind.NOT_MODIFIED, "not modified", 304, validators=Validators('"2"'))
    await world.engine.poll(source.id)
    assert world.fetcher.asked[-1][1] == FetchRequest(URL, Validators('"1"'))
    assert world.told() == ["poll"]
    assert world.parsed == ["one"]
    assert world.store.states[source.id].validators == Validators('"2"')
    assert world.store.states[source.id].unchanged == 1
    assert world.store.states[source.id].last_success_at == START + 60


async def test_the_same_body_is_not_parsed_again() -> None:
    world = World()
    source = world.add(answer=ok("one"))
    await world.engine.poll(source.id)
    world.time.advance(60)
    result = await world.engine.poll(source.id)
    assert world.parsed == ["one"]
    assert result.report is not None
    assert not result.report.changed


async def test_other_bytes_of_the_same_entries_are_no_change() -> None:
    world = World()
    world.pages["one, other advertisements"] = world.pages["one"]
    source = world.add()
    await world.engine.poll(source.id)
    world.time.advance(60)
    world.fetcher.answers[URL] = ok("one, other advertisements", validators=Validators('"2"'))
    result = await world.engine.poll(source.id)
    assert result.report is not None
    assert not result.report.changed
    assert result.report.next_poll_reason == "unchanged once"


async def test_a_page_that_is_no_feed_keeps_what_is_there() -> None:
    world = World()
    source = world.add()
    await world.engine.poll(source.id)
    world.told()
    world.fetcher.answers[URL] = ok("<html>Please accept our cookies", validators=Validators('"wall"'))
    for _ in range(4):
        world.time.advance(120)
        result = await world.engine.poll(source.id)
        assert result.report is not None
        assert result.report.outcome == "not_a_feed"
        assert result.report.message == "this page is not a live feed"
        assert not result.ok
    assert world.told() == ["poll"] * 4
    assert world.store.states[source.id].validators == Validators('"1"')
    assert all(one.missed == 0 for one in world.store.entries[source.id].values())


async def test_an_empty_page_withdraws_nothing() -> None:
    world = World()
    world.pages["empty"] = snapshot()
    source = world.add()
    await world.engine.poll(source.id)
    world.told()
    world.fetcher.answers[URL] = ok("empty")
    for _ in range(3):
        world.time.advance(120)
        await world.engine.poll(source.id)
    assert world.told() == ["poll"] * 3


@pytest.mark.parametrize("second", ["304", "same body", "same entries"])
async def test_a_withdrawal_is_confirmed_by_a_second_look_of_any_sort(second: str) -> None:
    world = World()
    world.pages["without b"] = world.pages["without b "] = snapshot(C, A)
    source = world.add()
    await world.engine.poll(source.id)
    world.fetcher.answers[URL] = ok("without b")
    await world.engine.poll(source.id)
    world.told()
    world.fetcher.answers[URL] = {
        "304": Outcome(OutcomeKind.NOT_MODIFIED, status=304, validators=Validators()),
        "same body": ok("without b"),
        "same entries": ok("without b "),
    }[second]
    await world.engine.poll(source.id)
    assert world.told() == ["withdrawn", "poll"]
    await world.engine.poll(source.id)
    assert world.told() == ["poll"]


async def test_a_failure_between_two_looks_proves_nothing() -> None:
    world = World()
    world.pages["without b"] = snapshot(C, A)
    source = world.add()
    await world.engine.poll(source.id)
    for answer in (ok("without b"), failed(OutcomeKind.TIMEOUT), failed(OutcomeKind.SERVER_ERROR, 500)):
        world.fetcher.answers[URL] = answer
        await world.engine.poll(source.id)
    assert "withdrawn" not in world.told()
    world.fetcher.answers[URL] = ok("without b")
    await world.engine.poll(source.id)
    assert world.told() == ["withdrawn", "poll"]


async def test_force_asks_for_the_whole_document() -> None:
    world = World()
    source = world.add()
    await world.engine.poll(source.id, force=True)
    assert world.fetcher.asked[-1][1].force


async def test_a_parser_that_dies_is_a_broken_poll() -> None:
    world = World()
    source = world.add()
    world.parse = lambda document: 1 / 0  # type: ignore[assignment]
    world.engine._polls.tools = replace(world.engine._polls.tools, parse=world.parse)
    result = await world.engine.poll(source.id)
    assert result.report is not None
    assert result.report.outcome == "broken"
    assert "\n" not in result.report.message
    assert world.store.states[source.id].next_poll_at == START + 120


async def test_a_tagger_that_dies_costs_only_the_tags() -> None:
    world = World()
    source = world.add()

    class Dead:
        def tag(self, headline, text, *, media=False):
            raise RuntimeError("no tables")

    world.engine._polls.tools = replace(world.engine._polls.tools, tagger=Dead)
    await world.engine.poll(source.id)
    assert world.told() == ["new", "new", "new", "poll"]


async def test_what_cannot_be_recorded_is_recorded_as_broken() -> None:
    world = World()
    source = world.add()
    world.store.fail = [ValueError("odd entry")]
    result = await world.engine.poll(source.id)
    assert result.report is not None
    assert result.report.outcome == "broken"
    assert world.store.states[source.id].validators == Validators()
    assert world.told() == ["poll"]


async def test_a_full_disk_is_told_and_tried_again_later() -> None:
    world = World()
    source = world.add()
    world.store.fail = [OSError("disk full"), OSError("disk full")]
    result = await world.engine.poll(source.id)
    assert not result.ok
    assert result.report is None
    assert len(world.errors) == 1
    assert world.told() == []
    await world.live(50)
    assert world.told() == ["new", "new", "new", "poll"]


async def test_listeners_hear_everything_in_order_and_do_not_harm_each_other() -> None:
    world = World()
    heard: list[str] = []

    def broken(event) -> None:
        raise RuntimeError("listener")

    world.engine.subscribe(broken)
    stop = world.engine.subscribe(lambda event: heard.append(event.kind.value))
    source = world.add()
    await world.engine.poll(source.id)
    assert heard == ["new", "new", "new", "poll"]
    assert [event.entry.entry.key for event in world.events[:3]] == ["a", "b", "c"]
    stop()
    stop()
    await world.engine.poll(source.id)
    assert len(heard) == 4


async def test_a_source_that_is_not_there() -> None:
    result = await World().engine.poll(99)
    assert not result.ok
    assert result.in_words() == "not asked: there is no such source."


async def test_two_who_ask_at_once_share_one_request() -> None:
    world = World()
    source = world.add()
    results = await asyncio.gather(*(world.engine.poll(source.id) for _ in range(5)))
    assert len(world.fetcher.asked) == 1
    assert all(result == results[0] for result in results)


async def test_manual_refresh_is_held_to_its_rule() -> None:
    world = World()
    source = world.add()
    await world.engine.poll(source.id, manual=True)
    world.time.advance(10)
    refused = await world.engine.poll(source.id, manual=True)
    assert refused.allowed_at == START + 30
    assert refused.in_words() == "not asked: it may be asked once in 30 s. Allowed again in 20 s."
    assert len(world.fetcher.asked) == 1
    world.time.advance(20)
    assert (await world.engine.poll(source.id, manual=True)).report is not None


async def test_this_machine_may_be_asked_at_any_time() -> None:
    world = World()
    source = world.add("http://127.0.0.1:1/live")
    for _ in range(3):
        assert (await world.engine.poll(source.id, manual=True)).report is not None


async def test_a_host_that_asks_to_wait_is_left_alone_with_all_its_sources() -> None:
    world = World()
    source = world.add(answer=failed(OutcomeKind.RATE_LIMITED, 429, retry_after="3600"))
    other = world.add("https://news.example/rss")
    elsewhere = world.add("https://other.example/live")
    await world.engine.poll(source.id)
    for manual in (True, False):
        for one in (source, other):
            refused = await world.engine.poll(one.id, manual=manual)
            assert refused.report is None
            assert refused.allowed_at == START + 3600
    assert (await world.engine.poll(elsewhere.id)).ok
    assert len(world.fetcher.asked) == 2
    await world.live(3590, step=30)
    assert world.fetcher.times("https://news.example/rss") == []
    world.fetcher.answers[URL] = ok("one")
    await world.live(120, step=30)
    assert world.fetcher.times("https://news.example/rss")[0] >= START + 3600


async def test_a_short_wait_that_is_asked_for_is_no_longer_than_was_said() -> None:
    world = World()
    source = world.add()
    world.engine.watching = {source.id}
    await world.engine.poll(source.id)
    world.fetcher.answers[URL] = failed(OutcomeKind.RATE_LIMITED, 429, retry_after="120")
    await world.live(90, step=10)
    told = world.fetcher.times(URL)[1]
    assert world.store.states[source.id].next_poll_at == world.engine.hosts.resting_until(URL) == told + 120
    world.fetcher.answers[URL] = ok("one")
    await world.live(300, step=10)
    assert told + 120 <= world.fetcher.times(URL)[2] <= told + 140


async def test_a_restart_does_not_forget_that_a_host_asked_to_wait() -> None:
    world = World()
    source = world.add(answer=failed(OutcomeKind.RATE_LIMITED, 429, retry_after="3600"))
    other = world.add("https://news.example/rss")
    await world.engine.poll(source.id)
    again = Engine(world.store, world.fetcher, world.parse, FakeTagger, world.time.clock)
    await again.start_due()
    await again.idle()
    assert world.fetcher.times("https://news.example/rss") == []
    assert (await again.poll(other.id, manual=True)).refused
    assert (await again.poll(source.id, manual=True)).refused


async def test_gone_and_ended_are_not_asked_again() -> None:
    world = World()
    world.pages["ended"] = snapshot(C, B, A, state=FeedState.ENDED)
    gone = world.add(answer=failed(OutcomeKind.GONE, 410))
    ended = world.add("https://other.example/live", ok("ended"))
    await world.live(3 * 86400, step=600)
    assert len(world.fetcher.asked) == 2
    assert world.store.states[gone.id].next_poll_reason == "the page is gone for good (410)"
    assert world.store.states[ended.id].next_poll_reason == "the page says that it has ended"
    refused = await world.engine.poll(gone.id, manual=True)
    assert refused.in_words() == "not asked: the page is gone for good (410)."
    assert not refused.ok
    world.fetcher.answers[URL] = ok("one")
    assert (await world.engine.poll(gone.id, manual=True, force=True)).ok
    assert (await world.engine.poll(ended.id, manual=True)).ok


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
