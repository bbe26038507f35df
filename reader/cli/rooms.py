"""Opens the rooms below for a command: paths, settings, store, engine."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader import config, paths
from reader.cli.output import CommandError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator

    from reader.engine.engine import Engine
    from reader.store import Store

# What goes wrong inside is told by outcomes; a log is written only where somebody asks for one.
logging.getLogger("reader").addHandler(logging.NullHandler())


def located(args: argparse.Namespace) -> paths.Paths:
    """The folders that the command works in."""
    return paths.locate(args.home)


def settings(where: paths.Paths) -> config.Config:
    """The user's settings. Raises config.ConfigError."""
    return config.load(where.config_file)


@contextmanager
def opened_store(where: paths.Paths) -> Generator[Store]:
    """The store, created if need be, closed at the end. Raises store.StoreError and CommandError."""
    from reader.store import Store  # noqa: PLC0415  sqlite3 only for those who store

    try:
        where.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{where.data} cannot be made ({error.strerror}); choose another --home") from error
    store = Store.open(where.database)
    try:
        yield store
    finally:
        store.close()


def make_engine(store: Store, where: paths.Paths, settings: config.Config) -> Engine:
    """The engine with everything that it works with. Fetcher and tables are made when first used."""
    from reader import tagging  # noqa: PLC0415
    from reader.clock import SYSTEM  # noqa: PLC0415
    from reader.engine.engine import Engine  # noqa: PLC0415
    from reader.formats.sandbox.worker import Sandbox  # noqa: PLC0415
    from reader.net.fetch import Fetcher  # noqa: PLC0415

    sandbox = Sandbox()
    return Engine(
        store,
        fetcher=Fetcher(),
        parse=sandbox.parse,
        close_parser=sandbox.close,
        tagger=lambda: tagging.load(where.tables_cache),
        clock=SYSTEM,
        live_interval=settings.polling.live_interval,
        feed_interval=settings.polling.feed_interval,
    )


def address_of(text: str) -> str:
    """What the user typed, as the address of a source. Raises CommandError."""
    from reader.net.address import canonical  # noqa: PLC0415

    url = canonical(text)
    if url is None:
        raise CommandError(f"{text!r} is neither a file nor an http(s) address")
    return url
