"""Which entry of a snapshot is which stored entry. Pure.

By key first: the page's own id is identity, whatever becomes of text and time. An id under which another story is told
is an edit, and the earlier story stays as its earlier wording. A derived key breaks when its entry is edited, so what
is left over on both sides is matched by time and likeness before anything is called new or missing. One entry that
comes under another id is another entry; a page on which most entries have changed nothing but their ids has renamed
them (a new content system, "http" become "https" in the ids).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.engine.compare import Difference, difference, said, similarity
from reader.model.entry import Basis, KeyKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.model.entry import Entry
    from reader.model.event import StoredEntry

ALIKE = 0.6
"""Likeness above which two wordings of one time are one entry."""
LONG_ENOUGH = 40
"""Characters of text that do not recur by chance within an hour."""
RENAMED = 3
"""Entries that must have changed nothing but their ids before we take it that the page has renamed them."""
MAX_PAIRS = 20_000
"""Comparisons that one snapshot is worth; beyond that leftovers stay what they are."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Pairs of snapshot entry and stored entry, and what has no counterpart on either side."""

    pairs: tuple[tuple[Entry, StoredEntry], ...]
    new: tuple[Entry, ...]
    absent: tuple[StoredEntry, ...]


def match(entries: Sequence[Entry], stored: dict[str, StoredEntry]) -> Matched:
    """Match the entries of a snapshot with those stored, which are given by key (one may have several keys).

    Of two entries with one key, or two keys of one stored entry, the first in the document has it.
    """
    pairs: list[tuple[Entry, StoredEntry]] = []
    new: dict[str, Entry] = {}
    taken: set[int] = set()
    for entry in entries:
        found = stored.get(entry.key)
        if found is not None and found.id not in taken:
            taken.add(found.id)
            pairs.append((entry, found))
        elif found is None:
            new.setdefault(entry.key, entry)
    absent = {one.id: one for one in stored.values() if one.id not in taken}
    for likely in (_same_entries, _moved_entries, _renamed_entries):
        if not new or not absent:
            break
        found = list(likely(list(new.values()), list(absent.values())))
        if likely is _renamed_entries and len(found) < max(RENAMED, len(pairs) + 1):
            break
        for entry, one in found:
            pairs.append((entry, one))
            del new[entry.key], absent[one.id]
    return Matched(tuple(pairs), tuple(new.values()), tuple(absent.values()))


def _same_entries(new: Sequence[Entry], absent: Sequence[StoredEntry]) -> Iterable[tuple[Entry, StoredEntry]]:
    return _likely(new, absent, _same_entry)


def _moved_entries(new: Sequence[Entry], absent: Sequence[StoredEntry]) -> Iterable[tuple[Entry, StoredEntry]]:
    return _likely(new, absent, _moved_entry)


def _renamed_entries(new: Sequence[Entry], absent: Sequence[StoredEntry]) -> Iterable[tuple[Entry, StoredEntry]]:
    """Those that say the very same at the very same time, in the order of the document."""
    known: dict[object, list[StoredEntry]] = {}
    for one in absent:
        if one.entry.published is not None and one.withdrawn_at is None:
            known.setdefault((one.entry.published, said(one.entry.wording)), []).append(one)
    for entry in new:
        same = known.get((entry.published, said(entry.wording)))
        if same and not entry.flags.deleted:
            yield entry, same.pop(0)


def _likely(
    new: Sequence[Entry], absent: Sequence[StoredEntry], score: Callable[[Entry, StoredEntry], float]
) -> Iterable[tuple[Entry, StoredEntry]]:
    """The best pairs first, each side once; among equals those that were closest in the document."""
    if len(new) * len(absent) > MAX_PAIRS:
        return
    ranked = sorted(
        (
            (-likeness, abs(entry.seq - one.entry.seq), i, j)
            for i, entry in enumerate(new)
            for j, one in enumerate(absent)
            if _may_be_one(entry, one) and (likeness := score(entry, one)) > ALIKE
        ),
    )
    used_new, used_absent = set[int](), set[int]()
    for _, _, i, j in ranked:
        if i not in used_new and j not in used_absent:
            used_new.add(i)
            used_absent.add(j)
            yield new[i], absent[j]


def _may_be_one(entry: Entry, one: StoredEntry) -> bool:
    """Two ids of the page's own that differ are two entries, whatever they say."""
    derived = KeyKind.DERIVED in (entry.key_kind, one.entry.key_kind)
    return derived and one.withdrawn_at is None and not entry.flags.deleted


def _same_entry(entry: Entry, one: StoredEntry) -> float:
    return similarity(one.entry.wording, entry.wording) if _same_time(entry, one.entry) else 0.0


def _same_time(new: Entry, old: Entry) -> bool:
    if new.published is not None and old.published is not None:
        if new.published // 60 == old.published // 60:
            return True
        guessed = Basis.PRINTED_INFERRED_DATE in (new.basis, old.basis)
        return guessed and new.time_label is not None and new.time_label == old.time_label
    return new.time_label == old.time_label


def _moved_entry(entry: Entry, one: StoredEntry) -> float:
    """1 for an entry whose stated time was corrected by less than an hour and whose text is the very same."""
    old = one.entry
    if entry.published is None or old.published is None or abs(entry.published - old.published) >= 3600:
        return 0.0
    same = difference(old.wording, entry.wording) is not Difference.TEXTUAL
    return 1.0 if same and len(entry.wording.text) >= LONG_ENOUGH else 0.0
