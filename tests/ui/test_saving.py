"""Saving entries to files and giving their text to programs, from the app."""

from __future__ import annotations

import json
import shlex
import sys
from typing import TYPE_CHECKING

import pytest

from reader.ui.actions.saving import THERE, file_name
from tests.ui.desk import NOW, Desk, Hands, desk, item, opened, poll, snapshot

if TYPE_CHECKING:
    from pathlib import Path


def shop(folder: Path, *headlines: str):
    """A store with these entries, the newest first."""
    store, source = opened(folder)
    items = [item(f"e{number}", -number, headline) for number, headline in enumerate(headlines)]
    poll(store, source, snapshot(items), NOW)
    return store, source, Hands()


def said(here: Desk) -> str:
    return "\n".join(str(one.message) for one in here.app._notifications)


async def until(here: Desk, words: str) -> None:
    """Wait until the app has said this."""
    await here.until(lambda: words in said(here))


async def answer(here: Desk, text: str) -> None:
    here.screen.query_one("#prompt-input").value = text  # typed letter by letter elsewhere
    await here.press("enter")


async def test_the_entry_under_the_cursor_is_saved(tmp_path: Path) -> None:
    async with desk(*shop(tmp_path, "Ferry *sails* at last", "Older")) as here:
        await here.press("w")
        assert here.screen.query_one("#prompt-input").value == "ferry-sails-at-last.md"
        await answer(here, str(tmp_path / "one.md"))
        await until(here, "Saved to")
        assert here.screen.timeline.has_focus
    text = (tmp_path / "one.md").read_text()
    assert "### Ferry \\*sails\\* at last" in text
    assert "Older" not in text


async def test_all_that_the_filter_shows_is_saved(tmp_path: Path) -> None:
    async with desk(*shop(tmp_path, "Ferry sails", "Train stands", "Ferry waits")) as here:
        here.screen.query_one("#filter-input").value = "ferry"
        await here.until(lambda: len(here.screen.timeline.rows) == 2)
        await here.press("W")
        await answer(here, str(tmp_path / "all.jsonl"))
        await until(here, "2 saved to")
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
    assert [line["headline"] for line in lines] == ["Ferry sails", "Ferry waits"]
    assert all(line["revisions"] for line in lines)


async def test_nothing_is_written_over_without_asking(tmp_path: Path) -> None:
    there = tmp_path / "there.txt"
    there.write_text("precious")
    async with desk(*shop(tmp_path, "News")) as here:
        await here.press("w")
        await answer(here, str(there))
        assert here.prompt == THERE
        assert there.read_text() == "precious"
        await here.press("x", "backspace", "enter")
        assert here.prompt == THERE, "after another name it is asked again"
        await here.press("escape")
        assert there.read_text() == "precious"
        await here.press("w")
        await answer(here, str(there))
        await here.press("enter")
        await until(here, "Saved to")
    assert there.read_text().startswith("News\n")
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".new")] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "no file name"),
        ("plain", "ends in .md"),
        ("no/such/x.md", "there is no such folder"),
        (".", "ends in"),
    ],
)
async def test_what_is_wrong_with_a_name_is_said_where_it_was_typed(tmp_path: Path, name: str, words: str) -> None:
    async with desk(*shop(tmp_path, "News")) as here:
        await here.press("w")
        await answer(here, name)
        assert words in here.prompt


def test_a_headline_names_no_other_place(tmp_path: Path) -> None:
    store, _source, _hands = shop(tmp_path, "../../etc/passwd", "-rf ~/.bashrc", "Ωμέγα")
    with store.reads() as reads:
        names = [file_name(one) for one in reads.entries([1, 2, 3])]
    assert sorted(names) == ["entry-1.md", "etc-passwd.md", "rf-bashrc.md"]
    store.close()


async def test_a_program_gets_the_text(tmp_path: Path) -> None:
    got = tmp_path / "got.txt"
    code = f"import sys; open({str(got)!r}, 'w').write(sys.stdin.read()); print('thanks \\x1b[31mred')"
    async with desk(*shop(tmp_path, "Ferry sails")) as here:
        await here.press("vertical_line")
        await answer(here, shlex.join([sys.executable, "-c", code]))
        await until(here, "ended with exit code 0\nthanks red")
        assert "\x1b" not in said(here)
        await here.press("vertical_line")
        assert here.screen.query_one("#prompt-input").value.startswith(sys.executable), "the last one is offered"
    assert got.read_text().startswith("Ferry sails\n")


async def test_there_is_no_shell(tmp_path: Path) -> None:
    async with desk(*shop(tmp_path, "Ferry sails")) as here:
        await here.press("vertical_line")
        await answer(here, f"cat; touch {tmp_path / 'touched'}")
        await until(here, "cat; cannot be started: No such file")
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys; sys.exit(3)", "ended with exit code 3"),
        ("import time; time.sleep(60)", "was ended: it took longer than 1 s"),
        ("print('y' * 9_000_000)", "ended with exit code 0"),
    ],
)
async def test_how_a_program_ended_is_told(tmp_path: Path, code: str, words: str) -> None:
    # An interpreter may take a second to start.
    seconds = 1 if "sleep" in code else 60
    settings = f"\n[pipe]\ncommand = [{json.dumps(sys.executable)}, '-c', {json.dumps(code)}]\ntimeout = {seconds}\n"
    async with desk(*shop(tmp_path, "Ferry sails"), settings=settings) as here:
        await here.press("vertical_line", "enter")
        await until(here, words)


async def test_an_open_quotation_mark_is_said(tmp_path: Path) -> None:
    async with desk(*shop(tmp_path, "Ferry sails")) as here:
        await here.press("vertical_line")
        await answer(here, "grep 'a")
        assert here.prompt == "no closing quotation"
        await answer(here, " ")
        assert here.prompt.startswith("no program")
