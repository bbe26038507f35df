"""Zones: by word, by the page's place, and machine times that call local time UTC."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from reader.formats.times.zones import Place, false_z, false_z_page, named, place, resolve, to_utc


@pytest.mark.parametrize(
    ("url", "language", "zone"),
    [
        ("https://news.example.de/x", "en", "Europe/Berlin"),
        ("https://news.example.co.uk/x", None, "Europe/London"),
        ("https://news.example.co.in/x", "en", "Asia/Kolkata"),
        ("https://news.example.com/x", "en-US", "America/New_York"),
        ("https://news.example.com/x", "pl", "Europe/Warsaw"),
        ("https://news.example.com/x", "ru", "Europe/Moscow"),
        ("https://news.example.am/x", "hy", "Asia/Yerevan"),
        ("https://radio.example.am/x", "en", None),
        ("https://news.example.com/x", "en", None),
        ("http://[bad", "es", None),
        (None, None, None),
    ],
)
def test_where_a_page_is_from(url: str | None, language: str | None, zone: str | None) -> None:
    assert place(url, language).zone_name == zone


@pytest.mark.parametrize(
    ("word", "country", "hours"),
    [
        *[("ist", "in", 5.5), ("ist", "ie", 1), ("ist", None, 5.5), ("bst", "uk", 1), ("bst", "bd", 6)],
        *[("cst", "cn", 8), ("cst", "us", -6), ("gmt", None, 0), ("msk", None, 3), ("mesz", "de", 2)],
        *[("+05:30", None, 5.5), ("-3", None, -3), ("+0200", None, 2), ("ast", "sa", 3), ("ast", "ca", -4)],
    ],
)
def test_the_country_decides_on_ambiguous_words(word: str, country: str | None, hours: float) -> None:
    zone = resolve(word, Place(country))
    assert zone is not None
    assert zone.utcoffset(datetime(2031, 7, 4)) == timedelta(hours=hours)


def test_ist_in_israel_follows_its_clock() -> None:
    where = place("https://news.example.co.il/", "en")
    assert resolve("ist", where) == where.zone


@pytest.mark.parametrize(("word", "day", "hour"), [("et", date(2031, 7, 4), 14), ("et", date(2031, 1, 4), 15)])
def test_areas_follow_their_summer_time(word: str, day: date, hour: int) -> None:
    zone = resolve(word, Place())
    assert zone is not None
    assert to_utc(day, 10 * 60, zone) == int(datetime.fromisoformat(f"{day}T{hour}:00Z").timestamp())


def test_est_in_july_on_a_page_from_new_york_is_its_clock() -> None:
    assert resolve("est", place("https://news.example.us/", "en")) == named("America/New_York")
    fixed = resolve("est", Place())
    assert fixed is not None
    assert fixed.utcoffset(None) == timedelta(hours=-5)


def test_a_time_said_to_be_local_of_an_unknown_place() -> None:
    assert resolve(None, Place(), local=True) == named("Europe/Berlin")
    assert resolve(None, Place()) is None
    assert resolve("qqq", Place()) is None
    assert resolve("+99:00", Place()) is None


ROME = named("Europe/Rome")


@pytest.mark.parametrize(
    ("machine", "printed", "expected"),
    [
        ("2031-07-04T14:22:00Z", 862, True),
        ("2031-07-04T12:22:00Z", 862, False),
        ("2031-07-04T14:22:00+02:00", 862, False),
        ("2031-07-04T14:22:00Z", None, False),
        ("nonsense Z", 862, False),
    ],
)
def test_a_false_z(machine: str, printed: int | None, *, expected: bool) -> None:
    assert false_z(machine, printed, ROME) is expected


def test_london_in_winter_tells_nothing_and_in_summer_it_does() -> None:
    london = named("Europe/London")
    assert not false_z("2031-01-04T14:22:00Z", 862, london)
    assert false_z("2031-07-04T14:22:00Z", 862, london)
    assert not false_z("2031-07-04T14:22:00Z", 862, None)


def test_a_page_is_false_as_a_whole() -> None:
    assert false_z_page([("2031-07-04T14:22:00Z", 862), ("2031-07-04T14:00:00Z", None)], ROME)
    assert not false_z_page([("2031-07-04T14:22:00Z", 862), ("2031-07-04T12:00:00Z", 840)], ROME)
    assert not false_z_page([], ROME)
