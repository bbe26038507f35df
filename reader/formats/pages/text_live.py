"""A live page of an unknown kind that was copied from the browser as text: lines, some of which open with a time.

The text is laid out again as the page that it may have been, an element for each entry, and read as such a page by
`generic_live`, which also knows what only resembles one. What is decided here is which lines open the entries (those
whose times are printed alike and run in order), which of the lines are headlines, and where the last entry ends.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

from reader.formats.addresses import parts_of
from reader.formats.page import Candidate, Page
from reader.formats.pages import generic_live
from reader.formats.pages.page_stamps import says_live
from reader.formats.pages.timed_sequence import FEW, LEAST
from reader.formats.sniff import Shape
from reader.formats.times.clock_text import PrintedTime, leading, printed_date
from reader.formats.times.page_words import stamp_kind
from reader.formats.times.play_clock import opening
from reader.text import one_line

_ENDS = re.compile(r"[.!?…。।؟:;][\"'”’»)\]]*$")
_STOPS = re.compile(r"[.…。।][\"'”’»)\]]*$")
_BY = re.compile(r"(?:By|Von|Par|Por|Di|Door|Av|Af) [^\W\d_].{0,55}$")
_NAME = re.compile(
    r"^(?=.{5,40}$)[^\W\d_a-z][\w'’.-]*(?: (?:(?:van|von|de|der|den|di|da|al|bin|ten) )?[^\W\d_a-z][\w'’.-]*){1,3}$"
)
_ICONS = re.compile(r"^[\s\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]+")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_UNIVERSAL = re.compile(r"\(\d\d:\d\d (?:GMT|UTC)\)$")
_CLOCK_ENDS = re.compile(r"\d\d:\d\d$")
_BY_LINES = 2
_LONGEST_HEADLINE = 180
_SHORTEST_TITLE = 25
_HEAD = 80
"""So many lines before the first entry are looked at for the title."""
_TRIES = 4
_MOST_LINES = 20_000
"""More than any page has that a reader copies; a longer text is looked at so far."""


_Shape = tuple[bool, bool, bool, bool, bool, bool, str]


@dataclass(frozen=True, slots=True)
class _Lines:
    """A text: its lines, and the times that some of them open with."""

    lines: list[str]
    times: dict[int, PrintedTime]


def read(page: Page) -> Candidate | None:
    """Read a copied live page; None where the text is none."""
    if page.shape is not Shape.TEXT:
        return None
    whole = page.text.splitlines()
    lines = [one_line(line) for line in whole[:_MOST_LINES]]
    _join_universal(lines)
    _unnumber(lines)
    times = {at: found for at, line in enumerate(lines) if line and (found := opening(line))}
    _join_repeated(lines, times)
    groups: dict[_Shape, list[int]] = defaultdict(list)
    for at, printed in times.items():
        groups[_shape(lines[at], printed)].append(at)
    best: tuple[int, Candidate] | None = None
    for shape, starts in sorted(groups.items(), key=lambda group: (group[0][-1] == "changed", -len(group[1])))[:_TRIES]:
        if len(starts) < FEW or (best and shape[-1] == "changed"):
            continue
        found = _candidate(page, _Lines(lines, times), _without_index(lines, times, starts))
        if found:
            said = sum(len(entry.wording.text) for entry in found.snapshot.entries)
            best = (said, found) if best is None or said > best[0] else best
    if best is None or len(lines) == len(whole):
        return best[1] if best else None
    return replace(best[1], snapshot=replace(best[1].snapshot, complete=False))


def _without_index(lines: Sequence[str], times: dict[int, PrintedTime], starts: list[int]) -> list[int]:
    """Leave out a list of key events on top: times with a line each, most of which return below with more."""
    short = 0
    while short + 1 < len(starts) and sum(bool(line) for line in lines[starts[short] : starts[short + 1]]) <= _BY_LINES:
        short += 1
    below = {times[at].minutes for at in starts[short:]}
    again = sum(times[at].minutes in below for at in starts[:short])
    return starts[short:] if short > 1 and again > 0.5 * short and len(starts) - short >= LEAST else starts


def _join_universal(lines: list[str]) -> None:
    """Put a line that gives the time above it once more in universal time, "(13:22 GMT)", behind that time."""
    above = -1
    for at, line in enumerate(lines):
        if above >= 0 and _UNIVERSAL.match(line) and _CLOCK_ENDS.search(lines[above][-10:]):
            lines[above], lines[at] = f"{lines[above]} {line}", ""
        elif line:
            above = at


def _unnumber(lines: list[str]) -> None:
    """Take off the numbers of a numbered list whose items open with times."""
    found = [(at, match) for at, line in enumerate(lines) if (match := _NUMBER.match(line))]
    timed = [(at, match) for at, match in found if leading(lines[at][match.end() :]) is not None]
    steps = [abs(int(after[1][1]) - int(before[1][1])) for before, after in pairwise(timed)]
    if len(steps) + 1 >= FEW and all(step == 1 for step in steps):
        for at, match in timed:
            lines[at] = lines[at][match.end() :]


def _join_repeated(lines: list[str], times: dict[int, PrintedTime]) -> None:
    """Take out a line that prints once more the time of the line above it."""
    above = -1
    for at, line in enumerate(lines):
        if not line:
            continue
        first, second = times.get(above), times.get(at)
        same = first and second and first.minutes is not None and first.minutes == second.minutes
        if same and first and second and first.end >= len(lines[above]) and second.end >= len(line):
            del times[at]
            lines[at] = ""
        else:
            above = at


def _shape(line: str, printed: PrintedTime) -> _Shape:
    """How a time is printed: openers of one page are printed alike."""
    dated = printed.day is not None
    whole = printed.end >= len(line)
    return (
        printed.relative,
        printed.play is not None,
        printed.zone is not None,
        dated,
        whole,
        _ICONS.sub("", line)[:1].isalnum(),
        stamp_kind(line),
    )


def _candidate(page: Page, text: _Lines, starts: Sequence[int]) -> Candidate | None:
    """What `generic_live` makes of a text if the entries begin at some lines."""
    markup = _laid_out(text, starts, page.url or "")
    if markup is None:
        return None
    found = generic_live.read(Page(replace(page.document, body=b""), markup, Shape.HTML))
    if found is None:
        return None
    return replace(found, snapshot=replace(found.snapshot, format="live-text"))


def _laid_out(text: _Lines, starts: Sequence[int], url: str) -> str | None:
    """The text as a page; None where neither its title nor headlines below the times speak for a live one."""
    above = _headlines_above(text, starts)
    bounds = [at if above[at] is None else _before(text.lines, at) for at in starts]
    pieces = [_piece(text, at, until, above[at]) for at, until in zip(starts, [*bounds[1:], None], strict=True)]
    pieces[-1] = replace(pieces[-1], lines=_trimmed(pieces[-1].lines))
    names = _names(pieces)
    heads = _headed(pieces, names) if not any(above.values()) else set[int]()
    top = [text.lines[at] for at in range(bounds[0]) if text.lines[at] and not _is_loose(text.times.get(at))]
    title = _title(top)
    live = says_live([title or ""], parts_of(url).path)
    if not live and (not heads or len(starts) < LEAST):
        return None
    at = top.index(title) if title else -1
    controls = {line for line in _repeated(pieces) if len(line) < 40} - names
    parts = [_line(line, set(), set()) for line in top[: max(at, 0)]]
    parts += ["<main>", f"<h1>{escape(title)}</h1>" if title else ""]
    parts += [_line(line, set(), set()) for line in top[at + 1 :]]
    parts += [_entry(piece, controls, names, headed=number in heads) for number, piece in enumerate(pieces)]
    return f"<html><head><title>{escape(title or '')}</title></head><body>{''.join(parts)}</main></body></html>"


def _is_loose(printed: PrintedTime | None) -> bool:
    """Whether a line above the entries opens with a time that is no full stamp of the page."""
    return printed is not None and printed.year is None


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry as lines: its printed time, what follows it, and the headline above it if headlines stand there."""

    label: str
    lines: list[str]
    above: str | None


def _piece(text: _Lines, at: int, until: int | None, above: str | None) -> _Piece:
    end = text.times[at].end
    first = text.lines[at]
    return _Piece(first[:end], [line for line in (first[end:], *text.lines[at + 1 : until]) if line], above)


def _entry(piece: _Piece, controls: set[str], names: set[str], *, headed: bool) -> str:
    rest = list(piece.lines)
    headline = piece.above or (_take_headline(rest, names) if headed else None)
    title = f"<h3>{escape(headline)}</h3>" if headline else ""
    body = "".join(_line(line, controls, names if at < _BY_LINES else set()) for at, line in enumerate(rest))
    return f"<article><h5>{escape(piece.label)}</h5>{title}{body}</article>"


def _line(line: str, controls: set[str], names: set[str]) -> str:
    if printed_date(line):
        return f"<h2>{escape(line)}</h2>"
    if line in names:
        return f'<p class="author">{escape(line)}</p>'
    return f"<p><span>{escape(line)}</span></p>" if line in controls else f"<p>{escape(line)}</p>"


def _names(pieces: Sequence[_Piece]) -> set[str]:
    """The lines that name who wrote an entry: a name among its first lines, the same for several entries."""
    counts = Counter(line for piece in pieces for line in {*piece.lines[:_BY_LINES]} if _NAME.match(line))
    return {line for line, count in counts.items() if count > 1}


def _take_headline(rest: list[str], names: set[str]) -> str | None:
    at = _headline_at(rest, names)
    return rest.pop(at) if at is not None else None


def _headline_at(rest: Sequence[str], names: set[str]) -> int | None:
    """Where the headline stands in the lines of an entry: first, or behind the line that names the author."""
    for at, line in enumerate(rest[: _BY_LINES + 1]):
        if (at == 0 and (line in names or _BY.match(line))) or printed_date(line) is not None:
            continue
        return at if len(line) <= _LONGEST_HEADLINE and not _STOPS.search(line) else None
    return None


def _headed(pieces: Sequence[_Piece], names: set[str]) -> set[int]:
    """Which entries open with a headline: a short line that is no sentence, if most entries with more lines do."""
    repeated = _repeated(pieces) - names
    headed: set[int] = set()
    longer = 0
    for number, piece in enumerate(pieces):
        rest = [line for line in piece.lines if line not in repeated]
        place = _headline_at(rest, names)
        longer += len(rest) > 1
        if place is not None and (len(rest) > place + 1 or not _ENDS.search(rest[place])):
            headed.add(number)
    return headed if len(headed) >= 0.6 * max(longer, 1) and longer else set()


def _repeated(pieces: Sequence[_Piece]) -> set[str]:
    counts = Counter(line for piece in pieces for line in {*piece.lines})
    return {line for line, count in counts.items() if count >= max(3, 0.5 * len(pieces))}


def _before(lines: Sequence[str], at: int) -> int:
    """The line with words above a line."""
    at -= 1
    while at >= 0 and not lines[at]:
        at -= 1
    return at


def _headlines_above(text: _Lines, starts: Sequence[int]) -> dict[int, str | None]:
    """The headlines that stand above the times, where (nearly) all entries have theirs there; else None for each."""
    lines = text.lines
    places = {at: _before(lines, at) for at in starts}
    counts = Counter(lines[place] for place in places.values() if place >= 0)
    found: dict[int, str | None] = {}
    for at, place in places.items():
        line = lines[place] if place >= 0 else ""
        fits = 10 <= len(line) <= _LONGEST_HEADLINE and counts[line] == 1 and not _STOPS.search(line)
        whole = text.times[at].end >= len(lines[at])
        found[at] = line if fits and whole and place not in text.times and printed_date(line) is None else None
    after = [next((line for line in lines[at + 1 : at + 4] if line), "") for at in starts]
    told = sum(bool(_ENDS.search(line)) for line in after)
    most = sum(line is not None for line in found.values()) >= 0.8 * len(starts) and told >= 0.6 * len(starts)
    return found if most else dict.fromkeys(starts)


def _trimmed(lines: list[str]) -> list[str]:
    """The lines of the last entry: what follows its sentences and is no sentence is the page's own again."""
    told = False
    for at, line in enumerate(lines):
        if told and not _ENDS.search(line):
            return lines[:at]
        told = told or bool(_ENDS.search(line) and (len(line) > 40 or at == 0))
    return lines


def _title(top: Sequence[str]) -> str | None:
    """The title of the page: the line before the entries that says that it is live, else the first long one."""
    lines = [line for line in top[-_HEAD:] if leading(line) is None and printed_date(line) is None]
    live = (line for line in lines if len(line) >= 8 and says_live([line], ""))
    long = (line for line in lines if len(line) >= _SHORTEST_TITLE)
    return max(live, key=len, default=None) or next(long, None) or next(iter(lines), None)
