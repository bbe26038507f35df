"""Beside the page itself: what is new since the last look, and older pages where a gap would arise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.model.snapshot import FeedState, Snapshot
from reader.model.source import Validators
from reader.net.outcome import OutcomeKind
from tests.engine.fakes import START, entry, failed, ok, snapshot
from tests.engine.world import URL, A, B, C, World

NEWS = "https://news.example/live.json?after=3"
NEXT = "https://news.example/live.json?after=4"
OLDER = [f"https://news.example/live?page={n}" for n in range(2, 8)]
D = entry("d", START + 100, "Ferries sail", "Again.")


def live_world(**settings) -> tuple[World, int]:
    """A live page that names an address for news, which has nothing new."""
    world = World(**settings)
    world.pages["one"] = snapshot(C, B, A, state=FeedState.LIVE, delta_url=NEWS, title="Harbour", language="en")
    world.pages["nothing"] = snapshot(complete=False)
    source = world.add()
    world.fetcher.answers[NEWS] = ok("nothing")
    world.engine.watching = {source.id}
    return world, source.id


class TestNews:
    async def test_a_page_on_screen_is_asked_for_what_is_new(self) -> None:
        world, source_id = live_world()
        await world.engine.poll(source_id)
        world.told()
        world.pages["new"] = replace(snapshot(D, delta_url=NEXT, complete=True), format="live-poll")
        world.fetcher.answers[NEWS] = ok("new", validators=Validators('"delta"'))
        world.fetcher.answers[NEXT] = ok("nothing")
        world.time.advance(60)
        result = await world.engine.poll(source_id)
        assert world.told() == ["new", "poll"]
        assert result.report is not None
        assert result.report.message == "1 new or changed"
        request = world.fetcher.asked[-1][1]
        assert (request.url, request.validators, request.on_behalf_of) == (NEWS, Validators(), URL)
        state = world.store.states[source_id]
        assert state.validators == Validators('"1"')
        assert state.format == "live-page"
        assert (state.feed.title, state.feed.language, state.feed.delta_url) == ("Harbour", "en", NEXT)
        assert state.progress.deltas == 1
        world.time.advance(60)
        result = await world.engine.poll(source_id)
        assert world.fetcher.asked[-1][1].url == NEXT
        assert result.report is not None
        assert (result.report.message, result.report.changed) == ("nothing new", False)
        assert result.report.next_poll_reason == "unchanged once"

    async def test_every_tenth_poll_and_every_wish_is_for_the_page(self) -> None:
        world, source_id = live_world()
        for _ in range(21):
            await world.engine.poll(source_id)
            world.time.advance(60)
        whole = [n for n, (_, request) in enumerate(world.fetcher.asked) if request.url == URL]
        assert whole == [0, 10, 20]
        await world.engine.poll(source_id, manual=True)
        assert world.fetcher.asked[-1][1].url == URL

    async def test_what_is_not_looked_at_is_not_asked_that_way(self) -> None:
        world, source_id = live_world()
        world.engine.watching = set()
        world.engine._polls.unattended = False
        world.time.advance(1000)
        for _ in range(3):
            await world.engine.poll(source_id)
            world.time.advance(900)
        assert {request.url for _, request in world.fetcher.asked} == {URL}

    async def test_news_withdraw_nothing_and_leave_no_gap(self) -> None:
        world, source_id = live_world()
        await world.engine.poll(source_id)
        world.told()
        world.pages["new"] = snapshot(D)
        world.fetcher.answers[NEWS] = ok("new")
        for _ in range(4):
            world.time.advance(60)
            await world.engine.poll(source_id)
        assert world.told() == ["new", "poll", "poll", "poll", "poll"]

    @pytest.mark.parametrize(
        "answer", [ok("garbage"), failed(OutcomeKind.NOT_FOUND, 404), failed(OutcomeKind.TIMEOUT)], ids=str
    )
    async def test_news_that_cannot_be_had_mean_the_page_at_once_and_for_an_hour(self, answer) -> None:
        world, source_id = live_world()
        await world.engine.poll(source_id)
        world.fetcher.answers[NEWS] = answer
        for _ in range(50):
            world.time.advance(70)
            result = await world.engine.poll(source_id)
            assert result.ok
        asked = [request.url for _, request in world.fetcher.asked]
        assert asked[1:3] == [NEWS, URL]
        assert asked.count(NEWS) == 1

    async def test_a_host_of_news_that_asks_for_patience_gets_it(self) -> None:
        world, source_id = live_world()
        elsewhere = "https://api.example/live.json"
        world.pages["one"] = replace(world.pages["one"], feed=replace(world.pages["one"].feed, delta_url=elsewhere))
        await world.engine.poll(source_id)
        world.fetcher.answers[elsewhere] = failed(OutcomeKind.RATE_LIMITED, 429, retry_after="900")
        world.time.advance(60)
        await world.engine.poll(source_id)
        refused = await world.engine.poll(source_id, manual=True)
        assert refused.allowed_at == START + 60 + 900
        assert world.engine._plan.hosts.resting_until(elsewhere) > world.time.at

    async def test_after_a_failure_the_page_is_asked(self) -> None:
        world, source_id = live_world()
        await world.engine.poll(source_id)
        world.fetcher.answers[NEWS] = failed(OutcomeKind.OFFLINE)
        world.time.advance(60)
        assert not (await world.engine.poll(source_id)).ok
        world.time.advance(60)
        assert (await world.engine.poll(source_id)).ok
        assert world.fetcher.asked[-1][1].url == URL


def paged(world: World, pages: int = 6) -> int:
    """A page that shows the last two entries of many; the first look was when there were three."""
    source = world.add()
    world.pages["now"] = shown(30, 29, older_url=OLDER[0])
    for n in range(pages):
        world.pages[f"older {n}"] = shown(28 - 2 * n, 27 - 2 * n, older_url=OLDER[n + 1] if n + 1 < pages else None)
        world.fetcher.answers[OLDER[n]] = ok(f"older {n}")
    world.pages["one"] = shown(25, 24, 23)
    return source.id


def shown(*numbers: int, **feed) -> Snapshot:
    return snapshot(*(entry(f"n{n}", START - 1000 + n, f"Story {n}") for n in numbers), complete=False, **feed)


class TestOlderPages:
    async def reach(self, world: World, source_id: int, **how: bool):
        pauses: list[float] = []

        async def pause(seconds: float) -> None:
            pauses.append(seconds)

        world.engine._polls.tools = replace(world.engine._polls.tools, pause=pause)
        await world.engine.poll(source_id)
        world.told()
        world.fetcher.asked.clear()
        world.fetcher.answers[URL] = ok("now")
        world.time.advance(120)
        result = await world.engine.poll(source_id, **how)
        return result, pauses

    async def test_a_gap_is_closed(self) -> None:
        world = World()
        result, pauses = await self.reach(world, paged(world))
        assert [request.url for _, request in world.fetcher.asked] == [URL, OLDER[0], OLDER[1]]
        assert [request.on_behalf_of for _, request in world.fetcher.asked] == [None, URL, URL]
        assert pauses == [2.0, 2.0]
        assert world.told() == ["new"] * 5 + ["poll"]
        assert [event.entry.entry.key for event in result.events[:-1]] == ["n26", "n27", "n28", "n29", "n30"]
        assert result.report.message == "2 entries, 4 more from 2 older pages"
        assert result.report.entries == 6

    async def test_three_pages_at_most(self) -> None:
        world = World()
        source_id = paged(world)
        world.pages["one"] = shown(3, 2, 1)
        result, _ = await self.reach(world, source_id)
        assert len(world.fetcher.asked) == 4
        assert world.told() == ["new"] * 8 + ["gap", "poll"]
        gap = next(event.gap for event in result.events if event.gap)
        assert (gap.start, gap.end) == (START - 997, START - 977)

    async def test_once_in_ten_minutes(self) -> None:
        world = World()
        source_id = paged(world)
        await self.reach(world, source_id)
        for minutes, asks in ((5, 1), (6, 3)):
            world.pages[f"later {minutes}"] = shown(10 * minutes, 10 * minutes - 1, older_url="https://news.example/p2")
            world.pages["p2"] = shown(10 * minutes - 3, 10 * minutes - 4, older_url="https://news.example/p3")
            world.fetcher.answers |= {"https://news.example/p2": ok("p2"), "https://news.example/p3": ok("garbage")}
            world.fetcher.answers[URL] = ok(f"later {minutes}")
            world.fetcher.asked.clear()
            world.time.advance(minutes * 60)
            await world.engine.poll(source_id)
            assert len(world.fetcher.asked) == asks

    async def test_not_for_what_nobody_looks_at_but_for_a_wish(self) -> None:
        world = World()
        world.engine._polls.unattended = False
        _, _ = await self.reach(world, paged(world))
        assert len(world.fetcher.asked) == 1
        assert "gap" in world.told()
        world = World()
        world.engine._polls.unattended = False
        _, _ = await self.reach(world, paged(world), manual=True)
        assert len(world.fetcher.asked) == 3

    async def test_a_host_that_has_had_enough_is_left_alone_with_its_polls(self) -> None:
        world = World()
        source_id = paged(world)
        world.engine.watching = {source_id}
        world.fetcher.answers[OLDER[0]] = failed(OutcomeKind.RATE_LIMITED, 429, retry_after="300")
        await self.reach(world, source_id)
        await world.live(1000, step=10)
        told = world.fetcher.times(OLDER[0])[0]
        polls = [at for at in world.fetcher.times(URL) if at > told]
        assert polls
        assert polls[0] >= told + 300

    async def test_no_gap_no_older_page(self) -> None:
        world = World()
        source_id = paged(world)
        world.pages["now"] = shown(26, 25, older_url=OLDER[0])
        await self.reach(world, source_id)
        assert len(world.fetcher.asked) == 1

    @pytest.mark.parametrize("older", [URL, OLDER[0], "http://news.example/2", "file:///etc/passwd"])
    async def test_a_page_that_leads_in_circles_or_astray(self, older: str) -> None:
        world = World()
        source_id = paged(world)
        world.pages["one"] = shown(3, 2, 1)
        world.pages["now"] = shown(30, 29, older_url=older)
        world.pages["older 0"] = shown(28, 27, older_url=OLDER[0])
        await self.reach(world, source_id)
        assert len(world.fetcher.asked) <= 2
        assert "gap" in world.told()
