"""Words of a filter as an expression of the full-text index, as far as that index can answer for them.

One expression for all words of a filter is answered by walking along their lists together; a condition for each would
write every list out first (sqlite.org/fts5.html, 3.7). FTS5's own syntax never gets through: each phrase is quoted (3).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from reader.model.query import All, Any, Not, Term, Words
from reader.text import fold

WORDS_LIMIT = 512
LISTED_START = 3
"""Letters of the longest starts of words that the index keeps lists of (`prefix` in schema.sql)."""

# Hebrew to Arabic, Thai to Myanmar, Hangul, Khmer, kana and ideographs: no blank where a word begins or ends.
_UNSPACED = (
    ("\u0590", "\u08ff"),
    ("\u0e00", "\u0eff"),
    ("\u1000", "\u109f"),
    ("\u1100", "\u11ff"),
    ("\u1780", "\u17ff"),
    ("\u2e80", "\u2fdf"),
    ("\u3005", "\ua4cf"),
    ("\uac00", "\ud7ff"),
    ("\uf900", "\ufaff"),
    ("\ufb1d", "\ufdff"),
    ("\ufe70", "\ufeff"),
    ("\uff66", "\uff9f"),
    ("\U0001b000", "\U0001b2ff"),
    ("\U00020000", "\U0003ffff"),
)


def bindable(text: str) -> str:
    """Return `text` without what SQLite cannot be handed: lone surrogates and NUL."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text).replace("\0", " ")


def folded(term: Words) -> str:
    """Return the words as they are compared; empty where they say nothing."""
    return fold(bindable(term.text[:WORDS_LIMIT]))


def spelled(text: str) -> bool:
    """Say whether the index cannot find folded words: scripts without blanks, signs that stand alone."""
    if any(not re.search(r"\w", part) for part in text.split()):
        return True
    return not text.isascii() and any(first <= char <= last for char in text for first, last in _UNSPACED)


def symbols(text: str) -> bool:
    """Say whether the index leaves out some of the characters that matter."""
    return any(unicodedata.category(char)[0] == "S" or char in "#%@" for char in text)


def quoted(text: str, *, prefix: bool) -> str:
    """Return folded words as a phrase of the index."""
    return f'"{text.replace(chr(34), chr(34) * 2)}"{"*" if prefix else ""}'


def indexed(term: Term) -> str | None:
    """Return the expression that finds exactly the entries of a term; None where there is none.

    There is none for what a term leaves out on its own: an index can only take away from what it has found.
    """
    match term:
        case Words(prefix=prefix):
            text = folded(term)
            return quoted(text, prefix=prefix) if text and not spelled(text) and not symbols(text) else None
        case All(terms):
            found, left_out, rest = sorted_out(terms)
            return together(found, left_out) if found and not rest else None
        case Any(terms):
            some = [indexed(inner) for inner in terms]
            return either(found for found in some if found) if all(some) else None
        case _:
            return None


def sorted_out(terms: Iterable[Term]) -> tuple[list[str], list[str], list[Term]]:
    """Return what the index finds of several terms, what it finds of those that are negated, and the other terms."""
    found: list[str] = []
    left_out: list[str] = []
    rest: list[Term] = []
    for term in terms:
        if (expression := indexed(term)) is not None:
            found.append(expression)
        elif isinstance(term, Not) and (expression := indexed(term.term)) is not None:
            left_out.append(expression)
        else:
            rest.append(term)
    return found, left_out, rest


def together(found: Iterable[str], left_out: Iterable[str]) -> str:
    """Return the expression for entries with all that is `found` and nothing that is `left_out`."""
    every, none = f"({' AND '.join(found)})", either(left_out)
    return f"({every} NOT {none})" if none else every


def either(some: Iterable[str]) -> str:
    """Return the expression for entries with any of these; empty where there are none."""
    joined = " OR ".join(some)
    return f"({joined})" if joined else ""


def missing(term: Term | None) -> str | None:
    """Return the expression of which a term wants what it does not find: for terms that only leave words out.

    None too where the index would have to go through all words with the same start for every question.
    """
    match term:
        case Not(inner):
            return indexed(inner) if _is_listed(inner) else None
        case All(terms):
            found, left_out, rest = sorted_out(terms)
            return either(left_out) if left_out and not found and not rest and all(map(_is_listed, terms)) else None
        case _:
            return None


def _is_listed(term: Term) -> bool:
    """Whether the index has a list of its own for every word or start of a word of a term."""
    match term:
        case Words(prefix=prefix):
            last = re.findall(r"\w+", folded(term))[-1:]
            return not prefix or all(len(word) <= LISTED_START for word in last)
        case Not(inner):
            return _is_listed(inner)
        case All(terms) | Any(terms):
            return all(map(_is_listed, terms))
        case _:
            return False
