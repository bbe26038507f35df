"""What the engine tells everybody else. Times are UTC seconds."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from reader.frozen import dataclass, field
from reader.model.entry import Entry, Wording
from reader.model.snapshot import FeedData
from reader.model.source import PollState, Progress, Validators
from reader.model.tagging import Tagging

if TYPE_CHECKING:
    from reader.model.fact import Fact

UNTAGGED = Tagging()


class EventKind(StrEnum):
    """The six kinds of event."""

    NEW = "new"
    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"
    GAP = "gap"
    POLL = "poll"


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry with what we know of it besides: its row, when we saw it, its state and the reader's marks.

    `revision` counts the textual wordings, from 1. `withdrawn_at` is set while it is gone from the source.
    """

    id: int
    source_id: int
    entry: Entry
    first_seen: int
    last_seen: int
    revision: int = 1
    edited_at: int | None = None
    withdrawn_at: int | None = None
    missed: int = 0
    """Complete snapshots in a row that lacked it."""
    read: bool = False
    starred: bool = False
    tagging: Tagging = UNTAGGED
    tie: int = 0
    """Its order among entries of the same `sort_at`, settled at first sight."""
    late: bool = False
    """It came when later entries were there already; only what is read for the detail pane (`Reads.entry`) says so."""

    @property
    def sort_at(self) -> int:
        """Its place in the timeline: `sort_time` of its own times."""
        return sort_time(self.entry.published, self.first_seen)


def sort_time(published: int | None, first_seen: int) -> int:
    """Stated time where there is one that is not in the future, else the time of arrival."""
    return first_seen if published is None else min(published, first_seen)


@dataclass(frozen=True, slots=True)
class Revision:
    """One wording of an entry; `number` counts all that are stored, from 1.

    `textual` is False where it differs silently from the textual one before: in typography, or in what moves by itself.
    """

    number: int
    first_seen: int
    wording: Wording
    textual: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch for which entries may be missing, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class PollReport:
    """One poll: what was asked and answered, and when the next is due. `message` is one line for people."""

    source_id: int
    at: int
    outcome: str
    message: str = ""
    status: int | None = None
    bytes: int = 0
    entries: int = 0
    validators: Validators | None = None
    """New validators to store; None leaves the stored ones alone."""
    body_hash: str | None = None
    format: str | None = None
    feed: FeedData | None = None
    next_poll_at: int | None = None
    next_poll_reason: str | None = None
    ok: bool = True
    """Whether the source answered as it should (new content or not modified)."""
    changed: bool = False
    """Whether the document differed from the one before."""
    progress: Progress | None = None
    """What to remember for the next poll; None leaves what is stored alone."""
    new_url: str | None = None
    """The address that the source has from now on, where a move is proven."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a source at `at`.

    `entry` is set for new, edited, withdrawn and reinstated; `was` is the wording before an edit; `gap` and `poll`
    belong to the events of their kind.
    """

    kind: EventKind
    at: int
    source_id: int
    entry: StoredEntry | None = None
    was: Wording | None = None
    gap: Gap | None = None
    poll: PollReport | None = None
    reverted_to: int | None = None
    """For an edit that brings an earlier wording back: which of the textual wordings that is, counted from 1."""


class ChangeKind(StrEnum):
    """What reconciling found about one entry.

    Typographic is whatever is stored and not told: other letters for the same words, or counters that tick.
    """

    NEW = "new"
    EDITED = "edited"
    TYPOGRAPHIC = "typographic"
    SEEN = "seen"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"


@dataclass(frozen=True, slots=True)
class Change:
    """What a poll means for one entry.

    `stored` is what the store has (None for new); `entry` is what the snapshot has (None for missing and withdrawn).
    `tagging` is set where the wording is new and has been tagged. `reverted_to` says which of the textual
    wordings, counted from 1, an edit brings back.
    """

    kind: ChangeKind
    entry: Entry | None = None
    stored: StoredEntry | None = None
    tagging: Tagging | None = None
    reverted_to: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that one snapshot means for the stored past of its source.

    `covered` is the stretch (from, to) that it lists without a hole: no gap lies in there any more. `learned` is what
    the entries that were tagged tell of names.
    """

    changes: tuple[Change, ...] = ()
    gaps: tuple[Gap, ...] = ()
    covered: tuple[int, int] | None = None
    learned: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """What the store knew of a source before a poll, as far as a snapshot can touch it.

    `entries` holds, by key, those that the snapshot names again and those that the last snapshot listed; `wordings`
    has, by the id of its entry, all wordings of those that have had more than one, the first one first; `dropped` the
    keys of the snapshot whose entries were dropped here to save space. `poll` is how the polls before this one went,
    `memory` what tagging remembers of the source (reader.tagging.memory).
    """

    entries: dict[str, StoredEntry]
    poll: PollState = field(default_factory=PollState)
    wordings: dict[int, tuple[Revision, ...]] = field(default_factory=dict[int, tuple[Revision, ...]])
    dropped: frozenset[str] = frozenset()
    memory: str | None = None
