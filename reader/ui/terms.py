"""Puts a term into the text of a filter, or takes it out. Pure."""

from __future__ import annotations

from reader.model.filter_edit import asks, beside, toggle
from reader.model.filter_language import layout, parse_filter
from reader.model.query import Field, Words
from reader.patterns import pattern

_TERM = pattern(r'(?:"[^"]*"|[^\s"])+')


def field_term(field: str, value: str) -> str:
    """`actor:Norway`, `actor:"Red Cross"`."""
    return f"{field}:{_quoted(value)}"


def word_term(text: str) -> str:
    """A word as it is, several as a phrase."""
    return _quoted(text)


def terms_in(text: str) -> list[str]:
    """The terms of a filter as they are written, without what joins them."""
    return [term for term in _TERM.findall(text) if term.strip("()") not in ("", "OR", "AND", "NOT")]


def holds(text: str, term: str) -> bool:
    """Whether a filter asks for what a term asks for, however that is written there."""
    match parse_filter(term).term:
        case Field(field, value, prefix=False):
            return asks(text, field, value)
        case Words(value, prefix=False):
            return asks(text, None, value)
        case _:
            return term in _TERM.findall(text)


def toggled(text: str, term: str) -> str:
    """The filter with `term` added to all that it asks for, or without it where it is there."""
    match parse_filter(term).term:
        case Field(field, value, prefix=False):
            return toggle(text, field, value)
        case Words(value, prefix=False):
            return toggle(text, None, value)
        case _:
            pass
    if holds(text, term):
        return " ".join(part for part in _TERM.findall(text) if part != term)
    return beside(layout(text).text, [term])


def _quoted(text: str) -> str:
    bare = text.replace('"', " ").strip()
    return bare if bare.isalnum() and bare not in ("OR", "AND", "NOT") else f'"{bare}"'
