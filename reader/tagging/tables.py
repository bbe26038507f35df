"""The tables of `data/` read and compiled to a `Lexicon`. Each table explains its columns in its first lines."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path

from reader.tagging.lexicon import Lexicon, Sense
from reader.tagging.verbs import verb_forms
from reader.tagging.words import Words

DATA = Path(__file__).parent / "data"
_CODE = ("tables.py", "lexicon.py", "words.py", "verbs.py")
_TYPES = {
    "i": "international organisation",
    "c": "company",
    "a": "armed group/region",
    "o": "other organisation",
    "n": "company",
}
_REGION = "armed group/region"


def digest(folder: Path = DATA) -> bytes:
    """Return a digest of all that a compiled lexicon depends on: the tables and the code that reads them."""
    hashed = hashlib.blake2b(digest_size=16)
    for path in (*sorted(folder.iterdir()), *(Path(__file__).parent / name for name in _CODE)):
        if path.is_file():
            hashed.update(path.name.encode() + b"\0" + path.read_bytes())
    return hashed.digest()


def rows(path: Path, width: int) -> Iterator[list[str]]:
    """Yield the rows of a table, each with `width` columns (missing ones empty)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield cells + [""] * (width - len(cells))


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


class _Builder:
    """The trie while it is filled; `add` puts an alias in."""

    def __init__(self) -> None:
        self.phrases: dict[tuple[str, ...], list[Sense]] = {}
        self.conditions: dict[str, list[Sense]] = {}
        self.sides: dict[str, str] = {}

    def add(self, alias: str, kind: str, name: str, type_: str, side: str = "", *, words: tuple[str, ...] = ()) -> None:
        exact = alias.startswith("=")
        alias = alias.removeprefix("=")
        low, raw = split(alias)
        if not low:
            return
        if kind == "body" and type_ != "name" and not _is_acronym(alias):
            case = "any"
        elif exact or _is_acronym(alias):
            case = " ".join(raw)
        else:
            case = "cap"
        sense = (kind, name, type_, side, case, words)
        senses = self.phrases.setdefault(low, [])
        if sense not in senses:
            senses.append(sense)

    def tree(self) -> dict[str, list[tuple[tuple[str, ...], tuple[Sense, ...]]]]:
        """Return the phrases by first word, longest first."""
        tree: dict[str, list[tuple[tuple[str, ...], tuple[Sense, ...]]]] = {}
        for low, senses in self.phrases.items():
            tree.setdefault(low[0], []).append((low[1:], tuple(senses)))
        for entries in tree.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        return tree


def split(alias: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of an alias, lower case and as written, cut as a text is."""
    if alias.isascii() and alias.isalnum() and alias[0].isalpha():
        return (alias.lower(),), (alias,)
    words = Words(alias)
    return tuple(words.low), tuple(words.raw)


def _is_acronym(alias: str) -> bool:
    return " " not in alias and len(alias) > 1 and alias.upper() == alias and not alias.islower()


def _countries(build: _Builder, folder: Path) -> None:
    for _, name, others, people, seats in rows(folder / "countries.tsv", 5):
        for alias in (name, *_parts(others)):
            build.add(alias, "country", name, "country")
        for word in _parts(people):
            build.add(word, "people", name, "country")
            if word.endswith(("an", "i")) and not word.startswith("="):
                build.add(word + "s", "people", name, "country")
        for seat in _parts(seats):
            build.add(seat, "seat", name, "country")


def _regions(build: _Builder, folder: Path) -> None:
    for name, others, people, country, how in rows(folder / "regions.tsv", 5):
        kind = {"acts": "org", "place": "region", "disputed": "disputed"}[how]
        side = "" if country == "-" else country
        if country not in ("-", ""):
            build.sides[name] = country
        for alias in (*(() if "(" in name or ("Republic" in name and how == "disputed") else (name,)), *_parts(others)):
            build.add(alias, kind, name, _REGION, side)
        for word in _parts(people):
            build.add(word, "org" if how == "acts" else "region", name, _REGION, side)
            if word.endswith("an"):
                build.add(word + "s", "org", name, _REGION, side)


def _organisations(build: _Builder, folder: Path) -> None:
    for name, letter, others, side, when in rows(folder / "orgs.tsv", 5):
        kind = "outlet" if letter == "n" else "org"
        canonical = name.removeprefix("=")
        if side:
            build.sides[canonical] = side
        for alias in (name, *_parts(others)):
            if alias.startswith("~"):
                build.add(alias[1:], "seat", canonical, _TYPES[letter], side)
                continue
            build.add(alias, kind, canonical, _TYPES[letter], side, words=(when,) if when else ())


def _bodies(build: _Builder, folder: Path) -> None:
    for phrases, body, country, how in rows(folder / "bodies.tsv", 4):
        for phrase in _parts(phrases):
            build.add(phrase, "body", body, how, country)


def _people(build: _Builder, folder: Path) -> None:
    for name, side, office, _, _, others in rows(folder / "leaders.tsv", 6):
        build.sides[name] = side
        build.add(name, "person", name, "person", side, words=(office.lower(),))
        listed = others.removeprefix("!")
        for alias in _parts(listed):
            build.add(alias, "person", name, "person", side, words=(office.lower(),))
        surname = name.split()[-1]
        if not others.startswith("!") and len(surname) > 3:
            build.add(surname, "person", name, "person", side, words=(office.lower(),))


def _guards(build: _Builder, folder: Path) -> None:
    for kind, phrases, reading, near in rows(folder / "guards.tsv", 4):
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


def _topics(folder: Path) -> dict[str, list[tuple[tuple[str, ...], str, float]]]:
    table = tomllib.loads((folder / "topics.toml").read_text(encoding="utf-8"))
    index: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
    for topic, words in table.items():
        for key, weight in (("not", 0.0), ("strong", 1.0), ("weak", 0.5)):
            for phrase in words[key]:
                parts = _pattern(phrase)
                index.setdefault(parts[0][:3].rstrip("*"), []).append((parts, topic, weight))
    return index


def _pattern(phrase: str) -> tuple[str, ...]:
    parts: list[str] = []
    for chunk in phrase.split():
        low = list(split(chunk.rstrip("*"))[0])
        if chunk.endswith("*"):
            low[-1] += "*"
        parts += low
    return tuple(parts)


def compile_tables(folder: Path = DATA) -> Lexicon:
    """Read every table of `folder` and return the lexicon. Raises OSError or ValueError for a broken installation."""
    build = _Builder()
    for step in (_guards, _organisations, _regions, _countries, _people, _bodies):
        step(build, folder)
    table = tomllib.loads((folder / "words.toml").read_text(encoding="utf-8"))
    sets = {name: frozenset(words.split()) for name, words in table.items()}
    given = frozenset(
        word
        for line in (folder / "given_names.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    )
    verbs, prepositions = verb_forms(rows(folder / "verbs.tsv", 2), sets["auxiliaries"])
    return Lexicon(build.tree(), build.conditions, verbs, prepositions, _topics(folder), given, sets, build.sides)
