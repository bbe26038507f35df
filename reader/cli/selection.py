"""What the commands that look into the store have in common: `--filter` and `--source`."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import TYPE_CHECKING

from reader.cli.output import CommandError
from reader.clock import SYSTEM
from reader.model.query import EVERYTHING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from datetime import tzinfo

    from reader.model.query import Query
    from reader.model.source import SourceStatus
    from reader.store import Reads

MOST = 2**31 - 1
"""No number that a person means is greater, and what is made of it still fits into 64 bits."""
SHOWN = 40
"""Characters that are shown of a part of a filter that makes no sense."""


class UsageError(CommandError):
    """An option says nothing; the text is one line for people."""

    exit_code = 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "--filter", default="", metavar="EXPR", help="only entries that match (words, actor:NAME, is:unread ...)"
    )
    parser.add_argument(
        "--source", action="append", default=[], metavar="S", help="only this source: its number, title or address"
    )


def query_of(args: argparse.Namespace) -> Query:
    """The filter. Raises UsageError where a part of it says nothing, since nobody is there to see a mark."""
    return query_of_text(args.filter, "--filter")


def query_of_text(text: str, name: str) -> Query:
    """The same of a text; `name` stands for it in errors."""
    if not text:
        return EVERYTHING
    from reader.model.filter_language import parse_filter  # noqa: PLC0415  for those who filter

    query = parse_filter(text)
    if query.problems:
        first = query.problems[0]
        where = text[first.start : first.end]
        shown = where if len(where) <= SHOWN else f"{where[:SHOWN]}…"
        raise UsageError(f"{name}: {first.message} (at {shown!r})")
    return query


def sources_of(names: list[str], reads: Reads) -> list[int] | None:
    """The numbers of the sources named, each once; None for all. Raises CommandError for one that is not there."""
    if not names:
        return None
    known = reads.sources()
    found: list[int] = []
    for name in names:
        match = [item.source.id for item in known if name in (str(item.source.id), item.source.url, item.title)]
        if not match:
            raise CommandError(f"no source {name!r}; `dateline source list` names them")
        found += match
    return list(dict.fromkeys(found))


def named(name: str, known: Iterable[SourceStatus]) -> SourceStatus | None:
    """The source that has this number, address or title; None for none, the first of several of one title."""
    return next((item for item in known if name in (str(item.source.id), item.source.url, item.title)), None)


def whole(text: str, least: int) -> int:
    """A whole number from `least` on that the store can hold, for argparse. Raises ArgumentTypeError."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(MOST)) else -1
    if not least <= number <= MOST:
        raise ArgumentTypeError(f"{text!r} is no whole number from {least} to {MOST}")
    return number


def file_name(text: str) -> str:
    """What may name a file, for argparse: an empty name would be the working folder. Raises ArgumentTypeError."""
    if not text.strip() or "\0" in text:
        raise ArgumentTypeError(f"{text!r} names no file")
    return text


def positive(text: str) -> int:
    """A whole number above 0, for argparse. Raises ArgumentTypeError."""
    return whole(text, 1)


def speed(text: str) -> float:
    """A number above 0, for argparse. Raises ArgumentTypeError."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise ArgumentTypeError(f"{text!r} is no number above 0")
    return number


def stretch_of(option: str, text: str, zone: tzinfo, *, now: int | None = None) -> tuple[int, int]:
    """The stretch of time that an option names, seen from `now`: UTC seconds, its end not included.

    Raises UsageError.
    """
    from reader.model.filter_times import EXAMPLES, stretch  # noqa: PLC0415  few commands name times

    found = stretch(text, SYSTEM.now() if now is None else now, zone, past=True)
    if found is None:
        raise UsageError(f"{option}: {text!r} is no time; write {EXAMPLES}")
    return found
