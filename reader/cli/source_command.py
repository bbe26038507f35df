"""`dateline source`: what is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import output, rooms, selection
from reader.clock import SYSTEM
from reader.view import status

if TYPE_CHECKING:
    import argparse

    from reader.store import Store


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of this command."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add = acts.add_parser("add", help="follow a live page, feed or file")
    add.add_argument("urls", nargs="+", metavar="URL or FILE")
    add.add_argument("--title", help="a name of your own")
    add.add_argument("--interval", type=int, metavar="SECONDS", help="your own pace (politeness floors hold)")
    remove = acts.add_parser("remove", help="stop following, and delete what was stored of it")
    remove.add_argument("names", nargs="+", metavar="SOURCE", help="number, address or title")
    acts.add_parser("list", help="what is followed, and how it goes")


def run(args: argparse.Namespace) -> int:
    """Carry the act out."""
    with rooms.opened_store(rooms.located(args)) as store:
        return {"add": _add, "remove": _remove, "list": _list}[args.act](store, args)


def _add(store: Store, args: argparse.Namespace) -> int:
    for text in args.urls:
        url = rooms.address_of(text)
        source = store.add_source(url, title=args.title, interval=args.interval, now=SYSTEM.now()).result()
        output.line(f"{source.id}  {source.url}")
    return 0


def _remove(store: Store, args: argparse.Namespace) -> int:
    with store.reads() as reads:
        found = selection.sources_of(args.names, reads) or []
    for number in found:
        store.remove_source(number).result()
        output.tell(f"removed source {number}")
    return 0


def _list(store: Store, _args: argparse.Namespace) -> int:
    now = SYSTEM.now()
    with store.reads() as reads:
        for item in reads.sources():
            output.line(f"{item.source.id}  {item.title}  {item.source.url}  {status.in_short(item, now)}")
    return 0
