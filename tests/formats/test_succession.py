"""A live page that ends says where coverage goes on."""

from __future__ import annotations

import pytest

from reader.formats import parse
from reader.formats.pages.succession import successor
from reader.model.entry import Block, BlockKind, Entry, Link, Wording
from reader.model.snapshot import Document

PAGE = "https://harbour.example/live/storm-monday"
NEXT = "https://harbour.example/live/storm-tuesday"


def entry(text: str, url: str = NEXT) -> Entry:
    start = text.index("[") if "[" in text else 0
    plain = text.replace("[", "").replace("]", "")
    end = text.index("]") - 1 if "]" in text else len(plain)
    return Entry("k", 0, Wording("Closing", (Block(BlockKind.PARAGRAPH, plain, (Link(url, start, end),)),)))


@pytest.mark.parametrize(
    "text",
    [
        "We are closing this live blog now. Our coverage continues [here].",
        "This live page has moved: follow the [new one].",
        "Unser Liveblog geht [hier] weiter.",
        "Notre direct se poursuit [sur cette page].",
        "El directo sigue [aquí].",
    ],
)
def test_the_newest_entry_sends_on(text: str) -> None:
    assert successor([entry(text), entry("Waves at the [pier].")], PAGE) == NEXT
    assert successor([entry("Waves at the [pier]."), entry(text)], PAGE, oldest_first=True) == NEXT


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("The harbour master said the ferry is late. [More].", NEXT),
        ("Our live coverage continues [here].", PAGE + "#block-1"),
        ("Our live coverage continues [here].", "https://harbour.example/"),
        ("Our live coverage continues [here].", "https://elsewhere.example/live/x"),
    ],
)
def test_an_ordinary_link_does_not(text: str, url: str) -> None:
    assert successor([entry(text, url)], PAGE) is None


def test_an_old_entry_does_not_send_on() -> None:
    old = entry("Yesterday's live blog continues [here].")
    assert successor([*(entry("Waves at the [pier].") for _ in range(3)), old], PAGE) is None


def test_a_page_that_ends_names_its_successor() -> None:
    updates = "".join(
        f'{{"@type": "BlogPosting", "url": "{PAGE}#u{n}", "headline": "Wave {n}", "datePublished": "2026-03-14T1{n}:00:00Z",'
        f' "articleBody": "Wave number {n} reached the old pier at the harbour."}},'
        for n in (3, 2, 1)
    ).rstrip(",")
    html = (
        f'<html><head><title>Storm</title><script type="application/ld+json">{{"@type": "LiveBlogPosting", "headline": "Storm",'
        f' "liveBlogUpdate": [{{"@type": "BlogPosting", "url": "{PAGE}#u9", "headline": "We are closing",'
        f' "datePublished": "2026-03-14T23:00:00Z", "articleBody": "<p>We are closing this live blog. Our coverage continues'
        f" <a href='{NEXT}'>here</a>.</p>\"}}, {updates}]}}</script></head><body><h1>Storm</h1></body></html>"
    )
    found = parse(Document(html.encode(), PAGE)).snapshot
    assert found is not None
    assert len(found.entries) == 4
    assert found.feed.successor_url == NEXT
