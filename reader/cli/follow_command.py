"""`dateline follow`: no screen, a line an event, flushed at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from reader.cli import output, rooms, selection, tagged
from reader.clock import SYSTEM
from reader.model.event import EventKind
from reader.model.query import asks_for_tags

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from datetime import tzinfo

    from reader.cli.lasting import Lasting
    from reader.engine.engine import Engine
    from reader.model.event import Event
    from reader.model.query import Query
    from reader.model.source import Source, SourceStatus
    from reader.paths import Paths
    from reader.store import Reads, Store

BATCH = 500
"""Events read at a time."""
MOST_WAITING = 2000
"""Entries waiting for tags that are tagged before a line is told: a second or two."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="URL or file; or number or title of a source of yours"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--plain", action="store_true", help="a line of text an event (the default)")
    form.add_argument("--json", action="store_true", help="a JSON object an event")
    parser.add_argument("--filter", default="", metavar="EXPR", help="only entries that match (words, actor:NAME ...)")
    parser.add_argument(
        "--since", metavar="TIME", help="first what has happened since TIME (2h, 14:00, yesterday, 2024-05-31)"
    )
    parser.add_argument("--names", action="store_true", help="end each line of text with the name of its source")
    parser.add_argument("--once", action="store_true", help="look once, then stop")
    parser.add_argument(
        "--interval",
        type=selection.positive,
        metavar="SECONDS",
        help="pace; below the polite floor for loopback only",
    )


def run(args: argparse.Namespace) -> int:
    """Follow until interrupted; with --once 1 if a source could not be read."""
    from reader.cli.engines import make_engine, name_rules  # noqa: PLC0415  only those who poll load the engine

    where = rooms.located(args)
    settings = rooms.settings(where)
    query = selection.query_of(args)
    zone = _zone(settings.display.time_zone)
    since = selection.stretch_of("--since", args.since, zone)[0] if args.since is not None else None
    need = rooms.Need.FOLLOWING if all(map(rooms.is_address, args.sources)) else rooms.Need.KEEPING
    with rooms.opened_store(where, need) as store, store.reads() as reads:
        last = reads.last_event_id()
        followed = _followed(store, reads, args)
        paces = _set_paces(store, followed, args.interval)
        printer = Printer(
            reads=reads,
            query=query,
            sources={item.source.id: item.source for item in followed},
            form=form_of(followed, zone, json=args.json, names=args.names),
            since=since,
            ensure_tags=_ensure_tags(store, reads, where) if args.json or asks_for_tags(query.term) else None,
            zone=zone,
        )
        engine = make_engine(store, where, settings, on_error=output.complain_of)
        name_rules(store)
        try:
            return asyncio.run(_follow(engine, printer, last, once=args.once))
        finally:
            for source_id, interval in paces.items():
                store.update_source(source_id, interval=interval).result()


def _zone(name: str) -> tzinfo:
    from reader.view import times  # noqa: PLC0415  `--help` needs none of this

    return times.zone(name)


def _followed(store: Store, reads: Reads, args: argparse.Namespace) -> list[SourceStatus]:
    """The sources, each once; one that is not known is from now on, but not kept in the user's list."""
    found: dict[int, SourceStatus] = {}
    for text in args.sources:
        status = selection.named(text, reads.sources())
        if status is None:
            url = rooms.address_of(text, sought=True)
            store.add_source(url, kept=False, interval=args.interval, now=SYSTEM.now()).result()
            status = reads.source_by_url(url)
        if status is None:  # removed in this very moment
            raise output.CommandError(f"no source {text!r}; `dateline source list` names them")
        found[status.source.id] = status
    return list(found.values())


def _set_paces(store: Store, followed: list[SourceStatus], interval: int | None) -> dict[int, int | None]:
    """Give the sources this pace; return those that are to get theirs back in the end, since the user has set it."""
    before: dict[int, int | None] = {}
    for item in followed:
        if interval is not None and item.source.interval != interval:
            store.update_source(item.source.id, interval=interval).result()
            if item.source.kept:
                before[item.source.id] = item.source.interval
    return before


def _ensure_tags(store: Store, reads: Reads, where: Paths) -> Callable[[], bool]:
    """What tags entries that wait for it, as those that another Dateline has just stored may; whether any did.

    Where very many wait, they are tagged behind, and the line need not wait for them.
    """

    def ensure() -> bool:
        if store.read_only or not 0 < reads.tagging_waiting() <= MOST_WAITING:
            return False
        tagged.bring_up_to_date(store, where)
        return True

    return ensure


def form_of(followed: list[SourceStatus], zone: tzinfo, *, json: bool, names: bool) -> Callable[[Event], str | None]:
    """How an event of these sources is written as a line; None for one that is not told."""
    if json:
        from reader.view.json_event import json_event  # noqa: PLC0415  one of two

        urls = {item.source.id: item.source for item in followed}
        return lambda event: output.as_json(json_event(event, urls[event.source_id]))
    from reader.view.plain import plain_event  # noqa: PLC0415

    titles = {item.source.id: item.title for item in followed}

    def told(event: Event) -> str | None:
        line = plain_event(event, zone)
        return f"{line} [{titles[event.source_id]}]" if line and names else line

    return told if names else partial(plain_event, tz=zone)


@dataclass
class Printer:
    """Chooses the events of some sources that pass a filter and happened `since` then, and writes them as lines.

    Of the first look at a source only those entries are new that are no older than `since`.
    """

    reads: Reads
    query: Query
    sources: dict[int, Source]
    form: Callable[[Event], str | None]
    since: int | None = None
    ensure_tags: Callable[[], bool] | None = None
    zone: tzinfo | None = None
    now: Callable[[], int] = SYSTEM.now
    _first_look: set[int] = field(default_factory=set[int])

    def first_looks(self, sources: set[int]) -> None:
        """These sources have not been looked at yet."""
        self._first_look = sources

    def lines(self, event: Event) -> Iterator[str]:
        """The line of an event, if it has one. Raises StoreError."""
        if event.source_id not in self.sources or not self._in_time(event):
            return
        event = self._tagged(event)
        if self._passes(event) and (text := self.form(event)):
            yield text

    def _in_time(self, event: Event) -> bool:
        if self.since is None:
            return True
        first = event.source_id in self._first_look
        if event.kind is EventKind.POLL and event.poll is not None and event.poll.ok:
            self._first_look.discard(event.source_id)
        if first and event.kind is EventKind.NEW and event.entry is not None:
            return event.entry.sort_at >= self.since
        return event.at >= self.since

    def _tagged(self, event: Event) -> Event:
        """The event with the tags of its entry, made now if they are not yet."""
        if event.entry is None or self.ensure_tags is None or not self.ensure_tags():
            return event
        fresh = self.reads.entries([event.entry.id])
        return replace(event, entry=replace(event.entry, tagging=fresh[0].tagging)) if fresh else event

    def _passes(self, event: Event) -> bool:
        if event.entry is None or self.query.term is None:
            return True
        return event.entry.id in self.reads.matching(self.query, [event.entry.id], now=self.now(), zone=self.zone)


async def _follow(engine: Engine, printer: Printer, last: int, *, once: bool) -> int:
    from reader.cli.lasting import Lasting  # noqa: PLC0415  `--help` needs none of this

    lasting = Lasting()
    try:
        return await lasting.run(_work(engine, printer, lasting, last, once=once))
    finally:
        await engine.aclose()


async def _work(engine: Engine, printer: Printer, lasting: Lasting, last: int, *, once: bool) -> int:
    failed = False

    def heard(event: Event) -> None:
        nonlocal failed
        failed |= event.kind is EventKind.POLL and event.poll is not None and not event.poll.ok
        try:
            for line in printer.lines(event):
                lasting.line(line)
        except Exception as error:  # noqa: BLE001  the engine would only log it, and we would go on without the line
            output.complain_of(error)
            lasting.end(1)

    past(printer, heard, last)
    engine.subscribe(heard)
    engine.watching = set(printer.sources)
    if not once:
        await engine.run(only=set(printer.sources), since=last)
        return 0
    failed = False
    results = await asyncio.gather(*(engine.poll(number, manual=True) for number in printer.sources))
    known = {item.source.id: item for item in printer.reads.sources()}
    for result in results:
        item = known.get(result.source_id)
        if result.report is None:
            output.tell(f"{item.title}: {result.in_words()}" if item else result.in_words())
        # To be refused by our own manners is no failure, but for a source of which nothing was ever read.
        failed |= not result.ok or (item is not None and item.poll.last_success_at is None)
    return 1 if failed else 0


def past(printer: Printer, heard: Callable[[Event], None], last: int) -> None:
    """Tell what the log has since the time that the printer wants, up to the event `last`. Raises StoreError."""
    statuses = {item.source.id: item for item in printer.reads.sources()}
    if printer.since is not None:
        since = printer.since
        printer.first_looks({number for number in printer.sources if statuses[number].source.added_at >= since})
        for _, event in _events(printer.reads, _first_since(printer.reads, since, last), last):
            if event.source_id in printer.sources:
                heard(event)
    unseen = {number for number in printer.sources if statuses[number].poll.last_success_at is None}
    printer.first_looks(unseen)


def _events(reads: Reads, after: int, last: int) -> Iterator[tuple[int, Event]]:
    while batch := reads.events(after, BATCH):
        for number, event in batch:
            if number > last:
                return
            yield number, event
        after = batch[-1][0]


def _first_since(reads: Reads, since: int, last: int) -> int:
    """An event before all that happened since then: their numbers grow with time, so by halves."""
    low, high = 0, last
    while low < high:
        middle = (low + high) // 2
        found = reads.events(middle, 1)
        if found and found[0][1].at < since:
            low = found[0][0]
        else:
            high = middle
    return low
