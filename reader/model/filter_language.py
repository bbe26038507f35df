"""The filter language: from what is typed to a `Query`. Pure, and never raises.

    filter  = all { "OR" all }                  all binds closer than OR
    all     = { ["-" | "NOT"] one }             "AND" between them says nothing more
    one     = word | "phrase" | name:value | name:"two words" | /regular expression/ | "(" filter ")"

A word, phrase or value with a "*" behind it may go on: `cease*`, `"ceasefire ta"*`, `actor:turk*`.
OR, AND and NOT are capital. What cannot be understood, or not yet, becomes a `Problem` with its place, and the rest
holds: an unknown `name:` or `is:` is taken for a word, a name without a value says nothing, an unfinished quote or
pattern goes to the end.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from typing import NamedTuple

from reader.frozen import dataclass, replace
from reader.model.entry import EntryKind
from reader.model.filter_times import EXAMPLES, is_duration, is_time
from reader.model.query import FIELDS, HAVING, STATES, All, Any, Field, Not, Pattern, Problem, Query, Term, Words
from reader.model.tagging import TOPICS
from reader.patterns import pattern

MAX_TEXT = 512
MAX_TERMS = 32
MAX_DEPTH = 16

VALUES: dict[str, tuple[str, ...]] = {
    "is": STATES,
    "has": HAVING,
    "topic": TOPICS,
    "kind": tuple(kind.value for kind in EntryKind),
}
"""What may stand behind the names whose values are known."""

_CLOSING = {'"': '"', "“": "”", "„": "“”"}
_WANTED = {"since": EXAMPLES, "until": EXAMPLES, "on": "a day such as today or 2024-05-31"} | {
    name: " or ".join(VALUES[name]) for name in ("is", "has")
}
_NAME = pattern(r"([A-Za-z_]+):")
_BARE = pattern(r"[^\s()\"“„]+")
_VALUE = pattern(r"[^\s()]*")
_JOINT = pattern(r"\s*(?:AND\s*)*(?:OR\s*)?(?:AND\s*)*")
_MORE = pattern(r"\\[pPXmMKRhGNL]|\(\?[|&R(<]|\[\[|[|~&-]{2}|\{[eids]")
"""What `regex`, which will search, knows beyond `re`."""


class Part(NamedTuple):
    """One of the terms that all must hold, at characters `start` to `end`; `choice` counts the ORs before it."""

    start: int
    end: int
    term: Term
    choice: int


@dataclass(frozen=True, slots=True)
class Tail:
    """The word or value at the very end of a text, which may be unfinished.

    `start` is where the word begins, or the value behind `field:`, with its opening quote; `value` is without that.
    """

    start: int
    field: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands outside all parentheses, in a text that says the same as the one asked about, with everything closed
    that was left open there and nothing that says nothing; and what stands last in the one asked about."""

    parts: tuple[Part, ...]
    text: str
    tail: Tail | None


def parse_filter(text: str, *, typing: bool = False) -> Query:
    """Return the query that `text` means; `typing` takes a word or value at its very end for an unfinished one."""
    parser = _Parser(text[:MAX_TEXT], typing=typing)
    term = parser.filter(0)
    problems = parser.problems
    if len(text) > MAX_TEXT:
        problems.append(
            Problem(MAX_TEXT, len(text), f"a filter has at most {MAX_TEXT} characters; the rest is left out")
        )
    return Query(term, tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.start)), text)


def layout(text: str) -> Layout:
    """Return where the parts of `text` stand; of more than MAX_TEXT characters, only the first are looked at.

    Where anything but AND and OR stands between the parts, `text` is that of the answer: the parts alone.
    """
    found = _layout(text[:MAX_TEXT])
    ends = [0, *(part.end for part in found.parts)]
    if all(_JOINT.fullmatch(found.text, end, part.start) for end, part in zip(ends, found.parts, strict=False)):
        return found
    written = ""
    choice = found.parts[0].choice
    for part in found.parts:
        written += (" " if part.choice == choice else " OR ") + found.text[part.start : part.end]
        choice = part.choice
    return replace(_layout(written.strip()), tail=found.tail)


def _layout(text: str) -> Layout:
    parser = _Parser(text, typing=False)
    parser.filter(0)
    parts = parser.parts
    if not parts:
        return Layout((), "", parser.tail)
    if parts[-1].end < len(text):
        return Layout(tuple(parts), text[: parts[-1].end], parser.tail)
    closed = text[: parser.kept] + "".join(parser.missing)
    return Layout((*parts[:-1], parts[-1]._replace(end=len(closed))), closed, parser.tail)


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that `word` is most likely meant for."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow to import, for misspelt filters only

    return next(iter(get_close_matches(word.lower(), list(choices), n=1, cutoff=0.5)), None)


def _meant(word: str, choices: Iterable[str], form: str) -> str:
    found = nearest(word, choices)
    return f"; did you mean {form.format(found)}?" if found else ""


def _flaw(source: str) -> str | None:
    """Return why `source` is no regular expression; None where it is, or where `re` cannot judge (`_MORE`)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(source)
    except re.error as error:
        return None if _MORE.search(source) else error.msg
    except (RecursionError, OverflowError):
        return "it is too large"
    return None


class _Parser:
    """Reads one filter from left to right. Each method begins at `at` and leaves it behind what it has read."""

    def __init__(self, text: str, *, typing: bool) -> None:
        self.text = text
        self.typing = typing
        self.at = 0
        self.terms = 0
        self.problems: list[Problem] = []
        self.parts: list[Part] = []
        self.missing: list[str] = []
        self.kept = len(text)
        self.tail: Tail | None = None
        self._choice = 0

    def filter(self, depth: int) -> Term | None:
        """Read alternatives up to the end or, inside parentheses, to the one that closes them."""
        choices: list[Term] = []
        gap: Problem | None = None
        while True:
            term = self._all(depth)
            if term is not None:
                choices.append(term)
            elif gap is not None or self._peek_word("OR"):
                self.problems.append(gap or self._lonely())
            gap = None
            self._blanks()
            if not self._peek_word("OR"):
                break
            gap = self._lonely()
            self.at += 2
            self._choice += not depth
        return Any(tuple(choices)) if len(choices) > 1 else choices[0] if choices else None

    def _lonely(self) -> Problem:
        return Problem(self.at, self.at + 2, "OR wants something on either side")

    def _all(self, depth: int) -> Term | None:
        terms: list[Term] = []
        while True:
            self._blanks()
            if self.at >= len(self.text) or self._peek_word("OR"):
                break
            if self.text[self.at] == ")":
                if depth:
                    break
                self._problem(self.at, self.at + 1, "this parenthesis closes nothing")
                self.at += 1
                continue
            if self._peek_word("AND"):
                self.at += 3
                continue
            start = self.at
            if (term := self._signed(depth)) is not None:
                terms.append(term)
                if not depth:
                    self.parts.append(Part(start, self.at, term, self._choice))
        return All(tuple(terms)) if len(terms) > 1 else terms[0] if terms else None

    def _signed(self, depth: int) -> Term | None:
        """Read one term with the minuses and NOTs before it."""
        start, negative = self.at, False
        while True:
            if self.text.startswith("-", self.at):
                self.at += 1
                wanting = self.at >= len(self.text) or self.text[self.at].isspace()
            elif self._peek_word("NOT"):
                self.at += 3
                self._blanks()
                wanting = self.at >= len(self.text)
            else:
                break
            if wanting or self.text[self.at] == ")" or self._peek_word("OR") or self._peek_word("AND"):
                self._problem(start, self.at, "what is to be left out must follow")
                return None
            negative = not negative
        term = self._one(depth)
        return Not(term) if negative and term is not None else term

    def _one(self, depth: int) -> Term | None:
        start = self.at
        if self.text[start] == "(":
            return self._group(depth)
        if self.terms >= MAX_TERMS:
            self._problem(start, len(self.text), f"a filter has at most {MAX_TERMS} terms; the rest is left out")
            self.at = len(self.text)
            return None
        self.terms += 1
        if self.text[start] in _CLOSING:
            words, prefix = self._quoted()
            self._note_tail(start, None, words)
            return self._words(words, prefix, start)
        if self.text[start] == "/":
            return self._pattern()
        if (match := _NAME.match(self.text, start)) and not self.text.startswith("//", match.end()):
            return self._field(match[1], match.end())
        match = _BARE.match(self.text, start)
        assert match  # noqa: S101 - blanks, parentheses and quotes have been dealt with
        self.at = match.end()
        self._note_tail(start, None, match[0])
        return self._words(*self._starred(match[0]), start)

    def _group(self, depth: int) -> Term | None:
        start = self.at
        self.at += 1
        if depth >= MAX_DEPTH:
            self._problem(start, self.at, f"parentheses go at most {MAX_DEPTH} deep; this one is left out")
            return None
        before = len(self.problems)
        term = self.filter(depth + 1)
        if self.at < len(self.text):
            self.at += 1
            if term is None and len(self.problems) == before:
                self._problem(start, self.at, "there is nothing between the parentheses")
        else:
            self.missing.append(")")
            self._problem(start, start + 1, "this parenthesis is not closed")
        return term

    def _quoted(self) -> tuple[str, bool]:
        """Read a quotation; its text, and whether it is unfinished."""
        closing = _CLOSING[self.text[self.at]]
        start = self.at + 1
        end = next((n for n in range(start, len(self.text)) if self.text[n] in closing), None)
        self.at = len(self.text) if end is None else end + 1
        if end is None:
            self.missing.append(closing[0])
            return self.text[start:], self.typing
        if self.text.startswith("*", self.at):
            self.at += 1
            return self.text[start:end], True
        return self.text[start:end], False

    def _starred(self, word: str) -> tuple[str, bool]:
        """A word that ends here without its star, and whether it may go on."""
        if len(word) > 1 and word.endswith("*"):
            return word[:-1], True
        return word, self._unfinished()

    def _words(self, text: str, prefix: bool, start: int) -> Term | None:
        if not text.strip():
            self._problem(start, self.at, "there is nothing between the quotes")
            return None
        return Words(text, prefix=prefix and not text[-1].isspace())

    def _pattern(self) -> Term | None:
        start = self.at
        match = re.compile(r"/((?:[^/\\]|\\.)*)(?:/|\\?$)", re.DOTALL).match(self.text, start)
        assert match  # noqa: S101 - it begins with the slash and goes on to the end
        self.at = match.end()
        if not self.text.startswith("/", match.end(1)):
            self.missing.append("/")
            self.kept = match.end(1)
        if not match[1]:
            self._problem(start, self.at, "there is nothing between the slashes")
            return None
        source = match[1].replace("\\/", "/")
        if flaw := _flaw(source):
            self._problem(start, self.at, f"not a regular expression: {flaw}")
            return None
        return Pattern(source)

    def _field(self, name: str, start: int) -> Term | None:
        """Read the value of `name:`, which begins at `start`."""
        first, self.at = self.at, start
        if start < len(self.text) and self.text[start] in _CLOSING:
            value, prefix = self._quoted()
        else:
            match = _VALUE.match(self.text, start)
            self.at = match.end() if match else start
            value, prefix = self._starred(self.text[start : self.at])
        field, value = name.lower(), value.strip()
        self._note_tail(start, field, value)
        if field not in FIELDS:
            meant = _meant(field, FIELDS, "{}:")
            self._problem(first, start, f"there is no filter “{name}:”{meant}")
            return Words(self.text[first : self.at], prefix=prefix)
        if not value:
            wanted = _WANTED.get(field) or ("one of its kinds" if field in VALUES else "a name")
            self._problem(first, self.at, f"{field}: wants {wanted}")
            return None
        if field in ("is", "has"):
            return self._state(field, value, (first, start), prefix)
        if field in ("since", "until", "on"):
            return self._time(field, value, (first, start), prefix)
        if field in VALUES and not _known(value, VALUES[field], prefix):
            meant = _meant(value, VALUES[field], field + ":{}")
            self._problem(start, self.at, f"there is no {field} “{value}”{meant}")
        return Field(field, value, prefix=prefix)

    def _state(self, field: str, value: str, place: tuple[int, int], prefix: bool) -> Term | None:
        begun = [choice for choice in VALUES[field] if choice.startswith(value.lower())]
        if value.lower() in begun or (prefix and len(begun) == 1):
            return Field(field, value.lower() if value.lower() in begun else begun[0])
        if prefix and begun:
            self._problem(place[0], self.at, f"{field}: {' or '.join(begun)}?")
            return None
        self._problem(place[1], self.at, f"{field}: knows no “{value}”{_meant(value, VALUES[field], field + ':{}')}")
        return Words(self.text[place[0] : self.at], prefix=prefix)

    def _time(self, field: str, value: str, place: tuple[int, int], prefix: bool) -> Term | None:
        if is_time(value) and not (field == "on" and is_duration(value)):
            return Field(field, value)
        self._problem(place[0 if prefix else 1], self.at, f"{field}: wants {_WANTED[field]}")
        return None

    def _unfinished(self) -> bool:
        return self.typing and self.at == len(self.text)

    def _note_tail(self, start: int, field: str | None, value: str) -> None:
        closed = self.text[start:] and self.text[start] in _CLOSING and not self.missing
        if self.at == len(self.text) and not closed:
            self.tail = Tail(start, field, value)

    def _blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _peek_word(self, word: str) -> bool:
        end = self.at + len(word)
        ends = end >= len(self.text) or self.text[end].isspace() or self.text[end] in '()"“„'
        return ends and self.text.startswith(word, self.at)

    def _problem(self, start: int, end: int, message: str) -> None:
        self.problems.append(Problem(start, end, message))


def _known(value: str, choices: Iterable[str], prefix: bool) -> bool:
    low = value.lower()
    return any(choice == low or (prefix and choice.startswith(low)) for choice in choices)
