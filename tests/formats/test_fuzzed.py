"""Damaged documents: whatever is cut, doubled, swapped or strewn in, parsing answers, and in time. Seeded."""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

import pytest

from reader.formats.sandbox import worker
from reader.formats.sandbox.worker import Sandbox, deadline
from reader.model.snapshot import Document, Reading
from tests.formats.support import FIXTURES

SEED = 20201110
PAGES = 400
AT_ONCE = 2
PATIENCE = 10
"""How many times longer than it may take on a machine of its own something may take here, beside other tests."""
LARGEST = 300_000
SPLINTERS = (
    *(
        b"<",
        b">",
        b"&",
        b'"',
        b"'",
        b"\0",
        b"\x1b[2J",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\r",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
    ),
    *(b"-->", b"&#x1b;", b"&#xD800;", b"&amp;amp;", b"<div>", b"</div>", b"<script>", b"<li>", b"<item>", b"</item>"),
    *(
        b"<!DOCTYPE x [",
        b"25:61",
        b"10:10",
        b"9" * 40,
        b"\xe2\x80\xae",
        b"\xcc\x81" * 9,
        b"{",
        b"}",
        b"[",
        b"\\ud800",
        b",",
    ),
)


def documents() -> list[Path]:
    """Our own documents, and real ones where there are some."""
    found = [path for path in sorted(FIXTURES.iterdir()) if path.is_file()]
    corpus = os.environ.get("DATELINE_CORPUS")
    if corpus:
        kinds = ("*.xml", "*.html", "*.json", "*.txt")
        real = sorted(path for kind in kinds for path in Path(corpus).rglob(kind) if path.stat().st_size < LARGEST)
        found += random.Random(SEED).sample(real, min(len(real), PAGES - len(found)))
    return found


def damaged(body: bytes, chance: random.Random) -> bytes:
    data = bytearray(body)
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        piece = bytes(data[at : min(to, at + 4000)])
        match chance.randrange(7):
            case 0:
                del data[at : min(to, at + 500)]
            case 1:
                data[at:at] = piece * chance.randint(1, 5)
            case 2:
                data[at:at] = chance.choice(SPLINTERS) * chance.choice((1, 1, 3, 300))
            case 3:
                del data[max(at, len(data) // 2) :]
            case 4:
                data[at : at + 1] = chance.randbytes(chance.randint(0, 30))
            case 5:
                data[at : at + len(piece)] = piece[::-1]
            case _:
                data = bytearray(
                    data.replace(chance.choice(SPLINTERS[:5]), chance.choice(SPLINTERS), chance.randint(1, 40))
                )
    return bytes(data)


def test_damaged_documents_are_answered_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "deadline", lambda document: PATIENCE * deadline(document))
    chance = random.Random(SEED)
    mutants = [(path, damaged(path.read_bytes(), chance)) for path in islice(cycle(documents()), PAGES)]
    with Sandbox(AT_ONCE) as sandbox, ThreadPoolExecutor(AT_ONCE) as threads:

        def read(number: int) -> Reading:
            path, body = mutants[number]
            return sandbox.parse(Document(body, f"https://example.org/{path.name}", None))

        answers = list(threads.map(read, range(PAGES)))
    for number, reading in enumerate(answers):
        about = f"{mutants[number][0].name}, mutation {number}: {reading.reason}"
        assert reading.is_feed or reading.reason, about
        # An exception within an adapter is told by its name.
        assert "Error:" not in (reading.reason or ""), about
        assert reading.format != "unreadable", about  # as it would be past its deadline
    assert sum(reading.is_feed for reading in answers) > PAGES // 4
