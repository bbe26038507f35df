"""The engine with everything around it made up: a clock that is told to move, a store in memory, scripted answers."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from reader.engine.engine import Engine
from reader.model.event import EventKind
from reader.model.snapshot import FeedState
from reader.model.source import Validators
from reader.net.outcome import FetchRequest, Outcome, OutcomeKind
from tests.engine.fakes import START, FakeTagger, failed, ok, snapshot
from tests.engine.world import URL, A, B, C, World


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
