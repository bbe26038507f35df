"""One part of an entry (headline or body) under analysis: its words and what has been recognised in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.tagging.lexicon import Lexicon
from reader.tagging.words import Words


@dataclass(slots=True, eq=False)
class Hit:
    """Words `i` to `j` (end excluded) recognised as something.

    `kind` is that of the lexicon's sense. `actor` says whether it counts as an actor; places and masks never do, a seat
    of power where the context says so. `side` is the actor for which it speaks, `country` that of a government body.
    `role` holds the words of a person's office.
    """

    kind: str
    name: str
    type: str
    i: int
    j: int
    side: str = ""
    actor: bool = True
    country: str = ""
    role: frozenset[str] = frozenset()

    @property
    def speaks_for(self) -> str:
        """The country or organisation for which this hit speaks."""
        return self.side or self.name


@dataclass(slots=True, eq=False)
class Part:
    """The words of a headline or body, the hits in reading order, and for each word its hit."""

    place: str
    words: Words
    lexicon: Lexicon
    starts: dict[int, Hit] = field(default_factory=dict[int, Hit])
    at: dict[int, Hit] = field(default_factory=dict[int, Hit])
    _ordered: tuple[Hit, ...] | None = None

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits in reading order, as they are now: one that is put later is not in it."""
        if self._ordered is None:
            self._ordered = tuple([self.starts[i] for i in sorted(self.starts)])
        return self._ordered

    def put(self, hit: Hit) -> None:
        """Record a hit; one that shares a word with it gives way."""
        self._ordered = None
        for at in range(hit.i, hit.j):
            old = self.at.get(at)
            if old is not None:
                self.starts.pop(old.i, None)
                for gone in range(old.i, old.j):
                    self.at.pop(gone, None)
        self.starts[hit.i] = hit
        for at in range(hit.i, hit.j):
            self.at[at] = hit

    def low(self, at: int) -> str:
        """Return word `at` in lower case, "" outside."""
        low = self.words.low
        return low[at] if 0 <= at < len(low) else ""

    def raw(self, at: int) -> str:
        """Return word `at` as written, "" outside."""
        raw = self.words.raw
        return raw[at] if 0 <= at < len(raw) else ""

    def verb(self, at: int) -> str:
        """Return the class of the verb at `at`, "" where there is none or it is part of a name."""
        low = self.words.low
        return self.lexicon.verbs.get(low[at], "") if at not in self.at and 0 <= at < len(low) else ""

    def finite(self, at: int) -> str:
        """Return the class of a finite verb at `at` (adverbs skipped), else ""."""
        adverbs = self.lexicon.sets["adverbs"]
        for step in range(at, at + 3):
            found = self.verb(step)
            if found:
                return "" if found.endswith("-ing") else found
            if self.low(step) not in adverbs:
                return ""
        return ""

    def is_in(self, name: str, at: int) -> bool:
        """Say whether word `at` is in the set `name` of words.toml."""
        return self.low(at) in self.lexicon.sets[name]

    def same_sentence(self, a: int, b: int) -> bool:
        """Say whether words `a` and `b` stand in one sentence."""
        return self.words.sentence[a] == self.words.sentence[b]
