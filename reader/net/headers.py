"""What a request says and what of an answer is kept, byte for byte where that matters (RFC 9110, RFC 9111)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.source import Validators
from reader.net.outcome import CacheHeaders, FetchRequest
from reader.patterns import pattern
from reader.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SENDABLE = pattern(r"[\t\x20-\x7e\x80-\xff]{0,1024}")
_CACHE = ("date", "age", "cache-control", "expires", "retry-after")


def conditions(request: FetchRequest) -> dict[bytes, bytes]:
    """The headers that make a request conditional, or that ask caches to ask again."""
    if request.force:
        return {b"Cache-Control": b"no-cache"}
    stored = {b"If-None-Match": request.validators.etag, b"If-Modified-Since": request.validators.last_modified}
    return {name: value.encode("latin-1") for name, value in stored.items() if value and _is_sendable(value)}


def _is_sendable(value: str) -> bool:
    return _SENDABLE.fullmatch(value) is not None


def validators_of(raw: Iterable[tuple[bytes, bytes]]) -> Validators:
    """The validators in the headers of an answer; the first of two counts, one that could not be sent back does not."""
    found: dict[bytes, str] = {}
    for name, value in raw:
        key = name.lower()
        if key in (b"etag", b"last-modified") and key not in found:
            text = value.decode("latin-1")
            if text and _is_sendable(text):
                found[key] = text
    return Validators(found.get(b"etag"), found.get(b"last-modified"))


def cache_headers(headers: Mapping[str, str]) -> CacheHeaders:
    """The headers that say when to come back, as clean lines of at most 1,024 characters."""
    said = (headers.get(name) for name in _CACHE)
    return CacheHeaders(*(None if value is None else one_line(value)[:1024] for value in said))
