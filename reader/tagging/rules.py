"""The user's own actors and topics: a TOML file beside the settings, checked, and put over the shipped tables.

off = ["Brest"]                      # shipped names that stand for nothing here

[[actor]]
name = "Transnistria"
type = "armed group/region"          # one of reader.model.tagging.ActorType
aliases = ["Tiraspol", "PMR"]
adjectives = ["Transnistrian"]
side = "Transnistria"                # for whom a speaker of this name speaks
case_sensitive = false               # true: letter case as written here
not_before = ["bridge"]              # words that cancel a match: behind it, before it, anywhere in the entry
not_after = ["fort"]
not_with = ["chess"]

[[actor]]
name = "Sandu"
extends = "Maia Sandu"               # another name of somebody whom the tables have

[topic.energy]
strong = ["blackout*", "power cut*"] # "*": whatever follows
weak = ["grid"]
not = ["grid penalty"]
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from reader.model.tagging import ActorType
from reader.tagging.cache import DATA
from reader.tagging.tables import Extra, rows

LARGEST = 4 * 1024 * 1024
_TABLES = {"countries": 5, "regions": 5, "orgs": 5, "leaders": 6}
_LETTERS = {
    ActorType.INTERNATIONAL: "i",
    ActorType.COMPANY: "c",
    ActorType.ORGANISATION: "o",
}
_STRINGS = ("name", "type", "side", "extends", "office")
_LISTS = ("aliases", "adjectives", "not_before", "not_after", "not_with")
_KEYS = (*_STRINGS, *_LISTS, "case_sensitive")
_TOPIC_KEYS = ("strong", "weak", "not")
_TOPIC_NAME = re.compile(r"[^\W_][\w -]{0,39}")
_HEADER = re.compile(r"\s*\[")


class RulesError(Exception):
    """The file cannot be used; the text is one line that names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a file of rules says: rows for the tables, and the line of the file that each name comes from."""

    extra: Extra = field(default_factory=Extra)
    lines: dict[str, int] = field(default_factory=dict[str, int])
    actors: int = 0
    topics: int = 0
    off: int = 0


def read(path: Path) -> Rules | None:
    """Read a file of rules; None where there is none. Raises RulesError."""
    try:
        if path.stat().st_size > LARGEST:
            raise RulesError(f"{path}: is larger than {LARGEST // 1024 // 1024} MiB")
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise RulesError(f"{path}: cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise RulesError(f"{path}: is no text in UTF-8 (byte {error.start + 1:,})") from error
    return parse(text, str(path))


def parse(text: str, name: str = "actors.toml") -> Rules:
    """Make rules of TOML text; `name` stands for the file in errors. Raises RulesError for the first thing wrong."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RulesError(f"{name}: {error}") from error
    return _Reader(text, name).read(data)


class _Reader:
    """Turns TOML tables into rows, naming the line of what does not fit."""

    def __init__(self, text: str, name: str) -> None:
        self._lines = text.splitlines()
        self._name = name
        self._rows: dict[str, list[list[str]]] = {}
        self._origin: dict[str, int] = {}
        self._shipped: dict[str, tuple[str, list[str]]] | None = None

    def read(self, data: dict[str, Any]) -> Rules:
        """Return the rules that `data` holds. Raises RulesError."""
        for key in data:
            self._known(key, ("actor", "topic", "off"), -1, "a file of rules")
        actors, topics = data.get("actor", []), data.get("topic", {})
        self._must(_is_tables(actors), -1, "actor", "actors are tables: [[actor]]")
        self._must(_is_tables([topics]), -1, "topic", "topics are tables: [topic.NAME]")
        starts = [number for number, line in enumerate(self._lines) if re.match(r"\s*\[\[\s*actor\s*\]\]", line)]
        for number, actor in enumerate(cast("list[dict[str, Any]]", actors)):
            self._actor(actor, starts[number] if number < len(starts) else 0)
        said = {topic: self._topic(topic, words) for topic, words in cast("dict[str, Any]", topics).items()}
        off = self._strings(data.get("off", []), -1, "off")
        self._silence(off)
        extra = Extra(self._rows, said, frozenset(off))
        return Rules(extra, self._origin, len(cast("list[Any]", actors)), len(said), len(off))

    # -- actors

    def _actor(self, actor: dict[str, Any], start: int) -> None:
        for key, value in actor.items():
            self._known(key, _KEYS, start, "[[actor]]")
            if key in _STRINGS:
                self._must(isinstance(value, str) and bool(value.strip()), start, key, f"{key} must be a string")
            elif key == "case_sensitive":
                self._must(isinstance(value, bool), start, key, "case_sensitive must be true or false")
        lists = {key: self._strings(actor.get(key, []), start, key) for key in _LISTS}
        self._must("name" in actor, start, "[[actor]]", '[[actor]] wants name = "..."')
        name = self._plain(actor["name"], start, "name")
        others = [name, *lists["aliases"]]
        if "extends" in actor:
            self._must("type" not in actor, start, "type", "an actor that extends another has the type of that one")
            table, row = self._row_of(actor["extends"], start)
        else:
            self._must("type" in actor, start, "name", f'{name} wants type = "..." or extends = "..."')
            table, row = self._row(name, actor, start)
            others = lists["aliases"]
        mark = "=" if actor.get("case_sensitive") else ""
        if mark and table == "orgs" and "extends" not in actor:
            row[0] = mark + name
        self._origin |= dict.fromkeys([*others, *lists["adjectives"], name], start + 1)
        self._place(table, row, [mark + other for other in others], lists["adjectives"])
        self._guard([*others, name, *lists["adjectives"]], lists)

    def _row(self, name: str, actor: dict[str, Any], start: int) -> tuple[str, list[str]]:
        """An empty row of the table for an actor of this type."""
        types = {kind.value: kind for kind in ActorType}
        self._known(actor["type"], tuple(types), start, "type", key="type")
        kind = types[actor["type"]]
        side = self._plain(actor["side"], start, "side") if "side" in actor else ""
        if kind is ActorType.COUNTRY:
            return "countries", ["", name, "", "", ""]
        if kind is ActorType.ARMED_GROUP:
            return "regions", [name, "", "", side or "-", "acts"]
        if kind is ActorType.PERSON:
            return "leaders", [name, side, actor.get("office", ""), "", "", "!"]
        if kind is ActorType.BODY:
            country, colon, body = name.partition(":")
            self._must(
                bool(colon and country.strip() and body.strip()), start, "name", f'{name} must be "Country: Body"'
            )
            return "bodies", ["", body.strip(), country.strip(), "any"]
        return "orgs", [name, _LETTERS[kind], "", side if side != name else "", ""]

    def _row_of(self, wanted: str, start: int) -> tuple[str, list[str]]:
        """The shipped row of somebody, without the names that it gives."""
        if self._shipped is None:
            self._shipped = shipped_names()
        found = self._shipped.get(wanted)
        if found is None:
            hint = _nearest(wanted, self._shipped)
            raise self._error(start, "extends", f"the tables have nobody called {wanted!r}{hint}")
        table, row = found
        emptied = {"countries": (2, 3, 4), "regions": (1, 2), "orgs": (2,), "leaders": ()}[table]
        row = [("" if at in emptied else cell) for at, cell in enumerate(row)]
        if table == "leaders":
            row[5] = "!"
        return table, row

    def _place(self, table: str, row: list[str], others: Sequence[str], adjectives: Sequence[str]) -> None:
        """File a row with its further names where the table has them."""
        at, people = {"countries": (2, 3), "regions": (1, 2), "orgs": (2, None), "leaders": (5, None),
                      "bodies": (0, None)}[table]  # fmt: skip
        names = [*others, *(() if people is not None else adjectives)]
        if table == "bodies":
            names = names or [row[1]]
        row[at] = row[at] + ";".join(names)
        if people is not None:
            row[people] = ";".join(adjectives)
        self._rows.setdefault(table, []).append(row)

    def _guard(self, names: Sequence[str], lists: dict[str, list[str]]) -> None:
        single = ";".join(name for name in names if " " not in name)
        guards = self._rows.setdefault("guards", [])
        for key, where in (("not_before", "next"), ("not_after", "before"), ("not_with", "entry")):
            words = lists[key]
            if words and single:
                guards.append([f"when {where}", single, "", ";".join(words)])
        longer = [name for name in names if " " in name]
        phrases = [f"{name} {word}" for name in longer for word in lists["not_before"]]
        phrases += [f"{word} {name}" for name in longer for word in lists["not_after"]]
        if phrases:
            guards.append(["mask", ";".join(phrases), "", ""])
        if not guards:
            del self._rows["guards"]

    # -- topics, and what is silenced

    def _topic(self, topic: str, words: Any) -> dict[str, list[str]]:
        start = next((n for n, line in enumerate(self._lines) if _HEADER.match(line) and topic in line), 0)
        self._must(bool(_TOPIC_NAME.fullmatch(topic)), start, topic, f"{topic!r} is no name for a topic")
        self._must(isinstance(words, dict), start, topic, f"topics are tables: [topic.{topic}]")
        for key in cast("dict[str, Any]", words):
            self._known(key, _TOPIC_KEYS, start, f"[topic.{topic}]")
        said = {key: self._strings(words[key], start, key) for key in _TOPIC_KEYS if key in words}
        self._must(any(said.values()), start, topic, f"[topic.{topic}] wants strong, weak or not = [...]")
        self._origin[f"topic {topic}"] = start + 1
        return said

    def _silence(self, off: Sequence[str]) -> None:
        if not off:
            return
        known = shipped_aliases()
        folded = {alias.lower() for alias in known}
        for name in off:
            if name.lower() not in folded:
                raise self._error(-1, "off", f"nothing in the tables is called {name!r}{_nearest(name, known)}")

    # -- checks

    def _strings(self, value: Any, start: int, key: str) -> list[str]:
        fits = isinstance(value, list) and all(isinstance(item, str) for item in cast("list[Any]", value))
        self._must(fits, start, key, f"{key} must be a list of strings")
        return [self._plain(item, start, key) for item in cast("list[str]", value)]

    def _plain(self, value: str, start: int, key: str) -> str:
        """A name as the tables can hold it."""
        name = " ".join(value.split())
        wrong = not any(char.isalnum() for char in name) or any(char in name for char in ";\t") or name[:1] in "=~!"
        self._must(not wrong, start, key, f"{value!r} cannot be a name")
        return name

    def _known(self, name: str, known: Iterable[str], start: int, where: str, *, key: str | None = None) -> None:
        names = tuple(known)
        if name not in names:
            what = f"{where} cannot be {name!r}" if key else f"{where} has no {name!r}"
            near = _nearest(name, names) or f"; there are {', '.join(names)}"
            raise self._error(start, key or name, what + near)

    def _must(self, fits: bool, start: int, key: str, message: str) -> None:
        if not fits:
            raise self._error(start, key, message)

    def _error(self, start: int, key: str, message: str) -> RulesError:
        return RulesError(f"{self._name}, line {self._line_of(start, key)}: {message}")

    def _line_of(self, start: int, key: str) -> int:
        """The line that sets `key` in the table that begins at line `start` (from 0); else that one. From 1."""
        wanted = re.compile(rf"\s*(?:[\"']?{re.escape(key)}[\"']?\s*=|\[+[^\]]*\b{re.escape(key)}\b)")
        for number in range(max(start, 0), len(self._lines)):
            if number > start >= 0 and _HEADER.match(self._lines[number]):
                break
            if wanted.match(self._lines[number]):
                return number + 1
        return max(start, 0) + 1


def shipped_names(folder: Path = DATA) -> dict[str, tuple[str, list[str]]]:
    """Return the canonical names of the tables with the table and the row of each."""
    found: dict[str, tuple[str, list[str]]] = {}
    for table, width in _TABLES.items():
        for row in rows(folder / f"{table}.tsv", width):
            found.setdefault(row[1 if table == "countries" else 0].removeprefix("="), (table, row))
    return found


def shipped_aliases(folder: Path = DATA) -> set[str]:
    """Return every name that the tables have, as written there."""
    found: set[str] = set()
    for table, width, cells in (("countries", 5, (1, 2, 3, 4)), ("regions", 5, (0, 1, 2)), ("orgs", 5, (0, 2)),
                                ("leaders", 6, (0, 5)), ("bodies", 4, (0,))):  # fmt: skip
        for row in rows(folder / f"{table}.tsv", width):
            for cell in cells:
                found.update(part.strip().lstrip("=~!") for part in row[cell].split(";"))
            if table == "leaders":
                found.add(row[0].split()[-1])
    return found - {""}


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in cast("list[object]", value))
