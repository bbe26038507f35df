"""The table of commands: names, help and examples. Parsers, completions and the manual are made from it."""

from __future__ import annotations

import argparse
import os
from functools import cache
from pathlib import Path

from reader import __version__
from reader.cli import log_options
from reader.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A subcommand. Its module has `configure(parser)` and `run(args) -> int`."""

    name: str
    help: str
    examples: tuple[str, ...] = ()
    polls: bool = False
    """Whether it asks sources, and so can write a log of that."""

    @property
    def module(self) -> str:
        """Where it is carried out."""
        return f"reader.cli.{self.name}_command"


COMMANDS = (
    Command(
        "demo",
        "play a day of fictional news in the app; needs no network",
        ("dateline demo", "dateline demo --speed 60"),
        polls=True,
    ),
    Command(
        "follow",
        "print what happens to a source, a line an event",
        (
            "dateline follow https://example.org/live --plain",
            "dateline follow https://example.org/feed.xml --json --once",
            "dateline follow https://example.org/live --filter 'actor:turkey -topic:sport'",
        ),
        polls=True,
    ),
    Command(
        "poll",
        "fetch the sources that are due, then stop (for cron)",
        ("dateline poll", "dateline poll --now", "dateline poll --log-level info"),
        polls=True,
    ),
    Command(
        "parse",
        "show what Dateline reads in a document; nothing is stored",
        (
            "dateline parse page.html --url https://example.org/live",
            "dateline parse --json https://example.org/feed.xml",
        ),
    ),
    Command(
        "tag",
        "name actors, speaker and topics of texts",
        (
            """echo '{"id": 1, "headline": "Bern offers to host talks"}' | dateline tag --jsonl""",
            "dateline tag --explain 'Bern offers to host talks'",
            "dateline tag --rules actors.toml",
            "dateline tag --stored",
        ),
    ),
    Command(
        "list",
        "print stored entries, newest first",
        (
            "dateline list --filter is:unread",
            "dateline list --json --limit 10",
            "dateline list --as-of 14:00 --source 3",
            "dateline list --format csv -o entries.csv",
        ),
    ),
    Command(
        "feed",
        "print a live page or feed as a proper feed, for other readers",
        (
            "dateline feed https://example.org/live > live.atom",
            "dateline feed 3 --format json --no-poll",
            """echo '"exec:dateline feed https://example.org/live"' >> ~/.newsboat/urls""",
        ),
        polls=True,
    ),
    Command(
        "replay",
        "play a stored day again, in the app or as lines",
        (
            "dateline replay 3 --from yesterday --speed 120",
            "dateline replay day.jsonl --plain",
            "dateline replay day.jsonl --json --from 09:00 --to 12:00",
        ),
    ),
    Command("count", "print how many stored entries there are", ("dateline count --filter topic:ceasefire",)),
    Command(
        "source",
        "add, list, set, test or remove sources",
        (
            "dateline source add https://example.org/live",
            "dateline source test https://example.org/live",
            "dateline source set 3 --keep-days 90",
            "dateline source remove 3",
        ),
    ),
    Command(
        "import",
        "follow the sources of an OPML file or of newsboat's urls file",
        ("dateline import subscriptions.opml", "dateline import ~/.newsboat/urls"),
    ),
    Command(
        "export",
        "write entries with their past, or the sources that are followed, for other programs",
        (
            "dateline export --opml -o subscriptions.opml",
            "dateline export --format jsonl --source 3 -o day.jsonl",
            "dateline export --filter is:starred -o starred.html",
            "dateline export --entry 42 --format md",
        ),
    ),
    Command(
        "watch",
        "list the watch rules, and see what one would have caught",
        ("dateline watch list", "dateline watch test 'front line'", "dateline watch test 'actor:turkey is:key'"),
    ),
    Command(
        "notify",
        "try the ways in which watch rules tell",
        ("dateline notify test", "dateline notify test osc9"),
    ),
    Command(
        "config",
        "look at the settings, check and change them",
        (
            "dateline config list",
            "dateline config set display.theme light",
            "dateline config set keys.bind.star f2",
            "dateline config edit",
        ),
    ),
    Command(
        "doctor",
        "say what there is and whether it is well; make copies and put them back",
        (
            "dateline doctor",
            "dateline doctor --backup",
            "dateline doctor --restore ~/.local/share/dateline/backups/dateline-20261122-190000.db",
        ),
    ),
    Command(
        "completion",
        "print what a shell needs to complete commands, options and names",
        (
            """eval "$(dateline completion bash)"      # in ~/.bashrc""",
            """eval "$(dateline completion zsh)"       # in ~/.zshrc, after compinit""",
            "dateline completion fish > ~/.config/fish/completions/dateline.fish",
        ),
    ),
    Command(
        "man",
        "show the manual; where the output goes elsewhere, its source",
        ("dateline man", "dateline man > ~/.local/share/man/man1/dateline.1"),
    ),
)

BY_NAME = {command.name: command for command in COMMANDS}


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        # argparse makes one for every option and would look up the width each time, by a module that it loads for that.
        super().__init__(prog, max_help_position=28, width=_width())


@cache
def _width() -> int:
    """The columns that help may take: those of the terminal, less two as argparse has it."""
    columns = os.environ.get("COLUMNS", "")
    try:
        known = int(columns) if columns.isdecimal() else os.get_terminal_size().columns
    except OSError:
        known = 0
    return (known or 80) - 2


def _common(parser: argparse.ArgumentParser, home: Path | None = None) -> None:
    parser.add_argument(
        "--home", type=_folder, default=home, metavar="DIR", help="keep settings, data and cache under DIR"
    )


def _folder(text: str) -> Path:
    if not text.strip() or "\0" in text:
        raise argparse.ArgumentTypeError(f"{text!r} names no folder")  # not the working folder, as Path("") has it
    return Path(text)


def take_home(argv: list[str]) -> tuple[Path | None, list[str]]:
    """Split `--home DIR` off, which may stand before the command as well as after it."""
    if not any(one.startswith("--home") for one in argv):
        return None, argv
    parser = argparse.ArgumentParser(prog="dateline", add_help=False, allow_abbrev=False, formatter_class=_Formatter)
    _common(parser)
    args, rest = parser.parse_known_args(argv)
    return args.home, rest


def parser_for(command: Command, home: Path | None = None) -> argparse.ArgumentParser:
    """Return a parser for one command, with the options that all have."""
    epilog = "examples:\n" + "".join(f"  {line}\n" for line in command.examples) if command.examples else None
    parser = argparse.ArgumentParser(
        prog=f"dateline {command.name}",
        description=command.help[0].upper() + command.help[1:] + ".",
        epilog=epilog,
        formatter_class=_Formatter,
    )
    _common(parser, home)
    if command.polls:
        log_options.add_options(parser)
    return parser


def top_parser(home: Path | None = None) -> argparse.ArgumentParser:
    """Return the parser for a command line that names no command: open the app."""
    width = max(len(command.name) for command in COMMANDS)
    listing = "".join(f"  {command.name:<{width}}  {command.help}\n" for command in COMMANDS)
    parser = argparse.ArgumentParser(
        prog="dateline",
        usage="dateline [--home DIR] [URL or FILE ...]\n       dateline COMMAND ...",
        description="Follow live news pages and feeds in the terminal.",
        epilog=f"commands (dateline COMMAND --help says more):\n{listing}\n"
        "examples:\n"
        "  dateline demo                       a day of fictional news, without network\n"
        "  dateline https://example.org/live   follow a live page\n"
        "  dateline                            open everything you follow\n",
        formatter_class=_Formatter,
    )
    parser.add_argument("--version", action="version", version=f"dateline {__version__}")
    _common(parser, home)
    log_options.add_options(parser)
    parser.add_argument("sources", nargs="*", metavar="URL or FILE", help="a live page, feed or saved document to open")
    return parser
