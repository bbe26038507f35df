"""Changing a filter term by term: what it then means, and that nothing else of it changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.filter_edit import NONE, Choice, asks, choose, chosen, same, toggle, without, written
from reader.model.filter_language import parse_filter
from reader.model.names import words_of
from reader.model.query import All, Any, Field, Not, Words


@pytest.mark.parametrize(
    ("text", "field", "value", "becomes"),
    [
        ("", "actor", "Turkey", "actor:Turkey"),
        ("talks", "actor", "Turkey", "talks actor:Turkey"),
        ("talks actor:turkey", "actor", "Turkey", "talks"),
        ("actor:Turkey talks", "actor", "Turkey", "talks"),
        ("talks AND actor:Turkey AND more", "actor", "Turkey", "talks AND more"),
        ("actor:Turkey AND more", "actor", "Turkey", "more"),
        ("talks", "actor", "Minsk Group", 'talks actor:"Minsk Group"'),
        ('talks actor:"minsk group"', "actor", "Minsk Group", "talks"),
        ("talks actor:“minsk group”", "actor", "Minsk Group", "talks"),
        ('x actor:"minsk group', "actor", "Minsk Group", "x"),
        ("-actor:EU x", "actor", "EU", "x actor:EU"),
        ("NOT actor:EU x", "actor", "EU", "x actor:EU"),
        ("a OR b", "actor", "EU", "(a OR b) actor:EU"),
        ("(a OR b) actor:EU", "actor", "EU", "(a OR b)"),
        ("actor:EU OR actor:UN", "actor", "UN", "actor:EU"),
        ("actor:EU OR actor:UN", "actor", "NATO", "(actor:EU OR actor:UN OR actor:NATO)"),
        ("(actor:EU OR actor:UN) a", "actor", "UN", "a actor:EU"),
        ("actor:EU", "actor", "UN", "actor:EU actor:UN"),
        ("actor:EU (actor:UN OR actor:NATO)", "actor", "UN", "(actor:UN OR actor:NATO) actor:EU actor:UN"),
        ('"half', "topic", "arms", '"half" topic:arms'),
        ("(half", "topic", "arms", "(half) topic:arms"),
        ("/half", "topic", "arms", "/half/ topic:arms"),
        ("/half\\", "topic", "arms", "/half/ topic:arms"),
        ("a OR", "topic", "arms", "a topic:arms"),
        ("a NOT", "topic", "arms", "a topic:arms"),
        ("topic:", "topic", "arms", "topic:arms"),
        ("talks", None, "war", "talks war"),
        ("talks war", None, "WAR", "talks"),
        ("talks -war", None, "war", "talks war"),
        ("talks", None, "OR", 'talks "OR"'),
        ("talks", None, "actor:EU", 'talks "actor:EU"'),
        ("talks", None, "-war", 'talks "-war"'),
        ("talks", None, "two words", 'talks "two words"'),
        ('talks "two words"', None, "two words", "talks"),
        ("war OR peace", None, "war", "(war OR peace) war"),
    ],
)
def test_toggle(text: str, field: str | None, value: str, becomes: str) -> None:
    assert toggle(text, field, value) == becomes


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("talks", NONE),
        ("actor:EU", Choice(("EU",))),
        ("talks actor:EU actor:UN", Choice(("EU", "UN"), every=True)),
        ("talks (actor:EU OR actor:UN)", Choice(("EU", "UN"))),
        ("actor:EU OR actor:UN", Choice(("EU", "UN"))),
        ("actor:EU -actor:UN", Choice(("EU",), ("UN",))),
        ("-(actor:EU OR actor:UN)", Choice((), ("EU", "UN"))),
        ("actor:EU OR talks", NONE),
        ("(actor:EU talks)", NONE),
        ("(actor:EU)", Choice(("EU",))),
        ("actor:A (actor:B OR actor:C)", Choice(("A",))),
        ("actor:A OR actor:B actor:C", NONE),
        ('actor:"half open', Choice(("half open",))),
    ],
)
def test_what_is_chosen(text: str, choice: Choice) -> None:
    assert chosen(text, "actor") == choice


def test_choose_replaces_one_field_and_leaves_the_rest() -> None:
    text = 'talks actor:EU "two words" topic:arms -actor:UN'
    some = Choice(("A", "B c"), ("D",))
    assert choose(text, "actor", some) == 'talks "two words" topic:arms (actor:A OR actor:"B c") -actor:D'
    assert choose(text, "actor", Choice(("A", "B"), every=True)).endswith("actor:A actor:B")
    assert without(text, "actor") == 'talks "two words" topic:arms'
    assert without(text, "speaker") == text


def test_values_mean_the_same_however_they_are_written() -> None:
    assert same("Türkiye: Defence", "turkiye defence")
    assert not same("EU", "UN")
    assert not same("--", "++")


PIECES = st.sampled_from(
    [
        *("actor:", "topic:", "since:2h", "OR", "AND", "NOT", "-", "(", ")", '"', "“", "”", "/", "\\", " ", " ", "a"),
        *("EU", "actor:EU", "actor:UN", "-actor:EU", " OR ", "x:y", "is:unread"),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)
VALUES = st.sampled_from(
    ["EU", "UN", "Minsk Group", "Türkiye: Army", "a-b", "OR", "Côte d'Ivoire", '"odd" (one)', "x:y"]
)


def conjuncts(text: str) -> set[object]:
    return set(flat(parse_filter(text).term))


def flat(term: object) -> list[object]:
    """What must all hold, however it is nested."""
    if isinstance(term, All):
        return [leaf for inner in term.terms for leaf in flat(inner)]
    return [] if term is None else [folded(term)]


def folded(term: object) -> object:
    """A term with its words as they are compared: a quote that is closed is part of a word behind an unknown name."""
    match term:
        case Words(text):
            return Words(words_of(text) or text.replace('"', ""))
        case Not(inner):
            return Not(folded(inner))
        case Any(terms) | All(terms):
            return type(term)(tuple(map(folded, terms)))
        case _:
            return term


@given(TEXTS, VALUES, st.sampled_from(["actor", None]))
def test_a_term_put_in_is_there_and_nothing_else_has_changed(text: str, value: str, field: str | None) -> None:
    for _ in range(2):
        was_there, before = asks(text, field, value), parse_filter(text).term
        text = toggle(text, field, value)
        assert asks(text, field, value) is not was_there, text
        if isinstance(before, Any) and not (field and _about(before)):
            assert folded(before) in conjuncts(text)
        else:
            assert others(text, field) == {term for term in flat(before) if not _mine(term, field)}


def others(text: str, field: str | None) -> set[object]:
    return {term for term in conjuncts(text) if not _mine(term, field)}


def _mine(term: object, field: str | None) -> bool:
    if field:
        return _about(term)
    return isinstance(term, Words) or (isinstance(term, Not) and isinstance(term.term, Words))


def _about(term: object) -> bool:
    match term:
        case Field(name):
            return name == "actor"
        case Not(inner):
            return _about(inner)
        case Any(terms):
            return all(map(_about, terms))
        case _:
            return False


@given(TEXTS, st.lists(VALUES, max_size=3, unique_by=words_of), st.lists(VALUES, max_size=2, unique_by=words_of))
def test_a_choice_is_read_back_as_it_was_written(text: str, some: list[str], others: list[str]) -> None:
    some = [value for value in some if value not in others]
    rest = without(text, "actor")
    for every in (False, True):
        wanted = Choice(tuple(some), tuple(others), every and len(some) > 1)
        found = chosen(choose(text, "actor", wanted), "actor")
        leftover = any(_about(term) for term in conjuncts(rest))
        if not leftover:
            assert list(map(words_of, found.included)) == list(map(words_of, some))
            assert list(map(words_of, found.excluded)) == list(map(words_of, others))
            assert found.every == wanted.every


@given(VALUES | st.text(max_size=20).filter(lambda value: words_of(value) != ""), st.sampled_from(["actor", None]))
def test_what_is_written_means_the_value(value: str, field: str | None) -> None:
    query = parse_filter(written(field, value))
    assert not query.problems
    kind = Words if field is None else Field
    assert isinstance(query.term, kind)
    assert same(query.term.text if isinstance(query.term, Words) else query.term.value, value)


@given(st.text(max_size=60) | TEXTS, st.text(max_size=20), st.sampled_from(["actor", "topic", "speaker", None]))
def test_nothing_raises(text: str, value: str, field: str | None) -> None:
    parse_filter(toggle(text, field, value))
    if field is not None:
        assert isinstance(chosen(text, field), Choice)
