"""Pages to articles: ten sorts of page, with and without the library, and what is made to break readers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.formats import article
from reader.formats.article import MAX_TEXT, extract
from reader.formats.article_library import library
from reader.formats.article_paywall import WHOLE
from reader.formats.sandbox import worker
from reader.formats.sandbox.worker import Extractor
from reader.model.article import ArticleOutcome, Extraction, Reader
from reader.model.entry import BlockKind
from reader.model.snapshot import Document
from reader.text import clean, openable
from tests.engine.pages import article as plain_article
from tests.engine.pages import page, paragraphs

URL = "https://paper.example/news/harbour"


def read(html: str | bytes, content_type: str | None = "text/html", url: str = URL) -> Extraction:
    return extract(Document(html if isinstance(html, bytes) else html.encode(), url, content_type))


@pytest.fixture
def without_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article, "library", lambda: None)
    monkeypatch.setattr(article, "article_html", lambda markup, url: None)


def ld(**members: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **members})}</script>'


def test_the_library_is_installed_for_these_tests() -> None:
    assert library() is not None


def test_an_article() -> None:
    found = read(plain_article())
    assert found.outcome is ArticleOutcome.OK
    made = found.article
    assert made is not None
    assert (made.title, made.authors, made.language, made.site) == (
        "Harbour of Port Linn closed",
        ("Ann Lee",),
        "en",
        "The Paper",
    )
    assert made.published == 1772618400
    assert made.reader is Reader.LIBRARY
    assert made.blocks[0].text.startswith("The council of Port Linn has said")
    assert made.blocks[0].links[0].url == "https://paper.example/background/0"
    assert [block.text for block in made.blocks if block.kind is BlockKind.SUBHEAD] == ["What comes next"]
    assert not any(word in made.wording.text for word in ("Imprint", "World", "Home"))
    (picture,) = made.media
    assert (picture.url, picture.caption, picture.credit) == (
        "https://paper.example/boats.jpg",
        "Ships wait outside Port Linn.",
        "Photo: A. Lee",
    )


def test_without_the_library_what_the_page_marks_is_read(without_library: None) -> None:
    made = read(plain_article()).article
    assert made is not None
    assert made.reader is Reader.MARKED
    assert made.blocks[0].text.startswith("The council of Port Linn has said")
    assert "Imprint" not in made.wording.text


def test_without_the_library_a_page_that_marks_nothing_asks_for_it(without_library: None) -> None:
    found = read(page(f"<div><div>{paragraphs()}</div></div>"))
    assert found.outcome is ArticleOutcome.NEEDS_EXTRA
    assert found.message.endswith("full articles need: pip install 'dateline[articles]'")


def test_the_library_finds_what_the_page_does_not_mark() -> None:
    made = read(page(f"<div><div>{paragraphs()}</div></div>")).article
    assert made is not None
    assert made.reader is Reader.LIBRARY


def test_the_text_that_a_page_states_as_data() -> None:
    text = "\n".join(f"Paragraph {number} of the report on the harbour of Port Linn says much." for number in range(20))
    about = ld(**{"@type": "NewsArticle"}, headline="Stated", articleBody=text, author=[{"name": "Bo Ek"}, "Ann Lee"])
    made = read(page("<div id='app'></div>", about)).article
    assert made is not None
    assert (made.title, made.reader, made.authors) == ("Stated", Reader.STATED, ("Bo Ek", "Ann Lee"))
    assert len(made.blocks) == 20


def test_what_is_stated_wins_over_a_scrap_that_the_library_finds() -> None:
    text = "\n\n".join(f"Paragraph {number} of the report on the harbour says a good deal." for number in range(40))
    about = ld(**{"@type": "ReportageNewsArticle"}, articleBody=text)
    made = read(page(f"<article>{paragraphs(2)}</article>", about)).article
    assert made is not None
    assert made.reader is Reader.STATED


@pytest.mark.parametrize(
    "html",
    [
        page(f"<article>{paragraphs(2)}</article>", ld(**{"@type": "NewsArticle"}, isAccessibleForFree=False)),
        page(f"<article>{paragraphs(12)}</article>", ld(**{"@type": "NewsArticle"}, isAccessibleForFree=False)),
        page(f"<article>{paragraphs(2)}</article>", ld(**{"@type": "NewsArticle"}, isAccessibleForFree="False")),
        page(f"<article>{paragraphs(2)}</article><div class='c-paywall__box'><a href='/subs'>Offers</a></div>"),
        page(f"<article>{paragraphs(2)}</article><div>Already a subscriber? Log in.</div>"),
        page(f"<article>{paragraphs(2)}</article><aside>Bereits Abonnent? Zur Anmeldung</aside>"),
        page(f"<article>{paragraphs(2)}</article><p>Réservé aux abonnés</p>"),
        page(f"<article>{paragraphs(2)}</article><p>Материал доступен только для подписчиков</p>"),
    ],
)
def test_the_beginning_that_a_paywall_leaves_is_no_article(html: str) -> None:
    found = read(html)
    assert found.outcome is ArticleOutcome.PAYWALL
    assert found.message == "The page shows only the beginning: the rest is for subscribers."
    assert found.article is None


def test_a_whole_article_is_one_whatever_is_said_of_subscribers() -> None:
    body = f"<article>{paragraphs(40)}</article><div class='paywall'>Already a subscriber?</div>"
    made = read(page(body, ld(**{"@type": "NewsArticle"}, isAccessibleForFree=False))).article
    assert made is not None
    assert len(made.wording.text) > WHOLE


@pytest.mark.parametrize(
    "html",
    [
        # Furniture of a paywall on pages that are whole, a form to log in above a short article.
        page(f"<article>{paragraphs(12)}</article><div class='paywall-offer'>Already a subscriber?</div>"),
        page(
            f"<article>{paragraphs(2)}</article><div class='paywall-offer'>Already a subscriber?</div>",
            ld(**{"@type": "NewsArticle"}, isAccessibleForFree=True),
        ),
        page(
            f"<form><input type='password'></form><article>{paragraphs(3)}</article>",
            '<meta property="og:type" content="article">',
        ),
    ],
)
def test_what_looks_like_a_wall_and_is_none(html: str) -> None:
    assert read(html).outcome is ArticleOutcome.OK


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (page("<h1>Cookie consent</h1><p>We value your privacy.</p><button>Accept all</button>"), "a consent page"),
        (page("<h1>Sign in</h1><form><input type='password'></form>", title="Sign in"), "a login page"),
        (page("<p>It is not here.</p>", title="404 Page not found"), "an error page"),
        (page("<p>Just a moment...</p><div id='cf-challenge'></div>"), "a page that checks for robots"),
    ],
)
def test_walls(html: str, words: str) -> None:
    found = read(html)
    assert (found.outcome, found.article) == (ArticleOutcome.WALL, None)
    assert found.message == f"The server answered with {words}, not with the article."


def test_a_gallery_is_its_pictures() -> None:
    figures = "".join(
        f'<figure><img src="/{n}.jpg"><figcaption>Picture {n} of the harbour</figcaption></figure>' for n in range(5)
    )
    made = read(page(f"<main><h1>The harbour in pictures</h1>{figures}</main>")).article
    assert made is not None
    assert [item.caption for item in made.media] == [f"Picture {n} of the harbour" for n in range(5)]


def test_a_live_page_is_to_be_followed() -> None:
    update = {"@type": "BlogPosting", "headline": "One", "articleBody": "Something has happened."}
    about = ld(**{"@type": "LiveBlogPosting"}, liveBlogUpdate=[update])
    found = read(page(f"<main>{paragraphs()}</main>", about))
    assert found.outcome is ArticleOutcome.LIVE_PAGE


def test_an_article_that_is_part_of_a_live_page_is_one() -> None:
    about = ld(**{"@type": "NewsArticle"}, isPartOf={"@type": "LiveBlogPosting", "url": "/live"})
    assert read(page(f"<article>{paragraphs()}</article>", about)).article is not None


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "Behind it is a PDF file, not a page with an article."),
        (b"\x89PNG\r\n\x1a\n\0\0", "Behind it is a picture, not a page with an article."),
        (b'{"a": 1}', "Behind it is data (JSON), not a page with an article."),
        (
            b"<?xml version='1.0'?><rss><channel/></rss>",
            "Behind it is a feed or other XML, not a page with an article.",
        ),
        (b"Just words in a file.", "Behind it is plain text, not a page with an article."),
        (b" \n", "The page is empty."),
    ],
)
def test_what_is_no_page(raw: bytes, words: str) -> None:
    found = read(raw, None)
    assert (found.message, found.article) == (words, None)


def test_a_page_without_text_says_so() -> None:
    found = read(page("<div id='app'></div><script>start()</script>"))
    assert found.outcome is ArticleOutcome.NO_TEXT


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("windows-1251", "Совет города сообщил, что гавань будет закрыта на несколько недель."),
        ("shift_jis", "市議会は港が数週間閉鎖されると発表した。船は外で待つことになる。"),
        ("iso-8859-2", "Rada miasta ogłosiła, że port będzie zamknięty przez kilka tygodni."),
        ("utf-16", "Ο δήμος ανακοίνωσε ότι το λιμάνι θα μείνει κλειστό για μερικές εβδομάδες."),
    ],
)
def test_other_character_sets(charset: str, text: str) -> None:
    html = f"<!doctype html><html><head><title>T</title></head><body><article>{f'<p>{text}</p>' * 8}</article></body></html>"
    made = read(html.encode(charset), f"text/html; charset={charset}").article
    assert made is not None
    assert text in made.wording.text


HOSTILE = {
    "deep": "<div>" * 60_000 + "text",
    "attributes": "<p " + " ".join(f"a{n}" for n in range(100_000)) + ">text",
    "options": "<body><select>" + "<option>a" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_built_to_stall_is_refused(name: str) -> None:
    found = read(HOSTILE[name])
    assert found.outcome is ArticleOutcome.UNREADABLE
    assert "built so as to stall" in found.message


def test_a_huge_article_is_cut_and_a_larger_page_refused() -> None:
    long = "".join(f"<p>{number} {'words of it ' * 1000}</p>" for number in range(50))
    made = read(page(f"<article>{long}</article>")).article
    assert made is not None
    assert len(made.wording.text) < MAX_TEXT * 1.1
    assert made.blocks[-1].text == "[…]"
    assert read(b"<p>" + b"a " * article.MAX_BYTES).message == "The page is larger than 8 MiB."


def test_nothing_of_the_page_gets_to_act() -> None:
    evil = (
        "<p>Some \x1b]0;PWNED\x07words &#x1b;[2J of the council of Port Linn, as it says on the page that we have read."
        "<a href='javascript:alert(1)'>bad</a> <a href='file:///etc/passwd'>file</a> <script>steal()</script>"
        "<a href='https://good.example/a'>good</a> and \u202eodd\u202c more words that go on for a little while.</p>"
    )
    made = read(
        page(f"<article>{evil * 6}<img src='data:image/png;base64,AAAA'></article>", title="T\x1b[31m &#x9b;2J itle")
    ).article
    assert made is not None
    texts = [made.title or "", *(block.text for block in made.blocks)]
    assert all(clean(text) == text for text in texts)
    assert not any("steal" in text for text in texts)
    urls = [link.url for block in made.blocks for link in block.links] + [item.url for item in made.media if item.url]
    assert set(urls) == {"https://good.example/a"}


PIECES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<article>",
                "<a href='/x'>",
                "<table><tr><td>",
                "<!--",
                "]]>",
                "<figure><img src=/a>",
                "\0",
            ]
        ),
    ),
    max_size=40,
)


@settings(max_examples=40, deadline=None)
@given(PIECES)
def test_whatever_comes_is_an_answer_of_clean_strings(pieces: list[str]) -> None:
    found = read("<html><body>" + "".join(pieces) * 8)
    made = found.article
    assert (made is None) == (found.outcome is not ArticleOutcome.OK)
    assert bool(found.message) == (made is None)
    if made is not None:
        assert all(clean(block.text) == block.text for block in made.blocks)
        assert all(openable(link.url) == link.url for block in made.blocks for link in block.links)


def test_the_worker_process_answers_the_same_and_is_not_harmed() -> None:
    document = Document(plain_article().encode(), URL, "text/html")
    with Extractor(workers=1) as sandbox:
        assert sandbox.extract(document) == extract(document)
        assert sandbox.extract(Document(HOSTILE["deep"].encode(), URL)).outcome is ArticleOutcome.UNREADABLE
        assert sandbox.extract(document) == extract(document)


def test_a_stalling_page_is_ended_and_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    # A worker that says it is there and never answers: one that works may be done before the shortest deadline.
    stalled = (
        "import os, time; from reader.formats.sandbox.worker_main import HELLO; os.write(1, HELLO); time.sleep(600)"
    )
    paths = worker._CODE.partition(" from")[0]
    monkeypatch.setattr(worker, "_CODE", f"{paths} {stalled}")
    monkeypatch.setattr(worker, "deadline", lambda document: 0.1)
    document = Document(b"<p>slow", URL)
    with Extractor(workers=1) as sandbox:
        for _ in range(2):
            assert "it takes longer than 0 seconds" in sandbox.extract(document).message
        assert "seen twice" in sandbox.extract(document).message
