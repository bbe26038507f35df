from __future__ import annotations

import random
from array import array
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.model.event import Gap
from reader.model.listing import Index, RowFlag
from reader.view.anchor import Anchor, capture, restore
from reader.view.entry_lines import entry_lines
from reader.view.heights import Density, Heights
from reader.view.lines import text_of
from reader.view.rows import CACHED_ROWS, Look, Rows, common_prefix
from reader.view.source_names import named_gaps
from tests.view.texts import Shelf, row, titles, widths, wild

UTC = ZoneInfo("UTC")
AT = 1_601_332_860  # 28 September 2020, 22:41 UTC
LOOK = Look(100, UTC)


def index_of(one) -> Index:
    shelf = Shelf()
    shelf.rows[one.id] = one
    return shelf.index()


@settings(max_examples=300)
@given(titles, widths, st.integers(0, 127), st.sampled_from(list(Density)), st.booleans(), st.data())
def test_an_entry_has_the_lines_that_its_numbers_promise(title, width, flags, density, ascii_only, data):
    one = row(
        1, AT, title, flags,
        published=data.draw(st.sampled_from([AT, None])),
        precision=data.draw(st.sampled_from(["minute", "day"])),
        actors=tuple(data.draw(st.lists(wild, max_size=4))),
        topics=("ceasefire", "justice"),
    )  # fmt: skip
    gaps = [Gap(AT, AT + 600, "the machine slept")]
    source = data.draw(st.sampled_from(["", "The Harbour Post", "東京" * 6]))
    heights = Heights.build(index_of(one), width, UTC, density, gaps, named=bool(source))
    lines = entry_lines(
        one, width, tz=UTC, day_rule=heights.day_rule(0), gaps=heights.gap_rules(0), density=density, ascii=ascii_only,
        marks=lambda text: [(i, i + 3, 2) for i in range(0, len(text), 7)], matches=lambda text: [(1, 2)],
        source=source if heights.named else "",
    )  # fmt: skip
    assert len(lines) == heights.height(0)
    for line in lines:
        assert sum(cell_len(span.text) for span in line) == width
        assert not {"\n", "\t", "\r"} & set(text_of(line))


def said(one, width=60, **options):
    return [text_of(line).rstrip() for line in entry_lines(one, width, tz=UTC, **options)]


def test_what_a_row_says():
    one = row(1, AT, "Harbour reopens after the storm", 0)
    assert said(one, day_rule=True) == [
        "── Monday 28 September 2020 " + "─" * 32,
        "● 22:41 Harbour reopens after the storm",
        "",
    ]
    busy = replace(
        one, flags=RowFlag(127), revision=3, actors=("Northland", "Port Authority"), topics=("disaster", "economy")
    )
    assert said(busy, density="compact", width=72) == [
        " ★22:41 Harbour reopens after the storm",
        "        ◆  ⊤  ✎3  ⌫ withdrawn  Northland · Port Authority  disaster · e…",
    ]
    assert said(busy, density="compact", ascii=True, width=90)[1].split() == (
        ["k", "p", "e3", "x", "withdrawn", "Northland", "-", "Port", "Authority", "disaster", "-", "economy"]
    )


def test_state_shows_without_tags_and_is_not_cut_off():
    one = row(1, AT, "Harbour reopens", int(RowFlag.EDITED | RowFlag.WITHDRAWN), revision=2)
    assert said(one, width=30)[1] == "        ✎2  ⌫ withdrawn"


def test_the_source_stands_below_the_title_whatever_else_does():
    one = row(1, AT, "Harbour reopens", 0)
    assert said(one, source="The Harbour Post")[1:] == ["        The Harbour Post", ""]
    tagged = row(1, AT, "Harbour reopens", RowFlag.TAGGED | RowFlag.KEY_EVENT, actors=("France",))
    assert said(tagged, source="The Harbour Post")[1] == "        The Harbour Post  ◆  France"


def test_sources_are_named_where_there_is_room_and_nothing_but_the_heights_changes():
    shelf = Shelf()
    for number in range(1, 30):
        flags = RowFlag.TAGGED if number % 2 else RowFlag(0)
        shelf.rows[number] = row(number, AT + number, f"Title {number}", flags, actors=("France",))
    rows = Rows(shelf.fetch, replace(LOOK, width=60), shelf.index())
    before = rows.total
    names = {1: "The Harbour Post"}
    rows.reshape(replace(rows.look, sources=names))
    assert rows.total == before + 14, "a line for those that had none"
    assert all("The Harbour Post" in text_of(rows.lines(at)[rows.heights.rules(at) + 1]) for at in range(29))
    late = Shelf()
    late.rows[30] = shelf.rows[30] = row(30, AT + 99, "Title 30", RowFlag(0))
    rows.append(late.index())
    assert "The Harbour Post" in text_of(rows.lines(29)[2]), "under its day and its title"
    rows.reshape(replace(rows.look, width=40))
    assert "Harbour" not in "".join(text_of(shown.line) for shown in rows.visible(0, rows.total))


def test_a_gap_names_its_source_where_there_are_several():
    gaps = [(1, Gap(AT, AT + 600, "the machine slept")), (7, Gap(AT, AT + 60, "the machine slept"))]
    one = row(1, AT, "Harbour reopens", 0)
    told = said(one, width=90, gaps=named_gaps(gaps, {1: "The Hill Post"}))
    assert [line.strip("╌ ") for line in told[:2]] == [
        "no coverage 22:41 to 22:51: The Hill Post (the machine slept)",
        "no coverage 22:41 to 22:42: the machine slept",
    ]


def test_times_say_how_they_are_known():
    one = row(1, AT, "Harbour reopens", 0)
    unstated = replace(one, published=None)
    assert said(unstated)[0] == "● 22:41~Harbour reopens"
    assert said(replace(one, precision="day"))[0] == "● --:-- Harbour reopens"
    inferred = entry_lines(replace(one, basis="printed+inferred_date"), 60, tz=UTC)[0]
    assert [span.role for span in inferred if span.text == "22:41"] == ["time-inferred"]


def test_a_long_title_takes_two_lines_and_says_that_it_goes_on():
    one = row(1, AT, "one two three four five six seven eight nine ten eleven twelve", 1)
    assert said(one, width=40) == ["  22:41 one two three four five six", "        seven eight nine ten eleven…", ""]
    exact = row(1, AT, "x" * 32, 1)
    assert said(exact, width=40) == ["  22:41 " + "x" * 32, ""]


def test_an_entry_without_words_says_what_it_is():
    assert said(replace(row(1, AT, "", 0), kind="photo"))[0] == "● 22:41 (photo)"


def test_highlights_and_matches():
    one = row(1, AT, "Harbour reopens after the storm", 0)
    line = entry_lines(one, 60, tz=UTC, marks=lambda t: [(0, 7, 4)], matches=lambda t: [(4, 12)])[0]
    assert [(span.text, span.role) for span in line[3:7]] == [
        (" ", "text"), ("Harb", "mark:4"), ("our reop", "match"), ("ens after the storm", "title")
    ]  # fmt: skip


def test_one_fetch_a_page_and_none_for_what_is_at_hand():
    shelf = Shelf()
    shelf.fill(300)
    rows = Rows(shelf.fetch, LOOK, shelf.index())
    page = rows.visible(0, 40)
    assert len(page) == 40
    assert len(shelf.asked) == 1
    rows.visible(0, 40)
    rows.visible(1, 39)
    assert len(shelf.asked) == 1
    rows.visible(40, 40)
    assert len(shelf.asked) == 2
    assert not set(shelf.asked[0]) & set(shelf.asked[1])


def test_memory_is_bounded_and_what_the_store_has_lost_is_asked_for_once():
    shelf = Shelf()
    shelf.fill(2000)
    rows = Rows(shelf.fetch, LOOK, shelf.index())
    lost = rows.id_at(len(rows) - 1)
    del shelf.rows[lost]
    for _ in range(3):
        assert len(rows.visible(0, 20)) == 20
    assert len(shelf.asked) == 1
    for top in range(0, rows.total, 40):
        rows.visible(top, 40)
    assert len(rows._rows) <= CACHED_ROWS


def test_pages_put_together_are_the_whole_list():
    shelf = Shelf()
    shelf.fill(60)
    rows = Rows(shelf.fetch, LOOK, shelf.index())
    whole = rows.visible(0, rows.total)
    assert [shown for top in range(0, rows.total, 7) for shown in rows.visible(top, 7)] == whole
    assert [shown.entry_id for shown in whole if shown.within == 0] == list(reversed(rows.index.ids))
    assert rows.visible(rows.total, 10) == []
    assert Rows(shelf.fetch, LOOK).visible(0, 10) == []


def test_position():
    shelf = Shelf()
    shelf.fill(500)
    rows = Rows(shelf.fetch, LOOK, shelf.index())
    for entry_id in (1, 250, 500, 251):
        assert rows.id_at(rows.position(entry_id)) == entry_id
    assert rows.position(999) is None


def test_a_state_shows_at_once_and_leaves_the_caller_s_index_alone():
    shelf = Shelf()
    shelf.rows[1] = row(1, AT, "Harbour reopens", 0)
    index = shelf.index()
    rows = Rows(shelf.fetch, LOOK, index)
    assert text_of(rows.visible(0, 9)[1].line).startswith("● 22:41")
    rows.restate(1, read=True, starred=True)
    assert text_of(rows.visible(0, 9)[1].line).startswith(" ★22:41")
    assert index.flags[0] == 0
    rows.restate(7, read=True)


def test_an_index_older_than_the_row_keeps_its_promise():
    shelf = Shelf()
    shelf.rows[1] = row(1, AT, "short", 0)
    rows = Rows(shelf.fetch, LOOK, shelf.index())
    shelf.rows[1] = row(1, AT, "long " * 60, int(RowFlag.EDITED))
    assert len(rows.lines(0)) == rows.heights.height(0)


@pytest.mark.parametrize("change", ["same", "flag", "gone", "late", "new"])
def test_replace_measures_as_a_new_list(change):
    shelf = Shelf()
    shelf.fill(80)
    rows = Rows(shelf.fetch, LOOK, shelf.index())
    before = shelf.index()
    chance = random.Random(3)
    if change == "flag":
        shelf.rows[40] = replace(shelf.rows[40], flags=RowFlag(shelf.rows[40].flags ^ RowFlag.TAGGED))
    elif change == "gone":
        del shelf.rows[40]
    elif change != "same":
        shelf.add(chance, before.sort_at[0] + 60 if change == "late" else before.sort_at[-1] + 60)
    after = shelf.index()
    rows.replace(after)
    fresh = Rows(shelf.fetch, LOOK, after)
    rows.invalidate()
    assert rows.visible(0, 9999) == fresh.visible(0, 9999)
    same = common_prefix(before, after)
    assert before.ids[:same] == after.ids[:same]
    assert (same == len(before)) == (change in ("same", "new"))


def test_append_is_replace_for_what_is_newer():
    shelf = Shelf()
    shelf.fill(50)
    index = shelf.index()
    rows = Rows(shelf.fetch, LOOK, Index(index.ids[:40], index.sort_at[:40], index.title_cells[:40], index.flags[:40]))
    rows.visible(0, 40)
    rows.append(Index(index.ids[40:], index.sort_at[40:], index.title_cells[40:], index.flags[40:]))
    assert rows.visible(0, 9999) == Rows(shelf.fetch, LOOK, index).visible(0, 9999)


def anchored_text(rows: Rows, scroll_y: int, title_of: int) -> int:
    """How far below `scroll_y` the title of an entry stands."""
    position = rows.position(title_of)
    return rows.heights.top(position) + rows.heights.rules(position) - scroll_y


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.sampled_from(["new", "late", "edit", "gone", "width"]), max_size=12))
def test_nothing_moves_under_the_reader_s_eyes(seed, changes):
    chance = random.Random(seed)
    shelf = Shelf()
    shelf.fill(40, seed)
    rows = Rows(shelf.fetch, LOOK, shelf.index())
    scroll_y = chance.randrange(30, rows.total)
    anchor = capture(rows, scroll_y)
    below = anchored_text(rows, scroll_y, anchor.entry_id)
    for change in changes:
        others = [i for i in shelf.rows if i != anchor.entry_id]
        if change == "new":
            shelf.add(chance, rows.index.sort_at[-1] + chance.randrange(3 * 3600))
        elif change == "late":
            shelf.add(chance, chance.choice(rows.index.sort_at))
        elif change == "gone":
            del shelf.rows[chance.choice(others)]
        elif change == "edit":
            victim = chance.choice(others)
            shelf.rows[victim] = replace(
                shelf.rows[victim], title=shelf.rows[victim].title + " and more" * 9, flags=RowFlag.EDITED
            )
        else:
            rows.reshape(replace(rows.look, width=chance.randrange(24, 200)))
        rows.replace(shelf.index())
        rows.invalidate()
        scroll_y = restore(rows, anchor)
        # Scrolled into an entry that another width makes shorter, the title alone can't stay where it was.
        if scroll_y and (below >= 0 or "width" not in changes):
            assert anchored_text(rows, scroll_y, anchor.entry_id) == below


def test_the_line_on_top_stays_the_same_line():
    shelf = Shelf()
    shelf.fill(60)
    chance = random.Random(5)
    for scroll_y in range(150):
        rows = Rows(shelf.fetch, LOOK, shelf.index())
        kept = [shown.line for shown in rows.visible(scroll_y, 30)]
        anchor = capture(rows, scroll_y)
        later = Shelf()
        later.rows = dict(shelf.rows)
        for _ in range(5):
            later.add(chance, rows.index.sort_at[-1] + 86_400 + chance.randrange(9999))
        rows = Rows(later.fetch, LOOK, later.index())
        assert [shown.line for shown in rows.visible(restore(rows, anchor), 30)] == kept


def test_when_the_anchor_goes_the_next_older_takes_its_place():
    shelf = Shelf()
    for number, at in enumerate([100, 200, 200, 200, 300], 1):
        shelf.rows[number] = row(number, AT + at, "x", 0)
    rows = Rows(shelf.fetch, LOOK, shelf.index())
    anchor = capture(rows, rows.heights.top(2))
    assert anchor == Anchor(3, 0, AT + 200)
    for gone, heir in ((3, 2), (2, 1)):
        del shelf.rows[gone]
        rows.replace(shelf.index())
        assert restore(rows, anchor) == rows.heights.top(rows.position(heir))
    del shelf.rows[1]
    rows.replace(shelf.index())
    assert restore(rows, anchor) == rows.heights.top(0)
    shelf.rows.clear()
    rows.replace(shelf.index())
    assert restore(rows, anchor) == 0
    assert capture(rows, 0) is None


@given(st.lists(st.integers(0, 127), max_size=20), st.data())
def test_many_are_restated_as_one_by_one(flags, data):
    index = Index(
        array("q", range(len(flags))), array("q", range(len(flags))), array("H", [9] * len(flags)), array("B", flags)
    )
    look = Look(80, UTC)
    one, many = Rows(lambda ids: [], look, index), Rows(lambda ids: [], look, index)
    wanted = data.draw(st.sets(st.integers(0, 25)))
    read, starred = data.draw(st.sampled_from([None, True, False])), data.draw(st.sampled_from([None, True, False]))
    for number in wanted:
        one.restate(number, read=read, starred=starred)
    many.restate_many(wanted, read=read, starred=starred)
    assert one.index.flags == many.index.flags
