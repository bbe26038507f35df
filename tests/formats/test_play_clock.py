"""Minutes of play: as labels, as entries of match tickers, and what only has minutes."""

from __future__ import annotations

import pytest

from reader.formats import parse
from reader.formats.times.play_clock import SCALE, label, opening
from reader.model.entry import Basis
from reader.model.snapshot import Document, Snapshot

TEXT = "The ball goes wide of the far post, and the home supporters behind it hold their heads."


@pytest.mark.parametrize(
    ("text", "minute", "more"),
    [
        ("23'", 23, 0),
        ("45+2'", 45, 2),
        ("90'+3", 90, 3),
        ("90'+3'", 90, 3),
        ("88.", 88, 0),
        ("45.+2", 45, 2),
        ("90.+4.", 90, 4),
        ("12. Minute", 12, 0),
        ("Min. 12", 12, 0),
        ("min 90+1", 90, 1),
        ("120’", 120, 0),
        ("23e min", 23, 0),
        ("⚽ 78'", 78, 0),
    ],
)
def test_labels(text: str, minute: int, more: int) -> None:
    found = label(text)
    assert found is not None
    assert found.play == SCALE * minute + more
    assert found.minutes is None


@pytest.mark.parametrize("text", ["", "2:1", "150'", "6'2\"", "'90s music", "5'10", "88.5", "12 years", "7", "23'Goal"])
def test_no_labels(text: str) -> None:
    assert label(text) is None


def test_times_of_day_come_first() -> None:
    found = opening("14:22 Goal")
    assert found is not None
    assert (found.minutes, found.play) == (862, None)
    assert opening("45+2' Goal") is not None


def ticker(
    labels: tuple[str, ...], title: str = "Velmora v Harn live", item: str = "<li class=ev><b>{m}</b><p>{x}</p></li>"
) -> Snapshot | None:
    shown = "".join(item.format(m=m, x=f"{n} {TEXT}") for n, m in enumerate(labels))
    html = f"<!doctype html><html lang=en><head><title>{title}</title></head><body><main><h1>{title}</h1><ul>{shown}</ul></main>"
    return parse(Document(html.encode(), "https://g.example/sport/match")).snapshot


def test_a_match_ticker() -> None:
    labels = ("90+3'", "71'", "46'", "45+2'", "23'", "1'")
    found = ticker(labels)
    assert found is not None
    assert [entry.time_label for entry in found.entries] == list(labels)
    assert {(entry.published, entry.basis) for entry in found.entries} == {(None, Basis.NONE)}
    assert found.feed.order == "newest_first"


def test_what_prints_no_minute_stands_among_the_rest() -> None:
    units = {"": "<li class='ev pause'><h4>Half-time</h4><p>{x}</p></li>"}
    labels = ("90+3'", "71'", "", "45+2'", "23'", "1'")
    shown = "".join(
        units.get(m, "<li class=ev><b>{m}</b><p>{x}</p></li>").format(m=m, x=f"{n} {TEXT}")
        for n, m in enumerate(labels)
    )
    html = f"<html><title>Velmora v Harn live</title><main><h1>Velmora v Harn live</h1><ul>{shown}</ul></main>"
    found = parse(Document(html.encode(), None)).snapshot
    assert found is not None
    assert [entry.headline for entry in found.entries] == [None, None, "Half-time", None, None, None]
    assert found.entries[2].time_label is None


def test_lists_that_only_have_minutes() -> None:
    assert ticker(("5 min", "10 min", "15 min", "20 min", "25 min")) is None
    assert ticker(("5'", "10'", "15'", "20'", "25'"), title="Fish soup") is None
    assert ticker(("90+3'", "1'", "71'", "23'", "60'", "12'")) is None


def test_a_copied_match_ticker() -> None:
    labels = ("1'", "23'", "45+2'", "46'", "71'", "90+3'")
    text = "Velmora v Harn: live text commentary\n\n" + "\n\n".join(f"{m}\n{n} {TEXT}" for n, m in enumerate(labels))
    found = parse(Document(text.encode(), None)).snapshot
    assert found is not None
    assert [entry.time_label for entry in found.entries] == list(labels)
    assert found.feed.order == "oldest_first"
