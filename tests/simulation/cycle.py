"""One round of the whole program, to be run with a fault at its Nth call: open, add, poll, poll again, read, render."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import shutil
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

from reader import formats, tagging
from reader.clock import Clock
from reader.engine.engine import Engine
from reader.net.fetch import Fetcher
from reader.store import Store, StoreError
from reader.store.opening import open_store
from reader.view.article_lines import Article
from reader.view.draft import Telling
from reader.view.lines import text_of
from reader.view.plain import plain_entry
from reader.view.rows import Look, Rows
from tests.simulation.loop import START, SimulatedLoop
from tests.simulation.servers import Endpoint, Fault
from tests.simulation.stories import Act, Deed, Story
from tests.simulation.world import Waiting, World

URL = "https://one.example/feed"
HOP = "https://two.example/feed"
_TEXTS = {n: f"Germany and France said that {n}0 ferries had been told to wait at the harbour." for n in range(1, 6)}
LAST_TEXT = "Germany said that 99 ferries had been told to wait."


@dataclass
class Trap:
    """Counts calls and says which are to fail: the Nth, and with `ever` all that follow."""

    nth: int
    ever: bool = False
    calls: int = 0
    armed: bool = False

    def springs(self) -> bool:
        """Whether this call is to fail."""
        if not self.armed:
            return False
        self.calls += 1
        return self.calls >= self.nth if self.ever else self.calls == self.nth

    @property
    def sprung(self) -> bool:
        """Whether a call has failed."""
        return self.calls >= self.nth

    @contextlib.contextmanager
    def set(self) -> Generator[None]:
        """Fail calls within this block only."""
        self.armed = True
        try:
            yield
        finally:
            self.armed = False


@dataclass
class Round:
    """What came of a round: entries that were acknowledged, refusals in words, and whatever escaped."""

    acknowledged: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    escaped: list[str] = field(default_factory=list)
    shown: str = ""


class Cycle:
    """Runs rounds in a world, each on its own copy of a store that holds a first poll already."""

    def __init__(self, folder: Path, world: World) -> None:
        self.world = world
        self.folder = folder
        self.path = folder / "template" / "dateline.db"
        self.path.parent.mkdir()
        self._numbered = 0
        self.fresh()
        first = self.round(polls=1)
        assert len(first.acknowledged) == 3, first
        self.template = self.path.parent

    def fresh(self, copy: bool = False) -> None:
        """A new world, an empty folder or a copy of the one that holds a first poll."""
        times = self.world.times
        times.steady, times.slept, times.wrong = 1000.0, 0.0, 0.0
        self.world.network.sites.clear()
        acts = [Act(START - 100 * n, 10 - n, Deed.PUBLISH, f"post-{n}", _TEXTS[n]) for n in (3, 2, 1)]
        acts += [
            Act(START + 60, 20, Deed.EDIT, "post-2", LAST_TEXT),
            Act(START + 90, 21, Deed.PUBLISH, "post-5", _TEXTS[5]),
        ]
        moved = Fault("moved", START - 1000, START + 1e9, 302, target=HOP)
        self.world.network.add(Endpoint(URL, "rss", Story("cycle", acts), faults=(moved,), others=(HOP,)))
        if self._numbered:
            self.path = self.folder / str(self._numbered) / "dateline.db"
            if copy:
                shutil.copytree(self.template, self.path.parent)
            else:
                self.path.parent.mkdir()
        self._numbered += 1

    def round(self, *, polls: int = 2, clock: Clock | None = None, parse: Any = None, tagger: Any = None) -> Round:
        """Run a round. Nothing ever leaves it: what escaped is in the answer."""
        found = Round()
        world = self.world
        loop = SimulatedLoop(world.times, world.network.look_up)
        # What is logged is kept by pytest with its traceback, and so with the frames and connections in it.
        logging.disable()
        loop.set_exception_handler(lambda _, told: found.escaped.append(f"the loop: {told}"))
        hook, threading.excepthook = threading.excepthook, lambda told: found.escaped.append(f"a thread: {told}")
        clock = clock or Clock(lambda: world.times.wall, lambda: world.times.steady)
        parts = (parse or formats.parse, tagger or tagging.load)
        try:
            loop.run_until_complete(self._whole(found, polls, clock, *parts))
        except StoreError as error:
            found.refused.append(str(error))
        except Exception as error:  # noqa: BLE001 - it is what we look for
            found.escaped.append(f"{type(error).__name__}: {error} at {_place(error)}")
        finally:
            with contextlib.suppress(Exception):
                loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()
            threading.excepthook = hook
            logging.disable(logging.NOTSET)
        return found

    async def _whole(self, found: Round, polls: int, clock: Clock, parse: Any, tagger: Any) -> None:
        store = open_store(self.path, now=clock.now(), tell=lambda _: None)
        try:
            source = store.add_source(URL, now=clock.now()).result()
            waiting: Any = Waiting(store)
            engine = Engine(waiting, Fetcher(), parse, tagger, clock, jitter=lambda: 0.0)
            try:
                for _ in range(polls):
                    result = await engine.poll(source.id)
                    found.acknowledged |= {
                        event.entry.entry.native_id for event in result.events if event.entry is not None
                    }  # type: ignore[arg-type]
                    await asyncio.sleep(100)
            finally:
                await engine.aclose()
            found.shown = _rendered(store, clock.now())
        finally:
            store.close()


def _rendered(store: Store, now: int) -> str:
    """Everything as it is shown: rows, articles, plain lines."""
    with store.reads() as reads:
        index = reads.index(now=now)
        rows = Rows(reads.rows, Look(width=60, tz=UTC), index)
        lines = [text_of(shown.line) for shown in rows.visible(0, 200)]
        for stored in reads.entries(index.ids):
            lines.append(plain_entry(stored, UTC))
            article = Article.of(stored, Telling(UTC, now), 60, source="A", revisions=reads.revisions(stored.id))
            lines += [text_of(line) for line in article.lines(0, 200)]
        reads.sources()
        reads.facets(now=now)
    return "\n".join(lines)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    names: list[str] = []
    while trace is not None:
        names.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(names[-4:])


def aftermath(cycle: Cycle, before: Round) -> list[str]:
    """What is wrong after a round with a fault: with the file, with what was acknowledged, with an undisturbed poll.

    That a store in which damage was met is looked through again is right; that it is made anew is not.
    """
    gc.collect()  # a connection whose cursors a traceback still holds is not closed, and holds the file
    wrong: list[str] = list(before.escaped)
    told: list[str] = []
    cycle.world.times.steady += 3 * 86400
    try:
        store = open_store(cycle.path, now=cycle.world.times.second, tell=told.append)
    except Exception as error:  # noqa: BLE001
        return [*wrong, f"cannot be opened again: {type(error).__name__}: {error}"]
    wrong += [f"told: {words}" for words in told if "looking through it" not in words]
    with store, store.reads() as reads:
        wrong += reads.check(thorough=True)
        there = {one.entry.native_id for one in reads.entries(reads.index(now=2**40).ids)}
        wrong += [f"lost: {ident}" for ident in before.acknowledged - there]
    after = cycle.round(polls=1)
    wrong += [f"afterwards: {line}" for line in (*after.escaped, *after.refused)]
    wrong += [
        f"not shown afterwards: {text}"
        for text in (_TEXTS[1], _TEXTS[3], _TEXTS[5], LAST_TEXT)
        if not _shows(after.shown, text)
    ]
    return wrong


def _shows(shown: str, text: str) -> bool:
    return "".join(text.split()) in "".join(shown.split())


def every_nth(trial: Callable[[Trap], list[str]], *, ever: bool, step: Callable[[int], int] = lambda n: n + 1) -> int:
    """Try a fault at every call, N = 1, 2, 3 ... until a round goes through; how many calls there were.

    Raises AssertionError with everything that went wrong.
    """
    wrong: list[str] = []
    nth = 1
    while True:
        trap = Trap(nth, ever)
        wrong += [f"call {nth}{' and ever after' if ever else ''}: {line}" for line in trial(trap)]
        if not trap.sprung or len(wrong) > 40:
            break
        nth = step(nth)
    assert not wrong, "\n" + "\n".join(wrong)
    return nth
