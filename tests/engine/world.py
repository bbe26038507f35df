"""An engine with everything around it made up: a clock that is told to move, a store in memory, scripted answers."""

from __future__ import annotations

from reader.engine.engine import Engine
from reader.model.snapshot import Reading, Snapshot
from reader.model.source import Validators
from tests.engine.fakes import START, FakeFetcher, FakeTagger, Time, entry, ok, parser, snapshot
from tests.engine.keeping import KeepingStore

URL = "https://news.example/live"
A = entry("a", START - 900, "Storm warning", "For the coast.")
B = entry("b", START - 600, "Bridge closed", "Until Monday.")
C = entry("c", START - 300, "Ferries stop", "From noon.")


class World:
    """An engine and its surroundings."""

    def __init__(self, **settings) -> None:
        self.time = Time()
        self.store = KeepingStore()
        self.pages: dict[str, Snapshot] = {"one": snapshot(C, B, A), "two": snapshot(entry("d", START, "New"), C, B, A)}
        self.fetcher = FakeFetcher(self.time)
        self.errors: list[Exception] = []
        self.events: list = []
        self.parsed: list[str] = []
        self.settings = settings
        self.engine = self.start()

    def start(self) -> Engine:
        """The engine, or after a restart another one."""
        self.engine = Engine(
            self.store,
            self.fetcher,
            self.parse,
            FakeTagger,
            self.time.clock,
            **{"jitter": lambda: 0.0, "on_error": self.errors.append, **self.settings},
        )
        self.engine.subscribe(self.events.append)
        return self.engine

    def parse(self, document) -> Reading:
        self.parsed.append(document.body.decode())
        return parser(self.pages)(document)

    def add(self, url: str = URL, answer=None, **settings):
        self.fetcher.answers[url] = answer or ok("one", validators=Validators('"1"'))
        return self.store.add(url, **settings)

    def told(self) -> list[str]:
        said = [event.kind.value for event in self.events]
        self.events.clear()
        return said

    async def live(self, seconds: int, step: int = 5) -> None:
        """Let time pass, starting what is due every few seconds as the loop of the engine does."""
        until = self.time.at + seconds
        while self.time.at < until:
            await self.engine.start_due()
            await self.engine.idle()
            self.time.advance(step)
