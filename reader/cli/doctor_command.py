"""`dateline doctor`: what there is, whether it is well, and copies of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader import __version__
from reader.cli import output, rooms, selection
from reader.cli.findings import NOTE, OK, WRONG, Finding, sections
from reader.clock import SYSTEM
from reader.text import one_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from reader.paths import Paths

STATES = {OK: "ok", NOTE: "note", WRONG: "wrong"}
COLOURS = {OK: "", NOTE: "yellow", WRONG: "bold red"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--json", action="store_true", help="one JSON object")
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument(
        "--backup",
        nargs="?",
        const="",
        metavar="PATH",
        help="make a copy of everything, at PATH or with the others, and say where it is",
    )
    acts.add_argument(
        "--restore",
        type=selection.file_name,
        metavar="FILE",
        help="put a copy (.db, or .json for marks) in the place of the store, and keep that",
    )


def run(args: argparse.Namespace) -> int:
    """Look at everything and print a line on each; 1 if something is wrong."""
    where = rooms.located(args)
    if args.backup is not None:
        return _back_up(where, args.backup)
    if args.restore is not None:
        return _restore(where, Path(args.restore).expanduser())
    found: list[tuple[str, list[Finding]]] = []
    for title, findings in sections(where):
        found.append((title, list(findings)))
        if not args.json:
            _show(*found[-1])
    wrong = any(one.mark == WRONG for _, findings in found for one in findings)
    if args.json:
        _show_json(found, ok=not wrong)
    return 1 if wrong else 0


def _show(title: str, findings: Iterable[Finding]) -> None:
    if sys.stdout.isatty():
        output.report(title, ((one.mark, one.name, one.text, one.remedy, COLOURS[one.mark]) for one in findings))
        return
    output.block(title)
    for one in findings:
        output.block(f"{one.mark:<6}{one_line(one.name):<14}{one_line(one.text)}".rstrip())
        if one.remedy:
            output.block(f"{'':<20}-> {one_line(one.remedy)}")


def _show_json(found: list[tuple[str, list[Finding]]], *, ok: bool) -> None:
    told = [
        {
            "title": title,
            "findings": [
                {"name": one.name, "text": one_line(one.text), "state": STATES[one.mark], "remedy": one.remedy or None}
                for one in findings
            ],
        }
        for title, findings in found
    ]
    output.json_line({"version": __version__, "ok": ok, "sections": told}, indent=2)


def _back_up(where: Paths, name: str) -> int:
    target = Path(name).expanduser().absolute() if name else None
    if not where.database.exists():
        raise output.CommandError(f"{where.database} does not exist: there is nothing to copy")
    with rooms.opened_store(where) as store, output.progress("Copying the store"):
        made = store.backup(target, now=SYSTEM.now()).result()
    output.line(str(made))
    return 0


def _restore(where: Paths, file: Path) -> int:
    from reader.store.rescue import restore  # noqa: PLC0415  hardly ever wanted

    try:
        where.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise output.CommandError(f"{where.data} cannot be made ({error.strerror}); choose another --home") from error
    output.line(restore(where.database, file, SYSTEM.now()).in_words())
    return 0
