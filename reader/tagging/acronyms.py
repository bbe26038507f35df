"""Acronyms that no table has, by what they do: "QLF said", "the QLF's", "the QLF of Anna Quill"."""

from __future__ import annotations

from reader.tagging.part import Part
from reader.tagging.spans import reports


def is_one(part: Part, at: int) -> bool:
    """Say whether word `at` is an acronym that may be somebody's name."""
    raw = part.raw(at)
    return 3 <= len(raw) <= 9 and raw.isupper() and raw.isalpha() and not part.is_in("common_acronyms", at)


def acts(part: Part, at: int) -> bool:
    """Say whether the acronym at `at` does or owns something."""
    if any(part.raw(near).isupper() and len(part.raw(near)) > 3 for near in (at - 1, at + 1)):
        return False  # a line in capitals
    if part.is_in("broadcasting", at - 1) and reports(part, at):
        return False
    if part.low(at - 1) == "that" and part.finite(at + 1):
        return True  # "said that X must go"
    if part.is_in("chiefs", at + 1) and part.raw(at + 2)[:1].isupper():
        return True  # "QLF boss Anna Quill"
    if part.verb(at + 1) == "aux" and part.verb(at + 2) in ("speech", "call", "decide"):
        return True
    led = part.at.get(at + 2)
    if part.low(at - 1) == "the" and part.low(at + 1) == "of":
        return part.low(at + 2) in part.lexicon.names or (led is not None and led.kind == "person")  # of its leader
    return part.finite(at + 1) in ("speech", "call", "decide") or part.low(at + 1) == "'s" or part.low(at - 1) == "'s"
