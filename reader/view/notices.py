"""What a watch rule says: time and headline, never only a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import tzinfo

from reader.model.event import Event, EventKind
from reader.text import one_line
from reader.view.plain import title_of
from reader.view.times import clock_label
from reader.view.wrap import truncate

MAX_TEXT = 200
"""Cells of a notice; the rest is cut."""


def notice_text(events: Sequence[Event], tz: tzinfo) -> str:
    """`14:05 headline`, `14:05 EDITED headline`; of several `3 new, 1 edited: 14:05 headline`, with the newest
    of the new ones."""
    told = [event for event in events if event.entry is not None]
    if not told:
        return ""
    # What is new is told by name before what has changed.
    newest = max(told, key=lambda event: (event.kind is EventKind.NEW, _moment(event)))
    words = _one(newest, tz)
    if len(told) > 1:
        counts = Counter(event.kind for event in told)
        words = f"{', '.join(f'{counts[kind]} {kind}' for kind in EventKind if counts[kind])}: {words}"
    return truncate(one_line(words), MAX_TEXT)


def _moment(event: Event) -> int:
    return event.entry.sort_at if event.kind is EventKind.NEW and event.entry is not None else event.at


def _one(event: Event, tz: tzinfo) -> str:
    what = "" if event.kind is EventKind.NEW else f"{event.kind.upper()} "
    return f"{clock_label(_moment(event), tz)} {what}{title_of(event.entry) if event.entry else ''}"
