"""With the real store and real loopback HTTP: what must survive a restart, and what a page may send us to."""

from __future__ import annotations

import json

import pytest

from reader.model.source import Validators
from tests.engine.test_together import Desk, desk, feed, server
from tests.net.server import Asked, Reply, Server, conditional

__all__ = ["desk", "server"]


@pytest.mark.parametrize("second", ["304", "the same", "other advertisements"])
async def test_a_withdrawal_is_confirmed_after_a_restart(desk: Desk, server: Server, second: str) -> None:
    whole, lacks = feed("One", "Two", "Three"), _without(feed("One", "Two", "Three"), b"Two")
    server.answers["/rss"] = conditional(whole, '"1"')
    source_id = desk.add(server.url("/rss"))
    await desk.poll(source_id)
    server.answers["/rss"] = conditional(lacks, '"2"')
    assert await desk.poll(source_id) == ["poll"]
    assert desk.state(source_id).poll.unconfirmed == 1
    await desk.engine.aclose()
    desk.engine = desk.start()
    server.answers["/rss"] = {
        "304": conditional(lacks, '"2"'),
        "the same": Reply(200, lacks),
        "other advertisements": Reply(200, lacks + b"<!-- other -->"),
    }[second]
    assert await desk.poll(source_id) == ["withdrawn", "poll"]
    assert desk.events[0].entry is not None
    assert desk.events[0].entry.entry.headline == "Two"
    assert await desk.poll(source_id) == ["poll"]
    assert desk.state(source_id).poll.unconfirmed == 0


def _without(document: bytes, title: bytes) -> bytes:
    head, *items = document.split(b"<item>")
    tail = items[-1].partition(b"</item>")[2]
    kept = [item.partition(b"</item>")[0] for item in items if b"<title>" + title + b"</title>" not in item]
    return head + b"".join(b"<item>" + item + b"</item>" for item in kept) + tail


async def test_a_move_is_counted_over_restarts(desk: Desk, server: Server) -> None:
    server.answers["/old"] = Reply(301, headers={"Location": "/new"})
    server.answers["/new"] = conditional(feed("One"), '"1"')
    source_id = desk.add(server.url("/old"))
    for day in range(3):
        assert desk.state(source_id).source.url == server.url("/old"), f"day {day}"
        await desk.poll(source_id, 86400)
        await desk.engine.aclose()
        desk.engine = desk.start()
    assert desk.state(source_id).source.url == server.url("/new")
    assert desk.state(source_id).poll.validators == Validators('"1"')
    server.asked.clear()
    await desk.poll(source_id)
    assert [(one.path, one.header("If-None-Match")) for one in server.asked] == [("/new", '"1"')]


async def test_another_source_at_the_new_address_keeps_it(desk: Desk, server: Server) -> None:
    server.answers["/old"] = Reply(308, headers={"Location": "/new"})
    server.answers["/new"] = Reply(200, feed("One"))
    old, new = desk.add(server.url("/old")), desk.add(server.url("/new"))
    for _ in range(5):
        await desk.poll(old, 86400)
    assert (desk.state(old).source.url, desk.state(new).source.url) == (server.url("/old"), server.url("/new"))


def _post(number: int, headline: str, at: str, *, deleted: bool = False) -> dict:
    item = {"item_type": "text", "text": f"<p>{headline} in the harbour.</p>"}
    return {
        "_id": f"urn:post:{number}",
        "headline": headline,
        "published_date": at,
        "_updated": at,
        "deleted": deleted,
        "post_status": "open",
        "lb_highlight": False,
        "sticky": False,
        "groups": [{"id": "main", "refs": [{"item": item}]}],
    }


def _posts(*posts: dict) -> Reply:
    me = {"title": "client_blogs/1/posts", "href": "client_blogs/1/posts"}
    meta = {"page": 1, "max_results": 20, "total": len(posts)}
    body = {"_items": list(posts), "_meta": meta, "_links": {"self": me}}
    return Reply(200, json.dumps(body).encode(), {"Content-Type": "application/json"})


async def test_a_live_blog_is_asked_for_what_changed(desk: Desk, server: Server) -> None:
    path = "/api/client_blogs/1/posts"
    one = _post(1, "Ferries stop", "2025-10-09T08:00:00+00:00")
    two = _post(2, "Bridge closed", "2025-10-09T08:10:00+00:00")
    changed = _post(3, "Ferries sail", "2025-10-09T08:20:00+00:00")
    gone = _post(1, "Ferries stop", "2025-10-09T08:21:00+00:00", deleted=True)

    def answer(asked: Asked) -> Reply:
        if "source=" not in asked.path:
            return _posts(two, one)
        return _posts(gone, changed) if "08%3A10" in asked.path else _posts()

    server.answers[path] = answer
    source_id = desk.add(server.url(path))
    desk.engine.watching = {source_id}
    assert await desk.poll(source_id) == ["new", "new", "poll"]
    assert desk.state(source_id).poll.format == "superdesk"
    assert await desk.poll(source_id) == ["withdrawn", "new", "poll"]
    assert await desk.poll(source_id) == ["poll"]
    assert [("source=" in one.path) for one in server.asked] == [False, True, True]
    assert "08%3A21" in server.asked[2].path
    assert desk.state(source_id).entries >= 2
    assert desk.state(source_id).poll.progress.deltas == 2


async def test_the_plan_of_older_pages_closes_a_gap_over_http(desk: Desk, server: Server) -> None:
    def page(*numbers: int, onward: str | None = None) -> Reply:
        items = [
            {
                "id": f"n{n}",
                "title": f"Story {n}",
                "content_text": f"Story {n} of the harbour.",
                "date_published": f"2025-10-09T07:{n:02}:00Z",
            }
            for n in numbers
        ]
        body: dict = {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour", "items": items}
        if onward:
            body["next_url"] = onward
        return Reply(200, json.dumps(body).encode(), {"Content-Type": "application/feed+json"})

    server.answers["/feed.json"] = page(3, 2, 1)
    source_id = desk.add(server.url("/feed.json"))
    await desk.poll(source_id)
    server.answers["/feed.json"] = page(9, 8, onward=server.url("/2.json"))
    server.answers["/2.json"] = page(7, 6, 5, onward=server.url("/3.json"))
    server.answers["/3.json"] = page(4, 3, 2)
    assert await desk.poll(source_id) == ["new"] * 6 + ["poll"]
    assert [one.path for one in server.asked[1:]] == ["/feed.json", "/2.json", "/3.json"]
