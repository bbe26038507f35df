"""What a terminal writes where Escape and another key are typed in one breath."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.drivers import linux_driver

from reader.ui.typed_fast import TypedFast, understood
from tests.ui.desk import NOW, Hands, desk, item, opened, poll, snapshot

if TYPE_CHECKING:
    from pathlib import Path

ESCAPE = "escape"
WRITTEN = {
    "\x1b": [ESCAPE],
    "\x1b1": [ESCAPE, "1"],
    "\x1b6": [ESCAPE, "6"],
    "\x1b0": [ESCAPE, "0"],
    "\x1b-": [ESCAPE, "minus"],
    "\x1b/": [ESCAPE, "slash"],
    "\x1b/ab": [ESCAPE, "slash", "a", "b"],
    "\x1b#": [ESCAPE, "number_sign"],
    "\x1b[": [ESCAPE, "left_square_bracket"],
    "\x1b ": [ESCAPE, "space"],
    "\x1b\r": [ESCAPE, "enter"],
    "1/ ": ["1", "slash", "space"],
    "\x1b[A": ["up"],
    "\x1b[1;5C": ["ctrl+right"],
    "\x1b[5~": ["pageup"],
    "\x1bOP": ["f1"],
    "\x1b[Z": ["shift+tab"],
    "\x1bj": ["alt+j"],
    "\x1bG": ["alt+shift+g"],
    "\x1bf": ["alt+f"],
    "\x1b\x7f": ["ctrl+w"],
}


@pytest.fixture(scope="module")
def heard() -> dict[str, list[str]]:
    """The keys of all of them; where more could follow, the parser waits for it first."""
    parsers = {written: TypedFast() for written in WRITTEN}
    keys = {written: [event.key for event in parser.feed(written)] for written, parser in parsers.items()}
    for written, parser in parsers.items():
        while not keys[written]:
            time.sleep(0.01)
            keys[written] += [event.key for event in parser.tick()]
    return keys


@pytest.mark.parametrize("written", WRITTEN)
def test_no_escape_is_lost_before_digits_and_signs(heard: dict[str, list[str]], written: str) -> None:
    assert heard[written] == WRITTEN[written]


def test_the_driver_of_terminals_uses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linux_driver, "XTermParser", None)
    assert understood(linux_driver.LinuxDriver) is linux_driver.LinuxDriver
    assert linux_driver.XTermParser is TypedFast


async def test_escape_and_f_open_the_facets_but_go_by_words_where_somebody_types(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    poll(store, source, snapshot([item("a", 1), item("b", 2)]), NOW)
    async with desk(store, source, Hands()) as here:
        await here.press("slash", *"one two", "home")
        here.app.post_message(events.Key("alt+f", "f"))
        typed = here.screen.query_one("#filter-input")
        await here.until(lambda: typed.cursor_position == len("one "))
        assert typed.has_focus
        await here.press("escape", "escape")
        here.app.post_message(events.Key("alt+f", "f"))
        await here.until(lambda: here.screen.has_class("-facets"))
    store.close()
