"""What the user follows, and how following it stands. Times are UTC seconds."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.model.snapshot import FeedData


@dataclass(frozen=True, slots=True)
class Validators:
    """`ETag` and `Last-Modified` byte for byte as the server sent them (RFC 9110 section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A URL or file with its settings.

    `kept` is False for one that was only opened, not added. `interval` is the user's own pace in seconds, None for
    the default of its kind.
    """

    id: int
    url: str
    title: str | None = None
    kept: bool = True
    interval: int | None = None
    paused: bool = False
    tags: tuple[str, ...] = ()
    added_at: int = 0


@dataclass(frozen=True, slots=True)
class PollState:
    """How the last polls of a source went and when the next is due, with the reason in words."""

    validators: Validators = field(default_factory=Validators)
    body_hash: str | None = None
    format: str | None = None
    feed: FeedData = field(default_factory=FeedData)
    next_poll_at: int | None = None
    next_poll_reason: str | None = None
    last_poll_at: int | None = None
    last_success_at: int | None = None
    outcome: str | None = None
    message: str | None = None
    failures: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A source with its poll state and the counts of its entries."""

    source: Source
    poll: PollState
    entries: int = 0
    unread: int = 0

    @property
    def title(self) -> str:
        """The user's title, else the feed's, else the address."""
        return self.source.title or self.poll.feed.title or self.source.url
