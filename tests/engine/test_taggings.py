"""Tagging behind the polls: it gives way, ends when told to, tells how far it is, and outlives what fails."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest

from reader.engine import taggings
from reader.engine.engine import Engine
from reader.engine.taggings import ensure_tagged
from reader.model.tagging import Tagging
from reader.model.tagging_due import TaggingProgress, Waiting
from reader.store import Store, tagging_due
from tests.engine.fakes import FakeTagger, ok
from tests.engine.keeping import KeepingStore
from tests.engine.world import URL, World
from tests.store.fill import NOW, fill

PATIENCE = 30.0


def waiting(count: int) -> list[Waiting]:
    return [Waiting(number, 1, 1, NOW - number, f"Headline {number}", "Text") for number in range(1, count + 1)]


async def until(met) -> None:
    async with asyncio.timeout(PATIENCE):
        while not met():
            await asyncio.sleep(0.01)


class Slow(FakeTagger):
    """Takes its time, and counts."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.seen: list[str | None] = []

    def tag(self, headline: str | None, text: str, *, media: bool = False) -> Tagging:
        self.seen.append(headline)
        end = time.perf_counter() + self.seconds
        while time.perf_counter() < end:
            pass
        return super().tag(headline, text, media=media)


def running(world: World, tagger: FakeTagger, **settings) -> Engine:
    return Engine(world.store, world.fetcher, world.parse, lambda: tagger, world.time.clock, **settings)


async def test_what_waits_when_the_program_starts_is_tagged_the_newest_first() -> None:
    world, told = World(), []
    world.store.waiting = waiting(250)
    tagger = Slow()
    engine = running(world, tagger)
    engine.on_tagged(told.append)
    task = asyncio.create_task(engine.run())
    await until(lambda: len(told) == 3)
    assert [(progress.done, progress.of) for progress in told] == [(100, 250), (200, 250), (250, 250)]
    batches = [list(progress.entry_ids) for progress in told]
    assert [sorted(numbers) for numbers in batches] == [
        list(range(1, 101)),
        list(range(101, 201)),
        list(range(201, 251)),
    ]
    assert tagger.seen[:2] == ["Headline 100", "Headline 99"]  # a batch is tagged in the order of time
    assert world.store.tags[7].speaker == "Headline 7"
    task.cancel()
    await engine.aclose()


async def test_a_poll_that_brings_entries_has_it_look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    world.add()
    engine = running(world, Slow())
    woken: list[int] = []
    monkeypatch.setattr(engine._taggings, "wake", lambda: woken.append(len(world.store.reports)))
    for body in ("one", "one", "two", "two"):
        world.fetcher.answers[URL] = ok(body)
        assert (await engine.poll(1, force=True)).ok
    await engine.aclose()
    assert woken == [1, 3], "once what it brought is stored; a poll that brings nothing wakes nobody"


async def test_woken_it_looks_for_what_waits_by_now() -> None:
    world = World()
    engine = running(world, Slow())
    task = asyncio.create_task(engine.run())
    world.store.waiting = waiting(3)
    # Not before it rests: it takes what it has tagged off the list, and that must not be the new one.
    await until(lambda: len(world.store.tags) == 3 and not engine._taggings._working)
    world.store.waiting = waiting(7)[3:]
    assert set(world.store.tags) == {1, 2, 3}
    engine._taggings.wake()
    await until(lambda: set(world.store.tags) == set(range(1, 8)))
    task.cancel()
    await engine.aclose()


async def test_it_ends_within_an_entry_and_what_is_left_goes_on_waiting() -> None:
    world = World()
    world.store.waiting = waiting(20_000)
    engine = running(world, Slow(0.002))
    task = asyncio.create_task(engine.run())
    await until(lambda: len(world.store.tags) >= 100)
    task.cancel()
    await engine.aclose()
    left = len(world.store.waiting)
    assert 0 < left < 20_000
    await asyncio.sleep(0.1)
    assert len(world.store.waiting) == left


async def test_documents_that_are_being_parsed_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taggings, "GIVE_WAY", PATIENCE)
    world, tagger = World(), Slow(0.002)
    world.add()
    world.store.waiting = waiting(20_000)
    begun, go_on = threading.Event(), threading.Event()

    def parse(document):
        begun.set()
        go_on.wait(PATIENCE)
        return world.parse(document)

    resting = threading.Event()

    class Stopped(threading.Event):
        """What is waited on for others to be done."""

        def wait(self, timeout: float | None = None) -> bool:
            resting.set()
            return super().wait(timeout)

    engine = Engine(world.store, world.fetcher, parse, lambda: tagger, world.time.clock)
    engine._taggings._stopped = Stopped()
    task = asyncio.create_task(engine.run())
    await until(begun.is_set)
    await until(resting.is_set)
    seen = len(tagger.seen)
    await asyncio.sleep(0.1)
    assert len(tagger.seen) == seen < 20_000
    go_on.set()
    await until(lambda: len(tagger.seen) > seen)
    task.cancel()
    await engine.aclose()


async def test_others_have_their_turn_while_it_goes_on() -> None:
    world = World()
    world.store.waiting = waiting(100_000)
    engine = running(world, Slow(0.001))
    task = asyncio.create_task(engine.run())
    await until(lambda: world.store.tags)
    turns, before = 0, len(world.store.tags)
    while len(world.store.tags) < before + 400:
        await asyncio.sleep(0.002)
        turns += 1
    task.cancel()
    await engine.aclose()
    assert turns >= 20  # in some 80 slices of work


async def test_a_failure_of_the_store_ends_the_round_and_not_the_task() -> None:
    world = World()
    world.store.waiting = waiting(3)
    world.store.fail = [OSError("disk full")]
    engine = running(world, Slow())
    task = asyncio.create_task(engine.run())
    await until(lambda: not world.store.fail)
    assert not world.store.tags
    engine._taggings.wake()
    await until(lambda: len(world.store.tags) == 3)
    task.cancel()
    await engine.aclose()


async def test_work_that_ends_half_way_is_not_told_as_going_on() -> None:
    class Failing(KeepingStore):
        def record_taggings(self, made, learned=None):
            if self.tags:
                self.fail = [OSError("disk full")]
            return super().record_taggings(made, learned)

    world, told = World(), []
    world.store = Failing()
    world.store.waiting = waiting(250)
    engine = running(world, Slow())
    engine.on_tagged(told.append)
    task = asyncio.create_task(engine.run())
    await until(lambda: len(told) == 2)
    assert [(progress.done, progress.of) for progress in told] == [(100, 250), (100, 100)]
    task.cancel()
    await engine.aclose()


def test_an_entry_that_cannot_be_tagged_does_not_stand_in_the_way() -> None:
    class Picky(FakeTagger):
        def tag(self, headline: str | None, text: str, *, media: bool = False) -> Tagging:
            if headline == "Headline 2":
                raise ValueError("no")
            return super().tag(headline, text, media=media)

    world = World()
    world.store.waiting = waiting(3)
    assert ensure_tagged(world.store, Picky) == 3
    assert world.store.tags[2] is None
    assert world.store.tags[3] is not None


async def test_the_store_is_told_by_which_rules_tags_are_made() -> None:
    world = World()
    engine = running(world, FakeTagger(), tagged_by=lambda: "rules of today")
    task = asyncio.create_task(engine.run())
    await until(lambda: world.store.tagged_by is not None)
    assert world.store.tagged_by == "rules of today"
    task.cancel()
    await engine.aclose()


def test_a_command_brings_all_up_to_date_and_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[TaggingProgress] = []
    with Store.open(tmp_path / "dateline.db") as store:
        fill(store, 230, words=5)
        assert ensure_tagged(store, FakeTagger, told.append) == 0
        with store.reads() as reads:
            ids = list(reads.index(now=NOW).ids)
        store._submit(lambda connection: tagging_due.defer(connection, ids)).result(60)
        assert ensure_tagged(store, FakeTagger, told.append) == 230
        with store.reads() as reads:
            assert reads.entry(ids[0]).tagging.topics == ("politics",)
    assert [(progress.done, progress.of) for progress in told] == [(100, 230), (200, 230), (230, 230)]
