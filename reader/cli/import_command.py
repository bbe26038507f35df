"""`dateline import`: follow what another reader followed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import output, rooms, selection
from reader.clock import SYSTEM

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "file", type=selection.file_name, metavar="FILE", help="OPML or newsboat's urls file; - reads standard input"
    )


def run(args: argparse.Namespace) -> int:
    """Add the sources of the file; 1 if it has none that can be followed."""
    from reader.interop import lists  # noqa: PLC0415  `--help` needs no store
    from reader.interop.subscription import UnreadableList  # noqa: PLC0415

    try:
        found, refused, filters = lists.read(_body(args.file))
    except UnreadableList as error:
        raise output.CommandError(f"{args.file}: {error}") from error
    for one in refused:
        output.tell(f"refused {one.what}: {one.reason}")
    if not (found or refused or filters):
        raise output.CommandError(f"{args.file}: there is no address in it")
    with rooms.opened_store(rooms.located(args), rooms.Need.KEEPING) as store:
        with output.progress("Sources", len(found)) as told:
            added = lists.add(store, found, SYSTEM.now(), told)
        kept = lists.keep_filters(store, filters)
    for one in kept.left_out:
        output.tell(f"refused the filter {one.what}: {one.reason}")
    refusals = len(refused) + len(kept.left_out)
    output.tell(f"{added.new} added, {added.known} already there, {refusals} refused")
    if filters:
        output.tell(f"filters: {kept.new} kept, {kept.known} already there; in the app they are on the keys 1 to 9")
    return 0 if found or filters else 1


def _body(name: str) -> bytes:
    from reader.interop.subscription import MAX_BYTES  # noqa: PLC0415

    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(name).expanduser().open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "no such name is possible"
        raise output.CommandError(f"{name} cannot be read: {reason}") from error
