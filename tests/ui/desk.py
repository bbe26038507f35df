"""The app on a store that a test fills itself, with a clock that it sets: no engine, no network."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader import config
from reader.clock import Clock
from reader.store import Store
from reader.ui.app import DatelineApp
from reader.ui.world import World
from reader.view.lines import text_of
from tests.store import fill
from tests.store.fill import entry, poll, snapshot
from tests.ui.stage import LONG, SETTINGS, Stage

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model.entry import Entry
    from reader.model.source import Source

HOUR = 3600
NOW = fill.NOW - 10 * HOUR
"""12:13 in UTC: the hours after it are of the same day."""


class Hands:
    """The hands of a clock."""

    def __init__(self) -> None:
        self.now = float(NOW)

    @property
    def clock(self) -> Clock:
        return Clock(wall=lambda: self.now, steady=lambda: self.now)


@dataclass(frozen=True)
class Desk(Stage):
    """A stage without a server; `told` is what the screen of what happened says."""

    source: Source
    hands: Hands

    @property
    def told(self) -> str:
        listed = self.app.screen.query_one("#told")
        return "\n".join(listed.render_line(y).text.rstrip() for y in range(listed.size.height))

    @property
    def prompt(self) -> str:
        return str(self.screen.query_one("#prompt-hint").render())

    @property
    def at(self) -> str:
        """The headline under the cursor."""
        stored = self.screen.article.stored
        return (stored.entry.headline or "") if stored else ""

    def bar(self, name: str) -> str:
        return self.app.screen.query_one(name).render_line(0).text.strip()

    async def arrive(self, *entries: Entry) -> None:
        """A poll brings this document while the app runs."""
        events = poll(self.store, self.source, snapshot(entries), int(self.hands.now))
        await self.screen._arrived(list(events))
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)


def item(key: str, minutes: int, headline: str | None = None, **more: object) -> Entry:
    """An entry so many minutes after NOW."""
    return entry(key, headline=headline or f"Headline {key}", published=NOW + 60 * minutes, **more)


@asynccontextmanager
async def desk(
    store: Store, source: Source, hands: Hands, *, size: tuple[int, int] = (100, 30), settings: str = ""
) -> AsyncIterator[Desk]:
    """The app on what is in the store."""
    app = DatelineApp(World(store, None, config.parse(SETTINGS.replace("0.05", "0.0") + settings), clock=hands.clock))
    app.NOTIFICATION_TIMEOUT = LONG
    async with app.run_test(size=size) as pilot:
        yield Desk(app, pilot, None, store, source, hands)


def opened(folder: Path) -> tuple[Store, Source]:
    """A store with one source."""
    store = Store.open(folder / "dateline.db")
    return store, store.add_source("https://news.example/live", title="The Harbour Post", now=NOW).result(10)


__all__ = ["HOUR", "NOW", "Desk", "Hands", "desk", "item", "opened", "poll", "snapshot", "text_of"]
