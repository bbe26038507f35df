"""The shape of a day of live news: its entries and what becomes of them, minute by minute.

Pure data and pure functions over it. A minute is one of the day, counted from 00:00 UTC; every date is a UTC date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from reader.model.entry import EntryKind, Flags, Wording

LAST_MINUTE = 24 * 60 - 1


class DayError(ValueError):
    """The files of the day contradict themselves; the message says where."""


class ChangeKind(StrEnum):
    """What may happen to an entry after it has appeared."""

    CORRECTION = "correction"
    SILENT = "silent"
    TYPOGRAPHIC = "typographic"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"


@dataclass(frozen=True, slots=True)
class DayEntry:
    """An entry in one wording.

    `minute` is the time it states; `appears` the minute from which the page shows it, later than `minute` for a
    back-dated one. `updated` is the minute of the last change that the publisher owns up to.
    """

    id: str
    minute: int
    appears: int
    kind: EntryKind
    wording: Wording
    flags: Flags = field(default_factory=Flags)
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    updated: int | None = None

    @property
    def headline(self) -> str:
        """The headline; every entry of the day has one."""
        return self.wording.headline or ""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to the entry `entry_id` at `minute`."""

    minute: int
    entry_id: str
    kind: ChangeKind


@dataclass(frozen=True, slots=True)
class Version:
    """From `minute` on the page shows `entry`, or nothing in its place where that is None."""

    minute: int
    entry: DayEntry | None


@dataclass(frozen=True, slots=True)
class Day:
    """A page of live news over one day.

    `notice` says that it is fiction; it is also the last paragraph of `lead`.
    `entries` are in the wording in which they first appeared, by stated time, oldest first; `changes` by minute;
    `versions` hold every wording of each entry, by its id. `tables` is what it was built from.
    """

    date: dt.date
    site: str
    title: str
    slug: str
    notice: str
    lead: tuple[str, ...]
    call_to_action: str
    tags: tuple[str, ...]
    read_also: tuple[tuple[str, str, str], ...]
    """Clock, words and address of the timed links in the margin, which are no entries."""
    entries: tuple[DayEntry, ...]
    changes: tuple[Change, ...]
    versions: Mapping[str, tuple[Version, ...]]
    tables: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def ends(self) -> int:
        """The minute of the last entry, after which the page is no longer updated."""
        return self.entries[-1].minute

    def page_at(self, minute: int) -> list[DayEntry]:
        """Return what the page shows at `minute`, in its order: pinned first, then newest first."""
        return sorted(self.newest_first(minute), key=lambda entry: not entry.flags.pinned)

    def newest_first(self, minute: int) -> list[DayEntry]:
        """Return what the page shows at `minute` by stated time, without regard to pins."""
        histories = (self.versions[entry.id] for entry in reversed(self.entries))
        return [entry for history in histories if (entry := _current(history, minute))]

    def changed_at(self, minute: int) -> int:
        """Return the minute of the last thing that the page shows at `minute`; 0 before the first."""
        moments = (version.minute for versions in self.versions.values() for version in versions)
        return max((moment for moment in moments if moment <= minute), default=0)

    def is_live(self, minute: int) -> bool:
        """Return whether more is to come after `minute`."""
        return minute < self.ends

    def seconds(self, minute: int) -> int:
        """Return `minute` of this day as UTC seconds since 1970-01-01."""
        midnight = dt.datetime.combine(self.date, dt.time(), dt.UTC)
        return int(midnight.timestamp()) + minute * 60


def _current(versions: tuple[Version, ...], minute: int) -> DayEntry | None:
    shown: DayEntry | None = None
    for version in versions:
        if version.minute > minute:
            break
        shown = version.entry
    return shown


def latest_full_day(now: int) -> dt.date:
    """Return the last UTC date that was wholly over at `now` (UTC seconds).

    A day played on it is recent, and none of its times lies in the future however fast it is played.
    """
    return dt.datetime.fromtimestamp(now, dt.UTC).date() - dt.timedelta(days=1)


def clock(minute: int) -> str:
    """Return `minute` as HH:MM."""
    return f"{minute // 60:02}:{minute % 60:02}"
