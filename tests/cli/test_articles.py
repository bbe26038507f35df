"""Full articles without a screen: set for a source, fetched by `poll`, told by `list --json`."""

from __future__ import annotations

import json
from pathlib import Path

from reader.demo.server import DemoServer
from tests.binary import dateline
from tests.engine.pages import article, feed


def test_a_poll_brings_the_articles_that_are_wanted_and_list_tells_them(tmp_path: Path) -> None:
    with DemoServer() as server:
        server.serve_file("/a", article(), "text/html")
        server.serve_file("/feed", feed(server.url("/"), [("a", server.url("/a"))]), "application/rss+xml")
        assert dateline("source", "add", server.url("/feed"), home=tmp_path).returncode == 0
        told = dateline("source", "set", "1", "--full-articles", "on", home=tmp_path)
        assert (told.returncode, told.stdout.strip().endswith("full articles")) == (0, True), told.stderr
        polled = dateline("poll", home=tmp_path)
        assert polled.returncode == 0, polled.stderr
    (entry,) = json.loads(dateline("list", "--json", home=tmp_path).stdout)
    found = entry["article"]
    assert found["url"].endswith("/a")
    assert (found["title"], found["authors"], found["site"]) == (
        "Harbour of Port Linn closed",
        ["Ann Lee"],
        "The Paper",
    )
    assert found["published"] == "2026-03-04T10:00:00Z"
    assert len(found["paragraphs"]) == 11
    assert found["text"] == "\n\n".join(found["paragraphs"])
    assert found["media"][0]["caption"] == "Ships wait outside Port Linn."
    exported = dateline("export", "--format", "jsonl", home=tmp_path)
    assert json.loads(exported.stdout)["article"] == found
    refused = dateline("source", "set", "1", "--full-articles", "maybe", home=tmp_path)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
