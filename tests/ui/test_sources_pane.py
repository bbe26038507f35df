"""The screen of sources, with a real store and a real server: added, named, paced, paused, removed, put back."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader import config, formats
from reader.clock import SYSTEM
from reader.demo.answers import Served
from reader.demo.server import DemoServer
from reader.engine.preview import Previewer
from reader.model.event import PollReport
from reader.model.snapshot import Document, FeedData, FeedState, Reading
from reader.model.source import Progress
from reader.net.fetch import Fetcher
from reader.store import Store
from reader.store.arrangement import set_aside
from reader.ui.app import DatelineApp
from reader.ui.screens import source_parts
from reader.ui.screens.adding import AddressInput, ChoiceList
from reader.ui.screens.main import MainScreen
from reader.ui.screens.sources import SourcesScreen
from reader.ui.widgets.line_page import LinePage
from reader.ui.world import World
from reader.view.lines import text_of
from reader.view.source_order import Sorting
from tests.ui.settling import breath, until
from tests.ui.stage import SETTINGS, make_engine

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from reader.model.source import Source, SourceStatus

OFFERING = """<html><head><title>The Harbour Post</title>
<link rel="alternate" type="application/rss+xml" title="All news" href="/live.rss">
<link rel="alternate" type="application/atom+xml" title="World" href="/live.atom"></head><body><p>Hello.</p></body></html>"""
NO_FEED = "<html><head><title>About us</title></head><body><h1>About us</h1><p>We are a paper.</p></body></html>"
HOSTILE = "[bold]Up[/bold] \x1b]0;title\x07\x1b[31m \u202eevil [@click=app.quit]go[/] \\[ 台風" + "W" * 300


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


async def test_the_list_says_how_each_stands(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha", "Beta", "Gamma") as here:
        numbers = [status.source.id for status in here.stored.values()]
        now = SYSTEM.now()
        here.store.update_source(numbers[1], paused=True).result()
        for _ in range(2):
            here.store.record_poll(
                PollReport(
                    numbers[2],
                    now,
                    "timeout",
                    "the server did not answer",
                    ok=False,
                    next_poll_at=now + 600,
                    next_poll_reason="asked again 10 min after a failure",
                )
            ).result()
        await here.open()
        text = "\n".join(here.lines)
        assert "Alpha" in text
        if SYSTEM.now() - now < 25:  # "60 s" is said in seconds below 90
            assert "followed · read 1 min ago · next" not in text
        assert "(every 2 h)" in text
        assert "‖ Beta" in text
        assert "paused" in text
        assert "! Gamma" in text
        assert "2 polls failed: the server did not answer" in text
        heading = here.pane.query_one("#header").render_line(0).text
        assert "3 followed · 1 paused · 1 failing" in heading
        await here.pilot.press("G")
        assert "2 polls failed" in here.detail
        assert "asked again by itself" in " ".join(here.detail.split())
        await here.until(lambda: "Last polls" in here.detail)


async def test_a_source_of_a_host_that_rests_is_not_said_to_be_next_now(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        now = SYSTEM.now()
        limited, due = (
            here.store.add_source(f"https://news.example/{name}", title=name, now=now).result() for name in ("a", "b")
        )
        asked = PollReport(
            limited.id,
            now,
            "rate_limited",
            ok=False,
            progress=Progress(told_off_at=now),
            next_poll_at=now + 5000,
            next_poll_reason="the server asked for it",
        )
        here.store.record_poll(asked).result()
        here.store.record_poll(PollReport(due.id, now - 900, "ok", next_poll_at=now - 10)).result()
        main = here.app.screen
        assert isinstance(main, MainScreen)
        main.read_statuses()
        found = {item.source.id: item.poll for item in main.statuses}
        assert found[due.id].next_poll_at == found[limited.id].next_poll_at == now + 5000
        await here.open()
        pane = {item.source.id: item.poll for item in here.pane.statuses}
        assert pane[due.id].next_poll_reason == "news.example asked to be left alone"


async def test_politeness_is_told_in_figures(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        (status,) = here.stored.values()
        now = SYSTEM.now()
        for number in range(3):
            here.store.record_poll(
                PollReport(
                    status.source.id,
                    now - number,
                    "not_modified",
                    "not modified",
                    304,
                    0,
                    next_poll_at=now + 900,
                    next_poll_reason="the feed asks for no more than every 15 min",
                )
            ).result()
        await here.open()
        assert "3 (75 %)" in here.detail
        assert "1.5 kB" in here.detail
        assert "Why then the feed asks for no more than every 15 min" in " ".join(here.detail.split())
        assert "not modified" in here.pane.query_one("#source-about").render_line(0).text


async def test_a_feed_is_shown_before_it_is_followed(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        await here.open()
        before = set(here.stored)
        url = here.server.url("/live")
        await here.look_at(url)
        await here.until(lambda: "Follow it" in here.choices)
        assert "live page" in here.answer
        assert "entries" in here.answer
        assert here.answer.count("today") + here.answer.count(" on ") + here.answer.count("yesterday") >= 3
        assert set(here.stored) == before, "looking stores nothing"
        await here.pilot.press("enter")
        await here.until(lambda: url in here.stored and here.stored[url].entries > 10)
        await here.until(lambda: here.pane.listed.current is not None and here.pane.listed.current.source.url == url)
        await here.pilot.press("q")
        await here.until(lambda: len(here.app.screen.timeline.rows) > 10)


async def test_the_cursor_goes_where_it_is_sent_though_the_list_is_read_again(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha", "Beta", "Gamma") as here:
        await here.open()
        sent = next(item.source.id for item in here.stored.values() if item.source.id != here.pane.listed.cursor)
        await asyncio.gather(here.pane.read(go_to=sent), here.pane.read())
        assert here.pane.listed.cursor == sent


async def test_a_page_that_names_feeds_lets_choose(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        await here.open()
        await here.look_at(here.server.url("/page"))
        await here.until(lambda: len(here.choices) == 2)
        assert "All news (RSS feed)" in here.choices[0]
        assert "names feeds" in here.answer
        await here.pilot.press("j", "enter")
        await here.until(lambda: here.choices == ["Follow it"])
        assert "Atom 1.0 feed" in here.answer
        assert len(here.stored) == 1
        await here.pilot.press("enter")
        await here.until(lambda: here.server.url("/live.atom") in here.stored)
        assert here.server.url("/page") not in here.stored


async def test_a_parser_that_breaks_is_told_in_words(tmp_path: Path) -> None:
    def breaks(_document: Document) -> Reading:
        raise RuntimeError("[bold]boom")

    async with desk(tmp_path, "Alpha", parse=breaks) as here:
        await here.open()
        await here.look_at(here.server.url("/live"))
        await here.until(lambda: "cannot be read" in here.answer)


async def test_leaving_while_it_is_asked_leaves_nothing(tmp_path: Path) -> None:
    asked, answers, answered = threading.Event(), threading.Event(), threading.Event()

    def slow(request) -> Served:
        asked.set()
        answers.wait(60)
        answered.set()
        return Served(OFFERING.encode(), "text/html")

    async with desk(tmp_path, "Alpha") as here:
        here.server.serve("/slow", slow)
        await here.open()
        await here.look_at(here.server.url("/slow"))
        await here.until(lambda: asked.is_set() and "Asking" in here.answer)
        await here.pilot.press("escape")
        await here.until(lambda: isinstance(here.app.screen, SourcesScreen))
        answers.set()
        await here.until(answered.is_set)
        await here.pilot.pause(0.3)  # time for the answer to come, and to be kept by mistake
        assert len(here.stored) == 1


async def test_what_is_followed_already_is_said(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        url = here.server.url("/live.rss")
        await asyncio.to_thread(add, here.store, url, "My own name")
        await here.open()
        await here.until(lambda: any("My own name" in line for line in here.lines))
        await here.look_at(url)
        await here.until(lambda: here.choices == ["Go to it"])
        assert "You follow this already, as “My own name”." in here.answer
        await here.pilot.press("enter")
        await here.until(lambda: here.pane.listed.current is not None and here.pane.listed.current.source.url == url)
        assert here.stored[url].source.title == "My own name"


async def test_a_host_that_asked_for_patience_is_not_asked_for_a_look() -> None:
    from reader.engine.preview import refusal
    from reader.model.source import PollState, Source, SourceStatus

    told = SourceStatus(
        Source(1, "https://busy.example/feed"),
        PollState(outcome="rate_limited", next_poll_at=500, next_poll_reason="the server asked to wait"),
    )
    assert refusal("https://busy.example/other", [told], 100) == (500, "the server asked to wait")
    assert refusal("https://busy.example/other", [told], 500) is None
    assert refusal("https://other.example/", [told], 100) is None


async def test_rename_and_undo(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha", "Beta") as here:
        await here.open()
        await here.pilot.press("j", "e")
        await here.answer_with("  A better\tname ")
        await here.until(lambda: here.titles == ["Alpha", "A better name"])
        assert here.pane.listed.has_focus
        await here.pilot.press("u")
        await here.until(lambda: here.titles == ["Alpha", "Beta"])


async def test_an_interval_is_held_to_the_floors(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        far = await asyncio.to_thread(add, here.store, "https://feeds.example/rss", "Far")
        await here.open()
        await here.pilot.press("G", "i")
        await here.answer_with("2 min")
        await here.until(lambda: "too often" in str(here.pane.query_one("#prompt-hint").render()))
        assert "at most every 15 min" in str(here.pane.query_one("#prompt-hint").render())
        assert here.pane.has_class("-asking"), "the answer can be mended"
        await here.answer_with("nonsense")
        assert "write it as" in str(here.pane.query_one("#prompt-hint").render())
        await here.answer_with("1 h 30 min")
        await here.until(lambda: here.stored[far.url].source.interval == 5400)
        await here.until(lambda: "every 1 h 30 min (yours)" in here.detail)
        await here.pilot.press("i")
        await here.answer_with("")
        await here.until(lambda: here.stored[far.url].source.interval is None)


async def test_pause_and_go_on(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        await here.open()
        paused = lambda: [status.source.paused for status in here.stored.values()]  # noqa: E731
        await here.pilot.press("P")
        await here.until(lambda: paused() == [True] and "paused" in here.lines[1])
        await here.pilot.press("P", "P", "P")
        await here.until(lambda: paused() == [False] and "followed" in here.lines[1])
        await here.pilot.press("u")
        await here.until(lambda: paused() == [True])


async def test_full_articles_of_new_entries_or_not(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        await here.open()
        wanted = lambda: [status.source.full_articles for status in here.stored.values()]  # noqa: E731
        await here.pilot.press("X")
        await here.until(lambda: wanted() == [True] and "those of new entries are fetched" in here.detail)
        await here.pilot.press("X")
        await here.until(lambda: wanted() == [False] and "those of new entries" not in here.detail)
        await here.pilot.press("u")
        await here.until(lambda: wanted() == [True])


async def test_what_a_key_has_changed_stays_shown_while_it_is_being_saved(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        await here.open()
        answers = threading.Event()
        held = here.store._submit(lambda connection: answers.wait(60))
        here.pane.action_pause_source()
        await here.pane.read()
        assert [status.source.paused for status in here.pane.listed.statuses] == [True]
        here.pane.action_pause_source()
        here.pane.action_pause_source()
        answers.set()
        await asyncio.wrap_future(held)
        await here.until(lambda: [status.source.paused for status in here.stored.values()] == [True])


async def test_no_move_and_no_order_is_lost_where_keys_come_fast(tmp_path: Path) -> None:
    async with desk(tmp_path, "Beta", "Gamma", "Delta", "Alpha") as here:
        await here.open()
        await here.pilot.press("G")
        for _ in range(3):
            here.pane.action_move_source_up()
        await here.until(lambda: here.titles == ["Alpha", "Beta", "Gamma", "Delta"])
        for _ in range(4):
            here.pane.action_sort_sources()
        await here.until(lambda: here.pane.known.arrangement.sorting == Sorting.TROUBLE)


async def test_removed_it_can_be_put_back(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha", "Beta") as here:
        before = here.stored
        await here.open()
        await here.pilot.press("d")
        await here.until(lambda: "removed" in here.lines[1])
        url = "http://127.0.0.1:9/0"
        await here.until(lambda: not here.stored[url].source.kept)
        await here.pilot.press("e", "P", "r")
        assert not here.pane.has_class("-asking"), "what is removed is not changed"
        await here.pilot.press("u")
        await here.until(lambda: here.stored == before)
        await here.until(lambda: "followed" in here.lines[1])
        await breath(here.app, "duq")
        await here.until(lambda: isinstance(here.app.screen, MainScreen))
        assert here.stored == before


async def test_removed_and_left_it_is_gone(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha", "Beta") as here:
        await here.open()
        await here.pilot.press("d", "q")
        await here.until(lambda: list(here.stored) == ["http://127.0.0.1:9/1"])
        await here.until(lambda: [s.title for s in here.app.screen.statuses] == ["Beta"])


async def test_a_kill_between_removing_and_deleting_loses_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "dateline.db") as store:
        gone = add(store, "http://127.0.0.1:9/gone", "Gone")
        set_aside(store, gone.id, SYSTEM.now()).result()  # and the program is killed here
    async with desk(tmp_path, "Alpha") as here:
        assert [s.title for s in here.app.screen.statuses] == ["Alpha"]
        await here.open()
        assert "removed" in "\n".join(here.lines)
        await here.pilot.press("u")
        await here.until(lambda: here.stored[gone.url].source == gone)
        await here.pilot.press("q")
        await here.until(lambda: [s.title for s in here.app.screen.statuses] == ["Gone", "Alpha"])


async def test_quitting_from_here_ends_removals(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha", "Beta") as here:
        await here.open()
        await here.pilot.press("d")
        await here.until(lambda: "removed" in here.lines[1])
        await here.pilot.press("Q")
    with Store.open(tmp_path / "dateline.db") as store, store.reads() as reads:
        assert [status.title for status in reads.sources()] == ["Beta"]


async def test_added_again_while_removed_it_comes_back_whole(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        url = here.server.url("/live.rss")
        source = await asyncio.to_thread(add, here.store, url, "Mine")
        await here.open()
        await here.pilot.press("G", "d")
        await here.until(lambda: not here.stored[url].source.kept)
        await here.look_at(url)
        await here.until(lambda: here.choices == ["Follow it"])
        await here.pilot.press("enter")
        await here.until(lambda: here.stored[url].source == source)
        await here.pilot.press("q")
        assert here.stored[url].source == source


async def test_the_readers_order_is_kept(tmp_path: Path) -> None:
    async with desk(tmp_path, "Beta", "Gamma", "Alpha") as here:
        await here.open()
        await here.pilot.press("G", "shift+up", "less_than_sign")
        await here.until(lambda: here.titles == ["Alpha", "Beta", "Gamma"])
        assert here.pane.listed.current is not None
        assert here.pane.listed.current.title == "Alpha", "the cursor goes with it"
        await here.pilot.press("greater_than_sign")
        await here.until(lambda: here.titles == ["Beta", "Alpha", "Gamma"])
        await here.pilot.press("O")
        await here.until(lambda: here.titles == ["Alpha", "Beta", "Gamma"])
        assert "sorted by title" in here.pane.query_one("#source-about").render_line(0).text
        await here.pilot.press("q", "S")
        await here.until(
            lambda: isinstance(here.app.screen, SourcesScreen) and here.titles == ["Alpha", "Beta", "Gamma"]
        )
        await here.pilot.press("O", "O", "O", "O")
        await here.until(lambda: here.titles == ["Beta", "Alpha", "Gamma"])


async def test_enter_shows_one_source_alone(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        await here.open()
        for path in ("/live", "/live.rss"):
            await here.look_at(here.server.url(path))
            await here.until(lambda: here.choices[:1] == ["Follow it"])
            await here.pilot.press("enter")
            await here.until(
                lambda path=path: (
                    here.stored.get(here.server.url(path), None) is not None
                    and here.stored[here.server.url(path)].entries > 0
                )
            )
        url = here.server.url("/live.rss")
        await here.until(lambda: here.pane.listed.current is not None and here.pane.listed.current.source.url == url)
        await here.pilot.press("enter")
        await here.until(lambda: isinstance(here.app.screen, MainScreen))
        wanted = here.stored[url].entries
        await here.until(lambda: len(here.app.screen.timeline.rows) == wanted)
        assert here.app.screen.query_one("#filter-input").value.startswith('source:"')


async def test_a_hostile_title_in_every_field_is_text(tmp_path: Path) -> None:
    async with desk(tmp_path, HOSTILE, "Beta") as here:
        (first, _) = here.stored.values()
        now = SYSTEM.now()
        here.store.update_source(first.source.id, tags=(HOSTILE,)).result()
        here.store.record_poll(
            PollReport(
                first.source.id,
                now,
                HOSTILE,
                HOSTILE,
                ok=False,
                format=HOSTILE,
                next_poll_at=now + 900,
                next_poll_reason=HOSTILE,
                feed=FeedData(title=HOSTILE, url=HOSTILE, state=FeedState.LIVE, state_reason=HOSTILE),
            )
        ).result()
        here.server.serve_file("/hostile", OFFERING.replace("All news", HOSTILE.replace('"', "")), "text/html")
        await here.open()
        await here.until(lambda: "[bold]Up[/bold]" in "\n".join(here.lines))
        for key in ("y", "P", "u", "d", "u", "e", "escape", "i", "escape"):
            await here.pilot.press(key)
            await here.pilot.pause(0.05)
        listed = here.pane.listed
        for widget in (listed, here.pane.detail):
            lines = [widget.render_line(y) for y in range(widget.size.height)]
            assert all(line.cell_length == widget.size.width for line in lines)
            text = "".join(line.text for line in lines)
            assert "\x1b" not in text
            assert "\u202e" not in text
        await here.look_at(here.server.url("/hostile"))
        await here.until(lambda: len(here.choices) == 2)
        assert "[bold]Up[/bold]" in here.choices[0]
        assert "\x1b" not in "".join(here.choices)
        assert here.app.is_running


async def test_arrivals_show_without_a_key(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        await here.open()
        await here.look_at(here.server.url("/live"))
        await here.until(lambda: here.choices[:1] == ["Follow it"])
        await here.pilot.press("enter")
        url = here.server.url("/live")
        await here.until(lambda: here.pane.listed.current is not None and here.pane.listed.current.source.url == url)
        await here.until(lambda: here.pane.listed.current is not None and here.pane.listed.current.entries > 0)
        before = here.stored[url].entries
        here.server.minute += 90
        engine = here.pane.following.engine
        assert engine is not None
        await engine.poll(here.stored[url].source.id, manual=True)
        await here.until(lambda: here.pane.listed.current is not None and here.pane.listed.current.entries > before)


async def settled(made: list[int]) -> None:
    """Wait until nothing is made any more: the first paint may come late on a busy machine."""
    before = -1
    while before != len(made):
        before = len(made)
        await asyncio.sleep(0.3)


async def test_five_hundred_sources_stay_quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_parts, "BEAT", 3600)  # the list is read anew by itself else, whenever that is
    with Store.open(tmp_path / "dateline.db") as store:
        futures = [store.add_source(f"https://paper{n}.example/feed", title=f"Paper {n}", now=1) for n in range(500)]
        for future in futures:
            future.result()
        for future in [store.update_source(future.result().id, paused=True) for future in futures]:
            future.result()
    made: list[int] = []
    async with desk(tmp_path) as here:
        await here.open()
        real = here.pane.listed._lines
        here.pane.listed._lines = lambda status, width: made.append(status.source.id) or real(status, width)
        await settled(made)
        made.clear()
        await here.pilot.press("j")
        await here.pilot.pause()
        assert len(made) <= 1, "a key makes no more than what it shows anew"
        await here.pilot.press("G")
        await here.pilot.pause()
        assert len(made) <= here.pane.listed.size.height // 2 + 2
        assert here.pane.listed.position == 499


async def test_what_cannot_be_followed_says_why(tmp_path: Path) -> None:
    with socket.socket() as silent:  # nobody listens there, and nobody else gets the port meanwhile
        silent.bind(("127.0.0.1", 0))
        await refused(tmp_path, silent.getsockname()[1])


async def refused(folder: Path, port: int) -> None:
    async with desk(folder, "Alpha") as here:
        await here.open()
        await here.look_at(here.server.url("/none"))
        await here.until(lambda: "no timed entries" in here.answer)
        assert here.choices == []
        for address, words in (
            ("not an address at all", "neither an http"),
            (f"http://127.0.0.1:{port}/live", "refuses connections. Check the address and its port"),
            (here.server.url("/nowhere"), "404"),
        ):
            field = here.app.focused
            assert isinstance(field, AddressInput), "the address can be mended at once"
            field.value = address
            await here.pilot.press("enter")
            await here.until(lambda words=words: words in " ".join(here.answer.split()))
        await here.pilot.press("escape")
        await here.until(lambda: isinstance(here.app.screen, SourcesScreen))
        assert len(here.stored) == 1


async def test_ask_now(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        url = here.server.url("/live.rss")
        await asyncio.to_thread(add, here.store, url)
        await here.open()
        await here.pilot.press("G", "r")
        await here.until(lambda: here.stored[url].entries > 0)
        await here.until(lambda: here.pane.listed.current is not None and here.pane.listed.current.entries > 0)
        await here.pilot.press("R")
        await here.until(lambda: len([item for item in here.server.requests if item.path == "/live.rss"]) >= 2)
        await here.until(lambda: here.stored["http://127.0.0.1:9/0"].poll.outcome == "connect")


async def test_every_size_shows_list_and_detail(tmp_path: Path) -> None:
    wide = "台風第十四号が北部の島々に接近、住民に避難指示、交通機関に影響"
    async with desk(tmp_path, "Alpha", wide, "Beta") as here:
        await here.open()
        await here.pilot.press("j")
        for size in ((80, 24), (40, 12), (200, 60)):
            await here.pilot.resize_terminal(*size)
            await here.pilot.pause(0.2)
            listed = here.pane.listed
            assert all(listed.render_line(y).cell_length == listed.size.width for y in range(listed.size.height))
            assert "台風" in "\n".join(here.lines)
            assert "Next poll" in here.detail
            assert here.pane.detail.size.height >= 3


async def test_every_key_can_be_another_and_help_knows(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha", settings='[keys.bind]\nsources = "T"\npause_source = "x"\n') as here:
        await here.pilot.press("T")
        await here.until(lambda: isinstance(here.app.screen, SourcesScreen) and here.pane.listed.cursor is not None)
        assert " x pause" in here.pane.query_one("#keys").render_line(0).text
        await here.pilot.press("x")
        await here.until(lambda: all(status.source.paused for status in here.stored.values()))
        await here.pilot.press("question_mark")
        await here.until(lambda: bool(here.app.screen.query("#help-list")))
        assert "On the screen of sources" in text_of(here.app.screen.query_one("#help-list").lines[0])
        await here.pilot.press("escape")
        await here.until(lambda: isinstance(here.app.screen, SourcesScreen))
