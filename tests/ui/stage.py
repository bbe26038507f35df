"""The app on a stage: the demo server, a store, an engine, and a pilot who types."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader import config, formats, tagging
from reader.clock import SYSTEM
from reader.demo.server import DemoServer
from reader.engine.engine import Engine
from reader.net.fetch import Fetcher
from reader.store import Store
from reader.ui.app import DatelineApp
from reader.ui.screens.main import MainScreen
from reader.ui.world import World
from tests.ui.settling import until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

NOON = 12 * 60
LONG = 3600.0
"""Seconds for which what is said in passing stays said, where a test looks for it."""
SETTINGS = '[display]\ntime_zone = "UTC"\ntheme = "dark"\nread_after = 0.05\n'


@dataclass(frozen=True)
class Stage:
    """What a test works with."""

    app: DatelineApp
    pilot: Pilot[None]
    server: DemoServer
    store: Store

    @property
    def screen(self) -> MainScreen:
        """The main screen."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, MainScreen))

    @property
    def rows(self) -> list[str]:
        """What the timeline shows now, a string a line."""
        timeline = self.screen.timeline
        return [timeline.render_line(y).text for y in range(timeline.size.height)]

    @property
    def text(self) -> str:
        """What the detail pane shows now."""
        article = self.screen.article
        return "\n".join(article.render_line(y).text.rstrip() for y in range(article.size.height))

    @property
    def outcome(self) -> str:
        """What the filter line says at its right end."""
        return str(self.screen.query_one("#outcome").render())

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; fails with the screen otherwise."""
        await until(holds, lambda: "\n".join([self.outcome, *self.rows]))

    async def poll(self, minute: int) -> None:
        """Let the page be at a minute of its day, and poll it."""
        self.server.minute = minute
        engine = self.screen.following.engine
        assert engine is not None
        await engine.poll(self.screen.scope()[0], manual=True)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type into what has the focus."""
        names = {" ": "space", ":": "colon", '"': "quotation_mark", "/": "slash", "-": "minus"}
        await self.pilot.press(*(names.get(char, char) for char in text))


def make_engine(store: Store) -> Engine:
    """An engine as the command line makes it."""
    return Engine(store, fetcher=Fetcher(), parse=formats.parse, tagger=tagging.load, clock=SYSTEM)


@asynccontextmanager
async def stage(
    folder: Path, *, size: tuple[int, int] = (120, 40), minute: int = NOON, path: str = "/live", settings: str = ""
) -> AsyncIterator[Stage]:
    """The app on the demo's page, once its entries are there."""
    store = Store.open(folder / "dateline.db")
    with DemoServer() as server:
        server.minute = minute
        # So slow that only the test polls.
        await asyncio.wrap_future(store.add_source(server.url(path), interval=86_400, now=SYSTEM.now()))
        app = DatelineApp(World(store, lambda: make_engine(store), config.parse(SETTINGS + settings)))
        app.NOTIFICATION_TIMEOUT = LONG
        async with app.run_test(size=size) as pilot:
            here = Stage(app, pilot, server, store)
            await here.until(lambda: len(here.screen.timeline.rows) > 0)
            yield here
    store.close()
