"""A source as two lines of the list: sign, title and counts; then how it stands, when it was read and is asked next."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.text import one_line
from reader.view.glyphs import glyphs_for
from reader.view.lines import Line, Span, fit, width_of
from reader.view.source_state import bytes_words, state_of
from reader.view.status import counted, next_poll_words, trouble_words
from reader.view.times import ago
from reader.view.wrap import truncate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model.figures import PollFigures
    from reader.model.source import SourceStatus

LINES = 2
"""Of a source in the list."""
NARROWEST_TITLE = 16


@dataclass(frozen=True, slots=True)
class Sight:
    """What the lines are made for: the time (UTC seconds), the reader's zone, and whether only ASCII is drawn."""

    now: int
    tz: tzinfo = UTC
    ascii: bool = False


def source_lines(status: SourceStatus, sight: Sight, width: int, *, removed: bool = False) -> tuple[Line, Line]:
    """The two lines of a source, each exactly `width` cells wide. Every state has a sign and words."""
    state = state_of(status, removed=removed, ascii=sight.ascii)
    ellipsis = glyphs_for(sight.ascii).ellipsis
    role = "title-withdrawn" if removed else "title" if status.unread else "title-read"
    counts = _counts(status, width)
    room = max(1, width - 2 - width_of(counts) - 2)
    title = truncate(one_line(status.title), room, ellipsis)
    head = fit((Span(state.sign, state.role), Span(" "), Span(title, role)), width - width_of(counts), ellipsis)
    return fit((*head, *counts), width, ellipsis), fit(_second(status, sight, removed=removed), width, ellipsis)


def _counts(status: SourceStatus, width: int) -> Line:
    """`31 entries, 4 unread`, shortened to `31, 4 new` and dropped where the title needs the room."""
    entries = counted(status.entries, "entry", "entries")
    long = (Span(entries, "muted"), *((Span(f", {status.unread:,} unread", "unread"),) if status.unread else ()))
    short = (Span(f"{status.unread:,} unread", "unread"),) if status.unread else (Span(entries, "muted"),)
    return next((line for line in (long, short) if width - width_of(line) >= NARROWEST_TITLE + 4), ())


def _second(status: SourceStatus, sight: Sight, *, removed: bool) -> Line:
    poll, state = status.poll, state_of(status, removed=removed, ascii=sight.ascii)
    read = f"read {ago(sight.now - poll.last_success_at)}" if poll.last_success_at is not None else "never read"
    trouble = trouble_words(poll)
    if removed:
        pieces = [Span(state.word, state.role), Span("can be put back until you leave", "muted")]
    elif status.source.paused:
        pieces = [Span(state.word, state.role), Span(read, "muted"), Span("not asked until it goes on", "muted")]
    else:
        pieces = [Span(trouble, "error") if trouble else Span(state.word, state.role), Span(read, "muted")]
        pieces.append(Span(next_poll_words(poll, sight.now, tz=sight.tz), "muted"))
    return (Span("  "), *_joined(pieces, f" {glyphs_for(sight.ascii).dot} "))


def _joined(pieces: Sequence[Span], dot: str) -> Line:
    return tuple(part for piece in pieces for part in (piece, Span(dot, "muted")))[:-1]


def about_line(statuses: Sequence[SourceStatus], sorting: str, today: PollFigures, sight: Sight, width: int) -> Line:
    """The line above the list: how it is sorted, and what all polls of today came to."""
    dot = f" {glyphs_for(sight.ascii).dot} "
    polled = f"{counted(today.polls, 'request')} today"
    pieces = [Span(f" sorted by {sorting}" if statuses else "", "label")]
    if today.polls:
        pieces.append(Span(f"{polled}, {share(today)} not modified, {bytes_words(today.bytes)}", "muted"))
    elif statuses:
        pieces.append(Span("no request today", "muted"))
    return fit(_joined([piece for piece in pieces if piece.text], dot), width)


def share(figures: PollFigures) -> str:
    """How many of the polls were answered "not modified": `93 %`."""
    return f"{100 * figures.not_modified // figures.polls} %" if figures.polls else "-"


def heading_line(statuses: Sequence[SourceStatus], removed: int, width: int, *, ascii: bool = False) -> Line:  # noqa: A002
    """The header of the screen: how many sources there are, and how many in which state."""
    dot = f" {glyphs_for(ascii).dot} "
    words = [state_of(status).word for status in statuses]
    pieces = [Span(" Sources", "title"), Span(f"{len(statuses) - removed:,} followed", "muted")]
    for word, role in (("live", "label"), ("ended", "muted"), ("paused", "muted"), ("failing", "error")):
        number = words.count(word) - (removed if word == "paused" else 0)
        if number > 0:
            pieces.append(Span(f"{number:,} {word}", role))
    if removed:
        pieces.append(Span(f"{removed:,} removed", "withdrawn"))
    return fit(_joined(pieces, dot), width)
