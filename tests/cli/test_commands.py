"""Every command through the real binary, against real files and a real server on loopback."""

from __future__ import annotations

import json
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from reader import __version__
from reader.cli.commands import COMMANDS
from reader.demo.server import DemoServer
from tests.binary import COMMAND, dateline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = 12 * 60


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        running.minute = NOON
        yield running


def test_version() -> None:
    done = dateline("--version")
    assert (done.returncode, done.stdout) == (0, f"dateline {__version__}\n")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_explains_itself(command) -> None:
    done = dateline(command.name, "--help")
    assert done.returncode == 0
    assert command.examples[0] in done.stdout


def test_help_lists_every_command() -> None:
    listing = dateline("--help").stdout
    assert all(f"  {command.name} " in listing for command in COMMANDS)


@pytest.mark.parametrize(
    "args",
    [["parse"], ["parse", "--bogus", "x"], ["follow"], ["follow", "x", "--json", "--plain"], ["source"], ["--bogus"]],
)
def test_wrong_usage_is_two_and_says_why(args: list[str], tmp_path: Path) -> None:
    done = dateline(*args, home=tmp_path)
    assert done.returncode == 2
    assert "usage: dateline" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["parse", "no-such-file.txt"], "no-such-file.txt cannot be read: No such file or directory"),
        (["follow", "javascript:alert(1)", "--once"], "neither a file nor an http(s) address"),
        (["follow", "9", "--once"], "'9' is no source of yours, and neither a file nor an http(s) address"),
        (["feed", "9"], "'9' is no source of yours, and neither a file nor an http(s) address"),
        (["list", "--source", "9"], "no source '9'"),
        (["source", "remove", "9"], "no source '9'"),
    ],
)
def test_failure_is_one_clear_line(args: list[str], words: str, tmp_path: Path) -> None:
    done = dateline(*args, home=tmp_path)
    assert done.returncode == 1
    assert words in done.stdout + done.stderr
    assert len((done.stdout + done.stderr).strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_a_bad_setting_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text("[display]\nthem = 'x'\n")
    done = dateline("list", home=tmp_path)
    assert done.returncode == 1
    assert "config.toml, line 2: unknown setting display.them (did you mean theme?)" in done.stderr


def test_parse_prints_the_contract(server: DemoServer) -> None:
    done = dateline("parse", "--json", server.url("/live"))
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["is_feed"] is True
    assert {"source", "format", "reason", "feed", "entries"} <= answer.keys()
    assert {"title", "url", "language", "state", "lead", "tags", "page_clock"} <= answer["feed"].keys()
    wanted = {
        "id", "seq", "published", "precision", "basis", "time_label", "updated", "headline", "text", "paragraphs",
        "kind", "media", "links", "url", "authors", "tags", "key_event", "pinned", "deleted", "read_more",
    }  # fmt: skip
    assert all(wanted <= entry.keys() for entry in answer["entries"])
    assert len(answer["entries"]) > 20


def test_several_documents_are_an_object_a_line(server: DemoServer, tmp_path: Path) -> None:
    page = tmp_path / "shop.html"
    page.write_text("<html><head><title>Shop</title></head><body><p>Buy bread.</p></body></html>")
    done = dateline("parse", "--json", server.url("/live"), page)
    assert done.returncode == 1
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["is_feed"] is True
    assert (second["is_feed"], second["entries"]) == (False, [])
    assert second["reason"]


def test_tag_reads_and_prints_lines() -> None:
    lines = [{"id": "a", "headline": "Bern Offers to Host Talks", "body": "Switzerland said so."}, {"id": 2}, 3]
    done = dateline("tag", "--jsonl", stdin="\n".join(map(json.dumps, lines)))
    assert done.returncode == 1, "the last line is no object"
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["id"] == "a"
    assert {"name": "Switzerland", "type": "country"} in first["actors"]
    assert {"id", "actors", "speaker", "speaker_side", "targets", "topics"} == first.keys() == second.keys()
    assert "line 3" in done.stderr


def test_follow_once_prints_entries_then_only_what_changes(server: DemoServer, tmp_path: Path) -> None:
    first = dateline("follow", server.url("/live"), "--json", "--once", home=tmp_path)
    assert first.returncode == 0, first.stderr
    events = [json.loads(line) for line in first.stdout.splitlines()]
    new = [event for event in events if event["event"] == "new"]
    assert len(new) == events[-1]["entries"] > 20
    assert events[-1]["event"] == "poll"
    times = [event["entry"]["published"] for event in new]
    assert times[0] < times[-1], "oldest first"
    assert all({"key", "first_seen", "revision"} <= event["entry"].keys() for event in new)

    again = dateline("follow", server.url("/live"), "--json", "--once", home=tmp_path)
    assert [json.loads(line)["event"] for line in again.stdout.splitlines()] == ["poll"]

    server.minute = NOON + 90
    later = dateline("follow", server.url("/live"), "--plain", "--once", home=tmp_path)
    assert " NEW " in later.stdout


def test_follow_filters_by_actor(server: DemoServer, tmp_path: Path) -> None:
    everything = dateline("follow", server.url("/live"), "--once", home=tmp_path / "a").stdout.splitlines()
    swiss = dateline("follow", server.url("/live"), "--once", "--filter", "actor:switzerland", home=tmp_path / "b")
    found = swiss.stdout.splitlines()
    assert 0 < len(found) < len(everything)
    assert set(found) <= set(everything)


def test_follow_says_that_a_server_is_gone(server: DemoServer, tmp_path: Path) -> None:
    url = server.url("/live")
    server.close()
    done = dateline("follow", url, "--plain", "--once", home=tmp_path)
    assert done.returncode == 1
    assert "POLL" in done.stdout
    assert "Traceback" not in done.stderr


def test_list_count_and_source(server: DemoServer, tmp_path: Path) -> None:
    url = server.url("/live")
    assert dateline("source", "add", url, home=tmp_path).returncode == 0
    polled = dateline("poll", "--now", home=tmp_path)
    assert polled.returncode == 0, polled.stderr
    count = int(dateline("count", home=tmp_path).stdout)
    listed = dateline("list", "--json", home=tmp_path)
    entries = json.loads(listed.stdout)
    assert len(entries) == count > 20
    assert entries[0]["published"] > entries[-1]["published"], "newest first"
    assert len(dateline("list", "--limit", "3", home=tmp_path).stdout.splitlines()) == 3
    assert url in dateline("source", "list", home=tmp_path).stdout
    assert dateline("source", "remove", url, home=tmp_path).returncode == 0
    assert dateline("count", home=tmp_path).stdout == "0\n"


def test_a_reader_that_goes_away_is_no_error(server: DemoServer, tmp_path: Path) -> None:
    argv = [*COMMAND, "--home", str(tmp_path), "follow", server.url("/live"), "--json", "--once"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaints = process.stderr.read()
        assert process.wait(60) == 0
    assert complaints == b""


def test_follow_goes_on_until_it_is_told_to_stop(server: DemoServer, tmp_path: Path) -> None:
    server.minute = 10 * 60 + 30
    argv = [*COMMAND, "--home", str(tmp_path), "follow", server.url("/live"), "--plain", "--interval", "1"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert " NEW " in first, "flushed at once"
        server.minute = 10 * 60 + 36
        edited = next(line for line in process.stdout if " EDITED " in line)
        assert "-40- +14+" in edited
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_a_file_can_be_followed(tmp_path: Path) -> None:
    page = tmp_path / "feed.json"
    items = [{"id": "1", "title": "One", "content_text": "Text."}]
    page.write_text(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": items}))
    done = dateline("follow", page, "--once", "--plain", home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("NEW One\n")
    page.unlink()
    gone = dateline("follow", page, "--once", "--plain", home=tmp_path / "home")
    assert gone.returncode == 1
    assert "POLL" in gone.stdout
