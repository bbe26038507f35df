from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engine.compare import Difference, difference, plain, similarity
from reader.model.entry import Block, BlockKind, Link, Media, Wording
from tests.engine.fakes import wording


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.5 km", "15 km"),
        ("84 people", "94 people"),
        ("it will happen", "it will not happen"),
        ("it cannot", "it can"),
        ("no talks", "talks"),
        ("Talks", "talks"),
        ("5 km", "-5 km"),
        ("about 1,000", "about 1.000"),
        ("said he left", 'said "he left"'),
        ("the port", "the port."),
        ("10²", "102"),
        ("1 000", "1000"),
        ("5' wide", '5" wide'),
        ("resume", "résumé"),
        ("Reclaimed", "Reсlaimed"),
    ],
)
def test_textual(old: str, new: str) -> None:
    assert difference(wording(old), wording(new)) is Difference.TEXTUAL
    assert difference(wording("x", old), wording("x", new)) is Difference.TEXTUAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('He said "no"', "He said “no”"),
        ("He said “no”", "He said «no»"),
        ("He said “no”", "He said « no »"),
        ("it's", "it’s"),
        ("well-known", "well‑known"),
        ("one - two", "one – two"),
        ("one--two", "one—two"),
        ("one—two", "one — two"),
        ("5-7 May", "5–7 May"),
        ("−5 degrees", "-5 degrees"),
        ("10\u00a0km", "10 km"),
        ("a  b\n c", "a b c"),
        ("par\u00adlia\u00adment", "parliament"),
        ("and so on…", "and so on..."),
        ("ﬁnal", "final"),
        ("cafe\u0301", "caf\u00e9"),
        ("Paris : oui !", "Paris: oui!"),
        ("19 %", "19%"),
    ],
)
def test_typographic(old: str, new: str) -> None:
    assert difference(wording(old), wording(new)) is Difference.TYPOGRAPHIC


def test_paragraphs_cut_otherwise_are_typography() -> None:
    assert difference(wording("x", "One. Two."), wording("x", "One.", "Two.")) is Difference.TYPOGRAPHIC


def test_equal_is_none() -> None:
    assert difference(wording("x", "y"), wording("x", "y")) is Difference.NONE


def test_a_body_that_comes_later_is_textual() -> None:
    assert difference(wording("x"), wording("x", "y")) is Difference.TEXTUAL
    assert difference(wording(None, "y"), wording("x", "y")) is Difference.TEXTUAL


def test_a_caption_counts_as_text_and_an_address_does_not() -> None:
    old = Wording("x", media=(Media("photo", "https://i.example/a.jpg?w=1&t=77", "The bridge"),))
    same = Wording("x", media=(Media("photo", "https://i.example/a.jpg?w=1&t=78", "The bridge"),))
    other = Wording("x", media=(Media("photo", "https://i.example/b.jpg", "The bridge"),))
    caption = Wording("x", media=(Media("photo", "https://i.example/a.jpg", "The burnt bridge"),))
    assert difference(old, same) is Difference.NONE
    assert difference(old, other) is Difference.TYPOGRAPHIC
    assert difference(old, caption) is Difference.TEXTUAL


def test_a_link_is_no_text() -> None:
    linked = Wording("x", (Block(BlockKind.PARAGRAPH, "see here", (Link("https://a.example/", 4, 8),)),))
    assert difference(wording("x", "see here"), linked) is Difference.TYPOGRAPHIC


@given(st.text(max_size=200))
def test_taking_typography_off_twice_changes_nothing_more(text: str) -> None:
    once = plain(text)
    assert plain(once) == once


@given(st.text(max_size=100), st.text(max_size=100))
def test_digits_are_always_textual(before: str, after: str) -> None:
    digits = "".join(c for c in before if c.isdigit()), "".join(c for c in after if c.isdigit())
    if digits[0] != digits[1]:
        assert difference(wording(before), wording(after)) is Difference.TEXTUAL


def test_similarity() -> None:
    old = wording("Bridge closed", "The bridge over the Aster is closed until Monday after a lorry burnt out.")
    new = wording("Bridge reopened", "The bridge over the Aster is open again after a lorry burnt out on Sunday.")
    assert similarity(old, old) == 1
    assert similarity(old, new) > 0.6
    assert similarity(old, wording("Storm", "Winds of 90 km/h are expected along the coast tonight.")) < 0.3
    assert similarity(wording(None), wording(None)) == 0
    assert 0.6 < similarity(wording("東京で大きな地震がありました"), wording("東京で強い地震がありました")) < 1
