"""What happened while the reader was away, as lines: counts, who was named, what changed, then what to read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reader.engine.compare import said
from reader.frozen import dataclass, field
from reader.model.event import Gap
from reader.model.happened import Altered, Happened, Tally
from reader.model.listing import Row, RowFlag
from reader.text import one_line
from reader.view.clusters import cells
from reader.view.diff import changed, diff_line, wording_diff
from reader.view.glyphs import Glyphs, glyphs_for
from reader.view.lines import EMPTY, Line, Span, fit, width_of
from reader.view.plain import gap_words, title_of
from reader.view.source_lines import Sight
from reader.view.status import counted
from reader.view.times import SHORT_MONTHS, clock_label, local, moment, span
from reader.view.wrap import truncate, wrap

CLOCK, DATED = 5, 13
"""Cells of a time: `13:12`, or `28 Sept 13:12` where not everything is of today."""
NAME = 20
"""Cells of a source's name, at most; told where there are several and room for it."""
ROOM_FOR_NAMES = 90


@dataclass(frozen=True, slots=True)
class Told:
    """One line, of the entry `entry` if it is of one; `leads` on the first line of each entry."""

    line: Line
    entry: int | None = None
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What the lines are made for: width in cells, time and zone, how wide a time is, names of the sources by id."""

    width: int
    sight: Sight
    times: int = CLOCK
    names: Mapping[int, str] = field(default_factory=dict[int, str])

    @property
    def glyphs(self) -> Glyphs:
        """The characters of our own."""
        return glyphs_for(self.sight.ascii)


def tally_words(tally: Tally, dot: str = ",") -> str:
    """`17 new, 3 edited, 1 withdrawn, 2 gaps`; empty where nothing happened."""
    counts = (
        (tally.new, "new"), (tally.edited, "edited"), (tally.withdrawn, "withdrawn"), (tally.reinstated, "back again"),
    )  # fmt: skip
    parts = [f"{number:,} {word}" for number, word in counts if number]
    if tally.gaps:
        parts.append(counted(tally.gaps, "gap"))
    return f"{dot} ".join(parts)


def since_words(at: int, sight: Sight) -> str:
    """`13:10`, `13:10 yesterday`, `13:10 on 28 Sept 2020`."""
    return moment(at, sight.tz, sight.now).removesuffix(" today")


def offer_words(tally: Tally, since: int, sight: Sight, key: str, width: int) -> str:
    """What the bar says to somebody who comes back: `C: 17 new, 3 edited since 13:10`; empty where nothing happened.

    Of what does not fit `width` cells the rarer counts are left to the screen of its own.
    """
    if not tally:
        return ""
    counts = (tally, Tally(tally.new, tally.edited, tally.withdrawn), Tally(tally.new, tally.edited), Tally(tally.new))
    after = f" since {since_words(since, sight)}"
    told = [f"{key}: {words}{after}" for count in counts if (words := tally_words(count))]
    return next((words for words in told if cells(words) <= width), told[-1])


def heading(happened: Happened | None, since: int, sight: Sight, *, away: bool) -> Line:
    """`Catch up · absent 2 h 40 min, since 13:10`; of somebody who has been here all along, only since when."""
    dot = glyphs_for(sight.ascii).dot
    absent = f"absent {span(sight.now - since)}, " if away and sight.now - since >= 60 else ""
    words = "reading the log" if happened is None else f"{absent}since {since_words(since, sight)}"
    return (Span("Catch up", "title"), Span(f" {dot} ", "muted"), Span(words, "muted"))


def page_for(happened: Happened, rows: Iterable[Row], names: Mapping[int, str], sight: Sight, width: int) -> Page:
    """The page for these; dates are told with the times if anything is not of today."""
    times = [row.sort_at for row in rows]
    times += [item.entry.sort_at for item in happened.edited]
    if happened.oldest is not None:
        times.append(happened.oldest)
    today = local(sight.now, sight.tz).date()
    dated = any(local(at, sight.tz).date() != today for at in times)
    return Page(width, sight, DATED if dated else CLOCK, names)


def told(happened: Happened, rows: Mapping[int, Row], page: Page, start: int | None, key: str = "Enter") -> list[Told]:
    """Everything but the list of new entries, in which `new_line` is a line; that list follows the last of these.

    `rows` has what is marked, withdrawn and back again, and `start`, the entry with which to begin reading.
    """
    lines = [Told(line) for line in _counts(happened, page)]
    if start is not None and start in rows:
        lines += [Told(EMPTY), _start(happened, rows[start], page, key)]
    lines += _section("Key events and pinned", _rows(happened.marked, rows, page))
    lines += _section("Edited", (line for item in happened.edited for line in _edited(item, page)))
    lines += _more(happened.tally.edited - len(happened.edited))
    lines += _section("Withdrawn", _rows(happened.withdrawn, rows, page))
    lines += _more(happened.tally.withdrawn - len(happened.withdrawn))
    lines += _section("Back again", _rows(happened.reinstated, rows, page))
    lines += _more(happened.tally.reinstated - len(happened.reinstated))
    lines += _section("Gaps", (_gap(number, gap, page) for number, gap in happened.gaps))
    lines += _more(happened.tally.gaps - len(happened.gaps))
    if happened.new:
        lines += _section("New, oldest first", (Told(EMPTY),))[:-1]
    return lines


def new_line(row: Row, page: Page) -> Line:
    """An entry as one line: time, unread mark and state, title, and where there are several the source."""
    glyphs, flags = page.glyphs, row.flags
    state, role = _state(row, glyphs)
    name = _name(row.source_id, page)
    arrived = f"  arrived {clock_label(row.first_seen, page.sight.tz)}" if row.late else ""
    room = page.width - page.times - 5 - cells(arrived) - (cells(name) + 2 if name else 0)
    title = truncate(row.title if row.title.isprintable() else one_line(row.title), max(1, room), glyphs.ellipsis)
    title_role = "title-read" if flags & RowFlag.READ else "title"
    if flags & RowFlag.WITHDRAWN:
        title_role = "title-withdrawn"
    line = (
        Span(_time(row.sort_at, page), "time"), Span(" "),
        Span(" " if flags & RowFlag.READ else glyphs.unread, "unread"), Span(state, role), Span("  "),
        Span(title or f"({row.kind})", title_role), Span(arrived, "muted"),
    )  # fmt: skip
    return _with_name(line, name, page)


def _with_name(line: Line, name: str, page: Page) -> Line:
    """The line with the name of its source at the right end, where it is told."""
    if not name:
        return fit(line, page.width, page.glyphs.ellipsis)
    line = fit(line, page.width - cells(name) - 2, page.glyphs.ellipsis)
    return (*line, Span(" " * (page.width - width_of(line) - cells(name))), Span(name, "muted"))


def _counts(happened: Happened, page: Page) -> Iterator[Line]:
    words = tally_words(happened.tally)
    yield from _wrapped(words or "Nothing has happened since then.", page, "title")
    if happened.actors:
        dot = f" {page.glyphs.dot} "
        named = dot.join(f"{one_line(actor.value)} {actor.count:,}" for actor in happened.actors)
        yield from _wrapped(f"Named: {named}", page, "actor")


def _start(happened: Happened, row: Row, page: Page, key: str) -> Told:
    unread = sum(1 for flags in happened.flags if not flags & RowFlag.READ)
    what = f"the {unread:,} unread of them" if 0 < unread < len(happened.new) else f"the {len(happened.new):,} new"
    if len(happened.new) == 1:
        what = "it"
    order = f", oldest first, from {_time(row.sort_at, page).strip()} on" if len(happened.new) > 1 else ""
    words = f"{page.glyphs.live} {key} reads {what}{order}"
    return Told(fit((Span(words, "hold"),), page.width, page.glyphs.ellipsis), row.id, leads=True)


def _section(title: str, lines: Iterable[Told]) -> list[Told]:
    listed = list(lines)
    return [Told(EMPTY), Told((Span(title, "subhead"),)), *listed] if listed else []


def _more(number: int) -> list[Told]:
    return [Told((Span(f"and {number:,} more", "muted"),))] if number > 0 else []


def _rows(numbers: Sequence[int], rows: Mapping[int, Row], page: Page) -> Iterator[Told]:
    for number in numbers:
        if number in rows:
            yield Told(new_line(rows[number], page), number, leads=True)


def _edited(item: Altered, page: Page) -> Iterator[Told]:
    """The title as it is, and below it the changed words with a little of what stands round them."""
    stored, glyphs = item.entry, page.glyphs
    time, mark = Span(_time(stored.sort_at, page), "time"), Span(f"{glyphs.edited}{stored.revision}", "edited")
    line = (time, Span(" "), mark, Span("  "), Span(title_of(stored), "title"))
    yield Told(_with_name(line, _name(stored.source_id, page), page), stored.id, leads=True)
    indent = Span(" " * (page.times + 5))
    yield Told(fit((indent, *_change(item, glyphs)), page.width, glyphs.ellipsis), stored.id)


def _change(item: Altered, glyphs: Glyphs) -> Line:
    if item.was is None:
        return (Span("how it was is not known any more", "muted"),)
    wording = item.entry.entry.wording
    if said(item.was) == said(wording):
        return (Span("changed and changed back", "muted"),)
    pieces = [found for found in wording_diff(item.was, wording) if changed(found)]
    lines = [_close(diff_line(found), glyphs) for found in pieces]
    return tuple(part for line in lines for part in (*line, Span(f" {glyphs.dot} ", "muted")))[:-1]


AROUND = 20
"""Characters of unchanged text that are left on either side of a change."""


def _close(line: Line, glyphs: Glyphs) -> Line:
    """A line of changes with the unchanged text between them cut to what stands next to one."""
    short: list[Span] = []
    for at, part in enumerate(line):
        first, last = at == 0, at == len(line) - 1
        if part.role != "text" or len(part.text) <= AROUND * (1 if first or last else 2):
            short.append(part)
            continue
        before = "" if first else part.text[:AROUND].rsplit(" ", 1)[0] + " "
        after = "" if last else " " + part.text[-AROUND:].split(" ", 1)[-1]
        short.append(Span(f"{before}{glyphs.ellipsis}{after}"))
    return tuple(short)


def _gap(number: int, gap: Gap, page: Page) -> Told:
    name = f"{one_line(page.names[number])}: " if len(page.names) > 1 and number in page.names else ""
    words = f"{page.glyphs.gap * 2} {name}{one_line(gap_words(gap, page.sight.tz))}"
    return Told(fit((Span(words, "gap"),), page.width, page.glyphs.ellipsis))


def _name(number: int, page: Page) -> str:
    if len(page.names) < 2 or page.width < ROOM_FOR_NAMES:
        return ""
    return truncate(one_line(page.names.get(number, "")), NAME, page.glyphs.ellipsis)


def _state(row: Row, glyphs: Glyphs) -> tuple[str, str]:
    """The one state that matters most."""
    for flag, sign, role in (
        (RowFlag.WITHDRAWN, glyphs.withdrawn, "withdrawn"),
        (RowFlag.KEY_EVENT, glyphs.key_event, "key"),
        (RowFlag.PINNED, glyphs.pinned, "pinned"),
        (RowFlag.EDITED, glyphs.edited, "edited"),
    ):
        if row.flags & flag:
            return sign, role
    return (glyphs.late, "time") if row.late else (" ", "text")


def _time(at: int, page: Page) -> str:
    clock = clock_label(at, page.sight.tz)
    if page.times == CLOCK:
        return clock
    here, now = local(at, page.sight.tz), local(page.sight.now, page.sight.tz)
    if here.date() == now.date():
        return clock.rjust(DATED)
    return f"{here.day} {SHORT_MONTHS[here.month - 1]} {clock}".rjust(DATED)


def _wrapped(words: str, page: Page, role: str) -> Iterator[Line]:
    for start, end in wrap(words, max(1, page.width)):
        yield (Span(words[start:end], role),)
