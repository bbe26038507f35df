"""`dateline count`: how many stored entries there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import looking, output, rooms, selection
from reader.clock import SYSTEM

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    selection.configure(parser)


def run(args: argparse.Namespace) -> int:
    """Print one number."""
    from reader.view import times  # noqa: PLC0415  `--help` needs none of this

    where = rooms.located(args)
    zone = times.zone(rooms.settings(where).display.time_zone)
    with looking.answers(where, lambda: selection.query_of(args)) as reads:
        query = selection.query_of(args)
        wanted = selection.sources_of(args.source, reads)
        output.line(str(reads.count(query, sources=wanted, now=SYSTEM.now(), zone=zone)))
    return 0
