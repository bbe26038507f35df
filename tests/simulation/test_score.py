"""The score server is worth its name: a rude program is caught, each rudeness by its own counter."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

import reader.engine
import reader.net
from reader.engine import engine as engine_module
from reader.engine.hosts import Hosts
from reader.engine.schedule import Decision
from reader.model.event import PollReport
from tests.simulation.day import HOUR, Cast, at, by_hand, listen, restart, retry_after, status
from tests.simulation.documents import Wishes
from tests.simulation.loop import START, Times
from tests.simulation.manners import Score
from tests.simulation.network import Network
from tests.simulation.rules import RULES
from tests.simulation.servers import Asked, Endpoint
from tests.simulation.stories import Habits, written
from tests.simulation.world import World

pytestmark = pytest.mark.timeout(900)

Scenario = Callable[[World, Cast, Score], Any]
Rudeness = Callable[[pytest.MonkeyPatch], None]


def few(world: World) -> Cast:
    """A source for every rule."""
    cast = Cast(world)
    cast.add("good", "rss", "good", 700)
    cast.add("good", "atom", "sometimes", 400, validators="sometimes")
    cast.add("rotating", "json", "rotating", 10**9, validators="rotating")
    cast.add("bare", "rss", "bare", 10**9, validators="none")
    cast.add("cached", "rss", "cached", lasts=7200)
    cast.add("expires", "atom", "expires", expires=3 * HOUR)
    cast.add("wishes", "rss", "ttl", wishes=Wishes(ttl=180))
    cast.add("wishes", "rss", "daily", wishes=Wishes(period="daily"))
    cast.add("hours", "rss", "hours", wishes=Wishes(skip_hours=(8, 9)))
    cast.add("days", "rss", "days", wishes=Wishes(skip_days=("Thursday",)))
    cast.add("angry", "rss", "angry", faults=(retry_after(429, 0.02, "7200", 7200, lasts=3),))
    cast.add("angry", "rss", "angry-too")
    cast.add("overrun", "rss", "overrun", faults=(status(503, 0.02, 9),))
    cast.add("minute", "rss", "minute", by_the_minute=True)
    cast.add("minute", "rss", "minute-too")
    cast.add("broken", "rss", "broken", faults=(status(500, 0.01, 9),))
    cast.add("denied", "rss", "missing", faults=(status(404, 0.0, 9),))
    cast.add("denied", "rss", "gone", faults=(status(410, 0.05, 9),))
    cast.add("live", "live", "quiet", 10**9)
    cast.add("live", "live", "unseen", 10**9)
    cast.add("live", "live", "busy", 25)
    cast.add("live", "live", "ending", 100, ends=0.1)
    return cast


def _everywhere(monkeypatch: pytest.MonkeyPatch, name: str, value: Any) -> None:
    """Put something in the place of a function, wherever it was imported to."""
    for room in (reader.net, reader.engine):
        for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            module = importlib.import_module(found.name)
            if hasattr(module, name):
                monkeypatch.setattr(module, name, value)


def _always(seconds: int, *, on_the_minute: bool = False) -> Rudeness:
    def next_poll(now: int, *_: Any, **__: Any) -> Decision:
        return Decision(now + seconds - (now % 60 if on_the_minute else 0), "as we like")

    def rude(monkeypatch: pytest.MonkeyPatch) -> None:
        _everywhere(monkeypatch, "next_poll", next_poll)
        _everywhere(monkeypatch, "refusal", lambda *_: None)
        for name in ("resting_until", "free_at", "is_spaced"):
            monkeypatch.setattr(Hosts, name, lambda *_: 0)

    return rude


def _never_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def next_poll(now: int, _source: Any, poll: Any, facts: Any, **_: Any) -> Decision:
        return Decision(None if facts.kind == "not_found" else now + 3 * 86400, "as we like")

    _everywhere(monkeypatch, "next_poll", next_poll)
    _everywhere(monkeypatch, "refusal", lambda *_: Decision(None, "no"))


def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    _everywhere(monkeypatch, "due_at", lambda now, *_, **__: now)
    _everywhere(monkeypatch, "refusal", lambda *_: None)
    monkeypatch.setattr(Hosts, "load", lambda *_: None)


def _crowding(monkeypatch: pytest.MonkeyPatch) -> None:
    @asynccontextmanager
    async def hold(*_: Any) -> AsyncGenerator[None]:
        yield

    _everywhere(monkeypatch, "AT_ONCE", 50)
    monkeypatch.setitem(engine_module.Engine.__init__.__kwdefaults__, "at_once", 50)
    monkeypatch.setattr(engine_module, "CALM_AT_ONCE", 50, raising=False)
    monkeypatch.setattr("reader.net.gate.Gate.hold", hold)


def _tampering(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that spoils one request in each of many ways, by turns."""
    real = Network.handle_async_request
    first: dict[str, str] = {}
    turn = 0

    def spoil(headers: httpx2.Headers, way: int, url: str) -> str:
        plain = {1: ("Cookie", "visitor=1"), 2: ("Referer", url), 3: ("Cache-Control", "no-cache")}
        plain |= {4: ("Accept-Encoding", "identity"), 5: ("Accept", "*/*"), 6: ("User-Agent", "Mozilla/5.0")}
        plain |= {0: ("Connection", "keep-alive"), 7: ("Connection", "close"), 8: ("If-None-Match", '"made-up"')}
        etag = headers.get("if-none-match")
        if etag:
            first.setdefault(url, etag)
        if way in plain:
            headers[plain[way][0]] = plain[way][1]
        elif way == 9 and etag:
            headers["If-None-Match"] = etag.strip('"')
        elif way == 10 and url in first:
            headers["If-None-Match"] = first[url]
        elif way == 11 or (turn % 3 == 0 and "good.rss" in url):
            for name in ("If-None-Match", "If-Modified-Since"):
                headers.pop(name, None)
        return f"{url}?_=1" if way == 12 else url

    async def handle(self: Network, request: httpx2.Request) -> httpx2.Response:
        nonlocal turn
        turn += 1
        request.url = httpx2.URL(spoil(request.headers, turn % 13, str(request.url)))
        return await real(self, request)

    monkeypatch.setattr(Network, "handle_async_request", handle)
    _always(120)(monkeypatch)


async def _for_a_while(world: World, cast: Cast, score: Score, hours: float = 0.17) -> None:
    await by_hand(world, cast, score, 0.1, "angry-too", "good", "quiet")
    await world.until(at(hours))


async def _longer(world: World, cast: Cast, score: Score) -> None:
    await _for_a_while(world, cast, score, 0.7)


async def _with_restarts(world: World, cast: Cast, score: Score) -> None:
    for hours in (0.2, 0.3, 0.4):
        await restart(world, cast, score, hours)


HASTE = """before max-age|before Expires|before ttl|before sy:updatePeriod|in skipHours|in skipDays|feed below its floor
feed faster than its pace|live page below its floor|live page faster than its pace|unchanged live page not slower
unseen live page not slower|same body without validators, pace not doubled|by hand too soon|during Retry-After
during the pause without Retry-After|pause not doubled|pause overruled by hand|after 410|410 not told|after the end
refused, asked too soon|failed, asked too soon|retry storm|no jitter|busy host asked more than once a minute"""
TAMPERED = """cookie|referer|no-cache|no gzip|no types named|no honest name|connection closed|connection kept|validators invented
validators changed on the way|validators not taken from a 304|validators of an earlier body|query added
unconditional though validators were offered|validators dropped by an error|request without a poll on record
whole document more than once in 8 days"""
CASES: dict[str, tuple[Rudeness, Scenario, str]] = {
    "hasty": (_always(20), _for_a_while, HASTE),
    "on the minute": (_always(60, on_the_minute=True), _for_a_while, "all on the minute"),
    "never again": (
        _never_again,
        _for_a_while,
        "kept away for more than a day|refused, never asked again|by hand, next time not told",
    ),
    "forgetful": (_forgetful, _with_restarts, "timers reset by a restart|pause forgotten by a restart"),
    "crowding": (_crowding, _for_a_while, "two at a time on a host|more than 8 at a time"),
    "tampering": (_tampering, _longer, TAMPERED),
}


@pytest.mark.parametrize("case", CASES)
def test_a_rude_program_is_caught(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rudeness, scenario, wanted = CASES[case]
    world = World(tmp_path, monkeypatch)
    rudeness(monkeypatch)
    score = Score(world.times)
    cast = few(world)

    async def whole() -> None:
        for endpoint in cast.named.values():
            score.follow(endpoint)
        world.network.observers.append(score)
        cast.follow()
        listen(world, cast, score)
        score.show({cast.named[name].url for name in ("quiet", "busy")})
        world.watch(cast.ids[name] for name in ("quiet", "busy"))
        await scenario(world, cast, score)
        score.finish(world.addresses())

    world.run(whole)
    missed = {rule for rule in _rules(wanted) if not score.counts[rule]}
    assert missed == set()


def test_an_address_that_was_rewritten_and_a_poll_before_its_time_are_noticed() -> None:
    score = Score(Times())
    endpoint = Endpoint("https://one.example/", "rss", written("one", START, START + 60, Habits(60), seed=1))
    score.follow(endpoint)
    report = PollReport(1, START, "ok", next_poll_at=START + 3600)
    score.announced(endpoint.url, report)
    for _ in range(2):
        asked = Asked(score.times.true, endpoint.url, ())
        score.begun(asked)
        score.answered(asked, endpoint.answer(asked, asked.at))
        score.ended(asked)
    score.finish({endpoint.url: "https://two.example/"})
    assert score.counts["before the time announced"] == score.counts["address rewritten too early"] == 1


def test_every_counter_is_tried() -> None:
    tried = set[str]().union(*(_rules(wanted) for _, _, wanted in CASES.values()))
    assert set(RULES) - tried == {"before the time announced", "address rewritten too early"}


def _rules(text: str) -> set[str]:
    return {rule for line in text.splitlines() for rule in line.split("|")}
