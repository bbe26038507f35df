"""Hosts that want to be left alone, and hosts that count."""

from __future__ import annotations

from dataclasses import replace

from reader.engine.hosts import Hosts, site_of
from reader.engine.plan import Plan
from reader.engine.schedule import Decision, Pace
from reader.engine.waits import DAY
from reader.model.source import PollState, Progress, Source, SourceStatus
from tests.engine.fakes import START

NEWS = "https://news.example/rss"


def status(number: int, url: str, **poll) -> SourceStatus:
    return SourceStatus(Source(number, url), PollState(**poll))


def test_a_site_that_counts_has_many_hosts() -> None:
    assert site_of("https://old.reddit.com/r/x.rss") == site_of("https://www.reddit.com/r/y.rss") == "reddit.com"
    assert site_of("https://notreddit.com/x") == "notreddit.com"
    assert site_of("file:///tmp/x") == ""


def test_a_pause_is_that_of_the_host_and_its_length_is_remembered() -> None:
    hosts = Hosts()
    hosts.rest(NEWS, START + 600, START)
    assert hosts.resting_until("https://news.example/other") == START + 600
    assert hosts.rested("https://news.example/other") == 600
    hosts.answered(NEWS)
    assert hosts.rested(NEWS) == 0
    assert hosts.resting_until(NEWS) == START + 600


def test_what_holds_until_it_is_decided_is_gone_then() -> None:
    hosts = Hosts()
    hosts.hold(NEWS, START + 600, START)
    assert hosts.resting_until("https://news.example/other") == START + 600
    assert hosts.free_at(NEWS, START) == START + 600
    assert hosts.rested(NEWS) == 0
    hosts.set_back(60)
    assert hosts.resting_until(NEWS) == START + 540
    hosts.decided(NEWS, START + 30, START)
    assert hosts.resting_until(NEWS) == START + 30
    assert hosts.rested(NEWS) == 30


def test_what_is_stored_of_one_source_holds_for_its_host() -> None:
    told = status(1, NEWS, last_poll_at=START - 60, next_poll_at=START + 1140, outcome="rate_limited")
    fine = status(2, "https://news.example/b", last_poll_at=START - 90, next_poll_at=START + 60, outcome="ok")
    for order in ((told, fine), (fine, told)):
        hosts = Hosts()
        hosts.load(order, START)
        assert hosts.resting_until(fine.source.url) == START + 1140
        assert hosts.rested(fine.source.url) == 1200
    later = replace(fine, poll=replace(fine.poll, last_poll_at=START - 30))
    hosts.load((told, later), START)
    assert hosts.rested(NEWS) == 0
    ahead = replace(told, poll=replace(told.poll, last_poll_at=START + DAY))
    hosts = Hosts()
    hosts.load((ahead,), START)
    assert hosts.resting_until(NEWS) == 0


def test_who_has_told_us_off_is_asked_once_a_minute_for_a_day() -> None:
    hosts = Hosts()
    hosts.load((status(1, NEWS, last_poll_at=START - 5, progress=Progress(told_off_at=START - 3600)),), START)
    assert hosts.is_spaced(NEWS, START)
    assert hosts.free_at(NEWS, START) == START + 55
    assert not hosts.is_spaced(NEWS, START + DAY)
    assert hosts.free_at(NEWS, START + DAY) == 0
    assert not hosts.is_spaced("https://other.example/", START)
    here = "http://127.0.0.1:8000/a"
    hosts.rest(here, START + 5, START)
    assert not hosts.is_spaced(here, START)


def test_a_clock_that_is_set_back_moves_all_of_it() -> None:
    hosts = Hosts()
    hosts.rest(NEWS, START + 600, START)
    hosts.asked(NEWS, START)
    hosts.set_back(DAY)
    assert hosts.resting_until(NEWS) == START + 600 - DAY
    assert hosts.is_spaced(NEWS, START - DAY + 5)


def test_one_source_a_minute_of_a_site_that_counts_the_longest_waiting_first() -> None:
    plan = Plan(Pace())
    urls = [f"https://{host}.reddit.com/r/{n}.rss" for n, host in enumerate(("www", "old", "www"), 1)]
    waits = (START - 10, START - 30, START - 20)
    plan.load(
        [
            *(
                status(n, url, last_poll_at=START - 5000, next_poll_at=at)
                for n, (url, at) in enumerate(zip(urls, waits, strict=True), 1)
            ),
            status(9, NEWS, last_poll_at=START - 5000, next_poll_at=START - 1),
        ],
        START,
    )
    plan.watch({1}, START)
    now, asked = START, []
    while now < START + 200:
        for source_id in plan.due(now):
            asked.append((now - START, source_id))
            plan.started(source_id, now)
            plan.decided(
                status(source_id, NEWS if source_id == 9 else urls[source_id - 1]), Decision(now + 3600, ""), now
            )
        now += 5
    assert asked == [(0, 2), (0, 9), (60, 3), (120, 1)]


def test_what_another_process_does_not_poll_is_ours_in_the_end() -> None:
    plan = Plan(Pace())
    opened, new, kept = (Source(n, f"https://n{n}.example/", kept=n == 3) for n in (1, 2, 3))
    polled = PollState(last_poll_at=START - 60, next_poll_at=START)
    plan.watch({1, 2, 3}, START)
    plan.load([SourceStatus(opened, polled), SourceStatus(new, PollState()), SourceStatus(kept, polled)], START)
    found = [plan.orphans(START + later, {1, 2, 3}) for later in (0, 14, 15, 59, 60)]
    assert found == [[2], [2], [1, 2], [1, 2], [1, 2, 3]]
    assert plan.orphans(START + 60, {3}) == [3]
    assert plan.orphans(START + 60, {1, 2, 3}, busy={2}) == [1, 3]
