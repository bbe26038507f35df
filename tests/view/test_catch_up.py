"""What happened, as lines: counts, changes readable without colour, and no line wider than the page."""

from __future__ import annotations

from array import array
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.entry import Entry, Wording
from reader.model.event import Gap, StoredEntry
from reader.model.happened import Altered, Happened, Seen, Tally
from reader.model.listing import FacetCount, Row, RowFlag
from reader.view.catch_up import heading, new_line, offer_words, page_for, tally_words, told
from reader.view.lines import text_of, width_of
from reader.view.source_lines import Sight
from tests.view.stories import AT
from tests.view.texts import wild

NOW = AT + 9600
SIGHT = Sight(NOW, UTC)


def row(number: int = 1, title: str = "Harbour reopens", *, at: int = AT + 60, flags: int = 0, **more: object) -> Row:
    return Row(number, 1, at, title, "text", RowFlag(flags), published=at, **more)


def stored(headline: str) -> StoredEntry:
    return StoredEntry(7, 1, Entry("k", 0, Wording(headline), published=AT), AT, AT)


def lines(happened: Happened, *rows: Row, width: int = 80, names: dict[int, str] | None = None, sight: Sight = SIGHT):
    page = page_for(happened, rows, names or {}, sight, width)
    return told(happened, {item.id: item for item in rows}, page, happened.new[0] if happened.new else None)


def texts(*arguments, **more) -> list[str]:
    return [text_of(item.line).rstrip() for item in lines(*arguments, **more)]


def test_counts_in_words():
    assert tally_words(Tally(17, 3, 1, 0, 2)) == "17 new, 3 edited, 1 withdrawn, 2 gaps"
    assert tally_words(Tally(1200, reinstated=1, gaps=1)) == "1,200 new, 1 back again, 1 gap"
    assert tally_words(Tally()) == ""


@pytest.mark.parametrize(
    ("width", "expected"),
    [(60, "C: 17 new, 3 edited, 1 withdrawn, 2 gaps since 22:41 yesterday"), (54, "C: 17 new, 3 edited, 1 withdrawn since"),
     (40, "C: 17 new, 3 edited since"), (9, "C: 17 new since")],
)  # fmt: skip
def test_an_offer_is_cut_to_what_matters(width, expected):
    assert offer_words(Tally(17, 3, 1, 0, 2), AT, SIGHT, "C", width + 3).startswith(expected)
    assert offer_words(Tally(), AT, SIGHT, "C", 60) == ""
    assert offer_words(Tally(gaps=1), AT, Sight(AT + 60, UTC), "C", 5) == "C: 1 gap since 22:41"


def test_the_heading():
    here = Happened(Seen(1, AT), 9)
    assert text_of(heading(here, AT, SIGHT, away=True)) == "Catch up · absent 2 h 40 min, since 22:41 yesterday"
    assert text_of(heading(here, AT, Sight(AT + 600, UTC), away=False)) == "Catch up · since 22:41"
    assert text_of(heading(None, AT, SIGHT, away=True)) == "Catch up · reading the log"


def test_edits_are_readable_without_colour():
    before = stored("Storm: 84 people hurt in the harbour of the old town, says the mayor on the radio")
    was = before.entry.wording
    after = replace(was, headline=was.headline.replace("84", "94"))
    item = Altered(replace(before, revision=2, entry=replace(before.entry, wording=after)), was)
    happened = Happened(Seen(1, AT), 9, Tally(edited=1), edited=(item,))
    today = Sight(AT + 600, UTC)
    assert texts(happened, width=100, sight=today)[3:] == [
        "22:41 ✎2  Storm: 94 people hurt in the harbour of the old town, says the mayor on the radio",
        "          Storm: -84- +94+ people hurt in the …",
    ]
    back = replace(happened, edited=(Altered(before, was),))
    assert texts(back)[-1].endswith("changed and changed back")
    lost = replace(happened, edited=(Altered(before, None),))
    assert texts(lost)[-1].endswith("how it was is not known any more")


def test_the_rest_is_told_in_order_and_long_lists_say_how_much_more():
    happened = Happened(
        Seen(1, AT),
        9,
        Tally(2, 0, 70, 1, 1),
        new=array("q", (1, 2)),
        flags=array("B", (0, RowFlag.KEY_EVENT)),
        oldest=AT + 60,
        marked=(2,),
        withdrawn=(3,),
        reinstated=(4,),
        gaps=((1, Gap(AT, AT + 600, "the machine slept")),),
        actors=(FacetCount("actor", "Norway", 5, "country"), FacetCount("actor", "EU", 2, None)),
    )
    flags = {2: RowFlag.KEY_EVENT, 3: RowFlag.WITHDRAWN}
    rows = [row(number, f"Title {number}", flags=flags.get(number, 0)) for number in (1, 2, 3, 4)]
    assert texts(happened, *rows, sight=Sight(AT + 2400, UTC)) == [
        "2 new, 70 withdrawn, 1 back again, 1 gap",
        "Named: Norway 5 · EU 2",
        "",
        "▸ Enter reads the 2 new, oldest first, from 22:42 on",
        "",
        "Key events and pinned",
        "22:42 ●◆  Title 2",
        "",
        "Withdrawn",
        "22:42 ●⌫  Title 3",
        "and 69 more",
        "",
        "Back again",
        "22:42 ●   Title 4",
        "",
        "Gaps",
        "╌╌ 22:41 to 22:51 (10 min): the machine slept",
        "",
        "New, oldest first",
    ]


def test_nothing():
    assert texts(Happened(Seen(1, AT), 1)) == ["Nothing has happened since then."]


def test_days_are_told_where_not_everything_is_of_today():
    happened = Happened(Seen(1, AT), 9, Tally(1), new=array("q", (1,)), flags=array("B", (0,)), oldest=AT)
    page = page_for(happened, [], {}, SIGHT, 80)
    assert text_of(new_line(row(at=AT), page)).startswith("28 Sept 22:41 ●")
    assert text_of(new_line(row(at=NOW - 60), page)).startswith("        01:20 ●")


def test_a_late_one_says_when_it_arrived_and_several_sources_their_names():
    page = page_for(Happened(Seen(1, AT), 9), [], {1: "The Harbour Post", 2: "Radio"}, Sight(AT, UTC), 100)
    line = text_of(new_line(row(at=AT - 3600, late=True, first_seen=AT), page))
    assert line.startswith("21:41 ●⇣  Harbour reopens  arrived 22:41")
    assert line.endswith("  The Harbour Post")


def test_an_edit_says_whose_it_is_where_there_are_several_sources():
    before = stored("Harbour shut")
    after = replace(before, revision=2, entry=replace(before.entry, wording=Wording("Harbour open")))
    happened = Happened(Seen(1, AT), 9, Tally(0, 1), edited=(Altered(after, before.entry.wording),))
    edited = next(line for line in texts(happened, names={1: "The Harbour Post", 2: "Radio"}, width=100) if "✎" in line)
    assert "22:41 ✎2  Harbour open  " in edited
    assert edited.endswith("  The Harbour Post")
    assert "Post" not in "".join(texts(happened, names={1: "The Harbour Post"}, width=100))


@given(wild, wild, st.integers(1, 130), st.booleans())
def test_every_line_fits(title, other, width, ascii_only):
    rows = [row(1, title), row(2, other, flags=RowFlag.WITHDRAWN, late=True, first_seen=AT)]
    before = stored(title or "x")
    after = replace(before, entry=replace(before.entry, wording=Wording(headline=other or None)))
    happened = Happened(
        Seen(1, AT),
        9,
        Tally(2, 1, 1, gaps=1),
        new=array("q", (1, 2)),
        flags=array("B", (0, 8)),
        oldest=AT,
        withdrawn=(2,),
        edited=(Altered(after, before.entry.wording),),
        gaps=((1, Gap(AT, AT + 5, other)),),
    )
    names = {1: title, 2: other}
    sight = Sight(NOW, UTC, ascii_only)
    page = page_for(happened, rows, names, sight, width)
    for item in lines(happened, *rows, width=width, names=names, sight=sight):
        if item.entry is not None or "╌" in text_of(item.line):
            assert width_of(item.line) == width
    assert all(width_of(new_line(item, page)) == width for item in rows)
