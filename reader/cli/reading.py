"""`dateline` and `dateline URL ...`: open the app."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reader.cli import ending, output, rooms
from reader.clock import SYSTEM
from reader.text import clean

if TYPE_CHECKING:
    import argparse

    from reader.config import Config
    from reader.engine.engine import Engine
    from reader.engine.preview import Previewer
    from reader.paths import Paths
    from reader.store import Store
    from reader.ui.app import DatelineApp


TAG_AT_MOST = 20
"""Entries of one poll that come with their tags; more of them are shown first and tagged behind."""


def run(args: argparse.Namespace) -> int:
    """Open the app on the sources named, else on all; return its exit code."""
    where = rooms.located(args)
    settings = rooms.settings(where)
    addresses = [rooms.address_of(text) for text in args.sources]
    with rooms.opened_store(where, rooms.Need.FOLLOWING if addresses else rooms.Need.READING) as store:
        return open_app(store, where, settings, addresses)


def open_app(store: Store, where: Paths, settings: Config, addresses: list[str]) -> int:
    """Run the app on these addresses (all sources if there are none) until the reader quits. Raises CommandError."""
    _need_terminal()
    import asyncio  # noqa: PLC0415  not for commands that only read

    from reader.ui.app import DatelineApp  # noqa: PLC0415  brings Textual in
    from reader.ui.work.loop import new_loop  # noqa: PLC0415
    from reader.ui.world import World  # noqa: PLC0415

    chosen = [store.add_source(url, kept=False, now=SYSTEM.now()).result().id for url in addresses]

    def make_engine() -> Engine:
        from reader.cli import engines  # noqa: PLC0415  behind the first screen

        return engines.make_engine(
            store, where, settings, terminal=app.ring, complain=app.warn, tag_at_most=TAG_AT_MOST
        )

    world = World(
        store=store,
        config=settings,
        make_engine=None if store.read_only else make_engine,
        sources=tuple(chosen) or None,
        make_previewer=_make_previewer,
        settings=where.config_file,
    )
    if settings.display.images:
        from reader.ui.pictures import prepare  # noqa: PLC0415  for those who want them

        prepare()
    app = DatelineApp(world)
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(_running(app, mouse=settings.display.mouse))
    if app.failure is not None:
        output.complain(app.failure)
    elif app.crash is not None:
        output.complain(crashed(app.crash, where))
    return app.return_code or 0


def _need_terminal() -> None:
    """Textual reads keys from the one stream and writes to the other, whatever they are, and would wait for ever."""
    for name, stream in (("input", sys.__stdin__), ("error", sys.__stderr__)):
        if stream is None or stream.closed or not stream.isatty():
            raise output.CommandError(
                f"the app needs a terminal, and standard {name} is none; follow, list and poll do without"
            )


async def _running(app: DatelineApp, *, mouse: bool) -> None:
    """Run the app. A signal that asks it to end has it end as by its own key; a second one ends it at once."""
    import asyncio  # noqa: PLC0415  loaded by now
    import signal  # noqa: PLC0415

    loop = asyncio.get_running_loop()

    def end(number: int) -> None:
        loop.remove_signal_handler(number)
        app.exit(return_code=128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            loop.add_signal_handler(number, end, number)
    ending.check()
    await app.run_async(mouse=mouse)


def crashed(error: Exception, where: Paths) -> str:
    """Keep what led to an error of our own in a file that only the user may read; return a line about it."""
    import os  # noqa: PLC0415  hardly ever needed
    from traceback import format_exception  # noqa: PLC0415

    said = f"Dateline ended by an error of its own ({type(error).__name__}). Nothing that was stored is lost"
    path = where.data / "crash.txt"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as report:  # noqa: PTH123
            report.write(clean("".join(format_exception(error))))
    except OSError:
        return f"{said}; start it again."
    return f"{said}; start it again. What happened is in {path}."


def _make_previewer() -> Previewer:
    """What looks at an address before it is followed, with a parser in a process of its own."""
    from reader.cli import logs  # noqa: PLC0415  for those who add a source
    from reader.engine.preview import Previewer  # noqa: PLC0415
    from reader.formats.sandbox.worker import Sandbox  # noqa: PLC0415
    from reader.net.fetch import Fetcher  # noqa: PLC0415

    logs.quiet()
    sandbox = Sandbox(workers=1)
    return Previewer(Fetcher(), sandbox.parse, sandbox.close)
