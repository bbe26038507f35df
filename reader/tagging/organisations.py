"""Organisations that no table lists, by the look of their names.

A run of capitalised words that ends like an organisation ("Quillon Airlines", "Association of Lamplighters"), a word
in CamelCase that acts, and an acronym that speaks or owns. Nothing is taken from lines in Title Case.
"""

from __future__ import annotations

import re

from reader.tagging.part import Hit, Part

_CAMEL = re.compile(r"(?!Ma?c[A-Z]|De[A-Z]|O'|La[A-Z]|Le[A-Z])[A-Z][a-z]+[A-Z][A-Za-z]+")
_MAX_LEFT = 5
_MAX_RIGHT = 3
_TYPES = (
    ("company_endings", "company"),
    ("armed_endings", "armed group/region"),
    ("organisation_endings", "other organisation"),
)
_DROPPED = frozenset(("the", "a", "an", "and", "of", "'s", "'", "for", "&"))


def find(part: Part) -> None:
    """Put a hit for every such organisation in `part`."""
    words, names, kinds = part.words, part.lexicon.names, [(part.lexicon.sets[name], type_) for name, type_ in _TYPES]
    authorities = part.lexicon.sets["authority_endings"]
    for at, raw in enumerate(words.raw):
        if not words.cap[at] or at in part.at or len(raw) < 3 or words.titled(at):
            continue
        low = words.low[at]
        type_ = next((type_ for endings, type_ in kinds if low in endings), "")
        if type_:
            _named_by_ending(part, at, type_)
        elif low in authorities:
            _authority(part, at)
        elif _CAMEL.fullmatch(raw):
            if part.finite(at + 1) or part.low(at + 1) == "'s":
                part.put(Hit("org", raw, "company", at, at + 1))
        elif low not in names and (type_ := _introduced(part, at)):
            end = at + 1
            while end - at < _MAX_RIGHT and part.raw(end)[:1].isupper() and end not in part.at:
                end += 1
            part.put(Hit("org", _text(part, at, end), type_, at, end))
        elif _is_acronym(part, at) and _acts(part, at):
            part.put(Hit("org", raw, "other organisation", at, at + 1))


def _introduced(part: Part, at: int) -> str:
    """Return the type of organisation that the noun before says: "the firm X", "charity X"; "" for none."""
    if part.words.first(at) or part.words.cap[at - 1]:
        return ""
    if part.is_in("company_heads", at - 1):
        return "company"
    return "other organisation" if part.is_in("organisation_heads", at - 1) else ""


def _text(part: Part, i: int, j: int) -> str:
    return " ".join(part.words.text[part.words.start[i] : part.words.end[j - 1]].split())


def _named_by_ending(part: Part, at: int, type_: str) -> None:
    i = at
    while i > 0 and at - i < _MAX_LEFT and _is_free(part, i - 1) and _continues(part, i - 1):
        i -= 1
    while i < at and part.low(i) in _DROPPED:
        i += 1
    j = at + 1
    owner = part.at.get(j + 1)
    national = owner is not None and owner.kind in ("country", "region") and type_ != "company"
    if owner is not None and national and part.low(j) == "of" and j - i > 1:
        j = owner.j
    elif part.low(j) in ("of", "for") and part.raw(j + 1)[:1].isupper() and owner is None:
        j += 2
        while part.raw(j)[:1].isupper() and j not in part.at and j - at < _MAX_LEFT:
            j += 1
    before = part.at.get(i - 1)
    whole = i - 1 if before is not None and before.kind in ("people", "country") and before.j == i else i
    if j - whole < 2:
        return
    start = part.words.start[before.i if before is not None and whole < i else i]
    name = " ".join(part.words.text[start : part.words.end[j - 1]].split())
    part.put(Hit("org", name, type_, i, j))


def _authority(part: Part, at: int) -> None:
    """Take capitals that end in Agency, Authority ... for a body where a country stands before, for an organisation
    where they act.
    """
    i = at
    while i > 0 and at - i < _MAX_LEFT and i - 1 not in part.at and _continues(part, i - 1):
        i -= 1
    while i < at and part.low(i) in _DROPPED:
        i += 1
    if at - i < 1:
        return
    before = part.at.get(i - 1) or (part.at.get(i - 2) if part.low(i - 1) == "'s" else None)
    if before is not None and before.kind in ("country", "people"):
        part.put(Hit("body", _text(part, i, at + 1), "any", i, at + 1))
    elif at - i > 1 and (part.finite(at + 1) or part.is_in("saying", i - 1) or part.is_in("saying", i - 2)):
        part.put(Hit("org", _text(part, i, at + 1), "other organisation", i, at + 1))


def _is_free(part: Part, at: int) -> bool:
    """Say whether word `at` stands for nothing else, or for a company whose name is but the start of a longer one."""
    hit = part.at.get(at)
    return hit is None or (hit.kind == "org" and hit.type == "company" and hit.j - hit.i == 1)


def _continues(part: Part, at: int) -> bool:
    """Say whether word `at` may belong to the name whose last word comes after it."""
    if part.low(at) in ("and", "of", "'s", "'", "&"):
        return at > 0 and part.words.cap[at - 1] and at - 1 not in part.at
    return part.words.cap[at] and not (part.words.first(at) and part.low(at) in _DROPPED)


def _is_acronym(part: Part, at: int) -> bool:
    raw = part.raw(at)
    return 3 <= len(raw) <= 6 and raw.isupper() and raw.isalpha() and not part.is_in("common_acronyms", at)


def _acts(part: Part, at: int) -> bool:
    if any(part.raw(near).isupper() and len(part.raw(near)) > 3 for near in (at - 1, at + 1)):
        return False  # a line in capitals
    return part.finite(at + 1) in ("speech", "call", "decide") or part.low(at + 1) == "'s" or part.low(at - 1) == "'s"
