"""`dateline list`: stored entries, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import output, rooms, selection
from reader.clock import SYSTEM
from reader.view import json_event, times
from reader.view.plain import plain_entry

if TYPE_CHECKING:
    import argparse

    from reader.store import Reads


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    selection.configure(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON array, an entry a line")
    parser.add_argument("--limit", type=int, metavar="N", help="at most N entries")


def run(args: argparse.Namespace) -> int:
    """Print the entries that match."""
    where = rooms.located(args)
    zone = times.zone(rooms.settings(where).display.time_zone)
    with rooms.opened_store(where) as store, store.reads() as reads:
        query = selection.query_of(args)
        wanted = selection.sources_of(args.source, reads)
        index = reads.index(query, sources=wanted, newest=args.limit, now=SYSTEM.now())
        ids = list(reversed(index.ids))
        if args.json:
            _print_json(reads, ids)
        else:
            for number in ids:
                stored = reads.entry(number)
                if stored is not None:
                    output.line(plain_entry(stored, zone))
    return 0


def _print_json(reads: Reads, ids: list[int]) -> None:
    urls = {item.source.id: item.source.url for item in reads.sources()}
    lines: list[str] = []
    for number in ids:
        stored = reads.entry(number)
        if stored is not None:
            lines.append(output.as_json(json_event.entry_object(stored) | {"source": urls.get(stored.source_id)}))
    output.block("[\n" + ",\n".join(lines) + "\n]" if lines else "[]")
