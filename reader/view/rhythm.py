"""The rhythm strip: how many entries came when, as one line of block characters, older to the left."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from reader.model.event import Gap
from reader.view.glyphs import Glyphs, glyphs_for
from reader.view.lines import Line, Span

STEPS = tuple(
    60 * minutes for minutes in (10, 20, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200, 129_600, 525_600)
)
"""Seconds that one character may stand for: ten minutes if the window lets it."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Counts per step of `step` seconds, the first beginning at `start` (UTC seconds, a multiple of `step`)."""

    start: int
    step: int
    counts: tuple[int, ...]

    def at(self, when: int) -> int | None:
        """Which step a moment lies in; None outside the window."""
        number = (when - self.start) // self.step
        return number if 0 <= number < len(self.counts) else None


def measure(sort_at: Sequence[int], width: int, *, start: int | None = None, end: int | None = None) -> Rhythm:
    """Count entries (ascending UTC seconds) from `start` to `end` inclusive in at most `width` steps.

    Without `start` and `end`: from the oldest entry to the newest. A window that is too long even for the longest
    step loses its oldest part.
    """
    width = max(1, width)
    first = start if start is not None else (sort_at[0] if sort_at else 0)
    last = max(first, end if end is not None else (sort_at[-1] if sort_at else first))
    step = next((step for step in STEPS if last // step - first // step < width), STEPS[-1])
    count = min(width, last // step - first // step + 1)
    begin = (last // step - count + 1) * step
    bounds = [bisect_left(sort_at, begin + number * step) for number in range(count + 1)]
    return Rhythm(begin, step, tuple(bounds[i + 1] - bounds[i] for i in range(count)))


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
    *,
    cursor: int | None = None,
    gaps: Sequence[Gap] = (),
    edits: Sequence[int] = (),
    ascii: bool = False,  # noqa: A002
) -> Line:
    """The strip in exactly `width` cells, newest at the right edge.

    `cursor` is the time of the entry under the cursor: its step has the role `cursor`, and a sign of its own where
    nothing came. Steps in a gap with nothing in them show as `gap`, those with an edit (times in `edits`) as `edited`.
    """
    glyphs = glyphs_for(ascii)
    counts = rhythm.counts[-width:] if width > 0 else ()
    begin = rhythm.start + (len(rhythm.counts) - len(counts)) * rhythm.step
    edited = {(when - begin) // rhythm.step for when in edits}
    here = None if cursor is None else (cursor - begin) // rhythm.step
    most = max(counts, default=0)
    cells = [
        _cell(
            count, most, glyphs,
            here=number == here,
            edited=number in edited,
            gap=_in_gap(begin + number * rhythm.step, rhythm.step, gaps),
        )
        for number, count in enumerate(counts)
    ]  # fmt: skip
    padding = Span(" " * (max(0, width) - len(counts)))
    return _merged([padding, *cells] if padding.text else cells)


def _cell(count: int, most: int, glyphs: Glyphs, *, here: bool, edited: bool, gap: bool) -> Span:
    if count:
        text = glyphs.blocks[(count * len(glyphs.blocks) - 1) // most]
    elif here:
        text = glyphs.empty
    else:
        text = glyphs.gap if gap else " "
    role = "cursor" if here else "edited" if edited else "gap" if gap and not count else "text"
    return Span(text, role)


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
