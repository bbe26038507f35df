"""`dateline notify`: try the ways in which watch rules tell."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from reader.cli import notifying, output, rooms
from reader.clock import SYSTEM
from reader.interop import notify
from reader.model.watch_rule import PROGRAM_WAYS, TERMINAL_WAYS
from reader.view import times

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from reader.config import Config

WAYS = (*TERMINAL_WAYS, *PROGRAM_WAYS)
TITLE, TEXT = "Dateline", "this is how a watch rule tells"
KNOWN = {
    "bell": "every terminal",
    "osc9": "iTerm2, WezTerm, kitty, Ghostty, foot",
    "osc777": "rxvt-unicode, foot, WezTerm, Ghostty, VTE of some systems",
    "osc99": "kitty, foot",
}
"""Which terminals are said to know a way; none can be asked."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of this command."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    test = acts.add_parser("test", help="tell something now, and say what was done")
    test.add_argument(
        "way", nargs="?", choices=WAYS, metavar="WAY", help=f"{', '.join(WAYS)}; without: all but command"
    )


def run(args: argparse.Namespace) -> int:
    """Tell something; 1 if a way that was asked for cannot work."""
    settings = rooms.settings(rooms.located(args))
    text = f"{times.clock_label(SYSTEM.now(), times.zone(settings.display.time_zone))} {TEXT}"
    if args.way in TERMINAL_WAYS:
        return _in_terminal((args.way,), text)
    if args.way == "command":
        return _by_rules(settings, text)
    if args.way == "notify-send":
        return _by_program("notify-send", (), text)
    failed = _in_terminal(TERMINAL_WAYS, text)
    if shutil.which("notify-send"):
        return _by_program("notify-send", (), text) or failed
    output.line("notify-send: not installed (Debian: libnotify-bin)")
    return failed


def _in_terminal(ways: Sequence[str], text: str) -> int:
    write = notifying.own_terminal()
    if write is None:
        raise output.CommandError(f"{', '.join(ways)}: standard error is no terminal, so there is nothing to write to")
    tmux = bool(os.environ.get("TMUX"))
    for number, way in enumerate(ways, os.getpid() * 10):
        write(notify.sequence(way, TITLE, text, number=number, tmux=tmux))
        output.line(f"{way}: sent; known to {KNOWN[way]}")
    if tmux:
        output.tell("inside tmux: notices get through with `set -g allow-passthrough on`")
    output.tell("what you saw or heard can stand as `notify` of a rule; no terminal can be asked what it knows")
    return 0


def _by_rules(settings: Config, text: str) -> int:
    commands = dict.fromkeys(rule.command for rule in settings.watch if "command" in rule.notify)
    if not commands:
        raise output.CommandError('no watch rule has notify = "command" and a command to try')
    return max([_by_program("command", command, text) for command in commands])


def _by_program(way: str, command: Sequence[str], text: str) -> int:
    argv = notify.arguments(way, command, TITLE, text)
    problem = notify.start(argv)
    if problem is None:
        output.line(f"{way}: {' '.join(_quoted(argv))} ended well")
        return 0
    output.complain(f"{way}: {problem}")
    return 1


def _quoted(argv: Sequence[str]) -> Iterator[str]:
    import shlex  # noqa: PLC0415

    return map(shlex.quote, argv)
