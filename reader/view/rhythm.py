"""The rhythm strip: how many entries came when, as one line of block characters, older to the left."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence

from reader.frozen import dataclass
from reader.model.event import Gap
from reader.view.glyphs import glyphs_for
from reader.view.lines import Line, Span

STEPS = tuple(
    60 * minutes for minutes in (10, 20, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200, 129_600, 525_600)
)
"""Seconds that one character may stand for: ten minutes if the window lets it."""
OLDER = -1
"""The number of the step that stands for all that is older than the window."""
FEW = 4
FINER = 5
"""Up to a quarter of the entries, the oldest, are left out where the others can be shown five times as finely then."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Counts per step of `step` seconds, the first beginning at `start` (UTC seconds, a multiple of `step`).

    `first` is the position of the first entry that is counted; those before it are too old for the window.
    """

    start: int
    step: int
    counts: tuple[int, ...]
    first: int = 0

    def at(self, when: int) -> int | None:
        """Which step a moment lies in, OLDER for one before the window if there are such entries; else None."""
        number = (when - self.start) // self.step
        if number < 0:
            return OLDER if self.first else None
        return number if number < len(self.counts) else None


def measure(sort_at: Sequence[int], width: int) -> Rhythm:
    """Count entries (ascending UTC seconds), up to the newest, in at most `width` steps.

    From the oldest one on, unless a few that are much older than the others would make these one block, or unless the
    window is too long even for the longest step. Then a cell is left for what is OLDER, if there is more than one.
    """
    width = max(1, width)
    if not sort_at:
        return Rhythm(0, STEPS[0], (0,))
    last, first = sort_at[-1], 0
    step = _step(sort_at[0], last, width)
    if width > 1 and step >= FINER * (close := _step(sort_at[len(sort_at) // FEW], last, width - 1)):
        step = close
        first = bisect_left(sort_at, (last // step - width + 2) * step)
    count = min(width, last // step - sort_at[first] // step + 1)
    begin = (last // step - count + 1) * step
    bounds = [bisect_left(sort_at, begin + number * step) for number in range(count + 1)]
    return Rhythm(begin, step, tuple(bounds[i + 1] - bounds[i] for i in range(count)), bounds[0])


def _step(first: int, last: int, width: int) -> int:
    """The finest step of which `width` reach from the first moment to the last; the longest where none does."""
    return next((step for step in STEPS if last // step - first // step < width), STEPS[-1])


@dataclass(frozen=True, slots=True)
class Places:
    """What is marked on the strip: the moment of the cursor (UTC seconds), gaps, numbers of the steps that have an
    entry that was edited, and of those with a key event."""

    cursor: int | None = None
    gaps: Sequence[Gap] = ()
    edited: frozenset[int] = frozenset()
    key: frozenset[int] = frozenset()


def steps_with(rhythm: Rhythm, flags: array[int], wanted: int) -> frozenset[int]:
    """Numbers of the steps in which an entry has one of the flags `wanted`; `flags` as in an index."""
    found = flags.tobytes().translate(bytes(1 if value & wanted else 0 for value in range(256)))
    steps = {OLDER} if found.find(1, 0, rhythm.first) >= 0 else set[int]()
    position = rhythm.first
    for number, count in enumerate(rhythm.counts):
        if count and found.find(1, position, position + count) >= 0:
            steps.add(number)
        position += count
    return frozenset(steps)


LULL = 3
SHORTEST_LULL, LONGEST_LULL = 5 * 60, 3 * 3600
"""Seconds."""
LEAST_BURST = 3
_SAMPLE = 2000


def lull(sort_at: Sequence[int]) -> int:
    """The longest pause within a burst, in seconds, for entries at `sort_at` (ascending UTC seconds).

    Thrice the distance that half of the entries keep, but never under five minutes nor over three hours. Of many
    entries a sample is looked at.
    """
    some = range(1, len(sort_at), max(1, len(sort_at) // _SAMPLE))
    distances = sorted(sort_at[number] - sort_at[number - 1] for number in some)
    usual = distances[len(distances) // 2] if distances else 0
    return max(SHORTEST_LULL, min(LONGEST_LULL, LULL * usual))


def burst_start(sort_at: Sequence[int], here: int, *, older: bool) -> int | None:
    """Where the nearest burst begins before (`older`) or after the position `here`; None where there is none.

    A burst is three entries or more of which none comes later than a lull after the one before it. No more is looked
    at than lies between.
    """
    pause, last = lull(sort_at), len(sort_at) - 1
    step = -1 if older else 1
    at = here + step
    while 0 <= at <= last:
        begins = at == 0 or sort_at[at] - sort_at[at - 1] > pause
        follow = sort_at[at + 1 : at + LEAST_BURST]
        if begins and len(follow) == LEAST_BURST - 1:
            before = (sort_at[at], *follow)
            if all(later - earlier <= pause for earlier, later in zip(before, follow, strict=False)):
                return at
        at += step
    return None


def rhythm_line(
    rhythm: Rhythm,
    width: int,
    places: Places | None = None,
    *,
    alone: bool = False,
    ascii: bool = False,  # noqa: A002
) -> Line:
    """The strip in exactly `width` cells, newest at the right edge.

    Where there are older ones, a sign before it says so. The step of the cursor has the role `cursor`, and a sign of
    its own where nothing came, or in any case if the strip is `alone`, with no marks below it. Steps in a gap with
    nothing in them show as `gap`, those with a key event as `key`, those with an edit as `edited`.
    """
    glyphs, most = glyphs_for(ascii), max(rhythm.counts, default=0)
    places = places or Places()

    def cell(number: int) -> Span:
        mark = _mark(rhythm, number, places)
        if alone and mark == "cursor":
            return Span(glyphs.up, "unread")
        if number == OLDER:
            return Span(glyphs.older, mark)
        if count := rhythm.counts[number]:
            text = glyphs.blocks[(count * len(glyphs.blocks) - 1) // most]
        else:
            text = {"cursor": glyphs.empty, "gap": glyphs.gap}.get(mark, " ")
        return Span(text, "text" if mark == "gap" and count else mark)

    return _strip(rhythm, width, cell)


def marks_line(rhythm: Rhythm, width: int, places: Places, *, ascii: bool = False) -> Line:  # noqa: A002
    """A line for below the strip: a character for cursor, key events, edits and gaps, each below its step."""
    glyphs = glyphs_for(ascii)
    signs = {"cursor": glyphs.up, "key": glyphs.key_event, "edited": glyphs.edited, "gap": glyphs.gap}

    def cell(number: int) -> Span:
        mark = _mark(rhythm, number, places)
        return Span(signs.get(mark, " "), "unread" if mark == "cursor" else mark)

    return _strip(rhythm, width, cell)


def _mark(rhythm: Rhythm, number: int, places: Places) -> str:
    """The role of the one thing that matters most in a step."""
    if places.cursor is not None and rhythm.at(places.cursor) == number:
        return "cursor"
    if number in places.key:
        return "key"
    if number in places.edited:
        return "edited"
    return (
        "gap" if number != OLDER and _in_gap(rhythm.start + number * rhythm.step, rhythm.step, places.gaps) else "text"
    )


def _strip(rhythm: Rhythm, width: int, cell: Callable[[int], Span]) -> Line:
    """The newest steps that fit, at the right edge, and what is older if there is room."""
    count = max(0, min(width, len(rhythm.counts)))
    numbers = [*range(len(rhythm.counts) - count, len(rhythm.counts))]
    if rhythm.first and count < width:
        numbers.insert(0, OLDER)
    padding = Span(" " * (max(0, width) - len(numbers)))
    cells = [cell(number) for number in numbers]
    return _merged([padding, *cells] if padding.text else cells)


def _in_gap(start: int, step: int, gaps: Sequence[Gap]) -> bool:
    return any(gap.start < start + step and gap.end > start for gap in gaps)


def _merged(spans: Sequence[Span]) -> Line:
    line: list[Span] = []
    for span in spans:
        if line and line[-1].role == span.role:
            line[-1] = Span(line[-1].text + span.text, span.role)
        else:
            line.append(span)
    return tuple(line)
