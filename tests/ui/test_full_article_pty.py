"""The real program in a real terminal: the full article by key, its picture by key, the terminal as it was."""

from __future__ import annotations

from pathlib import Path

from reader.demo.server import DemoServer
from tests.binary import COMMAND, dateline
from tests.engine.pages import article, feed
from tests.formats.test_picture import file
from tests.terminal import Terminal


def test_article_and_picture_in_a_real_terminal(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    settings = tmp_path / "config" / "config.toml"
    settings.write_text('[display]\nimages = true\ntime_zone = "UTC"\n', encoding="utf-8")
    with DemoServer() as server:
        server.serve_file("/a", article(), "text/html")
        server.serve_file("/boats.jpg", file("JPEG", (400, 300)), "image/jpeg")
        server.serve_file("/feed", feed(server.url("/"), [("a", server.url("/a"))]), "application/rss+xml")
        assert dateline("source", "add", server.url("/feed"), home=tmp_path).returncode == 0
        with Terminal([*COMMAND, "--home", str(tmp_path)], columns=120, lines=40) as terminal:
            terminal.wait_for(r"Entry a", 60)
            terminal.wait_for(r"read it here", 30)
            terminal.send("x")
            terminal.wait_for(r"Full article from The Paper", 60)
            terminal.wait_for(r"The council of Port Linn", 10)
            terminal.send("i")
            terminal.wait_for(r"Picture: Ships wait outside Port Linn", 30)
            terminal.wait_for(r"[▀▄]{20}", 60)
            terminal.send("q")
            terminal.wait_for(r"Full article from The Paper", 30)
            terminal.send("x")
            terminal.wait_for(r"full article here", 30)
            terminal.send("q")
            assert terminal.exit_code() == 0
        assert [one.path for one in server.requests].count("/a") == 1
    assert b"\x1b[?1049l" in terminal.raw
