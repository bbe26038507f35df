"""What of a filter is looked for while it is still being typed."""

from __future__ import annotations

from reader.model.filter_language import layout
from reader.model.query import All, Any, Not, Query, Term, Words

_CLOSING = {'"': '"', "“": "”", "„": "“"}


def settled(query: Query) -> Query:
    """Return the query without a last word of which only one letter stands there.

    Half of all words begin with it: it would find everything, slowly. One letter of a script without blanks between its
    words is a word, and stays.
    """
    return Query(_without(query.term), query.problems, query.text)


def left_open(text: str) -> str:
    """Return the text with a star behind its last word, which says that the word may go on."""
    tail = layout(text).tail
    quote = text[tail.start : tail.start + 1] if tail is not None else ""
    return f"{text}{_CLOSING.get(quote, '')}*"


def _without(term: Term | None) -> Term | None:
    match term:
        case Words(text, prefix=True) if len(text) == 1 and text.isascii() and text.isalnum():
            return None
        case Not(inner):
            kept = _without(inner)
            return None if kept is None else Not(kept)
        case All(terms) | Any(terms):
            some = [kept for kept in map(_without, terms) if kept is not None]
            if len(some) < 2:
                return some[0] if some else None
            return All(tuple(some)) if isinstance(term, All) else Any(tuple(some))
        case _:
            return term
