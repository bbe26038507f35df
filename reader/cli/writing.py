"""Stored entries in one of the forms in which they leave Dateline: what `list` and `export` have in common."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import output, selection
from reader.cli.output import CommandError
from reader.clock import SYSTEM
from reader.model.query import EVERYTHING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from reader.model.event import StoredEntry
    from reader.store import Reads
    from reader.view.exports.forms import Exported

FORMS = ("text", "json", "jsonl", "csv", "md", "html")
BATCH = 500
"""Entries read at a time."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which entries, as of when, and where to."""
    selection.configure(parser)
    parser.add_argument("--entry", metavar="ID", help="only this entry: its number, its key or the page's own id of it")
    parser.add_argument(
        "--as-of", metavar="TIME", help="as it stood at TIME (2h, 14:00, 2024-05-31); a filter sees what is there now"
    )
    parser.add_argument("--limit", type=selection.positive, metavar="N", help="at most N entries")
    parser.add_argument(
        "-o", "--output", type=selection.file_name, metavar="FILE", help="write to FILE instead of standard output"
    )


def moment_of(args: argparse.Namespace, zone: tzinfo) -> int | None:
    """The moment of `--as-of`, the last second of what it names; None for now. Raises UsageError."""
    return None if args.as_of is None else selection.stretch_of("--as-of", args.as_of, zone)[1] - 1


def chosen(
    reads: Reads, args: argparse.Namespace, zone: tzinfo, as_of: int | None, *, past: bool = False
) -> Iterator[Exported]:
    """The entries that are asked for, newest first, with their past if that is wanted. Raises CommandError at once."""
    return _chosen(reads, _ids(reads, args, zone, as_of), args.limit, as_of, past=past)


def listed(reads: Reads, args: argparse.Namespace, zone: tzinfo, as_of: int | None) -> Iterator[StoredEntry]:
    """The same without what they come from and what goes with them: enough for a line each."""
    if as_of is not None:
        return (item.stored for item in chosen(reads, args, zone, as_of))
    ids = _ids(reads, args, zone, as_of)
    return (stored for batch in _batches(ids) for stored in reads.entries(batch))


def _chosen(
    reads: Reads, ids: Iterable[int], limit: int | None, as_of: int | None, *, past: bool
) -> Iterator[Exported]:
    from reader.model.history import until  # noqa: PLC0415  nothing of this before it is needed
    from reader.store.history import histories  # noqa: PLC0415
    from reader.view.exports.forms import Exported  # noqa: PLC0415

    statuses = {item.source.id: item for item in reads.sources()}
    if as_of is None and not past:
        for batch in _batches(ids):
            pages = reads.articles(batch)
            for stored in reads.entries(batch):
                yield Exported(stored, statuses.get(stored.source_id), page=pages.get(stored.id))
        return
    left = limit
    for whole in histories(reads, ids):
        history = whole if as_of is None else until(whole, as_of)
        if history is None:
            continue
        if left is not None and left <= 0:
            return
        left = None if left is None else left - 1
        page = reads.article(history.stored.id) if as_of is None else None
        yield Exported(history.stored, statuses.get(history.stored.source_id), history if past else None, page)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    wanted = iter(ids)
    while batch := list(islice(wanted, BATCH)):
        yield batch


def _ids(reads: Reads, args: argparse.Namespace, zone: tzinfo, as_of: int | None) -> Iterable[int]:
    query = selection.query_of(args)
    wanted = selection.sources_of(args.source, reads)
    now = SYSTEM.now() if as_of is None else as_of
    if args.entry is not None:
        from reader.store.history import find  # noqa: PLC0415

        found = find(reads, args.entry)
        named = reads.matching(
            query if query.term is not None else EVERYTHING, found, sources=wanted, now=now, zone=zone
        )
        ids = [number for number in found if number in named][: args.limit]
        if not ids:
            raise CommandError(f"there is no entry {args.entry!r} here; `dateline list --json` names them")
        return ids
    newest = args.limit if as_of is None else None
    return reversed(reads.index(query, sources=wanted, newest=newest, now=now, zone=zone).ids)


def write(form: str, items: Iterable[Exported], args: argparse.Namespace, zone: tzinfo, as_of: int | None) -> None:
    """Write the entries in `form` where they are wanted. Raises CommandError where a file cannot be written."""
    from reader.view.exports import forms  # noqa: PLC0415

    title = args.filter or "Dateline"
    telling = forms.Telling(title, zone, SYSTEM.now(), as_of)
    put(args.output, forms.write(form, items, telling))


def put(name: str | None, parts: Iterable[str]) -> None:
    """Write text in UTF-8, its line ends as they are, to a file or to standard output. Raises CommandError."""
    put_bytes(name, (part.encode("utf-8", "replace") for part in parts))


def put_bytes(name: str | None, parts: Iterable[bytes]) -> None:
    """Write bytes to a file; to standard output for None and `-`. Raises CommandError."""
    if name in (None, "-"):
        output.in_bytes(parts)
        return
    try:
        with Path(name or "").expanduser().open("wb") as file:
            file.writelines(parts)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "no such name is possible"
        raise CommandError(f"{name} cannot be written: {reason}") from error
