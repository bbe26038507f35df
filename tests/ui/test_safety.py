"""Nothing remote gets to act: no widget is fed a bare string, no action runs that is not ours."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.dom import DOMNode
from textual.widget import Widget
from textual.widgets import Input, OptionList

import reader.ui
from reader.text import clean
from reader.ui import safety
from reader.ui.app import DatelineApp
from reader.ui.commands import BY_NAME, COMMANDS, Place, keymap, reachable
from reader.ui.key_names import key_named, sign
from reader.ui.plain import beside, plain
from reader.ui.screens.main import MainScreen
from reader.ui.widgets.timeline import Timeline
from reader.ui.world import World
from reader.view.lines import Span
from tests.ui.desk import Hands, desk, opened


@given(st.text())
def test_plain_takes_no_markup(text: str) -> None:
    content = plain(text)
    assert isinstance(content, Content)
    assert content.plain == clean(text)
    assert not content.spans


@given(st.lists(st.text(), max_size=4))
def test_texts_beside_each_other_take_no_markup_either(texts: list[str]) -> None:
    content = beside(*texts, ("[bold]", "dim"))
    assert content.plain == "".join(map(clean, texts)).replace("\n", " ") + "[bold]"
    assert all(str(span.style) == "dim" for span in content.spans)


OF_TEXTUALS_WIDGETS = {
    action.rpartition(".")[2].partition("(")[0]
    for kind in (Input, OptionList)
    for binding in kind.BINDINGS
    for action in binding.action.split(",")
}
"""What the keys of the widgets do that we take as they are."""


def every_action() -> set[str]:
    """The actions of every class that is there once all screens are imported: Textual's and ours."""
    for module in pkgutil.walk_packages(reader.ui.__path__, "reader.ui."):
        importlib.import_module(module.name)
    kinds, found = [DOMNode], set[type]()
    while kinds:
        kind = kinds.pop()
        if kind not in found:
            found.add(kind)
            kinds += kind.__subclasses__()
    names = {name for kind in (*found, Timeline, MainScreen) for name in dir(kind)}
    return {name.partition("action_")[2] for name in names if name.startswith(("action_", "_action_"))}


def test_of_all_actions_only_ours_and_those_of_typing_and_choosing_may_run() -> None:
    every = every_action()
    assert {"quit", "screenshot", "push_screen", "dismiss", "simulate_key", "change_theme"} <= every
    # The rest are the keys of our own dialogues: they scroll, look for something, or close.
    rest = {name for name in every if safety.allowed(name)} - set(BY_NAME) - OF_TEXTUALS_WIDGETS
    assert rest == {
        "leave",
        "close",
        "help_filter",
        "scroll_up",
        "scroll_down",
        "focus_next",
        "focus_previous",
        "copy_text",
        "grab",
    }
    assert all(safety.allowed(name) for name in OF_TEXTUALS_WIDGETS)


def test_every_key_that_is_bound_may_be_pressed() -> None:
    every_action()
    ours = [kind for kind in widgets_and_screens() if kind.__module__.startswith("reader.ui")]
    assert len(ours) > 20
    for kind in ours:
        for binding in kind.__dict__.get("BINDINGS", ()):
            assert safety.allowed(binding.action.rpartition(".")[2].partition("(")[0]), (kind, binding)


def widgets_and_screens() -> list[type[Widget]]:
    kinds, found = [Widget], dict[type[Widget], None]()
    while kinds:
        kind = kinds.pop()
        found[kind] = None
        kinds += kind.__subclasses__()
    return list(found)


@pytest.mark.parametrize(
    "action",
    [
        "app.screenshot('x.svg', '/tmp')", "screenshot", "app.push_screen('x')", "app.switch_mode('x')", "app.pop_screen",
        "screen.dismiss(1)", "app.add_class('((', 'x')", "app.simulate_key('q')", "app.quit", "app.bell",
        "app.set_theme('x')", "focused.blur", "screen.maximize", "no.such.thing", "((((", "",
    ],
)  # fmt: skip
async def test_whatever_text_could_ask_for_does_not_run(tmp_path: Path, action: str) -> None:
    store, source = opened(tmp_path)
    async with desk(store, source, Hands()) as here:
        for namespace in (here.app, here.screen, here.screen.timeline):
            assert not await here.app.run_action(action, namespace)
        assert here.app.screen is here.screen
        assert here.app.is_running
    assert not list(tmp_path.glob("*.svg"))


async def test_what_is_said_in_passing_is_text(tmp_path: Path) -> None:
    store, _ = opened(tmp_path)
    app = DatelineApp(World(store, None))
    async with app.run_test(notifications=True) as pilot:
        app.screen.notify("[@click=app.quit_now]Out[/] \x1b]0;PWNED\x07[/nope]", title="[red]a\x9b31m[/blue]")
        while not app.screen.query("Toast"):
            await pilot.pause(0.05)
        toast = app.screen.query("Toast").first()
        shown = str(toast.render())
        assert "[@click=app.quit_now]Out[/] [/nope]" in shown
        assert "[red]a[/blue]" in shown
        await pilot.click(toast, offset=(3, 1))
        assert app.is_running


@given(st.text())
def test_the_last_net_lets_no_control_through(text: str) -> None:
    (segment,) = safety.ControlFilter().apply([Segment(text)], Color(0, 0, 0))
    assert not any(
        ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 or 0x202A <= ord(char) <= 0x202E for char in segment.text
    )


def test_blanks_are_plain_ones_for_who_copies_them() -> None:
    (segment,) = safety.ControlFilter().apply([Segment("first\u00a0seen\u202e")], Color(0, 0, 0))
    assert segment.text == "first seen"


def test_the_net_leaves_control_segments_alone() -> None:
    control = Segment("\x1b[1m", None, [(1,)])  # type: ignore[list-item]
    assert safety.ControlFilter().apply([control], Color(0, 0, 0)) == [control]


@pytest.mark.parametrize(
    "url", ["http://a.example/\x1b\\\x1b]0;PWNED\x07", "javascript:alert(1)", "-x", "https://a b/"]
)
async def test_what_is_no_address_is_no_link_of_the_terminals(tmp_path: Path, url: str) -> None:
    store, source = opened(tmp_path)
    async with desk(store, source, Hands()) as here:
        palette, app = here.screen.article.palette, here.app
        made = palette.strip((Span("a", "link", url), Span("b", "link", "https://b.example/c")), Style(), app)
        assert [segment.style.link for segment in made if segment.style] == [None, "https://b.example/c"]


def test_no_two_commands_of_one_place_share_a_key() -> None:
    for place in Place:
        keys = [key for c in COMMANDS if c.place in reachable(place) for key in c.keys.split(",")]
        assert sorted(set(keys)) == sorted(keys), place


@pytest.mark.parametrize("preset", ["vim", "newsboat"])
def test_presets_have_no_conflict(preset: str) -> None:
    from reader.config import Keys

    chosen, problems = keymap(Keys(preset))
    assert not problems
    for place in Place:
        keys = [key for c in COMMANDS if c.place in reachable(place) for key in chosen.get(c.name, c.keys).split(",")]
        assert sorted(set(keys)) == sorted(keys), place


def test_a_conflict_is_told_and_left_out() -> None:
    from reader.config import Keys

    chosen, problems = keymap(Keys(bind={"star": "m", "nonsense": "x", "undo": "U", "add_source": "question_mark"}))
    assert chosen == {"undo": "U"}
    assert problems == [
        "keys.bind: star cannot have m, which is toggle_read's",
        "keys.bind: there is no command nonsense",
        "keys.bind: add_source cannot have question_mark, which is help's",
    ]


def test_keys_are_written_by_their_names_or_as_they_are_shown() -> None:
    from reader.config import Keys

    for command in COMMANDS:
        for key in command.keys.split(","):
            assert key_named(key) == key_named(sign(key)) == key, key
    for written, name in (
        ("~", "tilde"), ("Ctrl+X", "ctrl+x"), ("ctrl+pagedown", "ctrl+pagedown"), ("PgDn", "pagedown"), ("é", "é"),
        ("B", "B"), ("+", "plus"), ("F12", "f12"), ("alt+PgUp", "alt+pageup"), ("Ctrl+↑", "ctrl+up"), ("solidus", "slash"), ("@", "at"),
    ):  # fmt: skip
        assert key_named(written) == name
    for written in ("", "notakey", "ctrl+", "contrl+x", "ab", "ctrl+alt", "🏴\u200d"):
        assert key_named(written) is None, written
    chosen, problems = keymap(
        Keys(bind={"star": "~, PgDn", "zen": "£,Ctrl+T", "undo": "U,", "diff": "", "save": "pgs"})
    )
    assert chosen == {"zen": "pound_sign,ctrl+t"}
    assert problems == [
        "keys.bind: star cannot have pagedown, which is page_down's",
        "keys.bind: undo cannot have '', which is no key",
        "keys.bind: diff cannot have '', which is no key",
        "keys.bind: save cannot have 'pgs', which is no key",
    ]


def test_screens_do_not_share_their_keys() -> None:
    from reader.config import Keys

    chosen, problems = keymap(Keys(bind={"pause_source": "s", "star": "P"}))
    assert chosen == {"pause_source": "s", "star": "P"}
    assert not problems
