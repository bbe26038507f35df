"""The screen of sources: what is removed can be put back, and is gone once it is left."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from reader.clock import SYSTEM
from reader.store import Store
from reader.store.arrangement import set_aside
from reader.ui.screens.main import MainScreen
from tests.ui.settling import breath
from tests.ui.source_desk import add, desk

if TYPE_CHECKING:
    pass


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
