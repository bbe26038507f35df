"""`dateline list`: stored entries, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import looking, rooms, selection, writing

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--format", choices=writing.FORMS, default="text", help="a line of text an entry is the default")
    form.add_argument(
        "--json", action="store_const", const="json", dest="format", help="print a JSON array, an entry a line"
    )
    writing.configure(parser)


def run(args: argparse.Namespace) -> int:
    """Print the entries that match."""
    from reader.view import times  # noqa: PLC0415  `--help` needs none of this
    from reader.view.plain import plain_entry  # noqa: PLC0415

    where = rooms.located(args)
    zone = times.zone(rooms.settings(where).display.time_zone)
    as_of = writing.moment_of(args, zone)
    with looking.answers(where, lambda: selection.query_of(args) if args.format == "text" else None) as reads:
        if args.format == "text":
            items = writing.listed(reads, args, zone, as_of)
            writing.put(args.output, (f"{plain_entry(stored, zone)}\n" for stored in items))
        else:
            writing.write(args.format, writing.chosen(reads, args, zone, as_of), args, zone, as_of)
    return 0
