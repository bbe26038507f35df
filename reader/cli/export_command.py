"""`dateline export`: the sources that are followed, for another reader."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import output, rooms
from reader.clock import SYSTEM
from reader.interop import lists, opml

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--opml", action="store_true", required=True, help="as OPML 2.0, which other readers import")
    parser.add_argument("-o", "--output", metavar="FILE", help="write to FILE instead of standard output")


def run(args: argparse.Namespace) -> int:
    """Write the list."""
    with rooms.opened_store(rooms.located(args)) as store, store.reads() as reads:
        listed, left_out = lists.subscriptions(reads.sources())
    for one in left_out:
        output.tell(f"left out {one.what}: {one.reason}")
    _write(opml.write(listed, "Dateline", SYSTEM.now()), args.output)
    return 0


def _write(body: bytes, name: str | None) -> None:
    if name is None:
        sys.stdout.buffer.write(body)  # the bytes are UTF-8, as the file says of itself, whatever the terminal's set
        sys.stdout.buffer.flush()
        return
    try:
        Path(name).expanduser().write_bytes(body)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "no such name is possible"
        raise output.CommandError(f"{name} cannot be written: {reason}") from error
