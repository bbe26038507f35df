"""The user's highlights."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.tagging.highlight import MAX_WORD, Highlight, Marks, compile_highlights, trie_pattern


def marks(*patterns: str, **options: bool) -> Marks:
    return compile_highlights([Highlight(pattern, "red", **options) for pattern in patterns])


def marked(found: Marks, text: str) -> list[tuple[str, int]]:
    return [(text[start:end], number) for start, end, number in found.find(text)]


def test_words_match_whole_and_in_any_case() -> None:
    assert marked(marks("quill"), "Quill QUILL's quills") == [("Quill", 0), ("QUILL", 0)]
    assert marked(marks("quill", whole_word=False), "quills") == [("quill", 0)]


def test_the_leftmost_longest_wins_and_nothing_overlaps() -> None:
    found = marks("council", "security council", "security")
    assert marked(found, "Security  Council security council of security") == [
        ("Security  Council", 1),
        ("security council", 1),
        ("security", 2),
    ]


def test_the_lower_number_wins_on_the_same_characters() -> None:
    found = compile_highlights([Highlight("tide", "a", regex=True), Highlight("tide", "b"), Highlight("TIDE", "c")])
    assert marked(found, "tide") == [("tide", 0)]


def test_places_hold_where_lower_case_is_longer() -> None:
    text = "İİİ İstanbul Erdoğan’s"
    assert marked(marks("istanbul", "erdogan's"), text) == [("İstanbul", 0), ("Erdoğan’s", 1)]


def test_regular_expressions() -> None:
    found = compile_highlights([Highlight(r"\d+ (lost|found)", "a", regex=True), Highlight("found", "b")])
    assert marked(found, "3 LOST, 4 found, found") == [("3 LOST", 0), ("4 found", 0), ("found", 1)]
    assert marked(marks("x*", regex=True), "axxb") == [("xx", 0)]
    assert found.problems == []


@pytest.mark.parametrize("source", ["(", "[a-", "(?P<n>a)(?P<n>", "*", "a{3,2}", "x" * 2000])
def test_an_invalid_expression_is_a_problem_in_words(source: str) -> None:
    found = marks(source, "tide", regex=True)
    assert [number for number, _ in found.problems] == [0]
    assert "regular expression" in found.problems[0][1] or "longer" in found.problems[0][1]
    assert marked(found, "tide") == [("tide", 1)]


def test_empty_and_huge_words_are_problems() -> None:
    found = marks(" ", "x" * (MAX_WORD + 1), "tide")
    assert [number for number, _ in found.problems] == [0, 1]
    assert marked(found, "tide") == [("tide", 2)]
    assert compile_highlights([]).find("tide") == []


def test_an_expression_that_takes_too_long_is_switched_off() -> None:
    found = compile_highlights([Highlight(r"(.*)(.*)(.*)(.*)\1\2\3\4[xy]$", "a", regex=True), Highlight("tide", "b")])
    start = time.process_time()
    assert marked(found, "tide " * 60 + "?")[-1] == ("tide", 1)
    assert time.process_time() - start < 20
    assert [number for number, _ in found.problems] == [0]
    assert marked(found, "x") == []
    assert len(found.problems) == 1


def test_while_others_have_the_processor_no_expression_is_at_fault() -> None:
    found = marks("x*", regex=True)
    expression = found._regexes[0]

    class Interrupted:
        def search(self, *args: object, **options: object):
            time.sleep(0.06)
            return expression.search(*args, **options)

    found._regexes[0] = Interrupted()
    assert marked(found, "axxb") == [("xx", 0)]
    assert found.problems == []


@given(
    st.lists(st.text(alphabet="ab c'-é", min_size=1, max_size=6), max_size=8),
    st.text(alphabet="ab c'-éİ\n", max_size=60),
)
def test_spans_are_in_order_apart_and_right(words: list[str], text: str) -> None:
    found = marks(*words)
    last = 0
    for start, end, number in found.find(text):
        assert last <= start < end <= len(text)
        last = end
        assert re.sub(r"\s+", " ", text[start:end].replace("é", "e")) == " ".join(
            words[number].replace("é", "e").split()
        )


@given(st.sets(st.text(alphabet="abc.*(", min_size=1, max_size=5), min_size=1, max_size=10))
def test_a_trie_matches_its_words_and_the_longest(words: set[str]) -> None:
    pattern = re.compile(trie_pattern(dict.fromkeys(words, 0)))
    for word in words:
        match = pattern.match(word)
        assert match is not None
        assert match.group() == word


def test_deep_tries_compile() -> None:
    assert marked(marks(*("a" * count for count in range(1, MAX_WORD + 1))), "aaa") == [("aaa", 2)]
