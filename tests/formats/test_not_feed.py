"""The answer "not a feed", in words: what each kind of page is said to be, and which feeds it names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.formats import parse
from reader.formats.page import Page
from reader.formats.pages import html_refusal
from reader.formats.sniff import Shape
from reader.model.snapshot import Document
from reader.text import clean
from tests.formats.support import reading

URL = "https://gazette.example/news/storm-alder"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        *[("no-article", "ordinary article"), ("no-newsticker-article", "ordinary article")],
        *[("no-margins", "ordinary article"), ("no-entry", "ordinary article")],
        *[("no-chronology", "chronology"), ("no-comments", "comments"), ("no-comments-oldest", "not a live page")],
        *[("no-tv-guide", "programme"), ("no-tv-guide-bare", "programme"), ("no-conference", "programme")],
        *[("no-timetable", "short lines"), ("no-results", "short lines"), ("no-chat", "short lines")],
        *[("no-section", "list of other pages"), ("no-section-linked", "not a live page")],
        *[("no-transcript", "transcript"), ("no-verses", "numbered lines"), ("no-hours", "no timed entries")],
        *[("no-recipes", "no timed entries"), ("no-hansard", "not a live page"), ("no-blank", "not a live page")],
        *[
            ("no-login", "login page"),
            ("no-consent", "consent page"),
            ("no-captcha", "robots"),
            ("no-error", "error page"),
        ],
        *[("no-scripted", "a script loads them")],
    ],
)
def test_what_a_page_is(name: str, words: str) -> None:
    found = reading(f"{name}.html", URL)
    assert not found.is_feed
    assert found.reason is not None
    assert words in found.reason
    assert found.reason.endswith(".")


def said(html: str, url: str | None = URL) -> str:
    found = parse(Document(html.encode(), url))
    assert not found.is_feed
    assert found.reason
    return found.reason


def test_a_page_without_text() -> None:
    assert "holds no text" in said("<!doctype html><html><head><title>x</title></head><body><div></div></body></html>")
    scripted = said(
        "<!doctype html><html><head><title>x</title></head><body><div id=app></div><script>1</script></body></html>"
    )
    assert "loaded by a script" in scripted


def test_a_feed_beside_a_page_is_named() -> None:
    found = reading("no-scripted.html", URL)
    assert [offer.url for offer in found.offers] == ["https://gazette.example/storm.rss"]
    assert "names a feed" in (found.reason or "")


def test_an_entry_on_a_page_of_its_own() -> None:
    html = (
        '<html><head><title>Bridge shut</title><script type="application/ld+json">{"@type":"BlogPosting","isPartOf":'
        '{"@type":"LiveBlogPosting","url":"https://gazette.example/live"}}</script></head><body><article>'
        f"<p>{'The old bridge is shut. ' * 20}</p></article></body></html>"
    )
    assert "one entry of a live page" in said(html)


@pytest.mark.parametrize(
    "title", ["404 - Seite nicht gefunden", "Page introuvable", "Access Denied", "503 Service Unavailable", "Error"]
)
def test_error_pages(title: str) -> None:
    assert "error page" in said(f"<html><head><title>{title}</title></head><body><p>Sorry.</p></body></html>")


@pytest.mark.parametrize("title", ["Anmelden", "Log in to the Gazette", "Se connecter", "Войти"])
def test_login_pages_in_several_languages(title: str) -> None:
    assert "login page" in said(f"<html><head><title>{title}</title></head><body><p>Name</p></body></html>")


def test_an_article_about_a_wall_is_an_article() -> None:
    text = "The error page asked for a password, a captcha and consent to cookies. " * 60
    title = "Access denied: a year of captchas"
    html = f"<html><head><title>{title}</title></head><body><article><h1>x</h1><p>{text}</p></article></body></html>"
    assert "ordinary article" in said(html)


def test_a_hostile_page_is_told_in_words() -> None:
    reason = said("<html><body>" + "<div>" * 3000 + "10:15")
    assert "stall" in reason


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_never_raises_and_is_clean(text: str) -> None:
    document = Document(b"", "https://x.example/[")
    reason = html_refusal.explain(Page(document, f"<html><title>{text}</title><body>{text}", Shape.HTML))
    assert clean(reason) == reason
    assert reason


@pytest.mark.parametrize(
    "unit", ["<script>", "<!--", "<title>", "<input ", "<", "<a <", '{"isPartOf":{', "<style></style>"]
)
def test_large_pages_take_no_time(unit: str) -> None:
    import time

    started = time.process_time()
    html_refusal.explain(Page(Document(b"", None), "<html><body>" + unit * 50_000, Shape.HTML))
    assert time.process_time() - started < 10
