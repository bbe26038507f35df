"""Any command by its name, and the help page: both are the table of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from reader.ui import safety
from reader.ui.commands import ACTIONS, COMMANDS, Place
from reader.ui.lookup import help_lines, matches, ranked, runnable
from reader.ui.screens import command_line
from reader.ui.screens.catch_up import CatchUpScreen
from reader.ui.screens.command_line import CommandLine
from reader.ui.screens.ledger import LedgerScreen
from reader.ui.screens.main import MainScreen
from reader.ui.screens.matrix import MatrixScreen
from reader.ui.screens.sources import SourcesScreen
from reader.ui.widgets.article_pane import ArticlePane
from reader.ui.widgets.timeline import Timeline
from reader.view.lines import text_of, width_of
from tests.ui.desk import NOW, Desk, Hands, desk, item, opened, poll, snapshot

if TYPE_CHECKING:
    from pathlib import Path

CARRIERS = {
    Place.MAIN: (MainScreen,),
    Place.LIST: (Timeline, MainScreen),
    Place.DETAIL: (ArticlePane, MainScreen),
    Place.SOURCES: (SourcesScreen,),
    Place.CATCH_UP: (CatchUpScreen,),
    Place.MATRIX: (MatrixScreen,),
    Place.FIGURES: (LedgerScreen,),
    Place.EVERYWHERE: (MainScreen, SourcesScreen, CatchUpScreen),
}


def started(folder: Path):
    store, source = opened(folder)
    poll(store, source, snapshot([item("b", -5), item("a", -9)]))
    return store, source, Hands()


def offered(here: Desk) -> list[str]:
    listed = here.app.screen.query_one(OptionList)
    return [name for at in range(listed.option_count) if (name := listed.get_option_at_index(at).id)]


def test_every_command_can_be_carried_out_where_it_works() -> None:
    for command in COMMANDS:
        if command.place in CARRIERS:
            assert any(hasattr(kind, f"action_{command.name}") for kind in CARRIERS[command.place]), command.name
        assert safety.allowed(command.name)
    assert len(ACTIONS) == len(COMMANDS)


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_a_command_is_found_by_what_it_does_and_run(tmp_path: Path, key: str) -> None:
    async with desk(*started(tmp_path)) as here:
        await here.press(key)
        assert offered(here) == [command.name for command in runnable(Place.LIST) if command.name != "command_line"]
        await here.type("star take")
        assert offered(here) == ["star"]
        await here.press("enter")
        await here.until(lambda: bool(here.screen.timeline.rows.flags(1) & 2))
        assert here.screen.timeline.has_focus


async def test_commands_of_both_panes_are_run_in_theirs(tmp_path: Path) -> None:
    async with desk(*started(tmp_path)) as here:
        await here.press("enter")
        assert here.screen.article.has_focus
        await here.press("colon")
        await here.type("end")
        assert offered(here)[0] == "end", "the name that is typed comes first"
        await here.press("enter")
        await here.until(lambda: here.at == "Headline a")
        assert here.screen.timeline.has_focus


async def test_it_moves_closes_and_says_where_nothing_fits(tmp_path: Path) -> None:
    async with desk(*started(tmp_path)) as here:
        await here.press("colon", "down", "down", "up")
        listed = here.app.screen.query_one(OptionList)
        assert listed.highlighted == 1
        await here.type("no such thing")
        assert offered(here) == []
        assert "No command is called that" in "".join(listed.render_line(y).text for y in range(listed.size.height))
        await here.press("enter")
        assert isinstance(here.app.screen, CommandLine)
        await here.press("escape")
        assert here.app.screen is here.screen
        assert here.at == "Headline b"


@pytest.mark.parametrize(
    ("typed", "name"),
    [("q", "quit_now"), ("q!", "quit_now"), ("wq", "quit_now"), ("w", "save"), ("h", "help"), ("s", "star"), ("N", "previous_hit"),
     ("t", "jump_to_time"), ("help", "help"), ("end", "end")],
)  # fmt: skip
def test_what_is_typed_elsewhere_and_keys_come_first(typed: str, name: str) -> None:
    found = [command for command in runnable(Place.LIST) if matches(command, {}, typed)]
    assert min(found, key=lambda command: ranked(command, typed, {})).name == name


async def test_it_works_on_the_other_screens_with_their_commands(tmp_path: Path) -> None:
    async with desk(*started(tmp_path)) as here:
        await here.press("S", "colon")
        assert "add_source" in offered(here)
        assert "star" not in offered(here)
        await here.type("leave_sources")
        await here.press("enter")
        await here.until(lambda: here.app.screen is here.screen)
        await here.press("C", "colon")
        await here.type("leave_catch_up")
        await here.press("enter")
        await here.until(lambda: here.app.screen is here.screen)


async def test_typing_in_help_finds(tmp_path: Path) -> None:
    async with desk(*started(tmp_path), size=(80, 24)) as here:
        await here.press("question_mark")
        page = lambda: "\n".join(map(text_of, here.app.screen.query_one("#help-list").lines))  # noqa: E731
        assert "next (older) entry" in page()
        await here.press("j", "space", "k", "w", "i", "t", "h", "d")
        assert here.app.screen.query_one("#help-find").value == "withd"
        assert "next (older) entry" not in page()
        await here.press("escape")
        assert "next (older) entry" in page()
        await here.press("q")
        assert here.app.screen is here.screen


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize("width", [20, 70, 120])
def test_help_has_every_command_whole(place: Place, width: int) -> None:
    lines = help_lines({}, place, "", width)
    assert all(width_of(line) <= width for line in lines)
    page = " ".join("".join(span.text for span in line) for line in lines)
    squeezed = "".join(page.split())
    if width >= 70:
        assert all(command.help.split()[0] in page for command in COMMANDS)
    assert "…" not in squeezed.replace("...", "")


def test_what_works_here_comes_first() -> None:
    first = help_lines({}, Place.SOURCES, "", 80)[0]
    assert "sources" in text_of(first).casefold()


def test_no_line_of_the_list_is_cut_at_eighty_columns() -> None:
    assert max(len(command.help) for command in COMMANDS) + command_line.KEYS + 2 + command_line.FRAME <= 80


def test_words_of_name_keys_and_description_find() -> None:
    command = next(command for command in COMMANDS if command.name == "jump_to_time")
    assert all(matches(command, {}, wanted) for wanted in ("jump time", "JUMP_TO", "yesterday", "t 14:00", ""))
    assert not matches(command, {}, "jump star")
    assert matches(command, {"jump_to_time": "f5"}, "f5")
    assert (
        ranked(command, "t", {})
        < ranked(command, "jump to time", {})
        < ranked(command, "jump", {})
        < ranked(command, "to time", {})
        < ranked(command, "14", {})
    )


async def test_the_help_says_which_keys_work_while_something_is_looked_for(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    poll(store, source, snapshot([item("a", 1)]), NOW)
    async with desk(store, source, Hands(), size=(60, 20)) as here:
        await here.press("question_mark")
        hint = here.app.screen.query_one("#help-keys")
        assert "q closes" in hint.render_line(0).text
        await here.press(*"star")
        told = hint.render_line(0).text.rstrip()
        assert "q closes" not in told
        assert told.endswith("Esc shows all keys")
        await here.press("escape")
        assert "q closes" in hint.render_line(0).text
    store.close()
