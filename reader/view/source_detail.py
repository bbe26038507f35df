"""A source in full: how it stands, when it is asked next and why then, what it costs, what to do about trouble."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.model.figures import PollFigures
from reader.model.source import Retention
from reader.text import one_line, openable
from reader.view.intervals import floor_of, interval_words
from reader.view.lines import EMPTY, Line, Span, fit
from reader.view.source_lines import Sight, share
from reader.view.source_state import advice, bytes_words, format_words, state_of
from reader.view.status import counted, trouble_words
from reader.view.times import ago, clock_label, moment, short_day, span
from reader.view.wrap import wrap

if TYPE_CHECKING:
    from reader.model.event import PollReport
    from reader.model.source import SourceStatus

LABEL = 13
AN_HOUR = 3600
NOTHING = PollFigures()
UNLIMITED = Retention(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the store counts of one source: its polls of today and of the last 24 hours, and the last ones singly.

    `size` is the room that it takes in bytes, None where that has not been looked at yet; `limits` are those of the
    settings, for sources without their own.
    """

    today: PollFigures = NOTHING
    day: PollFigures = NOTHING
    recent: Sequence[PollReport] = ()
    size: int | None = None
    limits: Retention = UNLIMITED


def source_detail(
    status: SourceStatus, facts: Facts, sight: Sight, width: int, *, removed: bool = False, compact: bool = False
) -> list[Line]:
    """The lines of the detail pane, each exactly `width` cells wide. `compact` is for a pane of few lines."""
    parts = (
        _name(status, width, titled=not compact),
        _trouble(status, width),
        _standing(status, sight, width, removed=removed),
        _polls(status, sight, width, removed=removed, compact=compact),
        _costs(facts, width) if compact else _politeness(facts, width),
        _settings(status, facts, sight, width),
        _latest(facts.recent, sight, width),
    )
    lines: list[Line] = []
    for part in parts:
        found = list(part)
        if found:
            lines += [*([EMPTY] if lines and not compact else []), *found]
    return [fit(line, width) for line in lines]


def _name(status: SourceStatus, width: int, *, titled: bool) -> Iterator[Line]:
    if titled:
        yield from _wrapped(one_line(status.title), width, "title")
    url = status.source.url
    link = openable(url)
    for start, end in wrap(one_line(url), max(1, width)):
        yield (Span(one_line(url)[start:end], "link" if link else "muted", link),)


def _trouble(status: SourceStatus, width: int) -> Iterator[Line]:
    words = trouble_words(status.poll)
    if words:
        yield from _wrapped(words[0].upper() + words[1:] + ".", width, "error")
        yield from _wrapped(advice(status.poll.outcome), width, "text")


def _standing(status: SourceStatus, sight: Sight, width: int, *, removed: bool) -> Iterator[Line]:
    state, poll = state_of(status, removed=removed, ascii=sight.ascii), status.poll
    why = one_line(poll.feed.state_reason or "") if state.word == str(poll.feed.state) else ""
    if removed:
        why = "its entries are deleted when you leave this screen; until then it can be put back"
    elif state.word == "paused":
        why = "not asked until it goes on; all that was read is here"
    elif state.word == "opened only":
        why = "not on your list"
    yield from _pair("State", f"{state.word}: {why}" if why else state.word, width, state.role)
    unread = f", {status.unread:,} unread" if status.unread else ""
    yield from _pair(
        "Holds", f"{counted(status.entries, 'entry', 'entries')}{unread}; {format_words(poll.format)}", width
    )
    if status.source.full_articles:
        yield from _pair("Articles", "those of new entries are fetched, as the site allows", width)
    if status.source.tags:
        yield from _pair("Tags", one_line(", ".join(status.source.tags)), width)


def _polls(status: SourceStatus, sight: Sight, width: int, *, removed: bool, compact: bool) -> Iterator[Line]:
    poll, reason = status.poll, one_line(status.poll.next_poll_reason or "")
    asked = not removed and not status.source.paused
    beside = f": {reason}" if compact and reason and asked else ""
    if not asked:
        yield from _pair("Next poll", "none while it is removed" if removed else "none while it is paused", width)
    elif poll.next_poll_at is None:
        yield from _pair(
            "Next poll", "now: it was never asked" if poll.last_poll_at is None else f"none{beside}", width
        )
    else:
        yield from _pair("Next poll", f"{_due(poll.next_poll_at, sight)}{beside}", width)
    if reason and asked and not compact:
        yield from _pair("Why then", reason, width)
    if poll.last_poll_at is not None:
        said = "" if poll.failures else f": {_said(poll.outcome, poll.message)}"  # trouble is told above
        yield from _pair("Last asked", f"{_at(poll.last_poll_at, sight)}{said}", width)
    if poll.last_success_at != poll.last_poll_at:
        answered = poll.last_success_at
        yield from _pair("Last read", _at(answered, sight) if answered is not None else "never", width)
    if poll.progress.moved_to:
        times = f", {counted(poll.progress.moved_times, 'time')} so far" if poll.progress.moved_times else ""
        words = (
            f"it redirects for good to {one_line(poll.progress.moved_to)}{times}; taken over once that has proved true"
        )
        yield from _pair("Moved", words, width)


def _due(at: int, sight: Sight) -> str:
    left = at - sight.now
    if left <= 0:
        return "now"
    clock = clock_label(at, sight.tz, seconds=True) if left < AN_HOUR else moment(at, sight.tz, sight.now)
    return f"{clock.replace(' today', '')}, in {span(left)}"


def _at(at: int, sight: Sight) -> str:
    return f"{moment(at, sight.tz, sight.now)}, {ago(sight.now - at)}"


def _said(outcome: str | None, message: str | None) -> str:
    return one_line(message or "") or one_line((outcome or "").replace("_", " "))


def _politeness(facts: Facts, width: int) -> Iterator[Line]:
    if not facts.day.polls:
        yield (Span("Requests".ljust(LABEL), "label"), Span("none in the last 24 hours"))
        return
    column = max(7, min(16, (width - LABEL) // 2))
    day, today = facts.day, facts.today
    yield _row("", "today", "last 24 h", column, "muted")
    yield _row("Requests", f"{today.polls:,}", f"{day.polls:,}", column)
    yield _row("Not modified", _unchanged(today), _unchanged(day), column)
    yield _row("Failed", f"{today.failed:,}", f"{day.failed:,}", column)
    yield _row("Received", bytes_words(today.bytes), bytes_words(day.bytes), column)


def _unchanged(figures: PollFigures) -> str:
    return f"{figures.not_modified:,} ({share(figures)})" if figures.polls else "0"


def _costs(facts: Facts, width: int) -> Iterator[Line]:
    """The same figures, a line a stretch of time."""
    for name, figures in (("Today", facts.today), ("Last 24 h", facts.day)):
        words = f"{counted(figures.polls, 'request')}, {_unchanged(figures)} not modified, {figures.failed:,} failed"
        yield from _pair(name, f"{words}, {bytes_words(figures.bytes)}" if figures.polls else "no request", width)


def _row(name: str, first: str, second: str, column: int, role: str = "text") -> Line:
    return (Span(name.ljust(LABEL), "label"), Span(first.ljust(column), role), Span(second, role))


def _settings(status: SourceStatus, facts: Facts, sight: Sight, width: int) -> Iterator[Line]:
    source = status.source
    floor = floor_of(source, status.poll.format)
    pace = f"{interval_words(source.interval)} (yours)" if source.interval else "the default of its kind"
    yield from _pair("Interval", f"{pace}; {floor.in_full}", width)
    yield from _pair("Keeps", _retention(source.retention, facts.limits), width)
    if facts.size is not None:
        yield from _pair("Takes", f"about {bytes_words(facts.size)} of the store", width)
    yield from _pair("Added", short_day(source.added_at, sight.tz), width)


def _retention(own: Retention, general: Retention) -> str:
    """What is kept of it: by its own limits, where it has none by those of the settings; 0 is no limit."""
    days, entries, mib = (
        theirs if ours is None else ours
        for ours, theirs in ((own.days, general.days), (own.entries, general.entries), (own.mib, general.mib))
    )
    limits = [
        f"what was listed in the last {counted(days, 'day')}" if days else "",
        f"at most {counted(entries, 'entry', 'entries')}" if entries else "",
        f"at most {mib:,} MiB" if mib else "",
    ]
    said = [limit for limit in limits if limit]
    whose = "" if own != Retention() else " (your settings)" if said else ""
    return f"{', '.join(said)}{whose}; starred entries in any case" if said else "everything, for good"


def _latest(recent: Sequence[PollReport], sight: Sight, width: int) -> Iterator[Line]:
    if recent:
        yield (Span("Last polls", "label"),)
    for report in recent:
        today = moment(report.at, sight.tz, sight.now).endswith(" today")
        when = clock_label(report.at, sight.tz, seconds=True) if today else moment(report.at, sight.tz, sight.now)
        size = f", {bytes_words(report.bytes)}" if report.bytes else ""
        words = f"{_said(report.outcome, report.message)}{size}"
        yield from _pair(when, words, width, "text" if report.ok else "error", name_role="muted")


def _pair(name: str, value: str, width: int, role: str = "text", *, name_role: str = "label") -> Iterator[Line]:
    """A name and its value, wrapped beside it; below it where there is no room."""
    indent = max(LABEL, len(name) + 1)
    if width - indent < 16:
        yield (Span(name, name_role),)
        yield from ((Span("  "), *line) for line in _wrapped(value, width - 2, role))
        return
    for number, line in enumerate(_wrapped(value, width - indent, role)):
        yield (Span("" if number else name, name_role), Span(" " * (indent - (0 if number else len(name)))), *line)


def _wrapped(text: str, width: int, role: str) -> Iterator[Line]:
    for start, end in wrap(text, max(1, width)):
        yield (Span(text[start:end], role),)
