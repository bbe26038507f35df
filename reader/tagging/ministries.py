"""Ministries that no table has: "Spain's consumer rights ministry", "Ministry of Lamps and Candle Wax"."""

from __future__ import annotations

from reader.tagging.part import Hit, Part
from reader.tagging.spans import capitals_end

_MAX_RIGHT = 3


def take(part: Part, at: int) -> None:
    """Take a ministry that no table has for a body: "Spain's consumer rights ministry", "Ministry of Lamps"."""
    i, j, low = at, at + 1, part.words.low
    if part.low(j) in ("of", "for") and part.raw(j + 1)[:1].isupper() and j + 1 not in part.at:
        i, j = j + 1, j + 2
        while part.raw(j)[:1].isupper() and j not in part.at and j - i < _MAX_RIGHT:
            j += 1
        if part.low(j) == "and" and part.raw(j + 1)[:1].isupper() and j + 1 not in part.at:
            j = capitals_end(part, j + 1)
        part.put(Hit("body", f"{' '.join(low[i:j]).title().replace(' And ', ' and ')} Ministry", "any", at, j))
        return
    while i > 0 and at - i < _MAX_RIGHT and i - 1 not in part.at and _describes(part, i - 1):
        i -= 1
    bounded = i > 0 and (i - 1 in part.at or low[i - 1] in ("the", "'s", "its", "and"))
    if i < at and bounded and low[i] != "and":
        part.put(Hit("body", f"{' '.join(low[i:at]).title()} Ministry", "any", i, j))


def _describes(part: Part, at: int) -> bool:
    """Say whether word `at` may tell what a ministry is for."""
    low = part.low(at)
    return low.isalpha() and not (part.verb(at) or part.is_in("adverbs", at) or part.is_in("body_adjectives", at)) and (
        low not in ("the", "and", "a", "an", "of", "s", "in", "at", "by", "its", "his", "their", "new", "said", "same")
    )  # fmt: skip
