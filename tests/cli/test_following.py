"""How `dateline follow` ends, and the objects that it prints."""

from __future__ import annotations

import fcntl
import json
import os
import re
import select
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.cli import main
from reader.demo.server import DemoServer
from tests.binary import COMMAND, dateline
from tests.engine.test_together import feed
from tests.net.server import Reply, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT = Path(__file__).parents[2] / "docs" / "events.md"


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        running.minute = 12 * 60
        yield running


@contextmanager
def following(server: DemoServer, home: Path, *more: str, stdout: int = subprocess.PIPE):
    argv = [*COMMAND, "--home", str(home), "follow", server.url("/live"), "--interval", "1", *more]
    with subprocess.Popen(argv, stdout=stdout, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def is_full(process: subprocess.Popen[bytes]) -> bool:
    """Whether nothing more can be written to the pipe that is its output, asked at the end that it writes to."""
    end = os.open(f"/proc/{process.pid}/fd/1", os.O_WRONLY | os.O_NONBLOCK)
    try:
        return not select.select([], [end], [], 0)[1]
    finally:
        os.close(end)


def asked(server: DemoServer, times: int) -> None:
    end = time.monotonic() + 60
    while len(server.requests) < times and time.monotonic() < end:
        time.sleep(0.05)
    assert len(server.requests) >= times


def test_a_reader_that_went_away_is_noticed_while_nothing_happens(server: DemoServer, tmp_path: Path) -> None:
    with following(server, tmp_path, "--plain") as process:
        assert process.stdout is not None
        process.stdout.readline()
        asked(server, 2)
        process.stdout.close()
        assert process.wait(60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.skipif(not hasattr(fcntl, "F_SETPIPE_SZ"), reason="it cannot be told when a pipe is full")
def test_a_reader_that_does_not_read_does_not_keep_it_from_ending(server: DemoServer, tmp_path: Path) -> None:
    reader, writer = map(os.fdopen, os.pipe(), ("rb", "wb"))
    fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, 4096)
    with reader, following(server, tmp_path, "--json", stdout=writer.fileno()) as process:
        writer.close()
        until = time.monotonic() + 60
        while not is_full(process):
            assert time.monotonic() < until, "it writes more than a pipe holds, and waits"
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 143
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_output_that_cannot_be_written_is_a_failure(server: DemoServer, tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full, following(server, tmp_path, stdout=full.fileno()) as process:
        assert process.wait(60) == 1
        assert process.stderr is not None
        assert process.stderr.read() == b"dateline: the output cannot be written: No space left on device\n"


def test_objects_are_as_documented(server: DemoServer, tmp_path: Path) -> None:
    """Every member of every object is named in docs/events.md, and what the contract names is there."""
    text = DOCUMENT.read_text("utf-8")
    documented = set(re.findall(r"`([a-z_]+)`", text))
    url = server.url("/live")
    server.minute = 10 * 60 + 30
    lines = dateline("follow", url, "--json", "--once", home=tmp_path).stdout.splitlines()
    server.minute = 10 * 60 + 36
    lines += dateline("follow", "1", url, "--json", "--once", home=tmp_path).stdout.splitlines()
    events = [json.loads(line) for line in lines]
    assert {event["event"] for event in events} == {"new", "edited", "poll"}
    assert [event["event"] for event in events].count("poll") == 2, "one source, by its number and its address"
    for event in events:
        assert event["v"] == 1
        assert {"event", "at", "source"} <= event.keys()
        assert set(event) | set(event.get("entry", ())) | set(event.get("was", ())) <= documented
        if event["event"] == "poll":
            assert {"outcome", "entries", "next_poll", "reason"} <= event.keys()
        else:
            assert {"key", "first_seen", "revision", "headline", "text", "published"} <= event["entry"].keys()
        if event["event"] == "edited":
            assert event["was"].keys() == {"headline", "text"}


def test_wrong_usage(tmp_path: Path) -> None:
    for args, words in (
        (["x.example", "--since", "soon"], "--since: 'soon' is no time"),
        (["x.example", "--interval", "0"], "'0' is no whole number from 1 to 2147483647"),
    ):
        done = dateline("follow", *args, home=tmp_path)
        assert done.returncode == 2
        assert words in done.stderr


def test_a_source_that_was_never_read_and_may_not_be_asked_is_a_failure(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving() as server:
        server.answers["/busy"] = Reply(429, headers={"Retry-After": "3600"})
        server.answers["/rss"] = Reply(200, feed("One", "Two"))
        assert main(["--home", str(tmp_path), "follow", "--once", server.url("/rss")]) == 0
        assert main(["--home", str(tmp_path), "follow", "--once", server.url("/busy")]) == 1
        capfd.readouterr()
        assert main(["--home", str(tmp_path), "follow", "--once", server.url("/rss")]) == 0
        assert capfd.readouterr().err == "Harbour: not asked: its server asked to wait. Allowed again in 1 h.\n"
        assert main(["--home", str(tmp_path), "follow", "--once", server.url("/rss"), server.url("/other")]) == 1
        assert f"{server.url('/other')}: not asked" in capfd.readouterr().err
