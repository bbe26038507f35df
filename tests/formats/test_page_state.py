"""Live pages that scripts draw, and live blogs in JSON of shapes that nobody has described."""

from __future__ import annotations

import json
import time
from html import escape
from typing import Any
from urllib.parse import quote

import pytest

from reader.formats import parse
from reader.formats.pages import flight_rows, page_state
from reader.model.snapshot import Document, FeedState, Reading

HEADS = ("Ferry stays in port", "Power is back", "Crane topples", "Schools closed", "River falls")
TIMES = ("14:22", "13:58", "13:41", "12:30", "11:15")
TEXT = "The harbour board of Velmora says that it will tell more in the course of the afternoon."


def posts(**more: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": f"p{n * 7}x",
            "title": head,
            "body": f"<p>{TEXT}</p><p>{n}</p>",
            "publishedAt": f"2031-03-04T{at}:09Z",
            **more,
        }
        for n, (head, at) in enumerate(zip(HEADS, TIMES, strict=True))
    ]


def page(script: str, title: str = "Storm live", url: str = "https://g.example/news/storm-live") -> Reading:
    html = f"<!doctype html><html lang=en><head><title>{title}</title></head><body><div id=app></div>{script}</body></html>"
    return parse(Document(html.encode(), url))


def document(value: object, url: str | None = None) -> Reading:
    return parse(Document(json.dumps(value).encode(), url, "application/json"))


def assigned(value: object) -> str:
    return f"<script>window.__STATE__ = {json.dumps(value)};</script>"


def flight(value: object) -> str:
    stream = f'1:I[7,[],""]\n2:T{len(TEXT.encode()):x},{TEXT}3:{json.dumps(value)}\n'
    half = len(stream) // 2
    pushed = "".join(f"self.__next_f.push([1,{json.dumps(part)}])\n" for part in (stream[:half], stream[half:]))
    return f"<script>{pushed}</script>"


def devalued(value: object) -> list[object]:
    flat: list[object] = []

    def put(one: object) -> int:
        at = len(flat)
        flat.append(None)
        if isinstance(one, dict):
            flat[at] = {key: put(part) for key, part in one.items()}
        elif isinstance(one, list):
            flat[at] = [put(part) for part in one]
        else:
            flat[at] = one
        return at

    put(value)
    return flat


STATE = {"page": {"liveBlog": {"title": "Storm", "isLive": True, "posts": posts()}}}


@pytest.mark.parametrize(
    "script",
    [
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": STATE})}</script>',
        f'<script type="application/json" data-x>{json.dumps(STATE)}</script>',
        f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(devalued(STATE))}</script>',
        assigned(STATE),
        f"<script>var a = 1; Fusion.globalContent={json.dumps(STATE)};Fusion.x={{}}</script>",
        f"<script>window.S = JSON.parse({json.dumps(json.dumps(STATE))})</script>",
        "<script>window.S = JSON.parse('" + json.dumps(STATE).replace("\\", "\\\\").replace("'", "\\'") + "')</script>",
        flight(STATE),
        f'<div data-page="{escape(json.dumps(STATE), quote=True)}"></div>',
        f"<live-blog :state='{json.dumps(STATE)}'></live-blog>",
        f'<script type="application/json">{json.dumps({"status": 200, "body": json.dumps(STATE)})}</script>',
        f'<script>S = JSON.parse(decodeURIComponent("{quote(json.dumps(STATE))}"))</script>',
    ],
    ids=[
        "next",
        "json",
        "nuxt",
        "assigned",
        "fusion",
        "parsed",
        "single-quotes",
        "flight",
        "attribute",
        "property",
        "answer",
        "uri",
    ],
)
def test_the_data_of_a_page_are_read(script: str) -> None:
    found = page(script).snapshot
    assert found is not None
    assert [entry.headline for entry in found.entries] == list(HEADS)
    assert [entry.native_id for entry in found.entries] == [f"p{n * 7}x" for n in range(5)]
    assert found.entries[0].published == 1930400529
    assert found.entries[0].wording.text == f"{TEXT}\n\n0"
    assert (found.feed.title, found.feed.state, found.feed.order) == ("Storm", FeedState.LIVE, "newest_first")


def test_a_row_of_text_is_put_where_it_is_pointed_at() -> None:
    found = page(flight(["$", "$L1", None, {"liveblog": {"posts": posts(body="$2")}}])).snapshot
    assert found is not None
    assert {entry.wording.text for entry in found.entries} == {TEXT}


def test_a_cache_of_objects_that_point_at_each_other() -> None:
    cache: dict[str, Any] = {
        "ROOT_QUERY": {"liveBlog": {"__ref": "LiveBlog:1"}},
        "Author:1": {"__typename": "Author", "name": "Ana Rell"},
        "LiveBlog:1": {
            "title": "Storm",
            "posts": {"pageInfo": {"hasNextPage": True}, "items": [{"__ref": f"Post:{n}"} for n in range(5)]},
        },
    }
    cache |= {f"Post:{n}": {**post, "author": {"__ref": "Author:1"}} for n, post in enumerate(posts())}
    found = page(assigned(cache)).snapshot
    assert found is not None
    assert [entry.headline for entry in found.entries] == list(HEADS)
    assert found.entries[0].authors == ("Ana Rell",)
    assert not found.complete


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("text", [{"type": "paragraph", "children": [{"text": "The harbour "}, {"text": "board", "bold": True}]}]),
        (
            "content",
            {
                "type": "doc",
                "content": [{"type": "paragraph", "content": [{"type": "text", "text": "The harbour board"}]}],
            },
        ),
        ("blocks", [{"_type": "block", "children": [{"_type": "span", "text": "The harbour board"}]}]),
        ("content_elements", [{"type": "text", "content": "The harbour <b>board</b>"}]),
        ("body", {"html": "<p>The harbour board</p>"}),
        ("content", {"rendered": "<p>The harbour board</p>\n"}),
        ("message", "The harbour board"),
        ("inhalt", "<p>The harbour board</p>"),
        (
            "body",
            {
                "raw": json.dumps(
                    {
                        "nodeType": "document",
                        "content": [
                            {
                                "nodeType": "paragraph",
                                "content": [{"nodeType": "text", "value": "The harbour board", "marks": []}],
                            }
                        ],
                    }
                )
            },
        ),
    ],
    ids=["slate", "prosemirror", "portable", "arc", "html", "rendered", "plain", "german", "kept-as-text"],
)
def test_texts_in_the_trees_of_editors(key: str, value: object) -> None:
    found = document(
        {"liveblog": {"entries": [{k: v for k, v in post.items() if k != "body"} | {key: value} for post in posts()]}}
    )
    assert found.snapshot is not None
    assert {entry.wording.text for entry in found.snapshot.entries} == {"The harbour board"}


def test_marks_of_unknown_interfaces() -> None:
    several = posts()
    several[0] |= {
        "is_pinned": True,
        "updated_at": "2031-03-04T14:30:00Z",
        "image": {"url": "/a.jpg", "caption": "Dock"},
    }
    several[1] |= {"isKeyEvent": 1, "authors": [{"name": "Ana Rell"}]}
    several[2] |= {"status": "draft"}
    several[3] |= {"deleted": True}
    told = {"data": {"liveblog": {"status": "closed", "updates": several}}, "links": {"next": "/v1/blog?before=9"}}
    found = document(told, "https://api.g.example/v1/blog").snapshot
    assert found is not None
    first, second, third, _ = found.entries
    assert first.flags.pinned
    assert first.updated == 1930401000
    assert [media.url for media in first.wording.media] == ["https://api.g.example/a.jpg"]
    assert second.flags.key_event
    assert second.authors == ("Ana Rell",)
    assert third.flags.deleted
    assert found.feed.state is FeedState.ENDED
    assert found.feed.older_url == "https://api.g.example/v1/blog?before=9"
    assert not found.complete


@pytest.mark.parametrize(
    "value",
    [
        {"liveblog": {}, "comments": posts()},
        {"posts": posts(user={"login": "bob"})},
        {"articles": posts()},
        {"live": {"related": posts()}},
        {"shop": {"items": posts(price=3)}},
        {
            "liveblog": {
                "posts": [{**post, "body": None, "url": f"/a/{n}", "summary": TEXT} for n, post in enumerate(posts())]
            }
        },
    ],
    ids=["comments", "signed", "articles", "related", "goods", "teasers"],
)
def test_other_lists_are_no_live_blog(value: object) -> None:
    assert document(value).snapshot is None
    assert page(assigned(value), title="Storm", url="https://g.example/news/storm").snapshot is None


def test_what_is_shown_wins_over_the_same_in_the_data() -> None:
    shown = "".join(
        f"<article id=p{n * 7}x><time datetime=2031-03-04T{at}:09Z>{at}</time><h3>{head}</h3><p>{TEXT}</p></article>"
        for n, (head, at) in enumerate(zip(HEADS, TIMES, strict=True))
    )
    found = page(f"<main><h1>Storm live</h1>{shown}</main>{assigned(STATE)}").snapshot
    assert found is not None
    assert found.format == "live-page"
    assert found.entries[0].time_label == "14:22"


def test_devalue_wraps_and_dates() -> None:
    assert page_state.revived([["Reactive", 1], {"a": 2}, ["Date", "2031-03-04T14:22:00Z"]]) == [
        {"a": "2031-03-04T14:22:00Z"}
    ]
    assert page_state.revived([{"a": 99, "b": -1}]) == {"a": None, "b": None}


@pytest.mark.parametrize(
    "stream", ["", "x", "1:", "1:{", "2:Tff,ab", '1:{"a":"$1"}\n', '1:["$1:0:0","$9"]\n', "1:T,\n"]
)
def test_broken_rows_do_no_harm(stream: str) -> None:
    assert isinstance(flight_rows.rows(stream), dict)


def test_values_that_are_shared_or_hold_themselves_take_linear_time() -> None:
    big = "word " * 20_000
    flat: list[object] = [
        {"liveblog": 1},
        {"posts": 2},
        [4] * 1500,
        big,
        {"id": 5, "body": 3, "publishedAt": 6},
        "a",
        "2031-03-04T14:22:00Z",
    ]
    rows = "".join(
        f'{n:x}:{{"posts":["$1","$1","$1"],"publishedAt":"2031-03-04","body":"$2"}}\n' for n in range(1, 300)
    )
    began = time.process_time()
    page(f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(flat)}</script>')
    page(f"<script>self.__next_f.push([1,{json.dumps(rows)}])</script>")
    page("<script>" + "a={" * 20_000 + "</script>")
    page("<script>" + "a=JSON.parse('" * 10_000 + "</script>")
    page("<script>" * 20_000)
    assert time.process_time() - began < 30


def test_what_javascript_has_and_json_has_not() -> None:
    told = json.dumps(STATE).replace(
        '"isLive": true', '"isLive":!0,"editor":undefined,"at":new Date("2031-03-04T14:00:00Z")'
    )
    found = page(f"<script>window.__S__={told};(function(){{}}())</script>").snapshot
    assert found is not None
    assert [entry.headline for entry in found.entries] == list(HEADS)
    assert found.feed.state is FeedState.LIVE


def test_a_list_by_ids() -> None:
    found = document(
        {f"-N{n}x": {k: v for k, v in post.items() if k != "id"} for n, post in enumerate(posts())},
        "https://g.example/liveblog/storm/posts.json",
    )
    assert found.snapshot is not None
    assert [entry.native_id for entry in found.snapshot.entries] == [f"-N{n}x" for n in range(5)]


def test_a_programme_is_no_live_blog() -> None:
    events = [{**post, "start": post["publishedAt"], "end": post["publishedAt"]} for post in posts()]
    assert document({"live": events}, "https://tv.example/live/epg").snapshot is None
    hours = [{"title": head, "body": TEXT, "date": f"2031-03-04T{10 + n}:00:00Z"} for n, head in enumerate(HEADS)]
    assert document({"live": {"items": hours}}, "https://tv.example/live").snapshot is None


def test_the_data_hold_more_than_is_stated() -> None:
    newest = [
        {"@type": "BlogPosting", "headline": head, "datePublished": f"2031-03-04T{at}:09Z", "articleBody": TEXT}
        for head, at in zip(HEADS[:3], TIMES, strict=False)
    ]
    stated = json.dumps(
        {"@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": "Storm", "liveBlogUpdate": newest}
    )
    found = page(f'<script type="application/ld+json">{stated}</script>{assigned(STATE)}').snapshot
    assert found is not None
    assert [entry.headline for entry in found.entries] == list(HEADS)
    alone = page(
        f'<script type="application/ld+json">{stated}</script>{assigned({"liveBlog": {"posts": posts(title="Other", body=HEADS[0] * 9)}})}'
    )
    assert alone.snapshot is not None
    assert len(alone.snapshot.entries) == 3


def test_properties_of_astro() -> None:
    items = [[0, {key: [0, value] for key, value in post.items()}] for post in posts()]
    found = page(
        f'<astro-island props="{escape(json.dumps({"title": [0, "Storm"], "posts": [1, items]}), quote=True)}"></astro-island>'
    )
    assert found.snapshot is not None
    assert [entry.headline for entry in found.snapshot.entries] == list(HEADS)


def test_times_in_an_object_and_a_blog_beside_its_posts() -> None:
    several = [{**post, "publishedAt": None, "timestamps": {"published": post["publishedAt"]}} for post in posts()]
    found = document({"liveblog": {"title": "Storm"}, "posts": several}).snapshot
    assert found is not None
    assert found.entries[0].published == 1930400529


def test_a_list_that_is_pointed_at_by_its_name() -> None:
    rows = [f"1:{json.dumps({'liveblog': {'title': 'Storm', 'items': '$2'}})}"]
    rows += [f"2:{json.dumps([f'$a{n}' for n in range(5)])}"]
    rows += [f"a{n}:{json.dumps(post | {'publishedAt': '$D' + post['publishedAt']})}" for n, post in enumerate(posts())]
    stream = "\n".join(rows) + "\n"
    found = page(f"<script>self.__next_f.push([1,{json.dumps(stream)}])</script>").snapshot
    assert found is not None
    assert [entry.native_id for entry in found.entries] == [post["id"] for post in posts()]


def test_what_a_list_says_of_itself_beside_it() -> None:
    told = {
        "liveblogs": {
            "77": {
                "meta": {"title": "Storm", "live": True},
                "posts": {str(9 - n): post for n, post in enumerate(posts())},
            }
        }
    }
    found = document(told).snapshot
    assert found is not None
    assert (found.feed.title, found.feed.state) == ("Storm", FeedState.LIVE)


def test_an_address_of_other_things_is_no_live_blog() -> None:
    assert document({"results": posts()}, "https://g.example/live/jobs").snapshot is None
    assert document({"results": posts()}, "https://g.example/live/storm").snapshot is not None


def test_hits_of_a_search() -> None:
    hits = [
        {"_index": "liveblog", "_id": post["id"], "_source": {k: v for k, v in post.items() if k != "id"}}
        for post in posts()
    ]
    found = document({"hits": {"total": {"value": 40}, "hits": hits}}, "https://g.example/liveblog/_search").snapshot
    assert found is not None
    assert [entry.native_id for entry in found.entries] == [post["id"] for post in posts()]
    assert not found.complete
