"""An entry as lines of the timeline: rules, time and title, marks with actors and topics, a blank.

How many lines there are is for `heights` to say; here they are filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from itertools import islice

from reader.model.entry import Basis, Precision
from reader.model.event import Gap
from reader.model.listing import Row, RowFlag
from reader.text import one_line
from reader.view.clusters import cells
from reader.view.glyphs import Glyphs, glyphs_for
from reader.view.heights import GUTTER, STATE_FLAGS, TIME_WIDTH, TITLE_LINES, Density, time_width, title_width
from reader.view.lines import Line, Span, fit
from reader.view.paint import Marks, Matches, found, paint
from reader.view.times import UNKNOWN_CLOCK, clock_label, day_label
from reader.view.wrap import truncate, wrap_lazily


def entry_lines(
    row: Row,
    width: int,
    *,
    tz: tzinfo,
    marks: Marks | None = None,
    matches: Matches | None = None,
    day_rule: bool = False,
    gaps: Sequence[Gap] = (),
    density: str = Density.COMFORTABLE,
    ascii: bool = False,  # noqa: A002
    source: str = "",
) -> list[Line]:
    """The lines of an entry, each exactly `width` cells, as many as `Heights.height` says of it.

    `day_rule` and `gaps` are what `Heights.day_rule` and `Heights.gap_rules` say of it, `source` is the name of its
    source where `Heights.named` says so.
    """
    glyphs = glyphs_for(ascii)
    lines = [gap_line(gap, width, tz, glyphs) for gap in gaps]
    if day_rule:
        lines.append(rule_line(day_label(row.sort_at, tz), width, glyphs))
    titles = _title_lines(row, title_width(width), marks, matches, glyphs)
    indent = Span(" " * (GUTTER + time_width(width)))
    lines.append(fit((*_gutter(row, glyphs), *_time(row, width, tz, glyphs), *titles[0]), width, glyphs.ellipsis))
    lines += [fit((indent, *title), width, glyphs.ellipsis) for title in titles[1:]]
    if source or row.flags & STATE_FLAGS:
        lines.append(fit((indent, *_state(row, tz, marks, glyphs, source)), width, glyphs.ellipsis))
    if density != Density.COMPACT:
        lines.append(fit((), width))
    return lines


def rule_line(label: str, width: int, glyphs: Glyphs) -> Line:
    """A day rule: `── Monday 28 September 2020 ──────`."""
    return _rule(label, width, glyphs.rule, "rule", glyphs.ellipsis)


def gap_line(gap: Gap, width: int, tz: tzinfo, glyphs: Glyphs) -> Line:
    """A gap rule: `╌╌ no coverage 13:10 to 14:40: the machine slept ╌╌╌`."""
    label = f"no coverage {clock_label(gap.start, tz)} to {clock_label(gap.end, tz)}: {one_line(gap.reason)}"
    return _rule(label, width, glyphs.gap, "gap", glyphs.ellipsis)


def _rule(label: str, width: int, char: str, role: str, ellipsis: str) -> Line:
    text = truncate(f"{char * 2} {label} ", max(0, width), ellipsis)
    return (Span(text + char * max(0, width - cells(text)), role),)


def _gutter(row: Row, glyphs: Glyphs) -> Line:
    read = row.flags & RowFlag.READ
    starred = row.flags & RowFlag.STARRED
    return (
        Span(" ") if read else Span(glyphs.unread, "unread"),
        Span(glyphs.starred, "starred") if starred else Span(" "),
    )


def _time(row: Row, width: int, tz: tzinfo, glyphs: Glyphs) -> Line:
    """The stated time; `22:41~` for the time of arrival where none is stated, `--:--` where only the day is known.

    `13:20⇣` for one that arrived late.
    """
    if not time_width(width):
        return ()
    if row.published is None:
        return (Span(f"{clock_label(row.first_seen, tz)}~"[:TIME_WIDTH], "time-seen"),)
    clock = UNKNOWN_CLOCK if row.precision == Precision.DAY else clock_label(row.published, tz)
    role = "time-inferred" if row.basis == Basis.PRINTED_INFERRED_DATE else "time"
    return (Span(clock, role), Span(glyphs.late, "time") if row.late else Span(" "))


def _title_lines(row: Row, width: int, marks: Marks | None, matches: Matches | None, glyphs: Glyphs) -> list[Line]:
    """The title in one line if it fits, else in exactly two."""
    title = _printable(row.title)
    if not title:
        return [(Span(truncate(f"({row.kind})", width, glyphs.ellipsis), "muted"),)]
    role = "title-read" if row.flags & RowFlag.READ else "title"
    if row.colour:
        role = f"style:{row.colour}{' not bold' if row.flags & RowFlag.READ else ' bold'}"
    if row.flags & RowFlag.WITHDRAWN:
        role = "title-withdrawn"
    painted = paint(title, role, found(title, marks, matches))
    if cells(title) <= width:
        return [painted.cut(0, len(title))]
    ranges = list(islice(wrap_lazily(title, width), TITLE_LINES + 1))
    lines = [painted.cut(start, end) for start, end in ranges[:TITLE_LINES]]
    if len(ranges) > TITLE_LINES:
        start, end = ranges[TITLE_LINES - 1]
        # With more behind it the last line is overlong on purpose: `fit` then ends it with the ellipsis.
        lines[-1] = fit((*painted.cut(start, end), Span(" " * width)), width, glyphs.ellipsis)
    return lines + [()] * (TITLE_LINES - len(lines))


def _state(row: Row, tz: tzinfo, marks: Marks | None, glyphs: Glyphs, source: str) -> Line:
    """The source, which is short, and marks first, so that no cut takes them, then actors, then topics."""
    groups: list[Line] = [(Span(source, "muted"),)] if source else []
    if row.flags & RowFlag.KEY_EVENT:
        groups.append((Span(glyphs.key_event, "key"),))
    if row.flags & RowFlag.PINNED:
        groups.append((Span(glyphs.pinned, "pinned"),))
    if row.flags & RowFlag.EDITED:
        groups.append((Span(f"{glyphs.edited}{row.revision}", "edited"),))
    if row.flags & RowFlag.WITHDRAWN:
        groups.append((Span(f"{glyphs.withdrawn} withdrawn", "withdrawn"),))
    if row.late:
        groups.append((Span(f"{glyphs.late} arrived {clock_label(row.first_seen, tz)}", "time"),))
    if row.actors:
        names = f" {glyphs.dot} ".join(map(_printable, row.actors))
        groups.append(paint(names, "tags", found(names, marks, None)).cut(0, len(names)))
    if row.topics:
        groups.append((Span(f" {glyphs.dot} ".join(map(_printable, row.topics)), "topic"),))
    return tuple(span for group in groups for span in (*group, Span("  ")))[:-1]


def _printable(text: str) -> str:
    return text if text.isprintable() else one_line(text)
