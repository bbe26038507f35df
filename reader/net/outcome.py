"""What a fetch was asked for and what came of it. Plain data; times are UTC seconds, durations seconds."""

from __future__ import annotations

from enum import StrEnum

from reader.frozen import dataclass, field
from reader.model.source import Validators


class OutcomeKind(StrEnum):
    """Every way in which a poll can end. The value is what is stored and printed."""

    OK = "ok"
    """A whole document came."""
    NOT_MODIFIED = "not_modified"
    """304, or a file with the time and size it had."""
    GONE = "gone"
    """410: the publisher asks us not to come back."""
    RATE_LIMITED = "rate_limited"
    """429 or 503: the server asks for patience."""
    SERVER_ERROR = "server_error"
    """Any other 5xx."""
    AUTH = "auth"
    """401, 402, 403 or 407: not for us."""
    NOT_FOUND = "not_found"
    """404."""
    REFUSED = "refused"
    """Any other status that is not a document."""
    TLS = "tls"
    """The certificate or the encryption is not to be trusted; it is never left out instead."""
    DNS = "dns"
    """The name of the server is not known."""
    OFFLINE = "offline"
    """This machine has no network."""
    CONNECT = "connect"
    """The server does not take connections."""
    PROXY = "proxy"
    """The proxy of the environment is wrong or refuses."""
    TIMEOUT = "timeout"
    """No answer, or not all of it, in time."""
    TOO_LARGE = "too_large"
    """More bytes, packed or unpacked, than a document may have."""
    CAPTIVE = "captive"
    """A login or consent page came in place of the document."""
    REDIRECT = "redirect"
    """Redirected too often, or to where we do not go."""
    BROKEN = "broken"
    """The answer is cut off, not HTTP, or unreadable."""
    BAD_ADDRESS = "bad_address"
    """Neither a fetchable address nor a file."""
    FILE_MISSING = "file_missing"
    """The file is not there or cannot be read."""
    NOT_A_FEED = "not_a_feed"
    """Set by the engine: a document came, and it is neither a feed nor a live page."""


GOOD = frozenset({OutcomeKind.OK, OutcomeKind.NOT_MODIFIED})
"""The source answered as it should."""

CONNECTIVITY = frozenset({OutcomeKind.OFFLINE, OutcomeKind.DNS, OutcomeKind.CAPTIVE, OutcomeKind.PROXY})
"""More likely the fault of our own network than of the source."""


@dataclass(frozen=True, slots=True)
class CacheHeaders:
    """The response headers that say when to come back (RFC 9111, RFC 9110 section 10.2.3), as sent."""

    date: str | None = None
    age: str | None = None
    cache_control: str | None = None
    expires: str | None = None
    retry_after: str | None = None


NO_VALIDATORS = Validators()
NO_CACHE_HEADERS = CacheHeaders()


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What to fetch: an http(s) or file address and the validators stored for it, to be sent back as they came.

    `force` is the user's explicit wish for a fresh copy: no validators, and caches are told to ask again.
    `on_behalf_of` is None for an address that the user typed. For one that a document names (an article, an older page,
    a delta) it is the address of the source: then a file is not read, and a machine of the user's own network is asked
    only if the source is on that machine or in that network itself. `validators_of` is the address that gave the
    validators (`Outcome.url` of that time), if that was another one than `url`: they are sent to its server only.
    """

    url: str
    validators: Validators = NO_VALIDATORS
    force: bool = False
    on_behalf_of: str | None = None
    validators_of: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a fetch.

    `message` is one clean line for people. `body` is set for OK only, decoded from its content coding and not from its
    charset. `url` is where the answer came from in the end; `permanent_url` the address that 301 and 308 alone led to,
    where they did. `validators` are those to store: for OK the ones sent (none forgets the old ones), for NOT_MODIFIED
    the old ones with what came new, None in all other cases (leave the stored ones alone).
    """

    kind: OutcomeKind
    message: str = ""
    status: int | None = None
    body: bytes | None = None
    content_type: str | None = None
    url: str = ""
    requested_url: str = ""
    permanent_url: str | None = None
    validators: Validators | None = None
    cache: CacheHeaders = field(default=NO_CACHE_HEADERS)
    bytes_on_wire: int = 0
    elapsed_s: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the source answered as it should: a document, or that it has not changed."""
        return self.kind in GOOD
