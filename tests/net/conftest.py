from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from reader.net.fetch import Fetcher, Limits
from tests.net.server import Server, serving

QUICK = Limits(total_s=1.0, connect_s=0.8, read_s=0.8, wire_bytes=1 << 20, body_bytes=2 << 20)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest_asyncio.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    fetcher = Fetcher(limits=QUICK)
    yield fetcher
    await fetcher.aclose()
