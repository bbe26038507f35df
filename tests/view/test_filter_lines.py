"""Lines below the filter and of the facet pane: exact widths, and what they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.filter_completion import Offer
from reader.model.filter_edit import NONE, Choice
from reader.model.filter_language import parse_filter
from reader.model.names import words_of
from reader.view.facet_lines import (
    COVERED,
    FREE,
    IN,
    OUT,
    SECTIONS,
    Facet,
    about_line,
    facet_line,
    narrowed,
    state_of,
    tabs_line,
    with_chosen,
)
from reader.view.filter_lines import MOST, Marked, marked, offer_lines, offers_width, problem_lines, window
from reader.view.lines import text_of, width_of

WIDTHS = st.integers(1, 160)
TEXT = st.text(max_size=40) | st.sampled_from(["東京で首脳会談", "Ա" * 30, "👩‍👩‍👧 family", "a\nb\x1b[2J"])


def facet(value: str, count: int = 1, delta: int = 0) -> Facet:
    return Facet(value, value, words_of(value), count, delta)


@given(st.lists(TEXT, min_size=1, max_size=20), st.integers(0, 30), st.integers(20, 160), st.booleans())
def test_offers_are_as_wide_as_they_are_to_be(labels: list[str], chosen: int, width: int, plain: bool) -> None:
    offers = [Offer(label, label, label[:9], number) for number, label in enumerate(labels)]
    chosen = min(chosen, len(offers) - 1)
    room = offers_width(offers, width)
    lines = offer_lines(offers, chosen, room, ascii=plain)
    assert {width_of(line) for line in lines} == {room}
    assert len(lines) <= MOST + 1
    assert sum(">" in text_of(line)[:3] for line in lines) == 1
    assert chosen in window(len(offers), chosen)
    assert "\x1b" not in "".join(map(text_of, lines))


@given(TEXT, st.integers(0, 60), st.integers(1, 20), WIDTHS)
def test_a_problem_takes_at_most_three_lines(message: str, start: int, size: int, width: int) -> None:
    lines = problem_lines(Marked(start, start + size, message), width)
    assert {width_of(line) for line in lines} == {width}
    assert len(lines) <= 3
    assert "^" in "".join(map(text_of, lines))


@pytest.mark.parametrize(
    ("text", "cursor", "place", "pending"),
    [
        ("talks acter:eu", 3, (6, 12), False),
        ("首脳 acter:eu", 14, (5, 11), False),
        ("acter:eu is:", 12, (9, 12), True),
        ("acter:eu is:", 2, (0, 6), False),
        ("talks", 2, None, False),
    ],
)
def test_the_problem_at_the_cursor_is_told(
    text: str, cursor: int, place: tuple[int, int] | None, pending: bool
) -> None:
    item = marked(text, parse_filter(text, typing=True).problems, cursor)
    assert (item and (item.start, item.end)) == place
    assert item is None or item.pending is pending


def test_words_of_a_problem_stand_where_there_is_room() -> None:
    assert text_of(problem_lines(Marked(2, 5, "wrong"), 20)[0]) == "  ^^^ wrong" + " " * 9
    assert text_of(problem_lines(Marked(14, 19, "wrong"), 20)[0]) == " " * 8 + "wrong ^^^^^ "
    assert [text_of(line).strip() for line in problem_lines(Marked(2, 5, "wrong words"), 10)] == [
        "^^^",
        "wrong",
        "words",
    ]


@given(TEXT, st.integers(0, 10**7), st.integers(-999, 999), st.sampled_from([IN, OUT, COVERED, FREE]), WIDTHS)
def test_a_facet_is_as_wide_as_the_pane(value: str, count: int, delta: int, state: str, width: int) -> None:
    line = facet_line(facet(value, count, delta), state, width)
    assert width_of(line) == width
    if width > 40:
        assert f"{count:,}" in text_of(line)
        assert not delta or f"{delta:+,}" in text_of(line)


def test_states() -> None:
    choice = Choice(("Turkey",), ("European Union",))
    assert state_of("Turkey", choice) == IN
    assert state_of("turkey", choice) == IN
    assert state_of("Turkey: Civil Defence", choice) == COVERED
    assert state_of("European Union", choice) == OUT
    assert state_of("Armenia", choice) == FREE
    assert state_of("Armenia", NONE) == FREE


def test_what_is_chosen_is_listed_even_if_none_is_there() -> None:
    listed = with_chosen([facet("Armenia", 3)], Choice(("armenia", "Gone"), ("Away",)))
    assert [(item.value, item.count) for item in listed] == [("Gone", 0), ("Away", 0), ("Armenia", 3)]


def test_narrowing_by_the_start_of_any_word() -> None:
    some = [facet("European Union"), facet("United Nations"), facet("Armenia")]
    assert [item.value for item in narrowed(some, "UN")] == ["European Union", "United Nations"]
    assert narrowed(some, "") == some
    assert narrowed(some, "key") == []


@pytest.mark.parametrize("width", [10, 38, 80])
def test_heads(width: int) -> None:
    for field in SECTIONS:
        assert width_of(tabs_line(field, ["actor"], width)) == width
    assert width_of(about_line(5000, None, width, every=True)) == width
    assert width_of(about_line(5000, "東京", width, every=False)) == width
    assert "[Said by]" in text_of(tabs_line("speaker", (), 60))
    assert "all of the chosen" in text_of(about_line(5, None, 60, every=True))
