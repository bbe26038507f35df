"""Filters that are used again: the history of the line, names, and the digits."""

from __future__ import annotations

from pathlib import Path

from tests.ui.filter_desk import bar, offered, shown
from tests.ui.stage import stage


async def test_filters_used_before_come_back_after_a_restart(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        for text in ("topic:science ", "is:starred ", "topic:science "):
            await here.pilot.press("slash")
            await here.type(text)
            await here.pilot.press("enter")
            await here.pilot.pause(0.1)
    async with stage(tmp_path) as here:
        await here.pilot.press("slash", "up")
        await here.until(lambda: bar(here).text == "topic:science")
        await here.pilot.press("up")
        await here.until(lambda: bar(here).text == "is:starred")
        await here.pilot.press("up")
        assert bar(here).text == "is:starred", "that was the first one"
        await here.until(lambda: shown(here) == 0)
        await here.pilot.press("down", "down")
        await here.until(lambda: bar(here).text == "")
        await here.until(lambda: shown(here) > 40)


async def test_the_digits_have_filters_for_everybody(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        everything = shown(here)
        await here.pilot.press("s", "3")
        await here.until(lambda: shown(here) == 1)
        assert f"{everything - 1} hidden by “starred”" in here.outcome
        await here.pilot.press("0")
        await here.until(lambda: shown(here) == everything)
        await here.pilot.press("2")
        await here.until(lambda: bar(here).text == "is:unread")
        await here.pilot.press("4")
        await here.until(lambda: bar(here).text == "is:edited OR is:withdrawn")
        await here.pilot.press("9")
        await here.pilot.pause(0.1)
        assert bar(here).text == "is:edited OR is:withdrawn"


async def test_a_filter_gets_a_name_and_a_digit(tmp_path: Path) -> None:
    configured = '[[filter]]\nname = "Pictures"\nquery = "has:image"\n'
    async with stage(tmp_path, settings=configured) as here:
        await here.pilot.press("slash")
        await here.type("topic:science ")
        await here.pilot.press("ctrl+s")
        await here.until(lambda: here.app.focused is not None and here.app.focused.id == "filter-name")
        await here.type("lab work")
        await here.pilot.press("enter")
        await here.until(lambda: "hidden by “lab work”" in here.outcome)
        await here.pilot.press("1")
        await here.until(lambda: bar(here).text == "has:image")
        await here.pilot.press("2")
        await here.until(lambda: bar(here).text == "topic:science")
        await here.pilot.press("slash")
        await here.type("la")
        await here.until(lambda: offered(here) == ["lab work"])
        await here.pilot.press("tab")
        await here.until(lambda: bar(here).text == "topic:science ")
        await here.pilot.press("ctrl+s")
        await here.until(lambda: here.screen.query_one("#filter-name").value == "lab work")
        await here.pilot.press("ctrl+u", "enter")
        await here.until(lambda: "lab work" not in here.outcome)
        assert here.store.reads().saved_filters() == []


async def test_a_name_of_the_settings_is_not_taken(tmp_path: Path) -> None:
    async with stage(tmp_path, settings='[[filter]]\nname = "A"\nquery = "x"\n') as here:
        await here.pilot.press("slash")
        await here.type("topic:science ")
        await here.pilot.press("ctrl+s", "a", "enter")
        await here.pilot.pause(0.2)
        assert here.store.reads().saved_filters() == []
        await here.pilot.press("F", "ctrl+s", "b", "escape")
        assert bar(here).input.has_focus
        assert here.store.reads().saved_filters() == []


async def test_digits_that_were_given_other_keys(tmp_path: Path) -> None:
    async with stage(tmp_path, settings='[keys.bind]\nsaved_filter = "f5,f6"\n') as here:
        await here.pilot.press("f6")
        await here.until(lambda: bar(here).text == "is:unread")
        await here.pilot.press("1")
        await here.pilot.pause(0.1)
        assert bar(here).text == "is:unread"
