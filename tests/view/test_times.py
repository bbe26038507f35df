from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.model.entry import Basis, Precision
from reader.view import times
from tests.view.stories import AT, stored

BERLIN = ZoneInfo("Europe/Berlin")
LONDON = ZoneInfo("Europe/London")


def test_labels_follow_the_zone():
    assert times.clock_label(AT, UTC) == "22:41"
    assert times.clock_label(AT, BERLIN) == "00:41"
    assert times.day_label(AT, UTC) == "Monday 28 September 2020"
    assert times.day_label(AT, BERLIN) == "Tuesday 29 September 2020"
    assert times.stamp(AT, LONDON) == "28 Sept 2020 23:41 BST"
    assert times.zone_label(AT, ZoneInfo("Asia/Kabul")) == "UTC+04:30"


@pytest.mark.parametrize("seconds", [-(10**15), 10**15])
def test_no_moment_is_out_of_range(seconds):
    for zone in (UTC, BERLIN, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago"), times.LOCAL):
        assert times.stamp(seconds, zone)
        assert times.day_start(seconds, zone) <= seconds


@given(st.integers(0, 2_000_000_000))
def test_local_is_the_zone_of_the_computer(at):
    here = datetime.fromtimestamp(at).astimezone()
    assert times.clock_label(at, times.LOCAL) == here.strftime("%H:%M")
    assert times.day_start(at, times.LOCAL) <= at < times.day_start(at, times.LOCAL) + 26 * 3600


def test_what_is_no_zone_is_utc(monkeypatch):
    monkeypatch.setenv("TZ", "UTC+99")
    time.tzset()
    try:
        assert times.clock_label(AT, times.LOCAL) == "22:41"
        assert times.day_label(AT, times.LOCAL) == "Monday 28 September 2020"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_zone_of_a_setting():
    assert times.zone("Asia/Yerevan") == ZoneInfo("Asia/Yerevan")
    for name in ("local", "Nowhere/Such", "../etc/passwd", "", "\0"):
        assert times.zone(name) is times.LOCAL


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "just now"), (59, "just now"), (60, "60 s ago"), (300, "5 min ago"), (9600, "2 h 40 min ago"),
     (7200, "2 h ago"), (40_000, "11 h ago"), (259_200, "3 days ago")],
)  # fmt: skip
def test_ago(seconds, words):
    assert times.ago(seconds) == words


def test_provenance():
    assert times.provenance(stored(), UTC, AT + 4000) == (
        'stated 22:41 UTC (28 Sept 2020, date inferred: "on Monday" in the text) · first seen 22:42 today'
    )
    late = stored()
    assert times.provenance(late, LONDON, AT + 30 * 3600).endswith(
        'printed "22:41") · first seen 23:42 on 28 Sept 2020'
    )


def restated(**changes):
    return replace(stored(), entry=replace(stored().entry, **changes))


def test_provenance_says_what_is_not_known():
    unknown = restated(published=None, precision=Precision.NONE, basis=Basis.NONE, basis_reason=None, time_label=None)
    assert times.stated(unknown, UTC) == "no time stated"
    day = restated(
        published=1_601_251_200, precision=Precision.DAY, basis=Basis.MACHINE, basis_reason=None, time_label=None
    )
    assert times.stated(day, ZoneInfo("America/New_York")) == (
        "stated 28 Sept 2020 (no time of day, from the page's data)"
    )
    assert "ahead of its arrival" in times.stated(restated(published=AT + 9999), UTC)
    assert "updated by the publisher 22:46 today" in times.provenance(restated(updated=AT + 300), UTC, AT + 400)


def test_a_label_cannot_break_the_line():
    assert "\n" not in times.provenance(restated(time_label="a\nb\x1b[2J", basis_reason="x\ny"), UTC, AT)


def test_moments_across_midnight():
    assert times.moment(AT, UTC, AT + 7200) == "22:41 yesterday"
    assert times.moment(AT, BERLIN, AT + 7200) == "00:41 today"


SUNDAY = 1_795_342_000
"""22 Nov 2026 10:06:40 in UTC."""


def labelled(label, basis=Basis.MACHINE):
    told = restated(published=SUNDAY, basis=basis, basis_reason=None, time_label=label)
    return replace(told, first_seen=SUNDAY + 60)


@pytest.mark.parametrize(
    "label",
    ["10:06 GMT 22.11.2026", "Sun, 22 Nov 2026 10:06:40 GMT", "Sun, 22 Nov 2026 10:06:40 +0000", "2026-11-22T10:06:40Z",
     "10:06", "10:06 AM", "Sunday 22 November 2026 at 10:06 UTC", "November 22nd, 10:06", "22/11/26 10.06"],
)  # fmt: skip
def test_a_label_that_says_no_more_is_not_repeated(label):
    told = labelled(label)
    assert times.stated(told, UTC, brief=True) == "stated 10:06 UTC (22 Nov 2026, from the page's data)"


@pytest.mark.parametrize(
    "label",
    ["10:07 GMT 22.11.2026", "10:06 PM", "Mon, 22 Nov 2026 10:06:40 GMT", "22 Oct 2026 10:06", "5:06am EST", "Live 10:06",
     "22 Nov 2026", "22.11.2026 11:06 MEZ", "2026-11-22T10:06:40+01:00", "il y a 2 heures", "just now", "10:06 ET", "¹", "9" * 9000],
)  # fmt: skip
def test_a_label_that_says_more_or_something_else_is_told(label):
    told = labelled(label)
    assert f'printed "{label}"' in times.stated(told, UTC, brief=True)


def test_a_label_in_the_publishers_zone_is_told_to_those_elsewhere():
    told = labelled("10:06 GMT 22.11.2026")
    assert 'printed "10:06 GMT' in times.stated(told, BERLIN, brief=True)
    there = labelled("22.11.2026, 11:06 +01:00", Basis.PRINTED_ZONE)
    assert times.stated(there, BERLIN, brief=True) == "stated 11:06 CET (22 Nov 2026, printed with its zone)"


def test_a_label_from_which_a_date_was_worked_out_is_told():
    guessed = restated(published=SUNDAY, time_label="Sunday 10:06")
    assert 'printed "Sunday 10:06"' in times.stated(guessed, UTC, brief=True)


@given(st.text(max_size=40))
@example("¹")
def test_any_label_is_told_or_not(label):
    told = labelled(label)
    assert times.stated(told, UTC, brief=True).startswith("stated 10:06 UTC (22 Nov 2026, from the page's data")


def test_a_citation_has_the_label_in_any_case():
    assert 'printed "Sun, 22 Nov 2026 10:06:40 GMT"' in times.stated(labelled("Sun, 22 Nov 2026 10:06:40 GMT"), UTC)
