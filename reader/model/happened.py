"""What happened while nobody looked: up to where things were seen, and what came after. Times are UTC seconds."""

from __future__ import annotations

from array import array

from reader.frozen import dataclass, field
from reader.model.entry import Wording
from reader.model.event import Gap, StoredEntry
from reader.model.listing import FacetCount


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything up to the event with this id was seen, and somebody was there until `at`."""

    event: int
    at: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries, each once, are new, edited, withdrawn or back again; and how many gaps were found."""

    new: int = 0
    edited: int = 0
    withdrawn: int = 0
    reinstated: int = 0
    gaps: int = 0

    def __bool__(self) -> bool:
        return any((self.new, self.edited, self.withdrawn, self.reinstated, self.gaps))


@dataclass(frozen=True, slots=True)
class Altered:
    """An entry as it is now, and its wording when it was last seen (None where that is no longer known)."""

    entry: StoredEntry
    was: Wording | None


@dataclass(frozen=True, slots=True)
class Happened:
    """All that happened after `since`, up to the event `until`.

    `new` and `flags` hold every new entry in the order in which they are read, oldest first; the other lists are cut
    where they grow long, `tally` has the true numbers. An entry that is new is not told again as edited.
    """

    since: Seen
    until: int
    tally: Tally = field(default_factory=Tally)
    new: array[int] = field(default_factory=lambda: array("q"))
    flags: array[int] = field(default_factory=lambda: array("B"))
    oldest: int | None = None
    """The place in the timeline of the oldest new entry."""
    marked: tuple[int, ...] = ()
    """New entries that the publisher has made key events or pinned, oldest first."""
    edited: tuple[Altered, ...] = ()
    withdrawn: tuple[int, ...] = ()
    reinstated: tuple[int, ...] = ()
    gaps: tuple[tuple[int, Gap], ...] = ()
    """With the ids of their sources."""
    actors: tuple[FacetCount, ...] = ()
    """Who is named in what is new or edited, the commonest first."""
