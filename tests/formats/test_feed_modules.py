"""Feeds beyond the plain ones: modules, ill-formed XML, relative addresses, paging, tombstones."""

from __future__ import annotations

import pytest

from reader.formats import parse
from reader.formats.answer import iso
from reader.model.entry import EntryKind
from reader.model.snapshot import Document, Snapshot

from .support import snapshot

URL = "https://harbour.example/feed.xml"
ATOM = "xmlns='http://www.w3.org/2005/Atom'"


def read(text: str) -> Snapshot:
    found = parse(Document(text.encode(), URL))
    assert found.snapshot is not None, found.reason
    return found.snapshot


def test_modules() -> None:
    found = snapshot("harbour-module.xml", URL)
    assert (found.feed.language, found.feed.direction, found.feed.ttl) == ("fa", "rtl", 900)
    assert not found.complete, "there is a next page"
    assert found.feed.older_url == "https://harbour.example/news/page2.xml"
    pictures, file, film, gone = found.entries
    assert [(media.url, media.caption, media.credit) for media in pictures.wording.media] == [
        ("https://harbour.example/news/a.jpg", "The quay", "Ida Ferro"),
        ("https://harbour.example/news/b.jpg", None, None),
    ]
    assert pictures.kind is EntryKind.GALLERY
    assert (pictures.url, pictures.authors) == ("https://harbour.example/news/pictures", ("Ole Quist", "Ida Ferro"))
    assert (iso(pictures.published), iso(pictures.updated)) == ("2021-06-09T08:00:00Z",) * 2
    assert [(card.title, card.url) for card in file.wording.cards] == [
        ("ferries 2021.pdf", "https://files.example/ferries%202021.pdf")
    ]
    assert (file.tags, file.language, file.direction) == (("Travel", "Ferries"), "en", None)
    assert [media.kind for media in film.wording.media] == ["video", "photo"]
    assert film.wording.text == "Of the ferry."
    assert (gone.native_id, gone.flags.deleted, iso(gone.updated)) == ("quill-2", True, "2021-06-09T09:00:00Z")


@pytest.mark.parametrize(
    "inside",
    [
        "<item><title>Fish & chips</title><description>a < b</description></item>",
        "<item><title>Fish &amp; chips</title><description>a &lt; b</description><media:foo/></item>",
        "<item><title>Fish &amp; chips</title><description><![CDATA[a &lt; b]]></description></itme>",
        "<item><title>Fish &amp; chips<description>a &lt; b",
        "\x01<item><title>Fish &amp; chips</title><description><p>a &lt; b<br></description></item>",
        "<item><title>Fish &amp; chips</title><description><![CDATA[a &lt; b",
        "<item><title>Fish &nosuch; chips</title><description>a &lt; b</description></item>".replace(
            "&nosuch;", "&amp;"
        ),
    ],
    ids=["bare", "prefix", "wrong end", "no ends", "control", "section", "sound"],
)
def test_ill_formed(inside: str) -> None:
    found = read(f"\n <rss version='2.0'><channel><title>Q</title>{inside}</channel></rss>")
    entry = found.entries[0]
    assert (entry.headline or "").startswith("Fish & chips")
    assert "a < b" in f"{entry.headline} {entry.wording.text}"


def test_content_without_its_namespace_and_unescaped_html() -> None:
    found = read(
        "<rss version='2.0'><channel><item><content:encoded><![CDATA[<p>Long &amp; whole</p>]]></content:encoded></item>"
        "<item><description><p>One<br>two <b>three</b></p><p>four</p></description><title>T</title></item></channel></rss>"
    )
    assert found.entries[0].wording.text == "Long & whole"
    assert found.entries[1].wording.paragraphs == ("One\ntwo three", "four")
    assert found.entries[1].headline == "T"


def test_atom_text_is_what_its_type_says() -> None:
    found = read(
        f"<feed {ATOM}><title type='html'>A &amp;amp; B</title><author><name>Ida</name></author>"
        "<entry><id>u:1</id><title>&lt;b&gt; is bold</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
        "<p>x <em>y</em></p><ul><li>z</li></ul></div></content></entry>"
        "<entry><id>u:2</id><author><name>Ole</name></author><content type='text'>a &lt;b&gt; c</content></entry>"
        "<entry><id>u:3</id><content type='application/octet-stream'>PHA+aGk8L3A+</content></entry></feed>"
    )
    first, second, third = found.entries
    assert found.feed.title == "A & B"
    assert (first.headline, first.wording.paragraphs, first.authors) == ("<b> is bold", ("x y", "z"), ("Ida",))
    assert (second.wording.text, second.authors) == ("a <b> c", ("Ole",))
    assert third.wording.text == "hi"


def test_relative_addresses_count_from_the_nearest_base() -> None:
    found = read(
        f"<feed {ATOM} xml:base='/a/'><link href='page'/><entry xml:base='b/'><id>u:1</id><link href='c'/>"
        "<content type='html' xml:base='d/'>&lt;a href='e'&gt;x&lt;/a&gt;</content></entry></feed>"
    )
    assert found.feed.url == "https://harbour.example/a/page"
    assert found.entries[0].url == "https://harbour.example/a/b/c"
    assert found.entries[0].wording.links == ("https://harbour.example/a/b/d/e",)


def test_ids_and_permalinks() -> None:
    found = read(
        "<rss version='2.0'><channel><item><guid>https://harbour.example/1</guid><title>a</title></item>"
        "<item><guid isPermaLink='false'>https://harbour.example/2</guid><title>b</title></item>"
        "<item><guid>/3</guid><title>c</title></item></channel></rss>"
    )
    assert [entry.url for entry in found.entries] == ["https://harbour.example/1", None, "https://harbour.example/3"]
    assert [entry.native_id for entry in found.entries][2] == "https://harbour.example/3"


def test_updated_is_not_published() -> None:
    found = read(
        f"<feed {ATOM}><entry><id>u:1</id><published>2021-06-09T08:00:00Z</published>"
        "<updated>2021-06-09T09:00:00Z</updated></entry></feed>"
    )
    assert (iso(found.entries[0].published), iso(found.entries[0].updated)) == (
        "2021-06-09T08:00:00Z",
        "2021-06-09T09:00:00Z",
    )


def test_channel_definition_format() -> None:
    found = read(
        "<channel href='https://harbour.example/' lastmod='2021-06-09T08:00'><title>Q</title><abstract>News</abstract>"
        "<item href='one' lastmod='2021-06-09T07:00'><title>One</title><abstract>First</abstract></item></channel>"
    )
    assert (found.format, found.feed.title, found.feed.url, found.feed.lead) == (
        "cdf",
        "Q",
        "https://harbour.example/",
        ("News",),
    )
    entry = found.entries[0]
    assert (entry.url, entry.wording.text, iso(entry.published)) == (
        "https://harbour.example/one",
        "First",
        "2021-06-09T07:00:00Z",
    )


def test_json_feed_attachments_language_and_next_page() -> None:
    found = read(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Q", "language": "ar", "next_url": "/2.json", "items": ['
        '{"id": "1", "content_html": "<p>x</p>", "language": "en", "attachments": ['
        '{"url": "/a/times.pdf", "mime_type": "application/pdf"}, {"url": "/b.mp3", "mime_type": "audio/mpeg"}]}]}'
    )
    assert (found.feed.direction, found.feed.older_url, found.complete) == (
        "rtl",
        "https://harbour.example/2.json",
        False,
    )
    entry = found.entries[0]
    assert (entry.language, entry.direction) == ("en", None)
    assert [(card.title, card.url) for card in entry.wording.cards] == [
        ("times.pdf", "https://harbour.example/a/times.pdf")
    ]
    assert [media.kind for media in entry.wording.media] == ["audio"]
