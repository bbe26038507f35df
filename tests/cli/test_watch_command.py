"""Watch rules through the real binary: in `follow`, in the app, tried and listed."""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from typing import TYPE_CHECKING

import pytest

from reader.demo.server import DemoServer
from tests.binary import COMMAND, dateline, within
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULES = """
[display]
time_zone = "UTC"

[[watch]]
name = "everything"
on = ["new", "edited", "withdrawn"]
notify = "command"
command = [{python}, {script}, "{{title}}", "--text={{text}}", "{{url}}", "{{count}}"]
every = "0s"

[[watch]]
name = "Swiss"
filter = "actor:switzerland"
notify = ["bell", "osc9"]

[[watch]]
name = "asleep"
notify = "command"
command = [{python}, {script}, "asleep"]
quiet = "00:00-00:00"
"""


@pytest.fixture(scope="module")
def running() -> Iterator[DemoServer]:
    with DemoServer() as made:
        yield made


@pytest.fixture(scope="module")
def looked_at(running: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the first look at the day was taken, by the real command."""
    running.minute = 600
    place = tmp_path_factory.mktemp("first") / "home"
    write_rules(place)
    done = dateline("follow", running.url("/live"), "--once", home=place)
    assert (done.returncode, done.stderr) == (0, "")
    assert told(place) == [], "what a source lists at its first look is no news"
    return place


@pytest.fixture
def server(running: DemoServer) -> DemoServer:
    running.minute = 600
    return running


@pytest.fixture
def home(looked_at: Path, tmp_path: Path) -> Path:
    """A copy of that."""
    shutil.copytree(looked_at, tmp_path / "home")
    write_rules(tmp_path / "home")
    return tmp_path / "home"


def write_rules(home: Path) -> None:
    """Rules that write what they are told into a file beside the home, an argument list a line."""
    script = home.parent / "tell.py"
    told = str(home.parent / "told")
    script.write_text(f"import sys, json\nprint(json.dumps(sys.argv[1:]), file=open({told!r}, 'a'))\n")
    rules = RULES.format(python=json.dumps(sys.executable), script=json.dumps(str(script)))
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "config.toml").write_text(rules)


def told(home: Path) -> list[list[str]]:
    file = home.parent / "told"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def test_follow_and_poll_tell_of_what_is_new_since_the_first_look(server: DemoServer, home: Path) -> None:
    url = server.url("/live")
    server.minute = 640
    done = dateline("follow", url, "--once", "--plain", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    (name, text, link, count) = told(home)[0]
    assert len(told(home)) == 1, "a batch is one notice, and quiet hours are quiet"
    assert name == "everything"
    new, edited = done.stdout.count(" NEW "), done.stdout.count(" EDITED ")
    assert re.fullmatch(rf"--text={new} new, {edited} edited: \d\d:\d\d .+", text)
    assert link == "" or link.startswith("http")
    assert count == str(new + edited)
    server.minute = 700
    source = ("source", "add", url)
    assert within(*source, home=home).returncode == 0
    done = within("poll", "--now", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(told(home)) == 2


def test_a_rule_that_cannot_tell_says_so_in_a_line(server: DemoServer, home: Path) -> None:
    url = server.url("/live")
    settings = home / "config" / "config.toml"
    settings.write_text('[[watch]]\nname = "x"\nnotify = ["command"]\ncommand = ["/no/such/program"]\n')
    server.minute = 700
    done = dateline("follow", url, "--once", home=home)
    assert done.returncode == 0, "that a notice failed is no failure of following"
    assert done.stderr == (
        "dateline: the watch rule 'x' could not tell: /no/such/program could not be started (No such file or directory)\n"
    )


def test_the_app_writes_notices_to_its_terminal(server: DemoServer, home: Path) -> None:
    url = server.url("/live")
    within("source", "add", url, "--interval", "1", home=home)
    within("poll", "--now", home=home)
    with Terminal([*COMMAND, "--home", str(home)]) as terminal:
        terminal.wait_for("entries")
        assert b"\x1b]9;" not in terminal.raw
        end = time.monotonic() + 60
        while not (match := re.search(rb"\x1b\]9;(Swiss: [^\x00-\x1f]+)\x1b\\", terminal.raw)):
            assert time.monotonic() < end, terminal.text
            server.minute = min(server.minute + 10, 1380)
            terminal.read(0.3)
        assert b"\a" in terminal.raw
        assert re.match(r"Swiss: (\d+ new: )?\d\d:\d\d \S", match[1].decode())
        terminal.send("Q")
        assert terminal.exit_code() == 0


def test_follow_writes_notices_to_standard_error_if_that_is_a_terminal(server: DemoServer, home: Path) -> None:
    url = server.url("/live")
    server.minute = 1000
    with Terminal([*COMMAND, "--home", str(home), "follow", url, "--once"], env={"TMUX": "/tmp/x,1,0"}) as terminal:
        assert terminal.exit_code() == 0
        assert re.search(rb"\x1bPtmux;\x1b\x1b\]9;Swiss: [^\x1b]+\x1b\x1b\\\x1b\\", bytes(terminal.raw))


def test_what_is_played_tells_nobody(home: Path) -> None:
    day = home.parent / "day.jsonl"
    within("export", "--format", "jsonl", "-o", day, home=home)
    with Terminal([*COMMAND, "--home", str(home), "replay", str(day), "--speed", "6000"]) as terminal:
        terminal.wait_for("entries")
        terminal.settle(2, 6)
        terminal.send("Q")
        assert terminal.exit_code() == 0
        assert b"\x1b]9;" not in terminal.raw
    assert told(home) == []


def test_rules_are_listed_and_tried(home: Path) -> None:
    listed = within("watch", "list", home=home)
    assert listed.returncode == 0
    assert listed.stdout.splitlines()[1] == "Swiss actor:switzerland new bell, osc9 10s"
    tried = within("watch", "test", "everything", "--limit", "3", home=home)
    assert tried.returncode == 0
    assert len(tried.stdout.splitlines()) == 3
    assert re.match(r"\d+ \w+ 2026 \d\d:\d\d NEW \S", tried.stdout)
    count = within("count", home=home).stdout.strip()
    assert tried.stderr == f"everything: {count} caught, the newest 3 shown\n"
    swiss = within("watch", "test", "Swiss", "--json", home=home)
    found = [json.loads(line) for line in swiss.stdout.splitlines()]
    assert str(len(found)) == within("count", "--filter", "actor:switzerland", home=home).stdout.strip()
    assert all(one["event"] == "new" and one["entry"]["key"] for one in found)
    other = within("watch", "test", "actor:switzerland", home=home)
    assert "no rule has the name 'actor:switzerland', so it is taken for a filter" in other.stderr
    assert len(other.stdout.splitlines()) == len(found)
    assert told(home) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[[watch]]\nname = "a"\n\n[[watch]]\nname = "b"\non = "gone"\n',
            "line 6: watch.on must be one or more of new",
        ),
        ('[[watch]]\nname = "a"\n\n[[watch]]\nnam = "b"\n', "line 5: unknown setting watch.nam (did you mean name?)"),
        ('[[watch]]\nname = "a"\n\n[[watch]]\nfilter = "x"\n', "line 4: watch wants name = ..."),
        ('[[watch]]\nname = "a"\nfilter = "is:unred"\n', "line 3: watch.filter makes no sense: is: knows no"),
        ('[[watch]]\nname = "a"\nnotify = "command"\n', "line 3: watch.notify names command"),
        ('[[watch]]\nname = "a"\nquiet = "late"\n', "line 3: watch.quiet must be hours"),
        ('[[watch]]\nname = "a"\nevery = 5\n', "line 3: watch.every must be a string"),
        ('[[watch]]\nname = "a"\ncommand = [1]\n', "line 3: watch.command must be a string or a list of strings"),
        ('watch = "x"\n', "line 1: watch must be a list of tables: [[watch]]"),
    ],
)
def test_a_rule_that_cannot_be_meant_names_its_line(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text(text)
    done = within("watch", "list", home=tmp_path)
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_notify_test_writes_to_a_terminal(home: Path) -> None:
    with Terminal([*COMMAND, "--home", str(home), "notify", "test", "osc777"], env={"TMUX": ""}) as terminal:
        assert terminal.exit_code() == 0
        assert re.search(rb"\x1b\]777;notify;Dateline;\d\d:\d\d this is how a watch rule tells\x1b\\", terminal.raw)
    with Terminal([*COMMAND, "--home", str(home), "notify", "test", "osc99"], env={"TMUX": "/tmp/x,1,0"}) as terminal:
        assert terminal.exit_code() == 0
        assert b"\x1bPtmux;\x1b\x1b]99;i=" in terminal.raw
        assert b"allow-passthrough" in terminal.raw


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["test", "bell"], 1, "bell: standard error is no terminal"),
        (["test", "smoke"], 2, "invalid choice"),
        ([], 2, "usage: dateline notify"),
    ],
)
def test_what_cannot_be_tried_is_said(args: list[str], code: int, words: str, tmp_path: Path) -> None:
    done = within("notify", *args, home=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr


def test_notify_test_runs_the_rules_own_program(home: Path, tmp_path: Path) -> None:
    done = within("notify", "test", "command", home=home)
    assert done.returncode == 0, done.stderr
    assert "this is how a watch rule tells" in told(home)[0][1]
    nobody = within("notify", "test", "command", home=tmp_path / "other")
    assert nobody.returncode == 1
    assert 'no watch rule has notify = "command"' in nobody.stderr
