"""Commands: read arguments, call the rooms below, print. No logic of its own.

Exit codes: 0 done, 1 the thing asked for failed (the message says what and what to do), 2 wrong usage.
"""

from __future__ import annotations

import gc
import importlib
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from reader.cli import ending, output

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
YOUNG = 20_000
"""Objects made before garbage is looked for: Python's 700 come forty times while a command loads, and stay."""


def main(argv: Sequence[str]) -> int:
    """Run one command; return the exit code. Never raises, whatever the command does."""
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    try:
        output.ready()
        with ending.by_signals():
            return _finished(list(argv))
    except ending.EndedError as error:
        return 128 + error.number
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        output.lead_nowhere()  # the reader of our output went away: that is its right
        return 0
    except Exception as error:  # noqa: BLE001  no traceback reaches the user
        output.complain(output.in_words(error))
        code = getattr(error, "exit_code", 1)
        return code if isinstance(code, int) else 1


def _finished(argv: list[str]) -> int:
    """Run one command, and send all that it has printed while a failure can still be told."""
    try:
        code = _run(argv)
    except SystemExit:  # with the help, for one
        output.finish()
        raise
    output.finish()
    return code


def _run(argv: list[str]) -> int:
    if not argv or (argv[0] == "--home" and len(argv) == 2 and argv[1].strip() and not argv[1].startswith("-")):
        # What there is to be understood of a plain `dateline` is understood before a parser could be made.
        return _open_app(SimpleNamespace(home=Path(argv[1]) if argv else None, sources=[]))
    from reader.cli import commands  # noqa: PLC0415

    home, rest = commands.take_home(argv)
    command = commands.BY_NAME.get(rest[0]) if rest else None
    if command is None:
        # `dateline URL ...`, `dateline --help`, `dateline --version`
        return _open_app(commands.top_parser(home).parse_args(rest))
    module = importlib.import_module(command.module)
    parser = commands.parser_for(command, home)
    module.configure(parser)
    return module.run(parser.parse_args(rest[1:]))


def _open_app(args: object) -> int:
    # What is imported now stays: looking for garbage among it would be a tenth of the start. The app lets that begin
    # once its first screen is there.
    gc.disable()
    try:
        return importlib.import_module("reader.cli.reading").run(args)
    finally:
        gc.enable()
