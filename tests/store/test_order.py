"""Entries of one minute stand as the page has them, and stay where they are."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.model.entry import Flags
from reader.model.source import Source
from reader.store import Reads, Store
from reader.store.ties import SPACING, oldest_first, settle
from tests.store.fill import NOW, entry, page, poll, snapshot


def shown(reads: Reads) -> str:
    """Keys as the timeline shows them, newest on top."""
    return "".join(reads.entry(id_).entry.key for id_ in reversed(reads.index(now=NOW).ids))


def test_within_a_minute_the_page_decides(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a", "b", "c"))
    assert shown(reads) == "abc"


def test_a_page_with_the_oldest_on_top(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("c", "b", "a", order="oldest_first"))
    assert shown(reads) == "abc"


def test_arrivals_go_where_the_page_has_them(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("d", "e"), NOW)
    poll(store, source, page("a", "d", "x", "e", "z"), NOW + 60)
    assert shown(reads) == "adxez"
    poll(store, source, page("n", "a", "b", "d", "x", "e", "z"), NOW + 120)
    assert shown(reads) == "nabdxez"


def test_arrivals_go_on_top_of_what_the_page_lists_no_more(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a", "b"), NOW)
    poll(store, source, page("c", "d"), NOW + 60)
    assert shown(reads) == "cdab"


def test_what_the_page_lists_no_more_stays_below_what_arrives(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("d"), NOW)
    poll(store, source, page("a", "d"), NOW + 60)
    poll(store, source, page("a", "b"), NOW + 120)
    poll(store, source, page("a", "b", "c", "d"), NOW + 180)
    assert shown(reads) == "abcd"


def test_what_is_pinned_is_no_measure(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a", "b", "c"), NOW)
    pinned = page("c", "a", "x", "b")
    shot = replace(pinned, entries=(replace(pinned.entries[0], flags=Flags(pinned=True)), *pinned.entries[1:]))
    poll(store, source, shot, NOW + 60)
    poll(store, source, page("a", "x", "b", "y", "c"), NOW + 120)
    assert shown(reads) == "axbyc"


def test_a_page_that_is_turned_round_moves_nothing(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a", "b", "c"), NOW)
    poll(store, source, page("c", "b", "a"), NOW + 60)
    assert shown(reads) == "abc"


def test_without_times_the_page_decides_and_later_is_newer(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("b", "c", published=None), NOW)
    poll(store, source, page("a", "b", "c", published=None), NOW + 60)
    assert shown(reads) == "abc"


def test_the_times_tell_the_direction_where_the_document_does_not() -> None:
    rising = [entry(str(n), n, published=NOW + n) for n in range(4)]
    assert oldest_first(snapshot(rising, order="unknown"))
    assert not oldest_first(snapshot(rising[::-1], order="unknown"))
    assert not oldest_first(snapshot([], order="unknown"))
    assert not oldest_first(snapshot(rising, order="newest_first"))


@given(st.lists(st.booleans(), max_size=30), st.integers(-5, 5))
def test_arrivals_lie_between_their_neighbours(fresh: list[bool], base: int) -> None:
    known = [None if new else (base + place) * SPACING for place, new in enumerate(fresh)]
    ties = settle(known)
    assert all(tie == was for tie, was in zip(ties, known, strict=True) if was is not None)
    assert ties == sorted(set(ties)), "strictly rising"


@given(st.lists(st.integers(0, 12), min_size=1, max_size=25))
def test_a_page_that_grows_anywhere_keeps_its_order(places: list[int]) -> None:
    """Insert one entry a poll at a random place: as long as there is room, the ties give the page's order."""
    order: list[int] = []
    for place in places:
        here = min(place, len(order))
        order = settle([*order[:here], None, *order[here:]])
    if len(places) <= 18:
        assert order == sorted(set(order))
    assert order == sorted(order)
