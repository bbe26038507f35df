"""The one fetch boundary: every document, from the network or a file, comes through `Fetcher.fetch`.

Manners (RFC 9110, RFC 9111): conditional requests with validators byte for byte, sent only to the server that gave
them; gzip asked for, an honest User-Agent, no cookies, no Referer, one connection a host, kept open only where we come
again soon. Guards: a total time limit, caps on bytes packed and unpacked, at most five redirects, none to other
schemes, and nothing that a public document names is asked of the reader's own network.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from reader import __version__
from reader.frozen import dataclass
from reader.model.source import Validators
from reader.net.address import Endpoint, endpoint, host_of, is_file
from reader.net.captive import looks_captive, speaks_of_login
from reader.net.decode import Decoder
from reader.net.failures import Refused, explain, status_outcome
from reader.net.files import read_file
from reader.net.gate import Gate
from reader.net.guard import Inside, Way, is_public, looks_private, peer_of
from reader.net.headers import cache_headers, conditions, validators_of
from reader.net.logins import Logins
from reader.net.memory import Memory
from reader.net.outcome import FetchRequest, Outcome, OutcomeKind
from reader.net.proxy import proxy_for
from reader.text import one_line, openable

if TYPE_CHECKING:
    import httpx2

    from reader.net.client import Client

__all__ = ["USER_AGENT", "FetchRequest", "Fetcher", "Limits"]

USER_AGENT = f"dateline/{__version__} (+https://pypi.org/project/dateline/)"

_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_SMALL = 16384
_BREATHER = 256
"""Pieces of a body after which others get their turn: a server may send a byte a piece."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost: seconds in all, to connect, between two pieces; bytes packed and unpacked; redirects.

    `total_s` lies below the minute after which a server must be rid of us, so that start-up fits in as well.
    `at_once` is how many fetches may be under way; the others wait, which does not count as their time.
    """

    total_s: float = 50.0
    connect_s: float = 10.0
    read_s: float = 20.0
    wire_bytes: int = 8 << 20
    body_bytes: int = 16 << 20
    redirects: int = 5
    at_once: int = 25


@dataclass(slots=True)
class _Trip:
    """One fetch under way: where it is, on whose word, what it has cost, and what it has seen."""

    request: FetchRequest
    url: str
    left_s: float
    typed: Endpoint | None = None
    """Where the source itself is served: the user named it, so it may be anywhere."""
    from_inside: bool = False
    """Whether `url` was named by a machine of the user's own network: who is inside may point inside."""
    giver: Endpoint | None = None
    """The server that gave the validators."""
    proxy: str | None = None
    goes_on: bool = False
    """Whether the connection is to be kept for a later request."""
    hops: int = 0
    login: dict[bytes, bytes] | None = None
    greeting: bool = False
    """Whether a TLS handshake has begun and not ended."""
    wire: int = 0
    permanent: bool = True
    """Whether only permanent redirects led here."""
    permanent_url: str | None = None

    @property
    def source(self) -> str:
        """The address of the source that this is for."""
        return self.request.on_behalf_of or self.request.url


class Fetcher:
    """Fetches documents. For one event loop; the client is made, in a thread, when the first request needs it."""

    def __init__(
        self, *, user_agent: str = USER_AGENT, limits: Limits | None = None, logins: Logins | None = None
    ) -> None:
        self._user_agent = user_agent
        self._limits = limits or Limits()
        self._hosts = Gate()
        self._slots = asyncio.Semaphore(self._limits.at_once)
        self._memory = Memory()
        self._logins = logins or Logins()
        self._making = asyncio.Lock()
        self._client: Client | None = None

    async def fetch(self, request: FetchRequest) -> Outcome:
        """Fetch one document. Whatever happens is an outcome; only cancellation leaves as an exception."""
        started = time.monotonic()
        trip = _Trip(request, request.url, self._limits.total_s)
        try:
            if is_file(request.url):
                outcome = await self._file(request)
            else:
                outcome = await self._travel(trip)
        except Exception as error:  # noqa: BLE001  the boundary: nothing that a server does may get past it
            outcome = _failed(error, trip)
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

    async def _file(self, request: FetchRequest) -> Outcome:
        if request.on_behalf_of is not None:
            raise Refused(OutcomeKind.BAD_ADDRESS, "a document may not name files of this machine")
        return await asyncio.to_thread(read_file, request, self._limits.body_bytes)

    async def _ready(self) -> Client:
        if self._client is None:
            async with self._making:
                if self._client is None:
                    self._client = await asyncio.to_thread(_make_client, self._user_agent, self._limits)
        return self._client

    async def _travel(self, trip: _Trip) -> Outcome:
        self._set_out(trip)
        client = await self._ready()
        for trip.hops in range(self._limits.redirects + 1):
            trip.login = await self._logins.headers(trip.source, trip.url)  # may wait for the user: no server's time
            async with self._hosts.hold(host_of(trip.url)), self._slots:  # waiting for ourselves does not count as time
                started = time.monotonic()
                async with asyncio.timeout(trip.left_s):
                    outcome = await self._hop(client, trip)
                trip.left_s -= time.monotonic() - started
            if outcome is not None:
                return outcome
        raise Refused(OutcomeKind.REDIRECT, f"redirected more than {self._limits.redirects} times")

    def _set_out(self, trip: _Trip) -> None:
        """Say of a trip where it goes, and on whose word."""
        url, request = openable(trip.url), trip.request
        if url is None:
            raise Refused(OutcomeKind.BAD_ADDRESS, "not an http or https address")
        trip.url = url
        trip.typed = endpoint(url if request.on_behalf_of is None else openable(request.on_behalf_of) or "")
        trip.from_inside = request.on_behalf_of is not None and self._memory.is_inside(trip.typed)
        trip.giver = endpoint(request.validators_of or request.url)

    async def _hop(self, client: Client, trip: _Trip) -> Outcome | None:
        """One request; None if it was a redirect, after moving `trip` on."""
        here = endpoint(trip.url)
        trip.proxy = proxy_for(trip.url)
        way = Way(trip.proxy, guarded=not trip.from_inside and here != trip.typed)
        if way.guarded and looks_private(host_of(trip.url)):
            raise Inside
        conditional = conditions(trip.request) if trip.request.force or here == trip.giver else {}
        trip.goes_on = self._memory.come_again(here, time.time())
        headers = {**conditional, **(trip.login or {}), **({} if trip.goes_on else _CLOSE)}
        response = await client.get(trip.url, headers, _extensions(trip, way))
        try:
            trip.from_inside = self._is_inside(trip, response)
            if trip.login and response.status_code in (401, 403):
                self._logins.refused(trip.source)
            location = response.headers.get("location")
            if response.status_code in _REDIRECTS and location:
                await _drain(response, trip)
                _move(trip, response.status_code, location)
                return None
            return await self._answer(response, trip, conditional=bool(conditional) and not trip.request.force)
        finally:
            await response.aclose()

    def _is_inside(self, trip: _Trip, response: httpx2.Response) -> bool:
        """Whether it is a machine of the user's own network that answers. Behind a proxy only looks tell."""
        peer = None if trip.proxy else peer_of(response.extensions.get("network_stream"))
        inside = looks_private(host_of(trip.url)) if peer is None else not is_public(peer)
        self._memory.note_inside(endpoint(trip.url), inside=inside)
        return inside

    async def _answer(self, response: httpx2.Response, trip: _Trip, *, conditional: bool) -> Outcome:
        status = response.status_code
        base = Outcome(
            OutcomeKind.OK,
            status=status,
            url=trip.url,
            permanent_url=trip.permanent_url,
            cache=cache_headers(response.headers),
            content_type=one_line(response.headers.get("content-type", ""))[:200] or None,
        )
        sent = validators_of(response.headers.raw)
        if status == 304:
            await _drain(response, trip)
            if not conditional:
                message = "the server says that nothing has changed, though we have nothing yet"
                return replace(base, kind=OutcomeKind.BROKEN, message=message)
            old = trip.request.validators
            kept = Validators(sent.etag or old.etag, sent.last_modified or old.last_modified)
            return replace(base, kind=OutcomeKind.NOT_MODIFIED, message="not modified", validators=kept)
        if status not in (200, 203):
            await _drain(response, trip)
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
        pieces = 0
        async for piece in response.aiter_raw():
            pieces += 1
            trip.wire += len(piece)
            if trip.wire > limits.wire_bytes:
                raise Refused(OutcomeKind.TOO_LARGE, f"the document has more than {limits.wire_bytes >> 20} MiB")
            for part in decoder.feed(piece):
                body += part
                if len(body) > limits.body_bytes:
                    raise Refused(
                        OutcomeKind.TOO_LARGE, f"the document unpacks to more than {limits.body_bytes >> 20} MiB"
                    )
            if pieces % _BREATHER == 0:
                await asyncio.sleep(0)
        decoder.finish()
        return bytes(body)


_CLOSE = {b"Connection": b"close"}


def _make_client(user_agent: str, limits: Limits) -> Client:
    from reader.net.client import Client  # noqa: PLC0415  loads httpx2; called in a thread

    return Client(user_agent, limits.connect_s, limits.read_s)


def _extensions(trip: _Trip, way: Way) -> dict[str, Any]:
    if not trip.url.startswith("https:"):
        return {"way": way}

    async def note(event: str, _: object) -> None:
        if event.startswith("connection.start_tls."):
            trip.greeting = not event.endswith("complete")

    return {"way": way, "trace": note}


def _failed(error: Exception, trip: _Trip) -> Outcome:
    host = host_of(trip.url)
    if isinstance(error, Inside):
        kind = OutcomeKind.CAPTIVE if speaks_of_login(trip.url) else OutcomeKind.REDIRECT
        led = "redirected" if trip.hops else "the document points"
        return Outcome(kind, f"{led} to {host}, which is in your own network", url=trip.url)
    kind, message = explain(error, host, greeting=trip.greeting)
    if kind in (OutcomeKind.DNS, OutcomeKind.CONNECT) and trip.proxy:
        kind, message = OutcomeKind.PROXY, "the proxy set in the environment cannot be reached"
    return Outcome(kind, message, url=trip.url)


async def _drain(response: httpx2.Response, trip: _Trip) -> None:
    """Read a small body, or none, to its end, so that the connection can be used again, where it is to be."""
    if not trip.goes_on:
        return
    length = response.headers.get("content-length", "")
    if response.status_code == 304 or (length.isdecimal() and len(length) < 6 and int(length) <= _SMALL):
        async for _ in response.aiter_raw():
            pass


def _move(trip: _Trip, status: int, location: str) -> None:
    """Take the trip to where a redirect points. Raises Refused where we do not go."""
    try:
        target = openable(urljoin(trip.url, location.strip().replace(" ", "%20")))
    except ValueError:
        target = None
    if target is None:
        raise Refused(OutcomeKind.REDIRECT, f"redirected to {one_line(location)[:80]!r}, which is not fetched")
    # Followed, as browsers do, but never remembered: a way back from TLS, a login page.
    passing = (trip.url.startswith("https:") and target.startswith("http:")) or speaks_of_login(target)
    trip.permanent = trip.permanent and status in _PERMANENT and not passing
    trip.permanent_url = target if trip.permanent else trip.permanent_url
    trip.url = target
