"""What is offered while a filter is typed, and what becomes of the text when it is taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.filter_completion import FIELD_WORDS, Slot, accept, around, begins, known, offer, slot
from reader.model.filter_language import parse_filter
from reader.model.query import FIELDS, Field, Not
from reader.model.saved_filter import SavedFilter
from tests.model.test_filter_edit import TEXTS, VALUES

SAVED = (SavedFilter("Front page", "is:key OR is:pinned"), SavedFilter("Films", "kind:video"), SavedFilter("all", ""))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ac", ["actor:"]),
        ("s", ["speaker:", "side:", "source:", "since:"]),
        ("AC", ["actor:"]),
        ("is:u", ["unread"]),
        ("IS:U", ["unread"]),
        ("a -is:st", ["starred"]),
        ("(has:", ["image", "video", "link"]),
        ("kind:vi", ["video"]),
        ("since:", ["30m", "2h", "today", "yesterday", "14:00"]),
        ("on:t", ["today"]),
        ("actor:tu", []),
        ("is:unread", []),
        ("fi", ["Films"]),
        ("pa", ["Front page"]),
        ("zz", []),
    ],
)
def test_what_is_known_without_the_store(text: str, found: list[str]) -> None:
    place = slot(text, len(text))
    assert place is not None
    assert [item.label for item in known(place, SAVED)] == found


@pytest.mark.parametrize(
    ("text", "cursor", "place"),
    [
        ("", 0, None),
        ("a ", 2, None),
        ("actor:x", 3, None),
        ("actor:x b", 7, Slot(6, 7, "actor", "x")),
        ("(actor:x)", 8, Slot(7, 8, "actor", "x")),
        ('actor:"min', 10, Slot(6, 10, "actor", "min")),
        ('actor:"min" b', 10, Slot(6, 11, "actor", "min")),
        ('actor:"min"', 11, None),
        ('"half', 5, None),
        ("-sp", 3, Slot(1, 3, None, "sp")),
        ("nosuch:x", 8, None),
        ("topic:", 6, Slot(6, 6, "topic", "")),
    ],
)
def test_where_something_is_typed(text: str, cursor: int, place: Slot | None) -> None:
    assert slot(text, cursor) == place


@pytest.mark.parametrize(
    ("text", "value", "becomes", "rest"),
    [
        ("actor:tu", "Turkey", "actor:Turkey ", ""),
        ("x -actor:mi", "Minsk Group", 'x -actor:"Minsk Group" ', "x "),
        ('x actor:"min', "Minsk Group", 'x actor:"Minsk Group" ', "x "),
        ("(actor:tu", "Turkey", "(actor:Turkey ", "("),
    ],
)
def test_taking_a_value(text: str, value: str, becomes: str, rest: str) -> None:
    place = slot(text, len(text))
    assert place is not None
    assert accept(text, place, offer(place, value, 3)) == (becomes, len(becomes))
    assert around(text, place) == rest


def test_taking_what_stands_before_something_else() -> None:
    place = slot("ac b", 2)
    assert place is not None
    assert accept("ac b", place, known(place)[0]) == ("actor: b", 7)
    place = slot("(is:un) b", 6)
    assert place is not None
    assert accept("(is:un) b", place, known(place)[0]) == ("(is:unread) b", 10)


def test_a_kept_filter_is_put_in_whole() -> None:
    place = slot("-fr", 3)
    assert place is not None
    text, _ = accept("-fr", place, known(place, SAVED)[0])
    assert text == "-(is:key OR is:pinned) "


def test_every_field_has_its_words() -> None:
    assert set(FIELD_WORDS) == set(FIELDS)


def test_any_word_of_a_name_may_be_begun() -> None:
    assert begins("Türkiye: Defence Ministry", "def")
    assert begins("Turkey", "")
    assert not begins("Turkey", "key")


@given(st.text(max_size=30) | TEXTS, st.integers(0, 40), VALUES)
def test_nothing_raises_and_what_is_taken_is_there(text: str, cursor: int, value: str) -> None:
    cursor = min(cursor, len(text))
    place = slot(text, cursor)
    if place is None:
        return
    for item in known(place, SAVED):
        accept(text, place, item)
    if place.field == "actor":
        taken, at = accept(text, place, offer(place, value))
        term = parse_filter(taken[:at]).term
        while not isinstance(term, Field):
            term = term.term if isinstance(term, Not) else getattr(term, "terms", (Field("actor", "lost"),))[-1]
        assert term.value == " ".join(value.replace('"', " ").split())
