"""What one document contained."""

from __future__ import annotations

from enum import StrEnum

from reader.frozen import dataclass, field
from reader.model.entry import Entry


class FeedState(StrEnum):
    """Whether more is to be expected."""

    LIVE = "live"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FeedData:
    """What a document says of itself as a whole; times are UTC seconds."""

    title: str | None = None
    url: str | None = None
    language: str | None = None
    direction: str | None = None
    state: FeedState = FeedState.UNKNOWN
    state_reason: str | None = None
    lead: tuple[str, ...] = ()
    call_to_action: str | None = None
    tags: tuple[str, ...] = ()
    coverage_start: int | None = None
    coverage_end: int | None = None
    page_clock: int | None = None
    timezone: str | None = None
    order: str = "unknown"
    successor_url: str | None = None
    ttl: int | None = None
    """Seconds for which the document asks not to be fetched again (RSS `ttl`, `sy:updatePeriod`)."""
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    older_url: str | None = None
    """Where the document says that its next older entries are (the next page of a paged list)."""
    delta_url: str | None = None
    """Where the document says that only what is newer than itself is told. What is missing there is not withdrawn."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A document that is a feed: its own data and its entries, in document order.

    `complete` is False where the document says or shows that it lists only a part (a truncated file, only what is new,
    a page of many that is not the newest).
    """

    format: str
    feed: FeedData
    entries: tuple[Entry, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes to be read, with what the carrier said of them. Address and content type are hints only."""

    body: bytes
    url: str | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that a page names beside itself (`<link rel="alternate">`), or a vendor's live blog that it embeds."""

    url: str
    title: str | None = None
    content_type: str | None = None
    vendor: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer to "what is this document?": a snapshot, or the reason in words why it is no feed.

    `content` is the hash of what the snapshot says, where it was made along with it.
    """

    format: str
    snapshot: Snapshot | None = None
    reason: str | None = None
    offers: tuple[Offer, ...] = ()
    content: str | None = field(default=None, compare=False)

    @property
    def is_feed(self) -> bool:
        """Whether the document is a feed or live page. An empty feed is one."""
        return self.snapshot is not None
