"""Whole documents now and then, withdrawals that are confirmed after a restart, addresses that change for good."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.engine.waits import DAY
from reader.model.snapshot import FeedState
from reader.model.source import Validators
from reader.net.outcome import FetchRequest, Outcome, OutcomeKind
from tests.engine.fakes import START, ok, snapshot
from tests.engine.world import URL, A, B, C, World

UNCHANGED = Outcome(OutcomeKind.NOT_MODIFIED, "not modified", 304, validators=Validators('"1"'))
FEED = "https://news.example/rss"


async def test_a_server_that_says_304_for_ever_is_found_out() -> None:
    world = World()
    world.pages["one"] = replace(world.pages["one"], format="rss20")
    world.pages["two"] = replace(world.pages["two"], format="rss20")

    def stubborn(request: FetchRequest) -> Outcome:
        body = "one" if world.time.at < START + 1000 else "two"
        return UNCHANGED if request.validators.etag else ok(body, validators=Validators('"1"'))

    world.add(FEED, stubborn)
    await world.live(20 * DAY, step=300)
    whole = [at for at, request in world.fetcher.asked if not request.validators.etag]
    days = [round((at - START) / DAY, 1) for at in whole]
    assert days[0] == 0
    assert 8 <= days[1] < 8.1
    assert 9 <= days[2] < 9.2, "it was wrong, so it is asked daily until it is right"
    assert 17 <= days[3] < 17.3
    assert len(days) == 4
    assert not any(request.force for _, request in world.fetcher.asked)
    assert world.told().count("new") == 4


@pytest.mark.parametrize("second", ["304", "same body", "same entries"])
async def test_a_withdrawal_is_confirmed_after_a_restart(second: str) -> None:
    world = World()
    world.pages["without b"] = world.pages["without b "] = snapshot(C, A)
    source = world.add()
    await world.engine.poll(source.id)
    world.fetcher.answers[URL] = ok("without b", validators=Validators('"1"'))
    world.time.advance(60)
    await world.engine.poll(source.id)
    assert world.store.states[source.id].unconfirmed == 1
    world.told()
    engine = world.start()
    world.fetcher.answers[URL] = {
        "304": UNCHANGED,
        "same body": ok("without b"),
        "same entries": ok("without b "),
    }[second]
    world.time.advance(60)
    await engine.poll(source.id)
    assert world.told() == ["withdrawn", "poll"]
    assert world.fetcher.asked[-1][1].validators == Validators('"1"')
    await engine.poll(source.id)
    assert world.told() == ["poll"]


async def test_what_another_process_has_fetched_is_what_a_304_confirms() -> None:
    world = World()
    world.pages["without b"] = snapshot(C, A)
    source = world.add()
    await world.engine.poll(source.id)
    world.fetcher.answers[URL] = ok("without b", validators=Validators('"2"'))
    await world.engine.poll(source.id)
    first, second = world.engine, world.start()
    world.fetcher.answers[URL] = ok("one", validators=Validators('"3"'))
    await second.poll(source.id)
    world.told()
    world.fetcher.answers[URL] = replace(UNCHANGED, validators=Validators('"3"'))
    await first.poll(source.id)
    assert world.told() == ["poll"]


NEW_HOME = "https://news.example/2025/live"


class TestMoves:
    def moved(self, world: World, code_url: str | None = NEW_HOME):
        def answer(_: FetchRequest) -> Outcome:
            return replace(ok("one", validators=Validators('"1"')), permanent_url=code_url)

        world.fetcher.answers[NEW_HOME] = ok("one", validators=Validators('"1"'))
        return world.add(answer=answer)

    async def test_it_is_rewritten_on_the_third_day_and_said_so(self) -> None:
        world = World()
        source = self.moved(world)
        await world.live(2 * DAY - 3600, step=300)
        assert world.store.rows[source.id].url == URL
        world.told()
        await world.live(2 * 3600, step=300)
        assert world.store.rows[source.id].url == NEW_HOME
        said = [e.poll.message for e in world.events if e.poll and "moved" in e.poll.message]
        assert said == [f"the same document as before; moved for good, asked at {NEW_HOME} from now on"]
        world.fetcher.asked.clear()
        await world.live(3600, step=300)
        assert {request.url for _, request in world.fetcher.asked} == {NEW_HOME}
        assert (await world.engine.poll(source.id, manual=True, force=True)).ok

    async def test_not_to_an_address_that_is_followed_already(self) -> None:
        world = World()
        source = self.moved(world)
        world.add(NEW_HOME)
        await world.live(4 * DAY, step=600)
        assert world.store.rows[source.id].url == URL

    async def test_not_where_no_feed_is_behind_it(self) -> None:
        world = World()
        source = self.moved(world)
        await world.engine.poll(source.id)
        world.fetcher.answers[URL] = replace(ok("<html>parked</html>"), permanent_url=NEW_HOME)
        await world.live(4 * DAY, step=600)
        assert world.store.rows[source.id].url == URL
        assert world.store.states[source.id].outcome == "not_a_feed"

    async def test_a_temporary_redirect_never(self) -> None:
        world = World()
        source = self.moved(world, None)
        await world.live(4 * DAY, step=600)
        assert world.store.rows[source.id].url == URL


async def test_a_page_that_ends_names_the_one_that_goes_on() -> None:
    world = World()
    onward = "https://news.example/live-2"
    world.pages["over"] = snapshot(C, B, A, state=FeedState.ENDED, successor_url=onward)
    source = world.add(answer=ok("over"))
    await world.live(DAY, step=600)
    assert len(world.fetcher.asked) == 1
    state = world.store.states[source.id]
    assert (state.next_poll_at, state.next_poll_reason) == (
        None,
        f"the page says that it has ended; it goes on at {onward}",
    )
