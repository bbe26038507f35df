"""Cutting a text into words: places, folding, compounds, sentences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.tagging.words import _ASCII_WORD, _WORD, Words, cut, fold_letters

WILD = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("abcAZ '-.,:\"\n’“”–—éÉİıßсаеŁø\u0301\u200b\u00ad\u202e٣中"),
    ),
    max_size=200,
)


@given(WILD)
def test_places_point_into_the_text(text: str) -> None:
    words = Words(text)
    assert len(words.raw) == len(words.low) == len(words.start) == len(words.end) == len(words.sentence)
    last = 0
    for at in range(len(words)):
        assert last <= words.start[at] < words.end[at] <= len(text)
        last = words.end[at]
        assert len(cut(text[words.start[at] : words.end[at]])) >= 1
    assert words.sentence == sorted(words.sentence)


@given(WILD)
def test_folding_letters_keeps_places(text: str) -> None:
    assert len(fold_letters(text)) == len(text)


def test_what_is_one_word() -> None:
    assert cut("the U.S. and O'Brien's don't") == ["the", "US", "and", "O'Brien", "'s", "don't"]
    assert cut("4,058 cases, 5.9 and G77") == ["4,058", "cases", ",", "5.9", "and", "G77"]
    assert cut("Turkey’s") == ["Turkey", "'s"]


def test_a_compound_is_cut_and_joined() -> None:
    words = Words("AU-led talks - Bern")
    assert words.raw == ["AU", "led", "talks", "-", "Bern"]
    assert words.joined == {1}


def test_accents_and_lookalikes_are_folded_where_they_stand() -> None:
    text = "Erdog\u0306an re\u0441laimed İzmir"
    words = Words(text)
    assert words.low == ["erdogan", "reclaimed", "izmir"]
    assert text[words.start[0] : words.end[0]] == "Erdog\u0306an"
    assert Words("Россия").raw == ["Россия"]


def test_sentences_end_where_they_do() -> None:
    words = Words("Mr. Vale met J. Quill. They left! Now? Yes", frozenset(("mr",)))
    assert words.sentence[-1] == 3
    assert Words("one\ntwo").sentence == [0, 0, 1]


def test_title_case_is_judged_by_sentence() -> None:
    words = Words("Minister Opens Bridge After Delay\nThe minister opened the bridge after a delay.")
    assert words.titled(0)
    assert not words.titled(len(words) - 1)


def test_a_sentence_that_holds_many_names_is_no_title() -> None:
    assert not Words("The Lamp Network of Students and the Quendon Chamber of Commerce are against.").titles
    assert not Words("The Central Commission for Lamps and Candles set Sunday.").titles
    assert Words("Minister Opens Bridge for the Lamps.").titles


@given(
    st.text(alphabet=st.one_of(st.sampled_from("abUS.'-s,1 \n\"\t\x1c"), st.characters(max_codepoint=127)), max_size=80)
)
def test_the_faster_way_for_ascii_cuts_alike(text: str) -> None:
    assert [match.span() for match in _ASCII_WORD.finditer(text)] == [match.span() for match in _WORD.finditer(text)]
