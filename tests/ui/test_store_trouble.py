"""A store in trouble: said for as long as it lasts, on a line that moves nothing, and never a traceback."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from reader import config
from reader.clock import SYSTEM
from reader.store import Store
from reader.ui.app import DatelineApp
from reader.ui.world import World
from tests.store.fill import NOW, page, poll
from tests.ui.stage import SETTINGS, stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.stage import Stage


def strip(here: Stage) -> str:
    return here.screen.query_one("#rhythm").render_line(0).text


async def test_trouble_stands_until_it_is_over(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        before = here.rows
        assert "entries per" in strip(here)
        connection: sqlite3.Connection = here.store._writer._connection
        connection.execute("PRAGMA max_page_count=1")
        here.store._writer.trouble = None
        future = here.store.add_source("https://a.example/" + "x" * 100_000, now=SYSTEM.now())
        assert future.exception(10) is not None
        await here.until(lambda: "disk is full" in strip(here))
        assert here.rows == before, "nothing has moved"
        connection.execute("PRAGMA max_page_count=1000000")
        here.store.add_source("https://b.example/", now=SYSTEM.now()).result(10)
        await here.until(lambda: "entries per" in strip(here))


def filled(path: Path) -> None:
    with Store.open(path) as store:
        source = store.add_source("https://a.example/", now=NOW).result(10)
        poll(store, source, page("a", "b", "c"))


@pytest.mark.parametrize("width", [80, 160])
async def test_a_notice_of_the_opening_stands(tmp_path: Path, width: int) -> None:
    filled(tmp_path / "s.db")
    with Store.open(tmp_path / "s.db", read_only=True) as store:
        store.notice = "read-only, nothing new is stored: \x1b[31mso it is."
        app = DatelineApp(World(store, None, config.parse(SETTINGS)))
        async with app.run_test(size=(width, 24)) as pilot:
            await pilot.pause(0.2)
            line = app.screen.query_one("#rhythm").render_line(0).text
            assert line.startswith("read-only, nothing new is stored")
            assert "\x1b" not in line
            assert ("entries per" in line) is (width == 160)
            await pilot.press("r")
            await pilot.pause(0.2)
            assert any("nothing is fetched" in str(note.message) for note in app._notifications)


async def test_damage_under_the_cursor_ends_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filled(tmp_path / "s.db")
    with sqlite3.connect(tmp_path / "s.db") as connection:
        connection.execute("UPDATE revision SET wording = '{' WHERE entry_id = 2")
    connection.close()
    with Store.open(tmp_path / "s.db") as store:
        app = DatelineApp(World(store, None, config.parse(SETTINGS)))
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause(0.2)
            for _ in range(3):
                await pilot.press("j")
                await pilot.pause(0.1)
        assert app.return_code == 1
        assert "damaged" in (store.trouble or "")
    assert "is damaged; start Dateline again" in (app.failure or "")
    assert "Traceback" not in capsys.readouterr().err
