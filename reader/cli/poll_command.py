"""`dateline poll`: fetch what is due, then stop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.cli import ending, output, rooms, selection
from reader.clock import SYSTEM

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from reader.engine.engine import Engine
    from reader.model.source import SourceStatus
    from reader.store import Store


AT_ONCE, TAG_AT_MOST = 25, 20
"""Polls at a time; entries of one poll that are tagged at once. Who asks for tags later finds them made."""
MANY = 10
"""Sources from which on a bar shows how far it is, and of which parsers are started at once for those never read."""
BUSY = "Another Dateline polls already; what is due is left to it. With --now it is asked for here."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="number, address or title; without: all that are followed"
    )
    parser.add_argument("--now", action="store_true", help="also those that are not due, as far as politeness allows")


def run(args: argparse.Namespace) -> int:
    """Poll and print a line a source; 1 if one of them failed."""
    from reader.cli.engines import make_engine, name_rules  # noqa: PLC0415  only those who poll load the engine

    where = rooms.located(args)
    settings = rooms.settings(where)
    with rooms.opened_store(where, rooms.Need.KEEPING) as store:
        chosen = _chosen(store, args)
        engine = make_engine(
            store,
            where,
            settings,
            on_error=output.complain_of,
            at_once=AT_ONCE,
            tag_at_most=TAG_AT_MOST,
            warm=sum(item.poll.last_success_at is None for item in chosen) >= MANY,
        )
        name_rules(store)
        return ending.run(_poll(engine, chosen, wanted=args.now))


def _chosen(store: Store, args: argparse.Namespace) -> list[SourceStatus]:
    """The sources that are due, or all with --now: of those that are named; else of those that are followed."""
    with store.reads() as reads:
        wanted = selection.sources_of(args.sources, reads)
        if not args.now:
            return reads.due(SYSTEM.now(), sources=wanted)
        if wanted is None:
            return [item for item in reads.sources() if item.source.kept and not item.source.paused]
        return [item for item in reads.sources() if item.source.id in wanted]


async def _poll(engine: Engine, chosen: list[SourceStatus], *, wanted: bool) -> int:
    """Poll what was chosen; what is only due is left to a Dateline that polls already, unless it is `wanted` now."""
    failed = False
    done = 0

    async def one(item: SourceStatus, told: Callable[[int], None]) -> None:
        nonlocal failed, done
        result = await engine.poll(item.source.id, manual=True)
        failed |= not result.ok
        done += 1
        output.line(f"{item.source.id}  {item.title}: {result.in_words()}")
        told(done)

    try:
        if not engine.lead() and not wanted:
            output.tell(BUSY)
            return 0
        with output.progress("Sources", len(chosen), least=MANY) as told:
            await asyncio.gather(*(one(item, told) for item in chosen))
        await engine.idle()
    finally:
        await engine.aclose()
    return 1 if failed else 0
