"""`dateline feed`: checked by rules of the formats' own, by an independent parser, and by newsboat."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
from datetime import datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from reader.demo.server import DemoServer
from reader.formats import parse
from reader.model.snapshot import Document
from tests.binary import COMMAND, dateline, within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
MORNING, EDITED, WITHDRAWN = 10 * 60 + 30, 10 * 60 + 36, 11 * 60 + 5
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        running.minute = MORNING
        yield running


@pytest.fixture(scope="module")
def handed_on(tmp_path_factory: pytest.TempPathFactory) -> tuple[DemoServer, str, str]:
    """A page as Atom and as JSON Feed, asked for once."""
    home = tmp_path_factory.mktemp("home")
    with DemoServer() as running:
        running.minute = MORNING
        url = running.url("/live")
        made = dateline("feed", url, home=home)
        again = dateline("feed", url, "--format", "json", "--no-poll", home=home)
    assert (made.returncode, made.stderr, again.returncode, again.stderr) == (0, "", 0, "")
    return running, made.stdout, again.stdout


def atom(server: DemoServer, home: Path, *more: str) -> ElementTree.Element:
    done = within("feed", server.url("/live"), *more, home=home)
    assert (done.returncode, done.stderr) == (0, "")
    top = ElementTree.fromstring(done.stdout.encode())
    check_atom(top)
    return top


def check_atom(top: ElementTree.Element) -> None:
    """RFC 4287, sections 4.1.1, 4.1.2, 4.2.6, 3.3; RFC 6721, section 3."""
    assert top.tag == f"{ATOM}feed"
    ids: list[str] = []
    for holder in (top, *top.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(holder.findall(ATOM + name)) == 1, name
        ids.append(holder.findtext(f"{ATOM}id") or "")
        assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", ids[-1])
        times = [holder.findtext(f"{ATOM}updated"), *(node.text for node in holder.findall(f"{ATOM}published"))]
        assert all(RFC_3339.fullmatch(text or "") for text in times)
        assert len(holder.findall(f"{ATOM}published")) <= 1
        alternates = [node for node in holder.findall(f"{ATOM}link") if node.get("rel") == "alternate"]
        assert len({(node.get("type"), node.get("hreflang")) for node in alternates}) == len(alternates)
        assert all((node.get("href") or "").startswith(("http://", "https://")) for node in alternates)
    assert len(set(ids)) == len(ids)
    assert top.find(f"{ATOM}author/{ATOM}name") is not None
    for entry in top.findall(f"{ATOM}entry"):
        contents = entry.findall(f"{ATOM}content")
        assert [node.get("type") for node in contents] == ["html"]
        assert not re.search(r"<script|<iframe|<style|\son\w+=|javascript:", contents[0].text or "", re.I)
        assert (entry.findtext(f"{ATOM}updated") or "") >= (entry.findtext(f"{ATOM}published") or "")
        assert (top.findtext(f"{ATOM}updated") or "") >= (entry.findtext(f"{ATOM}updated") or "")
    for stone in top.findall(GONE):
        assert stone.get("ref") not in ids, "an entry is there or it is gone"
        assert RFC_3339.fullmatch(stone.get("when") or "")


def titles(top: ElementTree.Element) -> dict[str, str]:
    return {e.findtext(f"{ATOM}id") or "": e.findtext(f"{ATOM}title") or "" for e in top.findall(f"{ATOM}entry")}


def test_atom_over_an_edit_and_a_withdrawal(server: DemoServer, tmp_path: Path) -> None:
    before = atom(server, tmp_path)
    asked = len(server.requests)
    top = ElementTree.fromstring(within("feed", "1", "--limit", "3", home=tmp_path).stdout.encode())
    assert (len(titles(top)), len(server.requests)) == (3, asked), "only what is due is asked for"
    assert len(titles(before)) == len(server.day.page_at(MORNING))
    server.minute = EDITED
    after = atom(server, tmp_path, "--now")
    assert titles(before).keys() <= titles(after).keys(), "an edit makes no other entry"
    changed = [e for e in after.findall(f"{ATOM}entry") if (e.findtext(f"{ATOM}updated") or "") > "2026-03-14T23:59"]
    assert len(changed) == 1, "edited when that was noticed, which is now"
    server.minute = WITHDRAWN
    atom(server, tmp_path, "--now")
    last = atom(server, tmp_path, "--now")
    shown = {entry.id for entry in server.day.page_at(EDITED)} - {entry.id for entry in server.day.page_at(WITHDRAWN)}
    stones = [stone.get("ref") for stone in last.findall(GONE)]
    assert len(stones) == len(shown) > 0
    assert set(stones) <= titles(after).keys() - titles(last).keys()


def test_json_feed(handed_on: tuple[DemoServer, str, str]) -> None:
    server, atom_text, text = handed_on
    feed = json.loads(text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert None not in feed.values(), "what is not known is not there"
    known = {
        "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image",
        "date_published", "date_modified", "authors", "tags", "language", "attachments", "_dateline",
    }  # fmt: skip
    for item in feed["items"]:
        assert item.keys() <= known
        assert isinstance(item["id"], str)
        assert isinstance(item["content_html"], str)
        assert None not in item.values()
        for name in ("date_published", "date_modified"):
            assert name not in item or datetime.fromisoformat(item[name]).tzinfo
        assert all(part.keys() >= {"url", "mime_type"} for part in item.get("attachments", ()))
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"]) == len(server.day.page_at(MORNING))
    top = ElementTree.fromstring(atom_text.encode())
    check_atom(top)
    assert set(titles(top)) == {item["id"] for item in feed["items"]}, "one entry has one name"


def test_another_dateline_reads_what_is_handed_on(handed_on: tuple[DemoServer, str, str]) -> None:
    server, *texts = handed_on
    for text in texts:
        read = parse(Document(text.encode())).snapshot
        assert read is not None
        assert [entry.headline for entry in read.entries] == [e.headline for e in server.day.newest_first(MORNING)]
    flags = {entry.headline: entry.flags for entry in read.entries}
    shown = server.day.page_at(MORNING)
    assert all(flags[entry.headline].key_event == entry.flags.key_event for entry in shown)


def test_an_independent_parser_agrees(handed_on: tuple[DemoServer, str, str]) -> None:
    feedparser = pytest.importorskip("feedparser")
    server, text, _ = handed_on
    read = feedparser.parse(text.encode())
    assert not read.bozo
    assert read.version == "atom10"
    assert [entry.title for entry in read.entries] == [e.headline for e in server.day.newest_first(MORNING)]
    assert all(entry.id.startswith("urn:uuid:") and entry.updated_parsed for entry in read.entries)


def test_what_fails_is_one_line(server: DemoServer, tmp_path: Path) -> None:
    url = server.url("/live")
    unknown = within("feed", url, "--no-poll", home=tmp_path)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "without --no-poll it is asked for" in unknown.stderr
    assert within("feed", url, "--format", "rss", home=tmp_path).returncode == 2
    assert within("feed", url, "--limit", "0", home=tmp_path).returncode == 2
    atom(server, tmp_path)
    server.close()
    late = dateline("feed", url, "--now", home=tmp_path)
    assert late.returncode == 0, "what is stored is printed"
    assert len(late.stderr.strip().splitlines()) == 1
    check_atom(ElementTree.fromstring(late.stdout.encode()))


@pytest.mark.skipif(not shutil.which("newsboat"), reason="newsboat is not installed")
def test_newsboat_reads_a_live_page(server: DemoServer, tmp_path: Path) -> None:
    """Subscribed to `exec:`, over three polls with an edit and a deletion: every entry, once."""
    boat = tmp_path / "boat"
    boat.mkdir()
    words = [*COMMAND, "--home", str(tmp_path / "home"), "feed", server.url("/live"), "--now"]
    (boat / "urls").write_text(f'"exec:{shlex.join(words)}"\n')
    (boat / "config").write_text("")
    argv = ["newsboat", "-q", "-u", boat / "urls", "-c", boat / "cache.db", "-C", boat / "config", "-x", "reload"]
    seen: set[str] = set()
    for minute in (MORNING, EDITED, WITHDRAWN):
        server.minute = minute
        env = {**os.environ, "HOME": str(boat), "TZ": "UTC"}
        done = subprocess.run(argv, env=env, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        seen |= {entry.headline for entry in server.day.page_at(minute)}
    assert any("40 People Treated" in title for title in seen), "there was another wording"
    with sqlite3.connect(boat / "cache.db") as cache:
        rows = cache.execute("SELECT guid, title, content FROM rss_item").fetchall()
    assert len({row[0] for row in rows}) == len(rows), "one article a name"
    listed = sorted(row[1] for row in rows)
    assert len(listed) == len({entry.id for m in (MORNING, EDITED, WITHDRAWN) for entry in server.day.page_at(m)})
    assert set(listed) <= seen
    assert [row[2].count("treated 14 people") for row in rows if "14 People Treated" in row[1]] == [2], "as edited"
    assert not any("40 People Treated" in title for title in listed)


def test_where_there_is_nothing_it_says_why_each_time(server: DemoServer, tmp_path: Path) -> None:
    url = server.url("/nothing")
    for args, words in (
        ((), "no such page (404); next in "),
        ((), "nothing is stored of it; last poll failed: no such page (404); next in "),
        (("--no-poll",), "nothing is stored of it; without --no-poll it is asked for"),
    ):
        done = within("feed", url, *args, home=tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"dateline: {url}: {words}")
        assert done.stderr.count("\n") == 1
    assert within("source", "add", url, home=tmp_path).returncode == 0
    assert within("source", "set", "1", "--pause", home=tmp_path).returncode == 0
    paused = within("feed", url, home=tmp_path).stderr
    assert paused == f"dateline: {url}: nothing is stored of it; paused; last poll failed: no such page (404)\n"
