"""Every form of the day is well-formed, says the same, and lets no text become markup."""

from __future__ import annotations

import datetime as dt
import json
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest

from reader.demo.day import build, load, tables
from reader.demo.feeds import TAG, atom, json_feed, rss
from reader.demo.page_html import page
from reader.demo.page_text import text
from reader.demo.render import RENDITIONS
from reader.demo.shape import LAST_MINUTE, Day

DAY = load()
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
VOID = {"meta", "link", "img", "br"}
MINUTES = [0, 312, 600, 655, 701, 720, LAST_MINUTE]


class Tree(HTMLParser):
    """Checks that elements nest, and collects them with their attributes and texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())

    def with_class(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.elements if name in (attributes.get("class") or "").split()]


@pytest.mark.parametrize("minute", MINUTES)
def test_live_page(minute: int) -> None:
    tree = Tree(page(DAY, minute))
    shown = DAY.page_at(minute)
    assert [item["data-id"] for item in tree.with_class("online__item")] == [entry.id for entry in shown]
    times = tree.with_class("online__item-time")
    assert [time["data-unixtime"] for time in times] == [str(DAY.seconds(entry.minute)) for entry in shown]
    assert all(entry.headline in tree.texts for entry in shown)
    assert ("Being updated" in tree.texts) == (minute < DAY.ends)
    assert len(tree.with_class("m-pinned")) == sum(entry.flags.pinned for entry in shown)
    assert len(tree.with_class("m-key")) == sum(entry.flags.key_event for entry in shown)
    assert DAY.title in tree.texts
    assert DAY.notice in tree.texts


def test_live_page_shows_every_medium() -> None:
    html = page(DAY, LAST_MINUTE)
    tree = Tree(html)
    media = [media for entry in DAY.entries for media in entry.wording.media]
    assert len(tree.with_class("article__photo-item")) == sum(item.kind == "photo" for item in media)
    assert len(tree.with_class("js-message_video_player")) == sum(item.kind == "video" for item in media)
    assert len(tree.with_class("article__article-title")) == sum(len(entry.wording.cards) for entry in DAY.entries)
    assert len(tree.with_class("twitter-tweet")) == sum(len(entry.wording.embeds) for entry in DAY.entries)
    assert 'dir="rtl"' in html
    assert 'lang="hy"' in html
    assert {"table", "h4", "ul"} <= {tag for tag, _ in tree.elements}


def test_printed_time() -> None:
    assert "<time" in page(DAY, 600)
    assert ">05:12 GMT 14.03.2026</time>" in page(DAY, 600)


def test_index_names_the_feeds_and_is_no_live_page() -> None:
    tree = Tree(RENDITIONS["/"].write(DAY, 600))
    named = {a["href"] for tag, a in tree.elements if tag == "link"}
    assert named == {"/live.rss", "/live.atom", "/live.json"}
    assert {a["href"] for tag, a in tree.elements if tag == "a"} == set(RENDITIONS) - {"/"}
    assert not tree.with_class("online__item")


@pytest.mark.parametrize("minute", MINUTES)
def test_rss(minute: int) -> None:
    channel = ElementTree.fromstring(rss(DAY, minute)).find("channel")
    assert channel is not None
    items = channel.findall("item")
    shown = DAY.newest_first(minute)
    assert [item.findtext("guid") for item in items] == [entry.id for entry in shown]
    assert [item.findtext("title") for item in items] == [entry.headline for entry in shown]
    for item in items:
        Tree(item.findtext(CONTENT) or "")


@pytest.mark.parametrize("minute", MINUTES)
def test_atom(minute: int) -> None:
    feed = ElementTree.fromstring(atom(DAY, minute))
    entries = feed.findall(f"{ATOM}entry")
    shown = DAY.newest_first(minute)
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [TAG + entry.id for entry in shown]
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [entry.headline for entry in shown]
    for entry, told in zip(entries, shown, strict=True):
        when = dt.datetime.fromisoformat(entry.findtext(f"{ATOM}published") or "")
        assert when.timestamp() == DAY.seconds(told.minute)
        Tree(entry.findtext(f"{ATOM}content") or "")


def test_updated_moves_with_the_open_correction_only() -> None:
    entries = ElementTree.fromstring(atom(DAY, LAST_MINUTE)).findall(f"{ATOM}entry")
    moved = [e for e in entries if e.findtext(f"{ATOM}updated") != e.findtext(f"{ATOM}published")]
    assert [entry.findtext(f"{ATOM}id") for entry in moved] == [f"{TAG}injured"]


@pytest.mark.parametrize("minute", MINUTES)
def test_json_feed(minute: int) -> None:
    feed = json.loads(json_feed(DAY, minute))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["expired"] == (minute >= DAY.ends)
    shown = DAY.newest_first(minute)
    assert [(item["id"], item["title"]) for item in feed["items"]] == [(entry.id, entry.headline) for entry in shown]
    for item in feed["items"]:
        Tree(item["content_html"])


@pytest.mark.parametrize("minute", MINUTES)
def test_text(minute: int) -> None:
    lines = text(DAY, minute).splitlines()
    at = lines.index("    New messages")
    bullets = [line for line in lines if line.startswith("    • ")]
    shown = DAY.newest_first(minute)
    assert bullets == [f"    • {entry.minute // 60:02}:{entry.minute % 60:02}" for entry in shown]
    assert all(lines.index(f"      {entry.headline}") > at for entry in shown)
    assert lines[-1].strip() == "Community standardsDiscussion"
    assert lines[-3].strip() == DAY.title
    assert not text(DAY, minute).endswith("\n")


def _hostile(mark: str) -> Day:
    """The day with `mark` at the end of every text that is no id, address, time or kind."""
    kept = {"id", "time", "appears", "kind", "url", "flags", "at", "entry", "slug"}

    def spoil(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: spoil(item, name if name not in ("entry", "change") else "") for name, item in value.items()}
        if isinstance(value, list):
            return [spoil(item, key) for item in value]
        return value + mark if isinstance(value, str) and key not in kept else value

    told = spoil({name: value for name, value in tables().items() if name != "change"})
    return build(told | {"change": []})


@pytest.mark.parametrize("mark", ["<script>x</script>", '"><b', "</time></div>&amp;", "]]>", "'&quot;"])
def test_no_text_becomes_markup(mark: str) -> None:
    day = _hostile(mark)
    tree = Tree(page(day, 700))
    assert not any(tag in ("script", "b") for tag, _ in tree.elements)
    assert len(tree.with_class("online__item")) == len(day.page_at(700))
    assert f"{DAY.entries[0].headline}{mark}" in tree.texts
    channel = ElementTree.fromstring(rss(day, 700)).find("channel")
    assert channel is not None
    assert channel.findall("item")[-1].findtext("title") == f"{DAY.entries[0].headline}{mark}"
    assert len(ElementTree.fromstring(atom(day, 700)).findall(f"{ATOM}entry")) == len(day.page_at(700))
    for item in json.loads(json_feed(day, 700))["items"]:
        assert not any(tag in ("script", "b") for tag, _ in Tree(item["content_html"]).elements)
