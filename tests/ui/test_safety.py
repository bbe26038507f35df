"""Nothing remote gets to act: no widget is fed a bare string, no action runs that is not ours."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.color import Color
from textual.content import Content

from reader.text import clean
from reader.ui import safety
from reader.ui.commands import COMMANDS, Place, keymap, reachable
from reader.ui.plain import plain

UI = Path(safety.__file__).parent
WIDGETS = {"Static", "Label", "Button", "Option", "Checkbox", "Select", "Collapsible", "Tab"}
FEEDS = {"update", "add_option", "add_row", "set_options"}
SAFE_CALLS = {"plain", "Content", "_listing", "_line", "Option", "assemble", "styled"}


def is_safe(node: ast.expr) -> bool:
    """A literal, a constant of ours, something marked as no markup, or the answer of a function that makes content."""
    match node:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name in SAFE_CALLS
        case ast.Name(id=name):
            return name.isupper()
        case _:
            return False


def offences(path: Path) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        unmarked = any(word.arg == "markup" and getattr(word.value, "value", None) is False for word in node.keywords)
        if name == "notify" and not unmarked:
            found.append(f"{path.name}:{node.lineno}: notify without markup=False")
        if name in WIDGETS | FEEDS and node.args and not unmarked and not is_safe(node.args[0]):
            found.append(f"{path.name}:{node.lineno}: {name}({ast.unparse(node.args[0])})")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        targets = node.targets if isinstance(node, ast.Assign) else []
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr in ("border_title", "border_subtitle", "tooltip"):
                found.append(f"{path.name}:{node.lineno}: {target.attr} is set")
    return found


def test_no_widget_is_fed_a_bare_string() -> None:
    assert [line for path in sorted(UI.rglob("*.py")) for line in offences(path)] == []


def test_the_check_finds_what_it_is_for(tmp_path: Path) -> None:
    file = tmp_path / "bad.py"
    file.write_text("Static(title)\nself.notify(f'{x}')\nlabel.update(x)\nw.border_title = x\nStatic('fine')\n")
    assert len(offences(file)) == 4


@given(st.text())
def test_plain_takes_no_markup(text: str) -> None:
    content = plain(text)
    assert isinstance(content, Content)
    assert content.plain == clean(text)
    assert not content.spans


@pytest.mark.parametrize(
    "action",
    ["screenshot", "push_screen", "switch_mode", "add_class", "simulate_key", "bell", "pop_screen", "set_theme"],
)
def test_actions_that_text_could_ask_for_do_not_run(action: str) -> None:
    assert not safety.allowed(action)


@given(st.text())
def test_the_last_net_lets_no_control_through(text: str) -> None:
    (segment,) = safety.ControlFilter().apply([Segment(text)], Color(0, 0, 0))
    assert not any(
        ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 or 0x202A <= ord(char) <= 0x202E for char in segment.text
    )


def test_the_net_leaves_control_segments_alone() -> None:
    control = Segment("\x1b[1m", None, [(1,)])  # type: ignore[list-item]
    assert safety.ControlFilter().apply([control], Color(0, 0, 0)) == [control]


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


def test_screens_do_not_share_their_keys() -> None:
    from reader.config import Keys

    chosen, problems = keymap(Keys(bind={"pause_source": "s", "star": "P"}))
    assert chosen == {"pause_source": "s", "star": "P"}
    assert not problems
