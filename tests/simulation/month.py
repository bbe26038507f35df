"""Thirty days of one machine: a dozen sources, and everything that ever happens to servers, networks and clocks."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from tests.simulation.day import HOUR, Cast, at, retry_after, status
from tests.simulation.loop import START, Times
from tests.simulation.network import Outage
from tests.simulation.servers import DAY, Answer, Asked, Fault
from tests.simulation.stories import Habits, written
from tests.simulation.world import LONG, World

DAYS = 29.8
"""Polls are kept on record for 30 days, and the judge reads them all."""
NEW_HOME = "https://new-home.example/feed"
LATER_HOME = "https://live.example/second.live"
OFFLINE = ((50.0, 52.0, "names"), (200.0, 200.3, "unreachable"), (430.0, 430.2, "portal"))
"""From hour to hour, and how."""
ASLEEP = ((30.0, 8.0), (103.0, 0.05), (250.0, 60.0))
"""Suspends: at which hour, for how many hours."""
WRONG = ((130.0, 133.0, DAY), (170.0, 176.0, -DAY), (300.0, 300.5, 40), (380.0, 381.0, -3600))
"""Times at which the wall clock is wrong: from hour to hour, by so many seconds."""
RESTARTS = (20.0, 51.0, 77.7, 131.0, 171.0, 222.2, 333.3, 380.5, 500.0, 650.0)


@dataclass
class Watch:
    """When each address was asked (true and steady time), and how many requests were under way at a time."""

    times: Times
    asked: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    crowd: list[tuple[float, int]] = field(default_factory=list)
    whole: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    _open: set[int] = field(default_factory=set)

    def begun(self, asked: Asked) -> None:
        self.asked[asked.url].append((self.times.true, self.times.steady))
        self._open.add(id(asked))
        self.crowd.append((self.times.true, len(self._open)))

    def answered(self, asked: Asked, answer: Answer) -> None:
        if answer.status == 200 and answer.good:
            self.whole[asked.url].append(self.times.true)

    def ended(self, asked: Asked) -> None:
        self._open.discard(id(asked))

    def first_after(self, url: str, moment: float) -> float | None:
        """How many seconds after a moment an address was asked first."""
        return next((true - moment for true, _ in self.asked[url] if true >= moment), None)

    def longest_silence(self, urls: Iterable[str]) -> float:
        """The longest time, suspends left out, for which none of these addresses was asked."""
        moments = [*sorted(steady for url in urls for _, steady in self.asked[url]), self.times.steady]
        return max(later - sooner for sooner, later in pairwise(moments))

    def most_at_once(self, start: float, end: float) -> int:
        """The most requests under way at a time from one moment to another."""
        return max((number for moment, number in self.crowd if start <= moment <= end), default=0)


def sources(world: World) -> Cast:
    """The sources of the month. Live pages are written for some days each, feeds all the time."""
    cast = Cast(world, hours=int(DAYS * 24))
    rare = 1 if LONG else 5
    cast.add("plain", "rss", "plain", 14000)
    cast.add("plain", "atom", "other", 20000, interval=rare * HOUR, validators="sometimes")
    cast.add("third", "json", "third", 12000, interval=rare * HOUR, validators="none", faults=_troubles("third"))
    cast.add("troubled", "rss", "troubled", 10000, interval=2 * HOUR, validators="odd", faults=_troubles("troubled"))
    cast.add("troubled", "atom", "worse", 10000, interval=rare * HOUR, validators="rotating", faults=_troubles("worse"))
    cast.add("window", "rss", "window", 2200, interval=4 * HOUR, window=8, validators="etag")
    cast.add("forever", "rss", "forever", 10**9, interval=6 * HOUR)
    cast.add("liar", "rss", "liar", 40000, interval=6 * HOUR, forever=True)
    cast.add("late", "rss", "late", 20000, interval=4 * HOUR, clock=DAY, expires=5 * HOUR)
    cast.add("lost", "rss", "lost", 20000, interval=6 * HOUR, faults=(status(404, 100, 150), status(410, 400, 9999)))
    moved = (Fault("moved", at(150), at(9999), 301, target=NEW_HOME),)
    cast.add("old-home", "rss", "moved", 20000, interval=6 * HOUR, faults=moved, others=(NEW_HOME,))
    aside = (Fault("moved", at(150), at(160), 308, target=f"{NEW_HOME}-308"),)
    aside += (Fault("moved", at(200), at(700), 302, target=f"{NEW_HOME}-302"),)
    others = tuple(fault.target for fault in aside)
    cast.add("old-home", "atom", "aside", 20000, interval=6 * HOUR, faults=aside, others=others)
    cast.add("live", "live", "first", 1200, window=15, ends=30.0, next_url=LATER_HOME)
    cast.add("live", "live", "slow", 7000, window=10, interval=3 * HOUR, validators="etag")
    return cast


def second_page(cast: Cast) -> None:
    """The page that follows the first live page."""
    story = written("second", int(at(30)), int(at(66)), Habits(1200), seed=1, ends=True)
    cast.add("live", "live", "second", story=story, window=15, validators="modified")


def _troubles(name: str) -> tuple[Fault, ...]:
    """A trouble every other day or so, of whatever sort."""
    chance = random.Random(name)
    makers: list[Callable[[float, float], Fault]] = [
        *(lambda a, b, how=how: Fault(how, at(a), at(b)) for how in ("timeout", "reset", "refused", "dns", "drip")),
        *(lambda a, b, how=how: Fault(how, at(a), at(b)) for how in ("short", "cut", "login", "stale")),
        *(lambda a, b, code=code: status(code, a, b) for code in (500, 502, 403, 404, 429, 503)),
        lambda a, _: retry_after(503, a, "3600", 3600),
        lambda a, _: retry_after(429, a, "tomorrow", None),
    ]
    chance.shuffle(makers)
    faults: list[Fault] = []
    hour = 5.0
    while hour < DAYS * 24 - 60:
        length = chance.choice((0.3, 2.0, 7.0))
        faults.append(makers[len(faults) % len(makers)](hour, hour + length))
        hour += length + chance.uniform(20, 50)
    return tuple(faults)


async def lived_through(world: World, cast: Cast) -> None:
    """The month, in the order of time."""
    world.network.outages += [Outage(at(start), at(end), how) for start, end, how in OFFLINE]
    cast.follow()
    deeds: list[tuple[float, str, float]] = [(hours, "restart", 0) for hours in RESTARTS]
    deeds += [(hours, "sleep", length) for hours, length in ASLEEP]
    for start, end, wrong in WRONG:
        deeds += [(start, "set the clock", wrong), (end, "set the clock", 0)]
    deeds += [(31.0, "read on", 0), (4.0, "show", 1), (7.0, "show", 0), (60.0, "show", 2), (62.0, "show", 0)]
    for hours, deed, value in sorted(deeds):
        await world.until(at(hours))
        await _do(world, cast, deed, value)
    await world.until(START + DAYS * DAY)


async def _do(world: World, cast: Cast, deed: str, value: float) -> None:
    if deed == "restart":
        await world.restart()
    elif deed == "sleep":
        await world.suspend(value * HOUR)
    elif deed == "set the clock":
        await world.set_clock(value)
    elif deed == "show":
        world.watch([cast.ids[("first", "second")[int(value) - 1]]] if value else [])
    else:
        second_page(cast)
        cast.ids["second"] = world.add(cast.named["second"])
