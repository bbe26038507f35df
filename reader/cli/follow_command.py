"""`dateline follow`: no screen, a line an event, flushed at once."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

from reader.cli import output, rooms, selection
from reader.clock import SYSTEM
from reader.model.event import Event, EventKind
from reader.view import times
from reader.view.json_event import json_event
from reader.view.plain import plain_event

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from datetime import tzinfo

    from reader.engine.engine import Engine
    from reader.model.query import Query
    from reader.model.source import Source
    from reader.store import Reads, Store


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="URL or file")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--plain", action="store_true", help="a line of text an event (the default)")
    form.add_argument("--json", action="store_true", help="a JSON object an event")
    parser.add_argument("--filter", default="", metavar="EXPR", help="only entries that match (words, actor:NAME ...)")
    parser.add_argument("--once", action="store_true", help="look once, then stop")
    parser.add_argument(
        "--interval", type=int, metavar="SECONDS", help="pace; below the polite floor for loopback only"
    )


def run(args: argparse.Namespace) -> int:
    """Follow until interrupted; with --once 1 if a source could not be read."""
    where = rooms.located(args)
    settings = rooms.settings(where)
    query = selection.query_of(args)
    with rooms.opened_store(where, rooms.Need.FOLLOWING) as store, store.reads() as reads:
        since = reads.last_event_id()
        sources = {source.id: source for source in _followed(store, args)}
        engine = rooms.make_engine(store, where, settings, on_error=output.complain_of)
        printer = _Printer(reads, query, sources, _form(args, sources, times.zone(settings.display.time_zone)))
        return asyncio.run(_follow(engine, printer, list(sources), once=args.once, since=since))


def _followed(store: Store, args: argparse.Namespace) -> list[Source]:
    """The sources, known to the store from now on, but not kept in the user's list."""
    found: list[Source] = []
    for text in args.sources:
        url = rooms.address_of(text)
        source = store.add_source(url, kept=False, interval=args.interval, now=SYSTEM.now()).result()
        if args.interval and source.interval != args.interval:
            source = store.update_source(source.id, interval=args.interval).result()
        found.append(source)
    return found


def _form(args: argparse.Namespace, sources: dict[int, Source], zone: tzinfo) -> Callable[[Event], str | None]:
    if args.json:
        return lambda event: output.as_json(json_event(event, sources[event.source_id]))
    return lambda event: plain_event(event, zone)


class _Printer:
    """Prints the events of some sources that pass a filter."""

    def __init__(
        self, reads: Reads, query: Query, sources: dict[int, Source], form: Callable[[Event], str | None]
    ) -> None:
        self._reads = reads
        self._query = query
        self._sources = sources
        self._form = form

    def __call__(self, event: Event) -> None:
        if event.source_id not in self._sources or not self._passes(event):
            return
        text = self._form(event)
        if text:
            output.line(text)

    def _passes(self, event: Event) -> bool:
        if event.entry is None or self._query.term is None:
            return True
        return event.entry.id in self._reads.matching(self._query, [event.entry.id], now=SYSTEM.now())


async def _follow(engine: Engine, printer: _Printer, sources: list[int], *, once: bool, since: int) -> int:
    failed = False

    def heard(event: Event) -> None:
        nonlocal failed
        failed |= event.kind is EventKind.POLL and event.poll is not None and not event.poll.ok
        printer(event)

    engine.subscribe(heard)
    engine.watching = set(sources)
    try:
        if once:
            results = await asyncio.gather(*(engine.poll(number, manual=True) for number in sources))
            for result in results:
                if result.report is None:
                    output.tell(result.in_words())
            return 1 if failed else 0
        await _until_stopped(engine, sources, since)
        return 0
    finally:
        await engine.aclose()


async def _until_stopped(engine: Engine, sources: list[int], since: int) -> None:
    task = asyncio.ensure_future(engine.run(only=set(sources), since=since))
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        return
