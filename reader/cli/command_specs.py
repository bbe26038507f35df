"""What every command takes, read off its parser: the one source of completions and the manual."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Iterator
from dataclasses import dataclass

from reader.cli import commands

_KINDS = {
    "FILE": "file", "PATH": "file", "URL or FILE": "file", "FILE or URL": "file", "DIR": "folder",
    "FILE|SOURCE": "file", "SOURCE": "source", "S": "source", "EXPR": "filter", "RULE or EXPR": "rule",
    "KEY": "setting",
}  # fmt: skip
"""What can be offered for a value, by what the value is called in the help."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An option with its names, or an argument without any.

    `choices` are all values there are, else `kind` says what can be offered: a file, folder, source, filter, rule or
    setting, "" for nothing. `value` is what the help calls the value, None for a switch.
    """

    names: tuple[str, ...]
    value: str | None
    help: str
    choices: tuple[str, ...] = ()
    kind: str = ""
    many: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Spec:
    """A command or a part of one (`source add`), "" for the program itself."""

    path: tuple[str, ...]
    help: str
    options: tuple[Taken, ...]
    arguments: tuple[Taken, ...]
    parts: tuple[Spec, ...] = ()
    examples: tuple[str, ...] = ()
    description: str = ""

    def walk(self) -> Iterator[Spec]:
        """This one, then all its parts."""
        yield self
        for part in self.parts:
            yield from part.walk()


def program() -> Spec:
    """The program with every command. Imports all of them, but no screen."""
    parts: list[Spec] = []
    for command in commands.COMMANDS:
        parser = commands.parser_for(command)
        importlib.import_module(command.module).configure(parser)
        parts.append(_spec((command.name,), command.help, parser, command.examples))
    top = _spec((), "follow live news in the terminal", commands.top_parser())
    return Spec((), top.help, top.options, top.arguments, tuple(parts))


def _spec(path: tuple[str, ...], words: str, parser: argparse.ArgumentParser, examples: tuple[str, ...] = ()) -> Spec:
    options: list[Taken] = []
    arguments: list[Taken] = []
    parts: list[Spec] = []
    # argparse has no public way to ask a parser what it takes.
    for action in parser._actions:  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            parts += [_spec((*path, name), _help_of(action, name), there) for name, there in action.choices.items()]
        elif action.help != argparse.SUPPRESS:
            (options if action.option_strings else arguments).append(_taken(action))
    description = (parser.description or "") if len(path) > 1 else ""
    return Spec(path, words, tuple(options), tuple(arguments), tuple(parts), examples, description)


def _help_of(action: argparse.Action, name: str) -> str:
    # The help of a part is kept beside its parser, under the same name.
    named = action._choices_actions  # noqa: SLF001  # pyright: ignore[reportAttributeAccessIssue]
    return next((one.help or "" for one in named if one.dest == name), "")


def _taken(action: argparse.Action) -> Taken:
    switch = action.nargs == 0
    value = None if switch else str(action.metavar or action.dest.upper())
    choices = tuple(map(str, action.choices or ()))
    words = (action.help or "") % {"default": action.default, "prog": "dateline"}
    return Taken(
        tuple(action.option_strings),
        value,
        " ".join(words.split()),
        choices,
        _KINDS.get(value or "", ""),
        many=action.nargs in ("*", "+"),
        optional=action.nargs in ("*", "?"),
    )
