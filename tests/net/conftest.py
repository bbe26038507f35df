from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from itertools import chain, repeat

import pytest
import pytest_asyncio

from reader.net import backend, fetch, guard
from reader.net.fetch import Fetcher, Limits
from tests.net.server import Server, serving

PATIENT = Limits(total_s=50.0, connect_s=45.0, read_s=45.0)
"""For what comes, on however slow a machine."""
SMALL = replace(PATIENT, wire_bytes=1 << 20, body_bytes=2 << 20)
"""The same, where little is taken for too much."""
HASTY = replace(SMALL, total_s=1.0, connect_s=0.8, read_s=0.8)
"""For what runs into them in any case."""
SOON = 20.0
"""Seconds: what ends within them has not waited for what it must not wait for, on however slow a machine."""
OUTSIDE = "127.9.9.9"
"""A loopback address that the tests of the guard take for one of the public network."""


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest_asyncio.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    fetcher = Fetcher(limits=SMALL)
    yield fetcher
    await fetcher.aclose()


@pytest_asyncio.fixture
async def hasty() -> AsyncIterator[Fetcher]:
    fetcher = Fetcher(limits=HASTY)
    yield fetcher
    await fetcher.aclose()


class Names:
    """What the resolver of this test says: for each name a list of addresses, or one list after the other."""

    def __init__(self) -> None:
        self.known: dict[str, list[str]] = {}
        self.changing: dict[str, Iterator[list[str]]] = {}
        self.asked: list[str] = []
        self._real = socket.getaddrinfo

    def changes(self, name: str, *answers: list[str]) -> None:
        """The last answer stays."""
        self.changing[name] = chain(answers, repeat(answers[-1]))

    def look_up(self, host, port, family=0, type=0, proto=0, flags=0):  # noqa: A002  as socket.getaddrinfo
        name = host.decode() if isinstance(host, bytes) else host
        self.asked.append(name)
        addresses = next(self.changing[name]) if name in self.changing else self.known.get(name, [name])
        found = []
        for address in addresses:
            found += self._real(address, port, family, type, proto, flags)
        return found


@pytest.fixture
def names(monkeypatch) -> Names:
    names = Names()
    monkeypatch.setattr(socket, "getaddrinfo", names.look_up)
    return names


@pytest.fixture
def outside(monkeypatch, names: Names) -> Iterator[Server]:
    """A server of the public network, as `news.example` and by its address."""
    real = guard.is_public
    for module in (guard, backend, fetch):
        monkeypatch.setattr(module, "is_public", lambda address: address == OUTSIDE or real(address))
    names.known["news.example"] = [OUTSIDE]
    with serving(host=OUTSIDE) as running:
        yield running


@pytest.fixture
def inside() -> Iterator[Server]:
    """A server of the user's own network, reached by every loopback address."""
    with serving(host="::") as running:
        yield running
