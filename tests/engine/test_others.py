"""Two processes on one store: one polls, both tell all that happens, each event once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_asyncio

from reader import formats, tagging
from reader.clock import SYSTEM
from reader.engine import engine as engine_module
from reader.engine.engine import Engine
from reader.model.event import Event, EventKind
from reader.net.fetch import Fetcher
from reader.store import Store
from reader.store.lease import Lease
from tests.engine.test_together import feed
from tests.net.server import Reply, Server, serving

PATIENCE = 60.0
"""Seconds for what takes far less where the machine has nothing else to do."""


class Process:
    """A store and an engine of their own, on the same file as the others."""

    def __init__(self, path: Path) -> None:
        self.store = Store.open(path)
        self.events: list[Event] = []
        self.engine = Engine(
            self.store, Fetcher(), formats.parse, tagging.load, SYSTEM, jitter=lambda: 0.0, lease=Lease(path)
        )
        self.engine.subscribe(self.events.append)
        self.task: asyncio.Task[None] | None = None

    async def run(self, only: set[int] | None = None) -> None:
        self.task = asyncio.create_task(self.engine.run(only, since=0))
        await agreed(lambda: self.engine._looked_at > 0)  # from then on it is known who polls

    async def end(self) -> None:
        if self.task is not None:
            self.task.cancel()
            with suppress(asyncio.CancelledError):
                await self.task
        await self.engine.aclose()
        self.store.close()

    def told(self) -> list[tuple]:
        return [
            (event.kind.value, event.source_id, event.entry.entry.headline if event.entry else None)
            for event in self.events
        ]

    async def until(self, count: int, kind: EventKind = EventKind.POLL, seconds: float = PATIENCE) -> None:
        async with asyncio.timeout(seconds):
            while sum(event.kind is kind for event in self.events) < count:
                await asyncio.sleep(0.01)


async def agreed(met: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not met():
            await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("LISTEN", 0.05), ("GLANCE", 0.05), ("HEARTBEAT", 0.1)):
        monkeypatch.setattr(engine_module, name, seconds)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.answers["/rss"] = Reply(200, feed("One", "Two"))
        yield running


@pytest_asyncio.fixture
async def two(tmp_path: Path) -> AsyncIterator[tuple[Process, Process]]:
    processes = Process(tmp_path / "dateline.db"), Process(tmp_path / "dateline.db")
    yield processes
    for process in processes:
        await process.end()


def add(process: Process, url: str, **settings) -> int:
    return process.store.add_source(url, now=SYSTEM.now(), **settings).result().id


def growing(server: Server, path: str = "/rss") -> None:
    """A feed that has one entry more whenever it is asked."""

    def answer(_: object) -> Reply:
        asked = sum(one.path == path for one in server.asked)
        return Reply(200, feed(*(f"Story {n}" for n in range(min(asked, 50)))))

    server.answers[path] = answer


async def test_one_polls_and_both_tell(two: tuple[Process, Process], server: Server) -> None:
    first, second = two
    growing(server)
    add(first, server.url("/rss"), interval=1)
    await first.run()
    await second.run()
    assert (first.engine.following, second.engine.following) == (False, True)
    await first.until(3)
    await second.until(3)
    # A poll may be under way at any moment, but at some both have told the same, and all that was asked.
    await agreed(
        lambda: second.told() == first.told() and len(server.asked) == Counter(first.told())[("poll", 1, None)]
    )


async def test_when_one_ends_the_other_goes_on_without_gap_or_repetition(
    two: tuple[Process, Process], server: Server
) -> None:
    first, second = two
    growing(server)
    add(first, server.url("/rss"), interval=1)
    await first.run()
    await second.run()
    await first.until(2)
    await first.end()
    await second.until(4)
    assert not second.engine.following
    headlines = [told[2] for told in second.told() if told[0] == "new"]
    assert headlines == [f"Story {n}" for n in range(len(headlines))]
    assert len(headlines) >= 4
    with second.store.reads() as reads:
        logged = [(event.kind, event.at, event.source_id) for _, event in reads.events()]
    assert [(event.kind, event.at, event.source_id) for event in second.events] == logged[: len(second.events)]


async def test_what_cron_polls_is_heard_by_the_one_who_polls(two: tuple[Process, Process], server: Server) -> None:
    first, cron = two
    source_id = add(first, server.url("/rss"), interval=3600)
    await first.run()
    await first.until(1)
    first.events.clear()
    server.answers["/rss"] = Reply(200, feed("One", "Two", "Three"))
    assert not cron.engine.lead()
    assert (await cron.engine.poll(source_id, manual=True)).ok
    await first.until(1)
    assert first.told() == [("new", source_id, "Three"), ("poll", source_id, None)]
    assert len(server.asked) == 2
    assert cron.told() == first.told()


async def test_a_wish_in_the_second_is_told_once_in_both(two: tuple[Process, Process], server: Server) -> None:
    first, second = two
    source_id = add(first, server.url("/rss"), interval=3600)
    await first.run()
    await second.run()
    for process in two:
        await process.until(1)
    for process in two:
        process.events.clear()
    server.answers["/rss"] = Reply(200, feed("One", "Two", "Three"))
    await asyncio.gather(second.engine.poll(source_id, manual=True), first.engine.poll(source_id, manual=True))
    wanted = Counter({("new", source_id, "Three"): 1, ("poll", source_id, None): 2})
    await agreed(lambda: Counter(first.told()) == Counter(second.told()) == wanted)
    await asyncio.sleep(0.3)
    assert Counter(first.told()) == Counter(second.told()) == wanted, "and nothing is told again"


async def test_the_manual_rule_is_read_from_the_store(
    two: tuple[Process, Process], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    import reader.engine.schedule as schedule

    monkeypatch.setattr(schedule, "is_local", lambda _: False)
    first, second = two
    source_id = add(first, server.url("/rss"))
    assert (await first.engine.poll(source_id, manual=True)).report is not None
    refused = await second.engine.poll(source_id, manual=True)
    assert refused.refused == "it may be asked once in 60 s"


async def test_a_source_that_the_other_does_not_know_of_is_polled_all_the_same(
    two: tuple[Process, Process], server: Server
) -> None:
    app, follow = two
    await app.run()
    source_id = add(follow, server.url("/rss"), kept=False)
    await follow.run({source_id})
    assert follow.engine.following
    await follow.until(1)
    assert follow.told() == [("new", 1, "One"), ("new", 1, "Two"), ("poll", 1, None)]


async def test_a_burst_of_ours_is_not_read_back(
    two: tuple[Process, Process], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LISTEN", "GLANCE"):
        monkeypatch.setattr(engine_module, name, 2 * PATIENCE)
    first, _ = two
    for n in range(12):
        server.answers[f"/{n}"] = Reply(200, feed(*(f"Story {k}" for k in range(20))))
        add(first, server.url(f"/{n}"))
    asked: list[int] = []
    events = first.engine._catalogue.events

    async def counted(after_id: int, limit: int) -> list[tuple[int, Event]]:
        found = await events(after_id, limit)
        asked.append(len(found))
        return found

    await first.run()
    await first.until(12)
    first.engine._catalogue.events = counted  # type: ignore[method-assign]
    await first.engine.hear()
    assert asked == []
    assert len(first.events) == 12 * 21


async def test_it_begins_where_it_is_told_to(two: tuple[Process, Process], server: Server) -> None:
    first, second = two
    source_id = add(first, server.url("/rss"))
    with second.store.reads() as reads:
        since = reads.last_event_id()
    await first.engine.poll(source_id)
    first.engine.lead()
    second.task = asyncio.create_task(second.engine.run(since=since))
    await second.until(1)
    assert second.told() == first.told()


async def test_a_removed_source_does_not_make_the_log_be_read_for_ever(
    two: tuple[Process, Process], server: Server
) -> None:
    first, _ = two
    server.answers["/2"] = Reply(200, feed("Other"))
    one, other = add(first, server.url("/rss")), add(first, server.url("/2"))
    await first.run()
    await first.until(2)
    first.store.remove_source(other).result()
    await agreed(lambda: first.engine._others._ours.total() == 0)
    assert (await first.engine.poll(one, manual=True)).ok
    await asyncio.sleep(0.3)
    assert sum(event.kind is EventKind.POLL for event in first.events) == 3


async def test_the_end_gives_the_lease_back(two: tuple[Process, Process]) -> None:
    first, second = two
    assert first.engine.lead()
    assert not second.engine.lead()
    await first.engine.aclose()
    assert second.engine.lead()
