"""The real program in a real pseudo-terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import termios
import time
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from reader.demo.server import DemoServer
from reader.ui.terminal_title import CELLS, POP, PUSH
from tests.binary import COMMAND
from tests.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

NOON = 12 * 60

PAYLOADS = (
    "\x1b]52;c;UFdORUQ=\x07", "\x1b]0;PWNED\x07", "\x1b[2J", "\x1b[6n", "\x1b]8;;http://evil.example\x1b\\",
    "\x1bP$qPWNED\x1b\\", "\x9b31mPWNED", "\x9d0;PWNED\x9c", "\u202ePWNED", "\x07\x08", "[@click=app.quit]PWNED[/]",
    "[/nope][red]PWNED[/blue]",
)  # fmt: skip


def opened(*args: str, home: Path, columns: int = 120, lines: int = 40, **env: str) -> Terminal:
    return Terminal([*COMMAND, "--home", str(home), *args], columns=columns, lines=lines, env=env)


def still(terminal: Terminal) -> list[str]:
    """What must not move: list and text, without the marks of what is unread, and the line that tells of an edit."""
    unread = re.compile("^[● ]")
    return [unread.sub("", line) for line in terminal.text.split("\n")[4:-2]]


def test_demo_arrivals_wait_and_nothing_moves(tmp_path: Path) -> None:
    with opened("demo", "--speed", "240", home=tmp_path) as terminal:
        terminal.wait_for(
            r"(?s)(● \d\d:\d\d .*){4}"
        )  # entries, not only a header that says when they will be asked for
        terminal.wait_for("following the newest")
        terminal.settle(0.3, 3)
        terminal.send("jjj?")
        terminal.wait_for("q closes")  # so the keys before have been obeyed
        terminal.send("q")
        terminal.wait_for(r"(?s)(holding still|press G).*\? help[^\n]*\Z")
        terminal.settle(0.2, 2)
        below = still(terminal)
        terminal.wait_for(r"\d+ new · .*press G")
        assert still(terminal) == below
        terminal.send("G")
        terminal.wait_for("following the newest")
        terminal.send("q")
        assert terminal.exit_code() == 0


def test_everything_reads_with_the_cable_out(tmp_path: Path) -> None:
    with DemoServer() as server:
        server.minute = NOON
        url = server.url("/live")
        with opened(url, home=tmp_path) as terminal:
            title = terminal.wait_for(r"NATO Disaster Centre").group()
            terminal.send("a")
            terminal.wait_for("On your list")
            server.close()
            terminal.send("r")
            terminal.wait_for("failed")
            terminal.send("j")
            terminal.wait_for("Saddle Dam Holds")
            terminal.send("q")
            assert terminal.exit_code() == 0
    with opened(home=tmp_path) as terminal:
        terminal.wait_for(title)
        terminal.send("jj<enter>")
        terminal.wait_for("EU Orders Urgent")
        terminal.send("qq")
        assert terminal.exit_code() == 0


def test_keys_of_one_breath_act_in_order(tmp_path: Path) -> None:
    with DemoServer() as server:
        server.minute = NOON
        with opened(server.url("/live"), home=tmp_path) as terminal:
            terminal.wait_for("NATO Disaster Centre")
            terminal.send("/actor:norway<enter>")
            terminal.wait_for("1 of 47 · 46 hidden")
            assert "actor:norway" in terminal.row(3)
            terminal.send("<ctrl-f>jj?")
            terminal.wait_for("to the newest entry; shows what waits")
            terminal.send("q")
            # Whether the list was whole again before `jj` is a matter of luck, and of none here.
            terminal.wait_for("following the newest|holding still")
            terminal.send("/flood<enter>jq")
            assert terminal.exit_code() == 0


def titles_of(terminal: Terminal) -> list[str]:
    return [title.decode() for title in re.findall(rb"\x1b\]0;(.*?)\x1b\\", bytes(terminal.raw))]


def test_the_terminals_title_says_how_many_wait(tmp_path: Path) -> None:
    with opened("demo", "--speed", "240", home=tmp_path) as terminal:
        terminal.wait_for(
            r"(?s)(● \d\d:\d\d .*){4}"
        )  # entries, not only a header that says when they will be asked for
        terminal.wait_for("following the newest")
        terminal.settle(0.3, 3)
        terminal.send("jjj")
        terminal.wait_for(r"\d+ new · .*press G")
        terminal.settle(0.2, 2)
        titles = titles_of(terminal)
        assert not titles[0].startswith("(")
        assert any(re.fullmatch(r"\(\d+\) .+", title) for title in titles)
        assert all(one != other for one, other in pairwise(titles)), "written only when it changes"
        terminal.send("G")
        terminal.settle(0.3, 2)
        terminal.send("q")
        assert terminal.exit_code() == 0
        terminal.settle(0.1, 1)
        raw = bytes(terminal.raw).decode(errors="replace")
        assert raw.count(PUSH) == raw.count(POP) == 1
        assert raw.index(PUSH) < raw.index("\x1b]0;") < raw.rindex("\x1b]0;") < raw.index(POP)


def test_no_title_where_none_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[display]\nterminal_title = false\n")
    with opened(home=tmp_path) as terminal:
        terminal.wait_for("You follow nothing yet")
        terminal.settle(0.3, 3)
        terminal.send("<esc>")
        terminal.wait_for("holding still|following")
        terminal.settle(0.3, 3)
        terminal.send("q")
        assert terminal.exit_code() == 0
        assert b"\x1b]0;" not in terminal.raw
        assert POP.encode() not in terminal.raw


def test_an_absence_survives_a_kill(tmp_path: Path) -> None:
    def marks() -> list[tuple[str, str]]:
        with closing(sqlite3.connect(next(tmp_path.rglob("*.db")))) as connection:
            return connection.execute("SELECT name, value FROM upkeep WHERE name LIKE 'seen %'").fetchall()

    with DemoServer() as server:
        server.minute = NOON
        with opened(server.url("/live"), home=tmp_path) as terminal:
            terminal.wait_for("NATO Disaster Centre")
            end = time.monotonic() + 60
            while not marks():  # kept behind the screen, and with the first key after the list has been read whole
                assert time.monotonic() < end
                terminal.send("jk")
                terminal.settle(0.3, 3)
            os.killpg(terminal.process.pid, signal.SIGKILL)
            terminal.process.wait(60)
    ((_, value),) = marks()
    assert json.loads(value)["event"] > 0


def hostile_feed() -> bytes:
    items = [
        {
            "id": f"{number}{payload}",
            "title": f"Title {number} {payload}",
            "content_text": f"Body {payload} end.\n\nMore {payload}",
            "url": f"https://example.org/{payload}",
            "authors": [{"name": f"Author {payload}"}],
            "tags": [f"tag {payload}"],
            "date_published": f"2026-03-14T10:{number:02}:00Z",
        }
        for number, payload in enumerate(PAYLOADS)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": f"Feed {PAYLOADS[0]}{PAYLOADS[10]}", "items": items}
    return json.dumps(feed).encode()


def test_no_payload_reaches_the_terminal(tmp_path: Path) -> None:
    with DemoServer() as server:
        server.serve_file("/hostile.json", hostile_feed(), "application/feed+json")
        with opened(server.url("/hostile.json"), home=tmp_path) as terminal:
            terminal.wait_for("Title 11")
            for keys in ("j" * 11, "f", "<esc>", "k<enter>", "q", "?", "q", "/pwned<enter>"):
                terminal.send(keys)
                terminal.settle(0.3, 3)
            terminal.wait_for("Title")
            raw = bytes(terminal.raw)
            assert terminal.process.poll() is None
            terminal.send("qq")
    assert not re.findall(rb"\x1b\](?:52|2);", raw)
    titles = re.findall(rb"\x1b\]0;(.*?)\x1b\\", raw, re.DOTALL)
    assert titles
    assert all(title.decode().isprintable() and len(title.decode()) <= CELLS for title in titles)
    # Links are ours: each leads where an address that may be opened says.
    assert all(url.startswith(b"https://example.org/") for url in re.findall(rb"\x1b\]8;[^;]*;([^\x1b]+)", raw))
    for sequence in (
        b"\x1b[2J",
        b"\x1b[6n",
        b"\x1bP$q",
        b"\xc2\x9b",
        b"\xc2\x9d",
        "\u202e".encode(),
        b"\x07\x08",
        b"PWNED\x07",
    ):
        assert sequence not in raw, sequence


def test_no_color_means_none(tmp_path: Path) -> None:
    with DemoServer() as server:
        server.minute = NOON
        with opened(server.url("/live"), home=tmp_path, NO_COLOR="1") as terminal:
            terminal.wait_for("NATO Disaster Centre")
            terminal.settle()
            raw = bytes(terminal.raw)
            assert "●" in terminal.text, "state is told by characters"
    colours = re.findall(rb"\x1b\[([0-9;]*)m", raw)
    wanted = re.compile(rb"(^|;)(3[0-7]|38|4[0-7]|48|9[0-7]|10[0-7])(;|$)")
    assert not [code for code in colours if wanted.search(code)]


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
def test_resize_and_first_start(tmp_path: Path, size: tuple[int, int]) -> None:
    with opened(home=tmp_path) as terminal:
        terminal.wait_for("You follow nothing yet")
        terminal.resize(*size)
        terminal.settle(0.3, 3)
        terminal.wait_for("dateline demo")
        terminal.send("not an address<enter>")
        terminal.wait_for("neither an http or https address")
        terminal.send("<esc>")
        terminal.wait_for(r"\? help")
        terminal.send("q")
        assert terminal.exit_code() == 0


def test_a_terminal_that_goes_without_a_word_ends_it(tmp_path: Path) -> None:
    """As one does that does not control the program: no signal comes, and what is read is the end, again and again."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    process = subprocess.Popen(
        [*COMMAND, "--home", str(tmp_path)], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    seen = b""
    while b"OPML" not in seen:
        seen += os.read(ours, 65536)
    os.close(ours)
    assert process.wait(60) == 129
