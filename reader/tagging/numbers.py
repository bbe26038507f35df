"""Numbers in running text: digits and words, ranges, "at least", money, percent. What only looks like one is left out.

Dates, times, ages, scores, ordinals, telephone numbers, the names of models, flights and articles of law, and lengths
of time are no figures of the news.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reader.tagging.number_words import (
    ABOUT,
    AT_LEAST,
    AT_MOST,
    COMPOUNDS,
    CURRENCIES,
    DEFINITE,
    EXACTLY,
    LABELS,
    MEASURES,
    MONEY,
    MONTHS,
    ONES,
    PEOPLE,
    PLAIN,
    SCALES,
    SHORT,
    SPORT,
    SUFFIXED,
    TENS,
    TIMES,
    VAGUE,
)
from reader.tagging.part import Part


class Bound(StrEnum):
    """What a number says of the true one."""

    EXACT = ""
    ABOUT = "about"
    LEAST = "at least"
    MOST = "at most"


@dataclass(frozen=True, slots=True)
class Number:
    """Words `i` to `j` (end excluded): from `low` to `high`, None for "dozens". `unit`: %, a currency, a measure."""

    i: int
    j: int
    low: float | None
    high: float | None
    bound: Bound = Bound.EXACT
    unit: str = ""
    digits: bool = True


def numbers(part: Part) -> list[Number]:
    """Return the numbers of a part that may be figures, in reading order. Linear."""
    found: list[Number] = []
    at, count = 0, len(part.words)
    while at < count:
        number = None if at in part.at else _read(part, at)
        if number is None:
            at += 1
            continue
        number = _ranged(part, number)
        if number is not None and not _guarded(part, number):
            found.append(_qualified(part, number))
        at = max(at + 1, number.j if number is not None else _past(part, at))
    return found


def _past(part: Part, at: int) -> int:
    """Where what belongs to a score or another thing that is no number ends."""
    step = at + 1
    while step < len(part.words) and step in part.words.joined and part.raw(step)[:1].isdigit():
        step += 1
    return step


def _read(part: Part, at: int) -> Number | None:
    """Read the number that begins at word `at`, its scale and its unit."""
    unit = CURRENCIES.get(part.raw(at), "")
    i = at
    if unit:
        at += 1
    low = part.low(at)
    if not low or at in part.at:
        return None
    if low[0].isdigit():
        value, j, unit = _digits(part, at, unit)
        if value is None:
            return None
        digits = True
    else:
        value, j = _words(part, at)
        digits = False
        if j == at:
            return None
    value, j = _scaled(part, value, j)
    unit, j = _unit(part, j, unit)
    if not unit and i != at:
        i = at
    return Number(i, j, value, value, Bound.EXACT, unit, digits)


def _digits(part: Part, at: int, unit: str) -> tuple[float | None, int, str]:
    low = part.low(at)
    if PLAIN.fullmatch(low):
        text, j = low, at + 1
        if low.count(".") > 1:
            text = low.replace(".", "")
        if len(low) <= 3 and low.isdigit():
            while (
                len(part.low(j)) == 3
                and part.low(j).isdigit()
                and part.words.start[j] == part.words.end[j - 1] + 1
                and j not in part.words.joined
            ):
                text += part.low(j)
                j += 1
        return _value(text), j, unit
    match = SUFFIXED.fullmatch(low)
    if match and match[2] in SHORT and PLAIN.fullmatch(match[1]):
        value = _value(match[1])
        return (value * SHORT[match[2]] if value is not None else None), at + 1, unit
    return None, at + 1, unit


def _value(text: str) -> float | None:
    return float(text.replace(",", "")) if len(text) <= 24 else None


def _words(part: Part, at: int) -> tuple[float | None, int]:
    """Read "twenty-six", "a dozen", "two hundred and five", "dozens"; the place itself where there is no number."""
    low = part.low(at)
    if low in VAGUE:
        j = at + 1
        while part.low(j) == "of" and part.low(j + 1) in VAGUE:
            j += 2
        return None, j
    if low in ("a", "half") and (part.low(at + 1) in SCALES or part.low(at + 1) == "a"):
        half = low == "half"
        j = at + 1 + (part.low(at + 1) == "a")
        scale = SCALES.get(part.low(j))
        return (_part_of(scale, half=half), j + 1) if scale else (None, at)
    total, j = 0.0, at
    if low in TENS:
        total, j = float(TENS[low]), at + 1
        if part.low(j) in ONES and ONES[part.low(j)] < 10 and j in part.words.joined:
            total, j = total + ONES[part.low(j)], j + 1
    elif low in ONES:
        total, j = float(ONES[low]), at + 1
    if j > at and part.low(j) == "hundred" and part.low(j + 1) == "and" and part.low(j + 2) in {**ONES, **TENS}:
        rest, end = _words(part, j + 2)
        if rest is not None and rest < 100:
            return total * 100 + rest, end
    return (total, j) if j > at else (None, at)


def _part_of(scale: float, *, half: bool) -> float:
    """Return a scale, or half of it."""
    return scale / 2 if half else scale


def _scaled(part: Part, value: float | None, j: int) -> tuple[float | None, int]:
    for _ in range(2):
        scale = SCALES.get(part.low(j)) or (
            SHORT.get(part.low(j)) if part.raw(j - 1)[-1:].isdigit() and len(part.low(j)) == 2 else None
        )
        if not scale or j in part.at:
            break
        value, j = (value * scale if value is not None else None), j + 1
    return value, j


def _unit(part: Part, j: int, unit: str) -> tuple[str, int]:
    low = part.low(j)
    if unit:
        return unit, j
    if low == "%" or low in ("percent", "pc"):
        return "%", j + 1
    if low == "per" and part.low(j + 1) == "cent":
        return "%", j + 2
    if low == "percentage" and part.low(j + 1).startswith("point"):
        return "points", j + 2
    if low == "us" and part.low(j + 1) in MONEY:
        return MONEY[part.low(j + 1)], j + 2
    if j in part.at:
        nation = part.at[j].j
        return (MONEY[part.low(nation)], nation + 1) if part.low(nation) in MONEY else ("", j)
    if low in CURRENCIES:
        return CURRENCIES[low], j + 1
    if low in MONEY:
        return MONEY[low], j + 1
    if low in MEASURES:
        return MEASURES[low], j + 1
    return "", j


def _ranged(part: Part, number: Number) -> Number | None:
    """Read "10 to 15", "10-15", "between 10 and 15"; None for a score, a telephone number, a vote."""
    j = number.j
    joined = j in part.words.joined
    link = part.low(j)
    if joined:
        second = _read(part, j)
    elif link in ("to", "-", "and", ":") and (link != "and" or part.low(number.i - 1) == "between"):
        second = (
            _read(part, j + 1)
            if part.low(j + 1)[:1].isdigit() or link in ("to", "and") or part.raw(j + 1) in CURRENCIES
            else None
        )
    else:
        return number
    if second is None or number.low is None or second.low is None:
        return None if joined and part.raw(j)[:1].isdigit() else number
    if link == "to" and (part.low(number.i - 1) == "from" or (number.unit and second.unit != number.unit)):
        return second
    low = number.low
    if second.low >= 1000 and low < 1000 and low * _scale_of(part, second) < second.low and _scale_of(part, second) > 1:
        low *= _scale_of(part, second)
    if low >= second.low or link == ":" or (second.j in part.words.joined and part.raw(second.j)[:1].isdigit()):
        return None
    if (joined or link == "-") and _is_score(part, second):
        return None
    return Number(number.i, second.j, low, second.low, number.bound, second.unit or number.unit, number.digits)


def _scale_of(part: Part, number: Number) -> float:
    scale = 1.0
    for at in range(number.i, number.j):
        scale *= SCALES.get(part.low(at), 1.0)
    return scale


def _is_score(part: Part, number: Number) -> bool:
    after = part.low(number.j)
    return not number.unit and (
        not after or not after[0].isalpha() or after in SPORT or after in ("on", "in", "at", "to", "by", "after")
    )


def _guarded(part: Part, number: Number) -> bool:
    """Say whether the number is part of something else: a date, a time, an age, a name."""
    i, j = number.i, number.j
    before, after, raw = part.low(i - 1), part.low(j), part.raw(i)
    if before == "per" or (before == "at" and part.low(i - 2) in ("dies", "died", "dead")):
        return True
    if raw.lower() == "one" and before in DEFINITE:
        return True
    if i in part.words.joined or (j in part.words.joined and after not in COMPOUNDS):
        return True
    if number.unit:
        return False
    if after in TIMES or after in MONTHS or before in MONTHS or before in LABELS or before in ("#", "/", "№", "@"):
        return True
    if number.digits and (_in_row(part, number) or _is_age(part, number) or _is_year(part, number)):
        return True
    return number.digits and _named(part, i, raw)


def _in_row(part: Part, number: Number) -> bool:
    """Say whether it stands in a time, a date, a telephone number: other digits right beside it."""
    i, j, words = number.i, number.j, part.words
    before, after = part.low(i - 1), part.low(j)
    if (
        before in (":", "-", "+", "/", "(", ".")
        and part.raw(i - 2)[-1:].isdigit()
        and words.start[i] == words.end[i - 1]
    ):
        return True
    if after in (":", "/", "-", ".") and part.raw(j + 1)[:1].isdigit() and words.start[j + 1] == words.end[j]:
        return True
    if (before == "-" and part.raw(i - 2)[-1:].isdigit()) or (after == "-" and part.raw(j + 1)[:1].isdigit()):
        return True
    return part.raw(i - 1)[:1].isdigit() or before == "+"


def _is_age(part: Part, number: Number) -> bool:
    """Say whether it is the age of somebody: "Smith, 45, said"."""
    if part.low(number.i - 1) != "," or part.low(number.j) not in (",", ".", ")") or (number.low or 0) >= 120:
        return False
    return number.i >= 2 and part.words.cap[number.i - 2]


def _is_year(part: Part, number: Number) -> bool:
    raw = part.raw(number.i)
    if number.j != number.i + 1 or len(raw) != 4 or not raw.isdigit() or not 1500 <= int(raw) <= 2100:
        return False
    before = part.low(number.i - 1)
    counted = part.low(number.j) in PEOPLE or any(
        _stands(part, number.i, words) for words in (*AT_LEAST, *ABOUT, *AT_MOST)
    )
    return not (counted and before not in ("in", "since", "by", "of", "the"))


def _named(part: Part, i: int, raw: str) -> bool:
    """Say whether the number belongs to a name before it, as in Falcon 9; only where capitals tell names."""
    words = part.words
    if i == 0 or words.titled(i) or not words.cap[i - 1] or words.first(i - 1) or i - 1 in part.at:
        return False
    return len(raw) <= 4 and part.words.sentence[i] == part.words.sentence[i - 1] and not part.verb(i - 1)


def _stands(part: Part, at: int, words: tuple[str, ...]) -> bool:
    return all(part.low(at - len(words) + step) == word for step, word in enumerate(words))


def _qualified(part: Part, number: Number) -> Number:
    """Add what stands before it: "at least", "about"; the words then belong to the number."""
    i = number.i
    if number.low is None:
        return number
    for bound, phrases in ((Bound.LEAST, AT_LEAST), (Bound.MOST, AT_MOST), (Bound.ABOUT, ABOUT)):
        for words in phrases:
            if _stands(part, i, words) and i - len(words) >= 0:
                exact = words in EXACTLY
                if bound is Bound.MOST and words == ("up", "to") and part.verb(i - 3) in ("act",):
                    exact = False
                return Number(
                    i - len(words),
                    number.j,
                    number.low,
                    number.high,
                    Bound.EXACT if exact else bound,
                    number.unit,
                    number.digits,
                )
    if part.low(i - 1) == "between" and number.high != number.low:
        return Number(i - 1, number.j, number.low, number.high, number.bound, number.unit, number.digits)
    return number
