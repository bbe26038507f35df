"""Live blogs of vendors in JSON: what each of our fictional answers says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reader.formats import parse
from reader.formats.answer import iso
from reader.model.entry import EntryKind, KeyKind
from reader.model.snapshot import Document, FeedState, Snapshot
from tests.formats.support import fixture, snapshot

POSTS = "https://harbour.example/api/client_blogs/58bfeb4c15720af1a94c1052/posts"


def read(data: object, url: str | None = None) -> Snapshot:
    found = parse(Document(json.dumps(data).encode(), url))
    assert found.snapshot is not None, found.reason
    return found.snapshot


def changed(name: str, **more: Any) -> Any:
    return json.loads(fixture(name).decode("utf-8-sig")) | more


def texts(found: Snapshot) -> list[str]:
    return [entry.wording.text for entry in found.entries]


class TestSuperdesk:
    def test_marks_and_words(self) -> None:
        found = snapshot("live-superdesk.json")
        first, pictures, post, gone, draft, advert = found.entries
        assert found.format == "superdesk"
        assert first.native_id == "urn:newsml:harbour:6"
        assert iso(first.published) == "2024-05-04T16:01:00Z"
        assert iso(first.updated) == "2024-05-04T16:10:00Z"
        assert first.flags.key_event
        assert first.authors == ("Mira Voss",)
        assert first.wording.text == "The bridge at Port Ellery is open again."
        assert [(one.url, one.caption, one.credit) for one in first.wording.media] == [
            ("https://pics.example/ferry.jpg", "The ferry at the quay", "Ada Lund")
        ]
        assert pictures.flags.pinned
        assert pictures.kind is EntryKind.PHOTO
        assert post.kind is EntryKind.EMBED
        assert post.wording.embeds[0].author == "Ellery Rail (@elleryrail)"
        assert gone.flags.deleted
        assert draft.flags.deleted
        assert advert.kind is EntryKind.AD

    def test_a_comment_of_a_reader_is_no_entry(self) -> None:
        assert "First!" not in texts(snapshot("live-superdesk.json"))

    def test_captions_speak_where_pictures_stand_alone(self) -> None:
        picture = snapshot("live-superdesk.json").entries[1]
        assert picture.wording.text == "The ferry at the quay Credit: Ada Lund"
        assert [(one.caption, one.credit) for one in picture.wording.media] == [(None, "Ada Lund")]

    def test_a_part_is_not_taken_for_the_whole(self) -> None:
        data = changed("live-superdesk.json")
        assert not read(data).complete
        assert read(data | {"_meta": {"total": 7, "page": 1}}).complete

    def test_addresses_of_what_is_older_and_of_what_changed(self) -> None:
        feed = snapshot("live-superdesk.json", POSTS).feed
        assert feed.older_url == f"{POSTS}?page=2"
        assert feed.delta_url
        assert feed.delta_url.startswith(f"{POSTS}?max_results=")
        assert "2024-05-04T16%3A10%3A00" in feed.delta_url
        assert snapshot("live-superdesk.json").feed.older_url is None

    def test_wrapped_with_its_blog(self) -> None:
        blog = {"_id": "58", "title": "Storm &amp; fog", "blog_status": "closed", "description": "<p>All day</p>"}
        found = read({"posts": changed("live-superdesk.json"), "blog": blog})
        assert len(found.entries) == 6
        assert (found.feed.title, found.feed.state, found.feed.lead) == ("Storm & fog", FeedState.ENDED, ("All day",))

    def test_an_empty_list_is_an_empty_live_blog(self) -> None:
        found = read(changed("live-superdesk.json", _items=[]))
        assert found.entries == ()

    def test_another_eve_resource_is_no_live_blog(self) -> None:
        data = {"_items": [{"_id": "1", "name": "A boat"}], "_meta": {"total": 1}, "_links": {}}
        assert not parse(Document(json.dumps(data).encode())).is_feed

    def test_packages_are_opened(self) -> None:
        text = {"item": {"item_type": "text", "text": "Inside."}}
        package = {"item": {"item_type": "composite", "groups": [{"id": "main", "refs": [text]}]}}
        post = {"_id": "urn:1", "post_status": "open", "groups": [{"id": "main", "refs": [package, None, "x"]}]}
        assert texts(read({"_items": [post]})) == ["Inside."]


class TestWordPress:
    def test_changes(self) -> None:
        found = snapshot("live-wordpress.json")
        update, new, gone = found.entries
        assert (update.native_id, update.headline) == ("1207", "Bridge open")
        assert update.wording.text == "The bridge is open."
        assert (iso(update.published), iso(update.updated)) == ("2024-05-04T10:00:00Z", "2024-05-04T11:00:00Z")
        assert update.flags.key_event
        assert update.authors == ("Mira Voss",)
        assert update.url == "https://harbour.example/live/?lbup=1207"
        assert (new.headline, new.updated) == (None, None)
        assert gone.flags.deleted
        assert not found.complete

    def test_a_poll_without_news_is_an_empty_feed(self) -> None:
        found = read({"entries": [], "latest_timestamp": None, "refresh_interval": 10})
        assert (found.format, found.entries, found.complete) == ("wordpress-liveblog", (), False)

    def test_pages(self) -> None:
        entries = changed("live-wordpress.json")["entries"][1:2]
        first = {"entries": entries, "page": 1, "pages": 3}
        url = "https://harbour.example/wp-json/liveblog/v1/9/get-entries/1/1206-1714813200"
        found = read(first, url)
        assert found.complete
        assert found.feed.older_url == url.replace("get-entries/1/", "get-entries/2/")
        assert not read(first | {"page": 2}, url.replace("get-entries/1/", "get-entries/2/")).complete

    def test_a_log_that_names_an_entry_twice(self) -> None:
        new = {"id": 5, "type": "new", "render": "<p>Frist</p>", "timestamp": 1714813200}
        update = {
            "id": 5,
            "type": "update",
            "render": "<p>First</p>",
            "timestamp": 1714813300,
            "entry_time": 1714813200,
        }
        assert texts(read({"entries": [new, update], "latest_timestamp": 1})) == ["First"]
        found = read({"entries": [new, update, {"id": 5, "type": "delete", "timestamp": 1714813400}]})
        assert [(entry.native_id, entry.flags.deleted) for entry in found.entries] == [("5", True)]


class TestTickaroo:
    def test_escaped_three_times_over(self) -> None:
        found = snapshot("live-tickaroo.json")
        first, second = found.entries
        assert (found.format, found.feed.title) == ("tickaroo", "Storm at Port Ellery")
        assert (first.headline, first.wording.text) == ("Ferries back", "The first one left at noon.")
        assert first.wording.cards[0].url == "https://harbour.example/ferries"
        assert first.key_kind is KeyKind.DERIVED
        assert iso(first.updated) == "2024-05-04T10:40:00Z"
        assert (second.headline, second.wording.text) == ("Fog & rain", "Visibility is low.")

    @pytest.mark.parametrize("html", ['<tickaroo-liveblog initialData="{broken">', '<div class="tik4-x">', ""])
    def test_what_holds_no_data_is_no_live_blog(self, html: str) -> None:
        assert not parse(Document(json.dumps({"html": html}).encode())).is_feed

    def test_beside_its_html(self) -> None:
        schema = {"@type": "LiveBlogPosting", "headline": "Storm", "liveBlogUpdate": []}
        assert read({"html": "<div></div>", "schema": json.dumps(schema)}).feed.title == "Storm"


class TestNorkon:
    def test_answer_behind_a_byte_order_mark(self) -> None:
        assert fixture("live-norkon.json").startswith(b"\xef\xbb\xbf")
        base = "https://centre.example/BulletinFeed/harbour/60404/"
        found = snapshot("live-norkon.json", f"{base}Initial/")
        assert [entry.headline for entry in found.entries] == ["Bridge 'open'", None, "Good morning"]
        assert [entry.flags.key_event for entry in found.entries] == [True, False, False]
        assert iso(found.entries[0].updated) == "2024-05-04T11:05:00Z"
        assert found.feed.older_url == f"{base}Earlier/900001/"
        assert not found.complete

    def test_earlier_posts_are_a_bare_list(self) -> None:
        posts = changed("live-norkon.json")["result"]["addedOrChanged"]
        base = "https://centre.example/BulletinFeed/harbour/60404/"
        found = read(posts, f"{base}Earlier/900009/")
        assert [entry.native_id for entry in found.entries] == ["900003", "900002", "900001"]
        assert found.feed.older_url == f"{base}Earlier/900001/"

    def test_nothing_new(self) -> None:
        assert read({"success": True, "result": {"addedOrChanged": [], "hasMore": False}}).entries == ()


class TestLive24:
    def test_news_and_event(self) -> None:
        found = snapshot("live-24liveblog.json")
        assert [entry.native_id for entry in found.entries] == ["3085520000000000003", "3085520000000000002"]
        assert [iso(entry.published) for entry in found.entries] == ["2024-05-04T11:00:00Z", "2024-05-04T10:00:00Z"]
        assert (found.feed.title, found.feed.state) == ("Storm at Port Ellery", FeedState.ENDED)
        assert "Bridge open" in found.feed.lead

    def test_the_event_alone_is_a_live_blog_whose_news_are_elsewhere(self) -> None:
        event = changed("live-24liveblog.json")["data"]["event"] | {"closed": 0}
        found = read({"data": {"event": event}})
        assert (found.entries, found.feed.state, found.complete) == ((), FeedState.LIVE, False)

    def test_the_cursor_is_the_last_of_a_full_list(self) -> None:
        base = "https://data.example/v1/event/7/news/?inverted_order=1&last_nid=&limit="
        older = snapshot("live-24liveblog.json", f"{base}2").feed.older_url
        assert older == "https://data.example/v1/event/7/news/?inverted_order=1&last_nid=3085520000000000002&limit=2"
        assert snapshot("live-24liveblog.json", f"{base}100").feed.older_url is None


class TestArena:
    def test_posts(self) -> None:
        found = snapshot("live-arena.json")
        first, second = found.entries
        assert (first.native_id, first.headline, first.wording.text) == ("aZ1", "Bridge open", "Traffic moves.")
        assert first.flags.pinned
        assert first.authors == ("Mira Voss",)
        assert first.wording.media[0].caption == "The bridge"
        assert (iso(first.published), iso(first.updated)) == ("2024-05-04T11:00:00Z", "2024-05-04T11:01:40Z")
        assert second.headline is None
        assert (found.feed.title, found.feed.lead) == ("Storm at Port Ellery", ("All day.",))

    def test_a_forum_is_no_live_blog(self) -> None:
        posts = [{"message": {"body": "Hello"}, "createdAt": 1}]
        assert not parse(Document(json.dumps({"posts": posts}).encode())).is_feed


class TestScribbleLive:
    def test_posts_edits_and_deletions(self) -> None:
        found = snapshot("live-scribble.json")
        assert [entry.native_id for entry in found.entries] == ["803", "802", "801", "800"]
        assert texts(found) == ["The quay", "Fog over the bay", "A slip", "Good morning"]
        assert [entry.flags.deleted for entry in found.entries] == [False, False, True, False]
        assert iso(found.entries[1].published) == "2024-05-04T10:00:00Z"
        assert found.entries[0].wording.media[0].url == "https://pics.example/quay.jpg"
        assert found.feed.state is FeedState.LIVE

    def test_the_end(self) -> None:
        assert read(changed("live-scribble.json", IsLive="0", Posts=[])).feed.state is FeedState.ENDED


class TestEventLog:
    def test_it_is_replayed(self) -> None:
        found = snapshot("live-ft.json")
        kept, gone = found.entries
        assert (kept.native_id, kept.wording.text, kept.authors) == ("11", "Open, and up.", ("Mira Voss",))
        assert (iso(kept.published), iso(kept.updated)) == ("2024-05-04T08:00:00Z", "2024-05-04T08:05:00Z")
        assert gone.flags.deleted
        assert (found.feed.title, found.feed.lead, found.feed.order) == (
            "Market storm: calm returns",
            ("Live",),
            "oldest_first",
        )

    def test_another_log_of_events_is_none(self) -> None:
        log = [{"event": "delete", "data": {"id": 1}}, {"event": "push", "data": {}}]
        assert not parse(Document(json.dumps(log).encode())).is_feed


class TestOtherJson:
    @pytest.mark.parametrize(
        "data",
        [
            {},
            [],
            None,
            3,
            {"error": "not found"},
            {"items": [{"id": 1, "title": "A boat"}]},
            {"posts": []},
            {"entries": []},
            {"results": []},
            {"blocks": []},
            {"data": {"article": None}},
            {"event": {"title": "A fair", "created": 1}},
            [{"id": 1, "created": 2, "content": {}}],
        ],
    )
    def test_is_no_feed(self, data: object) -> None:
        found = parse(Document(json.dumps(data).encode()))
        assert not found.is_feed
        assert found.reason
