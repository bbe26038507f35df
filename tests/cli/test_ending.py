"""Commands that are asked to end by a signal: nothing torn, nothing left behind, no traceback, the shell's exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.demo.server import DemoServer
from reader.store.health import health_of
from tests.binary import COMMAND, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.demo.answers import Served
    from reader.demo.server import Request

PATIENCE = 60.0
STALLED = "/stalled"

TERM, HUP, INT = signal.SIGTERM, signal.SIGHUP, signal.SIGINT


class Stalling:
    """A server whose one page is asked for and never comes."""

    def __init__(self, server: DemoServer) -> None:
        self.server = server
        self.asked = threading.Event()
        self.over = threading.Event()
        server.serve(STALLED, self._stall)

    @property
    def url(self) -> str:
        return self.server.url(STALLED)

    def _stall(self, _: Request) -> Served:
        self.asked.set()
        self.over.wait(PATIENCE)
        raise OSError("over")


@pytest.fixture
def stalling() -> Iterator[Stalling]:
    with DemoServer() as server:
        made = Stalling(server)
        try:
            yield made
        finally:
            made.over.set()


def started(home: Path, *args: str, nohup: bool = False, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    before = ["nohup"] if nohup else []
    return subprocess.Popen(
        [*before, *COMMAND, "--home", str(home), *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(home.parent), **(env or {})},
    )


def children_of(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # that thread has just ended
            found += map(int, task.read_text().split())
    return found


def gone(pid: int) -> bool:
    """Whether a process has ended, if perhaps nobody has asked for its exit code yet."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True


def wait_for(it: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not it():
        assert time.monotonic() < until, "it never comes"
        time.sleep(0.01)


def ended(process: subprocess.Popen[bytes], number: signal.Signals) -> tuple[int, bytes, bytes]:
    children = children_of(process.pid)
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    wait_for(lambda: all(map(gone, children)))
    return process.returncode, out, err


@pytest.mark.parametrize(
    ("args", "number"),
    [
        (["poll", "--now"], TERM),
        (["poll"], HUP),
        (["poll"], INT),
        (["feed", "URL"], TERM),
        (["source", "test", "URL"], TERM),
        (["parse", "URL"], HUP),
    ],
)
def test_what_asks_a_server_ends(args: list[str], number: signal.Signals, stalling: Stalling, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert within("source", "add", stalling.url, home=home).returncode == 0
    process = started(home, *(stalling.url if one == "URL" else one for one in args))
    assert stalling.asked.wait(PATIENCE)
    assert ended(process, number) == (128 + number, b"", b"")
    assert not health_of(home / "data" / "dateline.db").unclean
    assert list(tmp_path.glob("dateline-*")) == []


def test_what_waits_for_its_input_ends(tmp_path: Path) -> None:
    process = started(tmp_path / "home", "tag", "--jsonl")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b'{"id": 1, "headline": "Bern offers to host talks"}\n')
    process.stdin.flush()
    assert process.stdout.readline()
    assert ended(process, TERM) == (143, b"", b"")


def test_a_hangup_that_does_not_matter_is_not_heard(stalling: Stalling, tmp_path: Path) -> None:
    process = started(tmp_path / "home", "source", "test", stalling.url, nohup=True)
    assert stalling.asked.wait(PATIENCE)
    process.send_signal(HUP)
    code, _, err = ended(process, TERM)
    assert (code, b"Traceback" in err) == (143, False)


def test_an_editor_may_save_what_it_has(tmp_path: Path) -> None:
    begun, saved, editor = tmp_path / "begun", tmp_path / "saved", tmp_path / "editor"
    editor.write_text(
        f"#!/bin/sh\ntrap '' INT\ntrap 'touch {saved}; exit 1' TERM\ntouch {begun}\nwhile :; do sleep 0.05; done\n"
    )
    editor.chmod(0o755)
    process = started(tmp_path / "home", "config", "edit", env={"VISUAL": str(editor)})
    wait_for(begun.exists)
    process.send_signal(INT)
    assert ended(process, TERM)[0] == 143
    assert saved.exists()


@pytest.mark.parametrize("lost", ["swallowed", "another error"])
@pytest.mark.parametrize("args", [["list"], ["source", "test", "FILE"], ["follow", "FILE"]])
def test_a_signal_is_not_lost_where_python_loses_what_it_raises(lost: str, args: list[str], tmp_path: Path) -> None:
    """As in a callback of the interpreter's, of which a start has hundreds, and in the making of a class."""
    page = tmp_path / "page.txt"
    page.write_text("Nothing")
    code = f"""
import signal, sys, weakref
from reader import cli
from reader.cli import rooms
located = rooms.located
class Thing:
    def __set_name__(self, owner, name):
        signal.raise_signal(signal.SIGTERM)
def swallowed(args):
    thing = Thing()
    kept = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGTERM))
    sys.unraisablehook = lambda _: None
    del thing
    return located(args)
def another_error(args):
    type("Made", (), {{"a": Thing()}})
rooms.located = {lost.replace(" ", "_")}
sys.exit(cli.main({["--home", str(tmp_path / "home"), *(str(page) if one == "FILE" else one for one in args)]!r}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr) == (143, b"")
