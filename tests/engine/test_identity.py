"""Cases in which other readers lose, double or fail to notice entries; and reverts, renamed pages, dropped entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.engine.reconcile import reconcile
from reader.model.entry import Entry, KeyKind, Media
from reader.model.event import ChangeKind, Past
from reader.model.snapshot import Snapshot
from tests.engine.fakes import START, entry, flagged, kinds, snapshot
from tests.engine.watching import Watching

MINUTE, DAY = 60, 86_400


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Watching]:
    watching = Watching(tmp_path)
    yield watching
    watching.store.close()


def told_of(key: str, *texts: str, headline: str = "Bridge closed", at: int = START - 600, **more) -> Entry:
    return entry(key, at, headline, *texts, **more)


def with_neighbours(*entries: Entry) -> Snapshot:
    newest, oldest = entry("new", START - 60, "Newest", "N."), entry("old", START - 9000, "Oldest", "O.")
    return snapshot(newest, *entries, oldest)


def test_forty_entries_with_one_address_are_forty(page: Watching) -> None:
    url = "https://news.example/live"
    forty = [entry(f"id{n}", START - n * MINUTE, f"News {n}", f"Text {n}.", url=url) for n in range(40)]
    assert len(page.look(snapshot(*forty))) == 40
    assert page.look(snapshot(*forty)) == []


def test_one_headline_an_hour_apart_is_two_entries(page: Watching) -> None:
    both = [told_of(f"text:{n}", f"Text {n}.", at=START - n * 3600, headline="Live updates") for n in (1, 2)]
    both = [replace(one, key_kind=KeyKind.DERIVED) for one in both]
    assert page.look(snapshot(*both)) == [("new", "text:2"), ("new", "text:1")]


@pytest.mark.parametrize("kind", [KeyKind.NATIVE, KeyKind.DERIVED])
def test_a_date_that_is_corrected_is_the_same_entry_with_its_new_time(page: Watching, kind: KeyKind) -> None:
    text = "The bridge over the Aster is closed until Monday after a lorry burnt out."
    keys = ("k", "k") if kind is KeyKind.NATIVE else ("text:1", "text:2")
    page.look(with_neighbours(replace(told_of(keys[0], text), key_kind=kind)))
    assert page.look(with_neighbours(replace(told_of(keys[1], text, at=START - 900), key_kind=kind))) == []
    assert page.entry(keys[0]).entry.published == START - 900


@pytest.mark.parametrize("kind", [KeyKind.NATIVE, KeyKind.DERIVED])
def test_a_headline_that_gains_a_body_is_one_entry_edited(page: Watching, kind: KeyKind) -> None:
    headline = "Bridge over the Aster closed until Monday, says the town"
    page.look(with_neighbours(replace(told_of("1", headline=headline), key_kind=kind)))
    fuller = told_of("1" if kind is KeyKind.NATIVE else "2", "A lorry has burnt out.", headline=headline)
    assert page.look(with_neighbours(replace(fuller, key_kind=kind))) == [("edited", "1")]


def test_an_edit_far_down_is_told(page: Watching) -> None:
    ten = [entry(f"id{n}", START - n * MINUTE, f"News {n}", f"Text {n}.") for n in range(10)]
    page.look(snapshot(*ten))
    ten[4] = entry("id4", START - 4 * MINUTE, "News 4", "Text 4, corrected.")
    assert page.look(snapshot(*ten)) == [("edited", "id4")]


def test_below_a_pinned_first_entry_the_second_is_new(page: Watching) -> None:
    pinned = flagged(entry("pin", START - 3600, "What we know"), pinned=True)
    page.look(snapshot(pinned, entry("a", START - 60, "First")))
    assert page.look(snapshot(pinned, entry("b", START, "Second"), entry("a", START - 60, "First"))) == [("new", "b")]


def test_equal_times_keep_the_order_of_the_page_from_look_to_look(page: Watching) -> None:
    keys = ["f", "b", "e", "a"]
    page.look(snapshot(*(told_of(key, f"Text {key}.") for key in keys)))
    keys[2:2] = ["late"]
    keys[:0] = ["top"]
    pinned = flagged(told_of("a", "Text a."), pinned=True)
    page.look(snapshot(pinned, *(told_of(key, f"Text {key}.") for key in keys[:-1])))
    page.look(snapshot(*(told_of(key, f"Text {key}.") for key in keys)))
    with page.store.reads() as reads:
        order = [reads.entry(number) for number in reads.index(now=page.at).ids]
    assert [one.entry.key for one in order if one] == keys[::-1]


def test_an_arrival_beside_an_edit_of_the_same_minute_keeps_its_place(page: Watching) -> None:
    def derived(key: str, text: str) -> Entry:
        return replace(told_of(key, text, headline=None), key_kind=KeyKind.DERIVED)

    above, below = "The ferry company says that boats run again.", "The storm has passed the coast, says the service."
    page.look(snapshot(derived("t1", above), derived("u1", below)))
    page.look(snapshot(derived("t2", f"{above} From noon."), derived("new", "Schools open."), derived("u1", below)))
    with page.store.reads() as reads:
        order = [reads.entry(number) for number in reads.index(now=page.at).ids]
    assert [one.entry.key for one in order if one] == ["u1", "new", "t1"]


def test_a_decimal_point_that_moves_is_an_edit(page: Watching) -> None:
    page.look(with_neighbours(told_of("k", "Oil spread over 1.5 km.")))
    assert page.look(with_neighbours(told_of("k", "Oil spread over 15 km."))) == [("edited", "k")]


def test_an_edit_of_an_entry_of_the_day_before_is_told(page: Watching) -> None:
    page.look(with_neighbours(told_of("k", "Until Monday.", at=START - 100)))
    page.look(with_neighbours(told_of("k", "Until Tuesday.", at=START - 100)), after=3 * DAY)
    assert [event.kind.value for event in page.events] == ["edited"]


def test_a_withdrawal_is_one_event_however_long_it_lasts(page: Watching) -> None:
    page.look(with_neighbours(told_of("k", "Text."), told_of("m", "Other.", at=START - 700)))
    told = [page.look(with_neighbours(told_of("m", "Other.", at=START - 700))) for _ in range(10)]
    assert told == [[], [("withdrawn", "k")], *[[]] * 8]


@pytest.mark.parametrize("page_without", [snapshot(), snapshot(complete=False)])
def test_a_page_before_the_start_and_a_blank_one_are_no_news(page: Watching, page_without: Snapshot) -> None:
    assert page.look(page_without) == []
    assert len(page.look(with_neighbours(told_of("k", "Text.")))) == 3
    assert page.look(page_without) == []
    assert page.look(with_neighbours(told_of("k", "Text."))) == []


def test_a_blank_page_does_not_make_an_edit_a_new_entry(page: Watching) -> None:
    text = "The bridge over the Aster is closed until {} after a lorry burnt out."
    page.look(with_neighbours(replace(told_of("1", text.format("Monday")), key_kind=KeyKind.DERIVED)))
    page.look(snapshot())
    after = with_neighbours(replace(told_of("2", text.format("Friday")), key_kind=KeyKind.DERIVED))
    assert page.look(after) == [("edited", "1")]


def test_a_page_cut_to_a_few_withdraws_nothing(page: Watching) -> None:
    forty = [entry(f"id{n}", START - n * MINUTE, f"News {n}", f"Text {n}.") for n in range(40)]
    page.look(snapshot(*forty))
    for _ in range(4):
        assert page.look(snapshot(*forty[::2])) == [], "every second one: another selection"
    page.look(snapshot(*forty))
    for _ in range(4):
        assert page.look(snapshot(*forty[:5])) == [], "the newest only"


def test_several_of_a_long_page_can_be_withdrawn_together(page: Watching) -> None:
    forty = [entry(f"id{n}", START - n * MINUTE, f"News {n}", f"Text {n}.") for n in range(40)]
    page.look(snapshot(*forty))
    rest = [one for n, one in enumerate(forty) if n not in range(10, 16)]
    assert page.look(snapshot(*rest)) == []
    assert len(page.look(snapshot(*rest))) == 6


def test_an_entry_dated_in_the_future_has_its_place_where_it_came(page: Watching) -> None:
    ahead = told_of("ahead", "Text.", at=START + 3650 * DAY)
    assert page.look(with_neighbours(ahead)) == [("new", "old"), ("new", "new"), ("new", "ahead")]
    assert page.entry("ahead").sort_at == page.at
    assert page.look(snapshot(entry("newer", page.at + 30, "Newer"), *with_neighbours(ahead).entries)) == [
        ("new", "newer")
    ]


# Reverts


def test_an_edit_taken_back_says_to_which_wording(page: Watching) -> None:
    for text, back in (("84 dead.", None), ("94 dead.", None), ("84 dead.", 1), ("95 dead.", None), ("94 dead.", 2)):
        told = page.look(with_neighbours(told_of("k", text)))
        if told != [("new", "old"), ("new", "k"), ("new", "new")]:
            assert told == [("edited", "k")]
            assert page.events[0].reverted_to == back
    with page.store.reads() as reads:
        logged = [event.reverted_to for _, event in reads.events() if event.kind.value == "edited"]
    assert logged == [None, 1, None, 2]


def test_wordings_are_counted_without_silent_ones_and_compared_without_typography(page: Watching) -> None:
    for text in ('He said "no".', "He said “no”.", "He said yes.", "He said  yes."):
        page.look(with_neighbours(told_of("k", text)))
    assert page.look(with_neighbours(told_of("k", "He said «no»."))) == [("edited", "k")]
    assert page.events[0].reverted_to == 1
    page.look(with_neighbours(told_of("k", "He said nothing.")))
    page.look(with_neighbours(told_of("k", "He said yes.")))
    assert page.events[0].reverted_to == 2


def test_back_from_withdrawal_in_an_earlier_wording(page: Watching) -> None:
    for text in ("One.", "Two."):
        page.look(with_neighbours(told_of("k", text)))
    for _ in range(2):
        page.look(with_neighbours())
    assert page.look(with_neighbours(told_of("k", "One."))) == [("reinstated", "k"), ("edited", "k")]
    assert page.events[1].reverted_to == 1


def test_back_with_another_address_of_its_picture_is_no_new_wording(page: Watching) -> None:
    def pictured(number: int) -> Snapshot:
        one = told_of("k", "Text.")
        photo = Media("photo", f"https://img.example/a.jpg?t={number}", "The bridge")
        return with_neighbours(replace(one, wording=replace(one.wording, media=(photo,))))

    page.look(pictured(1))
    for _ in range(2):
        page.look(with_neighbours())
    assert page.look(pictured(2)) == [("reinstated", "k")]
    assert page.entry("k").revision == 1


# Ids


def test_an_id_that_is_used_for_another_story_stays_one_entry_and_keeps_the_first_story(page: Watching) -> None:
    page.look(with_neighbours(told_of("k", "A lorry has burnt out.")))
    other = told_of("k", "Ballots are counted in Lorn.", headline="Election day", at=START + 3 * DAY)
    assert page.look(with_neighbours(other), after=4 * DAY) == [("edited", "k")]
    assert [one.wording.headline for one in page.wordings("k")] == ["Bridge closed", "Election day"]


def renamed(entries: list[Entry]) -> list[Entry]:
    return [replace(one, key=f"https-{one.key}") for one in entries]


def test_a_page_that_renames_all_its_entries_has_no_new_ones(page: Watching) -> None:
    ten = [entry(f"id{n}", START - n * MINUTE, f"News {n}", f"Text {n}.") for n in range(10)]
    page.look(snapshot(*ten))
    more = entry("https-more", START + MINUTE, "More", "Text.")
    assert page.look(snapshot(more, *renamed(ten))) == [("new", "https-more")]
    assert page.look(snapshot(more, *renamed(ten)[:4], *renamed(ten)[5:])) == []
    assert page.look(snapshot(more, *renamed(ten)[:4], *renamed(ten)[5:])) == [("withdrawn", "id4")]


def test_a_few_under_other_ids_are_other_entries(page: Watching) -> None:
    ten = [entry(f"id{n}", START - n * MINUTE, f"News {n}", f"Text {n}.") for n in range(10)]
    page.look(snapshot(*ten))
    told = page.look(snapshot(*renamed(ten[:4]), *ten[4:]))
    assert sorted(told) == [("new", f"https-id{n}") for n in range(4)]


# Dropped


def test_what_was_dropped_is_neither_new_nor_edited_but_listed() -> None:
    dropped = frozenset({"old"})
    shot = with_neighbours(told_of("k", "Text."))
    assert kinds(reconcile(Past({}, dropped=dropped), shot, START)) == [("new", "k"), ("new", "new")]


def test_what_was_dropped_still_shows_how_far_the_page_reaches(page: Watching) -> None:
    page.look(with_neighbours(told_of("k", "Text.")))
    keys = ("new", "k")
    stored = {key: replace(page.entry(key), missed=1) for key in keys}
    past = Past(stored, dropped=frozenset({"old"}))
    without = with_neighbours()
    assert kinds(reconcile(past, without, START + 60)) == [("withdrawn", "k")]
    undated = replace(without, entries=(without.entries[0], replace(without.entries[1], published=None)))
    found = reconcile(past, undated, START + 60).changes
    assert {change.kind for change in found} == {ChangeKind.SEEN}, "where it stood is not known any more"


def test_a_dropped_entry_is_not_taken_for_another_one() -> None:
    text = "The bridge over the Aster is closed until Monday after a lorry burnt out."
    gone = replace(told_of("text:gone", text), key_kind=KeyKind.DERIVED)
    changes = reconcile(Past({}, dropped=frozenset({"text:gone"})), with_neighbours(gone), START).changes
    assert "text:gone" not in {change.entry.key for change in changes if change.entry}
