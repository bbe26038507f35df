"""`dateline demo`: the bundled day, served on loopback and followed in the app."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from reader import paths
from reader.cli import reading, rooms, selection
from reader.clock import SYSTEM
from reader.demo.playback import SPEED
from reader.demo.server import DemoServer

if TYPE_CHECKING:
    import argparse

POLL_EVERY = 2
"""Seconds; the server is our own."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "--speed",
        type=selection.speed,
        default=SPEED,
        metavar="N",
        help="minutes of the day in a minute (default: %(default)g)",
    )


def run(args: argparse.Namespace) -> int:
    """Serve and follow; nothing is kept unless --home says where."""
    with tempfile.TemporaryDirectory(prefix="dateline-demo-") as folder, DemoServer.playing(speed=args.speed) as server:
        settings = rooms.settings_for_play(rooms.located(args))
        where = paths.locate(args.home or Path(folder))
        with rooms.opened_store(where, rooms.Need.FOLLOWING) as store:
            store.add_source(server.url("/live"), interval=POLL_EVERY, now=SYSTEM.now()).result()
            return reading.open_app(store, where, settings, [])
