"""RSS, Atom and JSON Feed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.formats import parse
from reader.formats.answer import iso
from reader.formats.times import timestamps
from reader.model.entry import BlockKind, EntryKind, Precision
from reader.model.snapshot import Document

from .support import fixture, snapshot

URL = "https://harbour.example/rss.xml"


def read(text: str, url: str | None = URL):
    return parse(Document(text.encode(), url))


def test_rss2() -> None:
    found = snapshot("harbour-rss2.xml", URL)
    assert found.format == "rss20"
    assert (found.feed.title, found.feed.url, found.feed.language) == (
        "Harbour & Sea",
        "https://harbour.example/",
        "en-gb",
    )
    assert (found.feed.ttl, found.feed.skip_hours, found.feed.skip_days) == (900, (0, 2), ("Sunday",))
    first, second, third = found.entries
    assert (first.headline, first.url, first.native_id) == (
        "Ferry reaches Quill",
        "https://harbour.example/ferry",
        "quill-3",
    )
    assert iso(first.published) == "2021-06-09T21:05:00Z"
    assert [(block.kind, block.text) for block in first.wording.body] == [
        (BlockKind.PARAGRAPH, "The ferry came in at midnight."),
        (BlockKind.LIST_ITEM, "Nine on board"),
    ]
    assert first.wording.body[0].links[0].url == "https://harbour.example/log"
    assert [(media.kind, media.caption, media.credit) for media in first.wording.media] == [
        ("photo", "The ferry", "© Post"),
        ("audio", None, None),
    ]
    assert first.kind is EntryKind.AUDIO
    assert (first.authors, first.tags) == (("Ida Ferro",), ("ports",))
    assert second.precision is Precision.MINUTE
    assert second.wording.text == "Plain < text"
    assert third.headline is None
    assert third.precision is Precision.DAY
    assert len({entry.key for entry in found.entries}) == 3


def test_rss1() -> None:
    found = snapshot("harbour-rss1.xml", URL)
    assert found.feed.ttl == 900
    assert found.entries[0].native_id == "https://harbour.example/1"
    assert iso(found.entries[0].published) == "2021-06-09T09:00:00Z"


def test_atom() -> None:
    found = snapshot("harbour-atom.xml", URL)
    first, second = found.entries
    assert found.feed.title == "Harbour & Sea"
    assert (first.native_id, first.url) == ("urn:quill:1", "https://harbour.example/ferry")
    assert (iso(first.published), iso(first.updated)) == ("2021-06-09T08:00:00Z", "2021-06-09T09:30:15Z")
    assert first.wording.body[0].text == "In at last, log."
    assert first.wording.body[0].links[0].url == "https://harbour.example/log"
    assert first.tags == ("Ports",)
    assert iso(second.published) == "2021-06-09T07:00:00Z"
    assert second.wording.text == "Sum"


def test_json_feed() -> None:
    found = snapshot("harbour-feed.json", "https://harbour.example/feed.json")
    first, second, third = found.entries
    assert (first.native_id, first.headline, first.authors, first.tags) == (
        "17",
        "Ferry & crew",
        ("Ida Ferro",),
        ("ports",),
    )
    assert (iso(first.published), iso(first.updated)) == ("2021-06-09T06:00:00Z", "2021-06-09T09:00:00Z")
    assert first.wording.body[0].links[0].url == "https://harbour.example/log"
    assert first.kind is EntryKind.AUDIO
    assert second.wording.paragraphs == ("One.", "Two \ufffd red")
    assert (second.url, second.read_more_url) == ("https://elsewhere.example/x",) * 2
    assert iso(second.published) == "2021-06-09T09:10:00Z"
    assert second.authors == ("The Post",)
    assert third.headline is None


def test_an_empty_feed_is_a_feed() -> None:
    assert read("<rss version='2.0'><channel><title>Quill</title></channel></rss>").is_feed
    assert read('{"version": "https://jsonfeed.org/version/1", "title": "Quill", "items": []}').is_feed
    assert read("<feed xmlns='http://www.w3.org/2005/Atom'></feed>").is_feed


@pytest.mark.parametrize(
    "hostile",
    [
        '<!DOCTYPE lolz [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss><channel><title>&c;</title></channel></rss>',
        '<?xml version="1.0"?><!-- x --><!DOCTYPE rss SYSTEM "http://x.example/a.dtd" [<!ENTITY % p SYSTEM "file:///etc/passwd">]><rss/>',
        "<rss><channel>" + "<x>" * 5000 + "</channel></rss>",
        "<rss><channel><item " + " ".join(f"a{n}='1'" for n in range(300)) + "/></channel></rss>",
        '{"version":"https://jsonfeed.org/version/1","items":' + "[" * 100_000 + "]" * 100_000 + "}",
        "<!ENTITY x><rss/>",
    ],
    ids=["entities", "parameter entity", "deep", "attributes", "deep json", "bare entity"],
)
def test_hostile_feeds_are_refused_in_words(hostile: str) -> None:
    found = read(hostile)
    assert not found.is_feed
    assert found.reason is not None
    assert found.reason.endswith(".")
    assert "Error" not in found.reason


def test_a_bare_doctype_is_allowed_and_named_entities_read() -> None:
    netscape = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    )
    found = read(
        f'<?xml version="1.0"?>{netscape}<rss version="0.91"><channel><title>Caf&eacute;</title></channel></rss>'
    )
    assert found.snapshot is not None
    assert found.snapshot.feed.title == "Café"


def test_no_more_items_than_anybody_reads() -> None:
    items = "".join(f"<item><title>t{n}</title><guid>g{n}</guid></item>" for n in range(5200))
    found = read(f"<rss version='2.0'><channel><title>Q</title>{items}</channel></rss>")
    assert found.snapshot is not None
    assert len(found.snapshot.entries) == 5000
    assert not found.snapshot.complete


def test_a_truncated_feed_says_that_it_lists_a_part() -> None:
    body = fixture("harbour-rss2.xml")
    found = parse(Document(body[: body.index(b"<title>Second")], URL)).snapshot
    assert found is not None
    assert not found.complete
    assert found.entries[0].headline == "Ferry reaches Quill"


def test_the_item_in_which_a_feed_breaks_off_is_no_new_wording_of_it() -> None:
    items = "".join(
        f"<item><guid>post-{n}</guid><title>T{n}</title><description>Told at length {n}</description></item>"
        for n in (3, 2, 1)
    )
    whole = f"<rss version='2.0'><channel><title>Q</title>{items}</channel></rss>"
    for end in (whole.index("length 1") + 3, whole.rindex("</item>"), whole.rindex("</item>") + 4):
        found = read(whole[:end]).snapshot
        assert found is not None
        assert [entry.headline for entry in found.entries] == ["T3", "T2"]
        assert not found.complete
    only = read(whole[: whole.index("length 3")]).snapshot
    assert only is not None
    assert [entry.headline for entry in only.entries] == ["T3"]


def test_ids_that_serve_and_ids_that_do_not() -> None:
    def keys(*guids: str) -> list[str]:
        items = "".join(
            f"<item><title>t{n}</title><guid isPermaLink='false'>{guid}</guid></item>" for n, guid in enumerate(guids)
        )
        found = read(f"<rss version='2.0'><channel><title>Q</title>{items}</channel></rss>").snapshot
        assert found is not None
        assert len({entry.key for entry in found.entries}) == len(guids)
        return [entry.key.removeprefix("id:").split(":")[0] for entry in found.entries]

    assert keys("post1", "post2", "post3") == ["text"] * 3
    assert keys("3", "2", "1") == ["3", "2", "1"], "a running number is no position"
    assert keys("a", "b", "a") == ["text", "b", "text"]


@pytest.mark.parametrize(
    ("text", "utc", "precision"),
    [
        ("Wed, 09 Jun 2021 23:05:00 +0200", "2021-06-09T21:05:00Z", Precision.SECOND),
        ("Wed, 9 Jun 21 23:05 EST", "2021-06-10T04:05:00Z", Precision.MINUTE),
        ("2021-06-09T23:05:07.25+05:30", "2021-06-09T17:35:07Z", Precision.SECOND),
        ("2021-06-09 23:05:07", "2021-06-09T23:05:07Z", Precision.SECOND),
        ("2020/1/10 14:33:00", "2020-01-10T14:33:00Z", Precision.SECOND),
        ("Seg, 24 Set 2018", "2018-09-24T00:00:00Z", Precision.DAY),
        ("Tue, 15 Nov 2022  20:15:04 Z", "2022-11-15T20:15:04Z", Precision.SECOND),
        ("June 9, 2021 at 3:07 PM", "2021-06-09T15:07:00Z", Precision.MINUTE),
        ("9 июня 2021", "2021-06-09T00:00:00Z", Precision.DAY),
        ("Wed Jun  9 23:05:00 UTC 2021", "2021-06-09T23:05:00Z", Precision.SECOND),
        ("1623229800", "2021-06-09T09:10:00Z", Precision.SECOND),
        ("1623229800000", "2021-06-09T09:10:00Z", Precision.SECOND),
        ("2019-08-27", "2019-08-27T00:00:00Z", Precision.DAY),
        ("2021-06-09T24:00:00Z", "2021-06-10T00:00:00Z", Precision.SECOND),
        ("31 Feb 2021", None, None),
        ("yesterday", None, None),
        ("999999999999999", None, None),
    ],
)
def test_dates_of_feeds(text: str, utc: str | None, precision: Precision | None) -> None:
    made = timestamps.parse(text)
    assert (iso(made[0]), made[1]) == (utc, precision) if made else utc is None


def test_corpus_feeds_are_all_read(corpus: Path) -> None:
    for path in sorted((corpus / "feeds").iterdir()):
        found = parse(Document(path.read_bytes(), URL))
        assert found.is_feed or path.name == "empty.xml", path.name
        if found.snapshot:
            assert len({entry.key for entry in found.snapshot.entries}) == len(found.snapshot.entries)


def test_corpus_conformance_neither_fails_nor_stalls(corpus: Path) -> None:
    import base64

    for line in (corpus / "conformance" / "feedparser-core.jsonl").read_text().splitlines():
        case = json.loads(line)
        found = parse(Document(base64.b64decode(case["data_b64"]), case["base_url"]))
        assert "could not be read:" not in (found.reason or ""), case["name"]


def test_an_item_within_an_item_is_one_and_one_without_a_title_stays() -> None:
    nested = "<item><item><title>One</title></item></item><item><category>ports</category></item>"
    found = read(f"<rss version='2.0'><channel><title>Q</title>{nested}</channel></rss>").snapshot
    assert found is not None
    assert [(entry.headline, entry.tags) for entry in found.entries] == [("One", ()), (None, ("ports",))]


def test_a_json_feed_with_a_comma_too_many() -> None:
    items = '{"id":"1","title":"Ferry","content_text":"It stays."},\n'
    text = '{"version":"https://jsonfeed.org/version/1.1", "title":"T", /* ours */ "items":[' + items + "],}"
    found = parse(Document(text.encode())).snapshot
    assert found is not None
    assert [entry.headline for entry in found.entries] == ["Ferry"]


def test_a_json_feed_that_is_cut_off() -> None:
    items = [{"id": str(n), "content_text": f"{n} The ferry [to Orlan] stays {{in}} port."} for n in range(5)]
    text = json.dumps({"version": "https://jsonfeed.org/version/1", "title": "T", "items": items})[:-25]
    found = parse(Document(text.encode())).snapshot
    assert found is not None
    assert [entry.native_id for entry in found.entries] == ["0", "1", "2", "3"]
    assert not found.complete
    assert parse(Document(b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1')).snapshot is None
