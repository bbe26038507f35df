"""The pages behind entries, from a real server through fetcher, worker process and store."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio

from reader.clock import SYSTEM, Clock
from reader.demo.server import DemoServer
from reader.engine.article_page import page_of
from reader.engine.articles import NO_PAGE, Articles
from reader.engine.engine import Engine
from reader.engine.page_request import request_for
from reader.engine.prefetch import A_POLL, Prefetch
from reader.formats import parse
from reader.formats.sandbox.worker import Extractor
from reader.model.article import StoredArticle
from reader.model.entry import Card, Wording
from reader.model.snapshot import Document
from reader.model.tagging import Actor, ActorType, Mention, Tagging
from reader.net.fetch import Fetcher
from reader.net.outcome import CacheHeaders, FetchRequest, Outcome, OutcomeKind
from reader.store import Store
from tests.engine.fakes import entry
from tests.engine.pages import article, feed, page

ARVONIA = Actor("Arvonia", ActorType.COUNTRY)


class Tags:
    def tag(self, headline: str | None, text: str, *, media: bool = False) -> Tagging:
        at = text.find("Arvonia")
        return Tagging(actors=(ARVONIA,), mentions=(Mention(ARVONIA, "body", at, at + 7),)) if at >= 0 else Tagging()


class Logged:
    """The real fetcher, with a list of what it was asked for; answers some addresses itself."""

    def __init__(self) -> None:
        self.fetcher = Fetcher()
        self.asked: list[str] = []
        self.instead: dict[str, Outcome] = {}
        self.hold: asyncio.Event | None = None

    async def fetch(self, request: FetchRequest) -> Outcome:
        self.asked.append(request.url)
        if self.hold is not None:
            await self.hold.wait()
        return self.instead.get(request.url) or await self.fetcher.fetch(request)

    async def aclose(self) -> None:
        await self.fetcher.aclose()


@dataclass
class House:
    """All that an article goes through. `paused` says for how long we waited before the pages of a host."""

    store: Store
    server: DemoServer
    fetcher: Logged
    engine: Engine
    articles: Articles
    paused: list[float]

    async def follow(self, entries: list[tuple[str, str]], **settings: bool) -> dict[str, int]:
        """Follow a feed with these entries (name, address of the page); the ids of its entries by name."""
        self.server.serve_file("/feed", feed(self.server.url("/"), entries), "application/rss+xml")
        source = self.store.add_source(self.server.url("/feed"), now=SYSTEM.now()).result(60)
        if settings:
            self.store.update_source(source.id, **settings).result(60)
        result = await self.engine.poll(source.id, manual=True)
        assert result.ok, result.in_words()
        with self.store.reads() as reads:
            found = reads.entries(reads.index(now=SYSTEM.now()).ids)
        return {str(one.entry.headline).removeprefix("Entry "): one.id for one in found}

    def stored(self, entry_id: int) -> StoredArticle | None:
        with self.store.reads() as reads:
            return reads.article(entry_id)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page takes too long, on however slow a machine."""
    for name in ("PAGE_SECONDS", "MOST_SECONDS"):
        monkeypatch.setattr(f"reader.formats.sandbox.worker.{name}", 60.0)


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor(workers=1) as made:
        yield made


@pytest_asyncio.fixture
async def house(tmp_path: Path, extractor: Extractor) -> AsyncIterator[House]:
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    with DemoServer() as server, Store.open(tmp_path / "dateline.db") as store:
        fetcher = Logged()
        engine = Engine(store, fetcher, parse, Tags, SYSTEM)
        articles = Articles(store, fetcher, extractor.extract, Tags, SYSTEM, engine.hosts, pause=pause)
        engine.bring_articles(articles, Prefetch(store, articles, fetcher, SYSTEM))
        yield House(store, server, fetcher, engine, articles, paused)
        await engine.aclose()
        assert server.failures == []


async def test_an_article_is_fetched_once_and_then_read_from_the_store(house: House) -> None:
    house.server.serve_file("/a", article(), "text/html")
    ids = await house.follow([("a", house.server.url("/a"))])
    result = await house.articles.fetch(ids["a"])
    assert result.message == ""
    found = result.article
    assert found is not None
    assert (found.title, found.authors, found.site) == ("Harbour of Port Linn closed", ("Ann Lee",), "The Paper")
    assert [block.text for block in found.blocks if block.kind == "subhead"] == ["What comes next"]
    assert found.media[0].caption == "Ships wait outside Port Linn."
    assert result.stored is not None
    assert result.stored == house.stored(ids["a"])
    mention = result.stored.tagging.mentions[0]
    assert found.wording.text[mention.start : mention.end] == "Arvonia"
    asked = len(house.fetcher.asked)
    house.server.close()
    assert await house.articles.fetch(ids["a"]) == result
    assert len(house.fetcher.asked) == asked


async def test_again_asks_the_page_and_keeps_the_article_if_that_fails(house: House) -> None:
    there = house.server.url("/a")
    house.server.serve_file("/a", article(), "text/html")
    ids = await house.follow([("a", there)])
    first = await house.articles.fetch(ids["a"])
    house.server.serve_file("/a", article("Harbour open again"), "text/html")
    second = await house.articles.fetch(ids["a"], again=True)
    assert second.article is not None
    assert second.article.title == "Harbour open again"
    house.fetcher.instead[there] = Outcome(OutcomeKind.NOT_FOUND, "not found (404)", 404, url=there)
    third = await house.articles.fetch(ids["a"], again=True)
    assert (third.article, third.message) == (second.article, "Not found (404).")
    assert house.stored(ids["a"]) == second.stored != first.stored


async def test_what_is_no_article_is_stored_in_words(house: House) -> None:
    server = house.server
    server.serve_file(
        "/wall", page("<h1>Cookie consent</h1><p>We use cookies.</p><button>Accept all</button>"), "text/html"
    )
    server.serve_file("/file", b"%PDF-1.7 and more", "application/pdf")
    ids = await house.follow([(name, server.url(f"/{name}")) for name in ("wall", "file", "none")])
    wall = await house.articles.fetch(ids["wall"])
    assert wall.message == "The server answered with a consent page, not with the article."
    pdf = await house.articles.fetch(ids["file"])
    assert pdf.message == "Behind it is a PDF file, not a page with an article."
    gone = await house.articles.fetch(ids["none"])
    assert gone.stored is not None
    assert (gone.article, gone.stored.outcome) == (None, "not_found")
    asked = list(house.fetcher.asked)
    assert await house.articles.fetch(ids["wall"]) == wall
    assert house.fetcher.asked == asked


async def test_an_entry_of_the_page_itself_has_no_page_behind_it(house: House) -> None:
    ids = await house.follow([("a", house.server.url("/#a")), ("b", "mailto:editor@paper.example")])
    assert [(await house.articles.fetch(ids[name])).message for name in "ab"] == [NO_PAGE, NO_PAGE]
    assert (await house.articles.fetch(999)).message == "The entry is gone."


async def test_passing_trouble_is_told_and_not_stored(house: House) -> None:
    there = house.server.url("/a")
    ids = await house.follow([("a", there)])
    house.fetcher.instead[there] = Outcome(OutcomeKind.TIMEOUT, "no answer within 50 s", url=there)
    assert (await house.articles.fetch(ids["a"])).message == "No answer within 50 s."
    assert house.stored(ids["a"]) is None


async def test_a_host_that_asks_for_patience_gets_it_for_polls_and_pages(house: House) -> None:
    there, other = "https://paper.example/a", "https://paper.example/b"
    ids = await house.follow([("a", there), ("b", other)])
    busy = Outcome(OutcomeKind.RATE_LIMITED, "too many requests", 429, url=there, cache=CacheHeaders(retry_after="900"))
    house.fetcher.instead[there] = busy
    before = SYSTEM.now()
    assert (await house.articles.fetch(ids["a"])).message == "Too many requests."
    assert before + 900 <= house.engine.hosts.resting_until(other) <= SYSTEM.now() + 900
    refused = await house.articles.fetch(ids["b"])
    assert refused.message.startswith("paper.example asked to be left alone; again in ")
    assert other not in house.fetcher.asked


async def test_two_pages_of_a_host_are_two_seconds_apart_and_one_page_a_minute(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.articles, "_clock", Clock(SYSTEM.wall, lambda: 1000.0))
    pages = ["https://paper.example/a", "https://paper.example/b", "https://other.example/c"]
    ids = await house.follow([(url[-1], url) for url in pages])
    for url in pages:
        house.fetcher.instead[url] = Outcome(OutcomeKind.OK, body=article().encode(), content_type="text/html", url=url)
    await asyncio.gather(*(house.articles.fetch(ids[name]) for name in "abc"))
    assert sorted(house.paused) == [0, 0, 2]
    refused = await house.articles.fetch(ids["a"], again=True)
    assert refused.article is not None
    assert refused.message.startswith("Its page was asked for a moment ago; again in ")
    assert house.fetcher.asked.count(pages[0]) == 1


@pytest.mark.parametrize(
    "inside", ["http://169.254.169.254/latest", "http://127.0.0.1:{port}/a", "http://router.local/"]
)
async def test_a_source_of_the_world_names_no_machine_of_ours(house: House, inside: str) -> None:
    house.server.serve_file("/a", article(), "text/html")
    ids = await house.follow([("a", inside.format(port=house.server.port))])
    # The same feed, had it come from the world.
    with house.store.reads() as reads:
        stored = reads.entry(ids["a"])
    assert stored is not None
    world = "http://paper.example/feed"
    there = page_of(stored.entry, world)
    assert there is not None
    request = request_for(there, world)
    assert request is not None
    assert request.on_behalf_of == world
    outcome = await house.fetcher.fetcher.fetch(request)
    assert outcome.body is None
    assert outcome.message.endswith("which is in your own network")


async def test_those_who_ask_at_once_share_a_fetch_that_ends_when_all_have_left(house: House) -> None:
    house.server.serve_file("/a", article(), "text/html")
    ids = await house.follow([("a", house.server.url("/a"))])
    house.fetcher.hold = asyncio.Event()
    one, two = (asyncio.create_task(house.articles.fetch(ids["a"])) for _ in range(2))
    await until(lambda: house.server.url("/a") in house.fetcher.asked)
    one.cancel()
    await asyncio.wait([one])
    house.fetcher.hold.set()
    assert (await two).article is not None
    house.fetcher.hold = asyncio.Event()
    alone = asyncio.create_task(house.articles.fetch(ids["a"], again=True))
    await until(lambda: house.fetcher.asked.count(house.server.url("/a")) == 2)
    alone.cancel()
    await asyncio.wait([alone])
    await until(lambda: not house.articles._running)
    assert alone.cancelled()


async def test_who_asks_as_the_last_one_leaves_is_answered(house: House) -> None:
    house.server.serve_file("/a", article(), "text/html")
    ids = await house.follow([("a", house.server.url("/a"))])
    house.fetcher.hold = asyncio.Event()
    first = asyncio.create_task(house.articles.fetch(ids["a"]))
    await until(lambda: house.server.url("/a") in house.fetcher.asked)
    first.cancel()
    await asyncio.sleep(0)
    house.fetcher.hold.set()
    assert (await house.articles.fetch(ids["a"])).article is not None


async def test_who_leaves_as_it_ends_leaves_nothing_behind(house: House) -> None:
    house.server.serve_file("/a", article(), "text/html")
    ids = await house.follow([("a", house.server.url("/a"))])
    house.fetcher.hold = asyncio.Event()
    asking = asyncio.create_task(house.articles.fetch(ids["a"]))
    await until(lambda: bool(house.articles._running))
    work = house.articles._running[ids["a"]][0]
    # Told after all others who wait for the end, and before any of them goes on.
    work.add_done_callback(lambda _: asking.cancel())
    house.fetcher.hold.set()
    await asyncio.wait([asking])
    assert asking.cancelled()
    assert not house.articles._running


async def test_a_parser_that_dies_costs_the_page_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.server.serve_file("/a", article(), "text/html")
    house.server.serve_file("/deep", "<div>" * 60_000 + "text " * 200, "text/html")
    ids = await house.follow([("a", house.server.url("/a")), ("deep", house.server.url("/deep"))])
    deep = await house.articles.fetch(ids["deep"])
    assert deep.stored is not None
    assert deep.stored.outcome == "unreadable"
    with Extractor(workers=1) as mortal:
        mortal.extract(Document(b"<p>a"))
        monkeypatch.setattr(house.articles, "_extract", lambda document: kill_and(mortal, document))
        dead = await house.articles.fetch(ids["a"])
        assert dead.message.startswith("This document cannot be read: the parser crashed on it")
        monkeypatch.setattr(house.articles, "_extract", mortal.extract)
        assert (await house.articles.fetch(ids["a"], again=True)).article is not None


def kill_and(mortal: Extractor, document: Document):
    """Read a document with a worker that dies in the middle of it."""
    for worker in mortal._all:
        ask = worker._ask

        def dying(*args: object, ask=ask, worker=worker) -> None:
            os.kill(worker._process.pid, signal.SIGSTOP)  # else it may have answered already when it is killed
            ask(*args)
            worker.kill()

        worker._ask = dying
    return mortal.extract(document)


async def test_new_entries_bring_their_articles_by_themselves(house: House) -> None:
    names = [f"{number:02}" for number in range(A_POLL + 4)]
    for name in names:
        house.server.serve_file(f"/{name}", article(f"Title {name}"), "text/html")
    ids = await house.follow([(name, house.server.url(f"/{name}")) for name in names], full_articles=True)
    await house.engine.idle()
    kept = {name for name in names if house.stored(ids[name]) is not None}
    assert len(kept) == A_POLL
    asked = [url for url in house.fetcher.asked if not url.endswith("/feed")]
    assert len(asked) == A_POLL


async def test_without_the_setting_nothing_is_fetched(house: House) -> None:
    house.server.serve_file("/a", article(), "text/html")
    await house.follow([("a", house.server.url("/a"))])
    await house.engine.idle()
    assert house.fetcher.asked == [house.server.url("/feed")]


@pytest.mark.parametrize(
    ("rules", "fetched"),
    [
        (Outcome(OutcomeKind.OK, body=b"User-agent: *\nDisallow: /a\n"), ["https://paper.example/b"]),
        (Outcome(OutcomeKind.NOT_FOUND, "not found"), ["https://paper.example/b", "https://paper.example/a"]),
        (Outcome(OutcomeKind.SERVER_ERROR, "error 500"), []),
    ],
)
async def test_what_robots_may_not_fetch_is_not_fetched_by_itself(
    house: House, rules: Outcome, fetched: list[str]
) -> None:
    pages = ["https://paper.example/a", "https://paper.example/b"]
    for url in pages:
        house.fetcher.instead[url] = Outcome(OutcomeKind.OK, body=article().encode(), content_type="text/html", url=url)
    house.fetcher.instead["https://paper.example/robots.txt"] = rules
    ids = await house.follow([(url[-1], url) for url in pages], full_articles=True)
    await house.engine.idle()
    assert house.fetcher.asked.count("https://paper.example/robots.txt") == 1
    assert sorted(url for url in house.fetcher.asked if url in pages) == sorted(fetched)
    assert (await house.articles.fetch(ids["a"])).article is not None  # by hand it may be


async def test_a_site_that_refuses_to_tell_its_rules_for_now_is_left_alone(house: House) -> None:
    refusal = Outcome(OutcomeKind.RATE_LIMITED, "", status=429, cache=CacheHeaders(retry_after="900"))
    house.fetcher.instead["https://paper.example/robots.txt"] = refusal
    before = SYSTEM.now()
    await house.follow([("a", "https://paper.example/a")], full_articles=True)
    await house.engine.idle()
    assert "https://paper.example/a" not in house.fetcher.asked
    assert house.engine.hosts.resting_until("https://paper.example/feed") >= before + 900


async def test_hosts_that_count_requests_are_asked_by_hand_only(house: House) -> None:
    url = "https://www.reddit.com/r/harbour/1"
    house.fetcher.instead[url] = Outcome(OutcomeKind.OK, body=article().encode(), content_type="text/html", url=url)
    ids = await house.follow([("a", url)], full_articles=True)
    await house.engine.idle()
    assert house.fetcher.asked == [house.server.url("/feed")]
    assert (await house.articles.fetch(ids["a"])).article is not None


async def test_while_another_process_polls_it_fetches_the_articles_too(house: House) -> None:
    house.server.serve_file("/a", article(), "text/html")
    idle = Prefetch(house.store, house.articles, house.fetcher, SYSTEM, at_work=lambda: False)
    house.engine.bring_articles(house.articles, idle)
    house.engine._listeners._of_events[:] = [idle.heard]
    await house.follow([("a", house.server.url("/a"))], full_articles=True)
    await house.engine.idle()
    assert house.fetcher.asked == [house.server.url("/feed")]


def test_which_page_stands_behind_an_entry() -> None:
    source = "https://paper.example/live/"
    on_page = entry("1", None, "One", url="https://paper.example/live#post-1")
    assert page_of(on_page, source) is None
    card = entry("2", None, "Two", url="https://paper.example/live#post-2")
    card = replace(card, wording=Wording(cards=(Card(url="https://paper.example/x"),)))
    assert page_of(card, source) == "https://paper.example/x"
    more = entry("3", None, "Three", url="https://paper.example/y", read_more_url="https://paper.example/z")
    assert page_of(more, source) == "https://paper.example/z"
    odd = entry("4", None, "Four", url="javascript:alert(1)")
    assert page_of(odd, source) is None
    assert request_for("http://paper.example/y", source).url == "https://paper.example/y"
    assert request_for("http://paper.example:8080/y", source) is None


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not what():
            await asyncio.sleep(0.01)
