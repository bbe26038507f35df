"""What following costs the servers, in figures; and how the reader has arranged the sources."""

from __future__ import annotations

from reader.frozen import dataclass, field


@dataclass(frozen=True, slots=True)
class PollFigures:
    """The polls of one source over a stretch of time: how many, how many were answered "not modified", how many failed,
    and the bytes that came over the wire."""

    polls: int = 0
    not_modified: int = 0
    failed: int = 0
    bytes: int = 0

    def __add__(self, other: PollFigures) -> PollFigures:
        return PollFigures(
            self.polls + other.polls,
            self.not_modified + other.not_modified,
            self.failed + other.failed,
            self.bytes + other.bytes,
        )


@dataclass(frozen=True, slots=True)
class SetAside:
    """How a source was before it was removed, for as long as that can be taken back. `at` is UTC seconds.

    `final` means that its entries are being deleted: there is no way back.
    """

    kept: bool
    paused: bool
    at: int
    final: bool = False


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The reader's own order of the sources by id, the name of the order that is shown, and what was removed."""

    order: tuple[int, ...] = ()
    sorting: str = ""
    removed: dict[int, SetAside] = field(default_factory=dict[int, SetAside])
