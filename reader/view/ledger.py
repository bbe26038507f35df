"""Figures over time: a line for each, by what it counts, whose it is and who says so. Pure; nothing is merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

from reader.tagging.figures import Bound, Figure
from reader.text import one_line
from reader.view.catch_up import Told
from reader.view.clusters import cells
from reader.view.lines import EMPTY, Line, Span, fit, width_of
from reader.view.matrix import marked
from reader.view.testimony import Desk, Testimony
from reader.view.times import DAYS, local
from reader.view.wrap import truncate

UP, DOWN, SAME = "up", "down", "same"
_SIGNS = {UP: "▲", DOWN: "▼", SAME: "="}
_SIGNS_ASCII = {UP: "^", DOWN: "v", SAME: "="}
_DAY = 86_400
ROOM_FOR_NAMES, ROOM_FOR_COLUMNS = 100, 70
NAME = 18


@dataclass(frozen=True, slots=True)
class Item:
    """A figure in its entry; `as_of` is when it is of (UTC seconds), `number` its place in the order of reading."""

    number: int
    testimony: Testimony
    figure: Figure
    as_of: int


@dataclass(slots=True)
class _Series:
    """Figures about one thing by one source of them."""

    whose: str
    teller: str
    items: list[Item] = field(default_factory=list[Item])


class Ledger:
    """Collects figures, and lists them by subject, those of which most is said first."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.items: list[Item] = []
        self._subjects: dict[str, dict[tuple[str, str], _Series]] = {}

    def add(self, testimony: Testimony) -> None:
        """Take in the figures of an entry."""
        for figure in testimony.figures:
            item = Item(len(self.items), testimony, figure, _as_of(figure, testimony.at, self._desk))
            self.items.append(item)
            teller = figure.side or figure.who or self._desk.names.get(testimony.source, "")
            label = f"{figure.subject}, {figure.unit}" if figure.unit else figure.subject
            series = self._subjects.setdefault(label, {})
            key = (figure.whose or "", teller)
            series.setdefault(key, _Series(*key)).items.append(item)

    @property
    def subjects(self) -> int:
        """How many different things are counted."""
        return len(self._subjects)

    def _order(self) -> list[tuple[int, str]]:
        """Subjects with the number of their figures: those first of which a change can be told, then by number."""
        counted = [
            (
                not any(one.items[0].figure.comparable for one in series.values()),
                -sum(len(one.items) for one in series.values()),
                label,
            )
            for label, series in self._subjects.items()
        ]
        return [(-count, label) for _, count, label in sorted(counted)]

    def lines(self, width: int, texts: Texts) -> Lines:
        """Return the ledger as lines that are made when they are looked at."""
        layout: list[_Place] = []
        for count, label in self._order():
            layout += [_Place("blank")] if layout else []
            layout.append(_Place("subject", label=label, count=count))
            for series in sorted(
                self._subjects[label].values(), key=lambda one: (-len(one.items), one.whose, one.teller)
            ):
                ordered = sorted(series.items, key=lambda item: (item.as_of, item.testimony.at, item.number))
                layout.append(_Place("series", series=series, first=ordered[0], last=ordered[-1]))
                before: Item | None = None
                for item in ordered:
                    layout.append(_Place("figure", first=before, last=item))
                    before = item
        return Lines(layout, self._desk, width, texts)


@dataclass(frozen=True, slots=True)
class _Place:
    """What a line is of."""

    kind: str
    label: str = ""
    count: int = 0
    series: _Series | None = None
    first: Item | None = None
    last: Item | None = None


class Texts:
    """Headlines and texts of entries, fetched a screen at a time by whoever paints."""

    def __init__(self) -> None:
        self.known: dict[int, tuple[str, str] | None] = {}

    def missing(self, wanted: Sequence[Testimony]) -> list[Testimony]:
        """Return those of which the text is not known yet."""
        return [one for one in {one.entry: one for one in wanted}.values() if one.entry not in self.known]


class Lines(Sequence[Told]):
    """The lines of a ledger; each is made when it is asked for. `Told.entry` is the number of the item."""

    def __init__(self, layout: Sequence[_Place], desk: Desk, width: int, texts: Texts) -> None:
        self._layout = layout
        self._desk = desk
        self._width = width
        self._texts = texts
        self._places = {one.last.number: at for at, one in enumerate(layout) if one.kind == "figure" and one.last}

    def __len__(self) -> int:
        return len(self._layout)

    @overload
    def __getitem__(self, at: int) -> Told: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Told]: ...
    def __getitem__(self, at: int | slice) -> Told | Sequence[Told]:
        """The line at a place."""
        if isinstance(at, slice):
            return [self._told(place) for place in self._layout[at]]
        return self._told(self._layout[at])

    def subject_from(self, at: int, step: int) -> int | None:
        """The place of the first figure of the next subject in a direction (1, -1) from the line at `at`."""
        place = at
        if step < 0:  # the head of this subject first
            while place > 0 and self._layout[place].kind != "subject":
                place -= 1
        place += step
        while 0 <= place < len(self._layout):
            if self._layout[place].kind == "subject":
                return place + 2
            place += step
        return None

    def place_of(self, number: int) -> int | None:
        """The line of an item."""
        return self._places.get(number)

    def shown(self, first: int, last: int) -> list[Testimony]:
        """The entries of which lines `first` to `last` (not included) show a text."""
        return [place.last.testimony for place in self._layout[first:last] if place.kind == "figure" and place.last]

    def leads(self, at: int) -> bool:
        """Whether the cursor may stand on a line, without making it."""
        return self._layout[at].kind == "figure"

    def _told(self, place: _Place) -> Told:
        desk, width = self._desk, self._width
        if place.kind == "subject":
            words = (Span(one_line(place.label), "subhead"), Span(f"  {place.count:,}", "muted"))
            return Told(fit(words, width, desk.glyphs.ellipsis))
        if place.kind == "series" and place.series and place.first and place.last:
            return Told(_series_line(place.series, place.first, place.last, desk, width))
        if place.kind == "figure" and place.last:
            text = self._texts.known.get(place.last.testimony.entry)
            return Told(_figure_line(place.last, place.first, text, desk, width), place.last.number, leads=True)
        return Told(EMPTY)


def _series_line(series: _Series, first: Item, last: Item, desk: Desk, width: int) -> Line:
    """`Armenia · says Azerbaijan: 19 (Sunday) -> 26 (07:45)`."""
    told = f"says {one_line(series.teller)}" if series.teller else "nobody is named"
    words = f"{one_line(series.whose)} {desk.glyphs.dot} {told}" if series.whose else told
    line: Line = (Span("  "), Span(words, "actor"))
    if first is not last and first.figure.comparable:
        arrow = "->" if desk.ascii else "→"
        then, now = (f"{_number(item.figure, desk)} ({_when(item, desk)})" for item in (first, last))
        line = (*line, Span(f": {then} {arrow} {now}", "text"))
    return fit(line, width, desk.glyphs.ellipsis)


def _figure_line(item: Item, before: Item | None, text: tuple[str, str] | None, desk: Desk, width: int) -> Line:
    """Time, whether it changed, the number as written, and the sentence round it."""
    change = compared(before.figure, item.figure) if before is not None and item.figure.comparable else ""
    sign = (_SIGNS_ASCII if desk.ascii else _SIGNS).get(change, " ")
    role = "edited" if change in (UP, DOWN) else "muted"
    number = _number(item.figure, desk)
    indent, column = ("    ", 14) if width >= ROOM_FOR_COLUMNS else ("  ", 7)
    line: Line = (
        Span(f"{indent}{_when(item, desk):>13}  ", "time"), Span(sign, role), Span(f" {number:<{column}}  ", "title"),
    )  # fmt: skip
    name = desk.names.get(item.testimony.source, "") if width >= ROOM_FOR_NAMES else ""
    name = truncate(one_line(name), NAME, desk.glyphs.ellipsis)
    room = width - width_of(line) - (cells(name) + 2 if name else 0)
    line = fit(
        (*line, *_worded(item.figure, text, room, desk.glyphs.ellipsis)),
        width - (cells(name) + 2 if name else 0),
        desk.glyphs.ellipsis,
    )
    return fit((*line, Span(f"  {name}", "muted")) if name else line, width, desk.glyphs.ellipsis)


def _worded(figure: Figure, text: tuple[str, str] | None, room: int, ellipsis: str) -> Line:
    """The sentence, so that the number is in what is shown of it."""
    if text is None or room < 12:
        return EMPTY
    whole = text[0] if figure.place == "headline" else text[1]
    before, number = one_line(whole[figure.start : figure.at]), one_line(whole[figure.at : figure.until])
    after = one_line(whole[figure.until : figure.end])
    if whole[figure.at - 1 : figure.at].isspace() and before:
        before += " "
    if whole[figure.until : figure.until + 1].isspace() and after:
        after = " " + after
    spare = room - cells(number) - min(cells(after), room // 2) - 1
    if cells(before) > max(0, spare):
        words = before.split(" ")
        while len(words) > 1 and cells(" ".join(words)) > max(0, spare):
            words = words[max(1, len(words) // 8) :]
        before = ellipsis + (" ".join(words) if cells(" ".join(words)) <= max(0, spare) else " ")
    words = before + number + after
    return marked(words, 0, len(words), len(before), len(before) + len(number))


def _number(figure: Figure, desk: Desk) -> str:
    return truncate(one_line(figure.text), 24, desk.glyphs.ellipsis)


def _when(item: Item, desk: Desk) -> str:
    """When a figure is of: `07:45`, `Sunday` where the sentence says so."""
    if item.as_of != item.testimony.at and item.figure.day:
        return DAYS[local(item.as_of, desk.tz).weekday()]
    return desk.time(item.testimony.at)


def _as_of(figure: Figure, at: int, desk: Desk) -> int:
    """The moment that a figure is of: that of its entry, or the latest such day before it."""
    if figure.day is None:
        return at
    today = local(at, desk.tz).weekday()
    back = 1 if figure.day == "yesterday" else (today - _WEEKDAYS.get(figure.day, today)) % 7
    return at - back * _DAY


_WEEKDAYS: Mapping[str, int] = {name.lower(): number for number, name in enumerate(DAYS)}


def compared(before: Figure, now: Figure) -> str:
    """Whether a figure is more or less than the one before; nothing where that cannot be told."""
    if before.low is None or now.low is None or before.high is None or now.high is None:
        return SAME if before.text.lower() == now.text.lower() else ""
    if (before.low, before.high) == (now.low, now.high):
        return SAME if before.bound is now.bound else ""
    if Bound.MOST in (before.bound, now.bound):
        return ""
    return UP if now.low > before.high else DOWN if now.high < before.low else ""
