"""What the store takes up, and what tidying it came to. Sizes are bytes."""

from __future__ import annotations

from reader.frozen import dataclass


@dataclass(frozen=True, slots=True)
class SourceSize:
    """What is stored of one source. `bytes` is reckoned from the lengths of what is stored, good to about a tenth."""

    source_id: int
    entries: int = 0
    bytes: int = 0
    polls: int = 0
    """Polls that the log remembers."""
    dropped: int = 0
    """Keys of entries that retention dropped and that are not to count as new."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """What is stored of every source, and the file: its size, what of it is free, and its write-ahead log."""

    sources: tuple[SourceSize, ...] = ()
    file: int = 0
    free: int = 0
    log: int = 0


@dataclass(frozen=True, slots=True)
class TidyReport:
    """What one round of tidying came to."""

    done: bool = True
    """False where it was not due, or the store took no more acts: then the next round goes on."""
    dropped: int = 0
    """Entries that retention let go."""
    polls: int = 0
    """Polls that the log forgot."""
    forgotten: int = 0
    """Keys of dropped entries that were forgotten."""
    freed: int = 0
    """Bytes given back to the disk."""
