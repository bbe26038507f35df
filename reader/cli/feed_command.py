"""`dateline feed`: a source as a proper feed on standard output, for other readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import ending, output, rooms, selection, tagged
from reader.clock import SYSTEM

if TYPE_CHECKING:
    import argparse
    from datetime import tzinfo

    from reader.engine.engine import Engine
    from reader.engine.result import PollResult
    from reader.model.query import Query
    from reader.model.source import SourceStatus
    from reader.store import Reads, Store

LIMIT = 1000
"""Entries of a feed unless more are asked for: no page lists as many, and a reader that polls often reads all of it."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("source", metavar="SOURCE", help="number, title or address of a source; or any URL or file")
    parser.add_argument("--format", choices=("atom", "json"), default="atom", help="Atom, or JSON Feed (default: atom)")
    asking = parser.add_mutually_exclusive_group()
    asking.add_argument("--no-poll", action="store_true", help="print what is stored; ask nobody")
    asking.add_argument("--now", action="store_true", help="ask now, due or not, as far as politeness allows")
    parser.add_argument("--filter", default="", metavar="EXPR", help="only entries that match (words, actor:NAME ...)")
    parser.add_argument("--limit", type=selection.positive, default=LIMIT, metavar="N", help="the N newest entries")


def run(args: argparse.Namespace) -> int:
    """Ask the source if it is due, and print what is known of it; 1 if nothing ever came of it."""
    from reader.view import times  # noqa: PLC0415  `--help` needs none of this

    where = rooms.located(args)
    settings = rooms.settings(where)
    query = selection.query_of(args)
    stored = args.no_poll or not rooms.is_address(args.source)
    need = rooms.Need.READING if stored else rooms.Need.FOLLOWING
    with rooms.opened_store(where, need) as store, store.reads() as reads:
        status = _status(store, reads, args.source, may_add=not args.no_poll)
        result = None
        if not args.no_poll and not store.read_only and (args.now or _is_due(reads, status)):
            from reader.cli.engines import make_engine, name_rules  # noqa: PLC0415  only those who poll load the engine

            engine = make_engine(store, where, settings, on_error=output.complain_of)
            name_rules(store)
            result = ending.run(_ask(engine, status, wanted=args.now))
            every = {item.source.id: item for item in reads.sources()}
            status = every.get(status.source.id, status)
        if status.poll.last_success_at is None and not status.entries:
            output.complain(f"{status.title}: {_why_nothing(status, result, asked=not args.no_poll)}")
            return 1
        if result is not None and not result.ok:
            output.complain(f"{status.title}: {result.in_words()}")
        tagged.bring_up_to_date(store, where, query)
        _print(store, reads, status, query, args, times.zone(settings.display.time_zone))
    return 0


def _why_nothing(status: SourceStatus, result: PollResult | None, *, asked: bool) -> str:
    """Why there is nothing to print of a source: what came of asking for it, now or the last time."""
    from reader.view import status as words  # noqa: PLC0415  for those of whom there is nothing

    if result is not None:
        return result.in_words()
    if not asked:
        return "nothing is stored of it; without --no-poll it is asked for"
    parts = (words.state_words(status), words.trouble_words(status.poll))
    following = "" if status.source.paused else words.next_poll_words(status.poll, SYSTEM.now())
    return "; ".join(part for part in ("nothing is stored of it", *parts, following) if part)


async def _ask(engine: Engine, status: SourceStatus, *, wanted: bool) -> PollResult | None:
    """Ask the source; what is only due and kept is left to a Dateline that polls already, if it was read before."""
    try:
        known = status.source.kept and status.poll.last_success_at is not None
        if known and not wanted and not engine.lead():
            return None
        return await engine.poll(status.source.id, manual=True)
    finally:
        await engine.aclose()


def _status(store: Store, reads: Reads, name: str, *, may_add: bool) -> SourceStatus:
    """The source of this name; what is not known yet is, from now on, but not kept in the user's list."""
    known = selection.named(name, reads.sources())
    if known is None:
        url = rooms.address_of(name, sought=True)
        known = reads.source_by_url(url)
        if known is None and may_add:
            store.add_source(url, kept=False, now=SYSTEM.now()).result()
            known = reads.source_by_url(url)
    if known is None:
        raise output.CommandError(f"nothing is stored of {name!r}; without --no-poll it is asked for")
    return known


def _is_due(reads: Reads, status: SourceStatus) -> bool:
    return any(item.source.id == status.source.id for item in reads.due(SYSTEM.now(), sources=[status.source.id]))


def _print(
    store: Store, reads: Reads, status: SourceStatus, query: Query, args: argparse.Namespace, zone: tzinfo
) -> None:
    from reader.interop.outgoing import outgoing  # noqa: PLC0415  only once there is something to print
    from reader.store.handed_on import first_address  # noqa: PLC0415
    from reader.store.history import histories  # noqa: PLC0415

    if args.format == "atom":
        from reader.interop.atom import write  # noqa: PLC0415
    else:
        from reader.interop.json_feed import write  # noqa: PLC0415

    source = status.source
    index = reads.index(query, sources=[source.id], newest=args.limit, now=SYSTEM.now(), zone=zone)
    feed = outgoing(status, histories(reads, reversed(index.ids)), first_address(store, reads, source))
    output.in_bytes([write(feed)])
