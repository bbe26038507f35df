"""What an answer holds, once read: the snapshot, whether it differs from the last one, or why there is none."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reader import __version__
from reader.engine.deltas import as_delta
from reader.engine.remembering import tag_all
from reader.formats.sandbox.content import content_hash, digest
from reader.model.snapshot import Document
from reader.net.outcome import CONNECTIVITY, OutcomeKind
from reader.text import one_line

if TYPE_CHECKING:
    from reader.engine.remembering import Tagged
    from reader.engine.tools import Tools
    from reader.model.snapshot import Reading, Snapshot
    from reader.model.source import PollState
    from reader.net.outcome import Outcome

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What the answer holds.

    `parsed` says that there is, or was when it came last, a feed in it; `as_before` that it is the document of the last
    time. `tags` are those of its entries, where all of them are new.
    """

    kind: OutcomeKind
    message: str
    snapshot: Snapshot | None = None
    body_hash: str | None = None
    changed: bool = False
    format: str | None = None
    parsed: bool = False
    as_before: bool = False
    tags: Tagged | None = None


async def read_page(tools: Tools, poll: PollState, outcome: Outcome) -> Found:
    """Read what the source itself answered. A document that is as it was is not parsed again."""
    if outcome.kind is OutcomeKind.NOT_MODIFIED:
        return Found(outcome.kind, outcome.message, as_before=True)
    if outcome.body is None:
        return Found(outcome.kind, outcome.message)
    body_hash, _, content = (poll.body_hash or "").partition(":")
    hashed = digest(__version__.encode(), outcome.body)
    if hashed == body_hash and poll.last_success_at is not None:
        return Found(OutcomeKind.OK, "the same document as before", parsed=True, as_before=True)
    read = await understand(tools, outcome, tag=poll.last_success_at is None)
    if isinstance(read, Found):
        return read
    snapshot, now_says, tags = read
    count = len(snapshot.entries)
    return Found(
        OutcomeKind.OK,
        "1 entry" if count == 1 else f"{count} entries",
        snapshot,
        f"{hashed}:{now_says}",
        now_says != content,
        snapshot.format,
        parsed=True,
        tags=tags,
    )


async def read_delta(tools: Tools, poll: PollState, outcome: Outcome) -> Found | None:
    """Read an answer that should tell only what is new; None where it is of no use and the page is to be asked."""
    if outcome.kind is OutcomeKind.RATE_LIMITED or outcome.kind in CONNECTIVITY:
        return Found(outcome.kind, outcome.message)
    read = await understand(tools, outcome) if outcome.body is not None else None
    if not isinstance(read, Read):
        return None
    snapshot = as_delta(read.snapshot, poll.feed)
    count = len(snapshot.entries)
    message = "nothing new" if count == 0 else f"{count} new or changed"
    return Found(OutcomeKind.OK, message, snapshot, changed=count > 0, parsed=True)


class Read(NamedTuple):
    """A snapshot, a hash of what it says, and the tags of its entries, if they were asked for."""

    snapshot: Snapshot
    content: str
    tags: Tagged | None


async def understand(tools: Tools, outcome: Outcome, *, tag: bool = False) -> Read | Found:
    """Parse a body in a thread; what it says, or what is wrong with it.

    At the first look all entries are new: they are tagged there, too, so that the store's writer need not wait for it.
    """
    document = Document(outcome.body or b"", outcome.url, outcome.content_type)
    try:
        return await asyncio.get_running_loop().run_in_executor(tools.parsers, _read, tools, document, tag)
    except Exception as error:  # a parser may die of a document; the source lives on
        log.warning("a document of %s could not be read", outcome.requested_url, exc_info=True)
        return Found(OutcomeKind.BROKEN, f"the document cannot be read ({type(error).__name__})")


def _read(tools: Tools, document: Document, tag: bool) -> Read | Found:
    """Parse, and load the tables for tagging while we are in a thread of our own."""
    reading = tools.parse(document)
    snapshot = reading.snapshot
    if snapshot is None:
        return Found(OutcomeKind.NOT_A_FEED, _why_not(reading))
    tags = None
    if tools.tags_at_once(len(snapshot.entries)):
        new = snapshot.entries if tag else ()
        tags = tag_all(tools.tagger, new, tools.clock.now(), language=snapshot.feed.language)
    return Read(snapshot, reading.content or content_hash(snapshot), tags if tag else None)


def _why_not(reading: Reading) -> str:
    reason = one_line(reading.reason or "this page is not a live feed").rstrip(".")  # other words come behind it
    offers = ", ".join(url for offer in reading.offers[:3] if (url := one_line(offer.url)) not in reason)
    if not offers:
        return reason
    return f"{reason}: {offers}" if reason.endswith(" instead") else f"{reason}; it names a feed: {offers}"
