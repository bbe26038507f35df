"""Going to a time, to a burst, to a key event; marking what stands above and below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from reader.model.entry import Flags
from reader.model.listing import RowFlag
from tests.ui.desk import HOUR, NOW, Hands, desk, item, opened, poll, snapshot

if TYPE_CHECKING:
    from pathlib import Path

BURSTS = (0, 1, 2, 3, 90, 180, 181, 183, 300)
"""Minutes after NOW: four entries, one alone, three, one alone."""


def day(folder: Path):
    """A store with such a day, two of whose entries are key events or pinned."""
    store, source = opened(folder)
    flags = {90: Flags(key_event=True), 181: Flags(pinned=True)}
    items = [item(f"at {minutes}", minutes, flags=flags.get(minutes, Flags())) for minutes in BURSTS]
    poll(store, source, snapshot(reversed(items)), NOW + 6 * HOUR)
    hands = Hands()
    hands.now += 6 * HOUR
    return store, source, hands


async def test_bursts(tmp_path: Path) -> None:
    async with desk(*day(tmp_path)) as here:
        places = []
        for key in ("right_curly_bracket",) * 3 + ("left_curly_bracket",) * 2:
            await here.press(key)
            places.append(here.at)
        assert places == [f"Headline at {m}" for m in (180, 0, 0, 180, 180)]


async def test_key_events(tmp_path: Path) -> None:
    async with desk(*day(tmp_path)) as here:
        places = []
        for key in ("right_parenthesis",) * 3 + ("left_parenthesis",) * 2:
            await here.press(key)
            places.append(here.at)
        assert places == [f"Headline at {m}" for m in (181, 90, 90, 181, 181)]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("13:43", 90), ("1343", 90), ("15:12", 90), ("15:13", 180), ("-3h", 180), ("today", 300), ("now", 300)],
)
async def test_to_a_time(tmp_path: Path, typed: str, minutes: int) -> None:
    async with desk(*day(tmp_path)) as here:
        rows = here.rows
        await here.press("t")
        assert here.rows == rows, "asking moves nothing"
        await here.type(typed)
        await here.press("enter")
        assert here.at == f"Headline at {minutes}"
        assert here.screen.timeline.has_focus


async def test_what_is_no_time_is_said_where_it_was_typed(tmp_path: Path) -> None:
    async with desk(*day(tmp_path)) as here:
        await here.press("t")
        await here.type("later")
        await here.press("enter")
        assert here.prompt.startswith("no time; write 14:00")
        await here.press("ctrl+u")
        await here.type("13:00")
        assert here.prompt == "to 14 Nov 2023 13:00 UTC"
        await here.press("escape")
        assert here.at == "Headline at 300"
        assert here.screen.query_one("#filter-input").display


async def test_before_the_oldest_there_is_the_oldest(tmp_path: Path) -> None:
    async with desk(*day(tmp_path)) as here:
        await here.press("t")
        await here.type("2020-09-28")
        await here.press("enter")
        assert here.at == "Headline at 0"


async def test_above_and_below_are_marked_and_taken_back(tmp_path: Path) -> None:
    async with desk(*day(tmp_path)) as here:
        read = lambda: [flags & 1 for flags in here.screen.timeline.rows.index.flags]  # noqa: E731
        nothing = read()
        await here.press("j", "j", "comma")
        assert read() == [0, 0, 0, 0, 0, 0, 0, 1, 1]
        await here.press("full_stop")
        assert read() == [1, 1, 1, 1, 1, 1, 0, 1, 1]
        await here.press("A", "A")
        assert [notice.message for notice in here.app._notifications] == ["Nothing unread here"]
        await here.press("u")
        assert read() == [1, 1, 1, 1, 1, 1, 0, 1, 1], "what marked nothing is nothing to be taken back"
        await here.press("full_stop", "u")
        assert read() == [0, 0, 0, 0, 0, 0, 0, 1, 1]
        await here.press("u")
        assert read() == nothing
        await here.press("u")
        with here.store.reads() as reads:
            await here.until(lambda: not any(reads.entry(n).read for n in here.screen.timeline.rows.index.ids))


async def test_escape_and_a_letter_in_one_breath_are_two_keys(tmp_path: Path) -> None:
    """Terminals write Alt and a letter as Escape and the letter, so that is what comes where somebody types fast."""
    store, source = opened(tmp_path)
    poll(store, source, snapshot([item("a", 1), item("b", 2), item("c", 3)]), NOW)
    async with desk(store, source, Hands()) as here:
        first = here.at
        await here.press("G")
        oldest = here.at
        await here.press("g")
        await here.press("slash")
        here.app.post_message(events.Key("alt+j", "j"))
        await here.pilot.pause(0.2)
        assert here.screen.timeline.has_focus
        assert here.at != first
        here.app.post_message(events.Key("alt+shift+g", "G"))
        await here.pilot.pause(0.2)
        assert here.at == oldest
    store.close()


async def test_a_key_with_alt_that_is_wanted_is_that_key(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    poll(store, source, snapshot([item("a", 1), item("b", 2)]), NOW)
    async with desk(store, source, Hands(), settings='[keys]\nbind = { star = "alt+j" }\n') as here:
        first = here.at
        here.app.post_message(events.Key("alt+j", "j"))
        await here.pilot.pause(0.2)
        assert here.at == first
        assert here.screen.timeline.rows.index.flags[-1] & RowFlag.STARRED
    store.close()
