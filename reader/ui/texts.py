"""What the bars of the main screen say. Pure; the words themselves come from `view`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.listing import Index, RowFlag
from reader.text import one_line
from reader.ui.commands import BY_NAME, COMMANDS, Place, first_key, reachable
from reader.view.clusters import cells
from reader.view.glyphs import glyphs_for
from reader.view.lines import Line, Span, fit, width_of
from reader.view.rhythm import Places, Rhythm, marks_line, measure, rhythm_line, steps_with
from reader.view.status import trouble_words
from reader.view.times import span
from reader.view.wrap import truncate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reader.model.event import Gap
    from reader.model.highlight import Highlight
    from reader.model.query import Problem
    from reader.model.source import SourceStatus
    from reader.tagging.highlight import Marks

LEGEND_WIDTH = 22
WIDEST_FILTER = 24
"""Cells of the name of a filter that says what it hides."""


def marks_of(highlights: Sequence[Highlight]) -> Marks | None:
    """The user's highlights, compiled; None where there are none, and nothing is imported."""
    if not highlights:
        return None
    from reader.tagging.highlight import compile_highlights  # noqa: PLC0415  only for those who have some

    return compile_highlights(highlights)


def outcome_room(width: int) -> int:
    """Cells of what stands beside the filter on a screen of this width, as in the style sheet."""
    return width * 6 // 10 - 2


def manner(*, follows: bool) -> str:
    """What becomes of arrivals."""
    return "following the newest" if follows else "holding still while you read"


def shown(number: int, total: int, hidden: str, *, partial: bool = False) -> str:
    """What the filter shows, and hides in the words of `hidden`; `partial` while only the newest are known."""
    return f"{number:,}+ of {total:,} …" if partial else f"{number:,} of {total:,} · {hidden}"


def hidden(number: int, by: str = "") -> str:
    """`31 hidden by actor:EU`; `by` is what hides them, nothing where that need not be said."""
    return f"{number:,} hidden by {truncate(one_line(by), WIDEST_FILTER)}" if by else f"{number:,} hidden"


def not_understood(text: str, problems: Sequence[Problem], counts: str, room: int) -> tuple[str, bool]:
    """What is wrong with the filter `text`, beside the `counts` of what it shows, in at most `room` cells.

    Also whether the reason is in it; where it has no room, what is not understood is named at least.
    """
    first, more = problems[0], len(problems) - 1
    part = truncate(one_line(text[first.start : first.end]), WIDEST_FILTER)
    others = f" (and {more} more)" if more else ""
    reason, name = f"{one_line(first.message)}{others}", f"“{part}” not understood{others}"
    for words, whole in ((reason, True), (name, False)):
        for said in (f"{words} · {counts}", words):
            if cells(said) <= room:
                return said, whole
    return truncate(name, room), False


class RhythmStrip:
    """The rhythm strip of a list; what needs a look at all of its entries is kept while the list is the same."""

    def __init__(self) -> None:
        self._of: tuple[Index, int] | None = None
        self._measured = measure((), 1)
        self._steps: tuple[frozenset[int], ...] = ()
        self._made: tuple[object, tuple[Line, Line]] | None = None

    def lines(
        self,
        index: Index,
        gaps: Sequence[Gap],
        width: int,
        *,
        cursor: int | None,
        alone: bool,
        ascii: bool,  # noqa: A002
    ) -> tuple[Line, Line]:
        """The strip with a word on its scale, and the marks that stand below it unless it is `alone`.

        `cursor` is in UTC seconds.
        """
        room = max(0, width - LEGEND_WIDTH)
        if self._of is None or self._of[0] is not index or self._of[1] != room:
            self._of, self._made = (index, room), None
            self._measured = measure(index.sort_at, max(1, room))
            self._steps = tuple(
                steps_with(self._measured, index.flags, int(flag)) for flag in (RowFlag.EDITED, RowFlag.KEY_EVENT)
            )
        here = None if cursor is None else self._measured.at(cursor)
        wanted = (tuple(gaps), width, here, alone, ascii)
        if self._made is None or self._made[0] != wanted:
            places = Places(cursor, gaps, *self._steps)
            self._made = wanted, _rhythm(self._measured, places, width, some=bool(index), alone=alone, ascii=ascii)
        return self._made[1]


def _rhythm(
    measured: Rhythm,
    places: Places,
    width: int,
    *,
    some: bool,
    alone: bool,
    ascii: bool,  # noqa: A002
) -> tuple[Line, Line]:
    room, glyphs = max(0, width - LEGEND_WIDTH), glyphs_for(ascii)
    scale = f" entries per {span(measured.step)}" if some else ""
    if measured.first:
        scale = f" per {span(measured.step)}, {glyphs.older} older"
    words = f" {glyphs.up} here {glyphs.key_event} key {glyphs.edited} edit" if some else ""
    strip = rhythm_line(measured, room, places, alone=alone, ascii=ascii)
    marks = marks_line(measured, room, places, ascii=ascii)
    legends = (Span(text.ljust(LEGEND_WIDTH), "muted") for text in (scale, words))
    return fit((next(legends), *strip), width), fit((next(legends), *marks), width)


def with_notice(notice: str | None, rest: Callable[[int], Line], width: int, *, ascii: bool) -> Line:  # noqa: A002
    """A notice that stands for as long as it holds, and what is left of `rest` beside it if that is worth showing."""
    words = one_line(notice or "")
    if not words:
        return rest(width)
    line: Line = (Span(words, "hold"), Span("  "))
    left = width - width_of(line)
    shown = (*line, *rest(left)) if left > 2 * LEGEND_WIDTH else line
    return fit(shown, width, glyphs_for(ascii).ellipsis)


_STAY = frozenset({"help", "back"})
"""These, and what leads out of a place, are never dropped from the last line."""


_FILTERED = {"clear_filter": "all"}
"""What is worth a place there only where a filter hides entries."""


def keys(place: Place, keymap: Mapping[str, str], width: int, *, filtered: bool = False) -> Line:
    """The keys that work here and are worth a place in the last line, as many as `width` cells have room for.

    With `filtered` also the one that shows everything again.
    The way out and the help are always among them: whoever has a small screen needs those most.
    """
    more = _FILTERED if filtered else {}
    here = [command for command in COMMANDS if command.place in reachable(place)]
    shown = [command for command in here if command.label or command.name in more]
    # From the text the same key leads back to the list, and quits only there.
    labels = ["back" if c.name == "back" and place is Place.DETAIL else c.label or more.get(c.name, "") for c in shown]
    signs = [first_key(keymap.get(c.name, c.keys)) for c in shown]
    pairs = [(Span(f" {key}", "command"), Span(f" {label}")) for key, label in zip(signs, labels, strict=True)]
    stay = [c.name in _STAY or c.name in more or c.name.startswith("leave_") for c in shown]
    room = width - sum(width_of(pair) for pair, stays in zip(pairs, stay, strict=True) if stays)
    line: list[Span] = []
    for pair, stays in zip(pairs, stay, strict=True):
        if not stays:
            # What has no room takes all behind it away too: with more room nothing changes its place.
            room -= width_of(pair) if room >= 0 else 0
        if stays or room >= 0:
            line += pair
    return tuple(line)


def keys_of(command: str, keymap: Mapping[str, str]) -> str:
    """The keys of a command by its name."""
    return keymap.get(command, BY_NAME[command].keys)


def empty(statuses: Sequence[SourceStatus], *, filtered: bool) -> Sequence[Line]:
    """What an empty list says, and what the reader can do."""
    trouble = next((words for item in statuses if (words := trouble_words(item.poll))), "")
    if filtered:
        words = ("Nothing matches this filter.", "Ctrl+F shows everything again.")
    elif trouble:
        words = ("Nothing here yet.", trouble[0].upper() + trouble[1:], "r asks again.")
    elif any(item.poll.last_success_at for item in statuses):
        words = ("Read, but it has no entries yet.", "They will appear here.")
    elif statuses:
        words = ("Nothing here yet.", "The first answer is on its way; r asks again.")
    else:
        words = ("You follow nothing yet.", "S opens the sources; there a adds an address.")
    return ((), *((Span("  "), Span(line, "muted")) for line in words))


def unread_of(index: Index, first: int = 0, last: int | None = None) -> dict[int, tuple[bool, bool]]:
    """The (read, starred) of every unread entry of a list, or of its positions `first` to `last` (not included)."""
    return {
        number: (False, bool(flags & RowFlag.STARRED))
        for number, flags in zip(index.ids[first:last], index.flags[first:last], strict=True)
        if not flags & RowFlag.READ
    }
