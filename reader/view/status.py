"""How following stands, in words: header, waiting bar, hidden count. Times are UTC seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from reader.model.snapshot import FeedState
from reader.model.source import PollState, SourceStatus
from reader.model.tagging_due import TaggingProgress
from reader.text import one_line
from reader.view.clusters import cells
from reader.view.glyphs import Glyphs, glyphs_for
from reader.view.lines import EMPTY, Line, Span, fit, width_of
from reader.view.times import ago, clock_label, span, zone_label
from reader.view.wrap import truncate

NARROWEST_TITLES = (40, 24, 12, 12)
"""Cells of a title that is cut, before something else goes: the reason, the zone, the next poll."""
AN_HOUR = 3600


def counted(number: int, word: str, several: str | None = None) -> str:
    """`1 entry`, `31 entries`."""
    if number == 1:
        return f"1 {word}"
    return f"{number:,} {several or word + 's'}"


def tagging_words(progress: TaggingProgress) -> str:
    """`tagging 1,200 of 25,000`."""
    return f"tagging {progress.done:,} of {progress.of:,}"


def state_words(status: SourceStatus) -> str:
    """`live`, `ended`, `paused`, or nothing where the page does not say."""
    if status.source.paused:
        return "paused"
    state = status.poll.feed.state
    return "" if state is FeedState.UNKNOWN else str(state)


def count_words(statuses: Sequence[SourceStatus]) -> str:
    """`31 entries, 4 unread`."""
    entries = sum(status.entries for status in statuses)
    unread = sum(status.unread for status in statuses)
    return f"{counted(entries, 'entry', 'entries')}, {unread:,} unread"


def next_poll_words(poll: PollState, now: int, *, reason: bool = True, tz: tzinfo | None = None) -> str:
    """`next in 42 s: every 60 s while it changes`; `no next poll: the page has ended`.

    With `tz` the time of day instead, for words that stand for a while: `next 14:32:40 (unchanged 4 times)`.
    """
    why = f": {one_line(poll.next_poll_reason)}" if reason and poll.next_poll_reason else ""
    if poll.next_poll_at is None:
        return "due now" if poll.last_poll_at is None else f"no next poll{why}"
    left = poll.next_poll_at - now
    if left <= 0:
        return f"next now{why}"
    if tz is None:
        return f"next in {span(left)}{why}"
    at = clock_label(poll.next_poll_at, tz, seconds=left < AN_HOUR)
    return f"next {at} ({why[2:]})" if why else f"next {at}"


def trouble_words(poll: PollState) -> str:
    """What the last polls failed of, else nothing: `3 polls failed: the server does not answer`."""
    if not poll.failures:
        return ""
    message = one_line(poll.message or poll.outcome or "")
    head = "last poll failed" if poll.failures == 1 else f"{poll.failures} polls failed"
    return f"{head}: {message}" if message else head


def in_short(status: SourceStatus, now: int) -> str:
    """One line on a source, without its title: state, counts, last and next poll, trouble."""
    poll = status.poll
    last = f"polled {ago(now - poll.last_poll_at)}" if poll.last_poll_at is not None else "never polled"
    following = "" if status.source.paused else next_poll_words(poll, now)
    parts = (state_words(status), count_words([status]), last, trouble_words(poll), following)
    return "; ".join(part for part in parts if part)


def header_line(
    statuses: Sequence[SourceStatus],
    now: int,
    tz: tzinfo,
    width: int,
    *,
    offline: bool = False,
    elsewhere: bool = False,
    ascii: bool = False,  # noqa: A002
) -> Line:
    """The header in exactly `width` cells: title, state, counts; trouble; next poll and why; the zone of all times.

    What does not fit goes in this order: the reason of the next poll, the zone, the next poll, the end of the title.
    With `elsewhere` another process asks, and that is said in place of the reason.
    """
    glyphs, line = glyphs_for(ascii), EMPTY
    every = _variants(statuses, now, tz, offline=offline, elsewhere=elsewhere)
    for pieces, narrowest in zip(every, NARROWEST_TITLES, strict=True):
        line = _joined(pieces, glyphs)
        excess = width_of(line) - width
        title = pieces[0].text
        if excess <= 0:
            return fit(line, width)
        if excess <= cells(title) - narrowest:
            shorter = Span(truncate(title, cells(title) - excess, glyphs.ellipsis), pieces[0].role)
            return fit(_joined([shorter, *pieces[1:]], glyphs), width)
    return fit(line, width, glyphs.ellipsis)


def _variants(
    statuses: Sequence[SourceStatus], now: int, tz: tzinfo, *, offline: bool, elsewhere: bool
) -> list[list[Span]]:
    """The pieces of the header, from everything to the least."""
    head, trouble = _head(statuses), _trouble(statuses, offline=offline)
    due = _soonest(statuses)
    asks = " (another Dateline asks)" if elsewhere else ""
    words = (
        [
            next_poll_words(due.poll, now, reason=not asks, tz=tz) + asks,
            next_poll_words(due.poll, now, reason=False, tz=tz),
        ]
        if due
        else []
    )
    poll = [[Span(text, "muted")] for text in words] or [[], []]
    zone = [Span(zone_label(now, tz), "muted")]
    return [
        [*head, *trouble, *poll[0], *zone],
        [*head, *trouble, *poll[1], *zone],
        [*head, *trouble, *poll[1]],
        [*head, *trouble],
    ]


def _head(statuses: Sequence[SourceStatus]) -> list[Span]:
    if not statuses:
        return [Span("no sources", "title")]
    if len(statuses) > 1:
        live = sum(state_words(status) == FeedState.LIVE for status in statuses)
        state = f"{live} live" if live else ""
        title = counted(len(statuses), "source")
    else:
        state, title = state_words(statuses[0]), one_line(statuses[0].title)
    pieces = [Span(title, "title")]
    if state:
        pieces.append(Span(state, "label"))
    return [*pieces, Span(count_words(statuses), "muted")]


def _trouble(statuses: Sequence[SourceStatus], *, offline: bool) -> list[Span]:
    if offline:
        return [Span("offline", "error")]
    failing = [status for status in statuses if status.poll.failures]
    if not failing:
        return []
    if len(statuses) == 1:
        return [Span(trouble_words(failing[0].poll), "error")]
    return [Span(f"{counted(len(failing), 'source')} failing", "error")]


def _soonest(statuses: Sequence[SourceStatus]) -> SourceStatus | None:
    """The source that is polled next; a single one in any case, so that it can say why it is not."""
    following = [status for status in statuses if not status.source.paused]
    if len(statuses) == 1 and following:
        return following[0]
    due = [(status.poll.next_poll_at, status) for status in following if status.poll.next_poll_at is not None]
    return min(due, key=lambda pair: pair[0])[1] if due else None


def _joined(pieces: Sequence[Span], glyphs: Glyphs) -> Line:
    dot = Span(f" {glyphs.dot} ", "muted")
    return tuple(part for piece in pieces for part in (piece, dot))[:-1]


def hold_text(
    new: int = 0,
    edited: int = 0,
    withdrawn: int = 0,
    *,
    reinstated: int = 0,
    key: str = "G",
    ascii: bool = False,  # noqa: A002
) -> str:
    """What waits behind the bar: `▲ 5 new · 2 edited · press G`; nothing where nothing waits."""
    glyphs = glyphs_for(ascii)
    counts = ((new, "new"), (edited, "edited"), (withdrawn, "withdrawn"), (reinstated, "reinstated"))
    parts = [f"{number:,} {word}" for number, word in counts if number]
    return f"{glyphs.up} " + f" {glyphs.dot} ".join([*parts, f"press {key}"]) if parts else ""
