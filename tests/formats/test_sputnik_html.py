"""Live pages in HTML, both designs, and pages of the same site that are none.

The fixtures are reconstructions: the structure as scrapers and real articles show it, fictional contents.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.formats import parse
from reader.formats.answer import iso
from reader.model.entry import Basis, BlockKind, KeyKind, Precision
from reader.model.snapshot import Document, FeedState

from .support import fixture, reading, snapshot

URL = "https://harbour.example/20210609/quill-1000000001.html"
OLD_URL = "https://harbour.example/world/202106091000000001-quill/"


def test_2021_page() -> None:
    found = snapshot("harbour-2021.html", URL)
    feed = found.feed
    assert found.format == "sputnik-html-2021"
    assert feed.title == "LIVE: Ferry Reaches Quill After Two Days"
    assert feed.state is FeedState.LIVE
    assert feed.lead == ("The harbour wall at Quill gave way.", "Dockers blame the port.")
    assert feed.call_to_action == "Follow the Live Feed to Find Out More!"
    assert feed.tags == ("Quill", "ports")
    assert iso(feed.coverage_start) == "2021-06-09T09:10:00Z"
    assert (feed.language, feed.direction, feed.order) == ("en", "ltr", "newest_first")


def test_2021_kinds_ids_and_marks() -> None:
    entries = snapshot("harbour-2021.html", URL).entries
    assert [entry.kind.value for entry in entries] == ["text", "photo", "gallery", "card", "video", "embed", "text"]
    assert [entry.native_id for entry in entries] == ["1000000900", *(f"10000008{n}" for n in range(99, 93, -1))]
    assert {entry.key_kind for entry in entries} == {KeyKind.NATIVE}
    assert entries[0].flags.pinned
    assert entries[1].flags.key_event
    assert not entries[2].flags.pinned
    assert entries[0].url == f"{URL}#1000000900"
    assert entries[-1].headline is None, "no headline is invented"


def test_2021_times_by_trust() -> None:
    entries = snapshot("harbour-2021.html", URL).entries
    assert [(iso(entry.published), entry.basis, entry.time_label) for entry in entries[:3]] == [
        ("2021-06-10T01:12:00Z", Basis.MACHINE, "01:12 GMT 10.06.2021"),
        ("2021-06-10T00:40:00Z", Basis.PRINTED_ZONE, "00:40 GMT 10.06.2021"),
        ("2021-06-09T23:05:00Z", Basis.MACHINE, "23:05"),
    ]
    assert entries[1].precision is Precision.MINUTE


def test_2021_parts_of_an_entry_stand_apart() -> None:
    entries = snapshot("harbour-2021.html", URL).entries
    first = entries[0].wording
    assert first.headline == "Ferry & Crew Reach Quill"
    assert [(block.kind, block.text) for block in first.body] == [
        (BlockKind.PARAGRAPH, "The ferry came in at half past midnight."),
        (BlockKind.PARAGRAPH, "Nine were on board."),
        (BlockKind.QUOTE, "We never stopped rowing."),
    ]
    link = first.body[0].links[0]
    assert first.body[0].text[link.start : link.end] == "half past midnight"
    assert link.url == "https://harbour.example/20210608/ferry-1000000002.html"
    photo = entries[1].wording.media[0]
    assert (photo.caption, photo.credit, photo.alt) == (
        "The watch with lamps",
        "© Harbour Post / Ida Ferro",
        "Lamps on a wall",
    )
    assert [media.caption for media in entries[2].wording.media] == ["From the east", "From the west"]
    card = entries[3].wording.cards[0]
    assert (card.title, card.text, card.caption) == (
        "Union Ends Strike",
        "The cranes may move again.",
        "A crane at Quill",
    )
    assert card.url == "https://harbour.example/20210609/strike-1000000003.html"
    assert entries[3].read_more_url == card.url
    assert entries[4].wording.media[0].url == "https://video.example/7.mp4"
    post = entries[5].wording.embeds[0]
    assert (post.provider, post.author, post.date_text) == ("Twitter", "Tilda Moor (@tildamoor)", "June 9, 2021")
    assert post.text == "The wall is down, the bell is up."


def test_2020_page_is_found_by_structure() -> None:
    found = snapshot("harbour-2020.html", OLD_URL)
    entries = found.entries
    assert found.format == "sputnik-html-2020"
    assert [(iso(entry.published), entry.headline, entry.kind.value) for entry in entries] == [
        ("2021-06-10T01:12:00Z", "Ferry Reaches Quill", "text"),
        ("2021-06-09T23:05:00Z", "Night Watch", "photo"),
        ("2021-06-09T22:50:00Z", "Dockers Call Off Strike", "card"),
        ("2021-06-09T21:30:00Z", "Divers at Work", "video"),
        ("2021-06-09T09:10:00Z", "Quay Three Is Closed", "text"),
    ]
    assert [block.kind for block in entries[0].wording.body] == [BlockKind.PARAGRAPH, BlockKind.QUOTE]
    photo = entries[1].wording.media[0]
    assert (photo.url, photo.caption, photo.credit) == (
        "https://img.example/1.jpg",
        "The watch with lamps",
        "© Harbour Post / Ida Ferro",
    )
    card = entries[2].wording.cards[0]
    assert card.title is None
    assert card.url == "https://harbour.example/world/202106091000000003-strike/"
    assert {entry.basis for entry in entries} == {Basis.PRINTED_INFERRED_DATE}
    assert iso(found.feed.page_clock) == "2021-06-11T18:20:00Z"
    assert found.feed.title == "Live Updates: Ferry Reaches Quill"
    assert found.feed.tags == ("Quill",)


def test_positions_are_no_identity() -> None:
    page = fixture("harbour-2021.html").decode()
    for at, native in enumerate(["900", *range(899, 893, -1)], 1):
        page = page.replace(f'"1000000{native}"', f'"{at}"').replace(f"#1000000{native}", "")
    found = parse(Document(page.encode(), URL)).snapshot
    assert found is not None
    assert {entry.key_kind for entry in found.entries} == {KeyKind.DERIVED}
    assert not any(entry.native_id and entry.native_id in entry.key.split(":") for entry in found.entries)


def test_an_article_with_timed_margins_is_no_live_page() -> None:
    found = reading("article-2020.html", "https://harbour.example/world/202106111000000009-walls/")
    assert not found.is_feed
    assert found.reason is not None
    assert "ordinary article" in found.reason
    assert [offer.url for offer in found.offers] == ["https://harbour.example/export/rss2/archive/index.xml"]


@pytest.mark.parametrize("cut", range(0, 6000, 371))
def test_a_page_cut_off_anywhere_is_read_or_refused(cut: int) -> None:
    for name in ("harbour-2021.html", "harbour-2020.html"):
        found = parse(Document(fixture(name)[:cut], URL))
        assert found.is_feed or found.reason


def test_corpus_articles_are_no_live_pages(corpus: Path) -> None:
    names = ["sputnik-2019-article-not-live", "sputnik-2020-radio-article-not-live", "a1plus-armenian-article-not-live"]
    for name in [*names, "stern-brexit-article-with-newsticker-2019"]:
        found = parse(Document((corpus / "live" / f"{name}.html").read_bytes()))
        assert not found.is_feed, name
        assert found.reason
