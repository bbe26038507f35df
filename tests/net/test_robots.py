"""What `robots.txt` allows (RFC 9309): groups, the longest match, wildcards, odd files."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.net.robots import address_of, allows, rules_for

SITE = "https://paper.example"


def allowed(text: str, path: str) -> bool:
    return allows(rules_for(text, "dateline"), f"{SITE}{path}")


@pytest.mark.parametrize(
    ("text", "path", "may"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("user-agent:*\ndisallow:/news # all of it", "/news/a", False),
        ("User-agent: *\nDisallow: /news", "/sport", True),
        # The group of our name holds alone; several names may head a group.
        ("User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nDisallow: /x", "/a", True),
        ("User-agent: other\nUser-agent: DATELINE/1.0\nDisallow: /a\n\nUser-agent: *\nAllow: /", "/a", False),
        (
            "User-agent: dateline\nDisallow: /a\nUser-agent: other\nDisallow: /\nUser-agent: dateline\nDisallow: /b",
            "/b",
            False,
        ),
        ("User-agent: othername\nDisallow: /", "/a", True),
        # The longest pattern decides, and of equal ones the one that allows.
        ("User-agent: *\nDisallow: /news\nAllow: /news/open", "/news/open/1", True),
        ("User-agent: *\nAllow: /\nDisallow: /news", "/news", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        # Wildcards and ends.
        ("User-agent: *\nDisallow: /*.php$", "/a/b.php", False),
        ("User-agent: *\nDisallow: /*.php$", "/a/b.php5", True),
        ("User-agent: *\nDisallow: /*/print", "/news/1/print/2", False),
        ("User-agent: *\nDisallow: /a*b*c$", "/axxbxxc", False),
        ("User-agent: *\nDisallow: /a*b*c$", "/axxbxxcd", True),
        ("User-agent: *\nDisallow: /$", "/", False),
        ("User-agent: *\nDisallow: /$", "/a", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        # Escapes mean what they stand for.
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café/1", False),
        ("User-agent: *\nDisallow: /café", "/caf%c3%a9", False),
        # Rules before any name, other lines, a byte order mark, other line ends.
        ("Disallow: /\nUser-agent: *\nDisallow: /x", "/a", True),
        ("\ufeffUser-agent: *\r\nSitemap: https://paper.example/s.xml\r\nDisallow: /x\r\n", "/x", False),
        ("User-agent: *\nCrawl-delay: 5\nDisallow: /x", "/x", False),
        ("<!doctype html><title>Not found</title>", "/a", True),
    ],
)
def test_rules(text: str, path: str, may: bool) -> None:
    assert allowed(text, path) is may


def test_where_the_rules_are() -> None:
    assert address_of("https://paper.example:8443/news/a?b#c") == "https://paper.example:8443/robots.txt"


def test_patterns_made_to_take_long_do_not() -> None:
    text = "User-agent: *\n" + ("Disallow: /" + "*a" * 19 + "*b$\n") * 2000
    started = time.process_time()
    assert allowed(text, "/" + "a" * 3000)
    assert time.process_time() - started < 10


@given(st.text(max_size=300), st.text(max_size=60))
def test_whatever_it_says_there_is_an_answer(text: str, path: str) -> None:
    assert allowed(f"User-agent: *\nDisallow: {text}\n{text}", f"/{path}") in (True, False)
