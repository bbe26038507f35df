"""Events and entries as one line of plain text each, for pipes, logs and screen readers."""

from __future__ import annotations

from datetime import tzinfo

from reader.model.event import Event, EventKind, Gap, PollReport, StoredEntry
from reader.text import one_line
from reader.view.times import clock_label, short_day, span

MAX_TITLE = 300
MAX_CHANGE = 400
"""Cells after which a line's title, or the words that an edit changed, are cut."""


def title_of(stored: StoredEntry) -> str:
    """The headline; where the publisher gave none, the start of the text; else what the entry is, in brackets."""
    wording = stored.entry.wording
    captions = (media.caption or media.alt for media in wording.media)
    words = wording.headline or next((text for text in (*wording.paragraphs, *captions) if text), None)
    return _cut(one_line(words), MAX_TITLE) if words else f"({stored.entry.kind})"


def _cut(text: str, width: int) -> str:
    if 2 * len(text) <= width:  # no character takes more than two cells
        return text
    from reader.view.wrap import truncate  # noqa: PLC0415  most titles are short

    return truncate(text, width)


def plain_event(event: Event, tz: tzinfo) -> str | None:
    """One line for an event, in the reader's zone; None for a poll that went as it should.

    `HH:MM NEW headline` has the entry's own time, every other line the time at which it was noticed. An edit that takes
    an earlier one back says so: `HH:MM EDITED headline: -old- +new+ (back to wording 1)`.
    """
    line = _words(event, tz)
    if line is None:
        return None
    at = event.entry.sort_at if event.kind is EventKind.NEW and event.entry else event.at
    return one_line(f"{clock_label(at, tz)} {line}")


def _words(event: Event, tz: tzinfo) -> str | None:
    if event.kind is EventKind.GAP:
        return f"GAP {gap_words(event.gap, tz)}" if event.gap else "GAP"
    if event.kind is EventKind.POLL:
        return None if event.poll is None or event.poll.ok else f"POLL {poll_words(event.poll)}"
    if event.entry is None:
        return event.kind.upper()
    line = f"{event.kind.upper()} {title_of(event.entry)}"
    if event.kind is EventKind.EDITED and event.was is not None:
        from reader.view.diff import summary  # noqa: PLC0415  a list of entries needs none of it

        words = _cut(one_line(summary(event.was, event.entry.entry.wording)), MAX_CHANGE)
        back = f" (back to wording {event.reverted_to})" if event.reverted_to is not None else ""
        return f"{line}: {words}{back}" if words else f"{line}{back}"
    return line


def gap_words(gap: Gap, tz: tzinfo) -> str:
    """`13:10 to 14:40 (1 h 30 min): the machine slept`, with days where they differ."""
    days = [short_day(at, tz) for at in (gap.start, gap.end)]
    start, end = clock_label(gap.start, tz), clock_label(gap.end, tz)
    if days[0] != days[1]:
        start, end = f"{days[0]} {start}", f"{days[1]} {end}"
    return f"{start} to {end} ({span(gap.end - gap.start)}): {gap.reason}"


def poll_words(report: PollReport) -> str:
    """What a poll came to: its message, when the next follows and why."""
    words = report.message or report.outcome
    if report.next_poll_at is None:
        return words
    reason = f", {report.next_poll_reason}" if report.next_poll_reason else ""
    return f"{words}; next in {span(report.next_poll_at - report.at)}{reason}"


def plain_entry(stored: StoredEntry, tz: tzinfo) -> str:
    """One line for a stored entry: `28 Sept 2020 22:41 headline`, then its state in brackets."""
    marks = [
        word
        for word, holds in (
            (f"edited {stored.revision - 1}x", stored.revision > 1),
            ("withdrawn", stored.withdrawn_at is not None),
            ("starred", stored.starred),
            ("key event", stored.entry.flags.key_event),
            ("pinned", stored.entry.flags.pinned),
        )
        if holds
    ]
    state = f" [{', '.join(marks)}]" if marks else ""
    return one_line(f"{short_day(stored.sort_at, tz)} {clock_label(stored.sort_at, tz)} {title_of(stored)}{state}")
