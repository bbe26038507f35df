"""The door for remote text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text import MAX_COMBINING, clean, fold, one_line, openable

ESCAPES = st.sampled_from(
    ["\x1b", "\x1b]", "\x1b[", "\x9b", "\x9d", "\x07", "\x1b\\", "\x9c", "\x1bP", "\x00", "\u202e"]
)
HOSTILE = st.lists(ESCAPES | st.text(max_size=6) | st.characters(), max_size=30).map("".join)

FORBIDDEN = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0xFEFF} - {9, 10}


@given(HOSTILE)
def test_nothing_that_acts_or_hides_gets_through(text: str) -> None:
    result = clean(text)
    assert not {ord(char) for char in result} & FORBIDDEN
    assert not any(
        0xD800 <= ord(char) <= 0xDFFF or 0xE0000 <= ord(char) < 0xE0080 or ord(char) >= 0xF0000 for char in result
    )


@given(HOSTILE)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("plain", "plain"),
        ("a\x1b]52;c;ZXZpbA==\x07b", "ab"),
        ("a\x1b]0;title\x1b\\b", "ab"),
        ("a\x9d0;title\x9cb", "ab"),
        ("a\x1b[2Jb\x9b31mc", "abc"),
        ("a\x1bP$qm\x1b\\b", "ab"),
        ("line\r\nline\rline\u2028line\x85line", "line\nline\nline\nline\nline"),
        ("\u202eright\u2066to\u2069left", "righttoleft"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("👩‍🚀 می‌خواهم ❤️", "👩‍🚀 می‌خواهم ❤️"),
        ("Մարտակերտ العربية 中文", "Մարտակերտ العربية 中文"),
        ("\ud800", "\ufffd"),
        ("👩🏽‍❤️‍💋‍👨 ක්‍රම র‍্য", "👩🏽‍❤️‍💋‍👨 ක්‍රම র‍্য"),
        ("n\u200da\u200dr\u200d \u200drow\u200d", "nar row"),
    ],
)
def test_known_payloads(raw: str, expected: str) -> None:
    assert clean(raw) == expected


def test_an_unfinished_sequence_eats_at_most_its_share() -> None:
    assert clean("\x1b]" + "x" * 10_000).count("x") == 10_000 - 4096


def test_stacked_accents_are_cut() -> None:
    tower = clean("e" + "\u0301" * 1000)
    assert sum(unicodedata.combining(char) > 0 for char in tower) == MAX_COMBINING


def test_one_line_has_no_breaks() -> None:
    assert one_line(" a\n\tb\u2028c  d ") == "a b c d"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Re\u0441laimed", "reclaimed"),
        ("Co\u2011operation", "co-operation"),
        ("Erdoğan", "ERDOGAN"),
        ("“quoted”", '"quoted"'),
        ("Azerbaijan’s", "azerbaijan's"),
        ("  many   blanks ", "many blanks"),
        ("Łódź straße", "lodz strasse"),
    ],
)
def test_folding_makes_them_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_other_scripts_apart() -> None:
    assert fold("Москва") == "москва"
    assert fold("Москва") != fold("Mockba")


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "file:///etc/passwd", "-x", "--remote-debugging-port=1", "ssh://-oProxyCommand=x", "vscode://x",
        "smb://host/x", "../../x", "data:text/html,x", "http://", "http:///x", "http://user:pw@example.org/",
        "http://exa mple.org", "http://example.org/\x1b]0;x\x07", "http://example.org\\@evil.example", "ftp://example.org",
        "http://-oops/", "http://[::1", "http://example.org:99999/", "http://example.org/\u202e", "x" * 5000, "",
    ],
)  # fmt: skip
def test_these_may_not_be_opened(url: str) -> None:
    assert openable(url) is None


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTPS://EXAMPLE.org", "https://example.org"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("https://аррӏе.com/", "https://xn--80ak6aa92e.com/"),
    ],
)
def test_these_may_be_opened(url: str, opened: str) -> None:
    assert openable(url) == opened


@given(st.text(max_size=80))
def test_what_may_be_opened_is_plain_http(text: str) -> None:
    for candidate in (text, "http://" + text, "https://example.org/" + text):
        result = openable(candidate)
        assert result is None or (result.startswith(("http://", "https://")) and clean(result) == result)
        assert result is None or openable(result) == result
