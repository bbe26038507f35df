"""The documentation cannot rot: its tables are those of the code, its examples are understood."""

from __future__ import annotations

import contextlib
import importlib
import io
import re
import shlex
from pathlib import Path

import pytest

from reader import config
from reader.cli import commands, settings_file
from reader.model.filter_language import parse_filter
from reader.model.query import FIELDS
from reader.tagging import rules
from tests.docs.make import DOCS, FIELD_WORDS, made, pages

ROOT = DOCS.parent
PAGES = [*sorted(DOCS.glob("*.md")), ROOT / "README.md"]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def blocks(page: Path, kind: str) -> list[str]:
    return [body for name, body in _BLOCK.findall(page.read_text(encoding="utf-8")) if name == kind]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_made_parts_are_those_of_the_code(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == made(text), "run: python -m tests.docs"


def test_every_setting_is_documented() -> None:
    text = (DOCS / "configuration.md").read_text(encoding="utf-8")
    for key, one in settings_file.settings().items():
        assert (f"[[{key}]]" if one.several else f"`{key.split('.')[1]}`") in text, key
        assert one.words, key


def test_every_field_is_documented() -> None:
    assert set(FIELD_WORDS) == set(FIELDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_settings_in_examples_can_be_read(page: Path) -> None:
    for block in blocks(page, "toml"):
        try:
            config.parse(block, page.name)
        except config.ConfigError as error:
            if "[[actor]]" not in block and "[topic" not in block:
                raise AssertionError(str(error)) from error
            rules.parse(block, page.name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_filters_in_examples_make_sense(page: Path) -> None:
    for block in blocks(page, "filter"):
        for line in block.splitlines():
            text = line.split("  ")[0].strip()
            assert not parse_filter(text).problems, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_examples_are_understood(page: Path) -> None:
    lines = [line for block in blocks(page, "sh") for line in block.replace("\\\n", " ").splitlines()]
    for line in lines:
        for words in invocations(line):
            understood(words)


def invocations(line: str) -> list[list[str]]:
    """The words of every `dateline ...` in a line of shell, without what the shell keeps for itself."""
    lexer = shlex.shlex(line.replace("$(", " ; ").replace(")", " ; "), posix=True, punctuation_chars=";|&<>")
    lexer.whitespace_split = True
    try:
        words = list(lexer)
    except ValueError:
        return []
    found: list[list[str]] = []
    current: list[str] | None = None
    for word in words:
        if current is not None and set(word) <= set(";|&<>"):
            current = None
        elif word == "dateline" and current is None:
            current = []
            found.append(current)
        elif current is not None:
            current.append(word)
    return found


def understood(words: list[str]) -> None:
    said = complaint_about(words)
    assert said is None, f"dateline {' '.join(words)}: {said}"


def complaint_about(words: list[str]) -> str | None:
    home, rest = commands.take_home(words)
    command = commands.BY_NAME.get(rest[0]) if rest else None
    complaint = io.StringIO()
    with contextlib.redirect_stderr(complaint), contextlib.redirect_stdout(io.StringIO()):
        try:
            if command is None:
                commands.top_parser(home).parse_args(rest)
            else:
                parser = commands.parser_for(command, home)
                importlib.import_module(command.module).configure(parser)
                parser.parse_args(rest[1:])
        except SystemExit as stop:
            return complaint.getvalue() if stop.code else None
    return None


def test_examples_are_found_and_wrong_ones_noticed() -> None:
    scripting = "\n".join(blocks(DOCS / "scripting.md", "sh"))
    assert sum(len(invocations(line)) for line in scripting.splitlines()) > 30
    assert invocations("x | dateline list --json | jq . && dateline poll") == [["list", "--json"], ["poll"]]
    assert "unrecognized arguments: --jsn" in (complaint_about(["list", "--jsn"]) or "")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), target


def test_what_holds_a_promise_is_there() -> None:
    """Every test that the page of faults names; one without a room is in that of the one before, or the only one."""
    tests, room, found = ROOT / "tests", "", 0
    page = (DOCS / "reliability.md").read_text(encoding="utf-8")
    for named, name in re.findall(r"`(?:tests/)?(?:(\w+)/)?(test_\w+\.py)`", page):
        room, found = named or room, found + 1
        assert (tests / room / name).is_file() or (not named and any(tests.rglob(name))), f"{named}/{name}"
    assert found > 50
