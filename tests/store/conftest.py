"""A store in a folder of its own, with one source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.model.source import Source
from reader.store import Reads, Store
from tests.store.fill import NOW


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db") as opened:
        yield opened


@pytest.fixture
def source(store: Store) -> Source:
    return store.add_source("https://news.example/live", now=NOW).result(10)


@pytest.fixture
def reads(store: Store) -> Iterator[Reads]:
    with store.reads() as opened:
        yield opened
