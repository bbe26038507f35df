"""The engine with the real store, the real parsers, the real tagger and real loopback HTTP."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from reader import formats, tagging
from reader.demo.server import DemoServer
from reader.engine.engine import Engine
from reader.model.event import Event, EventKind
from reader.net.fetch import Fetcher, Limits
from reader.store import Store
from tests.engine.fakes import Time
from tests.net.server import Reply, Server, conditional, gzip_bomb, serving

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title><link>https://h.example/</link>
<description>d</description>{items}</channel></rss>"""
ITEM = """<item><title>{0}</title><guid isPermaLink="false">{1}</guid>
<pubDate>Thu, 09 Oct 2025 08:{1:02}:00 GMT</pubDate><description>Story {1} of the harbour.</description></item>"""


def feed(*titles: str) -> bytes:
    items = "".join(ITEM.format(title, number) for number, title in reversed(list(enumerate(titles))))
    return FEED.format(items=items).encode()


class Desk:
    """Store, engine and what was heard."""

    def __init__(self, folder: Path) -> None:
        self.time = Time()
        self.store = Store.open(folder / "dateline.db")
        self.events: list[Event] = []
        self.engine = self.start()

    def start(self) -> Engine:
        fetcher = Fetcher(limits=Limits(wire_bytes=1 << 20, body_bytes=2 << 20))
        engine = Engine(self.store, fetcher, formats.parse, tagging.load, self.time.clock, jitter=lambda: 0.0)
        engine.subscribe(self.events.append)
        return engine

    def add(self, url: str) -> int:
        return self.store.add_source(url, now=self.time.clock.now()).result().id

    async def poll(self, source_id: int, seconds: int = 60) -> list[str]:
        self.time.advance(seconds)
        self.events.clear()
        self.last = await self.engine.poll(source_id)
        return [event.kind.value for event in self.events]

    def state(self, source_id: int):
        with self.store.reads() as reads:
            return next(one for one in reads.sources() if one.source.id == source_id)


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    await desk.engine.aclose()
    desk.store.close()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


async def test_a_day_of_the_demo_is_told_as_it_was_written(desk: Desk) -> None:
    with DemoServer() as demo:
        source_id = desk.add(demo.url())
        changed = [change.minute + later for change in demo.day.changes for later in (0, 1, 2)]
        heard: Counter[str] = Counter()
        begun = next(minute for minute in range(1440) if len(demo.day.page_at(minute)) > 5)
        for minute in sorted({*range(begun, 1440, 45), *changed, 1439}):
            demo.minute = minute
            desk.time.at = demo.day.seconds(minute)
            await desk.poll(source_id, seconds=0)
            heard.update(event.kind.value for event in desk.events)
            assert desk.last.ok
        wanted = Counter(change.kind.value for change in demo.day.changes)
        assert heard["new"] == len(demo.day.entries)
        assert heard["withdrawn"] == wanted["withdrawn"]
        assert heard["reinstated"] == wanted["reinstated"]
        assert wanted["correction"] + wanted["silent"] <= heard["edited"] <= wanted["correction"] + wanted["silent"] + 1
        assert heard["gap"] == 0
        assert desk.state(source_id).entries == len(demo.day.entries)


async def test_entries_are_tagged_and_found_again(desk: Desk, server: Server) -> None:
    server.answers["/rss"] = Reply(200, feed("Germany and France call for a ceasefire"))
    await desk.poll(desk.add(server.url("/rss")))
    entry = desk.events[0].entry
    assert entry is not None
    assert {"Germany", "France"} <= {actor.name for actor in entry.tagging.actors}


async def test_conditional_requests_go_all_the_way(desk: Desk, server: Server) -> None:
    server.answers["/rss"] = conditional(feed("One", "Two"), 'W/"a b;c=,d-gzip"', "Thu, 09 Oct 2025 08:53:20 +0000")
    source_id = desk.add(server.url("/rss"))
    assert await desk.poll(source_id) == ["new", "new", "poll"]
    for _ in range(3):
        assert await desk.poll(source_id) == ["poll"]
        assert desk.last.report is not None
        assert desk.last.report.outcome == "not_modified"
    assert [asked.header("If-None-Match") for asked in server.asked] == [None] + ['W/"a b;c=,d-gzip"'] * 3
    assert {asked.header("If-Modified-Since") for asked in server.asked[1:]} == {"Thu, 09 Oct 2025 08:53:20 +0000"}


async def test_an_edit_keeps_both_wordings(desk: Desk, server: Server) -> None:
    source_id = desk.add(server.url("/rss"))
    server.answers["/rss"] = Reply(200, feed("84 people rescued", "Two"))
    await desk.poll(source_id)
    server.answers["/rss"] = Reply(200, feed("94 people rescued", "Two"))
    assert await desk.poll(source_id) == ["edited", "poll"]
    event = desk.events[0]
    assert event.entry is not None
    assert event.was is not None
    assert (event.was.headline, event.entry.entry.headline) == ("84 people rescued", "94 people rescued")
    with desk.store.reads() as reads:
        assert len(reads.revisions(event.entry.id)) == 2


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply(404, b"no"), "not_found"),
        (Reply(500, b"no"), "server_error"),
        (Reply(200, b"<html><p>Please log in</html>"), "not_a_feed"),
        (Reply(200, b""), "broken"),
        (Reply(200, feed()[:-40], length=900), "broken"),
        (Reply(200, gzip_bomb(64), {"Content-Encoding": "gzip"}), "too_large"),
        (Reply(raw=b"\xff\xfe nonsense"), "broken"),
        (Reply(302, headers={"Location": "file:///etc/hosts"}), "redirect"),
    ],
)
async def test_whatever_goes_wrong_the_entries_stay(desk: Desk, server: Server, reply: Reply, outcome: str) -> None:
    source_id = desk.add(server.url("/rss"))
    server.answers["/rss"] = Reply(200, feed("One", "Two", "Three"))
    await desk.poll(source_id)
    server.answers["/rss"] = reply
    for _ in range(3):
        assert await desk.poll(source_id) == ["poll"]
        assert desk.last.report is not None
        assert desk.last.report.outcome == outcome
        assert desk.last.report.next_poll_at is not None
    status = desk.state(source_id)
    assert status.entries == 3
    assert status.poll.failures == 3
    assert status.poll.message
    server.answers["/rss"] = Reply(200, feed("One", "Two", "Three"))
    assert await desk.poll(source_id) == ["poll"]
    assert desk.state(source_id).poll.failures == 0


async def test_being_told_to_wait_survives_a_restart(desk: Desk, server: Server) -> None:
    source_id = desk.add(server.url("/rss"))
    server.answers["/rss"] = Reply(429, b"slow down", {"Retry-After": "3600"})
    await desk.poll(source_id)
    again = desk.start()
    refused = await again.poll(source_id, manual=True)
    assert refused.refused is not None
    assert "Retry-After" in refused.refused
    await again.start_due()
    await again.idle()
    await again.aclose()
    assert len(server.asked) == 1


async def test_gone_stops_and_max_age_holds_back(desk: Desk, server: Server) -> None:
    server.answers["/gone"] = Reply(410, b"gone")
    server.answers["/fresh"] = Reply(200, feed("One"), {"Cache-Control": "max-age=7200"})
    gone, fresh = desk.add(server.url("/gone")), desk.add(server.url("/fresh"))
    await desk.engine.start_due()
    await desk.engine.idle()
    assert desk.state(gone).poll.next_poll_at is None
    assert desk.state(fresh).poll.next_poll_at == desk.time.at + 7200
    with desk.store.reads() as reads:
        assert reads.due(desk.time.clock.now() + 3600) == []


async def test_a_file_is_followed_like_a_page(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(feed("One"))
    source_id = desk.add(path.as_uri())
    assert await desk.poll(source_id) == ["new", "poll"]
    assert await desk.poll(source_id) == ["poll"]
    path.write_bytes(feed("One", "Two"))
    assert await desk.poll(source_id) == ["new", "poll"]
    path.unlink()
    assert await desk.poll(source_id) == ["poll"]
    assert desk.state(source_id).poll.outcome == "file_missing"


async def test_a_closed_store_is_a_failure_that_is_told(desk: Desk, server: Server) -> None:
    server.answers["/rss"] = Reply(200, feed("One"))
    source_id = desk.add(server.url("/rss"))
    await desk.poll(source_id)
    heard: list[Exception] = []
    desk.engine._listeners._on_error = heard.append
    desk.store.close()
    result = await desk.engine.poll(source_id)
    assert not result.ok
    assert len(heard) == 1


async def test_many_sources_of_one_host_are_asked_one_after_the_other(desk: Desk, server: Server) -> None:
    for n in range(12):
        # It ends with its connection, so that no request of ours is answered before the server is done with the last.
        server.answers[f"/{n}"] = Reply(200, pieces=iter([feed(f"Story {n}")]), pause=0.01)
        desk.add(server.url(f"/{n}"))
    await desk.engine.start_due()
    await desk.engine.idle()
    assert len(server.asked) == 12
    assert server.most == 1
    assert desk.events[-1].kind is EventKind.POLL
