"""The app on a store of its own, without network: entries are put in as a poll would, and the pilot reads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader import config
from reader.clock import Clock
from reader.engine.reconcile import reconcile
from reader.model.entry import Basis, Block, BlockKind, Entry, Precision, Wording
from reader.model.event import Change, ChangeKind, Changes, Event, Past, PollReport
from reader.model.snapshot import FeedData, Snapshot
from reader.store import Store
from reader.tagging import load
from reader.ui.app import DatelineApp
from reader.ui.screens.main import MainScreen
from reader.ui.world import World
from tests.ui.settling import until
from tests.ui.stage import LONG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

NOON = 1_773_489_600
"""14 March 2026, 12:00 UTC."""
SETTINGS = '[display]\ntime_zone = "UTC"\ntheme = "dark"\nread_after = 0.05\n'
NAMES = {" ": "space", ":": "colon", '"': "quotation_mark", "/": "slash", "-": "minus", "[": "left_square_bracket"}


def entry(key: str, headline: str | None, *paragraphs: str | Block, minutes: int = 60, **more: object) -> Entry:
    """An entry, published so many minutes before noon; fields of the wording (media, cards, embeds) among `more`."""
    body = tuple(item if isinstance(item, Block) else Block(BlockKind.PARAGRAPH, item) for item in paragraphs)
    parts = {name: more.pop(name) for name in ("media", "cards", "embeds") if name in more}
    return Entry(
        key,
        0,
        Wording(headline, body, **parts),  # type: ignore[arg-type]
        published=NOON - 60 * minutes,
        precision=Precision.MINUTE,
        basis=Basis.MACHINE,
        **{"url": f"https://live.example.org/day#{key}", **more},  # type: ignore[arg-type]
    )


@dataclass
class Lectern:
    """What a test works with; `now` is the clock, UTC seconds."""

    store: Store
    now: int = NOON
    source: int = 0
    app: DatelineApp = field(init=False)
    pilot: Pilot[None] = field(init=False)

    async def poll(self, *entries: Entry) -> list[Event]:
        """What the page says now, in document order; the screen does not hear of it."""
        numbered = tuple(replace(item, seq=number) for number, item in enumerate(entries))
        snapshot = Snapshot("test", FeedData(title="The Harbour Post"), numbered)
        report = PollReport(self.source, self.now, "modified", changed=True, entries=len(entries))
        future = self.store.record_poll(report, snapshot, lambda past: self._decide(past, snapshot))
        return list(await asyncio.wrap_future(future))

    async def arrive(self, *entries: Entry) -> None:
        """The same a minute later, and the screen hears of it."""
        self.now += 60
        events = await self.poll(*entries)
        await self.screen._arrived(events)
        await self.pilot.pause()

    def _decide(self, past: Past, snapshot: Snapshot) -> Changes:
        changes = reconcile(past, snapshot, self.now)
        return replace(changes, changes=tuple(map(_tagged, changes.changes)))

    async def mark_read(self, *numbers: int) -> None:
        """The entries are read now."""
        await asyncio.wrap_future(self.store.mark(numbers, read=True, now=self.now))

    @property
    def screen(self) -> MainScreen:
        """The main screen."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, MainScreen))

    @property
    def lines(self) -> list[str]:
        """What the detail pane shows now."""
        article = self.screen.article
        return [article.render_line(y).text.rstrip().replace("\u00a0", " ") for y in range(article.size.height)]

    @property
    def text(self) -> str:
        """The same as one text, wrapped lines joined."""
        return " ".join(" ".join(self.lines).split())

    @property
    def notices(self) -> str:
        """What was said in passing."""
        return " | ".join(str(notice.message) for notice in self.app._notifications)

    async def press(self, *keys: str) -> None:
        """Press keys; all that follows from them is done then."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type into what has the focus."""
        await self.press(*(NAMES.get(char, char) for char in text))

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds; fails with the screen otherwise."""
        await until(holds, lambda: "\n".join([self.notices, *self.lines]))


def _tagged(change: Change) -> Change:
    if change.kind not in (ChangeKind.NEW, ChangeKind.EDITED) or change.entry is None:
        return change
    return replace(change, tagging=load().tag(change.entry.headline, change.entry.wording.text))


@asynccontextmanager
async def lectern(
    folder: Path, pages: Iterable[tuple[Entry, ...]], *, size: tuple[int, int] = (120, 40), settings: str = ""
) -> AsyncIterator[Lectern]:
    """The app on a page that has been polled once a minute with these contents."""
    store = Store.open(folder / "dateline.db")
    here = Lectern(store)
    source = await asyncio.wrap_future(
        store.add_source("https://live.example.org/day", title="The Harbour Post", now=NOON)
    )
    here.source = source.id
    for page in pages:
        here.now += 60
        await here.poll(*page)
    file = folder / "config.toml"
    world = World(store, None, config.parse(SETTINGS + settings), clock=Clock(wall=lambda: here.now), settings=file)
    here.app = DatelineApp(world)
    here.app.NOTIFICATION_TIMEOUT = LONG
    async with here.app.run_test(size=size) as pilot:
        here.pilot = pilot
        yield here
    store.close()
