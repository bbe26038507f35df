"""Figures: numbers of the news with what they count, whose, and who says so. Each is kept as it was worded.

Nothing is added up or merged, and no two sources are reconciled: that is the reader's. A number of which it cannot be
told what it counts is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.model.tagging import Tagging
from reader.tagging.claims import Claim, claims_of
from reader.tagging.lexicon import Lexicon
from reader.tagging.numbers import Bound, Number, numbers
from reader.tagging.part import Part
from reader.tagging.rereading import quotations, reread, sentence_span
from reader.tagging.subjects import DAYS, Subject, subject_of

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
    for part in parts:
        own = [claim for claim in said if claim.place == part.place and claim.act.value in _TELLING]
        quoted = quotations(part)
        subject: Subject | None = None
        for number in numbers(part):
            subject = subject_of(part, number, subject)
            if subject is None:
                continue
            figure = _figure(part, number, subject, _teller(part, number, own, quoted))
            key = (figure.low, figure.high, figure.unit, figure.subject, figure.text if figure.low is None else "")
            found.setdefault(key, figure)
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


def _teller(part: Part, number: Number, said: Sequence[Claim], quoted: Sequence[int]) -> Claim | None:
    """Who says it: whose words are quoted; else who makes a claim in the sentence, before the number or behind it."""
    start, end = sentence_span(part, number.i)
    at = part.words.start[number.i]
    if quoted[number.i]:
        first = last = number.i
        while first > 0 and quoted[first - 1] == quoted[number.i]:
            first -= 1
        while last + 1 < len(quoted) and quoted[last + 1] == quoted[number.i]:
            last += 1
        start = part.words.start[max(0, first - AROUND)]
        end = part.words.end[min(len(quoted) - 1, last + AROUND)]
        outside = (part.words.start[first], part.words.end[last])
        said = [claim for claim in said if not outside[0] <= claim.at < outside[1]]
        near = [claim for claim in said if start <= claim.at < end]
    else:
        near = [claim for claim in said if claim.start < end and claim.end > start]
    before = [claim for claim in near if claim.at < at]
    behind = [claim for claim in near if claim.at >= at]
    if quoted[number.i]:
        return behind[0] if behind else before[-1] if before else None
    return before[-1] if before else behind[0] if behind else None


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
