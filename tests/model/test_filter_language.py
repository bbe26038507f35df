"""The filter language: what each form means, and that nothing typed on the way there raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.filter_language import MAX_DEPTH, MAX_TERMS, MAX_TEXT, parse_filter
from reader.model.query import FIELDS, All, Any, Field, Not, Pattern, Query, Term, Words

A, B, C = Words("a"), Words("b"), Words("c")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("", None),
        ("   ", None),
        ("a", A),
        ("a b", All((A, B))),
        ("a AND b", All((A, B))),
        ("a OR b", Any((A, B))),
        ("a OR“b”", Any((A, B))),
        ("a b OR c", Any((All((A, B)), C))),
        ("a (b OR c)", All((A, Any((B, C))))),
        ("((a))", A),
        ("-a", Not(A)),
        ("NOT a", Not(A)),
        ("NOT (a b)", Not(All((A, B)))),
        ("-(a OR b) c", All((Not(Any((A, B))), C))),
        ("--a", A),
        ("a-b", Words("a-b")),
        ("or not and", All((Words("or"), Words("not"), Words("and")))),
        ("ORa", Words("ORa")),
        ('"a b"', Words("a b")),
        ("“a b”", Words("a b")),
        ('-"a b"', Not(Words("a b"))),
        ('"a b', Words("a b")),
        ('"OR"', Words("OR")),
        ("actor:turkey", Field("actor", "turkey")),
        ("Actor:Turkey", Field("actor", "Turkey")),
        ('actor:"minsk group"', Field("actor", "minsk group")),
        ("-actor:x", Not(Field("actor", "x"))),
        ("(actor:x)", Field("actor", "x")),
        ("speaker:x side:y source:z", All((Field("speaker", "x"), Field("side", "y"), Field("source", "z")))),
        ("topic:ceasefire kind:video", All((Field("topic", "ceasefire"), Field("kind", "video")))),
        ("is:UNREAD has:image", All((Field("is", "unread"), Field("has", "image")))),
        ("since:2h until:14:00", All((Field("since", "2h"), Field("until", "14:00")))),
        ("on:2020-09-28", Field("on", "2020-09-28")),
        ('since:"2020-09-28 14:00"', Field("since", "2020-09-28 14:00")),
        ("/a b/", Pattern("a b")),
        ("/a\\/b/ c", All((Pattern("a/b"), C))),
        ("/a(b|c)/", Pattern("a(b|c)")),
        ("/\\p{Greek}/", Pattern("\\p{Greek}")),
        ("-/a/", Not(Pattern("a"))),
        ("/unfinished", Pattern("unfinished")),
        ("cease*", Words("cease", prefix=True)),
        ('"cease f"*', Words("cease f", prefix=True)),
        ("actor:turk*", Field("actor", "turk", prefix=True)),
        ('actor:"minsk g"* b', All((Field("actor", "minsk g", prefix=True), B))),
        ("*", Words("*")),
        ("12:30", Words("12:30")),
        ("24/7", Words("24/7")),
        ("https://a.example/b", Words("https://a.example/b")),
    ],
)
def test_forms(text: str, term: Term | None) -> None:
    assert parse_filter(text) == Query(term, (), text)


@pytest.mark.parametrize(
    ("text", "term", "marked", "says"),
    [
        ("actor:", None, "actor:", "actor: wants a name"),
        ("a actor: b", All((A, B)), "actor:", "wants a name"),
        ("foo:bar", Words("foo:bar"), "foo:", "no filter"),
        ("actr:x", Words("actr:x"), "actr:", "did you mean actor:?"),
        ("is:unred", Words("is:unred"), "unred", "did you mean is:unread?"),
        ("is:", None, "is:", "unread or read"),
        ("has:img", Words("has:img"), "img", "image"),
        ("topic:cease", Field("topic", "cease"), "cease", "topic:ceasefire"),
        ("kind:vidoe", Field("kind", "vidoe"), "vidoe", "kind:video"),
        ("since:soon a", A, "soon", "2h"),
        ("on:2h", None, "2h", "a day"),
        ("(a", A, "(", "not closed"),
        ("a)", A, ")", "closes nothing"),
        ("a ()", A, "()", "nothing between the parentheses"),
        ('a ""', A, '""', "nothing between the quotes"),
        ("//", None, "//", "nothing between the slashes"),
        ("/a(/ b", B, "/a(/", "not a regular expression"),
        ("a OR", A, "OR", "either side"),
        ("OR a", A, "OR", "either side"),
        ("a NOT", A, "NOT", "must follow"),
        ("a - b", All((A, B)), "-", "must follow"),
    ],
)
def test_what_is_not_understood_is_marked(text: str, term: Term | None, marked: str, says: str) -> None:
    query = parse_filter(text)
    assert query.term == term
    assert [text[problem.start : problem.end] for problem in query.problems] == [marked]
    assert says in query.problems[0].message


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("a", Words("a", prefix=True)),
        ("a ", A),
        ("a b", All((A, Words("b", prefix=True)))),
        ("-a", Not(Words("a", prefix=True))),
        ("(a", Words("a", prefix=True)),
        ("(a)", A),
        ('"a b', Words("a b", prefix=True)),
        ('"a ', Words("a ")),
        ('"a b"', Words("a b")),
        ("actor:t", Field("actor", "t", prefix=True)),
        ("actor:t ", Field("actor", "t")),
        ('actor:"minsk g', Field("actor", "minsk g", prefix=True)),
        ("is:un", Field("is", "unread")),
        ("is:unread", Field("is", "unread")),
        ("is:e", Field("is", "edited")),
        ("has:v", Field("has", "video")),
        ("topic:cease", Field("topic", "cease", prefix=True)),
    ],
)
def test_while_typing_the_last_is_unfinished(text: str, term: Term) -> None:
    assert parse_filter(text, typing=True).term == term


def test_a_state_half_typed_hides_nothing() -> None:
    query = parse_filter("is:re", typing=True)
    assert query.term == Field("is", "read")
    query = parse_filter("a is:s", typing=True)
    assert query.term == All((A, Field("is", "starred")))
    query = parse_filter("a since:2", typing=True)
    assert (query.term, len(query.problems)) == (A, 1)
    query = parse_filter("has:", typing=True)
    assert (query.term, len(query.problems)) == (None, 1)


def leaves(term: Term | None) -> int:
    match term:
        case None:
            return 0
        case Not(inner):
            return leaves(inner)
        case All(terms) | Any(terms):
            return sum(map(leaves, terms))
        case _:
            return 1


def test_limits_are_told() -> None:
    query = parse_filter("a " * 400)
    assert leaves(query.term) == MAX_TERMS
    assert {"terms" in p.message or "characters" in p.message for p in query.problems} == {True}
    long = parse_filter("a" * 600)
    assert long.term == Words("a" * MAX_TEXT)
    assert [(p.start, p.end) for p in long.problems] == [(MAX_TEXT, 600)]
    assert long.text == "a" * 600
    deep = parse_filter("(" * 300 + "a" + ")" * 300)
    assert leaves(deep.term) == 1
    assert sum("deep" in p.message for p in deep.problems) > 0
    assert parse_filter("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == Query(
        A, (), "(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH
    )
    assert parse_filter("-" * 500 + "a").term == A
    assert parse_filter("NOT " * 101 + "a").term == Not(A)


PIECES = st.sampled_from(
    [
        *(f"{field}:" for field in FIELDS),
        "OR",
        "AND",
        "NOT",
        "-",
        "(",
        ")",
        '"',
        "“",
        "”",
        "/",
        "\\",
        " ",
        "a",
        "2h",
        "x:y",
    ]
)


@given(st.text(max_size=60) | st.lists(PIECES, max_size=80).map("".join), st.booleans())
def test_nothing_typed_raises(text: str, typing: bool) -> None:
    query = parse_filter(text, typing=typing)
    assert query.text == text
    for problem in query.problems:
        assert 0 <= problem.start < problem.end <= len(text)
        assert problem.message
    assert leaves(query.term) <= MAX_TERMS
    assert parse_filter(text, typing=typing) == query


@given(st.lists(PIECES, max_size=30).map("".join))
def test_typing_changes_only_what_stands_last(text: str) -> None:
    assert parse_filter(f"{text} ", typing=True) == parse_filter(f"{text} ") or text.count('"') or "“" in text
