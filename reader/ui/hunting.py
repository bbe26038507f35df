"""Highlights made while reading, and the one whose places are gone to. Pure but for the questions to the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.model.highlight import Highlight
from reader.model.query import All, Pattern, Query, Words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from reader.store import Reads

COUNTED = 5000
"""Entries in which the places are counted one by one; of more only the entries."""
STYLES = ("bold underline #c2571a", "bold underline #2b7bb9", "bold underline #a347ba", "bold underline #2f8f4e")
"""Readable on dark and on light ground, and underlined where there is no colour."""


@dataclass(frozen=True, slots=True)
class Found:
    """The entries of the list that have what is looked for, and how often; None if it was not counted."""

    ids: frozenset[int] = frozenset()
    places: int | None = 0

    def in_words(self, pattern: str) -> str:
        """`harbour: 12 in 9 entries`."""
        if not self.ids:
            return f"{pattern}: in no entry here"
        entries = f"{len(self.ids):,} {'entry' if len(self.ids) == 1 else 'entries'}"
        return f"{pattern}: " + (f"{self.places:,} in {entries}" if self.places is not None else f"in {entries}")


def made(text: str, before: Sequence[Highlight]) -> Highlight:
    """A highlight of what was typed or picked: words, or `/a regular expression/`; of another colour than the last."""
    text = " ".join(text.split())
    last = STYLES.index(before[0].style) if before and before[0].style in STYLES else -1
    style = STYLES[(last + 1) % len(STYLES)]
    if len(text) > 2 and text.startswith("/") and text.endswith("/"):
        return Highlight(text[1:-1], style, regex=True)
    return Highlight(text, style)


def label(highlight: Highlight) -> str:
    """A highlight as it is typed."""
    return f"/{highlight.pattern}/" if highlight.regex else highlight.pattern


def problem(highlight: Highlight) -> str | None:
    """Why a highlight cannot be used, in words; None where it can."""
    from reader.tagging.highlight import compile_highlights  # noqa: PLC0415  for those who have some

    return next((words for _, words in compile_highlights((highlight,)).problems), None)


def found(reads: Reads, query: Query, highlight: Highlight, *, sources: Sequence[int], now: int, zone: tzinfo) -> Found:
    """Look for a highlight in the entries of a filter. Raises what the store raises (a pattern that is too slow)."""
    from reader.tagging.highlight import compile_highlights  # noqa: PLC0415
    from reader.view.diff import wording_texts  # noqa: PLC0415

    term = Pattern(highlight.pattern) if highlight.regex else Words(highlight.pattern)
    wanted = Query(All((query.term, term)) if query.term is not None else term)
    ids = reads.index(wanted, sources=sources, now=now, zone=zone).ids
    if len(ids) > COUNTED:
        return Found(frozenset(ids), None)
    marks = compile_highlights((highlight,))
    counts = {
        stored.id: sum(len(marks.find(text)) for text in wording_texts(stored.entry.wording))
        for stored in reads.entries(ids)
    }
    return Found(frozenset(number for number, count in counts.items() if count), sum(counts.values()))
