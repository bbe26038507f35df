from __future__ import annotations

from dataclasses import replace

import pytest

from reader.engine.reconcile import reconcile
from reader.model.entry import Basis, EntryKind, KeyKind
from reader.model.event import ChangeKind, EventKind, Past
from reader.model.snapshot import Snapshot
from tests.engine.fakes import START, FakeStore, entry, flagged, kinds, poll_once, snapshot

MINUTE = 60
PAGE = [
    entry("d", START - 10 * MINUTE, "Ferries run again", "Since noon."),
    entry("c", START - 20 * MINUTE, "Minister arrives", "At the harbour."),
    entry("b", START - 30 * MINUTE, "Bridge closed", "Until Monday."),
    entry("a", START - 40 * MINUTE, "Storm warning", "For the coast."),
]


class Story:
    """A source whose page is polled again and again."""

    def __init__(self) -> None:
        self.store = FakeStore()
        self.source = self.store.add("https://news.example/live")
        self.at = START

    def poll(self, page: Snapshot) -> list[tuple[str, str]]:
        self.at += MINUTE
        self.events = poll_once(self.store, self.source.id, page, self.at, reconcile)
        return [(event.kind.value, event.entry.entry.key if event.entry else "") for event in self.events]

    def stored(self, key: str):
        return self.store.entries[self.source.id][key]


@pytest.fixture
def story() -> Story:
    story = Story()
    assert story.poll(snapshot(*PAGE)) == [("new", key) for key in "abcd"]
    return story


def derived(one, key: str, **more):
    return replace(one, key=key, key_kind=KeyKind.DERIVED, **more)


def test_the_first_look_is_all_new_oldest_first_in_either_order() -> None:
    new = [("new", key) for key in "abcd"]
    assert kinds(reconcile(Past({}), snapshot(*PAGE), START)) == new
    assert kinds(reconcile(Past({}), snapshot(*PAGE[::-1], order="oldest_first"), START)) == new
    assert kinds(reconcile(Past({}), snapshot(*PAGE[::-1], order="unknown"), START)) == new


def test_within_one_minute_the_document_gives_the_order() -> None:
    page = [replace(one, published=START) for one in PAGE]
    assert kinds(reconcile(Past({}), snapshot(*page), START)) == [("new", key) for key in "abcd"]
    oldest_first = snapshot(*page, order="oldest_first")
    assert kinds(reconcile(Past({}), oldest_first, START)) == [("new", key) for key in "dcba"]


def test_entries_without_a_time_keep_their_order() -> None:
    page = snapshot(*(replace(one, published=None) for one in PAGE))
    assert kinds(reconcile(Past({}), page, START)) == [("new", key) for key in "abcd"]


def test_the_same_page_twice_changes_nothing(story: Story) -> None:
    assert story.poll(snapshot(*PAGE)) == []
    assert story.stored("a").last_seen == story.at


def test_an_arrival(story: Story) -> None:
    assert story.poll(snapshot(entry("e", START, "Later"), *PAGE)) == [("new", "e")]


def test_a_late_arrival_further_down(story: Story) -> None:
    late = entry("x", START - 25 * MINUTE, "Back-dated")
    assert story.poll(snapshot(*PAGE[:2], late, *PAGE[2:])) == [("new", "x")]


def test_an_edit_and_what_it_was(story: Story) -> None:
    edited = entry("b", PAGE[2].published, "Bridge closed", "Until Tuesday.")
    assert story.poll(snapshot(*PAGE[:2], edited, PAGE[3])) == [("edited", "b")]
    assert story.events[0].was == PAGE[2].wording
    assert story.stored("b").revision == 2


def test_typography_is_stored_and_silent(story: Story) -> None:
    silent = entry("b", PAGE[2].published, "Bridge\u00a0closed", "Until Monday.")
    assert story.poll(snapshot(*PAGE[:2], silent, PAGE[3])) == []
    assert [revision.textual for revision in story.store.revisions[story.stored("b").id]] == [True, False]
    assert story.stored("b").revision == 1


def test_withdrawn_after_two_looks_and_once_only(story: Story) -> None:
    without = snapshot(PAGE[0], PAGE[1], PAGE[3])
    assert story.poll(without) == []
    assert story.stored("b").missed == 1
    assert story.poll(without) == [("withdrawn", "b")]
    assert story.poll(without) == []
    assert story.stored("b").withdrawn_at is not None
    assert story.poll(snapshot(*PAGE)) == [("reinstated", "b")]
    assert story.poll(snapshot(*PAGE)) == []


def test_back_in_other_words_is_reinstated_and_edited(story: Story) -> None:
    without = snapshot(PAGE[0], PAGE[1], PAGE[3])
    story.poll(without)
    story.poll(without)
    other = entry("b", PAGE[2].published, "Bridge closed", "Until further notice.")
    assert story.poll(snapshot(*PAGE[:2], other, PAGE[3])) == [("reinstated", "b"), ("edited", "b")]


def test_seen_in_between_starts_the_count_again(story: Story) -> None:
    without = snapshot(PAGE[0], PAGE[1], PAGE[3])
    for page in (without, snapshot(*PAGE), without):
        assert story.poll(page) == []
    assert story.poll(without) == [("withdrawn", "b")]


def test_what_scrolls_out_at_the_old_end_is_not_withdrawn(story: Story) -> None:
    for n in range(5):
        story.poll(snapshot(entry(f"n{n}", START + n, f"New {n}"), *PAGE[:2]))
    assert story.stored("a").withdrawn_at is None
    assert story.stored("b").withdrawn_at is None
    assert story.stored("a").missed == 0


def test_a_stale_copy_withdraws_nothing_at_the_new_end(story: Story) -> None:
    fresh = entry("e", START, "Newest")
    story.poll(snapshot(fresh, *PAGE))
    for _ in range(3):
        assert story.poll(snapshot(*PAGE)) == []
    assert story.poll(snapshot(fresh, *PAGE)) == []
    assert story.stored("e").withdrawn_at is None
    assert story.stored("e").missed == 0


def test_the_newest_is_withdrawn_once_something_newer_proves_it(story: Story) -> None:
    story.poll(snapshot(entry("e", START, "Posted by mistake"), *PAGE))
    story.poll(snapshot(*PAGE))
    newer = entry("f", START + MINUTE, "Next")
    assert story.poll(snapshot(newer, *PAGE)) == [("withdrawn", "e"), ("new", "f")]


@pytest.mark.parametrize("complete", [True, False])
def test_an_empty_page_withdraws_nothing(story: Story, complete: bool) -> None:
    for _ in range(3):
        assert story.poll(snapshot(complete=complete)) == []
    assert story.poll(snapshot(*PAGE)) == []


def test_an_incomplete_page_withdraws_nothing(story: Story) -> None:
    for _ in range(3):
        assert story.poll(snapshot(PAGE[0], PAGE[3], complete=False)) == []
    assert story.stored("b").missed == 0


def test_a_page_that_shows_a_selection_withdraws_nothing() -> None:
    story = Story()
    page = [entry(f"k{n}", START - n * MINUTE, f"Entry {n}") for n in range(40)]
    story.poll(snapshot(*page))
    for _ in range(3):
        assert story.poll(snapshot(*page[::10], page[-1])) == []


def test_a_pinned_old_entry_does_not_prove_how_far_the_page_reaches(story: Story) -> None:
    pinned = flagged(entry("pin", START - 300 * MINUTE, "What we know"), pinned=True)
    story.poll(snapshot(pinned, *PAGE))
    page = list(PAGE)
    for n in range(4):
        page = [entry(f"n{n}", START + n, f"New {n}"), *page[:-1]]
        assert story.poll(snapshot(pinned, *page)) == [("new", f"n{n}")]


def test_a_list_without_order_of_time_withdraws_nothing() -> None:
    story = Story()
    page = [entry(f"k{n}", START - (n * 7 % 10) * MINUTE, f"Most read {n}") for n in range(10)]
    story.poll(snapshot(*page, order="unknown"))
    for _ in range(3):
        assert story.poll(snapshot(*page[:4], *page[5:], order="unknown")) == []


def test_a_rotating_promo_is_not_withdrawn() -> None:
    story = Story()
    promo = replace(entry("promo", START - 15 * MINUTE, "Subscribe"), kind=EntryKind.PROMO)
    story.poll(snapshot(PAGE[0], promo, *PAGE[1:]))
    for _ in range(3):
        assert story.poll(snapshot(*PAGE)) == []


def test_undated_entries_are_withdrawn_by_their_place() -> None:
    story = Story()
    page = [replace(one, published=None) for one in PAGE]
    story.poll(snapshot(*page))
    without = snapshot(page[0], page[1], page[3])
    assert story.poll(without) == []
    assert story.poll(without) == [("withdrawn", "b")]
    scrolled = snapshot(page[0], page[1])
    assert story.poll(scrolled) == []
    assert story.poll(scrolled) == []


def test_a_tombstone_withdraws_at_once(story: Story) -> None:
    gone = flagged(PAGE[2], deleted=True)
    assert story.poll(snapshot(*PAGE[:2], gone, PAGE[3])) == [("withdrawn", "b")]
    assert story.poll(snapshot(*PAGE[:2], gone, PAGE[3])) == []
    assert story.poll(snapshot(*PAGE)) == [("reinstated", "b")]


def test_a_tombstone_of_something_never_seen_is_nothing(story: Story) -> None:
    assert story.poll(snapshot(flagged(entry("z", START, "Gone"), deleted=True), *PAGE)) == []


def test_a_tombstone_counts_from_an_incomplete_page_too(story: Story) -> None:
    assert story.poll(snapshot(flagged(PAGE[2], deleted=True), complete=False)) == [("withdrawn", "b")]


def test_an_edit_of_a_derived_key_keeps_the_identity() -> None:
    story = Story()
    page = [derived(one, f"text:{one.key}1") for one in PAGE]
    story.poll(snapshot(*page))
    number = story.stored("text:b1").id
    edited = derived(entry("", PAGE[2].published, "Bridge closed", "Until Tuesday."), "text:b2")
    after = snapshot(*page[:2], edited, page[3])
    assert story.poll(after) == [("edited", "text:b1")]
    assert story.poll(after) == []
    again = derived(entry("", PAGE[2].published, "Bridge closed", "Until Tuesday noon."), "text:b3")
    assert story.poll(snapshot(*page[:2], again, page[3])) == [("edited", "text:b1")]
    assert story.stored("text:b1").id == number
    assert len(story.store.revisions[number]) == 3
    assert len(story.store.entries[story.source.id]) == 4


def test_an_edit_in_the_same_poll_as_arrivals_of_the_same_minute() -> None:
    story = Story()
    old = derived(entry("", START, "Talks begin", "The two sides met in Lorn on Friday for talks."), "text:1")
    story.poll(snapshot(old))
    new = derived(entry("", START, "Rain in the north", "Roads are flooded near the border."), "text:2")
    edited = derived(entry("", START, "Talks begin", "The two sides met in Lorn on Saturday for talks."), "text:3")
    assert story.poll(snapshot(new, edited)) == [("edited", "text:1"), ("new", "text:2")]


def test_another_story_of_the_same_minute_is_no_edit() -> None:
    story = Story()
    old = derived(entry("", START, "Talks begin", "The two sides met in Lorn."), "text:1")
    other = derived(entry("", START, "Rain", "Roads are flooded near the border."), "text:2")
    story.poll(snapshot(old, derived(PAGE[3], "text:a")))
    events = story.poll(snapshot(other, derived(PAGE[3], "text:a")))
    assert events == [("new", "text:2")]


def test_a_date_that_was_guessed_anew_is_no_new_entry() -> None:
    story = Story()
    more = {"key_kind": KeyKind.DERIVED, "basis": Basis.PRINTED_INFERRED_DATE, "time_label": "23:40"}
    old = entry("text:1", START, "Bridge closed", "Until Monday, says the town.", **more)
    new = entry("text:2", START - 86400, "Bridge closed", "Until Tuesday, says the town.", **more)
    story.poll(snapshot(old))
    assert story.poll(snapshot(new)) == [("edited", "text:1")]


def test_a_corrected_time_is_no_new_entry() -> None:
    story = Story()
    text = "The ferry company has said that boats will run again from noon."
    page = [derived(one, f"text:{one.key}") for one in PAGE]
    old = derived(entry("", START - 5 * MINUTE, "Ferries", text), "text:1")
    new = derived(entry("", START - 15 * MINUTE, "Ferries", text), "text:2")
    story.poll(snapshot(old, *page))
    assert story.poll(snapshot(page[0], new, *page[1:])) == []
    assert story.stored("text:1").entry.published == START - 15 * MINUTE


def test_two_entries_of_one_minute_and_headline_stay_two() -> None:
    story = Story()
    twin = [derived(entry("", START, "Update", "The count goes on."), f"text:1{mark}") for mark in ("", "-2")]
    assert len(story.poll(snapshot(*twin))) == 2
    assert story.poll(snapshot(*twin)) == []
    native = [entry(f"n{n}", START + MINUTE, "Update", "The count goes on.") for n in range(2)]
    assert len(story.poll(snapshot(*native, *twin))) == 2
    assert len(story.store.entries[story.source.id]) == 4


def test_another_native_id_is_another_entry_whatever_it_says() -> None:
    story = Story()
    story.poll(snapshot(*PAGE))
    twin = replace(PAGE[0], key="d2")
    assert story.poll(snapshot(twin, *PAGE[1:])) == [("new", "d2")]


def test_one_headline_for_the_whole_page() -> None:
    page = snapshot(*(replace(one, wording=replace(one.wording, headline="Live updates")) for one in PAGE))
    assert len(reconcile(Past({}), page, START).changes) == 4


def test_a_key_that_comes_twice_is_one_entry() -> None:
    page = snapshot(entry("a", START, "One"), entry("a", START, "Other"))
    assert kinds(reconcile(Past({}), page, START)) == [("new", "a")]


def test_a_pinned_entry_that_moves_is_only_seen(story: Story) -> None:
    pinned = flagged(PAGE[2], pinned=True)
    assert story.poll(snapshot(pinned, PAGE[0], PAGE[1], PAGE[3])) == []
    assert story.stored("b").entry.flags.pinned


def test_a_page_that_no_longer_reaches_back_is_a_gap(story: Story) -> None:
    story.at += 7200
    later = [entry(f"n{n}", START + 3600 - n, f"New {n}") for n in range(3)]
    events = story.poll(snapshot(*later))
    assert [kind for kind, _ in events] == ["new", "new", "new", "gap"]
    gap = story.events[-1].gap
    assert gap is not None
    assert (gap.start, gap.end) == (PAGE[0].published, START + 3598)
    assert "3 entries" in gap.reason
    assert story.events[-1].kind is EventKind.GAP


def test_no_gap_while_something_known_is_listed(story: Story) -> None:
    assert ("gap", "") not in story.poll(snapshot(entry("n", START + 3600, "New"), PAGE[0]))


def test_nothing_is_claimed_in_a_change_that_is_merely_seen(story: Story) -> None:
    past = story.store.past(story.source.id, snapshot(*PAGE))
    changes = reconcile(past, snapshot(*PAGE), START)
    assert {change.kind for change in changes.changes} == {ChangeKind.SEEN}
    assert all(change.entry and change.stored for change in changes.changes)
