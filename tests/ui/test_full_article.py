"""The full article behind an entry, by key: fetched, shown, left, read again; and what happens where there is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from reader import config
from reader.clock import SYSTEM
from reader.demo.server import DemoServer
from reader.engine.articles import Articles
from reader.engine.engine import Engine
from reader.engine.prefetch import Prefetch
from reader.formats.sandbox.worker import Extractor
from reader.net.fetch import Fetcher
from reader.net.outcome import FetchRequest, Outcome
from reader.store import Store
from reader.tagging import load
from reader.ui.actions import pictures as said_of
from reader.ui.actions.articles import FETCHING
from reader.ui.app import DatelineApp
from reader.ui.world import World
from tests.engine.pages import article, feed, page
from tests.ui.stage import SETTINGS, Stage, make_engine


class Slow:
    """The real fetcher, which keeps the pages waiting while it is `held`."""

    def __init__(self) -> None:
        self.fetcher = Fetcher()
        self.held: asyncio.Event | None = None
        self.kept = 0
        self.ended = 0

    async def fetch(self, request: FetchRequest) -> Outcome:
        if self.held is not None:
            self.kept += 1
            try:
                await self.held.wait()
            except asyncio.CancelledError:
                self.ended += 1
                raise
        return await self.fetcher.fetch(request)

    async def aclose(self) -> None:
        await self.fetcher.aclose()


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor(workers=1) as made:
        yield made


@asynccontextmanager
async def reading(
    folder: Path, extractor: Extractor, *, size: tuple[int, int] = (120, 30), highlight: str = ""
) -> AsyncIterator[tuple[Stage, Slow]]:
    """The app on a feed of three: one with a page, one with a wall before it, one that has none."""
    slow = Slow()

    def engine_of(store: Store) -> Engine:
        engine = make_engine(store)
        articles = Articles(store, slow, extractor.extract, load, SYSTEM, engine.hosts)
        engine.bring_articles(articles, Prefetch(store, articles, slow, SYSTEM))
        return engine

    with Store.open(folder / "dateline.db") as store, DemoServer() as server:
        server.serve_file("/harbour", article(), "text/html")
        server.serve_file("/wall", page("<h1>Cookie consent</h1><p>We use cookies.</p>Accept all"), "text/html")
        entries = [("harbour", server.url("/harbour")), ("wall", server.url("/wall")), ("here", server.url("/#here"))]
        server.serve_file("/feed", feed(server.url("/"), entries), "application/rss+xml")
        await asyncio.wrap_future(store.add_source(server.url("/feed"), interval=86_400, now=SYSTEM.now()))
        settings = config.parse(f"{SETTINGS}{highlight}")
        app = DatelineApp(World(store, lambda: engine_of(store), settings))
        async with app.run_test(size=size) as pilot:
            here = Stage(app, pilot, server, store)
            await here.until(lambda: len(here.screen.timeline.rows) == 3)
            for _ in range(3):
                if headline(here) == "Entry harbour":
                    break
                await pilot.press("j")
            await pilot.pause(0.1)
            assert headline(here) == "Entry harbour"
            yield here, slow


def headline(here: Stage) -> str:
    stored = here.screen.article.stored
    return (stored.entry.headline or "") if stored else ""


def said(here: Stage) -> str:
    return " | ".join(str(notice.message) for notice in here.app._notifications)


async def test_the_article_in_place_of_the_entry_and_back(tmp_path: Path, extractor: Extractor) -> None:
    async with reading(tmp_path, extractor) as (here, slow):
        assert "What harbour says in short." in here.text
        assert "On the page[1] (x: read it here)" in here.text
        slow.held = asyncio.Event()
        await here.pilot.press("x")
        await here.until(lambda: FETCHING in here.text)
        slow.held.set()
        await here.until(lambda: "Full article from The Paper" in here.text)
        assert FETCHING not in here.text
        assert "Harbour of Port Linn closed" in here.text
        assert "by Ann Lee" in here.text
        assert "Background[1]" in here.text
        assert "What harbour says in short." not in here.text
        assert here.screen.article.address == here.server.url("/harbour")
        await here.pilot.press("J", "J", "J", "J", "J", "J")
        top = here.text.splitlines()[:8]
        assert "Full article from" not in " ".join(top)
        await here.pilot.press("x")
        assert "What harbour says in short." in here.text
        assert "full article here, " in here.text
        assert "(x: read it here)" not in here.text
        here.server.close()
        await here.pilot.press("x")
        assert here.text.splitlines()[:8] == top, "the place in the article is kept"


async def test_it_is_there_offline_and_after_another_entry(tmp_path: Path, extractor: Extractor) -> None:
    async with reading(tmp_path, extractor) as (here, _):
        await here.pilot.press("x")
        await here.until(lambda: "Full article from" in here.text)
        here.server.close()
        await here.pilot.press("j")
        assert "Full article from" not in here.text
        await here.pilot.press("k")
        assert "full article here, " in here.text
        await here.pilot.press("x")
        assert "Full article from The Paper" in here.text


async def test_who_goes_on_does_not_wait(tmp_path: Path, extractor: Extractor) -> None:
    async with reading(tmp_path, extractor) as (here, slow):
        slow.held = asyncio.Event()
        await here.pilot.press("x")
        await here.until(lambda: FETCHING in here.text and slow.kept == 1)
        await here.pilot.press("j")
        await here.until(lambda: slow.ended == 1)
        assert FETCHING not in here.text
        slow.held = None
        await here.pilot.press("k", "x")
        await here.until(lambda: "Full article from" in here.text)


async def test_where_there_is_none_the_entry_stays_and_words_say_why(tmp_path: Path, extractor: Extractor) -> None:
    async with reading(tmp_path, extractor) as (here, _):
        for name, words in (
            ("wall", "No full article: The server answered with a consent page, not with the article."),
            ("here", "There is no page behind this entry: it is all here."),
        ):
            for _ in range(3):
                if headline(here) == f"Entry {name}":
                    break
                await here.pilot.press("j")
            await here.pilot.press("x")
            await here.until(lambda words=words: words in said(here))
            assert ("asks again" in said(here)) == (name == "wall")
            assert f"What {name} says in short." in here.text
            assert FETCHING not in here.text


async def test_fetched_anew_it_is_the_new_one(tmp_path: Path, extractor: Extractor) -> None:
    async with reading(tmp_path, extractor) as (here, _):
        await here.pilot.press("x")
        await here.until(lambda: "Harbour of Port Linn closed" in here.text)
        here.server.serve_file("/harbour", article("Harbour open again"), "text/html")
        await here.pilot.press("X")
        await here.until(lambda: "Harbour open again" in here.text)
        here.server.serve_file("/harbour", "<rss version='2.0'><channel><title>a</title></channel></rss>", "text/xml")
        await here.pilot.press("X")
        await here.until(lambda: "Behind it is a feed or other XML" in said(here))
        assert "Harbour open again" in here.text


async def test_keys_of_wordings_leave_the_article(tmp_path: Path, extractor: Extractor) -> None:
    async with reading(tmp_path, extractor, highlight='[[highlight]]\npattern = "ships"\n') as (here, _):
        await here.pilot.press("x")
        await here.until(lambda: "Full article from" in here.text)
        shown = here.screen.article._article
        assert shown is not None
        assert any(stroke.role.startswith("mark:") for block in shown.blocks for stroke in block.strokes)
        await here.pilot.press("D")
        assert here.screen.article.stand.full, "there is only one wording: nothing to show"
        assert len(here.screen.article.links) > 2
        await here.pilot.press("i")
        assert said_of.OFF in said(here), "pictures are for those who ask for them"
