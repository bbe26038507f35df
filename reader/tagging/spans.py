"""Runs of words in a part: as text, and as far as their capitals go."""

from __future__ import annotations

from reader.tagging.part import Part

_MOST = 3


def text(part: Part, i: int, j: int) -> str:
    """Return words `i` to `j` (end excluded) as written, with single blanks."""
    return " ".join(part.words.text[part.words.start[i] : part.words.end[j - 1]].split())


def capitals_end(part: Part, at: int) -> int:
    """Return the end of the capitals that begin at `at`: at most three words, what hyphens join to them, a number."""
    end = at + 1
    while end - at < _MOST and part.raw(end)[:1].isupper() and end not in part.at:
        end += 1
    while end in part.words.joined and end not in part.at and part.raw(end).isalpha():
        end += 1
    return end + 1 if part.raw(end).isdigit() and part.low(end + 1) in (",", ")") else end


def reports(part: Part, at: int) -> bool:
    """Say whether the capitals at `at` are an outlet's that tells what is told: "the channel Quendo TV reported"."""
    end = capitals_end(part, at)
    return part.is_in("reporting", end) or part.is_in("reporting", end + 1) or part.is_in("saying", at - 3)
