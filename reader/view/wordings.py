"""Which of an entry's wordings the detail pane tells, and what it compares them with. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from reader.engine.compare import said
from reader.frozen import dataclass, replace
from reader.model.article import StoredArticle
from reader.model.entry import Wording
from reader.model.event import Revision, StoredEntry
from reader.model.source import SourceStatus
from reader.view.times import moment


@dataclass(frozen=True, slots=True)
class Stand:
    """How the reader looks at one entry: at its wordings, or at the article behind it.

    `full` is the article. `step` is a place among those `listed`, counted from 0; None is the current wording as the
    source has it. With
    `diff` its difference to an earlier one is told; with `silent` also what is stored and not told otherwise.
    """

    step: int | None = None
    diff: bool = False
    silent: bool = False
    full: bool = False

    @property
    def of_wordings(self) -> bool:
        """Whether it tells something of wordings, which an article has none of."""
        return self.step is not None or self.diff or self.silent


PLAIN = Stand()


@dataclass(frozen=True, slots=True)
class Known:
    """All wordings of an entry, the first one first, and which of them the reader knows.

    `read_at` is when the entry was marked as read (UTC seconds). `reading` is the number of the wording that was on the
    screen when a newer one came.
    """

    revisions: tuple[Revision, ...] = ()
    read_at: int | None = None
    reading: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry on the screen: its source, its wordings, whether it is `named` whose it is, and the page behind it."""

    stored: StoredEntry
    source: SourceStatus | None = None
    known: Known = Known()
    named: bool = True
    page: StoredArticle | None = None


def adopted(before: Shown, newer: Shown) -> Shown:
    """The newer state of an entry, for a reader who had the wording of `before` on the screen."""
    reading = max((item.number for item in before.known.revisions), default=1)
    return replace(newer, known=replace(newer.known, read_at=before.known.read_at, reading=reading))


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be shown: an entry in one of its wordings, from which wording on the changes are told, what it is.

    With `full` it is the article behind an entry, told as one.
    """

    stored: StoredEntry
    since: Wording | None = None
    heading: str = ""
    silent: bool = False
    full: bool = False


def listed(revisions: Sequence[Revision], *, silent: bool) -> list[Revision]:
    """The wordings that are stepped through: those that differ in what they say, or all."""
    return [item for item in revisions if silent or item.textual]


def last_read(known: Known) -> Revision | None:
    """The wording that the reader knows: what was on the screen, else what was current when it was marked as read."""
    if known.reading is not None:
        return next((item for item in known.revisions if item.number == known.reading), None)
    if known.read_at is None:
        return None
    at = known.read_at
    return next((item for item in reversed(known.revisions) if item.first_seen <= at), None)


def stepped(stand: Stand, revisions: Sequence[Revision], by: int) -> Stand | None:
    """The stand `by` wordings later (earlier below 0); None where there is no such wording."""
    every = listed(revisions, silent=stand.silent)
    step = (len(every) - 1 if stand.step is None else stand.step) + by
    return replace(stand, step=step) if 0 <= step < len(every) else None


def silenced(stand: Stand, revisions: Sequence[Revision]) -> Stand:
    """The stand with silent changes told, or no longer; on the same wording as far as it is still listed."""
    if stand.step is None:
        return replace(stand, silent=not stand.silent)
    number = listed(revisions, silent=stand.silent)[stand.step].number
    now = listed(revisions, silent=not stand.silent)
    step = max((place for place, item in enumerate(now) if item.number <= number), default=0)
    return replace(stand, silent=not stand.silent, step=step)


def told(stored: StoredEntry, stand: Stand, known: Known, tz: tzinfo, now: int) -> Told:
    """What a stand shows of an entry; `tz` and `now` (UTC seconds) are the reader's."""
    every = listed(known.revisions, silent=stand.silent)
    if stand.step is not None and every:
        return _step(stored, stand, every, tz, now)
    if not stand.diff or len(every) < 2:
        return Told(stored)
    base, since = _base(known, every)
    name = f"wording {max((place for place, item in enumerate(every, 1) if item.number <= base.number), default=1)}"
    words = _since(known, name, since, tz, now)
    return Told(stored, base.wording, f"Changes from {words}", stand.silent)


def _base(known: Known, every: Sequence[Revision]) -> tuple[Revision, bool]:
    """The wording from which changes are told, and whether the reader has read it: else it is the one before."""
    base = last_read(known)
    later = [item for item in every if base is not None and item.number > base.number]
    if base is not None and later:
        return base, True
    return every[-2], False


def _since(known: Known, name: str, read: bool, tz: tzinfo, now: int) -> str:
    if not read:
        return f"{name}, the one before"
    if known.reading is not None or known.read_at is None:
        return f"{name}, which you were reading"
    return f"{name}, which you read {moment(known.read_at, tz, now)}"


def _step(stored: StoredEntry, stand: Stand, every: Sequence[Revision], tz: tzinfo, now: int) -> Told:
    step = min(stand.step or 0, len(every) - 1)
    here = every[step]
    alike = next(place for place, item in enumerate(every) if _key(item, stand) == _key(here, stand))
    parts = [f"Wording {step + 1} of {len(every)}, first seen {moment(here.first_seen, tz, now)}"]
    if alike < step:
        parts.append(f"back to wording {alike + 1}")
    if not here.textual:
        parts.append("a silent change")
    if stand.diff:
        parts.append(f"changes from wording {step}" if step else "the first: nothing to compare it with")
    since = every[step - 1].wording if stand.diff and step else None
    return Told(at(stored, here), since, "; ".join(parts), stand.silent)


def _key(item: Revision, stand: Stand) -> object:
    return item.wording if stand.silent else said(item.wording)


def at(stored: StoredEntry, revision: Revision) -> StoredEntry:
    """The entry with the words of one revision; where actors are named is known of the current wording only."""
    if revision.wording == stored.entry.wording:
        return stored
    tagging = replace(stored.tagging, mentions=())
    return replace(stored, entry=replace(stored.entry, wording=revision.wording), tagging=tagging)
