"""Live pages of unknown kinds: read by structure, with days and zones; and the pages that only resemble them."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.formats import parse
from reader.formats.page import Page
from reader.formats.pages import generic_live
from reader.formats.pages.timed_sequence import is_counter, is_recording, is_round, order
from reader.formats.sniff import Shape
from reader.model.entry import Basis, Entry
from reader.model.snapshot import Document, Snapshot
from tests.formats.support import FIXTURES, fixture

URL = "https://gazette.example/news/storm-alder"


def page(html: str, url: str | None = URL) -> Page:
    return Page(Document(html.encode(), url), html, Shape.HTML)


def read(name: str) -> Snapshot:
    found = generic_live.read(page(fixture(name).decode()))
    assert found is not None, generic_live.why_not(page(fixture(name).decode()))
    return found.snapshot


def at(entry: Entry) -> str | None:
    return None if entry.published is None else datetime.fromtimestamp(entry.published, UTC).strftime("%d %H:%M")


@pytest.mark.parametrize(
    ("name", "count", "first", "last", "headline"),
    [
        ("live-bold-times.html", 9, "04 14:22", "04 08:03", None),
        ("live-headings.html", 9, "04 19:22", "04 13:03", "Ferries stay in port"),
        ("live-definitions.html", 9, "04 08:03", "04 14:22", "Good morning"),
        ("live-table.html", 9, "04 14:22", "04 08:03", "Ferries stay in port"),
        ("live-sections.html", 9, "04 14:22", "04 08:03", "Ferries stay in port"),
        ("live-relative.html", 9, "04 14:22", "04 08:03", "Ferries stay in port"),
        ("live-false-z.html", 9, "04 12:22", "04 06:03", "Ferries stay in port"),
        ("live-german.html", 7, "04 17:04", "03 21:10", "Fähren bleiben im Hafen"),
        ("live-french.html", 6, "04 10:31", "04 07:30", None),
        ("live-russian.html", 6, "04 19:14", "04 05:05", None),
        ("live-arabic.html", 6, "04 15:40", "04 06:00", None),
    ],
)
def test_pages_of_many_makes(name: str, count: int, first: str, last: str, headline: str | None) -> None:
    snapshot = read(name)
    entries = snapshot.entries
    assert len(entries) == count
    assert (at(entries[0]), at(entries[-1])) == (first, last)
    assert entries[0].headline == headline
    assert all(len(entry.wording.text) > 30 for entry in entries)
    assert not any(char.isdigit() for entry in entries for char in entry.wording.text[:5])


def test_every_entry_says_how_its_time_is_known() -> None:
    for name in ("live-bold-times.html", "live-arabic.html"):
        for entry in read(name).entries:
            assert entry.basis is Basis.PRINTED_INFERRED_DATE
            assert entry.basis_reason
            assert entry.time_label
    assert {entry.basis for entry in read("live-sections.html").entries} == {Basis.MACHINE}


def test_identity_pictures_authors() -> None:
    entries = read("live-sections.html").entries
    assert entries[0].native_id == "entry-9000"
    assert entries[0].authors == ("Ines Marlow",)
    assert "Share" not in entries[0].wording.text
    pictures = [entry.wording.media for entry in read("live-headings.html").entries]
    assert [len(media) for media in pictures] == [1] * 9


def test_what_follows_an_opener_is_its_own() -> None:
    entries = read("live-bold-times.html").entries
    assert all(entry.wording.paragraphs[1:] == () for entry in entries), "a line that all repeat is furniture"
    assert entries[-1].wording.text.endswith("town hall.")


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.glob("no-*.html")))
def test_no_page_is_taken_for_live(name: str) -> None:
    assert generic_live.read(page(fixture(name).decode())) is None


def entries_of(body: str, *, head: str = "", url: str = URL, title: str = "Storm live blog") -> Snapshot | None:
    found = generic_live.read(
        page(f"<html lang=en><head><title>{title}</title>{head}</head><body>{body}</body></html>", url)
    )
    return found.snapshot if found else None


TEXT = "The harbour master has told all ferries to stay in port until the wind drops."


def paragraphs(times: list[str]) -> str:
    return "".join(f"<p><b>{label}</b> {n} {TEXT}</p>" for n, label in enumerate(times))


def test_midnight_and_late_posts() -> None:
    times = ["00.35", "00.04", "23.46", "23.50", "22.10", "21.00"]
    head = '<meta property="article:modified_time" content="2031-03-04T00:40:00Z">'
    snapshot = entries_of(f"<main>{paragraphs(times)}</main>", head=head)
    assert snapshot is not None
    assert [at(entry) for entry in snapshot.entries] == [
        *("04 00:35", "04 00:04", "03 23:46", "03 23:50", "03 22:10", "03 21:00")
    ]


def test_the_day_of_the_change_wins_over_that_of_the_start() -> None:
    head = (
        '<meta name="articleFirstPublished" content="2031-03-01 04:48">'
        '<meta property="article:modified_time" content="2031-03-04T14:25:00Z">'
    )
    snapshot = entries_of(f"<main>{paragraphs(['14.20', '13.01', '12.22', '11.08', '10.00'])}</main>", head=head)
    assert snapshot is not None
    assert at(snapshot.entries[0]) == "04 14:20"


def test_without_any_date_the_day_stays_open() -> None:
    snapshot = entries_of(f"<main>{paragraphs(['14.20', '13.01', '12.22', '11.08', '10.00'])}</main>")
    assert snapshot is not None
    assert [entry.published for entry in snapshot.entries] == [None] * 5
    assert snapshot.entries[0].time_label == "14.20"


@pytest.mark.parametrize(
    "heading", ["<h2>4 March 2031</h2>{a}<h2>3 March 2031</h2>{b}", "{a}<h2>4 March 2031</h2>{b}<h2>3 March 2031</h2>"]
)
def test_day_headings_before_or_behind(heading: str) -> None:
    newer, older = paragraphs(["14.20", "13.01", "12.22"]), paragraphs(["18.01", "17.10", "16.00"])
    snapshot = entries_of(f"<main>{heading.format(a=newer, b=older)}</main>")
    assert snapshot is not None
    assert [at(entry) for entry in snapshot.entries] == [
        *("04 14:20", "04 13:01", "04 12:22", "03 18:01", "03 17:10", "03 16:00")
    ]
    assert all("March" not in entry.wording.text for entry in snapshot.entries)


def test_entries_parted_by_line_breaks_alone() -> None:
    lines = "<br><br>".join(
        f"<b>{at}</b> {n} {TEXT}" for n, at in enumerate(["14.20", "13.01", "12.22", "11.08", "9.00"])
    )
    snapshot = entries_of(f"<main><h1>Storm live</h1><div>{lines}</div></main>")
    assert snapshot is not None
    assert [entry.time_label for entry in snapshot.entries] == ["14.20", "13.01", "12.22", "11.08", "9.00"]
    assert all(entry.wording.text.endswith("drops.") for entry in snapshot.entries)


def test_comments_under_a_live_page_are_left_out() -> None:
    comments = "".join(
        f"<div><b>Ann</b> <time>{t}</time><p>{TEXT} {TEXT}</p><a href='#'>Reply</a></div>"
        for t in ("15:59", "15:40", "15:31", "15:20", "15:12", "15:01", "14:59", "14:40", "14:31")
    )
    body = f"<main>{paragraphs(['14.20', '13.01', '12.22', '11.08', '10.00'])}</main><div>{comments}</div>"
    snapshot = entries_of(body)
    assert snapshot is not None
    assert len(snapshot.entries) == 5
    assert "Ann" not in snapshot.entries[-1].wording.text


def test_four_are_too_few() -> None:
    assert entries_of(f"<main>{paragraphs(['14.20', '13.01', '12.22', '11.08'])}</main>") is None


@pytest.mark.parametrize(("title", "found"), [("Storm live blog", True), ("What the storm did", False)])
def test_three_with_machine_times_are_a_young_live_page(title: str, *, found: bool) -> None:
    unit = "<article><time datetime='2031-03-04T{0}:00Z'>{0}</time><h3>Head</h3><p>{1}</p></article>"
    body = "".join(unit.format(time, TEXT) for time in ("14:20", "13:01", "12:22"))
    assert (entries_of(f"<main>{body}</main>", title=title) is not None) is found
    by = body.replace("<time", "<b>Ann</b> <time")
    assert entries_of(f"<div>{by}</div>", title=title) is None, "signed, and outside of the main column"


@pytest.mark.parametrize(("names", "found"), [("Ann Bob Cem Dee Eli", False), ("Ann Bob Ann Bob Ann", True)])
def test_many_names_are_readers_and_few_are_reporters(names: str, *, found: bool) -> None:
    unit = "<li><span>{0}</span><time datetime='2031-03-04T{1}:00Z'>{1}</time><p>{2}</p></li>"
    body = "".join(
        unit.format(who, time, TEXT)
        for who, time in zip(names.split(), ("14:20", "13:01", "12:22", "11:08", "10:00"), strict=True)
    )
    assert (entries_of(f"<main><ul>{body}</ul></main>") is not None) is found


def test_the_tooltip_of_a_distance() -> None:
    unit = "<li><span title='4 March 2031 {0}'>{1} hours ago</span><p>{2}</p></li>"
    body = "".join(
        unit.format(time, n, TEXT) for n, time in enumerate(("14:20", "13:01", "12:22", "11:08", "10:00"), 1)
    )
    snapshot = entries_of(f"<main><ul>{body}</ul></main>")
    assert snapshot is not None
    assert at(snapshot.entries[0]) == "04 14:20"
    assert snapshot.entries[0].time_label == "1 hours ago"


def test_the_stamp_below_the_list() -> None:
    times = paragraphs(["14.20", "13.01", "12.22", "11.08", "10.00"])
    snapshot = entries_of(f"<main><div>{times}</div><p>Last updated 4 March 2031, 14:25</p></main>")
    assert snapshot is not None
    assert at(snapshot.entries[0]) == "04 14:20"


def test_a_page_within_a_form() -> None:
    times = paragraphs(["14.20", "13.01", "12.22", "11.08", "10.00"])
    assert entries_of(f"<form id=aspnetForm><div><h1>Storm live</h1>{times}</div></form>") is not None
    assert entries_of(f"<main><h1>Storm live</h1><form>{times}</form></main>") is None


def test_a_second_time_is_no_text() -> None:
    unit = "<div><p><span class=time>{0}pm</span><span class=upd>Updated: 15.59</span></p><h3>Head</h3><p>{1}</p></div>"
    body = "".join(unit.format(time, TEXT) for time in ("4.20", "3.01", "2.22", "1.08", "12.10"))
    snapshot = entries_of(f"<main>{body}</main>")
    assert snapshot is not None
    assert {entry.wording.text for entry in snapshot.entries} == {TEXT}


def test_texts_no_longer_than_a_link() -> None:
    rows = "".join(f"<p><b>{t}</b> Goal!</p>" for t in ("14.20", "13.01", "12.22", "11.08", "10.00"))
    assert entries_of(f"<main>{rows}</main>") is None


@pytest.mark.parametrize(
    ("minutes", "oldest_first", "days"),
    [
        ([600, 540, 480, 400, 300], False, 0),
        ([300, 400, 480, 540, 600], True, 0),
        ([35, 4, 1426, 1330, 1200], False, 1),
        ([600, 540, 545, 400, 300, 200], False, 0),
    ],
)
def test_order(minutes: list[int], days: int, *, oldest_first: bool) -> None:
    found = order(minutes)
    assert found is not None
    assert (found.oldest_first, found.days) == (oldest_first, days)


@pytest.mark.parametrize("minutes", [[], [5], [600] * 6, [600, 100, 900, 50, 700, 20, 1000], [1, 700, 2, 600, 3, 900]])
def test_no_order(minutes: list[int]) -> None:
    assert order(minutes) is None


def test_what_a_row_of_times_may_be_instead() -> None:
    assert is_counter([196, 197, 198, 199, 200, 201])
    assert not is_counter([196, 198, 199, 207, 230])
    assert is_round([600, 615, 645, 660])
    assert not is_round([600, 613, 647, 660])
    assert is_recording([0, 41, 77, 125])
    assert not is_recording([600, 641, 700])


PIECES = [
    *(
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<li>",
        "<ul>",
        "</ul>",
        "<table><tr><td>",
        "<time datetime=2031-03-04T10:00Z>",
        "<a",
    ),
    *(
        "</div>",
        "<div class=time>",
        "10:15",
        " 9.30 Uhr ",
        "vor 5 Minuten",
        TEXT,
        "<h2>3 March</h2>",
        "<br>",
        "</time>",
    ),
    *("12:59 PM", "<h3>", "\x00", "<main>", "<article>", "<svg>", "<dl><dt>", "<dd>", "<!--", "<blockquote>"),
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=120))
def test_never_raises(pieces: list[str]) -> None:
    document = page("<html><body>" + "".join(pieces) + " " * 400)
    generic_live.read(document)
    generic_live.why_not(document)


@pytest.mark.parametrize(
    "unit",
    ["<p>10:15 x</p>", "<b>10:15</b><br>", "<li><time>9:00</time>", "<div class=time>10:15</div>", "<p>3 March</p>"],
)
def test_large_pages_take_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        started = time.process_time()
        generic_live.read(page("<html><body><main>" + unit * size))
        return time.process_time() - started

    # Four times as much; by the square it would be sixteen times, at every try.
    assert any(seconds(8000) < 8 * seconds(2000) + 0.5 for _ in range(5))


def test_the_real_page(corpus: object) -> None:
    from pathlib import Path

    path = Path(str(corpus)) / "live" / "telegraph-airasia-latest-2014.html"
    found = generic_live.read(page(path.read_text(encoding="utf-8"), None))
    assert found is not None
    assert len(found.snapshot.entries) == 38
    assert at(found.snapshot.entries[-1]) == "30 23:45"


def test_the_zone_that_the_page_names() -> None:
    head = '<meta property="article:modified_time" content="2031-03-04T13:25:00Z">'
    note = "<p>All times are Central European Time.</p>"
    times = paragraphs(["14.20", "13.01", "12.22", "11.08", "10.00"])
    snapshot = entries_of(f"<main>{note}{times}</main>", head=head)
    assert snapshot is not None
    assert at(snapshot.entries[0]) == "04 13:20"
    assert snapshot.feed.timezone == "CET"


def test_the_day_of_a_stamp_in_words() -> None:
    note = "<p>Published 3 March 2031 at 21:40, updated 4 March 2031 at 14:25</p>"
    times = paragraphs(["14.20", "13.01", "12.22", "11.08", "10.00"])
    snapshot = entries_of(f"<main>{note}{times}</main>")
    assert snapshot is not None
    assert at(snapshot.entries[0]) == "04 14:20"


def test_an_announced_programme_is_no_live_page() -> None:
    times = ("19:02", "20:17", "21:03", "22:11", "23:09")
    shown = "".join(
        f"<div><b>{t}</b><h3>Act {n}</h3><p>{n} A singer from Orlan with her band and a small choir of sailors.</p></div>"
        for n, t in enumerate(times)
    )
    html = f"<html><title>Festival programme: live music</title><main><h1>Festival programme: live music</h1>{shown}</main>"
    assert parse(Document(html.encode(), "https://g.example/live-music")).snapshot is None
