"""Live pages of unknown kinds copied from the browser as text; and texts that are none."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.formats import parse
from reader.formats.page import Page
from reader.formats.pages import text_live
from reader.formats.sniff import Shape
from reader.model.entry import Entry
from reader.model.snapshot import Document

URL = "https://g.example/live/storm"
TIMES = ("14:22", "13:58", "13:41", "12:07", "11:33", "11:12")
HEAD = "The Gazette\nNews\nSport\n\nStorm live: ferries stay in port\nTue 4 Mar 2031 14:25 GMT\n\nShare\n\n"
TAIL = "\nMost read\nHow to bake bread\nWhere to swim\n© 2031 The Gazette\n"


def text(number: int) -> str:
    return f"{number} The harbour master has told all ferries to stay in port. That is a serious matter, he says."


def entries(unit: str, head: str = HEAD, tail: str = TAIL, times: tuple[str, ...] = TIMES) -> list[Entry]:
    """Parse a text with a unit for each time: {t} the time, {n} a number, {x} a text."""
    body = "".join(unit.format(t=t, n=n, x=text(n)) for n, t in enumerate(times))
    found = parse(Document((head + body + tail).encode(), URL))
    return list(found.snapshot.entries) if found.snapshot else []


@pytest.mark.parametrize(
    ("unit", "headline"),
    [
        ("{t}\nHead number {n}\n{x}\n\n", "Head number 0"),
        ("{t} GMT\n\nHead number {n}\n\n{x}\n\nShare\n\n", "Head number 0"),
        ("{t}: Head number {n}\n{x}\n\n", "Head number 0"),
        ("> {t}\n{x}\n\n", None),
        ("{t} - {x}\n", None),
        ("Head number {n}\n\n{t}\n\n{x}\n\n", "Head number 0"),
        ("{t} Ines Marlow\n\nHead number {n}\n\n{x}\n\n", "Head number 0"),
        ("Head number {n}\npublished at {t} Greenwich Mean Time\n{t} GMT\n\n{x}\n\n", "Head number 0"),
        ("{t}\n4 Mar 2031\n\nHead number {n}\n{x}\n\n", "Head number 0"),
        ("[{t}] Head number {n}\n{x}\n", "Head number 0"),
        ("{t}\nBy Ines Marlow\nHead number {n}\n{x}\nCopy link\nShare\n", "Head number 0"),
    ],
)
def test_layouts(unit: str, headline: str | None) -> None:
    found = entries(unit)
    assert [entry.wording.text for entry in found] == [text(n) for n in range(6)]
    assert [entry.headline for entry in found] == [headline and headline.replace("0", str(n)) for n in range(6)]
    assert [datetime.fromtimestamp(entry.published or 0, UTC).strftime("%d %H:%M") for entry in found] == [
        f"04 {at}" for at in TIMES
    ]


def test_key_events_above_the_list_are_no_entries() -> None:
    keys = "Key events\n" + "".join(f"{n + 2}h ago\nHead number {n}\n" for n in range(6)) + "\n"
    found = entries("{t} GMT\nHead number {n}\n{x}\n\n", head=HEAD + keys)
    assert [entry.time_label for entry in found] == [f"{at} GMT" for at in TIMES]


def test_key_events_with_the_times_of_the_entries_are_none_either() -> None:
    keys = "Key events\n" + "".join(f"{t}\nKey {n}\n" for n, t in enumerate([*TIMES[1:], "10:02"])) + "\n"
    found = entries("{t}\nHead number {n}\n{x}\nUpdated at {t}\n\n", head=HEAD + keys)
    assert [(entry.time_label, entry.headline) for entry in found] == [
        (label, f"Head number {n}") for n, label in enumerate(TIMES)
    ]


def test_days_between_the_entries() -> None:
    body = "".join(f"{t}\nHead {t}\n{text(1)}\n\n" for t in ("09:10", "07:05", "05:50"))
    older = "".join(f"{t}\nHead {t}\n{text(2)}\n\n" for t in ("22:10", "20:05", "18:50"))
    found = parse(Document(f"Storm live\n\n5 March 2031\n{body}4 March 2031\n{older}".encode(), URL)).snapshot
    assert found is not None
    assert [datetime.fromtimestamp(e.published or 0, UTC).strftime("%d %H:%M") for e in found.entries] == [
        *("05 09:10", "05 07:05", "05 05:50", "04 22:10", "04 20:05", "04 18:50")
    ]
    assert found.feed.title == "Storm live"
    assert found.format == "live-text"


@pytest.mark.parametrize(
    ("unit", "head", "times"),
    [
        ("{t} <ann{n}> {x}\n", "#harbour log\n", tuple(reversed(TIMES))),
        ("{t} INFO harbour.core {x}\n", "", tuple(reversed(TIMES))),
        ("{t} Ferry to Orlan, quay 4\n", "Departures\n", TIMES),
        ("{t} News\n{x}\n", "TV guide\n", ("18:00", "18:30", "19:00", "20:15", "21:45")),
        ("{t}\n{x}\n", "How the bridge fell\n", tuple(reversed(TIMES))),
        ("Ann {n}\n4 Mar 2031, {t}\n{x}\nReply\n", "Comments\n", TIMES),
        ("Ines Marlow {n}\n4 Mar 2031, {t}\n{x}\n", "My boat will not start, what now?\n", TIMES),
    ],
)
def test_texts_that_are_none(unit: str, head: str, times: tuple[str, ...]) -> None:
    body = "".join(unit.format(t=t, n=n, x=text(n)) for n, t in enumerate(times))
    assert parse(Document((head + body).encode(), "https://g.example/a.txt")).snapshot is None


@given(
    st.lists(st.sampled_from(["14:22", "13:58\n", "5 min ago\n", "\n", "Head", text(1), "4 March 2031\n"]), max_size=60)
)
@settings(max_examples=60, deadline=None)
def test_never_raises(pieces: list[str]) -> None:
    body = " ".join(pieces)
    text_live.read(Page(Document(body.encode(), URL), body, Shape.TEXT))


def test_a_line_on_the_last_change_is_no_entry() -> None:
    found = entries("{t}\nHead number {n}\n{x}\n\n", head=HEAD + "Updated at 14:25\n\n")
    assert [entry.time_label for entry in found] == list(TIMES)


def test_the_day_below_the_title() -> None:
    body = "".join(f"{t} - {text(n)}\n" for n, t in enumerate(reversed(TIMES)))
    found = parse(Document(f"Sunday, 9 March 2031\n\nLive: the storm\n4 March 2031\n{body}".encode(), URL)).snapshot
    assert found is not None
    assert datetime.fromtimestamp(found.entries[0].published or 0, UTC).strftime("%d %H:%M") == "04 11:12"
    assert found.feed.order == "oldest_first"


@pytest.mark.parametrize("unit", ["14:22\n", "14:22 a\n", "5 min ago\nab\n", f"14:22\n{text(1)}\n", "Updated 2031 \n"])
def test_large_texts_take_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        body = unit * size
        start = time.process_time()
        text_live.read(Page(Document(b"", URL), body, Shape.TEXT))
        return time.process_time() - start

    seconds(10)
    assert any(seconds(8000) < 40 * max(seconds(1000), 0.005) for _ in range(5))


YOUNG = (("14:22", "Ferry stays"), ("13:58", "Power is back"), ("13:41", "Crane topples"))


def young(title: str, times: tuple[str, ...] = tuple(at for at, _ in YOUNG)) -> str:
    told = "The harbour board of Velmora says that it will tell more in the course of the afternoon."
    return f"{title}\n4 March 2031\n\n" + "".join(
        f"{at}\n{head}\n{n} {told}\n\n" for n, (at, (_, head)) in enumerate(zip(times, YOUNG, strict=False))
    )


def test_a_young_live_page_has_three_entries() -> None:
    found = parse(Document(young("Storm live blog").encode(), None)).snapshot
    assert found is not None
    assert [entry.headline for entry in found.entries] == [head for _, head in YOUNG]


def test_few_timed_lines_are_no_live_page() -> None:
    assert parse(Document(young("Storm").encode(), None)).snapshot is None
    assert parse(Document(young("Storm live blog", ("09:00", "10:30", "12:15")).encode(), None)).snapshot is None
    assert parse(Document(young("Storm live blog", ("14:22", "13:58")).encode(), None)).snapshot is None


def test_the_same_time_once_more_in_universal_time() -> None:
    told = "The harbour board of Velmora says that it will tell more in the course of the afternoon."
    lines = [f"4 Mar 2031 - {at}\n({int(at[:2]) - 3:02}{at[2:]} GMT)\n{head}\n{head}. {told}\n" for at, head in YOUNG]
    found = parse(Document(("Storm: live updates\n\n" + "\n".join(lines)).encode(), None)).snapshot
    assert found is not None
    assert [entry.headline for entry in found.entries] == [head for _, head in YOUNG]
    assert found.entries[0].published == int(datetime(2031, 3, 4, 11, 22, tzinfo=UTC).timestamp())


def test_a_numbered_list_of_times() -> None:
    told = "The harbour board of Velmora says that it will tell more in the course of the afternoon."
    lines = "".join(f"{n + 1}. {at} {n} {told}\n" for n, at in enumerate(("14:22", "13:58", "13:41", "12:30", "11:15")))
    found = parse(Document(f"Storm live blog\n4 March 2031\n\n{lines}".encode(), None)).snapshot
    assert found is not None
    assert [entry.wording.text for entry in found.entries] == [f"{n} {told}" for n in range(5)]
