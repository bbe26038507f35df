from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.view.clusters import cells, clusters, edges, is_narrow, snap, starts
from reader.view.lines import Span, fit, text_of, width_of
from reader.view.wrap import _cluster_lines, _narrow_lines, truncate, wrap
from tests.view.texts import WORDS, wild

ASCII = st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12), max_size=12).map(" ".join)


def boundaries(text: str) -> set[int]:
    """Where the `regex` library (Unicode TR29) lets a text be cut."""
    return {0, *(match.end() for match in regex.finditer(r"\X", text))}


@given(wild)
def test_clusters_are_whole_and_add_up(text):
    found = list(clusters(text))
    assert "".join(text[start:end] for start, end, _ in found) == text
    assert sum(size for _, _, size in found) == cell_len(text)
    assert {start for start, _, _ in found} <= boundaries(text)
    if is_narrow(text):
        assert cell_len(text) == len(text) == len(found)


@given(wild, st.integers(1, 90))
def test_wrap_loses_nothing_and_keeps_the_order(text, width):
    lines = wrap(text, width)
    assert lines
    at = 0
    for start, end in lines:
        assert at <= start <= end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


@given(wild, st.integers(24, 90))
def test_wrap_keeps_to_the_width_and_tears_nothing(text, width):
    whole = boundaries(text)
    for start, end in wrap(text, width):
        assert {start, end} <= whole
        assert cells(text[start:end]) <= width
        whole_ones = [text[start:end][a:b] for a, b, _ in clusters(text[start:end])]
        assert not {" "} & {*whole_ones[:1], *whole_ones[-1:]}  # a blank with a mark upon it is none


@given(ASCII, st.integers(1, 60))
def test_the_fast_way_breaks_as_the_thorough_one(text, width):
    assert list(_narrow_lines(text, width)) == list(_cluster_lines(text, width))


@given(
    st.lists(st.sampled_from(["the", "harbour", "is", "شارع", "الوزير", "Երևանում", "Ελλάδα", "Москва"]), min_size=1)
)
def test_words_that_fit_are_not_broken(parts):
    text = " ".join(parts)
    assert " ".join(text[a:b] for a, b in wrap(text, 12)).split() == parts


def test_breaks():
    def lines(text, width):
        return [text[a:b] for a, b in wrap(text, width)]

    assert lines("the quick brown fox-trot", 10) == ["the quick", "brown fox-", "trot"]
    assert lines("東京で首脳会談を開催、「緊急」。", 10) == ["東京で首脳", "会談を開", "催、「緊", "急」。"]
    assert lines("-5 to -10 degrees", 9) == ["-5 to -10", "degrees"]
    assert lines("一 two\n\nthree", 20) == ["一 two", "", "three"]
    assert lines("", 5) == [""]
    assert lines("京", 1) == ["京"]
    assert lines("abcdefghij", 4) == ["abcd", "efgh", "ij"]


@given(wild, st.integers(0, 60))
def test_truncate(text, width):
    short = truncate(text, width)
    assert cells(short) <= width
    if cells(text) <= width:
        assert short == text
    elif width:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


@given(st.lists(wild, max_size=4), st.integers(0, 80))
def test_fit_is_exact(parts, width):
    line = tuple(Span(part) for part in parts)
    fitted = fit(line, width)
    assert width_of(fitted) == width
    assert sum(cell_len(span.text) for span in fitted) == width
    if width_of(line) > width > 0:
        assert "…" in text_of(fitted)
    else:
        assert text_of(fitted).startswith(text_of(line) if width else "")


@given(wild, st.integers(0, 40), st.integers(0, 40))
def test_snap_grows_to_clusters(text, start, length):
    start = min(start, len(text))
    end = min(len(text), start + length)
    first, last = snap(edges(text), start, end)
    assert first <= start <= end <= last
    assert {first, last} <= {*starts(text), 0, len(text)}


def test_no_cluster_is_endless():
    text = "क" + "्क" * 400
    assert max(end - start for start, end, _ in clusters(text)) <= 32
    assert all(cells(text[a:b]) <= 40 for a, b in wrap(text, 40))


def test_every_word_of_the_samples_is_measured_as_rich_paints_it():
    for word in WORDS:
        assert sum(size for _, _, size in clusters(word)) == cell_len(word)
