from __future__ import annotations

from array import array
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.event import Gap
from reader.model.listing import Index
from reader.view.heights import Density, Heights, time_width, title_width
from reader.view.times import day_start, local
from tests.view.texts import widths

ZONES = [ZoneInfo(name) for name in ("UTC", "America/Havana", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia")]
times = st.lists(st.integers(1_250_000_000, 1_251_000_000) | st.integers(0, 4_000_000_000), max_size=60).map(sorted)
zones = st.sampled_from(ZONES)


def index_of(sort_at, cells=None, flags=None):
    count = len(sort_at)
    return Index(
        array("q", range(1, count + 1)),
        array("q", sort_at),
        array("H", cells or [(i * 37) % 140 for i in range(count)]),
        array("B", flags or [(i * 13) % 128 for i in range(count)]),
    )


@given(times, zones, widths, st.sampled_from(list(Density)))
def test_tops_and_lines_agree(sort_at, tz, width, density):
    gaps = [Gap(sort_at[len(sort_at) // 2], sort_at[-1], "asleep")] if sort_at else []
    heights = Heights.build(index_of(sort_at), width, tz, density, gaps)
    line = 0
    for position in reversed(range(len(sort_at))):
        assert heights.top(position) == line
        assert heights.locate(line) == (position, 0)
        last = line + heights.height(position) - 1
        assert heights.locate(last) == (position, heights.height(position) - 1)
        line += heights.height(position)
    assert heights.total == line
    for outside in (-1, line):
        with pytest.raises(IndexError):
            heights.locate(outside)


@given(times, zones)
def test_a_day_rule_stands_where_the_local_date_changes(sort_at, tz):
    heights = Heights.build(index_of(sort_at), 80, tz)
    days: list[date] = [local(at, tz).date() for at in sort_at]
    for position, day in enumerate(days):
        newest_of_its_day = position + 1 == len(days) or days[position + 1] != day
        assert heights.day_rule(position) == newest_of_its_day


@given(times, zones, st.data())
def test_what_is_appended_or_replaced_measures_as_what_is_built(sort_at, tz, data):
    index = index_of(sort_at)
    cut = data.draw(st.integers(0, len(sort_at)))
    older = Index(index.ids[:cut], index.sort_at[:cut], index.title_cells[:cut], index.flags[:cut])
    gaps = [Gap(sort_at[cut - 1], sort_at[cut - 1] + 600, "asleep")] if cut else []
    whole = Heights.build(index, 80, tz, gaps=gaps)
    grown = Heights.build(older, 80, tz, gaps=gaps)
    grown.append(index)
    shrunk = Heights.build(index, 80, tz, gaps=gaps)
    shrunk.replace(older, data.draw(st.integers(0, cut)))
    for one, other in ((grown, whole), (shrunk, Heights.build(older, 80, tz, gaps=gaps))):
        assert len(one) == len(other)
        assert [one.height(i) for i in range(len(one))] == [other.height(i) for i in range(len(other))]
        assert [one.rules(i) for i in range(len(one))] == [other.rules(i) for i in range(len(other))]


@settings(max_examples=300)
@given(st.integers(0, 4_000_000_000), zones)
def test_a_day_starts_with_the_first_second_of_its_date(at, tz):
    start = day_start(at, tz)
    assert start <= at
    assert local(start, tz).date() == local(at, tz).date()
    assert local(start - 1, tz).date() < local(at, tz).date()


def test_heights_in_numbers():
    at = int(datetime(2020, 9, 28, 12, tzinfo=UTC).timestamp())
    index = index_of([at, at + 60, at + 90_000], cells=[72, 73, 10], flags=[0, 64, 1])
    heights = Heights.build(index, 80, ZoneInfo("UTC"))
    assert [heights.height(i) for i in range(3)] == [2, 5, 3]  # the second begins its day, has two lines and tags
    compact = Heights.build(index, 80, ZoneInfo("UTC"), Density.COMPACT)
    assert [compact.height(i) for i in range(3)] == [1, 4, 2]


def test_a_gap_stands_above_the_newest_entry_from_before_it():
    index = index_of([1000, 2000, 5000], cells=[5, 5, 5], flags=[0, 0, 0])
    gap = Gap(2500, 4000, "asleep")
    heights = Heights.build(index, 80, ZoneInfo("UTC"), gaps=[gap, Gap(10, 20, "before everything")])
    assert [heights.gap_rules(i) for i in range(3)] == [(), (gap,), ()]
    assert heights.height(1) == 3


@given(st.integers(1, 400))
def test_columns(width):
    assert title_width(width) >= 1
    if width >= 22:
        assert title_width(width) >= 20
        assert 2 + time_width(width) + title_width(width) == width


@given(
    st.lists(st.integers(0, 2**16 - 1), min_size=1, max_size=40), st.integers(1, 700), st.sampled_from(list(Density))
)
def test_a_title_beyond_its_column_has_a_second_line(cells, width, density):
    cells += [title_width(width), title_width(width) + 1]
    count = len(cells)
    heights = Heights.build(index_of([1_250_000_000] * count, cells, [0] * count), width, UTC, density)
    blank = density is Density.COMFORTABLE
    for position, wide in enumerate(cells):
        assert heights.height(position) - heights.rules(position) == 1 + blank + (wide > title_width(width))


def test_of_many_gaps_in_one_place_the_rest_is_told_together():
    gaps = [Gap(1_250_000_000 - number, 1_250_000_100 + number, "asleep") for number in range(300)]
    index = index_of([1_249_999_000, 1_250_001_000])
    heights = Heights.build(index, 80, UTC, gaps=gaps)
    first, second, rest = heights.gap_rules(0)
    assert (first, second) == (gaps[299], gaps[298])
    assert rest == Gap(1_250_000_000 - 297, 1_250_000_100 + 297, "298 more gaps")
    assert heights.rules(0) == 3 == len(Heights.build(index, 80, UTC, gaps=gaps[:3]).gap_rules(0))
    assert "more" not in Heights.build(index, 80, UTC, gaps=gaps[:3]).gap_rules(0)[-1].reason
