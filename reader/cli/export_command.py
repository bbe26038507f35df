"""`dateline export`: stored entries with their past, or the sources that are followed, for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import looking, output, rooms, selection, writing
from reader.clock import SYSTEM

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--opml", action="store_true", help="the sources, as OPML 2.0, which other readers import")
    what.add_argument(
        "--format", choices=writing.FORMS, help="the entries, in this form; without it, as the ending of FILE says"
    )
    writing.configure(parser)


def run(args: argparse.Namespace) -> int:
    """Write the list of sources, or the entries."""
    if args.opml:
        for name in ("filter", "source", "entry", "as_of", "limit"):
            if getattr(args, name):
                option = name.replace("_", "-")
                raise selection.UsageError(f"--{option} chooses entries, and --opml writes the list of sources")
        return _write_sources(args)
    from reader.view import times  # noqa: PLC0415  `--help` and `--opml` need none of this
    from reader.view.exports.forms import form_of  # noqa: PLC0415

    form = args.format or form_of(args.output or "")
    if form is None:
        raise selection.UsageError(
            "what is to be written? --opml: the sources; --format json, csv, md ...: the entries"
        )
    where = rooms.located(args)
    zone = times.zone(rooms.settings(where).display.time_zone)
    as_of = writing.moment_of(args, zone)
    with looking.answers(where, lambda: None) as reads:
        past = form in ("json", "jsonl")
        writing.write(form, writing.chosen(reads, args, zone, as_of, past=past), args, zone, as_of)
    return 0


def _write_sources(args: argparse.Namespace) -> int:
    from reader.interop import lists, opml  # noqa: PLC0415  only for them

    with looking.answers(rooms.located(args)) as reads:
        listed, left_out = lists.subscriptions(reads.sources())
    for one in left_out:
        output.tell(f"left out {one.what}: {one.reason}")
    writing.put_bytes(args.output, [opml.write(listed, "Dateline", SYSTEM.now())])
    return 0
