"""A hash of what a snapshot says, by which a document is known that only looks new."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from reader.formats.sandbox import wire

if TYPE_CHECKING:
    from reader.model.snapshot import Snapshot

_LENGTH = 32


def content_hash(snapshot: Snapshot) -> str:
    """A hash of what the entries say. Pages change with every request in what no reader reads; this does not."""
    parts = sorted(wire.line((entry.key, entry.wording, entry.flags)) for entry in snapshot.entries)
    return digest(snapshot.feed.state.encode(), *parts)


def digest(*parts: bytes) -> str:
    """The hash of some parts, 32 hexadecimal digits; where one part ends and the next begins counts."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.hexdigest()[:_LENGTH]
