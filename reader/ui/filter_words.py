"""The words that a filter asks for, found in a text: they are painted where they stand, and gone to. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.highlight import Highlight
from reader.model.query import All, Any, Pattern, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.model.query import Term
    from reader.view.paint import Matches

MOST = 20
"""Words that are painted; a filter of more is answered all the same."""


def asked_for(term: Term | None) -> Iterator[Highlight]:
    """What must, or may, occur: words, phrases and regular expressions, not those that are excluded."""
    match term:
        case Words(text, prefix=prefix):
            yield Highlight(text, "", whole_word=not prefix)
        case Pattern(source):
            yield Highlight(source, "", regex=True)
        case All(terms) | Any(terms):
            for part in terms:
                yield from asked_for(part)
        case _:
            pass


def matches_of(term: Term | None) -> Matches | None:
    """What finds them in a text; None where the filter asks for no words, and nothing is imported."""
    wanted = list(asked_for(term))[:MOST]
    if not wanted:
        return None
    from reader.tagging.highlight import compile_highlights  # noqa: PLC0415  for those who filter by words

    marks = compile_highlights(wanted)

    def find(text: str) -> Sequence[tuple[int, int]]:
        return [(start, end) for start, end, _ in marks.find(text)]

    return find
