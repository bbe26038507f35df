"""Notices: nothing in a text can end a sequence, become an option, or reach a shell."""

from __future__ import annotations

import base64
import re
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.interop import notify

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "14:05 \x1b]0;own\x07 a;b \x9c\x1b\\ 9;4;1 <b>&\u202e {url} $(id)\n-rf"
FORMS = {
    "bell": r"\a",
    "osc9": r"\x1b\]9;[^\x00-\x1f\x7f-\x9f]*\x1b\\",
    "osc777": r"\x1b\]777;notify;[^;\x00-\x1f\x7f-\x9f]*;[^;\x00-\x1f\x7f-\x9f]*\x1b\\",
    "osc99": r"\x1b\]99;i=dateline-7:d=0:e=1;[A-Za-z0-9+/=]*\x1b\\\x1b\]99;i=dateline-7:e=1:p=body;[A-Za-z0-9+/=]*\x1b\\",
}


@pytest.mark.parametrize("way", FORMS)
@settings(deadline=None)
@given(title=st.text(max_size=200), text=st.text(max_size=900) | st.just(HOSTILE))
def test_a_sequence_is_one_whatever_stands_in_it(way: str, title: str, text: str) -> None:
    made = notify.sequence(way, title, text, number=7)
    assert re.fullmatch(FORMS[way], made)
    assert len(made.encode()) < 4096
    wrapped = notify.sequence(way, title, text, number=7, tmux=True)
    if way == "bell":
        assert wrapped == made
    else:
        assert wrapped.startswith("\x1bPtmux;")
        assert wrapped.endswith("\x1b\\")
        assert wrapped[len("\x1bPtmux;") : -2].replace("\x1b\x1b", "\x1b") == made


def test_texts_arrive() -> None:
    assert notify.sequence("osc9", "Rule", "14:05 Headline") == "\x1b]9;Rule: 14:05 Headline\x1b\\"
    assert notify.sequence("osc9", "", "4;1 Headline").startswith("\x1b]9;4,1"), "no progress bar"
    made = notify.sequence("osc99", "Rule", "14:05 Überschrift", number=1)
    packed = re.findall(r";([A-Za-z0-9+/=]*)\x1b", made)
    assert [base64.b64decode(one).decode() for one in packed] == ["Rule", "14:05 Überschrift"]


def test_arguments_are_arguments() -> None:
    assert notify.arguments("notify-send", (), "Rule", "14:05 <b>A & B</b>") == [
        "notify-send", "--app-name=Dateline", "--", "Rule", "14:05 &lt;b&gt;A &amp; B&lt;/b&gt;",
    ]  # fmt: skip
    command = ("say", "{title}", "--text={text}", "{url}", "{count}", "keep {text} as it is")
    assert notify.arguments("command", command, "Rule", "14:05 A", url="https://a.example/", count=3) == [
        "say", "Rule", "--text=14:05 A", "https://a.example/", "3", "keep {text} as it is",
    ]  # fmt: skip
    assert notify.arguments("command", ("say", "-v"), "Rule", "14:05 {url}") == ["say", "-v", "14:05 {url}"]


def test_a_text_is_no_shell_script(tmp_path: Path) -> None:
    out = tmp_path / "out"
    script = f"import sys, pathlib; pathlib.Path({str(out)!r}).write_text(repr(sys.argv[1:]))"
    argv = notify.arguments("command", (sys.executable, "-c", script), "Rule", HOSTILE)
    assert notify.start(argv, 60.0) is None
    assert out.read_text() == repr([notify.printable(HOSTILE, 400)])


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["/no/such/program"], "could not be started (No such file or directory)"),
        ([sys.executable, "-c", "raise SystemExit(3)"], "failed (exit code 3)"),
        ([sys.executable, "-c", "import time; time.sleep(60)"], "took more than 0.2 seconds"),
        (["a\0b"], "could not be started"),
        ([], "could not be started"),
    ],
)
def test_a_program_that_fails_is_a_line(argv: list[str], words: str) -> None:
    problem = notify.start(argv, 0.2 if "sleep" in str(argv) else 60.0)
    assert problem is not None
    assert words in problem
    assert len(problem.splitlines()) == 1
