"""Changing the settings file from outside: one key at a time, everything else as it was written, never an invalid file.

The file is edited by tomlkit, which keeps comments, order and blanks. What comes out is read again before it takes the
place of the file, by a rename in the same folder: a kill or a full disk leaves the old file or the new one.
"""

from __future__ import annotations

import ast
import inspect
import shlex
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args, get_origin

from reader import config
from reader.cli.output import CommandError


@dataclass(frozen=True, slots=True)
class Setting:
    """One key: its full name, the kind of its value, its default, what it is for; `several` for lists of tables."""

    key: str
    kind: Any
    default: Any
    words: str
    several: bool = False


@cache
def settings() -> dict[str, Setting]:
    """Every key that can be set by name, then the lists of tables (`watch`, `highlight` ...), in the file's order."""
    found = list(_settings(config.Config, "", config.Config()))
    found.sort(key=lambda one: one.several)
    return {one.key: one for one in found}


@cache
def words_of(kind: type[Any]) -> dict[str, str]:
    """What the source says of the fields of a dataclass, in the string behind each."""
    tree = ast.parse(inspect.getsource(kind)).body[0]
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    found: dict[str, str] = {}
    for field, words in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(words, ast.Expr):
            value = words.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found[field.target.id] = " ".join(value.value.split())
    return found


def _settings(kind: type[Any], path: str, default: Any) -> Iterator[Setting]:
    hints, words = config.kinds_of(kind), words_of(kind)
    for field in fields(kind):
        hint, value = hints[field.name], getattr(default, field.name)
        if isinstance(hint, type) and is_dataclass(hint):
            yield from _settings(hint, f"{path}{field.name}.", value)
        else:
            several = get_origin(hint) is tuple and is_dataclass(get_args(hint)[0])
            yield Setting(f"{path}{field.name}", hint, value, words.get(field.name, ""), several)


def setting_of(key: str) -> tuple[Setting, str | None]:
    """The setting of a name, and the part behind it for a table of strings (`keys.bind.star`). Raises CommandError."""
    found = settings().get(key)
    if found is not None:
        return found, None
    head, _, tail = key.rpartition(".")
    table = settings().get(head)
    if table is not None and get_origin(table.kind) is dict and tail:
        return table, tail
    raise CommandError(f"there is no setting {key}{config.nearest(key, settings())}; `dateline config list` names them")


def value_of(setting: Setting, part: str | None, text: str) -> Any:
    """A value as it was typed, as TOML has it. Raises CommandError."""
    if setting.several:
        raise CommandError(f"{setting.key} is a list of tables: `dateline config edit` opens the file")
    if get_origin(setting.kind) is dict:
        if part is None:
            raise CommandError(f"{setting.key} is a table: name what is to be set, as in {setting.key}.NAME")
        return text
    if get_origin(setting.kind) is tuple:
        return _words_in(setting, text)
    if setting.kind is bool:
        if text.lower() not in ("true", "false"):
            raise CommandError(f"{setting.key} must be true or false")
        return text.lower() == "true"
    try:
        return setting.kind(text)
    except ValueError as error:
        raise CommandError(f"{setting.key} must be {config.WORDS[setting.kind]}") from error


def _words_in(setting: Setting, text: str) -> list[str]:
    """A list as TOML writes it, or words apart by blanks, in quotes if they hold blanks."""
    try:
        if not text.lstrip().startswith("["):
            return shlex.split(text)
        found = tomllib.loads(f"it = {text}")["it"]
    except ValueError:  # what tomllib raises is one
        found = None
    if isinstance(found, list) and all(isinstance(word, str) for word in found):
        return found
    raise CommandError(f'{setting.key} must be a list such as ["program", "argument"], or words')


def changed(text: str, keys: Sequence[str], value: Any) -> str:
    """The settings with one key set, or taken out where `value` is None. Raises CommandError for what is no TOML."""
    import tomlkit  # noqa: PLC0415  for those who change settings by a command
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        document = tomlkit.parse(text)
        table: Any = document
        for key in keys[:-1]:
            if key not in table:
                if value is None:
                    return text
                table[key] = tomlkit.table()
            table = table[key]
        if value is not None:
            table[keys[-1]] = value
        elif keys[-1] in table:
            del table[keys[-1]]
        return tomlkit.dumps(document)
    except (TOMLKitError, TypeError, AttributeError) as error:
        raise CommandError(f"the settings cannot be changed as they stand: {error}") from error


def read(file: Path) -> str:
    """The text of the file with the line ends that it has, "" where there is none. Raises CommandError."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return opened.read()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise CommandError(f"{file} cannot be read: {reason}") from error


def write(file: Path, text: str) -> None:
    """Put a text in the place of the file, if it can be read as settings. Raises ConfigError, CommandError."""
    try:
        config.save(file, text)
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}") from error
