"""The tables of `data/` read and compiled to a `Lexicon`. Each table explains its columns in its first lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reader.tagging.lexicon import Aliases, Lexicon, Pattern, Sense
from reader.tagging.verbs import verb_forms
from reader.tagging.words import cut

_TYPES = {
    "i": "international organisation",
    "c": "company",
    "a": "armed group/region",
    "o": "other organisation",
    "n": "company",
}
_REGION = "armed group/region"
_CLUSTER = re.compile("[^AEIOUY]{3}|[AEIOUY]{3}|^(?:[^AEIOU][^AEIOULR]|[AEIOU]{2})|[^AEIOUCNRLST][^AEIOUSTRLHCK]$")
"""What nobody says as one word."""
_WORDS = frozenset(
    ("CITES", "PACE", "HERA", "ALBA", "SICA", "FINA", "CARE", "UNITE", "MORENA", "OLAF", "ACAPS", "TATA")
)


@dataclass(frozen=True, slots=True)
class Extra:
    """What is put over the shipped tables: rows in the tables' own columns, tried before the shipped ones.

    `rows` is by the name of a table (countries, regions, orgs, bodies, leaders, guards); `topics` by topic and list
    (strong, weak, not), as in topics.toml; `off` names the shipped aliases that no longer stand for anything.
    """

    rows: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict[str, Sequence[Sequence[str]]])
    topics: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict[str, Mapping[str, Sequence[str]]])
    off: frozenset[str] = frozenset()


NOTHING = Extra()


def rows(path: Path, width: int) -> Iterator[list[str]]:
    """Yield the rows of a table, each with `width` columns (missing ones empty)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield _padded(line.split("\t"), width)


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


class _Builder:
    """The aliases while they are gathered; `add` puts one in.

    The extra rows of a table come before the shipped ones; `off` holds the aliases that only extra rows may give.
    """

    def __init__(self, folder: Path, extra: Extra) -> None:
        self.folder = folder
        self.extra = extra
        self.off = frozenset(_key(alias) for alias in extra.off)
        self.shipped = False
        self.senses: dict[str, list[Sense]] = {}
        self.found: dict[str, set[int]] = {}
        self.conditions: dict[str, list[Sense]] = {}
        self.sides: dict[str, str] = {}
        self.own_names: dict[str, str] = {}
        self.clubs: set[str] = set()
        self.movements: set[str] = set()
        self.own: set[str] = set()
        self.surnames: dict[str, list[tuple[str, str, str]]] = {}

    def rows(self, table: str, width: int) -> Iterator[list[str]]:
        """Yield the rows of the table in question: the extra ones, or (`shipped`) those of its file."""
        if self.shipped:
            return rows(self.folder / f"{table}.tsv", width)
        return (_padded(row, width) for row in self.extra.rows.get(table, ()))

    def add(self, alias: str, kind: str, name: str, type_: str, side: str = "", *, words: tuple[str, ...] = ()) -> None:
        exact = alias.startswith("=")
        alias = alias.removeprefix("=")
        raw = cut(alias)
        low = [word.lower() for word in raw]
        if kind == "body" and type_ not in ("name", "home") and not _is_acronym(alias):
            case = "any"
        elif exact or _is_acronym(alias):
            case = " ".join(raw)
        else:
            case = "ends" if len(raw) > 1 and raw[-1][0].isupper() else "cap"
        name, type_, side = (" ".join(given.split()) for given in (name, type_, side))
        sense = (kind, name, type_, side, case, words)
        if not low or (self.shipped and " ".join(low) in self.off):
            return
        if not self.shipped:
            self.own.add(" ".join(low))
        senses = self.senses.setdefault(" ".join(low), [])
        if sense not in senses:
            senses.append(sense)
            self.found.setdefault(low[0], set()).add(len(low))

    def lengths(self) -> dict[str, tuple[int, ...]]:
        """Return the lengths of the aliases by first word, longest first."""
        return {word: tuple(sorted(found, reverse=True)) for word, found in self.found.items()}


def _key(alias: str) -> str:
    return " ".join(cut(alias.removeprefix("="))).lower()


def _is_acronym(alias: str) -> bool:
    return " " not in alias and len(alias) > 1 and alias.upper() == alias and not alias.islower()


def _as_a_word(alias: str) -> str:
    """Return how British papers write an acronym that can be said ("=Unesco"); "" for one that they spell."""
    vowels = sum(letter in "AEIOU" for letter in alias)
    if not (alias.isalpha() and alias.isupper() and len(alias) > 3) or vowels < 2 or alias in _WORDS:
        return ""
    return "" if _CLUSTER.search(alias) else f"={alias.capitalize()}"


def _countries(build: _Builder) -> None:
    for _, name, others, people, seats in build.rows("countries", 5):
        for alias in (name, *_parts(others)):
            build.add(alias, "country", name, "country")
        for word in _parts(people):
            build.add(word, "people", name, "country")
            if word.endswith(("an", "i")) and not word.startswith("="):
                build.add(word + "s", "people", name, "country")
        for seat in _parts(seats):
            build.add(seat, "seat", name, "country")


def _regions(build: _Builder) -> None:
    for name, others, people, country, how in build.rows("regions", 5):
        kind = {"acts": "org", "place": "region", "disputed": "disputed"}[how]
        side = "" if country == "-" else country
        if country not in ("-", ""):
            build.sides.setdefault(name, country)
        for alias in (*(() if "(" in name or ("Republic" in name and how == "disputed") else (name,)), *_parts(others)):
            build.add(alias, kind, name, _REGION, side)
        for word in _parts(people):
            build.add(word, "people" if how == "acts" else "region", name, _REGION, side)
            if word.endswith("an"):
                build.add(word + "s", "org", name, _REGION, side)


def _organisations(build: _Builder) -> None:
    for name, letter, others, side, when in build.rows("orgs", 5):
        kind = "outlet" if letter == "n" else "org"
        canonical = name.removeprefix("=")
        if side:
            build.sides.setdefault(canonical, side)
        if when:
            build.clubs.add(canonical)
        if letter == "a":
            build.movements.add(canonical)
        for alias in (name, *_parts(others)):
            if alias.startswith("~"):
                build.add(alias[1:], "seat", canonical, _TYPES[letter], side)
                continue
            build.add(alias, kind, canonical, _TYPES[letter], side, words=(when,) if when == "sport" else ())
            if letter in "io" and (word := _as_a_word(alias.removeprefix("="))):
                build.add(word, kind, canonical, _TYPES[letter], side)


def _bodies(build: _Builder) -> None:
    for phrases, body, country, how in build.rows("bodies", 4):
        if how == "same":
            build.own_names.setdefault(f"{country}: {phrases}", f"{country}: {body}")
            continue
        for phrase in _parts(phrases):
            build.add(phrase, "body", body, how, country)


def _people(build: _Builder) -> None:
    for name, side, office, _, _, others in build.rows("leaders", 6):
        build.sides.setdefault(name, side)
        build.add(name, "person", name, "person", side, words=(office.lower(),))
        listed = others.removeprefix("!")
        for alias in _parts(listed):
            build.add(alias, "person", name, "person", side, words=(office.lower(),))
        surname = name.split()[-1]
        if not others.startswith("!") and len(surname) > 3:
            build.add(surname, "person", name, "person", side, words=(office.lower(),))
        elif len(surname) > 3:
            build.surnames.setdefault(surname.lower(), []).append((name, side, office.lower()))


def _guards(build: _Builder) -> None:
    for kind, phrases, reading, near in build.rows("guards", 4):
        name, _, type_ = (part.strip() for part in reading.partition(","))
        if kind.startswith("when "):
            where = kind.removeprefix("when ")
            for phrase in _parts(phrases):
                sense = (where, name, type_, "", "cap", tuple(word.lower() for word in _parts(near)))
                build.conditions.setdefault(phrase.lower(), []).append(sense)
            continue
        shape = {"mask": "mask", "event": "mask", "place": "place", "mean": "org"}[kind]
        for phrase in _parts(phrases):
            build.add(phrase, shape, name, type_)


def _topics(folder: Path, extra: Extra) -> dict[str, list[Pattern]]:
    table = tomllib.loads((folder / "topics.toml").read_text(encoding="utf-8"))
    return _filed((*table.items(), *extra.topics.items()))


def _filed(topics: Iterable[tuple[str, Mapping[str, Sequence[str]]]]) -> dict[str, list[Pattern]]:
    index: dict[str, list[Pattern]] = {}
    for topic, words in topics:
        for key, weight in (("not", 0.0), ("strong", 1.0), ("weak", 0.5)):
            for phrase in words.get(key, ()):
                parts = _pattern(phrase)
                if parts:
                    index.setdefault(topic_key(parts[0]), []).append((parts, topic, weight))
    return index


def topic_key(word: str) -> str:
    """Return where a pattern with this first word is filed: the word, for an open one its first letters and "*"."""
    return f"{word[:-1][:4]}*" if word.endswith("*") else word


def _pattern(phrase: str) -> tuple[str, ...]:
    parts: list[str] = []
    for chunk in phrase.split():
        low = [word.lower() for word in cut(chunk.rstrip("*"))]
        if low and chunk.endswith("*"):
            low[-1] += "*"
        parts += low
    return tuple(parts)


def _is_everyday(sense: Sense) -> bool:
    """Sort the senses that hold only in sport to the front: elsewhere they are passed over."""
    return sense[5] != ("sport",)


def compile_tables(folder: Path, extra: Extra = NOTHING) -> Lexicon:
    """Read every table of `folder`, put `extra` over it, and return the lexicon.

    Raises OSError or ValueError for a broken installation. An extra phrase of no words is passed over.
    """
    build = _Builder(folder, extra)
    for build.shipped in (False, True):
        for step in (_guards, _organisations, _regions, _countries, _people, _bodies):
            step(build)
    table = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
    sets = {name: frozenset(words.split()) for name, words in table.items()}
    given = frozenset(
        word
        for line in (folder / "given_names.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    )
    verbs, prepositions = verb_forms(rows(folder / "verbs.tsv", 2), sets["auxiliaries"])
    aliases = Aliases({alias: tuple(sorted(senses, key=_is_everyday)) for alias, senses in build.senses.items()})
    surnames = {word: tuple(found) for word, found in build.surnames.items()}
    return Lexicon(
        aliases=aliases,
        lengths=build.lengths(),
        conditions=build.conditions,
        verbs=verbs,
        call_prepositions=prepositions,
        topics=_topics(folder, extra),
        names=given,
        sets=sets,
        sides=build.sides,
        own_names=build.own_names,
        surnames=surnames,
        clubs=frozenset(build.clubs),
        movements=frozenset(build.movements),
        own=frozenset(build.own),
        own_topics=_filed(extra.topics.items()),
    )
