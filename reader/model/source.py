"""What the user follows, and how following it stands. Times are UTC seconds."""

from __future__ import annotations

from reader.frozen import dataclass, field
from reader.model.snapshot import FeedData


@dataclass(frozen=True, slots=True)
class Validators:
    """`ETag` and `Last-Modified` byte for byte as the server sent them (RFC 9110 section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """What is kept of a source: entries of so many days, so many entries, so many MiB. None: no such limit is set here.

    Starred entries are kept in any case.
    """

    days: int | None = None
    entries: int | None = None
    mib: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What the engine remembers of a source from poll to poll beside what it shows."""

    moved_to: str | None = None
    """Where permanent redirects (301, 308) alone have led, as long as it is not proven that it stays so."""
    moved_times: int = 0
    """How often they led there, counted at most once a day."""
    moved_at: int | None = None
    """When that was counted last."""
    full_at: int | None = None
    """When the last whole document came."""
    deltas: int = 0
    """How many polls since then asked only for what was new."""
    doubtful: bool = False
    """A whole document, asked for after a long run of "not modified", turned out to be another one."""
    told_off_at: int | None = None
    """When the server asked for patience last (429, 503)."""
    validators_of: str | None = None
    """The address that gave the stored validators, where redirects led to another server."""


@dataclass(frozen=True, slots=True)
class Source:
    """A URL or file with its settings.

    `kept` is False for one that was only opened, not added. `interval` is the user's own pace in seconds, None for
    the default of its kind. `full_articles` asks for the pages behind its new entries.
    """

    id: int
    url: str
    title: str | None = None
    kept: bool = True
    interval: int | None = None
    paused: bool = False
    tags: tuple[str, ...] = ()
    added_at: int = 0
    retention: Retention = field(default_factory=Retention)
    full_articles: bool = False


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
    progress: Progress = field(default_factory=Progress)
    unconfirmed: int = 0
    """Entries that the last snapshot lacked and that another one may prove withdrawn."""


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
