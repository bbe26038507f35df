"""The gazetteer: the longest known phrase at each word, with the guards that choose between readings."""

from __future__ import annotations

import re

from reader.tagging.lexicon import Sense, SenseView
from reader.tagging.part import Hit, Part

_DATELINE = re.compile(r"\s*[A-Z][A-Z .,'/-]{2,40}(?:, [\w .]{2,40})? ?(?:\([A-Za-z .]{2,20}\) ?)?[-–—]{1,2} ")
_SILENT = frozenset(("mask", "place"))
_OPPOSED = frozenset(("pro", "anti", "non", "trans", "pan", "ex"))


def scan(part: Part, vocabulary: frozenset[str], sport: bool) -> None:
    """Fill `part` with every known phrase in it.

    `vocabulary` holds the words of the whole entry, for guards that look for company; `sport` says that clubs named
    like their city may be meant.
    """
    low, aliases, lengths = part.words.low, part.lexicon.aliases, part.lexicon.lengths
    held = dict.get  # the class's own would be called for every word
    at, count = _after_dateline(part), len(low)
    while at < count:
        end = at + 1
        for length in lengths.get(low[at], ()):
            alias = low[at] if length == 1 else " ".join(low[at : at + length])
            senses = held(aliases, alias)
            if senses.__class__ is str:
                senses = aliases[alias]
            sense = _choose(part, senses, at, at + length, sport) if senses and at + length <= count else None
            if not sense or _broken(part, at + length) or _second_half(part, sense[0], at):
                continue
            if not (sense[0] == "outlet" and low[at] == "the" and _describes(part, at + length)):
                end = at + length
                part.put(_hit(part, sense, at, end, vocabulary))
                break
        at = end


def _after_dateline(part: Part) -> int:
    if part.place != "body":
        return 0
    match = _DATELINE.match(part.words.text)
    if not match:
        return 0
    end = match.end()
    return next((at for at, start in enumerate(part.words.start) if start >= end), len(part.words))


def _broken(part: Part, end: int) -> bool:
    """Say whether a phrase that ends at `end` would cut a compound such as Ki-moon in two."""
    return end in part.words.joined and not part.words.cap[end] and part.words.titled(end)


def _describes(part: Part, end: int) -> bool:
    """Say whether "The Quendon" before word `end` is no newspaper but tells of what: "The Quendon Federal Police"."""
    if part.words.titled(end - 1) or not part.raw(end)[:1].isalpha():
        return False
    if part.words.cap[end]:
        return True
    known = part.lexicon.aliases.get(part.low(end - 1), ())
    if not any(sense[0] == "people" for sense in known):
        return False
    return part.low(end) not in part.lexicon.verbs and part.low(end) not in part.lexicon.sets["not_names"]


def _second_half(part: Part, kind: str, at: int) -> bool:
    """Say whether a place name is but the second half of another ("Crans-Montana")."""
    if at not in part.words.joined or kind not in ("seat", "region", "place"):
        return False
    return part.words.cap[at - 1] and at - 1 not in part.at and len(part.raw(at - 1)) > 3


def _choose(part: Part, senses: tuple[Sense, ...], i: int, j: int, sport: bool) -> Sense | None:
    words = part.words
    for sense in senses:
        _, _, _, _, case, near = sense
        if near == ("sport",) and (not sport or part.is_in("place_prepositions", i - 1)):
            continue
        if case == "any":
            return sense
        if case in ("cap", "ends"):
            if case == "ends" and not words.cap[j - 1] and words.raw[j - 1][0].islower():
                continue
            if words.cap[i] or words.raw[i][0].isdigit() or words.raw[i] in ("al", "de", "von"):
                return sense
        elif " ".join(words.raw[i:j]) == case:
            return sense
    return None


def _hit(part: Part, sense: Sense, i: int, j: int, vocabulary: frozenset[str]) -> Hit:
    view = SenseView(*sense)
    hit = Hit(view.kind, view.name, view.type, i, j, side=view.side)
    if view.kind == "person":
        hit.role = frozenset(word for phrase in view.words for word in phrase.split())
    hit.actor = view.kind in ("country", "people", "org", "person")
    if view.kind not in _SILENT and j - i == 1:
        _guard(part, hit, vocabulary)
    if hit.kind == "people" and _not_people(part, hit):
        hit.actor = False
    if hit.kind == "country" and _landmark(part, hit):
        hit.actor = False
    return hit


def _guard(part: Part, hit: Hit, vocabulary: frozenset[str]) -> None:
    """Apply the "when ..." guards of the word to a hit of one word."""
    for where, name, type_, _, _, near in part.lexicon.conditions.get(part.low(hit.i), ()):
        held = (
            (where == "entry" and any(_occurs(word, vocabulary) for word in near))
            or (where == "next" and part.low(hit.j) in near)
            or (where == "before" and part.low(hit.i - 1 - (part.low(hit.i - 1) == "'s")) in near)
        )
        if held:
            hit.kind = "region" if type_ == "armed group/region" else "org" if name else "given"
            hit.name, hit.type, hit.actor = name, type_, bool(name) and hit.kind == "org"
            hit.side = part.lexicon.sides.get(name, "")
            return


def _occurs(phrase: str, vocabulary: frozenset[str]) -> bool:
    return all(word.strip(".") in vocabulary for word in phrase.split())


def _not_people(part: Part, hit: Hit) -> bool:
    """Say whether an adjective is a language ("in French") or stands in a word such as pro-Russian."""
    before = part.low(hit.i - 1)
    if hit.i in part.words.joined and before in _OPPOSED:
        return True
    return before in ("in", "into", "speak", "speaks", "speaking", "fluent") and part.low(hit.j) in (
        "", ".", ",", "and", "or", ";", ")", "language", "-",
    ) and not part.low(hit.i).endswith("s")  # fmt: skip


def _landmark(part: Part, hit: Hit) -> bool:
    """Say whether a country only tells where something lies: "near the border with X"."""
    low = part.low
    if low(hit.i - 1) not in ("with", "and") or low(hit.i - 2) not in ("border", "frontier", "borders"):
        return False
    return low(hit.i - 4) in ("near", "at", "along", "close") or low(hit.i - 3) in ("near", "at", "along")


def entry_vocabulary(parts: list[Part]) -> frozenset[str]:
    """Return every word of the entry in lower case."""
    return frozenset().union(*(part.words.low for part in parts))
