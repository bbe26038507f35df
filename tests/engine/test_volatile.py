"""What moves by itself is neither told at every look nor does it swallow an edit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engine.volatile import QUICK, REST, TICKS, TICKS_OF_PROSE, Motion
from reader.model.entry import Block, BlockKind, Entry, KeyKind, Link, Media
from reader.model.event import Past, StoredEntry
from reader.model.snapshot import Snapshot
from reader.store.wordings import VARIANTS
from tests.engine.fakes import START, entry, snapshot
from tests.engine.watching import Watching

NEWS = ("a", "b", "c", "d")
EDITED = [("edited", "a")]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Watching]:
    watching = Watching(tmp_path)
    yield watching
    watching.store.close()


def one(*paragraphs: str, headline: str | None = "Bridge closed", **more) -> Snapshot:
    return snapshot(entry("a", START - 600, headline, *paragraphs, **more), entry("z", START - 900, "Older", "Text."))


def four(lines: list[str], *, first: str = "Report a.") -> Snapshot:
    """A page of four entries, each with a line of its own at the end."""
    texts = [first, *(f"Report {key}." for key in NEWS[1:])]
    return snapshot(
        *(
            entry(key, START - 600 * n, f"Headline {key}", text, line)
            for n, (key, text, line) in enumerate(zip(NEWS, texts, lines, strict=True), 1)
        )
    )


def test_a_counter_in_every_entry_is_silent_from_the_first_move(page: Watching) -> None:
    page.look(four([f"{n} comments here" for n in range(4)]))
    for look in range(1, 200):
        assert page.look(four([f"{n + look} comments here" for n in range(4)])) == []
    assert page.entry("a").entry.wording.text.endswith("199 comments here"), "the reader sees the number of now"
    assert page.entry("a").revision == 1
    assert len(page.wordings("a")) == 1 + VARIANTS


def test_a_counter_does_not_swallow_a_real_edit_after_hundreds_of_moves(page: Watching) -> None:
    page.look(four(["0 comments here"] * 4))
    for look in range(1, 60):
        page.look(four([f"{look} comments here"] * 4))
    assert page.look(four(["60 comments here"] * 4, first="Report a, corrected.")) == EDITED
    assert page.events[0].was is not None
    assert page.events[0].was.text == "Report a.\n\n59 comments here"
    assert page.look(four(["61 comments here"] * 4, first="Report a, corrected.")) == []
    assert page.look(four(["62 comments here"] * 4, first="Report a.")) == EDITED
    assert page.events[0].reverted_to == 1, "the counter apart, it says what it said at first"


def test_once_proven_a_counter_of_the_page_may_move_alone(page: Watching) -> None:
    page.look(four(["1 comments here", "2 comments here", "3 comments here", "4 comments here"]))
    page.look(four(["2 comments here", "3 comments here", "4 comments here", "5 comments here"]))
    assert page.look(four(["9 comments here", "3 comments here", "4 comments here", "5 comments here"])) == []


def test_figures_that_stand_in_many_entries_are_news_where_one_is_corrected(page: Watching) -> None:
    lines = [f"Magnitude: {n}.0" for n in range(4, 8)]
    page.look(four(lines))
    for n, key in enumerate(NEWS):
        lines[n] = f"Magnitude: {n + 4}.{n + 1}"
        assert page.look(four(lines)) == [("edited", key)]
    assert page.look(four(["Magnitude: 9.1", *lines[1:]])) == EDITED


def test_the_same_line_exchanged_in_three_entries_is_furniture(page: Watching) -> None:
    page.look(four(["Follow us here"] * 4))
    assert page.look(four(["Get our letter every morning"] * 4)) == []
    assert page.look(four(["Get our letter every morning"] * 4, first="Report a, corrected.")) == EDITED


def test_the_same_line_added_to_three_entries_is_an_edit_of_each(page: Watching) -> None:
    page.look(four(["The end."] * 4))
    corrected = snapshot(
        *(replace(one_, wording=replace(one_.wording, body=(*one_.wording.body, NOTE))) for one_ in four(["The end."] * 4).entries)
    )  # fmt: skip
    assert page.look(corrected) == [("edited", key) for key in reversed(NEWS)]


NOTE = Block(BlockKind.PARAGRAPH, "An earlier version of this report named the wrong town.")


def test_a_line_that_ticks_at_every_look_is_silent_after_the_proof(page: Watching) -> None:
    page.look(one("As it is.", "1 of 300 districts counted"))
    told = [page.look(one("As it is.", f"{look} of 300 districts counted")) for look in range(2, 40)]
    assert told == [EDITED] * TICKS + [[]] * (38 - TICKS)
    assert page.entry("a").revision == 1 + TICKS


def test_a_line_that_comes_to_rest_is_an_edit_when_it_moves_again(page: Watching) -> None:
    for look in range(1, 12):
        page.look(one("As it is.", f"{look} of 300 districts counted"))
    assert page.entry("a").entry.wording.paragraphs[1] == "11 of 300 districts counted", "the last value stays"
    for _ in range(REST // 60):
        page.nothing()
    assert page.look(one("As it is.", "12 of 300 districts counted")) == EDITED


def test_figures_that_move_over_hours_are_news_each_time(page: Watching) -> None:
    page.look(one("At least 19 injured"))
    for toll in (26, 31, 32, 40, 41, 42, 43, 55, 56, 60):
        for _ in range(25):
            page.nothing()
        assert page.look(one(f"At least {toll} injured")) == EDITED


@pytest.mark.parametrize("rest", [1, 2, 4])
def test_figures_that_rest_for_a_look_now_and_then_are_news(page: Watching, rest: int) -> None:
    page.look(one("At least 3 killed"))
    for toll in range(4, 34):
        for _ in range(rest):
            page.nothing()
        assert page.look(one(f"At least {toll} killed")) == EDITED


def test_polls_far_apart_do_not_show_what_ticks(page: Watching) -> None:
    page.look(one("At least 3 killed"))
    for toll in range(4, 34):
        assert page.look(one(f"At least {toll} killed"), after=QUICK + 1) == EDITED


def test_a_headline_is_never_a_counter(page: Watching) -> None:
    page.look(one("Text.", headline="3 killed in storm"))
    for toll in range(4, 34):
        assert page.look(one("Text.", headline=f"{toll} killed in storm")) == EDITED


def test_prose_must_tick_for_longer(page: Watching) -> None:
    prose = "The ministry says that {} people have been brought to safety from the villages along the river since noon."
    page.look(one(prose.format(1)))
    told = [page.look(one(prose.format(look))) for look in range(2, 20)]
    assert told == [EDITED] * TICKS_OF_PROSE + [[]] * (18 - TICKS_OF_PROSE)


def test_words_of_counters_are_silent_after_two_moves_at_any_pace(page: Watching) -> None:
    ages = ["Updated 3 minutes ago", "Updated 40 minutes ago", "Updated an hour ago", "Updated 2 hours ago"]
    page.look(one("Text.", ages[0]), after=3600)
    assert [page.look(one("Text.", age), after=3600) for age in ages[1:]] == [EDITED, EDITED, []]
    assert page.look(one("Text.", "Updated 9 hours ago, dead at 84"), after=3600) == EDITED


def test_a_headline_under_test_flips_in_silence_after_three_times(page: Watching) -> None:
    both = ("Bridge closed", "Why the bridge is closed")
    page.look(one("Text.", headline=both[0]))
    told = [page.look(one("Text.", headline=both[look % 2])) for look in range(1, 30)]
    assert told == [EDITED] * 3 + [[]] * 26
    assert page.look(one("Text.", headline="Bridge open")) == EDITED
    assert len(page.wordings("a")) <= 7


def test_a_rotating_line_that_was_never_seen_is_an_edit(page: Watching) -> None:
    lines = ["Sign up", "Send us your pictures", "Read our guide"]
    page.look(one("Text.", lines[0]))
    told = [page.look(one("Text.", lines[look % 3])) for look in range(1, 30)]
    assert told[-20:] == [[]] * 20
    assert page.look(one("Text.", "The bridge has fallen")) == EDITED
    assert page.look(one("Text.", lines[0])) == EDITED, "the one that fell has not come and gone before"


def test_paragraphs_in_another_order_are_an_edit(page: Watching) -> None:
    page.look(one("First.", "Then."))
    assert page.look(one("Then.", "First.")) == EDITED


def test_a_storm_of_typography_stays_small(page: Watching) -> None:
    def linked(number: int) -> Snapshot:
        link = Link(f"https://news.example/more?session={number}", 0, 4)
        shot = one("More on this.")
        body = (Block(BlockKind.PARAGRAPH, "More on this.", (link,)),)
        return replace(shot, entries=(replace(shot.entries[0], wording=replace(shot.entries[0].wording, body=body)), *shot.entries[1:]))  # fmt: skip

    for number in range(300):
        assert page.look(linked(number)) in ([], [("new", "z"), ("new", "a")])
    found = page.wordings("a")
    assert len(found) == 1 + VARIANTS
    assert found[-1].wording.links == ("https://news.example/more?session=299",)
    assert page.entry("a").entry.wording.links == found[-1].wording.links
    assert page.look(linked(0)) == []
    assert page.entry("a").entry.wording.links == ("https://news.example/more?session=0",)
    assert page.look(one("No more on this.")) == EDITED
    assert [one_.number for one_ in page.wordings("a")] == list(range(1, 3 + VARIANTS))


def test_typography_that_flips_is_stored_twice(page: Watching) -> None:
    for look in range(60):
        page.look(one("He said “no”." if look % 2 else 'He said "no".'))
    assert [found.textual for found in page.wordings("a")] == [True, False]
    assert page.entry("a").entry.wording.text == "He said “no”."


def test_addresses_of_pictures_change_at_every_look_and_nothing_is_stored(page: Watching) -> None:
    shot = one("Text.")
    for look in range(20):
        photo = Media("photo", f"https://img.example/a.jpg?t={look}", "The bridge")
        first = shot.entries[0]
        page.look(
            replace(shot, entries=(replace(first, wording=replace(first.wording, media=(photo,))), shot.entries[1]))
        )
    assert len(page.wordings("a")) == 1


def test_a_derived_key_that_ticks_leaves_no_trail_of_keys(page: Watching) -> None:
    def ticking(look: int) -> Snapshot:
        pages = four([f"{look + n} people read on" for n in range(4)])
        made = [replace(found, key=f"{found.key}{look}", key_kind=KeyKind.DERIVED) for found in pages.entries]
        return replace(pages, entries=tuple(made))

    assert len(page.look(ticking(0))) == 4
    for look in range(1, 30):
        assert page.look(ticking(look)) == []
    assert page.scalar("SELECT count(*) FROM entry") == 4
    assert page.scalar("SELECT count(*) FROM entry_key") == 0


def alone(old: Entry, new: Entry) -> bool:
    stored = StoredEntry(1, 1, old, START, START)
    return Motion([(new, stored)], Past({"a": stored}), START + 60).alone(stored, new)


@given(st.lists(st.text(max_size=60), max_size=4), st.lists(st.text(max_size=60), max_size=4))
def test_without_proof_every_difference_is_an_edit(before: list[str], after: list[str]) -> None:
    assert not alone(entry("a", START, "Headline", *before), entry("a", START, "Headline", *after))


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_digits_without_proof_are_an_edit(before: int, after: int) -> None:
    assert not alone(entry("a", START, None, f"{before} comments"), entry("a", START, None, f"{after} comments"))
