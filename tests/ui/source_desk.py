"""The screen of sources as tests work with it: the app on a real store, with a real server beside it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader import config, formats
from reader.clock import SYSTEM
from reader.demo.server import DemoServer
from reader.engine.preview import Previewer
from reader.model.event import PollReport
from reader.model.snapshot import FeedData
from reader.net.fetch import Fetcher
from reader.store import Store
from reader.ui.app import DatelineApp
from reader.ui.screens.adding import AddressInput, ChoiceList
from reader.ui.screens.main import MainScreen
from reader.ui.screens.sources import SourcesScreen
from reader.ui.widgets.line_page import LinePage
from reader.ui.world import World
from reader.view.lines import text_of
from tests.ui.settling import until
from tests.ui.stage import SETTINGS, make_engine

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from reader.model.source import Source, SourceStatus


OFFERING = """<html><head><title>The Harbour Post</title>
<link rel="alternate" type="application/rss+xml" title="All news" href="/live.rss">
<link rel="alternate" type="application/atom+xml" title="World" href="/live.atom"></head><body><p>Hello.</p></body></html>"""


NO_FEED = "<html><head><title>About us</title></head><body><h1>About us</h1><p>We are a paper.</p></body></html>"


@dataclass(frozen=True)
class Desk:
    """What a test works with."""

    app: DatelineApp
    pilot: Pilot[None]
    server: DemoServer
    store: Store

    @property
    def pane(self) -> SourcesScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, SourcesScreen))

    @property
    def lines(self) -> list[str]:
        listed = self.pane.listed
        return [listed.render_line(y).text.rstrip() for y in range(listed.size.height)]

    @property
    def detail(self) -> str:
        return "\n".join(text_of(line).rstrip() for line in self.pane.detail.lines)

    @property
    def answer(self) -> str:
        page = self.app.screen.query_one(LinePage)
        return "\n".join(text_of(line).rstrip() for line in page.lines)

    @property
    def choices(self) -> list[str]:
        listed = self.app.screen.query_one(ChoiceList)
        return [str(listed.get_option_at_index(at).prompt) for at in range(listed.option_count)]

    @property
    def stored(self) -> dict[str, SourceStatus]:
        with self.store.reads() as reads:
            return {status.source.url: status for status in reads.sources()}

    @property
    def titles(self) -> list[str]:
        return [status.title for status in self.pane.listed.statuses]

    async def until(self, holds: Callable[[], bool]) -> None:
        await until(holds, self._told)

    def _told(self) -> str:
        listed = self.lines if any(isinstance(s, SourcesScreen) for s in self.app.screen_stack) else []
        return "\n".join([repr(self.app.screen), *listed])

    async def open(self) -> None:
        await self.pilot.press("S")
        await self.until(lambda: isinstance(self.app.screen, SourcesScreen) and self.pane.listed.cursor is not None)

    async def look_at(self, address: str) -> None:
        """Press `a`, write an address and look at it."""
        await self.pilot.press("a")
        await self.until(lambda: isinstance(self.app.focused, AddressInput))
        self.app.screen.query_one(AddressInput).value = address
        await self.pilot.press("enter")

    async def answer_with(self, text: str) -> None:
        """Answer the question of one line."""
        await self.until(lambda: self.pane.has_class("-asking"))
        self.pane.query_one("#prompt-input").value = text
        await self.pilot.press("enter")


def add(store: Store, url: str, title: str | None = None, **settings: object) -> Source:
    """A source that nobody polls: its next poll is a day off."""
    source = store.add_source(url, title=title, now=SYSTEM.now()).result()
    now = SYSTEM.now()
    report = PollReport(
        source.id,
        now - 60,
        "ok",
        "3 entries",
        200,
        1500,
        3,
        format="rss20",
        next_poll_at=now + 7200,
        next_poll_reason="every 2 h",
        feed=FeedData(title=title),
    )
    store.record_poll(report).result()
    return store.update_source(source.id, **settings).result() if settings else source


@asynccontextmanager
async def desk(
    folder: Path, *titles: str, size: tuple[int, int] = (120, 40), parse=formats.parse, settings: str = ""
) -> AsyncIterator[Desk]:
    """The app on sources at addresses where nobody answers, and the demo's server beside it."""
    store = await asyncio.to_thread(Store.open, folder / "dateline.db")
    with DemoServer() as server:
        server.minute = 12 * 60
        server.serve_file("/page", OFFERING, "text/html")
        server.serve_file("/none", NO_FEED, "text/html")
        for number, title in enumerate(titles):
            await asyncio.to_thread(add, store, f"http://127.0.0.1:9/{number}", title)
        world = World(
            store,
            lambda: make_engine(store),
            config.parse(SETTINGS + settings),
            make_previewer=lambda: Previewer(Fetcher(), parse),
        )
        app = DatelineApp(world)
        async with app.run_test(size=size, notifications=True) as pilot:
            here = Desk(app, pilot, server, store)
            await here.until(lambda: isinstance(app.screen, MainScreen) and app.screen.following.engine is not None)
            yield here
    store.close()
