"""The list of actors, topics, speakers and sources as lines, and what its marks mean. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reader.frozen import dataclass
from reader.model.filter_edit import Choice
from reader.model.names import needle, words_of
from reader.text import one_line
from reader.view.clusters import cells
from reader.view.glyphs import glyphs_for
from reader.view.lines import Line, Span, fit
from reader.view.wrap import truncate

SECTIONS: Mapping[str, str] = {"actor": "Mentions", "topic": "Topics", "speaker": "Said by", "source": "Sources"}
"""The fields that can be chosen from, with what an entry has to do with a value of them."""

IN, OUT, COVERED, FREE = "in", "out", "covered", ""
MARKS = {IN: "+", OUT: "-", COVERED: "·", FREE: " "}
MARKS_ASCII = {**MARKS, COVERED: "."}
_ROLES = {IN: "title", OUT: "removed", COVERED: "text", FREE: "text"}


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that can be chosen: how it is shown, and how many entries the filter would show with it.

    `words` are those of the label as they are compared; `delta` is how many more than when the list was last left.
    """

    value: str
    label: str
    words: str
    count: int
    delta: int = 0


def state_of(value: str, choice: Choice) -> str:
    """Whether a value is asked for, left out, or found by a name of which it has all the words; else nothing."""
    if choice.has(value):
        return IN
    if choice.bars(value):
        return OUT
    words = words_of(value)
    return COVERED if any(words_of(name) and words_of(name) in words for name in choice.included) else FREE


def with_chosen(facets: Sequence[Facet], choice: Choice) -> list[Facet]:
    """Return the facets, those first that are chosen but none of which is there."""
    wanted = (*choice.included, *choice.excluded)
    if not wanted:
        return list(facets)
    there = {item.value for item in facets} | {item.words for item in facets}
    absent = [name for name in wanted if name not in there and words_of(name) not in there]
    return [*(Facet(name, name, words_of(name), 0) for name in absent), *facets]


def narrowed(facets: Sequence[Facet], typed: str) -> Sequence[Facet]:
    """Return those of which a word begins with what is typed."""
    wanted = needle(typed, prefix=True)
    return facets if wanted is None else [item for item in facets if wanted in item.words]


def tabs_line(active: str, chosen: Sequence[str], width: int) -> Line:
    """Return the names of the sections; the active one stands out, and those with something chosen have a mark."""
    spans: list[Span] = []
    for field, name in SECTIONS.items():
        mark = "+" if field in chosen else ""
        text = f"[{name}{mark}]" if field == active else f" {name}{mark} "
        spans.append(Span(text, "title" if field == active else "muted"))
    return fit(tuple(spans), width)


def about_line(count: int, typed: str | None, width: int, *, every: bool, ascii: bool = False) -> Line:  # noqa: A002
    """Return what is typed to narrow the list, and how many values there are and how several are combined."""
    narrowing = (Span(" /", "command"), Span(one_line(typed)), Span("_", "command")) if typed is not None else ()
    combined = "all of the chosen" if every else "any of the chosen"
    dot = glyphs_for(ascii).dot
    return fit((*narrowing, Span(f" {count:,}", "time"), Span(f" {dot} {combined}", "muted")), width)


def facet_line(item: Facet, state: str, width: int, *, ascii: bool = False) -> Line:  # noqa: A002
    """Return a value with its mark left, its count and what came since right, in exactly `width` cells."""
    glyphs = glyphs_for(ascii)
    delta = f" {item.delta:+,}" if item.delta else ""
    count = f"{item.count:,}"
    room = max(1, width - 3 - len(count) - 1 - len(delta) - 1)
    label = truncate(one_line(item.label), room, glyphs.ellipsis)
    mark = (MARKS_ASCII if ascii else MARKS)[state]
    left = (Span(f" {mark} ", "command" if state else "text"), Span(label, _ROLES[state]))
    gap = " " * max(1, width - 3 - cells(label) - len(count) - len(delta) - 1)
    return fit((*left, Span(gap), Span(count, "time"), Span(delta, "unread"), Span(" ")), width)
