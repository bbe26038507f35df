"""Live blogs of publishers in JSON (Guardian, Al Jazeera, BBC): what each of our fictional answers says."""

from __future__ import annotations

import json

import pytest

from reader.formats import parse
from reader.formats.answer import feed_object, iso
from reader.model.entry import BlockKind, EntryKind
from reader.model.snapshot import Document, FeedState
from tests.formats.support import fixture, snapshot
from tests.formats.test_json_live_vendors import changed, read, texts

LIVE = "https://paper.example/harbour/live/storm"


class TestGuardianPage:
    def test_blocks(self) -> None:
        found = snapshot("live-guardian.json")
        summary, key, post, video = found.entries
        assert [entry.native_id for entry in found.entries] == [f"block-6030{n}" for n in (3, 2, 1, 0)]
        assert [entry.headline for entry in found.entries] == ["Summary", None, "Trains", None]
        assert iso(key.published) == "2024-05-04T06:20:02Z"
        assert key.time_label == "7.20 BST"
        assert key.url == f"{LIVE}?page=with:block-60302#block-60302"
        assert (summary.flags.summary, summary.kind) == (True, EntryKind.SUMMARY)
        assert key.flags.key_event
        assert key.flags.pinned, "the page names it as its pinned post"
        picture = key.wording.media[0]
        assert (picture.url, picture.credit) == ("https://pics.example/4000.jpg", "Photograph: Ada Lund")
        assert post.wording.embeds[0].url == "https://twitter.com/rail/status/9"
        assert post.wording.cards[0].title == "More on the bridge"
        assert video.wording.media[0].url == "https://www.youtube.com/watch?v=abc-DEF_1"
        assert video.wording.paragraphs == ("Later", "Night", "Two o'clock", "Wind.")
        assert video.wording.body[0].kind is BlockKind.SUBHEAD

    def test_the_page(self) -> None:
        feed = snapshot("live-guardian.json").feed
        assert (feed.title, feed.state, feed.lead) == ("Storm at Port Ellery – live", FeedState.LIVE, ("All day",))
        assert feed.older_url == f"{LIVE}?page=with:block-60300"
        assert feed.delta_url
        assert feed.delta_url.startswith("https://api.paper.example/harbour/live/storm.json?lastUpdate=")
        assert feed_object(feed)["older_url"] == feed.older_url
        assert feed_object(feed)["delta_url"] == feed.delta_url

    def test_a_later_page_lists_a_part(self) -> None:
        assert snapshot("live-guardian.json").complete
        assert not read(changed("live-guardian.json", pagination={"currentPage": 2})).complete

    @pytest.mark.parametrize("title", ["Storm – as it happened", "Storm: live blog closed"])
    def test_the_title_says_that_it_is_over(self, title: str) -> None:
        feed = read(changed("live-guardian.json", headline=title)).feed
        assert feed.state is FeedState.ENDED
        assert feed.state_reason

    def test_an_article_has_blocks_too_and_is_none(self) -> None:
        article = changed("live-guardian.json", contentType="Article", format={"design": ""}, linkedData=[])
        assert not parse(Document(json.dumps(article).encode())).is_feed

    def test_without_blocks_yet(self) -> None:
        found = read(changed("live-guardian.json", blocks=[], linkedData=None))
        assert (found.format, found.entries) == ("guardian-json", ())


class TestGuardianPoll:
    def test_new_blocks_only(self) -> None:
        url = f"{LIVE}.json?lastUpdate=block-60300&isLivePage=true&dcr=true"
        found = snapshot("live-guardian-poll.json", url)
        (entry,) = found.entries
        assert (entry.native_id, entry.headline, entry.time_label) == ("block-60305", "Ferries back", "10.30 BST")
        assert entry.wording.paragraphs == ("The first one left.", "Full.")
        assert iso(entry.published) == "2024-05-04T09:30:00Z"
        assert not found.complete
        assert found.feed.delta_url == url.replace("60300", "60305")

    def test_nothing_new(self) -> None:
        found = read({"numNewBlocks": 0, "html": "", "mostRecentBlockId": "block-1"})
        assert (found.entries, found.complete) == ((), False)

    def test_blocks_of_the_older_design(self) -> None:
        html = (
            '<div id="block-1" class="block is-key-event is-summary"><p class="block-time published-time">'
            '<time datetime="2024-05-04T10:00:00Z">11:00</time></p><h2 class="block-title">Fog</h2>'
            '<div class="block-elements"><p>Low.</p></div><p class="updated-time">Updated</p></div>'
        )
        (entry,) = read({"numNewBlocks": 1, "html": html, "mostRecentBlockId": "block-1"}).entries
        assert (entry.headline, entry.wording.text) == ("Fog", "Low.")
        assert entry.flags.key_event
        assert entry.flags.summary


class TestGuardianApi:
    def test_blocks(self) -> None:
        found = snapshot("live-guardian-api.json")
        first, second = found.entries
        assert (first.native_id, first.headline, first.wording.text) == ("block-60302", "Open", "The bridge is open.")
        assert first.flags.key_event
        assert first.wording.media[0].credit == "Ada Lund"
        assert iso(first.updated) == "2024-05-04T09:05:00Z"
        assert (second.wording.text, second.flags.pinned) == ("Fog.", True)
        assert iso(second.published) == "2024-05-04T09:00:00Z"
        assert found.feed.state is FeedState.ENDED

    def test_blocks_asked_for_by_name_are_a_part(self) -> None:
        data = changed("live-guardian-api.json")
        content = data["response"]["content"]
        content["blocks"] = {"requestedBodyBlocks": {"body:latest:1": content["blocks"]["body"][:1]}}
        found = read(data)
        assert len(found.entries) == 1
        assert not found.complete

    def test_an_article_is_none(self) -> None:
        data = changed("live-guardian-api.json")
        data["response"]["content"] |= {"type": "article", "tags": []}
        assert not parse(Document(json.dumps(data).encode())).is_feed


class TestAlJazeera:
    def test_the_shell_tells_when_and_not_what(self) -> None:
        found = snapshot("live-aljazeera-shell.json")
        assert [entry.native_id for entry in found.entries] == ["4003", "4001", "4002"]
        assert [iso(entry.published) for entry in found.entries] == [
            "2024-05-04T11:00:00Z",
            "2024-05-04T10:00:00Z",
            None,
        ]
        assert all(entry.headline is None and not entry.wording.text for entry in found.entries)
        assert found.feed.lead == ("Ferries are back.", "Bridge ‘open’", "Fog lifts")
        assert found.feed.state is FeedState.LIVE
        assert found.complete
        assert found.entries[0].url == "https://www.aljazeera.com/news/liveblog/2024/5/4/storm-live?update=4003"

    def test_children_alone(self) -> None:
        found = read({"data": {"article": {"children": [4003, 4001], "__typename": "Post"}}})
        assert [entry.native_id for entry in found.entries] == ["4003", "4001"]

    def test_a_blog_that_is_over_and_empty(self) -> None:
        shell = {"postType": "liveblog", "title": "Over", "isLive": False, "children": [], "childrenMeta": []}
        found = read({"data": {"article": shell}})
        assert (found.entries, found.feed.state) == ((), FeedState.ENDED)

    def test_an_article_with_an_empty_list_of_children_is_none(self) -> None:
        article = {"postType": "post", "title": "Fog", "children": [], "__typename": "Post"}
        assert not parse(Document(json.dumps({"data": {"article": article}}).encode())).is_feed

    def test_one_update(self) -> None:
        found = snapshot("live-aljazeera-update.json", "https://www.aljazeera.com/graphql?x=1")
        (entry,) = found.entries
        assert (entry.native_id, entry.headline) == ("4003", "Our coverage continues")
        assert iso(entry.published) == "2024-05-04T11:00:00Z", "no zone is UTC"
        assert iso(entry.updated) == "2024-05-04T11:05:00Z"
        assert entry.authors == ("Mira Voss",)
        assert entry.flags.breaking
        assert entry.wording.media[0].caption == "The quay"
        assert not found.complete
        assert found.feed.successor_url == "https://www.aljazeera.com/news/liveblog/2024/5/5/storm-day-two"

    def test_a_title_that_is_not_to_be_shown(self) -> None:
        data = changed("live-aljazeera-update.json")
        data["data"]["posts"] |= {"shouldDisplayTitle": False, "showAuthor": False}
        (entry,) = read(data).entries
        assert (entry.headline, entry.authors) == (None, ())


class TestBbc:
    def test_posts(self) -> None:
        found = snapshot("live-bbc.json", "https://news.example/pidgin/live/c7?page=1&x=2")
        first, picture, post = found.entries
        assert (first.native_id, first.headline) == ("asset:3", "Bridge open")
        assert first.wording.paragraphs == ("Traffic moves again.", "Cars", "Trams")
        assert [(one.url, first.wording.body[0].text[one.start : one.end]) for one in first.wording.body[0].links] == [
            ("https://harbour.example/b", "moves")
        ]
        assert first.wording.body[1].kind is BlockKind.LIST_ITEM
        assert first.flags.breaking
        assert first.authors == ("Mira Voss",)
        assert first.tags == ("Harbour desk",)
        assert iso(first.published) == "2024-05-04T13:00:00Z"
        shown = picture.wording.media[0]
        assert (shown.caption, shown.credit, shown.alt) == ("The quay", "Ada Lund", "A quay")
        assert shown.url == "https://ichef.bbci.co.uk/news/1024/cpsprodpb/ab12/live/q.jpg"
        assert picture.kind is EntryKind.PHOTO
        assert [one.url for one in post.wording.embeds] == ["https://twitter.com/rail/status/9"]
        assert post.wording.embeds[0].text is None
        assert post.wording.media[0].caption == "Waves at the quay"

    def test_the_page(self) -> None:
        found = snapshot("live-bbc.json", "https://news.example/pidgin/live/c7?page=1&x=2")
        assert found.feed.older_url == "https://news.example/pidgin/live/c7?page=2&x=2"
        assert found.feed.state is FeedState.LIVE
        assert found.feed.lead == ("All day", "Bridge open")
        assert found.complete

    @pytest.mark.parametrize("content", [None, {"data": None}, {"data": {"results": []}}])
    def test_a_page_without_posts_yet(self, content: object) -> None:
        page = {"title": "Storm", "isLive": True, "liveTextStream": {"content": content}}
        found = read({"data": page})
        assert (found.entries, found.feed.title) == ((), "Storm")

    def test_the_data_in_a_page(self) -> None:
        data = fixture("live-bbc.json").decode().replace("</", "<\\/")
        script = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
        html = f"<html><body><main>x</main>{script}</body></html>"
        found = parse(Document(html.encode(), "https://news.example/pidgin/live/c7")).snapshot
        assert found is not None
        assert [entry.native_id for entry in found.entries] == ["asset:3", "asset:2", "asset:1"]
        assert found.entries[0].url == "https://news.example/pidgin/live/c7#asset:3"
        broken = html.replace('"results"', '"results', 1)
        assert not parse(Document(broken.encode())).is_feed

    def test_the_older_batch(self) -> None:
        url = (
            "https://push.example/batch?t=/data/bbc-morph-lx-commentary-data-paged/assetUri/%2Fnews%2Flive%2Fharbour-1/"
            "limit/20/pageNumber/1/version/1.5.6"
        )
        found = snapshot("live-bbc-morph.json", url)
        first, second = found.entries
        assert (first.native_id, first.headline, first.flags.breaking) == ("67f0a", "Bridge open", True)
        assert texts(found) == ["Traffic moves\n\nCars & trams", "Fog."]
        assert first.wording.links == ("https://harbour.example/b",)
        assert first.url == "https://www.bbc.co.uk/news/live/harbour-1?pinned_post_locator=urn:asset:67f0a"
        assert second.wording.media[0].credit == "Ada Lund"
        assert found.feed.older_url == url.replace("pageNumber/1", "pageNumber/2")
