"""Feeds in forms that few have: an entry alone, a call around JSON, links that count readers; what is none, in words."""

from __future__ import annotations

import json

import pytest

from reader.formats import parse, sniff
from reader.model.snapshot import Document, Reading

URL = "https://g.example/feed"
ENTRY = (
    "<title>Ferry</title><id>tag:g.example,2031:1</id><updated>2031-03-04T14:22:00Z</updated>"
    '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>In port.</p></div></content></entry>'
)


def read(text: str) -> Reading:
    return parse(Document(text.encode(), URL))


@pytest.mark.parametrize("start", ['<?xml version="1.0"?>\n<entry', "<entry", "<!-- x --><entry"])
def test_an_entry_of_atom_alone(start: str) -> None:
    found = read(f'{start} xmlns="http://www.w3.org/2005/Atom">{ENTRY}').snapshot
    assert found is not None
    assert [(entry.headline, entry.wording.text, entry.published) for entry in found.entries] == [
        ("Ferry", "In port.", 1930400520)
    ]
    assert not found.complete


def test_an_entry_of_something_else_is_none() -> None:
    assert read(f'<?xml version="1.0"?><entry xmlns="urn:x">{ENTRY}').snapshot is None


JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Coast",
        "items": [{"id": "1", "content_text": "In port (now);"}],
    }
)


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("", ""),
        ("cb(", ");"),
        ("/**/ a.b_c (", ")"),
        ("typeof cb === 'function' && cb(", ");\n"),
        (")]}',\n", ""),
        ("while(1);", ""),
    ],
)
def test_json_with_a_call_around_it(before: str, behind: str) -> None:
    assert sniff.unwrapped(f"{before}{JSON}{behind}") == JSON
    found = read(f"{before}{JSON}{behind}").snapshot
    assert found is not None
    assert found.entries[0].wording.text == "In port (now);"


@pytest.mark.parametrize("text", ["Note (14:22) said", "cb", "cb(x)", "<html>f({})</html>", "[1]"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert sniff.unwrapped(text) == text


def test_the_link_of_an_item_is_not_the_one_that_counts_readers() -> None:
    text = (
        '<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>C</title><item>'
        "<title>Ferry</title><link>https://count.example/~r/1</link><feedburner:origLink>https://g.example/1</feedburner:origLink>"
        "</item></channel></rss>"
    )
    found = read(text).snapshot
    assert found is not None
    assert found.entries[0].url == "https://g.example/1"


def test_a_sitemap_is_told_in_words() -> None:
    found = read('<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>')
    assert found.snapshot is None
    assert "sitemap" in (found.reason or "")
