"""What is said below a filter while it is typed: what is wrong with it where it is wrong, and what may stand there."""

from __future__ import annotations

from collections.abc import Sequence

from reader.frozen import dataclass
from reader.model.filter_completion import Offer
from reader.model.query import Problem
from reader.text import one_line
from reader.view.clusters import cells
from reader.view.glyphs import glyphs_for
from reader.view.lines import Line, Span, fit
from reader.view.wrap import truncate, wrap

MOST = 8
"""Offers that are shown at once."""
NARROWEST, WIDEST = 42, 64
KEYS = "Tab takes it, ↑ ↓ choose, Esc closes"
KEYS_ASCII = "Tab takes it, Up Down choose, Esc closes"


@dataclass(frozen=True, slots=True)
class Marked:
    """A problem at cells `start` to `end` of the line above; `pending` if it may be that it is only not yet typed."""

    start: int
    end: int
    message: str
    pending: bool = False


def marked(text: str, problems: Sequence[Problem], cursor: int, *, offset: int = 0) -> Marked | None:
    """Return the problem at the cursor, else the first one; `offset` cells stand before the text on the screen."""
    here = [problem for problem in problems if problem.start <= cursor <= problem.end]
    problem = next(iter(here or problems), None)
    if problem is None:
        return None
    start, end = (offset + cells(text[:edge]) for edge in (problem.start, problem.end))
    return Marked(max(0, start), max(end, start + 1, 1), problem.message, problem.end == cursor == len(text))


def problem_lines(item: Marked, width: int) -> list[Line]:
    """Return a line of marks under the place, and what is wrong behind them, or before them, or below."""
    role = "muted" if item.pending else "error"
    start = min(item.start, max(0, width - 1))
    marks = "^" * max(1, min(item.end, width) - start)
    message = one_line(item.message)
    if start + len(marks) + 1 + cells(message) <= width:
        line: Line = (Span(" " * start), Span(marks, role), Span(" "), Span(message, role))
        return [fit(line, width)]
    if cells(message) + 1 < start:
        return [
            fit((Span(" " * (start - cells(message) - 1)), Span(message, role), Span(" "), Span(marks, role)), width)
        ]
    lines = [message[begin:end] for begin, end in wrap(message, max(1, width - 2))][:2]
    return [
        fit((Span(" " * start), Span(marks, role)), width),
        *(fit((Span(" "), Span(line, role)), width) for line in lines),
    ]


def window(count: int, chosen: int) -> range:
    """Return which of `count` offers show, with the chosen one among them."""
    first = max(0, min(chosen - MOST + 1, count - MOST)) if chosen >= MOST else 0
    return range(first, min(count, first + MOST))


def offers_width(offers: Sequence[Offer], room: int) -> int:
    """Return how many cells the list of offers wants, at most `room`."""
    wanted = max((_wanted(offer) for offer in offers), default=0)
    return max(1, min(room, max(NARROWEST, min(wanted, WIDEST))))


def _wanted(offer: Offer) -> int:
    count = "" if offer.entries is None else f"{offer.entries:,}"
    return 3 + cells(one_line(offer.label)) + (2 + cells(one_line(offer.note)) if offer.note else 0) + len(count) + 3


def offer_lines(offers: Sequence[Offer], chosen: int, width: int, *, ascii: bool = False) -> list[Line]:  # noqa: A002
    """Return the offers that show, a line each in exactly `width` cells, and a line on the keys."""
    glyphs = glyphs_for(ascii)
    shown = window(len(offers), chosen)
    lines = [_offer_line(offers[at], at == chosen, width, ascii=ascii) for at in shown]
    more = len(offers) - len(shown)
    keys = KEYS_ASCII if ascii else KEYS
    words = f"{more} more {glyphs.dot} {keys}" if more else keys
    return [*lines, fit((Span(f"{glyphs.bar} ", "rule"), Span(words, "muted")), width, glyphs.ellipsis)]


def _offer_line(offer: Offer, chosen: bool, width: int, *, ascii: bool) -> Line:  # noqa: A002
    glyphs = glyphs_for(ascii)
    count = "" if offer.entries is None else f" {offer.entries:,} "
    room = max(1, width - 3 - len(count))
    label = truncate(one_line(offer.label), room, glyphs.ellipsis)
    note = one_line(offer.note)
    left = room - cells(label) - 2
    spans = [
        Span(f"{glyphs.bar}{'>' if chosen else ' '} ", "command" if chosen else "rule"),
        Span(label, "title" if chosen else "text"),
    ]
    if note and left > 3:
        spans.append(Span(f"  {truncate(note, left, glyphs.ellipsis)}", "muted"))
    return (*fit(tuple(spans), width - len(count), glyphs.ellipsis), Span(count, "time"))
