"""How the tests of this room read their fixtures."""

from __future__ import annotations

from pathlib import Path

from reader.formats import parse
from reader.model.snapshot import Document, Reading, Snapshot

FIXTURES = Path(__file__).parent / "fixtures"


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def reading(name: str, url: str | None = None, content_type: str | None = None) -> Reading:
    return parse(Document(fixture(name), url, content_type))


def snapshot(name: str, url: str | None = None) -> Snapshot:
    found = reading(name, url)
    assert found.snapshot is not None, found.reason
    return found.snapshot


def text_snapshot(text: str, url: str | None = None) -> Snapshot:
    found = parse(Document(text.encode(), url))
    assert found.snapshot is not None, found.reason
    return found.snapshot
