"""A day of fifty sources: feeds and live pages, good servers and bad ones, with all that happens to the machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from tests.simulation.documents import Wishes
from tests.simulation.loop import START
from tests.simulation.manners import Score
from tests.simulation.network import Outage
from tests.simulation.servers import DAY, Endpoint, Fault
from tests.simulation.stories import Habits, written
from tests.simulation.truth import Truth
from tests.simulation.world import World

HOUR = 3600
TEN_YEARS = 3652 * DAY


def at(hours: float) -> float:
    """The true moment so many hours after the beginning."""
    return START + hours * HOUR


def status(code: int, start: float, end: float, *headers: tuple[str, str], means: int | None = None) -> Fault:
    """A status from one hour to another."""
    return Fault("status", at(start), at(end), code, headers, means)


def retry_after(code: int, start: float, value: str, means: int | None, *, lasts: float = 0.9) -> Fault:
    """A server that asks to be left alone, in whatever form."""
    return status(code, start, start + lasts, ("Retry-After", value), means=means)


@dataclass
class Cast:
    """The sources of a day by name, with the settings that the user gave them."""

    world: World
    hours: int = 24
    named: dict[str, Endpoint] = field(default_factory=dict)
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def add(self, host: str, kind: str, name: str, every: int = 9000, *, ends: float = 0, **more: Any) -> None:
        """A source; `every` is how often it has something new, `ends` the hour at which its coverage does."""
        own = {key: more.pop(key) for key in ("interval",) if key in more}
        site = {key: more.pop(key) for key in ("latency", "by_the_minute") if key in more}
        next_url = more.pop("next_url", "")
        end = int(at(ends or self.hours + 2))
        story = more.pop("story", None) or written(
            name, START, end, Habits(every), seed=1, ends=bool(ends), next_url=next_url
        )
        endpoint = Endpoint(f"https://{host}.example/{name}.{kind}", kind, story, window=more.pop("window", 12), **more)
        self.named[name], self.settings[name] = self.world.network.add(endpoint, **site), own

    def follow(self) -> None:
        """Add all of them to the store."""
        for name, endpoint in self.named.items():
            self.ids[name] = self.world.add(endpoint, **self.settings[name])


def fifty(world: World) -> Cast:
    """The fifty sources."""
    cast = Cast(world)
    _well_behaved(cast)
    _with_wishes(cast)
    _angry(cast)
    _in_trouble(cast)
    _live(cast)
    return cast


def _well_behaved(cast: Cast) -> None:
    styles = ("both", "etag", "modified", "odd", "rotating", "sometimes", "none")
    for number, style in enumerate(styles):
        kind = ("rss", "atom", "json")[number % 3]
        every = 2400 if style == "both" else 9000
        cast.add(f"good{number // 2}", kind, f"good-{style}-{number}", every, validators=style, packed=number % 3 > 0)
    cast.add("good0", "rss", "silent", 10**9)
    moved = "https://new-home.example/feed"
    for name, code in (("moved", 301), ("aside", 302)):
        url = f"{moved}-{name}"
        fault = Fault("moved", at(2), at(40), code, target=url)
        cast.add("old-home", "atom", name, faults=(fault,), others=(url,))


def _with_wishes(cast: Cast) -> None:
    cast.add("cached", "rss", "two-hours", lasts=7200)
    cast.add("cached", "atom", "aged", lasts=7200, age=3000)
    cast.add("brief", "json", "brief", lasts=600, interval=300)
    cast.add("month", "rss", "month", lasts=30 * DAY)
    cast.add("expires", "atom", "expires", expires=3 * HOUR)
    cast.add("expires", "atom", "yesterday", expires=3 * HOUR, clock=-DAY)
    cast.add("wishes", "rss", "ttl", wishes=Wishes(ttl=180))
    cast.add("wishes", "rss", "daily", wishes=Wishes(period="daily"))
    cast.add("wishes", "rss", "night", wishes=Wishes(skip_hours=(0, 1, 2, 3, 4, 13)))
    cast.add("wishes", "rss", "friday", wishes=Wishes(skip_days=("Friday",)))


def _angry(cast: Cast) -> None:
    for number in range(5):
        fault = (retry_after(429, 3, "7200", 7200), retry_after(503, 10, "5400", 5400)) if number == 2 else ()
        cast.add("angry", "rss", f"angry-{number}", faults=fault)
    behind = formatdate(at(4) - DAY + 3 * HOUR, usegmt=True)
    cast.add("dated", "atom", "dated", faults=(retry_after(429, 4, behind, 2 * HOUR, lasts=1),), clock=-DAY)
    for name, value in (("garbage", "soon"), ("negative", "-120"), ("past", formatdate(at(-9), usegmt=True))):
        cast.add(name, "rss", name, faults=(retry_after(429, 2, value, 0 if name == "past" else None),))
    cast.add("decade", "rss", "decade", faults=(retry_after(429, 5, str(TEN_YEARS), TEN_YEARS, lasts=40),))
    cast.add("overrun", "rss", "overrun", faults=(status(429, 2, 7),))
    cast.add("overrun", "rss", "overrun-too", faults=(status(503, 2, 7),))
    for number in range(2):
        cast.add("by-the-minute", "rss", f"minute-{number}", by_the_minute=True)


def _in_trouble(cast: Cast) -> None:
    cast.add("broken", "rss", "broken", faults=(status(500, 1, 7), status(502, 12, 14)))
    for how, hour in (("timeout", 2), ("refused", 4), ("dns", 5), ("drip", 6)):
        cast.add(f"host-{how}", "atom", how, faults=(Fault(how, at(hour), at(hour + 3)),))
    cast.add("denied", "rss", "missing", faults=(status(404, 0, 99),))
    cast.add("denied", "json", "login", faults=(status(401, 1, 5),))
    cast.add("denied", "rss", "gone", faults=(status(410, 5, 99),))
    cast.add("cut", "rss", "cut", faults=(Fault("short", at(2), at(4)), Fault("login", at(6), at(8))))


def _live(cast: Cast) -> None:
    cast.add("live", "live", "busy", 150, window=15)
    cast.add("live", "live", "quiet", 5400, window=15, validators="none")
    cast.add("live", "rss", "of-the-same-host", 900)
    cast.add("live-too", "live", "middling", 900, window=15, validators="etag", latency=(0.5, 6.0))
    cast.add("live-too", "live", "unwatched", 900, window=15)
    cast.add("live-three", "live", "kept-fresh", 900, window=15, lasts=120)
    cast.add("live-three", "live", "ending", 600, window=15, ends=9.0)


async def lived_through(world: World, cast: Cast, score: Score, truth: Truth) -> None:
    """The day: what is on screen, what is asked by hand, restarts, a suspend, outages."""
    for name, endpoint in cast.named.items():
        score.follow(endpoint, cast.settings[name].get("interval"))
    world.network.observers += [score, truth]
    world.network.outages += [Outage(at(18.5), at(18.9)), Outage(at(21), at(21.3), "portal")]
    cast.follow()
    listen(world, cast, score)

    def show(*names: str) -> None:
        score.show({cast.named[name].url for name in names})
        world.watch(cast.ids[name] for name in names)

    show("busy", "quiet")
    await by_hand(world, cast, score, 1.0, "silent", "busy", "two-hours")
    await by_hand(world, cast, score, 3.6, "angry-0", "garbage", "gone")
    await world.until(at(4.2))
    show("quiet")
    await by_hand(world, cast, score, 5.6, "decade", "gone", "overrun")
    await restart(world, cast, score, 5.8)
    show("kept-fresh")
    await restart(world, cast, score, 8.1)
    await world.until(at(9.5))
    show("middling", "ending")
    await world.until(at(11))
    await world.suspend(1.5 * HOUR)
    await world.until(at(14))
    show()
    await by_hand(world, cast, score, 15.0, "unwatched", "middling", "missing")
    await restart(world, cast, score, 16.3)
    await restart(world, cast, score, 18.7)
    await world.until(at(22))
    show("busy")
    await world.until(at(cast.hours))


def listen(world: World, cast: Cast, score: Score) -> None:
    """Let the score hear what the engine announces."""
    urls = {source_id: cast.named[name].url for name, source_id in cast.ids.items()}

    def heard(event: Any) -> None:
        if event.poll is not None:
            score.announced(urls[event.source_id], event.poll)

    world.engine.subscribe(heard)


async def restart(world: World, cast: Cast, score: Score, hours: float) -> None:
    """Start the program again at an hour of the day."""
    await world.until(at(hours))
    score.restart()
    await world.restart()
    listen(world, cast, score)


async def by_hand(world: World, cast: Cast, score: Score, hours: float, *names: str) -> None:
    """A person who presses the key every eleven seconds, for four minutes."""
    await world.until(at(hours))
    for _ in range(22):
        for name in names:
            url = cast.named[name].url
            score.by_hand.add(url)
            result = await world.ask(cast.ids[name])
            score.by_hand.discard(url)
            if result.report is None and result.allowed_at is None and name != "gone":
                score.fault("by hand, next time not told", f"{name}: {result.in_words()}")
        await world.wait(11)
