"""What is looked for while a filter is being typed, and how it is kept as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.filter_language import parse_filter
from reader.model.filter_typing import left_open, settled
from reader.model.query import All, Any, Field, Not, Words
from tests.model.test_filter_edit import TEXTS


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("t", None),
        ("a ", Words("a")),
        ("tu", Words("tu", prefix=True)),
        ("-t", None),
        ("talks t", Words("talks")),
        ("talks OR t", Words("talks")),
        ("a b t", All((Words("a"), Words("b")))),
        ("a OR b OR t", Any((Words("a"), Words("b")))),
        ("-(a t", Not(Words("a"))),
        ("actor:t", Field("actor", "t", prefix=True)),
        ("首", Words("首", prefix=True)),
        ("?", Words("?", prefix=True)),
    ],
)
def test_one_letter_is_not_looked_for(text: str, term: object) -> None:
    assert settled(parse_filter(text, typing=True)).term == term


@given(TEXTS)
def test_a_star_says_what_typing_meant(text: str) -> None:
    typed, whole = parse_filter(text, typing=True), parse_filter(text)
    if typed.term != whole.term and typed.problems == whole.problems == ():
        assert parse_filter(left_open(text)).term == typed.term


@pytest.mark.parametrize("text", ["cease", "a actor:turk", 'a "two w', "“two w", 'actor:"minsk g', "-cease"])
def test_what_was_left_open_is_kept_open(text: str) -> None:
    assert parse_filter(left_open(text)).term == parse_filter(text, typing=True).term
    assert parse_filter(left_open(text)).problems == ()


@given(st.text(max_size=30))
def test_nothing_raises(text: str) -> None:
    settled(parse_filter(text, typing=True))
    left_open(text)
