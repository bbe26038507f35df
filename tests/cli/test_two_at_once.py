"""Two commands on one home at a time: one polls, the other says so, or tells what that one finds."""

from __future__ import annotations

import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cli import main
from reader.store.lease import Lease
from tests.engine.test_together import feed
from tests.net.server import Reply, Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.answers["/rss"] = Reply(200, feed("One", "Two"))
        yield running


def dateline(home: Path, *words: str) -> int:
    return main(["--home", str(home), *words])


def database(home: Path) -> Path:
    return next(home.rglob("dateline.db"))


def test_polling_is_left_to_the_one_who_polls(
    tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dateline(tmp_path, "source", "add", server.url("/rss")) == 0
    asked = len(server.asked)
    with Lease(database(tmp_path)):
        capsys.readouterr()
        assert dateline(tmp_path, "poll") == 0
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("Another Dateline polls already")
        assert len(server.asked) == asked
        assert dateline(tmp_path, "poll", "--now") == 0
        assert len(server.asked) == asked + 1
    assert "/rss" in capsys.readouterr().out


def test_following_what_another_polls_tells_it(tmp_path: Path, server: Server) -> None:
    assert dateline(tmp_path, "source", "add", server.url("/rss")) == 0
    assert dateline(tmp_path, "poll", "--now") == 0
    asked = len(server.asked)
    command = [sys.executable, "-m", "reader", "--home", str(tmp_path), "follow", server.url("/rss"), "--plain"]
    with Lease(database(tmp_path)), subprocess.Popen(command, stdout=subprocess.PIPE) as follow:
        try:
            assert follow.stdout is not None
            for number in range(60):
                titles = ["One", "Two", *(f"Later {n}" for n in range(number))]
                server.answers["/rss"] = Reply(200, feed(*titles))
                assert dateline(tmp_path, "poll", "--now") == 0
                if select.select([follow.stdout], [], [], 0.5)[0]:
                    break
            line = follow.stdout.readline().decode()
            assert "NEW Later" in line
            assert len(server.asked) == asked + number + 1, "it has asked nothing by itself"
        finally:
            follow.terminate()
