"""What stands beside the entries of live pages: fallbacks, pinned lists, counters, clocks of matches, streams of data."""

from __future__ import annotations

import json

import pytest

from reader.formats import charset, parse
from reader.formats.pages import turbo_stream
from reader.formats.times import timestamps
from reader.formats.times.play_clock import SCALE, opening
from reader.model.snapshot import Document

from .test_unseen_makes import TEXTS, TIMES, clock, entries, rows

UNIT = "<div class=e><b>{t}</b><h3>Head {n}</h3><p>{x}</p></div>"


def test_a_list_for_browsers_without_scripts() -> None:
    body = (
        f"<main><div id=root></div><noscript>{rows(UNIT)}</noscript><noscript>Scripts at 14:22 please</noscript></main>"
    )
    assert [entry.headline for entry in entries(body)] == [f"Head {n}" for n in range(5)]


def test_an_entry_pinned_in_a_list_of_its_own() -> None:
    unit = "<li class=e data-id=p{n}q><b>{t}</b><h3>Head {n}</h3><p>{x}</p></li>"
    pinned = unit.format(t="08:10", n=9, x="What we know of the storm so far, in short and to be kept up to date.")
    listed = rows(unit).removeprefix("<main>").removesuffix("</main>")
    found = entries(f"<main><ul class='l l--pinned'>{pinned}</ul><ul class=l>{listed}</ul></main>")
    assert [(clock(entry), entry.flags.pinned) for entry in found] == [("08:10", True), *((t, False) for t in TIMES)]
    assert (found[0].native_id, found[0].headline) == ("p9q", "Head 9")
    assert len(entries(f"<main><ul class=l>{pinned}</ul><ul class=l>{listed}</ul></main>")) in (5, 6)


@pytest.mark.parametrize("line", ["👁 {n}2 Comments: {n}", "{n} comments", "{n}1 views · 1{n} likes"])
def test_counters_are_no_text(line: str) -> None:
    found = entries(rows(f"<div><b>{{t}}</b><p>{line}</p><p>{{x}}</p></div>"))
    assert [entry.wording.text for entry in found] == list(TEXTS)


@pytest.mark.parametrize(
    "stamp",
    [
        "<h2>Coast</h2>Published: 4 March 2031 08:00 Updated: 4 March 2031 14:25",
        "<p>By Ann Dale, 4 March 2031</p>",
        "<p>Ann Dale in Port Merrin | 4 March 2031</p>",
    ],
)
def test_days_of_lines_that_hold_more(stamp: str) -> None:
    found = entries(f"<main>{stamp}{rows(UNIT)}</main>", head="")
    assert found[0].published == 1930400520


CLOCKS = ("60:00", "58:41", "31:09", "14:37", "08:20")


def test_the_running_clock_of_a_match_is_no_time_of_day() -> None:
    found = entries(rows("<li><span>{t}</span><p>{x}</p></li>", CLOCKS), title="Merrin - Penn live ticker")
    assert [(entry.time_label, entry.published) for entry in found] == [(label, None) for label in CLOCKS]
    printed = opening("58:41")
    assert printed is not None
    assert printed.play == 58 * SCALE + 41 * SCALE // 60
    assert not entries(rows("<li><span>{t}</span><p>{x}</p></li>", CLOCKS), title="Table of scores")
    assert not entries(rows("<li><span>{t}</span><p>{x}</p></li>", ("00:00", "08:20", "14:37", "31:09", "58:41")))


def test_what_react_router_streams_into_a_page() -> None:
    flat: list[object] = []

    def put(value: object) -> int:
        at = len(flat)
        flat.append(value)
        if isinstance(value, dict):
            flat[at] = {f"_{put(name)}": -5 if one is None else put(one) for name, one in value.items()}
        elif isinstance(value, list):
            flat[at] = [put(one) for one in value]
        elif isinstance(value, tuple):
            flat[at] = list(value)
        return at

    posts = [
        {
            "id": f"r{n}x",
            "headline": f"Head {n}",
            "body": f"<p>{x}</p>",
            "at": None,
            "publishedAt": ("D", 1930400520000 - 900_000 * n),
        }
        for n, x in enumerate(TEXTS)
    ]
    put({"loaderData": {"liveBlog": {"title": "Storm", "posts": posts, "late": ("P", 7)}}})
    stream = json.dumps(flat) + "\nP7:" + json.dumps(["came later"]) + "\n"
    value = turbo_stream.value(stream)
    assert isinstance(value, dict)
    assert value["loaderData"]["liveBlog"]["late"] == "came later"
    assert value["loaderData"]["liveBlog"]["posts"][1]["at"] is None
    calls = f"<script>window.x.streamController.enqueue({json.dumps(stream)});</script>"
    found = entries(f"<div id=root></div>{calls}")
    assert [entry.headline for entry in found] == [f"Head {n}" for n in range(5)]


@pytest.mark.parametrize("stream", ["", "x", "[", "{}", "[]", "[1]", '[{"_9":9,"x":1}]', '[["P",1]]', "[[0,0]]"])
def test_streams_that_are_none_do_no_harm(stream: str) -> None:
    turbo_stream.value(stream)


@pytest.mark.parametrize(
    ("label", "name"),
    [("x-sjis", "cp932"), ("win-1251", "cp1251"), ("x-cp1250", "cp1250"), ("x-gbk", "gb18030"), ("macintosh", "mac-roman"),
     ("utf8mb4", "utf-8"), ("x-nothing", None)],
)  # fmt: skip
def test_labels_that_browsers_know(label: str, name: str | None) -> None:
    assert charset.codec(label) == name


def test_a_feed_under_such_a_label() -> None:
    text = '<?xml version="1.0" encoding="x-sjis"?><rss version="2.0"><channel><title>速報</title></channel></rss>'
    found = parse(Document(text.encode("cp932"), "https://g.example/rss")).snapshot
    assert found is not None
    assert found.feed.title == "速報"


@pytest.mark.parametrize(
    "unit",
    [
        "<div><div class=top><span class=autor>{who}</span><span class=czas>{t}</span></div><p>{x}</p></div>",
        "<div><abbr title='2031-03-04T{t}:00Z'>{t}</abbr><p>{x}</p></div>",
        '<div data-props=\'{{"id":{n},"publishedAt":"2031-03-04T{t}:00Z"}}\'><b>{d} h ago</b><p>{x}</p></div>',
        "<div><span>03-04 {t}</span><p>{x}</p></div>",
    ],
)
def test_where_else_times_stand(unit: str) -> None:
    found = entries(rows(unit.replace("{d}", "{n}1")))
    assert [clock(entry) for entry in found] == list(TIMES)
    assert [entry.wording.text for entry in found] == list(TEXTS)


def test_reviews_of_goods_are_no_entries() -> None:
    unit = "<div class=review><span>{t} 4 March 2031</span><h4>Good boots {n}</h4><p>{x}</p></div>"
    assert not entries(rows(unit), title="Boots - live stock")


def test_short_headlines_of_wide_letters() -> None:
    unit = "<li><span>{t}</span><div>桥梁封闭{n}</div><div>道路管理部门表示，桥梁已经对重型卡车关闭，请绕行{n}次。</div></li>"
    assert [entry.headline for entry in entries(rows(unit), lang="zh")] == [f"桥梁封闭{n}" for n in range(5)]


def test_solar_dates_of_feeds() -> None:
    assert timestamps.parse("1409/12/13 14:22") == timestamps.parse("2031-03-04 14:22")
    assert timestamps.parse("1409/13/40 14:22") is None


def test_updates_behind_cursors_with_texts_in_markdown() -> None:
    nodes = [
        {"cursor": str(n), "node": {"uuid": f"c{n}x", "title": {"text": f"Head {n}"}, "bodyMarkdown": x,
                                    "firstPublishedAt": f"2031-03-04T{t}:00Z"}}
        for n, (t, x) in enumerate(zip(TIMES, TEXTS, strict=True))
    ]  # fmt: skip
    data = {"data": {"liveCoverage": {"title": "Storm", "updates": {"edges": nodes}}}}
    found = parse(Document(json.dumps(data).encode(), "https://g.example/graphql")).snapshot
    assert found is not None
    assert [(entry.native_id, entry.headline) for entry in found.entries] == [(f"c{n}x", f"Head {n}") for n in range(5)]
