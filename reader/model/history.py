"""What became of an entry: every wording and event that is known of it, and how it stood at any moment. Pure."""

from __future__ import annotations

from reader.frozen import dataclass
from reader.model.event import UNTAGGED, EventKind, Revision, StoredEntry


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that happened to an entry at `at` (UTC seconds); `revision` is the number of the wording meant."""

    at: int
    kind: EventKind
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """An entry as it is now, all its wordings, the first one first, and its turns, oldest first."""

    stored: StoredEntry
    revisions: tuple[Revision, ...] = ()
    turns: tuple[Turn, ...] = ()

    @property
    def back_at(self) -> int | None:
        """When it was reinstated last; None where that never happened."""
        return max((turn.at for turn in self.turns if turn.kind is EventKind.REINSTATED), default=None)


def until(history: History, moment: int) -> History | None:
    """The past of the entry as it was known at `moment` (UTC seconds); None if the entry was not."""
    stored = as_of(history, moment)
    if stored is None:
        return None
    revisions = tuple(one for one in history.revisions if one.first_seen <= moment) or history.revisions[:1]
    return History(stored, revisions, tuple(turn for turn in history.turns if turn.at <= moment))


def as_of(history: History, moment: int) -> StoredEntry | None:
    """The entry as it stood at `moment` (UTC seconds): its wording, edits and withdrawal; None if it was not known yet.

    Tags are those of the wording of today, and so left out where another one stood then. Of read marks, stars and what
    the publisher sets besides the wording no history is kept: they are as they are now.
    """
    from dataclasses import replace  # noqa: PLC0415  slow to import, and wanted for what is past alone

    stored = history.stored
    if stored.first_seen > moment:
        return None
    known = [one for one in history.revisions if one.first_seen <= moment] or list(history.revisions[:1])
    textual = [one for one in known if one.textual]
    wording = known[-1].wording if known else stored.entry.wording
    edited = textual[-1].first_seen if len(textual) > 1 else None
    same = wording == stored.entry.wording
    return replace(
        stored,
        entry=stored.entry if same else replace(stored.entry, wording=wording),
        last_seen=min(stored.last_seen, moment),
        revision=max(1, len(textual)),
        edited_at=edited,
        withdrawn_at=_gone_at(history, moment),
        tagging=stored.tagging if same else UNTAGGED,
    )


def _gone_at(history: History, moment: int) -> int | None:
    """Since when it was withdrawn at `moment`; None where it was not."""
    told = [turn for turn in history.turns if turn.kind in (EventKind.WITHDRAWN, EventKind.REINSTATED)]
    if told:
        last = next((turn for turn in reversed(told) if turn.at <= moment), None)
        return last.at if last is not None and last.kind is EventKind.WITHDRAWN else None
    gone = history.stored.withdrawn_at
    return gone if gone is not None and gone <= moment else None
