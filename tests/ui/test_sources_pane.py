"""The screen of sources, with a real store and a real server: added, named, paced, paused, removed, put back."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.clock import SYSTEM
from reader.model.event import PollReport
from reader.model.snapshot import FeedData, FeedState
from reader.model.source import Progress
from reader.store import Store
from reader.ui.screens import source_parts
from reader.ui.screens.main import MainScreen
from reader.ui.screens.sources import SourcesScreen
from reader.view.lines import text_of
from reader.view.source_order import Sorting
from tests.ui.source_desk import OFFERING, add, desk

if TYPE_CHECKING:
    pass


HOSTILE = "[bold]Up[/bold] \x1b]0;title\x07\x1b[31m \u202eevil [@click=app.quit]go[/] \\[ 台風" + "W" * 300


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


async def test_the_cursor_goes_where_it_is_sent_though_the_list_is_read_again(tmp_path: Path) -> None:
    async with desk(tmp_path, "Alpha", "Beta", "Gamma") as here:
        await here.open()
        sent = next(item.source.id for item in here.stored.values() if item.source.id != here.pane.listed.cursor)
        await asyncio.gather(here.pane.read(go_to=sent), here.pane.read())
        assert here.pane.listed.cursor == sent


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
