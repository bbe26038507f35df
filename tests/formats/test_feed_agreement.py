"""The quick ways of reading a feed mean what the thorough ways mean, whatever the feed."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.formats import body
from reader.formats.charset import decode
from reader.formats.feeds import feed_dates, syndication
from reader.formats.feeds.xml_guard import guarded
from reader.formats.feeds.xml_lenient import lenient
from reader.formats.feeds.xml_tree import Node, Tree, strict
from reader.formats.page import Page, UnreadableError
from reader.formats.sniff import shape
from reader.formats.times import timestamps
from reader.model.snapshot import Document, Snapshot

from .support import fixture

FIXTURES = ("harbour-rss2.xml", "harbour-rss1.xml", "harbour-atom.xml", "harbour-module.xml")
URL = "https://harbour.example/feed"


def flat(node: Node) -> object:
    """A tree as plain data, adjacent texts joined."""
    parts: list[object] = []
    for part in node.parts:
        if isinstance(part, Node):
            parts.append(flat(part))
        elif parts and isinstance(parts[-1], str):
            parts[-1] += part
        else:
            parts.append(part)
    return (node.name, node.attrs, node.base, node.lang, parts)


def same(text: str) -> None:
    """Both readers of XML make one tree of what is well-formed."""
    try:
        text = guarded(text)
        quick = strict(text)
    except UnreadableError:
        return
    if quick is None:
        return
    thorough = lenient(text)
    assert len(quick.items) == len(thorough.items)
    assert [flat(node) for node in quick.root.elements] == [flat(node) for node in thorough.root.elements]


def snapshot(text: str, monkeypatch: pytest.MonkeyPatch, tree: Tree | None = None) -> Snapshot | None:
    monkeypatch.setattr(syndication, "strict", lambda _: tree)
    found = syndication.read(Page(Document(b"", URL), text, shape(text)))
    return found.snapshot if found else None


@pytest.mark.parametrize("name", FIXTURES[1:])
def test_fixtures_are_one_tree(name: str) -> None:
    text = decode(fixture(name))
    assert strict(guarded(text)) is not None, "the fixture is to be well-formed"
    same(text)


def test_corpus_feeds_are_one_tree(corpus: Path) -> None:
    texts = [decode(path.read_bytes()) for path in sorted((corpus / "feeds").glob("*.xml"))]
    for row in (corpus / "conformance" / "feedparser-core.jsonl").read_text().splitlines():
        texts.append(decode(base64.b64decode(json.loads(row)["data_b64"])))
    quick = 0
    for text in texts:
        try:
            quick += strict(guarded(text)) is not None
        except UnreadableError:
            continue
        same(text)
    assert quick > 0.75 * len(texts), "the rest have entities that nobody declared, or are broken"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_feeds_are_one_tree_or_none(data: st.DataObject) -> None:
    text = decode(fixture(data.draw(st.sampled_from(FIXTURES))))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        until = data.draw(st.integers(at, min(len(text), at + 12)))
        piece = st.sampled_from(
            [
                '<a b="&lt;">',
                "</a>",
                "<![CDATA[<p>]]>",
                "&#233;",
                "&amp;",
                '<x:y xmlns:x="u">',
                "</x:y>",
                "<br/>",
                "\r\n",
                "<?p i?>",
                "<!-- - -->",
                "\u00e9",
                " ",
            ]
        )
        text = text[:at] + data.draw(piece | st.text(max_size=3)) + text[until:]
    same(text)


elements = st.recursive(
    st.sampled_from(
        ["words", "a &lt; b", "caf\u00e9", "<![CDATA[x <b>y</b> & z]]>", " ", "<!-- c -->", "&#x41;", "", "\n"]
    ),
    lambda inner: st.builds(
        lambda name, attrs, parts: f"<{name}{attrs}>{''.join(parts)}</{name}>",
        st.sampled_from(["item", "title", "description", "dc:date", "x:y", "content:encoded", "DIV", "entry", "guid"]),
        st.sampled_from(
            [
                "",
                ' xml:lang="en"',
                " xml:base='http://a.example/b/'",
                " isPermaLink=\"false\" d='>'",
                ' v="&quot;&#9;x\n"',
            ]
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(elements)
def test_well_formed_xml_is_one_tree(inner: str) -> None:
    names = ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:x="urn:x"'
    text = f"<rss{names}>{inner}</rss>"
    assert strict(text) is not None
    same(text)


html_parts = st.recursive(
    st.sampled_from(
        [
            "words",
            "two  words ",
            " a &amp; b",
            "&nbsp;",
            "\u2019s",
            "<br>",
            "<br/>",
            "1 < 2",
            "&copy 1",
            "&#8217;",
            "&#x1b;",
            "\n",
            "<!-- c -->",
            "<img src='/a.jpg'>",
            '<img src="/b.jpg" alt="a &amp; b" width="1">',
            '<figure><img src="/c.jpg"/><figcaption>Photo: me</figcaption></figure>',
            "<hr>",
            "<script>x</script>",
            "</b>",
            "<p>open",
        ]
    ),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag[0]}>{''.join(parts)}</{tag[1]}>",
        st.sampled_from(
            [
                (tag.split()[0] + tag[len(tag.split()[0]) :], tag.split()[0])
                for tag in (
                    "p",
                    "p",
                    "p class='x'",
                    "b",
                    "em",
                    "span title='a > b'",
                    'a href="/x?a=1&amp;b=2"',
                    "a href=/y",
                    "a",
                    "ul",
                    "li",
                    "blockquote",
                    "div",
                    "div class='share'",
                    "h2",
                    "table",
                    "pre",
                    "figure",
                )
            ]
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=14,
)


@settings(max_examples=400, deadline=None)
@given(st.lists(html_parts, max_size=4).map("".join))
def test_simple_html_is_what_the_real_parser_makes_of_it(html: str) -> None:
    quick = body._simple(html, URL)
    if quick is not None:
        assert quick == body._parsed(html, URL)


def test_simple_html_of_the_corpus_is_what_the_real_parser_makes_of_it(corpus: Path) -> None:
    quick = every = 0
    for path in sorted((corpus / "feeds").glob("*.xml")):
        tree = lenient(decode(path.read_bytes()))
        for item in tree.items:
            for node in item.elements:
                if "<" in node.text:
                    every += 1
                    made = body._simple(node.text, URL)
                    quick += made is not None
                    assert made is None or made == body._parsed(node.text, URL), (path.name, node.text[:200])
    print(f"{quick} of {every} fragments read without a tree")
    assert quick > 0.3 * every


def test_most_of_what_feeds_send_is_simple() -> None:
    for html in (
        "<p>One.</p>\n<p>Two <a href='/x'>three</a>.</p>",
        "<p>A <b>b</b> &amp; c</p><ul><li>d</li></ul>",
        "x<br>y",
    ):
        assert body._simple(html, URL) is not None, html


@settings(max_examples=300, deadline=None)
@given(st.datetimes(), st.sampled_from(["GMT", "Z", "+0000", "-0930", "+14:00", "+05:30", "EST"]), st.booleans())
def test_quick_dates_are_the_thorough_ones(when, zone: str, iso: bool) -> None:
    text = when.strftime("%Y-%m-%dT%H:%M:%S" if iso else "%a, %d %b %Y %H:%M:%S ") + zone
    assert feed_dates.parse(text) == timestamps.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-29T10:00:00Z",
        "Wed, 31 Jun 2021 10:00:00 GMT",
        "2021-06-09T24:00:00Z",
        "2021-06-09T10:60:00Z",
        "2016-12-31T23:59:60Z",
    ],
)
def test_odd_dates_go_the_thorough_way(text: str) -> None:
    assert feed_dates.parse(text) == timestamps.parse(text)
