"""`dateline parse`: what we read in a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import ending, output, selection
from reader.formats import MAX_BYTES
from reader.formats.answer import answer
from reader.formats.sandbox.worker import Sandbox
from reader.model.snapshot import Document, Reading
from reader.view.status import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("documents", nargs="+", type=selection.file_name, metavar="FILE or URL", help="what to read")
    parser.add_argument("--json", action="store_true", help="print JSON; with several documents an object a line")
    parser.add_argument("--url", help="where a file came from (dates and links are worked out from it)")
    parser.add_argument("--content-type", metavar="T", help="what the server called it")


def run(args: argparse.Namespace) -> int:
    """Read and print every document; 1 if one of them is no feed."""
    with Sandbox(workers=1) as sandbox:
        return _run(args, sandbox)


def _run(args: argparse.Namespace, sandbox: Sandbox) -> int:
    several = len(args.documents) > 1
    failed = False
    for name in args.documents:
        document = _document(name, args)
        reading = document if isinstance(document, Reading) else sandbox.parse(document)
        failed |= not reading.is_feed
        if args.json:
            output.json_line(answer(name, reading), indent=None if several else 2)
        else:
            output.block("\n".join(_for_people(name, reading)))
    return 1 if failed else 0


def _document(name: str, args: argparse.Namespace) -> Document | Reading:
    path = Path(name)
    if path.exists() or "://" not in name:
        try:
            with path.open("rb") as file:
                body = file.read(MAX_BYTES + 1)  # what is larger is refused, and may have no end
            return Document(body, args.url, args.content_type)
        except OSError as error:
            return Reading("none", reason=f"{name} cannot be read: {error.strerror}")
    return ending.run(_fetched(name, args))


async def _fetched(url: str, args: argparse.Namespace) -> Document | Reading:
    from reader.net.fetch import Fetcher, FetchRequest  # noqa: PLC0415  not for files

    fetcher = Fetcher()
    try:
        outcome = await fetcher.fetch(FetchRequest(url))
    finally:
        await fetcher.aclose()
    if outcome.body is None:
        return Reading("none", reason=outcome.message)
    return Document(outcome.body, args.url or outcome.url, args.content_type or outcome.content_type)


def _for_people(name: str, reading: Reading) -> Iterator[str]:
    snapshot = reading.snapshot
    if snapshot is None:
        reason = reading.reason or ""
        yield reason if reason.startswith(name) else f"{name}: {reason}"
        for offer in reading.offers:
            yield f"  the page names a feed: {offer.url}"
        return
    yield f"{snapshot.feed.title or name}"
    yield f"{reading.format}, {counted(len(snapshot.entries), 'entry', 'entries')}, {snapshot.feed.state}"
    said = {entry.basis_reason for entry in snapshot.entries if entry.basis_reason}
    yield from (f"dates: {reason}" for reason in sorted(said))
    for entry in snapshot.entries:
        label = entry.time_label or "-"
        title = entry.headline or entry.wording.text.split("\n", maxsplit=1)[0] or f"({entry.kind})"
        yield f"  {label:>12}  {entry.kind:<8} {title}"
