"""Lists of entries as the timeline shows them: compact arrays for all, a row of text for those on screen."""

from __future__ import annotations

from array import array
from enum import IntFlag

from reader.frozen import dataclass, field


class RowFlag(IntFlag):
    """What the timeline must know of every entry; fits one byte."""

    READ = 1
    STARRED = 2
    EDITED = 4
    WITHDRAWN = 8
    KEY_EVENT = 16
    PINNED = 32
    TAGGED = 64
    """There are actors or topics, hence a line that shows them."""


@dataclass(frozen=True, slots=True)
class Index:
    """Every entry of a query in parallel arrays, oldest first (by sort time, then document order)."""

    ids: array[int] = field(default_factory=lambda: array("q"))
    sort_at: array[int] = field(default_factory=lambda: array("q"))
    title_cells: array[int] = field(default_factory=lambda: array("H"))
    flags: array[int] = field(default_factory=lambda: array("B"))

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as a timeline row. Times are UTC seconds; `title` is the headline, else the start of the text."""

    id: int
    source_id: int
    sort_at: int
    title: str
    kind: str
    flags: RowFlag
    published: int | None = None
    first_seen: int = 0
    precision: str = "none"
    basis: str = "none"
    time_label: str | None = None
    revision: int = 1
    actors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    late: bool = False
    """It came when later entries of its source were there already, although the source was followed before."""
    colour: str | None = None
    """The colour of the watch rule that it belongs to, in Rich's words."""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many entries of a list carry one actor or topic."""

    field: str
    value: str
    count: int
    type: str | None = None
