"""A filter as data. `model/filter_language.py` makes one of what the user types, `store/` answers it.

All text in it is as typed; folding is the business of whoever matches it.
"""

from __future__ import annotations

from reader.frozen import dataclass

FIELDS = ("actor", "speaker", "side", "topic", "source", "kind", "is", "since", "until", "on", "has")
STATES = ("unread", "read", "starred", "edited", "withdrawn", "key", "pinned", "new")
HAVING = ("image", "video", "link")


@dataclass(frozen=True, slots=True)
class Words:
    """Words that occur next to each other in this order; `prefix` lets the last one be unfinished."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """`name:value`, with `name` one of FIELDS."""

    name: str
    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """`/regex/`, searched without regard to case."""

    source: str


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but `term`."""

    term: Term


@dataclass(frozen=True, slots=True)
class All:
    """Every term matches."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one term matches."""

    terms: tuple[Term, ...]


Term = Words | Field | Pattern | Not | All | Any

TAG_FIELDS = frozenset(("actor", "speaker", "side", "topic"))
"""The fields that are answered by what entries are tagged with."""


def asks_for_tags(term: Term | None) -> bool:
    """Say whether the answer to a term depends on the tags of entries."""
    if isinstance(term, Field):
        return term.name in TAG_FIELDS
    if isinstance(term, Not):
        return asks_for_tags(term.term)
    return isinstance(term, All | Any) and any(asks_for_tags(part) for part in term.terms)


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a filter that says nothing (yet): characters `start` to `end`, and why."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Query:
    """A filter: what must hold (None for everything), what could not be understood, and what was typed."""

    term: Term | None = None
    problems: tuple[Problem, ...] = ()
    text: str = ""


EVERYTHING = Query()
