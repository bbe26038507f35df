"""When a server wants us back, from its response headers. Pure; all answers in seconds, at most a day.

Sources: RFC 9111 sections 4.2, 5.1, 5.2.2 and 5.3 (freshness), RFC 9110 section 10.2.3 (Retry-After) and 5.6.7 (dates).
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.net.outcome import CacheHeaders

DAY = 24 * 3600
"""No wish of a server holds for longer than this."""

_DIRECTIVE = re.compile(r'(?:^|,)\s*([\w-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,]*)))?')


def http_date(text: str | None) -> int | None:
    """A date of HTTP (or of mail, as many servers send) as UTC seconds; None for what is no date."""
    if not text or len(text) > 64:
        return None
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return int(moment.timestamp())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def delta_seconds(text: str | None) -> int | None:
    """A count of seconds (RFC 9111 section 1.2.2), capped at a day; None for what is none, negative ones included."""
    digits = (text or "").strip()
    if not re.fullmatch(r"[0-9]+", digits):
        return None
    return min(int(digits), DAY) if len(digits) < 12 else DAY


def directives(cache_control: str | None) -> dict[str, str]:
    """The directives of a Cache-Control header by lower-case name; the first of two counts."""
    found: dict[str, str] = {}
    for name, quoted, plain in _DIRECTIVE.findall((cache_control or "")[:1024]):
        found.setdefault(name.lower(), quoted or plain)
    return found


def fresh_for(cache: CacheHeaders, now: int) -> int:
    """Seconds for which the response stays fresh, counted from its arrival at `now`: 0 to a day, 0 if nothing is said.

    `max-age` less `Age`, else `Expires` less `Date`. What was said to be uncacheable or cannot be read is not fresh.
    """
    said = directives(cache.cache_control)
    if "no-store" in said or "no-cache" in said:
        return 0
    if "max-age" in said:
        return _less_age(delta_seconds(said["max-age"]) or 0, cache)
    expires = http_date(cache.expires)
    if expires is None:
        return 0
    sent = http_date(cache.date)
    return max(0, min(expires - (now if sent is None else sent), DAY))


def _less_age(lifetime: int, cache: CacheHeaders) -> int:
    return max(0, lifetime - (delta_seconds(cache.age) or 0))


def explicit_max_age(cache: CacheHeaders) -> int | None:
    """The `max-age` that the server named, in seconds; None where it named none (or forbids to rely on it)."""
    said = directives(cache.cache_control)
    return None if "no-store" in said or "no-cache" in said else delta_seconds(said.get("max-age"))


def retry_after(cache: CacheHeaders, now: int) -> int | None:
    """Seconds for which the server asks to be left alone: 0 to a day; None where it does not say in a readable way.

    A date is taken relative to the response's own `Date`, so that a wrong clock on either side does not matter.
    """
    seconds = delta_seconds(cache.retry_after)
    if seconds is not None:
        return seconds
    until = http_date(cache.retry_after)
    if until is None:
        return None
    sent = http_date(cache.date)
    return max(0, min(until - (now if sent is None else sent), DAY))
