"""`dateline demo`: the bundled day, served on loopback and followed in the app."""

from __future__ import annotations

import socket
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader import paths
from reader.cli import output, reading, rooms, selection
from reader.clock import SYSTEM
from reader.demo.playback import SPEED
from reader.demo.server import HOST, DemoServer

if TYPE_CHECKING:
    import argparse

    from reader.store import Store

POLL_EVERY = 2
"""Seconds; the server is our own."""
TAG = "demo"
"""By which the source of a demo is known later."""
CONNECT_SECONDS = 1.0


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
            _rest_earlier(store)
            source = store.add_source(server.url("/live"), interval=POLL_EVERY, tags=[TAG], now=SYSTEM.now()).result()
            try:
                return reading.open_app(store, where, settings, [])
            finally:
                if args.home and (said := _rest(store, source.id)):
                    output.tell(said)


def _rest(store: Store, source_id: int) -> str | None:
    """A source whose server is gone is polled no more, and its name says what it was; one without entries goes, too.

    Returns what is to be said of it. Raises StoreError.
    """
    with store.reads() as reads:
        status = next((item for item in reads.sources() if item.source.id == source_id), None)
    if status is None:
        return None
    if not status.entries:
        store.remove_source(source_id).result()
        return None
    day = time.strftime("%Y-%m-%d", time.gmtime(status.source.added_at))
    title = f"{status.title} (demo of {day})"
    store.update_source(source_id, title=title, paused=True).result()
    return f"The demo is kept as source {source_id}, “{title}”, paused; dateline source remove {source_id} deletes it."


def _rest_earlier(store: Store) -> None:
    """The same for demos that were killed. Raises StoreError."""
    with store.reads() as reads:
        every = reads.sources()
    for item in every:
        if TAG in item.source.tags and not item.source.paused and not _is_served(item.source.url):
            _rest(store, item.source.id)


def _is_served(url: str) -> bool:
    """Whether a demo that is still open serves this; what is no such address is none of ours."""
    parts = urlsplit(url)
    if parts.hostname != HOST or not parts.port:
        return True
    try:
        socket.create_connection((HOST, parts.port), CONNECT_SECONDS).close()
    except OSError:
        return False
    return True
