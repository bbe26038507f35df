"""`dateline source set` and `source test` through the real binary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.demo.server import DemoServer
from reader.model.source import Retention
from reader.store import Store
from tests.binary import dateline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URL = "https://news.example/live"


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        running.minute = 12 * 60
        yield running


def stored(home: Path):
    with Store.open(home / "data" / "dateline.db") as store, store.reads() as reads:
        return reads.sources()[0].source


def test_settings_are_set_shown_and_taken_back(tmp_path: Path) -> None:
    assert dateline("source", "add", URL, home=tmp_path).returncode == 0
    options = ("--title", "Mine", "--interval", "120", "--keep-days", "30", "--keep-entries", "5000", "--pause")
    done = dateline("source", "set", "1", *options, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Mine" in done.stdout
    assert "paused" in done.stdout
    assert "keeps 30 days, at most 5,000 entries" in done.stdout
    assert done.stdout == dateline("source", "list", home=tmp_path).stdout
    source = stored(tmp_path)
    assert (source.title, source.interval, source.paused) == ("Mine", 120, True)
    assert source.retention == Retention(days=30, entries=5000)

    more = dateline("source", "set", "Mine", "--keep-days", "0", "--keep-mib", "50", "--resume", home=tmp_path)
    assert "keeps at most 5,000 entries, at most 50 MiB" in more.stdout
    assert stored(tmp_path).retention == Retention(days=0, entries=5000, mib=50)

    back = ("--title", "", "--interval", "default", "--keep-entries", "default", "--keep-mib", "default")
    assert "keeps for good" in dateline("source", "set", URL, *back, home=tmp_path).stdout
    source = stored(tmp_path)
    assert (source.title, source.interval, source.paused) == (None, None, False)
    assert source.retention == Retention(days=0)
    assert "keeps" not in dateline("source", "set", "1", "--keep-days", "default", home=tmp_path).stdout


@pytest.mark.parametrize(
    "options",
    [[], ["--keep-days", "-1"], ["--keep-mib", "1.5"], ["--interval", "0"], ["--pause", "--resume"]],
    ids=" ".join,
)
def test_wrong_settings_change_nothing(options: list[str], tmp_path: Path) -> None:
    dateline("source", "add", URL, home=tmp_path)
    done = dateline("source", "set", "1", *options, home=tmp_path)
    assert done.returncode == 2
    assert "usage: dateline source set" in done.stderr
    assert stored(tmp_path).retention == Retention()


def test_a_look_says_what_is_there_and_stores_nothing(server: DemoServer, tmp_path: Path) -> None:
    done = dateline("source", "test", server.url("/live"), home=tmp_path)
    assert done.returncode == 0, done.stderr
    first, second, newest, *_ = done.stdout.splitlines()
    assert first.startswith(f"{server.url('/live')}: ")
    assert " entries" in second
    assert newest[:8].strip().startswith("20")
    assert not (tmp_path / "data").exists()


def test_a_look_at_no_feed_says_why(tmp_path: Path) -> None:
    page = tmp_path / "shop.html"
    page.write_text("<html><head><title>Shop</title></head><body><p>Buy bread.</p></body></html>")
    done = dateline("source", "test", page, tmp_path / "missing.html", home=tmp_path / "home")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "home").exists()


def test_what_is_no_address_keeps_all_from_being_added(tmp_path: Path) -> None:
    done = dateline("source", "add", URL, "no address", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert dateline("source", "list", home=tmp_path).stdout == ""
