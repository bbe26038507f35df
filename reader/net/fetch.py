"""The one fetch boundary: every document, from the network or a file, comes through `Fetcher.fetch`.

Manners (RFC 9110, RFC 9111): conditional requests with validators byte for byte, gzip asked for, an honest
User-Agent, no cookies, no Referer, one connection a host. Guards: a total time limit, caps on bytes packed and
unpacked, at most five redirects, none to other schemes or into the reader's own network.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from reader import __version__
from reader.model.source import Validators
from reader.net.address import host_of, is_file, proxy_for
from reader.net.captive import looks_captive, speaks_of_login
from reader.net.decode import Decoder
from reader.net.failures import Refused, explain, status_outcome
from reader.net.files import read_file
from reader.net.gate import Gate
from reader.net.guard import leads_inside
from reader.net.outcome import CacheHeaders, FetchRequest, Outcome, OutcomeKind
from reader.text import one_line, openable

if TYPE_CHECKING:
    import httpx2

__all__ = ["USER_AGENT", "FetchRequest", "Fetcher", "Limits"]

USER_AGENT = f"dateline/{__version__} (+https://pypi.org/project/dateline/)"

_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_MAX_VALIDATOR = 1024
_SMALL = 16384


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost: seconds in all, to connect, between two pieces; bytes packed and unpacked; redirects.

    `total_s` lies below the minute after which a server must be rid of us, so that start-up fits in as well.
    """

    total_s: float = 50.0
    connect_s: float = 10.0
    read_s: float = 20.0
    wire_bytes: int = 8 << 20
    body_bytes: int = 16 << 20
    redirects: int = 5


@dataclass(slots=True)
class _Trip:
    """One fetch under way: where it is, what it has cost, and whether only permanent redirects led here."""

    request: FetchRequest
    url: str
    left_s: float
    wire: int = 0
    permanent: bool = True
    permanent_url: str | None = None


class Fetcher:
    """Fetches documents. For one event loop; the client is made, in a thread, when the first request needs it."""

    def __init__(self, *, user_agent: str = USER_AGENT, limits: Limits | None = None) -> None:
        self._user_agent = user_agent
        self._limits = limits or Limits()
        self._hosts = Gate()
        self._making = asyncio.Lock()
        self._client: httpx2.AsyncClient | None = None

    async def fetch(self, request: FetchRequest) -> Outcome:
        """Fetch one document. Whatever happens is an outcome; only cancellation leaves as an exception."""
        started = time.monotonic()
        trip = _Trip(request, request.url, self._limits.total_s)
        try:
            if is_file(request.url):
                outcome = await asyncio.to_thread(read_file, request, self._limits.body_bytes)
            else:
                outcome = await self._travel(trip)
        except Exception as error:  # noqa: BLE001  the boundary: nothing that a server does may get past it
            kind, message = explain(error, host_of(trip.url))
            if kind in (OutcomeKind.DNS, OutcomeKind.CONNECT) and proxy_for(trip.url):
                kind, message = OutcomeKind.PROXY, "the proxy set in the environment cannot be reached"
            outcome = Outcome(kind, message, url=trip.url)
        return replace(
            outcome,
            requested_url=request.url,
            bytes_on_wire=outcome.bytes_on_wire or trip.wire,
            elapsed_s=time.monotonic() - started,
        )

    async def aclose(self) -> None:
        """Close every connection. Safe to call twice."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _ready(self) -> httpx2.AsyncClient:
        async with self._making:
            if self._client is None:
                self._client = await asyncio.to_thread(_make_client, self._user_agent, self._limits)
            return self._client

    async def _travel(self, trip: _Trip) -> Outcome:
        url = openable(trip.url)
        if url is None:
            raise Refused(OutcomeKind.BAD_ADDRESS, "not an http or https address")
        trip.url = url
        client = await self._ready()
        for _ in range(self._limits.redirects + 1):
            async with self._hosts.hold(host_of(trip.url)):  # waiting for ourselves does not count as time
                started = time.monotonic()
                async with asyncio.timeout(trip.left_s):
                    outcome = await self._hop(client, trip)
                trip.left_s -= time.monotonic() - started
            if outcome is not None:
                return outcome
        raise Refused(OutcomeKind.REDIRECT, f"redirected more than {self._limits.redirects} times")

    async def _hop(self, client: httpx2.AsyncClient, trip: _Trip) -> Outcome | None:
        """One request; None if it was a redirect, after moving `trip` on."""
        asked = client.build_request("GET", trip.url, headers=_conditions(trip.request))
        response = await client.send(asked, stream=True)
        try:
            location = response.headers.get("location")
            if response.status_code in _REDIRECTS and location:
                await _drain(response)
                await _move(trip, response.status_code, location)
                return None
            return await self._answer(response, trip)
        finally:
            await response.aclose()

    async def _answer(self, response: httpx2.Response, trip: _Trip) -> Outcome:
        status = response.status_code
        base = Outcome(
            OutcomeKind.OK,
            status=status,
            url=trip.url,
            permanent_url=trip.permanent_url,
            cache=_cache_headers(response),
            content_type=one_line(response.headers.get("content-type", ""))[:200] or None,
        )
        sent = _validators(response)
        if status == 304:
            old = trip.request.validators
            kept = Validators(sent.etag or old.etag, sent.last_modified or old.last_modified)
            return replace(base, kind=OutcomeKind.NOT_MODIFIED, message="not modified", validators=kept)
        if status not in (200, 203):
            await _drain(response)
            kind, message = status_outcome(status)
            return replace(base, kind=kind, message=message)
        body = await self._body(response, trip)
        if not body.strip():
            return replace(base, kind=OutcomeKind.BROKEN, message="the server sent an empty document")
        if looks_captive(trip.request.url, trip.url, body, base.content_type):
            message = f"a login or consent page of {host_of(trip.url)} came in place of the document"
            return replace(base, kind=OutcomeKind.CAPTIVE, message=message, permanent_url=None)
        return replace(base, body=body, validators=sent)

    async def _body(self, response: httpx2.Response, trip: _Trip) -> bytes:
        """The unpacked body. Raises Refused when it is too large, DecodeError when it is cut off."""
        limits = self._limits
        length = response.headers.get("content-length", "")
        if length.isdecimal() and (len(length) > 12 or int(length) > limits.wire_bytes):
            raise Refused(OutcomeKind.TOO_LARGE, f"the document has more than {limits.wire_bytes >> 20} MiB")
        decoder = Decoder(response.headers.get("content-encoding"))
        body = bytearray()
        async for piece in response.aiter_raw(65536):
            trip.wire += len(piece)
            if trip.wire > limits.wire_bytes:
                raise Refused(OutcomeKind.TOO_LARGE, f"the document has more than {limits.wire_bytes >> 20} MiB")
            for part in decoder.feed(piece):
                body += part
                if len(body) > limits.body_bytes:
                    raise Refused(
                        OutcomeKind.TOO_LARGE, f"the document unpacks to more than {limits.body_bytes >> 20} MiB"
                    )
        decoder.finish()
        return bytes(body)


def _make_client(user_agent: str, limits: Limits) -> httpx2.AsyncClient:
    from reader.net.client import build_client  # noqa: PLC0415  loads httpx2; called in a thread

    try:
        return build_client(user_agent, limits.connect_s, limits.read_s)
    except (ValueError, ImportError) as error:  # a proxy that is none, or a kind that needs another package
        raise Refused(
            OutcomeKind.PROXY, f"the proxy set in the environment cannot be used: {one_line(str(error))[:120]}"
        ) from error


def _conditions(request: FetchRequest) -> dict[bytes, bytes]:
    """The headers that make a request conditional, byte for byte as the server sent them."""
    if request.force:
        return {b"Cache-Control": b"no-cache"}
    stored = {b"If-None-Match": request.validators.etag, b"If-Modified-Since": request.validators.last_modified}
    return {name: value.encode("latin-1") for name, value in stored.items() if value and _is_sendable(value)}


def _is_sendable(value: str) -> bool:
    return len(value) <= _MAX_VALIDATOR and all(
        char == "\t" or (" " <= char <= "\xff" and char != "\x7f") for char in value
    )


def _validators(response: httpx2.Response) -> Validators:
    found: dict[bytes, str] = {}
    for name, value in response.headers.raw:
        text = value.decode("latin-1")
        if text and _is_sendable(text):
            found.setdefault(name.lower(), text)
    return Validators(found.get(b"etag"), found.get(b"last-modified"))


def _cache_headers(response: httpx2.Response) -> CacheHeaders:
    headers = response.headers
    names = ("date", "age", "cache-control", "expires", "retry-after")
    return CacheHeaders(*(None if (value := headers.get(name)) is None else one_line(value)[:1024] for name in names))


async def _drain(response: httpx2.Response) -> None:
    """Read a small body to its end, so that the connection can be used again."""
    length = response.headers.get("content-length", "")
    if length.isdecimal() and len(length) < 6 and int(length) <= _SMALL:
        async for _ in response.aiter_raw():
            pass


async def _move(trip: _Trip, status: int, location: str) -> None:
    """Take the trip to where a redirect points. Raises Refused where we do not go."""
    try:
        target = openable(urljoin(trip.url, location.strip().replace(" ", "%20")))
    except ValueError:
        target = None
    if target is None:
        raise Refused(OutcomeKind.REDIRECT, f"redirected to {one_line(location)[:80]!r}, which is not fetched")
    if trip.url.startswith("https:") and target.startswith("http:"):
        trip.permanent = False  # followed, as browsers do, but never remembered
    if await leads_inside(trip.request.url, target):
        kind = OutcomeKind.CAPTIVE if speaks_of_login(target) else OutcomeKind.REDIRECT
        raise Refused(kind, f"redirected to {host_of(target)}, which is in your own network")
    trip.permanent = trip.permanent and status in _PERMANENT
    trip.permanent_url = target if trip.permanent else trip.permanent_url
    trip.url = target
