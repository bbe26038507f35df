"""A full store, a network that comes and goes, a machine that sleeps, a clock that is wrong, a server that has enough."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import pairwise

import pytest

from reader.engine.waits import DAY
from reader.model.source import Validators
from reader.net.outcome import FetchRequest, Outcome, OutcomeKind
from tests.engine.fakes import START, failed, ok
from tests.engine.world import URL, World


def feeds(count: int, answer=None, **settings) -> tuple[World, list[str]]:
    """Feeds, each on a host of its own."""
    world = World(**settings)
    world.pages["feed"] = replace(world.pages["one"], format="rss20")
    urls = [f"https://n{n}.example/rss" for n in range(count)]
    for url in urls:
        world.add(url, answer or ok("feed", validators=Validators('"1"')))
    return world, urls


class FullError(Exception):
    """No space left."""


class TestStore:
    async def test_it_is_told_once_until_it_works_again(self) -> None:
        world, _ = feeds(5)
        world.store.fail = [FullError()] * 1000
        await world.live(3600)
        assert len(world.errors) == 1
        world.store.fail.clear()
        await world.live(3600)
        assert world.told().count("poll") >= 5
        world.store.fail = [FullError()] * 1000
        await world.live(2 * 3600)
        assert len(world.errors) == 2

    async def test_servers_are_spared_meanwhile_and_asked_soon_after(self) -> None:
        world, urls = feeds(3)
        page = world.add(URL)
        await world.live(30)
        world.engine.watching = {page.id}
        world.store.fail = [FullError()] * 10**6
        await world.live(6 * 3600, step=15)
        for url in urls:
            times = world.fetcher.times(url)
            assert len(times) <= 8
            assert min(b - a for a, b in pairwise(times)) >= 900
        assert len(world.fetcher.times(URL)) < 20
        world.store.fail.clear()
        back = world.time.at
        await world.live(3600 + 900, step=15)
        for url in (URL, *urls):
            assert any(back <= at <= back + 3600 + 45 for at in world.fetcher.times(url))

    async def test_when_one_poll_is_recorded_the_others_do_not_wait_for_their_hour(self) -> None:
        world, _ = feeds(4)
        page = world.add(URL)
        world.engine.watching = {page.id}
        world.store.fail = [FullError()] * 10**6
        await world.live(4 * 3600, step=15)
        world.store.fail.clear()
        world.told()
        assert (await world.engine.poll(page.id, manual=True)).ok
        await world.live(900 + 60, step=15)
        assert {event.source_id for event in world.events} == {1, 2, 3, 4, 5}

    async def test_sources_that_cannot_be_read_are_told_once(self) -> None:
        world, _ = feeds(1)

        def broken():
            raise FullError

        world.store.reads = broken  # type: ignore[method-assign]
        for _ in range(5):
            await world.engine.start_due()
            world.engine.wake()
        assert len(world.errors) == 1


class TestNetwork:
    def down_until(self, moment: float, kind: OutcomeKind = OutcomeKind.OFFLINE):
        answer, down = ok("feed", validators=Validators('"1"')), failed(kind)
        return lambda _: answer if self.world.time.at >= moment else down

    @pytest.mark.parametrize("kind", [OutcomeKind.OFFLINE, OutcomeKind.DNS, OutcomeKind.CAPTIVE, OutcomeKind.PROXY])
    async def test_all_that_waited_is_polled_within_a_minute(self, kind: OutcomeKind) -> None:
        self.world, urls = feeds(8, jitter=iter_chance())
        await self.world.live(60)
        gone = self.world.time.at
        for url in urls:
            self.world.fetcher.answers[url] = self.down_until(gone + 5400, kind)
        await self.world.live(5400)
        back = self.world.time.at
        self.world.fetcher.asked.clear()
        if kind is OutcomeKind.CAPTIVE:
            assert (await self.world.engine.poll(1, manual=True)).ok  # the reader has logged in, and asks
        await self.world.live(61)
        firsts = [self.world.fetcher.times(url)[0] - back for url in urls]
        assert max(firsts) <= 60
        assert len(set(firsts)) >= 3, "they do not come all at once"
        assert all(state.outcome == "ok" for state in self.world.store.states.values())

    async def test_one_server_without_a_name_is_not_asked_whenever_another_answers(self) -> None:
        self.world, urls = feeds(3)
        self.world.fetcher.answers[urls[0]] = failed(OutcomeKind.DNS)
        page = self.world.add(URL)
        self.world.engine.watching = {page.id}
        await self.world.live(6 * 3600, step=30)
        assert len(self.world.fetcher.times(urls[0])) < 15

    async def test_a_look_that_never_arrived_does_not_hold_back_a_wish(self) -> None:
        self.world, _ = feeds(1, failed(OutcomeKind.OFFLINE))
        for _ in range(3):
            assert (await self.world.engine.poll(1, manual=True)).report is not None


def iter_chance():
    chances = iter((n % 19 - 9) / 10 for n in range(10**9))
    return lambda: next(chances)


class TestSleep:
    async def test_a_network_that_is_not_up_yet_is_no_failure(self) -> None:
        world, urls = feeds(6)
        await world.live(60)
        world.told()
        states = dict(world.store.states)
        world.time.sleep_machine(8 * 3600)
        woken = world.time.at
        for url in urls:
            world.fetcher.answers[url] = lambda _: (
                ok("feed", validators=Validators('"2"')) if world.time.at > woken + 20 else failed(OutcomeKind.DNS)
            )
        await world.live(20)
        assert world.told() == []
        assert world.store.states == states, "nothing is stamped"
        assert len(world.fetcher.asked) > 6
        await world.live(45)
        assert world.told() == ["poll"] * 6
        assert all(state.last_poll_at > woken for state in world.store.states.values())

    async def test_a_network_that_stays_away_is_told_after_all(self) -> None:
        world, urls = feeds(2)
        await world.live(60)
        world.told()
        world.time.sleep_machine(8 * 3600)
        for url in urls:
            world.fetcher.answers[url] = failed(OutcomeKind.OFFLINE)
        await world.live(240)
        assert "poll" in world.told()
        assert {state.outcome for state in world.store.states.values()} == {"offline"}

    async def test_a_wish_is_answered_as_it_is(self) -> None:
        world, urls = feeds(1)
        await world.live(60)
        world.time.sleep_machine(8 * 3600)
        world.fetcher.answers[urls[0]] = failed(OutcomeKind.OFFLINE)
        world.engine.watching = {1}
        result = await world.engine.poll(1, manual=True)
        assert result.report is not None
        assert result.report.outcome == "offline"

    async def test_one_burst_of_four_at_a_time(self) -> None:
        world, _ = feeds(40, jitter=iter_chance())
        await world.live(60)
        now, most = 0, 0
        fetch = world.fetcher.fetch

        async def counted(request: FetchRequest) -> Outcome:
            nonlocal now, most
            now += 1
            most = max(most, now)
            async with asyncio.timeout(60):
                while now < len(world.engine._running):  # all that have begun get as far as this
                    await asyncio.sleep(0.001)
            await asyncio.sleep(0.005)
            now -= 1
            return await fetch(request)

        world.fetcher.fetch = counted  # type: ignore[method-assign]
        world.fetcher.asked.clear()
        world.time.sleep_machine(8 * 3600)
        await world.live(60, step=1)
        assert len(world.fetcher.asked) == 40
        assert most == 4


class TestClock:
    @pytest.mark.parametrize("seconds", [-DAY, -3600, -90, 3600, DAY, 3652 * DAY])
    async def test_no_source_waits_longer_than_it_was_to_wait(self, seconds: int) -> None:
        world, urls = feeds(3)
        page = world.add(URL)
        world.engine.watching = {page.id}
        moments: dict[str, list[float]] = {url: [] for url in (URL, *urls)}
        fetch = world.fetcher.fetch

        async def noted(request: FetchRequest) -> Outcome:
            moments[request.url].append(world.time.steady)
            return await fetch(request)

        world.fetcher.fetch = noted  # type: ignore[method-assign]
        await world.live(1800)
        world.time.at += seconds
        await world.live(2 * 3600)
        for url in urls:
            assert max(b - a for a, b in pairwise(moments[url])) <= 3600 + 35
        assert max(b - a for a, b in pairwise(moments[URL])) <= 600 + 35
        if seconds < 0:
            assert min(b - a for url in urls for a, b in pairwise(moments[url])) >= 3595
        assert world.told().count("new") == 4 * 3

    async def test_a_pause_lasts_as_long_as_it_was_to_last(self) -> None:
        world, _ = feeds(1, failed(OutcomeKind.RATE_LIMITED, 429, retry_after="3600"))
        await world.live(60)
        world.time.at -= DAY
        await world.live(3500)
        assert len(world.fetcher.asked) == 1
        await world.live(300)
        assert len(world.fetcher.asked) == 2


RETRY_AFTER = [
    ("3600", 3600),
    ("0", 900),
    ("-5", 600),
    ("soon", 600),
    ("", 600),
    (None, 600),
    ("315360000", DAY),
    ("Thu, 09 Oct 2025 10:53:20 GMT", 7200),
    ("Sun, 06 Nov 1994 08:49:37 GMT", 900),
    ("Fri, 09 Oct 2065 10:53:20 GMT", DAY),
]


class TestToldOff:
    @pytest.mark.parametrize("kind", [429, 503])
    @pytest.mark.parametrize(("said", "wait"), RETRY_AFTER)
    async def test_every_form_of_retry_after_holds_for_the_host(self, said: str | None, wait: int, kind: int) -> None:
        world = World()
        world.pages["feed"] = replace(world.pages["one"], format="rss20")
        answer = failed(OutcomeKind.RATE_LIMITED, kind, retry_after=said, date="Thu, 09 Oct 2025 08:53:20 GMT")
        urls = [f"https://news.example/{n}.rss" for n in range(5)]
        for url in urls:
            world.add(url, lambda _: answer if world.time.at < START + 30 else ok("feed"))
        await world.live(wait - 5, step=5 if wait < DAY else 600)
        assert len(world.fetcher.asked) == 1
        await world.live(400)
        first = sorted(at for at, _ in world.fetcher.asked)[1]
        assert START + wait <= first <= START + wait + (10 if wait < DAY else 600)

    async def test_a_pause_holds_after_a_restart_without_any_plan(self) -> None:
        world = World()
        source = world.add(answer=failed(OutcomeKind.RATE_LIMITED, 503, retry_after="3600"))
        other = world.add("https://news.example/rss")
        await world.engine.poll(source.id)
        refused = await world.start().poll(other.id, manual=True)
        assert refused.allowed_at == START + 3600
        assert world.fetcher.times("https://news.example/rss") == []

    async def test_pauses_of_a_host_double_whichever_source_asks(self) -> None:
        world = World()
        answer = failed(OutcomeKind.RATE_LIMITED, 429)
        for n in range(3):
            world.add(f"https://news.example/{n}.rss", answer)
        await world.live(5 * 3600)
        waits = [b - a for (a, _), (b, _) in pairwise(world.fetcher.asked)]
        assert [round(wait, -2) for wait in waits] == [600, 1200, 2400, 4800]
        world.start()
        await world.live(6 * 3600)
        assert round(world.fetcher.asked[5][0] - world.fetcher.asked[4][0], -2) == 9600

    async def test_a_host_that_told_us_off_is_asked_once_a_minute_afterwards(self) -> None:
        world = World()
        world.pages["feed"] = replace(world.pages["one"], format="rss20")
        answer = failed(OutcomeKind.RATE_LIMITED, 429, retry_after="1800")
        for n in range(6):
            world.add(f"https://news.example/{n}.rss", lambda _: answer if world.time.at < START + 5 else ok("feed"))
        await world.live(1800)
        world.start()
        world.fetcher.asked.clear()
        await world.live(1200)
        waits = [b - a for (a, _), (b, _) in pairwise(world.fetcher.asked)]
        assert len(waits) == 5
        assert min(waits) >= 60
        world.time.at = world.fetcher.asked[-1][0] + 59
        refused = await world.engine.poll(1, manual=True)
        assert refused.refused == "its host is asked for one source a minute"
        assert refused.wait == 1

    async def test_reddit_is_asked_for_one_feed_a_minute_from_the_start(self) -> None:
        world = World()
        world.pages["feed"] = replace(world.pages["one"], format="atom10")
        for host in ("www", "old"):
            for n in range(3):
                world.add(f"https://{host}.reddit.com/r/{n}.rss", ok("feed"))
        await world.live(600)
        assert len(world.fetcher.asked) == 6
        assert min(b - a for (a, _), (b, _) in pairwise(world.fetcher.asked)) >= 60
        refused = await world.engine.poll(1, manual=True)
        assert refused.refused is None or "minute" in refused.refused


async def test_without_validators_the_pace_is_doubled_up_to_six_hours() -> None:
    world = World()
    world.pages["feed"] = replace(world.pages["one"], format="rss20")
    world.add("https://news.example/rss", ok("feed"))
    own = world.add("https://other.example/rss", ok("feed"), interval=1800)
    page = world.add(URL, ok("one"))
    world.engine.watching = {page.id}
    await world.live(DAY, step=10)

    def waits(url: str) -> list[int]:
        return [round(b - a) for a, b in pairwise(world.fetcher.times(url))]

    assert waits("https://news.example/rss") == [3600, 7200, 14400, 21600, 21600]
    assert set(waits(own.url)[1:]) == {3600}
    assert waits(URL)[:5] == [60, 120, 240, 480, 600]
