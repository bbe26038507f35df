"""Puts roles and links on a text by offsets, and cuts lines out of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from reader.frozen import dataclass
from reader.view.clusters import edges, snap
from reader.view.lines import Line, Span

Marks = Callable[[str], Sequence[tuple[int, int, int]]]
"""Finds the user's highlights in a text: (start, end, number of the highlight)."""
Matches = Callable[[str], Sequence[tuple[int, int]]]
"""Finds what was searched for in a text: (start, end)."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """Characters `start` to `end` in a role of their own (None leaves the role alone), with a link perhaps."""

    start: int
    end: int
    role: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Painted:
    """A text divided into runs; run `i` goes from `starts[i]` to `starts[i + 1]`."""

    text: str
    starts: tuple[int, ...]
    roles: tuple[str, ...]
    links: tuple[str | None, ...]

    def cut(self, start: int, end: int) -> Line:
        """The spans of the characters `start` to `end`."""
        spans: list[Span] = []
        run = bisect_right(self.starts, start) - 1
        while start < end:
            following = self.starts[run + 1] if run + 1 < len(self.starts) else len(self.text)
            stop = min(end, following)
            spans.append(Span(self.text[start:stop], self.roles[run], self.links[run]))
            start = stop
            run += 1
        return tuple(spans)


def paint(text: str, role: str, strokes: Iterable[Stroke] = ()) -> Painted:
    """Divide `text` into runs; a later stroke lies over an earlier one. Strokes grow to whole clusters."""
    size = len(text)
    roles: list[str] = [role] * size
    links: list[str | None] = [None] * size
    cuts = {0}
    strokes = tuple(strokes)
    whole = edges(text) if strokes else None
    for stroke in strokes:
        start, end = max(0, stroke.start), min(size, stroke.end)
        if start >= end:
            continue
        start, end = snap(whole, start, end)
        if stroke.role is not None:
            roles[start:end] = [stroke.role] * (end - start)
        if stroke.link is not None:
            links[start:end] = [stroke.link] * (end - start)
        cuts.update((start, end))
    starts = tuple(
        cut
        for cut in sorted(cuts)
        if cut == 0 or (cut < size and (roles[cut], links[cut]) != (roles[cut - 1], links[cut - 1]))
    )
    if not text:
        return Painted(text, (0,), (role,), (None,))
    return Painted(text, starts, tuple(roles[at] for at in starts), tuple(links[at] for at in starts))


def found(text: str, marks: Marks | None, matches: Matches | None) -> list[Stroke]:
    """Strokes for highlights, and over them for what was searched for."""
    strokes = [Stroke(start, end, f"mark:{number}") for start, end, number in (marks(text) if marks else ())]
    strokes += [Stroke(start, end, "match") for start, end in (matches(text) if matches else ())]
    return strokes
