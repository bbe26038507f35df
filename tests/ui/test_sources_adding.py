"""The screen of sources: an address is looked at and followed, or it is said why not."""

from __future__ import annotations

import asyncio
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from reader.demo.answers import Served
from reader.model.snapshot import Document, Reading
from reader.ui.screens.adding import AddressInput
from reader.ui.screens.sources import SourcesScreen
from tests.ui.source_desk import OFFERING, add, desk

if TYPE_CHECKING:
    pass


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


async def test_what_is_said_of_one_address_does_not_stand_below_another(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha") as here:
        await here.open()
        await here.look_at(here.server.url("/none"))
        await here.until(lambda: "not a live page" in here.answer)
        await here.pilot.press("x")
        assert "not a live page" not in here.answer
        assert here.answer.startswith("The address of a live page")


async def test_an_answer_that_comes_late_does_not_take_the_line_away(tmp_path: Path) -> None:
    answers = threading.Event()

    def slow(_request: object) -> Served:
        answers.wait(60)
        return Served(OFFERING.encode(), "text/html")

    async with desk(tmp_path, "Alpha") as here:
        here.server.serve("/slow", slow)
        await here.open()
        await here.look_at(here.server.url("/slow"))
        await here.until(lambda: "Asking" in here.answer)
        look = [worker for worker in here.app.workers if worker.group == "look"]
        await here.pilot.press("z")
        assert "Asking" not in here.answer
        answers.set()
        await here.until(lambda: all(worker.is_finished for worker in look))
        assert isinstance(here.app.focused, AddressInput)
        assert here.app.focused.value.endswith("slowz")


async def test_going_to_a_source_moves_the_list_no_further_than_it_must(tmp_path: Path) -> None:
    async with desk(tmp_path, *(f"Source {number}" for number in range(12))) as here:
        await here.open()
        known = here.pane.listed.statuses[2].source.id
        here.pane.listed.show(here.pane.listed.statuses, cursor=known)
        assert (int(here.pane.listed.scroll_y), here.pane.listed.position) == (0, 2)
