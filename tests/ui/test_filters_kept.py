"""Filters that are used again: the history of the line, names, and the digits."""

from __future__ import annotations

from pathlib import Path

from reader.ui.widgets.filter_bar import FilterBar
from tests.ui.desk import Hands, desk, opened
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


async def test_what_is_kept_takes_no_key_from_the_filters_of_everybody(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    async with desk(store, source, Hands()) as here:
        line = bar(here)

        async def keep(text: str, name: str) -> str:
            here.app.clear_notifications()
            line.post_message(FilterBar.Named(text, name))
            await here.until(lambda: bool(here.app._notifications))
            return str(next(iter(here.app._notifications)).message)

        assert await keep("harbour", "Port") == "Kept: Port, key 5 in the list"
        assert await keep("quay", "port") == "Kept: port, key 5 in the list, in place of harbour"
        assert await keep("is:unread boats", "unread") == "Kept: unread, key 2 in the list"
        for key, text in (("1", ""), ("2", "is:unread boats"), ("3", "is:starred"), ("5", "quay")):
            await here.press(key)
            assert line.text == text
        assert await keep("quay", "") == "No longer kept: port"
        assert await keep("is:unread boats", "") == "No longer kept: unread"
        await here.press("2")
        assert line.text == "is:unread"
    store.close()
