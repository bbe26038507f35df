"""A simulated world: its time, its servers, and one machine with a store on disk and the engine that keeps it current."""

from __future__ import annotations

import asyncio
import concurrent.futures
import importlib
import os
import pkgutil
import random
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import reader.engine
import reader.net
from reader import formats
from reader.clock import Clock
from reader.engine import engine as engine_module
from reader.engine.engine import Engine
from reader.engine.result import PollResult
from reader.model.event import Event
from reader.model.source import SourceStatus
from reader.model.tagging import Tagging
from reader.net import client
from reader.net.address import host_of
from reader.net.fetch import Fetcher
from reader.store import Store
from tests.simulation.loop import SimulatedLoop, Times
from tests.simulation.network import Network
from tests.simulation.servers import Endpoint

LONG = bool(os.environ.get("DATELINE_LONG"))
"""The long versions: more sources' polls, and the engine looks at its sources as often as in life."""
CALM, AWAKE = (30.0 if LONG else 300.0), 5.0
"""Seconds between heartbeats: while nothing is to be noticed by them, and as they are in life."""


class PlainTagger:
    """Tags nothing: what entries say is not what these tests ask."""

    def tag(self, headline: str | None, text: str, *, media: bool = False) -> Tagging:
        return Tagging()


class Waiting:
    """A store whose acts are done when they are asked for: no real time may pass beside the simulated one."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        if not callable(found):
            return found

        def act(*args: Any, **settings: Any) -> Any:
            answer = found(*args, **settings)
            if isinstance(answer, concurrent.futures.Future):
                concurrent.futures.wait([answer])
            return answer

        return act


class World:
    """Use `run`. `engine` and `store` are those of the moment: a restart makes new ones."""

    store: Store
    engine: Engine

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> None:
        self.times = Times()
        self.network = Network(self.times)
        self.path = folder / "dateline.db"
        self.settings = settings
        self.events: list[Event] = []
        self.errors: list[Exception] = []
        self.endpoints: dict[int, Endpoint] = {}
        self.restarts: list[float] = []
        self.watched: set[int] = set()
        self._running: asyncio.Task[None] | None = None
        self._patch(monkeypatch)

    def _patch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        if not LONG:
            monkeypatch.setattr(engine_module, "RELOAD", 1800)
            monkeypatch.setattr(engine_module, "GLANCE", 1800.0)
        self.pulse = lambda seconds: monkeypatch.setattr(engine_module, "HEARTBEAT", seconds)
        self.pulse(CALM)
        monkeypatch.setattr(client, "Transport", lambda: self.network)
        steady = SimpleNamespace(**{name: getattr(time, name) for name in dir(time) if not name.startswith("_")})
        steady.monotonic = lambda: self.times.steady
        steady.time = lambda: self.times.wall
        for room in (reader.net, reader.engine):
            for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
                module = importlib.import_module(found.name)
                if getattr(module, "time", None) is time:
                    monkeypatch.setattr(module, "time", steady)
                if not LONG and hasattr(module, "host_of"):
                    monkeypatch.setattr(module, "host_of", lru_cache(maxsize=None)(host_of))
        state = random.getstate()
        random.seed(20251009)
        monkeypatch.setattr(random, "_inst", random._inst)  # type: ignore[attr-defined]
        self._random = state

    def run(self, scenario: Callable[[], Awaitable[None]]) -> None:
        """Run a scenario to its end in simulated time, with the machine up from the first moment."""
        loop = SimulatedLoop(self.times, self.network.look_up)

        async def whole() -> None:
            await self.open()
            try:
                await scenario()
            finally:
                await self.close()

        try:
            loop.run_until_complete(whole())
        finally:
            random.setstate(self._random)
            loop.close()

    async def open(self) -> None:
        """Start the program: the store from its file, and an engine that runs."""
        self.store = Store.open(self.path)
        clock = Clock(lambda: self.times.wall, lambda: self.times.steady)
        waiting: Any = Waiting(self.store)
        self.engine = Engine(
            waiting, Fetcher(), formats.parse, PlainTagger, clock, on_error=self.errors.append, **self.settings
        )
        self.engine.subscribe(self.events.append)
        self.engine.watching = self.watched
        self._running = asyncio.create_task(self.engine.run())

    async def close(self) -> None:
        """End the program."""
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running
        await self.engine.aclose()
        self.store.close()

    async def restart(self) -> None:
        """End the program and start it again on the same file."""
        await self.close()
        self.restarts.append(self.times.true)
        await self.open()

    def add(self, endpoint: Endpoint, **settings: Any) -> int:
        """Follow an endpoint."""
        source = self.store.add_source(endpoint.url, now=self.times.second, **settings).result()
        self.endpoints[source.id] = endpoint
        self.engine.wake()
        return source.id

    def watch(self, source_ids: Iterable[int]) -> None:
        """Put these sources on screen."""
        self.watched = set(source_ids)
        self.engine.watching = self.watched

    async def wait(self, seconds: float) -> None:
        """Let time pass. An engine that ends before its time ends the scenario."""
        assert self._running is not None
        await asyncio.sleep(seconds)
        if self._running.done():
            self._running.result()
            raise AssertionError("the engine has ended by itself")

    async def until(self, moment: float) -> None:
        """Let time pass until a true moment."""
        await self.wait(max(0.0, moment - self.times.true))

    async def suspend(self, seconds: float) -> None:
        """Let the machine sleep: the world goes on, the steady clock stands. Then a minute at the pulse of life."""
        self.pulse(AWAKE)
        self.engine.wake()
        await self.wait(AWAKE)
        self.times.slept += seconds
        await self.wait(60)
        self.pulse(CALM)

    async def set_clock(self, wrong: float) -> None:
        """Set the wall clock wrong by so many seconds, or right. Then a minute at the pulse of life."""
        self.pulse(AWAKE)
        self.engine.wake()
        await self.wait(AWAKE)
        self.times.wrong = wrong
        await self.wait(60)
        self.pulse(CALM)

    async def ask(self, source_id: int, **settings: bool) -> PollResult:
        """Poll as a person wishes it."""
        return await self.engine.poll(source_id, manual=True, **settings)

    def addresses(self) -> dict[str, str]:
        """The addresses of the sources: as they were, and as they are."""
        return {self.endpoints[source_id].url: one.source.url for source_id, one in self.statuses().items()}

    def statuses(self) -> dict[int, SourceStatus]:
        """The sources as the store has them."""
        with self.store.reads() as reads:
            return {status.source.id: status for status in reads.sources()}
