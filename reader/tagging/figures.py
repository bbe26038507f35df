"""Figures: numbers of the news with what they count, whose, and who says so. Each is kept as it was worded.

Nothing is added up or merged, and no two sources are reconciled: that is the reader's. A number of which it cannot be
told what it counts is left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from reader.model.tagging import Tagging
from reader.tagging.claims import Claim, claims_of
from reader.tagging.counted import DAYS
from reader.tagging.lexicon import Lexicon
from reader.tagging.numbers import Bound, Number, numbers
from reader.tagging.part import Part
from reader.tagging.rereading import is_english, quotations, reread, sentence_span
from reader.tagging.subjects import Subject, subject_of

__all__ = ["Bound", "Figure", "figures", "figures_of"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it was worded.

    `low` and `high` are the same but in a range, None for "dozens"; `text` is the number as written, `unit` %, points,
    a currency (ISO 4217 where it is plain which) or a measure. `subject` says what is counted, in words that are the
    same for the same thing; `comparable` where it says so much that another number of it is a change ("killed", not
    "people"). `whose` is the country or organisation beside it. `who` says so (None: the source itself, or somebody
    unnamed), for `side`. `day` is a weekday that the figure is of, where the sentence names one. `place` is headline or
    body, `start` to `end` the sentence and `at` to `until` the number, in characters of the text that was given.
    """

    low: float | None
    high: float | None
    bound: Bound
    text: str
    unit: str
    subject: str
    comparable: bool
    whose: str | None
    who: str | None
    side: str | None
    day: str | None
    place: str
    start: int
    end: int
    at: int
    until: int


def figures(lexicon: Lexicon, headline: str | None, text: str, tagging: Tagging) -> tuple[Figure, ...]:
    """Return the figures of an entry in reading order, the same one only once. Pure, in linear time, never raises."""
    parts = reread(lexicon, headline, text, tagging)
    return figures_of(parts, claims_of(parts, tagging))


def figures_of(parts: tuple[Part, Part], said: Sequence[Claim]) -> tuple[Figure, ...]:
    """The same for parts of which the claims are known already."""
    found: dict[tuple[object, ...], Figure] = {}
    if not is_english(parts):
        return ()
    for part in parts:
        own = [claim for claim in said if claim.place == part.place and claim.act.value in _TELLING]
        tellers = _Tellers(part, own)
        subject: Subject | None = None
        for number in numbers(part):
            subject = subject_of(part, number, subject)
            if subject is None:
                continue
            figure = _figure(part, number, subject, tellers.of(number))
            key = (figure.low, figure.high, figure.unit, figure.subject, figure.text if figure.low is None else "")
            if key not in found or (found[key].who is None and figure.who is not None):
                found[key] = figure
    return tuple(found.values())


_TELLING = frozenset(("reports", "confirms", "accuses", "offers"))


def _figure(part: Part, number: Number, subject: Subject, teller: Claim | None) -> Figure:
    start, end = sentence_span(part, number.i)
    words = part.words
    at, until = words.start[number.i], words.end[number.j - 1]
    written = " ".join(words.text[at:until].split())
    return Figure(
        low=number.low,
        high=number.high,
        bound=number.bound,
        text=written,
        unit=number.unit,
        subject=subject.label,
        comparable=bool(subject.state),
        whose=subject.whose or (teller.side if teller and subject.own else None),
        who=teller.who if teller else None,
        side=teller.side if teller else None,
        day=_day(part, number),
        place=part.place,
        start=start,
        end=end,
        at=at,
        until=until,
    )


class _Tellers:
    """Who says what stands in a part: whose words are quoted, else who makes a claim in the sentence."""

    def __init__(self, part: Part, said: Sequence[Claim]) -> None:
        self._part = part
        self._said = sorted(said, key=lambda claim: claim.at)
        self._places = [claim.at for claim in self._said]
        self._quoted = quotations(part)
        self._bounds: dict[int, tuple[int, int]] = {}
        for at, quote in enumerate(self._quoted):
            first, _ = self._bounds.get(quote, (at, at))
            self._bounds[quote] = first, at

    def of(self, number: Number) -> Claim | None:
        """The claim by which a number is told: the last one before it, or the first behind it."""
        words, at = self._part.words, self._part.words.start[number.i]
        if not self._quoted[number.i]:
            start, end = sentence_span(self._part, number.i)
            before, behind = self._between(start, at), self._between(at, end)
            return before[-1] if before else behind[0] if behind else None
        first, last = self._bounds[self._quoted[number.i]]
        start, end = words.start[max(0, first - AROUND)], words.end[min(len(words) - 1, last + AROUND)]
        behind, before = self._between(words.end[last], end), self._between(start, words.start[first])
        return behind[0] if behind else before[-1] if before else None

    def _between(self, start: int, end: int) -> Sequence[Claim]:
        return self._said[bisect_left(self._places, start) : bisect_left(self._places, end)]


AROUND = 14
"""Words before and behind a quotation in which it is said whose it is."""


def _day(part: Part, number: Number) -> str | None:
    """The weekday that a figure is of: "on Sunday" in its clause."""
    number_of = part.words.sentence[number.i]
    for step in range(number.j, min(len(part.words), number.j + 12)):
        if part.words.sentence[step] != number_of or part.low(step) in (";", '"'):
            break
        if part.low(step) in DAYS and part.low(step - 1) in ("on", "by", "since", "late", "last"):
            return part.low(step)
    return None
