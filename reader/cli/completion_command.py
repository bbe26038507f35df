"""`dateline completion`: what a shell needs to complete commands, options and names."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli import output, rooms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.store import Reads

SHELLS = ("bash", "zsh", "fish")
STORED = ("sources", "fields")
VALUES = (*STORED, "rules", "settings")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("shell", nargs="?", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
    parser.add_argument("--values", choices=VALUES, help=argparse.SUPPRESS)
    parser.set_defaults(parser=parser)


def run(args: argparse.Namespace) -> int:
    """Print the script."""
    if args.values:
        return _values(args)
    if args.shell not in SHELLS:
        args.parser.error(f"say which shell: {', '.join(SHELLS)}")
    from reader.cli.command_specs import program  # noqa: PLC0415  imports every command
    from reader.cli.completions import WRITERS  # noqa: PLC0415

    output.block(WRITERS[str(args.shell)](program()).rstrip("\n"))
    return 0


def _values(args: argparse.Namespace) -> int:
    """What the scripts ask for: a value a line, a tab, what it is. Nothing is made, and nothing is complained of."""
    where = rooms.located(args)
    try:
        if args.values == "settings":
            from reader.cli.settings_file import settings  # noqa: PLC0415

            _print((key, one.words) for key, one in settings().items())
        elif args.values == "rules":
            _print((rule.name, rule.filter) for rule in rooms.settings(where).watch)
        else:
            fields = args.values == "fields"
            if fields:
                _print(_fields())
            if where.database.exists():
                from reader.store import Store  # noqa: PLC0415

                with Store.open(where.database, read_only=True) as store, store.reads() as reads:
                    _print(_filters(reads) if fields else _sources(reads))
    except Exception:  # noqa: BLE001  somebody presses Tab: no time for complaints
        return 1
    return 0


def _print(values: Iterator[tuple[str, str]]) -> None:
    for value, words in values:
        shown, said = output.one_line(value), output.one_line(words)
        if shown:
            print(f"{shown}\t{said}")


def _fields() -> Iterator[tuple[str, str]]:
    from reader.model.filter_language import VALUES as KNOWN  # noqa: PLC0415
    from reader.model.query import FIELDS  # noqa: PLC0415

    for field in FIELDS:
        known = KNOWN.get(field)
        yield from ((f"{field}:{value}", field) for value in known or ("",))


def _filters(reads: Reads) -> Iterator[tuple[str, str]]:
    yield from ((one.query, one.name) for one in reads.saved_filters())


def _sources(reads: Reads) -> Iterator[tuple[str, str]]:
    yield from ((str(item.source.id), item.title) for item in reads.sources() if item.source.kept)
