"""`dateline poll`: whom it asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cli import main
from tests.engine.test_together import feed
from tests.net.server import Reply, Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        for path in ("/followed", "/paused", "/opened"):
            running.answers[path] = Reply(200, feed("One", "Two"))
        yield running


def dateline(home: Path, *words: str) -> int:
    return main(["--home", str(home), *words])


def test_all_are_those_that_are_followed_and_not_paused(
    tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dateline(tmp_path, "source", "add", server.url("/followed"), server.url("/paused")) == 0
    assert dateline(tmp_path, "source", "set", "2", "--pause") == 0
    assert dateline(tmp_path, "feed", server.url("/opened")) == 0
    server.asked.clear()
    assert dateline(tmp_path, "poll", "--now") == 0
    assert [request.path for request in server.asked] == ["/followed"]
    assert dateline(tmp_path, "poll", "2", "3", "--now") == 0
    assert sorted(request.path for request in server.asked) == ["/followed", "/opened", "/paused"]
    capsys.readouterr()
    assert dateline(tmp_path, "source", "list") == 0
    marked = ["only opened" in line for line in capsys.readouterr().out.splitlines()]
    assert marked == [False, False, True]


def test_a_page_that_names_a_feed_is_told_with_its_address_once(
    tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/news.rss">'
    server.answers["/page"] = Reply(200, f"<html><head>{link}</head><body><p>Hello.</p></body></html>".encode())
    assert dateline(tmp_path, "source", "add", server.url("/page")) == 0
    assert dateline(tmp_path, "poll") == 1
    said = capsys.readouterr().out
    assert f"It names a feed that can be followed instead: {server.url('/news.rss')}; next in" in said
