"""What a number counts: "26 civilians were hospitalised", "the death toll rose to 84", "destroyed 22 tanks"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reader.tagging.counted import (
    CHANGED,
    CHANGES,
    DAYS,
    FILLERS,
    FINITE,
    LINKING,
    MEANT,
    NO_STATE_ALONE,
    NOT_COUNTED,
    NOUNS,
    OF_MONEY,
    STATES,
    STOP,
    TOLL,
)
from reader.tagging.number_words import TIMES
from reader.tagging.numbers import Number
from reader.tagging.part import Part


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted, in words that are the same for the same thing, and whose they are."""

    label: str
    whose: str | None
    noun: str
    state: str
    own: bool = False
    """Whether they belong to whoever says so: "its servicemen"."""


def subject_of(part: Part, number: Number, before: Subject | None) -> Subject | None:
    """Return what the number counts; None where that cannot be told. `before` is what the number before it counted."""
    if number.unit in ("%", "points"):
        return _share(part, number)
    if (
        number.high == 1
        and part.low(number.j) not in {*NOUNS, *STATES, "more", "other"}
        and not _state_before(part, number)
    ):
        return None
    noun, at, whose = _noun_behind(part, number)
    whose = whose or _whose_before(part, number)
    state = _state_behind(part, number, at) or _state_before(part, number)
    if number.unit:
        return _amount(part, number, whose)
    label, kind = _noun_before(part, number) if not state and noun in ("", "people") else ("", "")
    if kind:
        return _named(label, kind, whose or _whose_toll(part, number))
    if state and not noun and (before is not None) and _is_other(part, number):
        noun = before.noun
        whose = whose or before.whose
    if state and (noun or state not in NO_STATE_ALONE or _plain_state(part, number)):
        if not noun and _small_word(number) and not _plain_state(part, number):
            return None
        own = any(part.low(step) in ("its", "their", "our") for step in range(number.j, at))
        return replace(_named(NOUNS.get(noun, noun), state, whose), own=own)
    return _open(part, number, noun, whose)


def _named(noun: str, state: str, whose: str | None) -> Subject:
    shown = "" if noun == "people" and state else noun
    return Subject(" ".join(word for word in (shown, state) if word), whose, noun, state)


def _open(part: Part, number: Number, noun: str, whose: str | None) -> Subject | None:
    """A noun that is in no table: only what is likely to be a figure, not "two sides"."""
    if not noun or noun in NOT_COUNTED or noun in TIMES or len(noun) < 3:
        return None
    small = number.high is not None and number.high < 10
    if small and noun not in NOUNS:
        return None
    if small and (
        not number.digits
        or part.low(number.i - 1) in ("the", "these", "those", "both", "their", "his", "her", "its", "'s", "other")
    ):
        return None
    return _named(NOUNS.get(noun, noun), "", whose)


def _noun_behind(part: Part, number: Number) -> tuple[str, int, str | None]:
    """Return the noun behind the number, the word behind that, and whose it is: "30 [Armenian] servicemen"."""
    at, whose, noun = number.j, None, ""
    for _ in range(7):
        hit = part.at.get(at)
        low = part.low(at)
        if hit is not None:
            if noun or hit.kind == "person":
                break
            whose = hit.country or hit.side or hit.name
            at = hit.j
        elif low in NOUNS and not (low == "personnel" and part.low(at + 1).startswith("carrier")):
            return low, at + 1, whose
        elif _is_between(part, at, low):
            at += 1
        elif _ends_noun(part, at, low) or (noun and part.verb(at) and not low.endswith("s")):
            break
        else:
            noun = low
            at += 1
            if _is_plural(low):
                return low, at, whose
    # "armoured personnel carriers": the last of the words is what is counted, and here none of them was.
    return "", at, whose


def _is_plural(low: str) -> bool:
    return low.endswith("men") or (low.endswith("s") and not low.endswith(("ss", "ous", "us", "is", "as")))


def _is_between(part: Part, at: int, low: str) -> bool:
    """Say whether a word may stand between a number and what it counts: "26 of its", "84 killed soldiers"."""
    if low in STATES:
        return part.low(at + 1) in NOUNS
    return low in LINKING or low in FILLERS - FINITE


def _ends_noun(part: Part, at: int, low: str) -> bool:
    return (
        not low
        or not low[0].isalpha()
        or low in STATES
        or low in NOT_COUNTED
        or part.is_in("auxiliaries", at)
        or part.verb(at) in ("aux", "speech", "call")
    )


def _whose_before(part: Part, number: Number) -> str | None:
    return None if part.low(number.i - 1) != "'s" else _owner(part, number.i - 2)


def _owner(part: Part, at: int) -> str | None:
    hit = part.at.get(at)
    return (hit.country or hit.side or hit.name) if hit is not None and hit.kind != "person" else None


def _whose_toll(part: Part, number: Number) -> str | None:
    """Whose toll it is: "Turkey's death toll", "the death toll in Turkey"."""
    for at in range(number.i - 1, max(-1, number.i - 10), -1):
        if part.words.sentence[at] != part.words.sentence[number.i]:
            break
        if at in part.at:
            return _owner(part, at)
    return None


def _state_behind(part: Part, number: Number, at: int) -> str:
    """What happened to them, as told behind: "26 civilians have been injured", "26 dead", "84 killed soldiers"."""
    for step in range(number.j, at):
        low = part.low(step)
        if low in STATES and step not in part.at:
            return STATES[low]
    for step in range(at, min(at + 8, len(part.words))):
        low = part.low(step)
        if step in part.at:
            continue
        if low in STATES:
            return "" if _is_active(part, step, at) else STATES[low]
        if low == "shot" and part.low(step + 1) == "down":
            return "shot down"
        if low in ("lost", "lose") and "lives" in (part.low(step + 1), part.low(step + 2)):
            return "killed"
        if low in STOP or low in (",", "and", "but", "after", "as", "when", "by", "in") or not low:
            break
        if low not in FILLERS and part.verb(step) not in ("", "aux"):
            break
    return ""


def _is_active(part: Part, step: int, at: int) -> bool:
    """Say whether those who are counted did it themselves: "50 soldiers killed three civilians"."""
    after = part.low(step + 1)
    aux = any(part.low(near) in ("were", "was", "been", "are", "is", "be", "being") for near in range(at, step))
    return not aux and (
        after[:1].isdigit() or after in ("the", "a", "at", "his", "their", "more") or step + 1 in part.at
    )


def _state_before(part: Part, number: Number) -> str:
    """The same as told before: "killed at least 26", "the deaths of another 26", "killing 5"."""
    at = number.i - 1
    for _ in range(4):
        low = part.low(at)
        if at in part.at or low in STOP:
            return ""
        if low == "down" and part.low(at - 1) in ("shot", "shoots", "shooting"):
            return "shot down"
        if low == "lost":
            return ""
        if low in STATES:
            linked = at == number.i - 1 or part.low(at + 1) in (
                "of",
                "at",
                "another",
                "the",
                "its",
                "around",
                "about",
                "some",
                "as",
                "more",
                "up",
            )
            passive = part.low(at - 1) in ("were", "was", "been", "are", "being") or STATES[low] == "casualties"
            return STATES[low] if linked and not passive else ""
        if low not in (
            "of",
            "another",
            "the",
            "its",
            "their",
            "at",
            "least",
            "about",
            "some",
            "his",
            "her",
            "and",
            "nearly",
            "almost",
            "another",
        ):
            return ""
        at -= 1
    return ""


def _noun_before(part: Part, number: Number) -> tuple[str, str]:
    """Read "the death toll rose to 84", "the number of civilians injured has grown to 26", "deaths: 12"."""
    noun = state = ""
    seen = False
    at = number.i - 1
    sentence = part.words.sentence[number.i]
    changed = part.low(at) in CHANGES | {":"}
    while at >= 0 and part.words.sentence[at] == sentence and number.i - at < 24 and changed:
        low = part.low(at)
        if at not in part.at:
            if low in (";", '"') or (low in (",", "and") and part.raw(at - 1)[-1:].isdigit()):
                break
            if low in TOLL:
                seen = True
                if low == "toll":
                    state = state or (
                        "killed"
                        if part.low(at - 1) == "death" or part.low(at - 1) not in STATES
                        else STATES[part.low(at - 1)]
                    )
                noun = "" if low == "toll" else noun  # of what, not from what
                break
            if low in NOUNS:
                noun = NOUNS[low]
            elif low in STATES and not state:
                state = STATES[low]
            if low in ("deaths", "fatalities", "injuries", "arrests", "infections", "casualties"):
                seen = True
                break
        at -= 1
    return (noun, state) if seen and state else ("", "")


def _is_other(part: Part, number: Number) -> bool:
    return part.low(number.j) in ("others", "other", "more") or part.low(number.i - 1) in (
        "and",
        "another",
        ",",
        "while",
    )


def _plain_state(part: Part, number: Number) -> bool:
    """Say whether the state stands right beside the number: "26 killed"."""
    return (
        part.low(number.j) in STATES
        or part.low(number.i - 1) in STATES
        or part.low(number.j) in ("were", "have", "others", "people")
    )


def _small_word(number: Number) -> bool:
    return not number.digits and number.high is not None and number.high < 10


def _share(part: Part, number: Number) -> Subject | None:
    """What a percentage is of: "inflation rose to 5.2%", "35 percent of them are injured", "60% of voters"."""
    j = number.j
    if part.low(j) == "of":
        step = j + 1
        while part.low(step) in FILLERS or step in part.at:
            step += 1
        noun = part.low(step)
        if noun and noun.isalpha() and len(noun) > 2:
            owner = next((_owner(part, near) for near in range(j, step) if near in part.at), None)
            return Subject(f"share of {noun}", owner, noun, "")
        return None
    at = number.i - 1
    while at >= 0 and part.low(at) in ("to", "at", "by", "of", "from", "a"):
        at -= 1
    change = part.low(at + 1) == "by" or (at == number.i - 1 and part.low(at) in CHANGED)
    if part.low(at) not in MEANT or at in part.at:
        return None
    noun = at - 1
    while noun >= 0 and (part.is_in("auxiliaries", noun) or part.is_in("adverbs", noun) or part.low(noun) in FILLERS):
        noun -= 1
    if noun < 0 or part.words.sentence[noun] != part.words.sentence[at] or part.verb(noun) in ("speech", "aux"):
        return None
    if noun in part.at:
        return None
    word = part.low(noun)
    if not word.isalpha() or len(word) < 3 or part.is_in("pronouns", noun):
        return None
    first = part.low(noun - 1)
    compound = first if first.isalpha() and noun - 1 not in part.at and part.low(noun - 1) in _COMPOUND else ""
    owner = _owner(part, noun - 1) or (_owner(part, noun - 2) if part.low(noun - 1) == "'s" or compound else None)
    label = f"{compound} {word}".strip()
    return Subject(f"{label}, change" if change else label, owner, word, "" if change else word)


_COMPOUND = frozenset(
    "interest unemployment inflation growth approval voter oil gas share stock consumer house food core "
    "annual retail industrial".split()
)


def _amount(part: Part, number: Number, whose: str | None) -> Subject | None:
    """What an amount of money or a measure is of: "$40 million in aid", "500 tonnes of wheat", "a 2 million fine"."""
    step = number.j
    while part.low(step) in (
        "in",
        "of",
        "worth",
        "a",
        "the",
        "for",
        "to",
        "military",
        "humanitarian",
        "emergency",
        "financial",
        "new",
        "additional",
    ):
        if step in part.at:
            break
        step += 1
    word = part.low(step) if step not in part.at else ""
    linked = step > number.j and part.low(step - 1) in ("of", "in", "worth") and word not in ("cash", "series", "total")
    if (word in OF_MONEY or (linked and word.isalpha())) and len(word) > 2 and word not in NOT_COUNTED | DAYS:
        return Subject(word, whose, word, "")
    before = part.low(number.i - 2) if part.low(number.i - 1) in ("of", "worth") else ""
    if (
        before.isalpha()
        and len(before) > 2
        and before not in NOT_COUNTED
        and (before in OF_MONEY or not part.verb(number.i - 2))
    ):
        return Subject(before, whose, before, "")
    return None
