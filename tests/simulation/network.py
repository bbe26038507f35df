"""The wire between the program and the scripted servers, as a transport of the HTTP client: no socket, no thread."""

from __future__ import annotations

import asyncio
import errno
import random
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Protocol

import httpx2

from tests.simulation.loop import Times
from tests.simulation.servers import Answer, Asked, Endpoint, Site

READ_SECONDS = 20.0
PORTAL = "http://login.hotspot.example/portal"
_PORTAL_PAGE = b"<!doctype html><html><title>Free Wi-Fi</title><p>Please log in to go on.</p></html>"


class Observer(Protocol):
    """Whoever wants to know what goes over the wire."""

    def begun(self, asked: Asked) -> None: ...
    def answered(self, asked: Asked, answer: Answer) -> None: ...
    def ended(self, asked: Asked) -> None: ...


@dataclass(frozen=True)
class Outage:
    """No network from `start` to `end`: names cannot be looked up, nothing can be reached, or a portal is in the way."""

    start: float
    end: float
    how: str = "names"


class _Body(httpx2.AsyncByteStream):
    def __init__(self, network: Network, asked: Asked, answer: Answer) -> None:
        self._network, self._asked, self._answer = network, asked, answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._answer.breaks == "drip":
            while True:
                await asyncio.sleep(5)
                yield b" "
        yield self._answer.body
        if self._answer.breaks == "short":
            raise httpx2.RemoteProtocolError("peer closed connection without sending complete message body")

    async def aclose(self) -> None:
        self._network.leave(self._asked)


@dataclass
class Network(httpx2.AsyncBaseTransport):
    """All servers by host, the outages, and who watches."""

    times: Times
    sites: dict[str, Site] = field(default_factory=dict)
    outages: list[Outage] = field(default_factory=list)
    observers: list[Observer] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    under_way: set[int] = field(default_factory=set)

    def add(self, endpoint: Endpoint, **settings: object) -> Endpoint:
        site = self.sites.setdefault(endpoint.host, Site(endpoint.host))
        for name, value in settings.items():
            setattr(site, name, value)
        site.endpoints[endpoint.url] = endpoint
        for url in endpoint.others:
            host = httpx2.URL(url).host
            self.sites.setdefault(host, Site(host)).endpoints[url] = endpoint
        return endpoint

    def look_up(self, host: str) -> str:
        """The address of a host, as the resolver of the machine gives it."""
        outage = self.outage()
        if outage is not None and outage.how == "names":
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        if host not in self.sites and host not in PORTAL:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return "93.184.215.14"

    def outage(self) -> Outage | None:
        moment = self.times.true
        return next((outage for outage in self.outages if outage.start <= moment < outage.end), None)

    def leave(self, asked: Asked) -> None:
        if id(asked) in self.under_way:
            self.under_way.discard(id(asked))
            for observer in self.observers:
                observer.ended(asked)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw)
        asked = Asked(round(self.times.true, 3), str(request.url), headers)
        self.under_way.add(id(asked))
        for observer in self.observers:
            observer.begun(asked)
        try:
            answer = await self._answer(asked)
            for observer in self.observers:
                observer.answered(asked, answer)
            if answer.breaks not in ("", "short", "drip"):
                await _break(answer.breaks)
        except BaseException:
            self.leave(asked)
            raise
        head = [(name.encode(), value.encode("latin-1")) for name, value in answer.headers]
        return httpx2.Response(answer.status, headers=head, stream=_Body(self, asked, answer), request=request)

    async def _answer(self, asked: Asked) -> Answer:
        outage = self.outage()
        if outage is not None:
            await asyncio.sleep(0.02)
            return _portal(asked) if outage.how == "portal" else Answer(breaks=outage.how)
        if asked.url.startswith(PORTAL):
            return Answer(404)
        site = self.sites.get(asked.host)
        if site is None:
            return Answer(breaks="dns")
        slept = self.times.slept
        await asyncio.sleep(site.delay(self.chance))
        if self.times.slept != slept or self.outage() is not None:
            return Answer(breaks="reset")
        return site.answer(asked, self.times.true)


def _portal(asked: Asked) -> Answer:
    if asked.url.startswith(PORTAL):
        return Answer(200, [("Content-Type", "text/html")], _PORTAL_PAGE)
    return Answer(302, [("Location", f"{PORTAL}?for={asked.host}"), ("Content-Length", "0")])


async def _break(how: str) -> None:
    """Fail as the client does when the world fails so."""
    if how == "timeout":
        await asyncio.sleep(READ_SECONDS)
        raise httpx2.ReadTimeout("")
    if how == "reset":
        raise httpx2.ReadError("") from ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
    causes = {
        "refused": ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"),
        "dns": socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        "names": socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
        "unreachable": OSError(errno.ENETUNREACH, "Network is unreachable"),
    }
    raise httpx2.ConnectError("All connection attempts failed") from causes[how]
