"""What of a filter is looked for while it is still being typed."""

from __future__ import annotations

from reader.model.query import All, Any, Not, Query, Term, Words


def settled(query: Query) -> Query:
    """Return the query without a last word of which only one letter stands there.

    Half of all words begin with it: it would find everything, slowly. One letter of a script without blanks between its
    words is a word, and stays.
    """
    return Query(_without(query.term), query.problems, query.text)


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
