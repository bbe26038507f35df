"""Entries whose tags are made behind the polls: what waits, what was made, how far it is."""

from __future__ import annotations

from reader.frozen import dataclass
from reader.model.entry import EntryKind
from reader.model.tagging import Tagging


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that waits for its tags.

    `wording` is the number of the wording that `headline` and `text` are, `sort_at` its place in the timeline (UTC
    seconds).
    """

    entry_id: int
    source_id: int
    wording: int
    sort_at: int
    headline: str | None
    text: str
    kind: EntryKind = EntryKind.TEXT
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The tags of one wording of an entry; None where it could not be tagged."""

    entry_id: int
    wording: int
    tagging: Tagging | None


@dataclass(frozen=True, slots=True)
class TaggingProgress:
    """How far the tagging is: `done` of the `of` entries that waited since it began.

    `entry_ids` are those that got their tags since this was told last.
    """

    done: int
    of: int
    entry_ids: tuple[int, ...] = ()
