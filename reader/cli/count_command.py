"""`dateline count`: how many stored entries there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import output, rooms, selection, tagged
from reader.clock import SYSTEM

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    selection.configure(parser)


def run(args: argparse.Namespace) -> int:
    """Print one number."""
    where = rooms.located(args)
    with rooms.opened_store(where) as store, store.reads() as reads:
        query = selection.query_of(args)
        tagged.bring_up_to_date(store, where, query)
        wanted = selection.sources_of(args.source, reads)
        output.line(str(reads.count(query, sources=wanted, now=SYSTEM.now())))
    return 0
