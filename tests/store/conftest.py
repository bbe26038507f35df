"""A store in a folder of its own, with one source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.model.source import Source
from reader.store import Reads, Store
from reader.store.writer import Writer
from tests.store.fill import NOW
from tests.store.kills import Forks


@pytest.fixture(autouse=True)
def closed_for_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a store take its time to close, as it does not for a reader: what comes next looks at its files."""
    monkeypatch.setattr(Writer.close, "__defaults__", (60.0,))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    """What starts processes that are to be killed: all of a module are forked off one."""
    with Forks() as running:
        yield running


@pytest.fixture
def source(store: Store) -> Source:
    return store.add_source("https://news.example/live", now=NOW).result(60)


@pytest.fixture
def reads(store: Store) -> Iterator[Reads]:
    with store.reads() as opened:
        yield opened
