"""`dateline watch`: what the watch rules are, and what one would have caught in the store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from reader.cli import output, rooms, selection, tagged
from reader.clock import SYSTEM
from reader.model.event import EventKind
from reader.model.query import All, Field, Query
from reader.model.watch_rule import WatchRule
from reader.view import times
from reader.view.json_event import entry_object
from reader.view.plain import title_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from datetime import tzinfo

    from reader.model.event import StoredEntry
    from reader.store import Reads

LIMIT = 50
_STATE = {EventKind.EDITED: "edited", EventKind.WITHDRAWN: "withdrawn"}


class Caught(NamedTuple):
    """Something that a rule is about: when, what, which entry."""

    at: int
    kind: EventKind
    stored: StoredEntry


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of this command."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("list", help="the rules of the settings, and how they tell")
    test = acts.add_parser("test", help="what a rule would have caught in the store, newest last; nothing is told")
    test.add_argument("rule", metavar="RULE or EXPR", help="the name of a rule, or a filter such as 'actor:turkey'")
    test.add_argument(
        "--limit", type=selection.positive, default=LIMIT, metavar="N", help="the newest N (default: %(default)s)"
    )
    test.add_argument("--json", action="store_true", help="a JSON object a line")


def run(args: argparse.Namespace) -> int:
    """Carry the act out."""
    where = rooms.located(args)
    settings = rooms.settings(where)
    if args.act == "list":
        return _list(settings.watch)
    zone = times.zone(settings.display.time_zone)
    rule = next((one for one in settings.watch if one.name == args.rule), None)
    if rule is None:
        rule = WatchRule(args.rule, args.rule, on=(EventKind.NEW, *_STATE))
        named = f"; the rules are {', '.join(one.name for one in settings.watch)}" if settings.watch else ""
        output.tell(f"no rule has the name {args.rule!r}, so it is taken for a filter{named}")
    query = selection.query_of_text(rule.filter, "filter")
    with rooms.opened_store(where) as store, store.reads() as reads:
        tagged.bring_up_to_date(store, where, query)
        caught = [one for kind in rule.on for one in _of_kind(reads, query, EventKind(kind), args.limit, zone)]
        total = sum(_count(reads, query, EventKind(kind), zone) for kind in rule.on)
        urls = {item.source.id: item.source.url for item in reads.sources()}
    caught.sort(key=lambda one: (one.at, one.stored.id))
    _show(caught[-args.limit :], rule, zone, urls, as_json=args.json)
    output.tell(f"{rule.name}: {total} caught{f', the newest {args.limit} shown' if total > args.limit else ''}")
    return 0


def _list(rules: Iterable[WatchRule]) -> int:
    rows = [
        (one.name, one.filter or "(everything)", ", ".join(one.on), ", ".join(one.notify), one.quiet, one.every)
        for one in rules
    ]
    if not rows:
        output.tell("no rule; the settings file takes [[watch]] tables (dateline config edit)")
        return 0
    output.table(("rule", "filter", "on", "tells by", "quiet", "at most every"), rows)
    return 0


def _narrowed(query: Query, kind: EventKind) -> Query:
    state = _STATE.get(kind)
    if state is None:
        return query
    term = Field("is", state)
    return Query(All((query.term, term)) if query.term is not None else term)


def _count(reads: Reads, query: Query, kind: EventKind, zone: tzinfo) -> int:
    return reads.count(_narrowed(query, kind), now=SYSTEM.now(), zone=zone)


def _of_kind(reads: Reads, query: Query, kind: EventKind, limit: int, zone: tzinfo) -> list[Caught]:
    index = reads.index(_narrowed(query, kind), newest=limit, now=SYSTEM.now(), zone=zone)
    return [Caught(_moment(stored, kind), kind, stored) for stored in reads.entries(index.ids)]


def _moment(stored: StoredEntry, kind: EventKind) -> int:
    known = {EventKind.EDITED: stored.edited_at, EventKind.WITHDRAWN: stored.withdrawn_at}.get(kind)
    return known if known is not None else stored.sort_at


def _show(caught: list[Caught], rule: WatchRule, zone: tzinfo, urls: dict[int, str], *, as_json: bool) -> None:
    for at, kind, stored in caught:
        if as_json:
            output.json_line({"event": str(kind), "source": urls.get(stored.source_id), "entry": entry_object(stored)})
            continue
        text = f"{times.short_day(at, zone)} {times.clock_label(at, zone)} {kind.upper()} {title_of(stored)}"
        output.coloured_line(text, rule.colour if sys.stdout.isatty() else "")
