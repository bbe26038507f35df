"""`dateline replay`: a stored day played again through the same path, in a store that is gone in the end."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import output, rooms, selection
from reader.clock import SYSTEM, Clock

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Mapping

    from reader.cli.follow_command import Printer
    from reader.cli.lasting import Lasting
    from reader.config import Config
    from reader.demo.reel import Reel
    from reader.demo.server import DemoServer
    from reader.demo.showing import Showing
    from reader.engine.engine import Engine
    from reader.model.source import Source
    from reader.paths import Paths
    from reader.store import Store

LARGEST = 12 << 20
"""Bytes of a document of the app's, which is to bring all that there is at once if that can be."""
POLL_EVERY = 2
"""Seconds between looks while it is played in the app; the server is our own."""
SPEED = 90.0


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "what",
        type=selection.file_name,
        metavar="FILE|SOURCE",
        help="what export --format jsonl wrote; or number, title, address of a source",
    )
    parser.add_argument("--from", dest="start", metavar="TIME", help="begin as it stood at TIME")
    parser.add_argument("--to", dest="end", metavar="TIME", help="end at TIME")
    parser.add_argument(
        "--speed",
        type=selection.speed,
        metavar="N",
        help=f"minutes of the day in a minute (default: {SPEED:g} in the app, else without a pause)",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--plain", action="store_true", help="no app: a line of text an event, as follow has it")
    form.add_argument("--json", action="store_true", help="no app: a JSON object an event, as follow has it")


def run(args: argparse.Namespace) -> int:
    """Play it in the app, or print its events."""
    from reader.demo.server import DemoServer  # noqa: PLC0415  `--help` needs none of this

    where = rooms.located(args)
    settings = rooms.settings_for_play(where)
    reels = _reels(args.what, where)
    moments = _stretch(args, reels, settings)
    with tempfile.TemporaryDirectory(prefix="dateline-replay-") as folder, DemoServer() as server:
        # Never the user's own store, whatever --home says: what is played has happened before.
        scratch = replace(where, data=Path(folder))
        with rooms.opened_store(scratch, rooms.Need.FOLLOWING) as store:
            if args.plain or args.json:
                return asyncio.run(_print(store, scratch, settings, reels, moments, server, args))
            return _play(store, scratch, settings, reels, moments, server, args.speed or SPEED)


def _reels(what: str, where: Paths) -> list[Reel]:
    """What is to be played: a source of the store by its number, title or address, else a file. Raises CommandError."""
    from reader.demo import reel_file  # noqa: PLC0415
    from reader.demo.reel import Reel  # noqa: PLC0415
    from reader.store.history import histories  # noqa: PLC0415

    if where.database.exists():
        with rooms.opened_store(where) as store, store.reads() as reads:
            status = selection.named(what, reads.sources())
            if status is not None:
                ids = reads.index(sources=[status.source.id], now=SYSTEM.now()).ids
                return [Reel(status.source.url, status.title, tuple(histories(reads, ids)))]
    try:
        with Path(what).expanduser().open("rb") as file:
            return reel_file.read(file, what)
    except reel_file.ReelError as error:
        raise output.CommandError(str(error)) from error
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "no such name is possible"
        raise output.CommandError(f"no source {what!r}, and no file of that name can be read: {reason}") from error


def _stretch(args: argparse.Namespace, reels: list[Reel], settings: Config) -> list[int]:
    """The moments to be played. A time of day is one of the last day of what there is. Raises UsageError."""
    from reader.view import times  # noqa: PLC0415

    every = sorted({moment for reel in reels for moment in reel.moments})
    if not every:
        raise output.CommandError(f"{args.what}: there is no entry in it")
    zone, last = times.zone(settings.display.time_zone), every[-1]
    start = selection.stretch_of("--from", args.start, zone, now=last)[0] if args.start is not None else every[0]
    end = selection.stretch_of("--to", args.end, zone, now=last)[1] - 1 if args.end is not None else last
    if start > end:
        raise selection.UsageError("--from is later than --to")
    within = [moment for moment in every if start < moment <= end]
    return [start, *within]


def _served(server: DemoServer, number: int, document: Callable[[], bytes]) -> str:
    """Serve a reel, as `document` shows it; return the address."""
    from reader.demo.answers import Served  # noqa: PLC0415

    path = f"/replay/{number}.json"
    server.serve(path, lambda _: Served(document(), "application/feed+json; charset=utf-8"))
    return server.url(path)


def _play(
    store: Store,
    where: Paths,
    settings: Config,
    reels: list[Reel],
    moments: list[int],
    server: DemoServer,
    speed: float,
) -> int:
    """Open the app while the time of the replay passes."""
    from reader.cli import reading  # noqa: PLC0415  brings Textual in
    from reader.demo.showing import Passing, Showing  # noqa: PLC0415

    began, end = SYSTEM.steady(), moments[-1]

    def moment() -> int:
        return min(end, moments[0] + int((SYSTEM.steady() - began) * speed))

    for number, reel in enumerate(reels, 1):
        shown = Passing(Showing(reel, dated=True, page=LARGEST), moment)
        if shown.left_out:
            output.tell(f"{reel.title}: more stood there than one document may hold; the oldest entries are left out")
        address = _served(server, number, shown.document)
        store.add_source(address, title=reel.title, interval=POLL_EVERY, now=SYSTEM.now()).result()
    return reading.open_app(store, where, settings, [])


async def _print(
    store: Store,
    where: Paths,
    settings: Config,
    reels: list[Reel],
    moments: list[int],
    server: DemoServer,
    args: argparse.Namespace,
) -> int:
    """Look at it whenever something happened, by a clock that shows that moment, and print what is found."""
    from reader.cli.follow_command import Printer, form_of  # noqa: PLC0415
    from reader.cli.lasting import Lasting  # noqa: PLC0415
    from reader.demo.showing import Showing  # noqa: PLC0415
    from reader.model.query import EVERYTHING  # noqa: PLC0415
    from reader.view import times  # noqa: PLC0415

    now = [moments[0]]
    clock = Clock(wall=lambda: now[0], steady=lambda: now[0])
    sources: dict[int, Source] = {}
    played: dict[int, _Played] = {}
    with store.reads() as reads:
        for number, reel in enumerate(reels, 1):
            shown = _Played(Showing(reel))
            address = _served(server, number, shown.page)
            made = store.add_source(address, title=reel.title, now=now[0]).result()
            sources[made.id] = replace(made, url=reel.address)
            played[made.id] = shown
        zone = times.zone(settings.display.time_zone)
        statuses = [replace(item, source=sources[item.source.id]) for item in reads.sources()]
        form = form_of(statuses, zone, json=args.json, names=False)
        printer = Printer(reads, EVERYTHING, sources, form, now=clock.now, zone=zone)
        lasting = Lasting()
        engine = _engine(store, where, clock)

        async def work() -> int:
            return await _step(engine, printer, lasting, moments, now, args.speed, played)

        try:
            return await lasting.run(work())
        finally:
            await engine.aclose()


class _Played:
    """A reel that is looked at moment by moment, in as many documents as that takes."""

    def __init__(self, showing: Showing) -> None:
        self._showing = showing
        self._since: int | None = None
        self._shown = b""

    def page(self) -> bytes:
        """The document that is shown."""
        return self._shown

    def until(self, moment: int) -> Iterator[None]:
        """Show what has happened up to `moment`, a document a step."""
        pages = self._showing.pages(moment, self._since)
        self._since = moment
        for self._shown in pages:
            yield


async def _step(
    engine: Engine,
    printer: Printer,
    lasting: Lasting,
    moments: list[int],
    now: list[int],
    speed: float | None,
    played: Mapping[int, _Played],
) -> int:
    for moment in moments:
        if speed is not None and moment > now[0]:
            await asyncio.sleep((moment - now[0]) / speed)
        now[0] = moment
        for source_id, shown in played.items():
            for _ in shown.until(moment):
                result = await engine.poll(source_id, manual=True)
                if not result.ok:
                    raise output.CommandError(f"the replay cannot be read: {result.in_words()}")
                for event in result.events:
                    for line in printer.lines(event):
                        lasting.line(line)
    return 0


def _engine(store: Store, where: Paths, clock: Clock) -> Engine:
    """An engine that lives by the clock of the replay; nobody else polls this store, and nobody is notified."""
    from reader import tagging  # noqa: PLC0415
    from reader.cli import logs  # noqa: PLC0415
    from reader.engine.engine import Engine  # noqa: PLC0415
    from reader.formats.sandbox.worker import Sandbox  # noqa: PLC0415
    from reader.net.fetch import Fetcher  # noqa: PLC0415

    logs.quiet()
    sandbox = Sandbox(workers=1)
    tagging.prepare(where.tables_cache, where.rules_file)
    return Engine(
        store,
        fetcher=Fetcher(),
        parse=sandbox.parse,
        close_parser=sandbox.close,
        tagger=tagging.load,
        clock=clock,
        on_error=output.complain_of,
    )
