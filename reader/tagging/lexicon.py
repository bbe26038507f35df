"""The compiled tables: plain containers that marshal can write, and what each of them holds."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple, cast

Sense = tuple[str, str, str, str, str, tuple[str, ...]]
"""kind, canonical name, actor type, side, how the alias must be written, condition words: see `SenseView`."""

Pattern = tuple[tuple[str, ...], str, float]
"""The words of a topic, the topic, and the weight: see `Lexicon.topics`."""


class SenseView(NamedTuple):
    """One reading of an alias.

    `kind`: country, people, seat, region, disputed, org, outlet, person, body, mask, place; "given" where a guard
    has shown a word to be no place.
    `name`: the actor, for a body that of the closed list.
    `type`: the actor type, for a body how it is attached (any, weak, owned, name, home).
    `side`: the actor for whom a speaker of this name speaks, for a body its fixed country.
    `case`: "any", "cap" (a capital first), "ends" (a capital at first and last word) or the exact words.
    `words`: those that decide for kind "when ..."; the office of a person; `("sport",)` for a club named like a city.
    """

    kind: str
    name: str
    type: str
    side: str
    case: str
    words: tuple[str, ...]


class Aliases(dict[str, tuple[Sense, ...]]):
    """Senses by alias, kept as text until they are asked for: a process asks for few of the many there are.

    Loading two long texts takes a fifth of the time that loading as many tuples does. What holds a text under an alias
    is this class's own matter: `get`, `[]` and `values` give senses.
    """

    @classmethod
    def of_texts(cls, texts: tuple[str, str]) -> Aliases:
        """Return what `as_texts` has written."""
        aliases, senses = texts
        return cls(cast("Any", zip(aliases.split("\n"), senses.split("\n"), strict=True)) if aliases else ())

    def as_texts(self) -> tuple[str, str]:
        """Return the aliases, a line each, and their senses, a line each."""
        lines = ("\r".join("\t".join((*sense[:5], *sense[5])) for sense in senses) for senses in self.values())
        return "\n".join(self), "\n".join(lines)

    def __getitem__(self, alias: str) -> tuple[Sense, ...]:
        """Return the senses of `alias`. Raises KeyError."""
        held: Any = dict.__getitem__(self, alias)
        if held.__class__ is str:
            held = tuple([_sense(line) for line in held.split("\r")])
            self[alias] = held
        return held

    def get(self, alias: str, default: Any = None) -> Any:
        """Return the senses of `alias`, `default` where it has none."""
        held: Any = dict.get(self, alias, default)
        return self[alias] if held.__class__ is str else held

    def values(self) -> Any:
        """Return the senses of every alias."""
        return [self[alias] for alias in self]


def _sense(line: str) -> Sense:
    kind, name, type_, side, case, *words = line.split("\t")
    return kind, name, type_, side, case, tuple(words)


@dataclass(slots=True)
class Lexicon:
    """Everything the rules know. Built by `tables.compile_tables`, kept by `cache`."""

    aliases: Aliases
    """Alias (its words in lower case, a blank between them) -> its senses in the order in which they are tried."""
    lengths: dict[str, tuple[int, ...]]
    """First word of an alias -> how many words such aliases have, longest first: with `aliases`, a flat trie."""
    conditions: dict[str, list[Sense]]
    """Words that decide between two readings, by the alias."""
    verbs: dict[str, str]
    """Form -> class: speech, call, decide, act, move; "aux" for auxiliaries."""
    call_prepositions: dict[str, tuple[str, ...]]
    topics: dict[str, list[Pattern]]
    """Words (a "*" ends an open one), topic, weight (0: "not"), filed as `tables.topic_key` says."""
    names: frozenset[str]
    """Given names."""
    sets: dict[str, frozenset[str]]
    """The sets of words.toml by name."""
    sides: dict[str, str]
    """Actor -> the country or organisation for which it speaks."""
    own_names: dict[str, str]
    """A country's body by its general name -> by the name of its own ("Japan: Space Agency" -> "Japan: JAXA")."""
    surnames: dict[str, tuple[tuple[str, str, str], ...]]
    """Family name, too common to stand for one person alone -> full name, side and office of those who bear it."""
    clubs: frozenset[str]
    """Organisations of sport."""
    movements: frozenset[str]
    """Armed groups, as against regions that govern themselves."""
    own: frozenset[str]
    """Aliases that extra rows gave: those hold in every language."""
    own_topics: dict[str, list[Pattern]]
    """The words of topics that were given besides."""
    openings: dict[str, tuple[Pattern, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """Word -> the topic patterns that may begin with it: remembered by `topics`, no part of the tables."""

    def is_country(self, name: str) -> bool:
        """Say whether the canonical name `name` is that of a country."""
        return any(sense[0] == "country" and sense[1] == name for sense in self.aliases.get(name.lower(), ()))

    def has_bodies(self, name: str) -> bool:
        """Say whether `name` is that of a country, a region or a movement, which may have ministries and an army."""
        senses = self.aliases.get(name.lower(), ())
        known = any(sense[1] == name and sense[2] == "armed group/region" for sense in senses)
        return known or self.is_country(name)

    def in_other_languages(self) -> Lexicon:
        """Return what holds in texts that are not English: the names and words that were given besides."""
        lengths: dict[str, set[int]] = {}
        for alias in self.own:
            words = alias.split(" ")
            lengths.setdefault(words[0], set()).add(len(words))
        return replace(
            self,
            aliases=Aliases({alias: self.aliases[alias] for alias in self.own}),
            lengths={word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()},
            conditions={},
            topics=self.own_topics,
        )

    def plain(self) -> dict[str, object]:
        """Return the fields in a form that marshal can write."""
        plain: dict[str, object] = {field.name: getattr(self, field.name) for field in fields(self) if field.init}
        return {**plain, "aliases": self.aliases.as_texts()}

    @classmethod
    def of_plain(cls, plain: dict[str, Any]) -> Lexicon:
        """Return the lexicon of which `plain` was made. Raises TypeError or ValueError for anything else."""
        whole: dict[str, Any] = {**plain, "aliases": Aliases.of_texts(plain["aliases"])}
        return cls(**whole)
