"""The day of entries that print a time of day only."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.times.dates import Clue, day_offsets, infer, url_date


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def clue(time: str, text: str = "", *posted: str) -> Clue:
    hour, minute = time.split(":")
    return Clue(int(hour) * 60 + int(minute), text, posted)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("/world/202010161080785933-live/", date(2020, 10, 16)),
        ("https://example.org/20230301/live-1107889127.html", date(2023, 3, 1)),
        ("https://example.org/news/2014/12/28/live", date(2014, 12, 28)),
        ("https://example.org/202013991080785933-live/", None),
        ("/home/me/2020/10/16/page.txt", None),
        (None, None),
    ],
)
def test_date_of_an_address(url: str | None, day: date | None) -> None:
    assert url_date(url) == day


def test_midnight_adds_a_day_and_small_steps_back_do_not() -> None:
    assert day_offsets([1390, 1430, 5, 30, 20, 700]) == [0, 0, 1, 1, 1, 1]
    assert day_offsets([1390, 5, 1435, 10]) == [0, 1, 0, 1], "a late post may stand above the first of the new day"
    assert day_offsets([600, 640, 500]) == [0, 0, 0]


def test_address_is_the_day_of_the_oldest_entry() -> None:
    found = infer([clue("01:00"), clue("23:00"), clue("08:00")], url="/world/202106091000000001-x/")
    assert found.times == (at("2021-06-10T01:00"), at("2021-06-09T23:00"), at("2021-06-09T08:00"))
    assert "9 June 2021" in found.reason


def test_cut_off_in_the_small_hours_is_the_day_after_the_address() -> None:
    url = "/world/202106091000000001-x/"
    assert infer([clue("01:00"), clue("00:30")], url=url, start_visible=False).times[0] == at("2021-06-10T01:00")
    assert infer([clue("01:00"), clue("00:30")], url=url).times[0] == at("2021-06-09T01:00")


def test_text_outweighs_an_address_whose_start_is_cut_off() -> None:
    url = "/world/202106091000000001-x/"  # a Wednesday
    texts = [clue("15:00", "The mayor said on Thursday."), clue("14:00", "She told reporters on Thursday.")]
    found = infer(texts, url=url, start_visible=False)
    assert found.times[0] == at("2021-06-10T15:00")
    assert "Thursday in the texts" in found.reason


def test_weekday_words_with_the_date_of_a_post() -> None:
    found = infer([clue("22:00", "he said on Monday"), clue("05:00", "", "Воскресенье, 27 сентября 2020 г.")])
    assert found.times[0] == at("2020-09-28T22:00")


def test_weekday_words_with_a_date_in_a_text_and_the_clock_as_bound() -> None:
    texts = [clue("22:00", "he said on Monday"), clue("21:00", "fighting since September 27, she said on Monday")]
    clock = at("2020-10-21T11:26")
    assert infer(texts, clock=clock).times[0] == at("2020-09-28T22:00")


def test_a_page_fetched_while_live() -> None:
    texts = [clue("10:00", "he said on Monday"), clue("09:00", "she said on Monday")]
    assert infer(texts, clock=at("2020-09-28T10:05")).times[0] == at("2020-09-28T10:00")
    assert infer(texts, clock=at("2020-10-21T11:26")).times == (None, None), "a Wednesday weeks later tells nothing"


def test_a_clock_alone_tells_nothing() -> None:
    assert infer([clue("10:00"), clue("09:00")], clock=at("2020-09-28T10:05")).times == (None, None)


def test_late_friday_is_the_day_before_in_the_small_hours() -> None:
    url = "/world/202010161080785933-x/"  # Friday 16 October 2020
    found = infer(
        [clue("01:57", "it was hit late Friday"), clue("00:40", "said late on Friday")], url=url, start_visible=False
    )
    assert found.times[1] == at("2020-10-17T00:40")


def test_the_reason_names_what_lost() -> None:
    texts = [clue(f"{hour}:00", "the ministry said on Thursday") for hour in range(20, 12, -1)]
    found = infer(texts, url="/world/202106091000000001-x/")
    assert found.times[0] == at("2021-06-10T20:00")
    assert "Thursday" in found.reason


def test_nothing_is_dated_after_the_page_was_made() -> None:
    found = infer([clue("10:00", "said on Monday", "Sunday, 27 September 2020")], clock=at("2020-09-27T23:00"))
    assert found.times == (None,)


def test_oldest_first() -> None:
    found = infer([clue("08:00"), clue("23:00"), clue("01:00")], url="/x/202106091000000001-x/", oldest_first=True)
    assert found.times == (at("2021-06-09T08:00"), at("2021-06-09T23:00"), at("2021-06-10T01:00"))


@given(
    st.lists(
        st.builds(
            Clue, st.integers(0, 1439), st.text(max_size=80), st.lists(st.text(max_size=40), max_size=2).map(tuple)
        )
    ),
    st.one_of(st.none(), st.integers(0, 4_000_000_000)),
    st.booleans(),
)
def test_any_clues_give_a_time_or_none_for_each(clues: list[Clue], clock: int | None, visible: bool) -> None:
    found = infer(clues, clock=clock, start_visible=visible, url="/x/202106091000000001-x/")
    assert len(found.times) == len(clues)
    assert found.reason


def test_an_address_may_name_the_month() -> None:
    assert url_date("https://g.example/live/2031/mar/04/storm") == date(2031, 3, 4)
    assert url_date("https://g.example/live/2031/feb/30/storm") is None
