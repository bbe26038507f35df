"""The parts of the documentation that are made from tables in the code; `python -m tests.docs` writes them anew.

A page holds `<!-- made: NAME -->` and `<!-- end -->`, and what stands between is made here.
"""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, fields
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.cli import settings_file
from reader.cli.commands import COMMANDS as PROGRAM
from reader.model.filter_language import VALUES
from reader.model.highlight import Highlight
from reader.model.query import FIELDS
from reader.model.saved_filter import SavedFilter
from reader.model.source_settings import SourceSettings
from reader.model.watch_rule import WatchRule
from reader.ui.commands import COMMANDS, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DOCS = Path(__file__).parents[2] / "docs"
_PART = re.compile(r"(<!-- made: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
FIELD_WORDS = {
    "actor": "who is named: a country, body, organisation, company, person or armed group",
    "speaker": "who says it",
    "side": "for whom the speaker speaks",
    "topic": "what it is about",
    "source": "titles, addresses and tags of sources, by the beginnings of their words",
    "kind": "what sort of entry it is",
    "is": "its state; `new` is unread and seen first within the hour",
    "since": "from then on",
    "until": "up to then, the minute or day that is named included",
    "on": "that day",
    "has": "what is attached",
}


def made(text: str) -> str:
    """A page with its parts made anew."""
    return _PART.sub(lambda match: f"{match[1]}\n{PARTS[match[2]]()}\n{match[3]}", text)


def pages() -> list[Path]:
    """The pages that have such parts."""
    return [page for page in sorted(DOCS.glob("*.md")) if _PART.search(page.read_text(encoding="utf-8"))]


def _table(headers: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [headers, tuple("---" for _ in headers), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _group(name: str) -> str:
    known = settings_file.settings()
    found = ((key.split(".")[1], one) for key, one in known.items() if key.startswith(f"{name}."))
    return _table(("key", "default", ""), ((f"`{key}`", f"`{_toml(one.default)}`", one.words) for key, one in found))


def _tables_of(kind: type[Any]) -> str:
    words = settings_file.words_of(kind)
    rows = ((f"`{one.name}`", _default(one), words[one.name]) for one in fields(kind))
    return _table(("key", "default", ""), rows)


def _default(one: Any) -> str:
    if one.default is MISSING and one.default_factory is MISSING:
        return "must be there"
    return "-" if one.default is None else f"`{_toml(one.default)}`"


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{}"
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def _keys() -> str:
    parts: list[str] = []
    for group, members in groupby(COMMANDS, key=lambda one: one.group):
        rows = (
            (
                " ".join(f"`{sign(key)}`" for key in one.keys.split(",")),
                " ".join(f"`{sign(key)}`" for key in one.newsboat.split(",")) if one.newsboat else "",
                f"`{one.name}`",
                f"{one.help}{'' if one.place.value in ('main', 'everywhere') else f' ({one.place})'}",
            )
            for one in members
        )
        parts.append(f"### {group}\n\n" + _table(("keys", "newsboat preset", "command", ""), rows))
    return "\n".join(parts)


def _fields() -> str:
    rows = (
        (f"`{name}:`", FIELD_WORDS[name], ", ".join(f"`{value}`" for value in VALUES.get(name, ()))) for name in FIELDS
    )
    return _table(("field", "finds entries by", "values"), rows)


def _commands() -> str:
    return _table(("command", "does"), ((f"`dateline {one.name}`", one.help) for one in PROGRAM))


PARTS: dict[str, Callable[[], str]] = {
    "display": lambda: _group("display"),
    "polling": lambda: _group("polling"),
    "retention": lambda: _group("retention"),
    "keys": lambda: _group("keys"),
    "pipe": lambda: _group("pipe"),
    "filter": lambda: _tables_of(SavedFilter),
    "highlight": lambda: _tables_of(Highlight),
    "watch": lambda: _tables_of(WatchRule),
    "source": lambda: _tables_of(SourceSettings),
    "all keys": _keys,
    "fields": _fields,
    "commands": _commands,
}
