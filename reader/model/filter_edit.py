"""Changing the text of a filter term by term, as the list of actors and the text of an entry do. Pure.

What the reader has typed stays as it is, letter for letter, but for the term in question. What was left open (a quote,
a parenthesis) is closed before anything is put behind it.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader.frozen import dataclass
from reader.model.filter_language import Layout, Part, layout, parse_filter
from reader.model.names import words_of
from reader.model.query import Any, Field, Not, Query, Term, Words


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter asks of one field: values of which one (or, with `every`, all) must be there, and none of others.

    With fewer than two values `every` says nothing, and is False in what `chosen` answers.
    """

    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    every: bool = False

    def has(self, value: str) -> bool:
        """Whether `value` is asked for."""
        return any(same(value, other) for other in self.included)

    def bars(self, value: str) -> bool:
        """Whether `value` is left out."""
        return any(same(value, other) for other in self.excluded)


NONE = Choice()


def same(one: str, other: str) -> bool:
    """Whether two values mean the same to a filter."""
    return one == other or (words_of(one) == words_of(other) and words_of(one) != "")


def written(field: str | None, value: str) -> str:
    """Return the term that asks for `value`, in quotes where it needs them; for the field None plain words."""
    value = " ".join(value.replace('"', " ").split())
    bare = value if field is None else f"{field}:{value}"
    term = Words(value) if field is None else Field(field, value)
    return bare if parse_filter(bare) == Query(term, (), bare) else f'{bare[: len(bare) - len(value)]}"{value}"'


def chosen(text: str, field: str) -> Choice:
    """Return what `text` asks of `field` in terms that stand outside parentheses, or in parentheses of their own."""
    found = layout(text)
    parts = _of_field(found, field)
    included = [value for part in parts for value in _included(part.term, field)]
    excluded = [value for part in parts for value in _excluded(part.term, field)]
    every = len(included) > 1 and not any(isinstance(part.term, Any) for part in parts) and not _is_or(found)
    return Choice(tuple(included), tuple(excluded), every)


def choose(text: str, field: str, choice: Choice) -> str:
    """Return `text` with what it asks of `field` replaced by `choice`."""
    rest = without(text, field)
    terms = [written(field, value) for value in choice.included]
    if len(terms) > 1 and not choice.every:
        terms = [f"({' OR '.join(terms)})"]
    terms += [f"-{written(field, value)}" for value in choice.excluded]
    return beside(rest, terms)


def without(text: str, field: str) -> str:
    """Return `text` without what `chosen` finds in it."""
    found = layout(text)
    return _cut(found, _of_field(found, field))


def toggle(text: str, field: str | None, value: str) -> str:
    """Put `value` into the filter, or take it out if it is there; one that was left out is asked for instead.

    `field` None stands for plain words.
    """
    if field is None:
        return _toggle_words(text, value)
    choice = chosen(text, field)
    excluded = tuple(other for other in choice.excluded if not same(other, value))
    if choice.has(value):
        included = tuple(other for other in choice.included if not same(other, value))
        return choose(text, field, Choice(included, excluded, choice.every))
    every = choice.every or len(choice.included) < 2
    return choose(text, field, Choice((*choice.included, value), excluded, every))


def asks(text: str, field: str | None, value: str) -> bool:
    """Whether `toggle` would take `value` out."""
    if field is not None:
        return chosen(text, field).has(value)
    return any(_is_words(part.term, value) for part in layout(text).parts) and not _is_or(layout(text))


def _toggle_words(text: str, value: str) -> str:
    found = layout(text)
    single = not _is_or(found)
    there = [part for part in found.parts if single and _is_words(part.term, value)]
    if there:
        return _cut(found, there)
    barred = [
        part for part in found.parts if single and isinstance(part.term, Not) and _is_words(part.term.term, value)
    ]
    return beside(_cut(found, barred), [written(None, value)])


def _is_words(term: Term, value: str) -> bool:
    return isinstance(term, Words) and not term.prefix and same(term.text, value)


def _is_or(found: Layout) -> bool:
    return len({part.choice for part in found.parts}) > 1


def _of_field(found: Layout, field: str) -> list[Part]:
    """The parts that ask something of `field` and of nothing else, as far as a `Choice` can say it."""
    if _is_or(found):
        single = len({part.choice for part in found.parts}) == len(found.parts)
        return list(found.parts) if single and all(_single(part.term, field) for part in found.parts) else []
    barring = [part for part in found.parts if _excluded(part.term, field)]
    singles = [part for part in found.parts if _single(part.term, field)]
    groups = [part for part in found.parts if isinstance(part.term, Any) and _included(part.term, field)]
    # One of some values and besides another one: that is more than a choice, and the group is left alone.
    return sorted([*barring, *(groups if len(groups) == 1 and not singles else singles)])


def _single(term: Term, field: str) -> bool:
    # What may go on stands for many values, and is no choice of one.
    return isinstance(term, Field) and term.name == field and not term.prefix


def _included(term: Term, field: str) -> list[str]:
    match term:
        case Field(value=value) if _single(term, field):
            return [value]
        case Any(terms) if all(_single(inner, field) for inner in terms):
            return [inner.value for inner in terms if isinstance(inner, Field)]
        case _:
            return []


def _excluded(term: Term, field: str) -> list[str]:
    return _included(term.term, field) if isinstance(term, Not) else []


def _cut(found: Layout, parts: Iterable[Part]) -> str:
    """The text without some parts, and without what joined them to those before."""
    gone = set(parts)
    pieces: list[str] = []
    at = 0
    for part in found.parts:
        if part not in gone:
            pieces += [found.text[at : part.start] if pieces else "", found.text[part.start : part.end]]
        at = part.end
    return "".join(pieces)


def beside(text: str, terms: Iterable[str]) -> str:
    """A text and some terms, all of which must hold."""
    added = " ".join(terms)
    if not text or not added:
        return text or added
    return f"({text}) {added}" if _is_or(layout(text)) else f"{text} {added}"
