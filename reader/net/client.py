"""The HTTP client. The only module that loads httpx2 when it is imported: import it off the event loop."""

from __future__ import annotations

import asyncio
import importlib
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpcore2
import httpx2

from reader.net.backend import Backend
from reader.net.guard import Way
from reader.net.proxy import build_proxy

if TYPE_CHECKING:
    from collections.abc import Mapping

with suppress(ImportError):
    # What the client would load at its first request, on the event loop, for as long as several frames take.
    importlib.import_module("anyio._backends._asyncio")
    importlib.import_module("encodings.idna")

KEEP_ALIVE = 90.0
"""Seconds for which an idle connection is kept: a live page polled every minute keeps its own."""
IDLE_CONNECTIONS = 25


_ALWAYS = (
    (
        "Accept",
        "application/atom+xml, application/rss+xml, application/feed+json, text/html, application/xhtml+xml, "
        "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.9, */*;q=0.5",
    ),
    ("Accept-Encoding", "gzip"),
    ("Connection", "keep-alive"),
)


class Client:
    """Sends single requests: nothing is followed, remembered or added, as the library's own client would do.

    `connect` and `read` are limits in seconds. A request goes the `Way` that its extension "way" names. Certificates
    are loaded with the first https request.
    """

    def __init__(self, user_agent: str, connect: float, read: float) -> None:
        self._always = httpx2.Headers([*_ALWAYS, ("User-Agent", user_agent)])
        self._patience = httpx2.Timeout(read, connect=connect, pool=read).as_dict()
        self._transport = Transport()

    async def get(self, url: str, headers: Mapping[bytes, bytes], extensions: Mapping[str, Any]) -> httpx2.Response:
        """Ask for `url`; the body of what is returned is still to come. Raises what httpx2 raises, and Refused.

        `headers` are sent with those that go with every request, or in their place.
        """
        said = self._always.copy()
        said.update(list(headers.items()))
        request = httpx2.Request("GET", url, headers=said, extensions={**extensions, "timeout": self._patience})
        return await self._transport.handle_async_request(request)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()


class Transport(httpx2.AsyncBaseTransport):
    """Sends each request on its way. Ways share no connection: one that was opened unguarded serves nobody else."""

    def __init__(self) -> None:
        self._roads: dict[tuple[Way, bool], _Road] = {}
        self._context: ssl.SSLContext | None = None
        self._loading = asyncio.Lock()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request. Raises what httpx2 raises, and Refused."""
        way: Way = request.extensions.get("way", Way())
        safe = request.url.scheme == "https"
        key = (way, safe)
        if key not in self._roads:
            context = await self._certificates() if safe or (way.proxy or "").startswith("https:") else None
            self._roads.setdefault(key, _Road(way, context))
        return await self._roads[key].handle_async_request(request)

    async def _certificates(self) -> ssl.SSLContext:
        async with self._loading:
            if self._context is None:
                self._context = await asyncio.to_thread(httpcore2.default_ssl_context)
            return self._context

    async def aclose(self) -> None:
        """Close every connection."""
        roads, self._roads = list(self._roads.values()), {}
        for road in roads:
            await road.aclose()


class _Road(httpx2.AsyncHTTPTransport):
    """The client's own transport with a pool of connections that it has no setting for."""

    def __init__(self, way: Way, context: ssl.SSLContext | None) -> None:
        # Not the parent's constructor: it loads certificates even for plain http.
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=context,
            proxy=None if way.proxy is None else build_proxy(way.proxy, context),
            max_connections=None,  # the fetcher counts
            max_keepalive_connections=IDLE_CONNECTIONS,
            keepalive_expiry=KEEP_ALIVE,
            # Who is at the other end of a proxy only the proxy knows.
            network_backend=Backend(guarded=way.guarded and way.proxy is None),
        )
