"""The table of who says what and the ledger of figures as lines: counts, order, widths, what is compared."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from reader.tagging.acts import Act
from reader.tagging.claims import Claim
from reader.tagging.figures import Bound, Figure
from reader.view.ledger import DOWN, SAME, UP, Ledger, Texts, compared
from reader.view.lines import text_of, width_of
from reader.view.matrix import UNNAMED, Matrix, about_line, columns, head_line, row_line, sentence_lines
from reader.view.testimony import Desk, progress
from reader.view.testimony import Testimony as Entry

NOON = 1_700_000_000 - 1_700_000_000 % 86_400 + 43_200
DESK = Desk(NOON, ZoneInfo("UTC"), names={1: "Harbour Post", 2: "Hill Gazette"})
TEXT = "Kenya accuses Somalia of theft."


def claim(who: str | None, act: Act, *targets: str, side: str | None = None) -> Claim:
    return Claim(who, side, act, targets, "body", 0, len(TEXT), 6, 13)


def figure(low: float | None, high: float | None = None, *, bound: Bound = Bound.EXACT, **more: object) -> Figure:
    values = {
        "text": str(low),
        "unit": "",
        "subject": "killed",
        "comparable": True,
        "whose": None,
        "who": "Kenya",
        "side": "Kenya",
        "day": None,
    }
    rest = {"place": "body", "start": 0, "end": len(TEXT), "at": 6, "until": 13}
    return Figure(low, low if high is None else high, bound, **(values | rest | more))


def matrix() -> Matrix:
    found = Matrix()
    kenya = claim("Kenya", Act.ACCUSES, "Somalia", side="Kenya")
    found.add(Entry(3, NOON, 1, 0, (kenya, kenya, claim(None, Act.REPORTS))))
    found.add(Entry(2, NOON - 600, 2, 0, (claim("Ann Ouko", Act.ACCUSES, side="Kenya"),)))
    found.add(Entry(1, NOON - 900, 2, 0, ()))
    return found


def test_a_count_is_of_entries_and_the_unnamed_come_last() -> None:
    rows = matrix().rows(by_side=False)
    assert [(row.name, row.counts[1], row.total) for row in rows] == [
        ("Ann Ouko", 1, 1),
        ("Kenya", 1, 1),
        (UNNAMED, 0, 1),
    ]
    assert len(matrix().sentences("Kenya", Act.ACCUSES, by_side=False)) == 2


def test_by_side_persons_are_their_country_s() -> None:
    rows = matrix().rows(by_side=True)
    assert [(row.name, row.counts[1]) for row in rows] == [("Kenya", 2), (UNNAMED, 0)]


@pytest.mark.parametrize("width", [*range(20, 130, 7), 200])
def test_every_line_is_as_wide_as_asked(width: int) -> None:
    found = matrix()
    rows = [*found.rows(by_side=False), *found.rows(by_side=True)]
    at = columns(width, rows)
    said = found.sentences("Kenya", Act.ACCUSES, by_side=True)
    lines = [head_line(at, Act.DENIES, width), *(row_line(row, at, Act.ACCUSES, width) for row in rows)]
    lines += [about_line(rows[0], Act.ACCUSES, said, DESK, width), about_line(None, Act.ACCUSES, (), DESK, width)]
    told = [*sentence_lines(said, {3: ("", TEXT)}, DESK, width)]
    book = Ledger(DESK)
    book.add(Entry(3, NOON, 1, 0, (), (figure(26), figure(19, day="sunday"))))
    told += [one for one in book.lines(width, Texts()) if one.line]
    assert {width_of(line) for line in lines} == {width}
    assert {width_of(one.line) for one in told if one.line} == {width}


def test_the_cell_under_the_cursor_reads_without_colour() -> None:
    (row, *_) = matrix().rows(by_side=True)
    line = text_of(row_line(row, columns(80, [row]), Act.ACCUSES, 80))
    assert line.split() == ["Kenya", "·", "[2]", "·", "·", "·", "·"]
    assert text_of(row_line(row, columns(80, [row]), None, 80, ascii=True)).split() == [
        "Kenya",
        ".",
        "2",
        ".",
        ".",
        ".",
        ".",
    ]


def test_what_stands_behind_a_cell() -> None:
    found = matrix()
    (row, *_) = found.rows(by_side=True)
    said = found.sentences("Kenya", Act.ACCUSES, by_side=True)
    assert text_of(about_line(row, Act.ACCUSES, said, DESK, 90)).strip() == (
        "Kenya accuses · 2 entries, newest 12:00 · towards Somalia 2"
    )
    first, second, *_ = (text_of(one.line).rstrip() for one in sentence_lines(said, {3: ("", TEXT)}, DESK, 60))
    assert first == "12:00  Kenya accuses Somalia · Harbour Post"
    assert second.strip() == TEXT
    assert "changed since" in text_of(sentence_lines(said, {}, DESK, 60)[1].line)


def test_figures_are_listed_in_the_order_of_the_days_they_are_of() -> None:
    book, monday = Ledger(DESK), NOON - 86_400 * ((NOON // 86_400 + 3) % 7)
    book.add(
        Entry(9, monday, 1, 0, (), (figure(26), figure(19, day="sunday"), figure(5, subject="boats", comparable=False)))
    )
    book.add(Entry(8, monday - 3600, 2, 0, (), (figure(22),)))
    lines = [text_of(one.line).split() for one in book.lines(90, Texts())]
    assert lines[0] == ["killed", "3"]
    assert lines[1][:5] == ["says", "Kenya:", "19", "(Sunday)", "→"]
    assert [line[-1] for line in lines[2:5]] == ["19", "22", "26"]
    assert [line[-2] for line in lines[3:5]] == ["▲", "▲"]
    assert lines[6] == ["boats", "1"], "of what no change can be told comes last"
    assert book.lines(90, Texts()).place_of(1) == 2


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (figure(19), figure(26), UP),
        (figure(26), figure(19), DOWN),
        (figure(26), figure(26), SAME),
        (figure(10, 15), figure(12), ""),
        (figure(10, 15), figure(16), UP),
        (figure(26), figure(26, bound=Bound.LEAST), ""),
        (figure(26), figure(30, bound=Bound.MOST), ""),
        (figure(None, text="dozens"), figure(40), ""),
        (figure(None, text="dozens"), figure(None, text="Dozens"), SAME),
    ],
)
def test_what_is_more_and_what_is_less(before: Figure, now: Figure, change: str) -> None:
    assert compared(before, now) == change


def test_how_far_the_reading_is() -> None:
    assert progress(40, 1200, 1200) == "reading 40 of 1,200"
    assert progress(1, 1, 1) == "1 entry"
    assert progress(100_000, 100_000, 250_000) == "the newest 100,000 of 250,000 entries"
