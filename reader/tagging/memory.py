"""What the entries of one source have told of names, so that later ones may use them in short.

Plain data: `read` makes a memory of JSON, `text` gives it back. It is bounded, and knows of each name since when it is
known, so that what an entry is tagged with depends on earlier entries only, in whatever order they are tagged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, cast

from reader.model.fact import Fact, Learned
from reader.text import fold

PERSONS, BODIES = 400, 80
"""Names that are remembered; those that were named longest ago are forgotten first."""
FRESH = 4 * 24 * 3600
"""Seconds after which a bare office or "the ministry" no longer stands for who was named with it."""
BODY = "body"
"""The office of a fact that tells of a body."""

_Known = list[Any]
"""side, office, when these were told last, since when the name is known, when it was named last."""
_SIDE, _OFFICE, _TOLD, _SINCE, _LAST = range(5)


class Memory:
    """The names of one source. Not for two threads at a time."""

    def __init__(self) -> None:
        self._persons: dict[str, _Known] = {}
        self._bodies: dict[str, _Known] = {}
        self._surnames: dict[str, list[str]] = {}

    @classmethod
    def read(cls, text: str | None) -> Memory:
        """Make the memory of what `text` returned; an empty one of None, and of what is no such thing."""
        memory = cls()
        try:
            data = json.loads(text) if text else {}
            tables = [{str(row[0]): _known(row[1:]) for row in data.get(name, ())} for name in ("persons", "bodies")]
        except (ValueError, TypeError, IndexError, AttributeError, RecursionError):
            return memory
        memory._persons, memory._bodies = tables
        for name in memory._persons:
            memory._surnames.setdefault(surname(name), []).append(name)
        return memory

    def text(self) -> str:
        """Return all of it as JSON: the same for the same memory."""
        tables = (("persons", self._persons), ("bodies", self._bodies))
        data = {key: [[name, *known[name]] for name in sorted(known)] for key, known in tables if known}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    def __len__(self) -> int:
        return len(self._persons) + len(self._bodies)

    def take(self, facts: Iterable[Fact]) -> list[Learned]:
        """Learn; return which words stand for a name now that did not before, and for entries of which time."""
        before: dict[str, int | None] = {}
        for fact in facts:
            table = self._bodies if fact.office == BODY else self._persons
            known = table.get(fact.name)
            if table is self._persons:
                before.setdefault(fact.name, known[_SINCE] if known else None)
            if known is None:
                table[fact.name] = [fact.side, fact.office, fact.at, fact.at, fact.at]
                if table is self._persons:
                    self._surnames.setdefault(surname(fact.name), []).append(fact.name)
                continue
            told = (fact.at, fact.side, fact.office)
            if (fact.side or fact.office) and told > (known[_TOLD], known[_SIDE], known[_OFFICE]):
                known[_SIDE], known[_OFFICE] = fact.side or known[_SIDE], fact.office or known[_OFFICE]
                known[_TOLD] = fact.at
            known[_SINCE] = min(known[_SINCE], fact.at)
            known[_LAST] = max(known[_LAST], fact.at)
        self._forget()
        learned: list[Learned] = []
        for name, since in before.items():
            known = self._persons.get(name)
            if known is not None and (since is None or known[_SINCE] < since):
                learned.append(Learned(surname(name), name, known[_SINCE], since))
        return learned

    def _forget(self) -> None:
        for table, limit in ((self._persons, PERSONS), (self._bodies, BODIES)):
            if len(table) <= limit:
                continue
            for name in sorted(table, key=lambda name: (table[name][_LAST], name))[: len(table) - limit]:
                del table[name]
                if table is self._persons:
                    self._surnames[surname(name)].remove(name)

    def person(self, word: str, at: int) -> Fact | None:
        """Return who is meant by a bare surname (folded) in an entry placed at `at`; None if nobody or several."""
        names = [name for name in self._surnames.get(word, ()) if self._persons[name][_SINCE] <= at]
        if len({fold(name).split()[0] for name in names}) != 1:
            return None
        # "Ana Petrova" and "Ana M. Petrova" are one: by the form that came first.
        name = min(names, key=lambda name: (self._persons[name][_SINCE], name))
        known = self._persons[name]
        return Fact(name, known[_SIDE], known[_OFFICE], known[_SINCE])

    def holder(self, office: str, side: str, at: int) -> Fact | None:
        """Return who holds an office ("foreign minister", or in short "minister") of `side`; "" for that of all.

        None where several have been named with it lately, or nobody, or where no side is given and there are several.
        """
        lately = self._lately(self._persons, side, at)
        found = [one for one in lately if one.office == office or one.office.endswith(f" {office}")]
        return found[0] if len(found) == 1 and _one_side(lately) else None

    def body(self, kind: str, side: str, at: int) -> Fact | None:
        """Return the body of `side` ("" for that of all) that was named lately with this name ("Foreign Ministry").

        "Ministry" stands for any of them. None for several or none, or where no side is given and there are several.
        """
        lately = self._lately(self._bodies, side, at)
        found = [one for one in lately if one.name.endswith(f" {kind}")]
        return found[0] if len(found) == 1 and _one_side(lately) else None

    def _lately(self, table: dict[str, _Known], side: str, at: int) -> list[Fact]:
        """Those with a side who were known at `at`, and named not long before."""
        return [
            Fact(name, known[_SIDE], known[_OFFICE], known[_SINCE])
            for name, known in table.items()
            if known[_SIDE] and side in ("", known[_SIDE]) and known[_SINCE] <= at <= known[_LAST] + FRESH
        ]


def _one_side(facts: list[Fact]) -> bool:
    return len({one.side for one in facts}) == 1


def surname(name: str) -> str:
    """Return the last word of a name, folded: by what it is known in short."""
    words = fold(name).split()
    return words[-1] if words else ""


def _known(row: list[Any]) -> _Known:
    side, office, told, since, last = row
    return [str(side), str(office), int(cast("int", told)), int(cast("int", since)), int(cast("int", last))]
