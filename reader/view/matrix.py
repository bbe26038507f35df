"""Who calls on, accuses, denies, confirms, offers and reports: a table of actors and acts, as lines. Pure.

A count is a number of entries, not of sentences: a headline that its text repeats counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reader.tagging.acts import Act
from reader.tagging.claims import Claim
from reader.text import one_line
from reader.view.catch_up import Told
from reader.view.clusters import cells
from reader.view.lines import EMPTY, Line, Span, fit
from reader.view.testimony import Desk, Testimony
from reader.view.wrap import truncate, wrap

ACTS = tuple(Act)
UNNAMED = "(unnamed)"
"""Whoever makes a claim without a name: officials, witnesses, "the ministry"."""
MOST_SENTENCES = 500
"""Sentences of one cell that are listed; the newest."""
_HEADS = {
    9: ("calls on", "accuses", "denies", "confirms", "offers", "reports"),
    7: ("calls", "accuse", "deny", "confrm", "offer", "report"),
    5: ("call", "accu", "deny", "conf", "offr", "rept"),
}
_LEAST_NAME = 20
WIDEST_NAME = 44


@dataclass(frozen=True, slots=True)
class Row:
    """An actor with the number of entries for each act, in the order of ACTS, and for any of them."""

    name: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A claim in its entry."""

    testimony: Testimony
    claim: Claim


@dataclass(slots=True)
class _Table:
    counts: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    cells: dict[tuple[str, Act], list[Sentence]] = field(default_factory=dict[tuple[str, Act], list[Sentence]])
    totals: Counter[str] = field(default_factory=Counter[str])


class Matrix:
    """Counts what is put in, both by name and by side. Entries are put in newest first."""

    def __init__(self) -> None:
        self._tables = {False: _Table(), True: _Table()}

    def add(self, testimony: Testimony) -> None:
        """Count the claims of an entry."""
        for by_side, table in self._tables.items():
            seen: set[tuple[str, Act]] = set()
            for claim in testimony.claims:
                name = (claim.side if by_side else None) or claim.who or UNNAMED
                table.cells.setdefault((name, claim.act), []).append(Sentence(testimony, claim))
                seen.add((name, claim.act))
            for name, act in seen:
                table.counts.setdefault(name, [0] * len(ACTS))[ACTS.index(act)] += 1
            table.totals.update({name for name, _ in seen})

    def rows(self, *, by_side: bool) -> list[Row]:
        """Return the actors, those with the most entries first; whoever has no name comes last."""
        table = self._tables[by_side]
        rows = [Row(name, tuple(counts), table.totals[name]) for name, counts in table.counts.items()]
        return sorted(rows, key=lambda row: (row.name == UNNAMED, -row.total, row.name))

    def sentences(self, name: str, act: Act, *, by_side: bool) -> Sequence[Sentence]:
        """Return the claims of a cell, those of the newest entries first."""
        return self._tables[by_side].cells.get((name, act), ())


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the name and each act are."""

    name: int
    act: int

    @property
    def heads(self) -> Sequence[str]:
        """What the acts are called in that width."""
        return _HEADS[self.act]


def columns(width: int, rows: Sequence[Row]) -> Columns:
    """Return the widest columns that fit; the name gets what is left, up to what it needs."""
    act = next((size for size in _HEADS if width - size * len(ACTS) >= _LEAST_NAME), min(_HEADS))
    longest = max((cells(one_line(row.name)) for row in rows[:200]), default=0) + 2
    return Columns(max(8, min(width - act * len(ACTS), WIDEST_NAME, max(_LEAST_NAME, longest))), act)


def head_line(at: Columns, act: Act | None, width: int, *, by_side: bool = False) -> Line:
    """Return the names of the acts; that of the cursor stands out."""
    first = " Said for" if by_side else " Said by"
    spans: list[Span] = [Span(first.ljust(at.name)[: at.name], "muted")]
    for column, name in zip(ACTS, at.heads, strict=True):
        spans.append(Span(name.rjust(at.act - 1) + " ", "title" if column is act else "muted"))
    return fit(tuple(spans), width)


def row_line(row: Row, at: Columns, act: Act | None, width: int, *, ascii: bool = False) -> Line:  # noqa: A002
    """Return an actor with the counts; `act` is the one under the cursor, if the cursor is in this row."""
    ellipsis = "~" if ascii else "…"
    name = truncate(one_line(row.name), at.name - 2, ellipsis)
    spans = [Span(f" {name}{' ' * (at.name - 1 - cells(name))}", "actor" if row.name != UNNAMED else "muted")]
    for column, count in zip(ACTS, row.counts, strict=True):
        spans.append(_cell(count, at.act, here=column is act, dot="." if ascii else "·"))
    return fit(tuple(spans), width)


def _cell(count: int, width: int, *, here: bool, dot: str) -> Span:
    words = f"{count:,}" if count else dot
    if len(words) > width - 2:
        words = f"{count // 1000}k"
    if here:
        return Span(f"[{words}]".rjust(width), "title")
    return Span(words.rjust(width - 1) + " ", "text" if count else "muted")


def about_line(row: Row | None, act: Act, said: Sequence[Sentence], desk: Desk, width: int) -> Line:
    """Return what stands in the cell under the cursor, in words: how many, since when, towards whom."""
    if row is None:
        return fit(EMPTY, width)
    if not said:
        return fit(
            (Span(" "), Span(one_line(row.name), "actor"), Span(f" {act.value}: nothing", "muted")),
            width,
            desk.glyphs.ellipsis,
        )
    count = row.counts[ACTS.index(act)]
    entries = "1 entry" if count == 1 else f"{count:,} entries"
    newest = desk.time(said[0].testimony.at)
    towards = Counter(name for sentence in said for name in dict.fromkeys(sentence.claim.targets))
    aimed = ", ".join(f"{one_line(name)} {number:,}" for name, number in towards.most_common(4))
    dot = f" {desk.glyphs.dot} "
    spans = [
        Span(" "),
        Span(one_line(row.name), "actor"),
        Span(f" {act.value}", "title"),
        Span(f"{dot}{entries}, newest {newest}", "text"),
    ]
    if aimed:
        spans.append(Span(f"{dot}towards {aimed}", "muted"))
    return fit(tuple(spans), width, desk.glyphs.ellipsis)


def sentence_lines(
    said: Sequence[Sentence], texts: Mapping[int, tuple[str, str]], desk: Desk, width: int
) -> list[Told]:
    """Return the sentences of a cell, each with time, source and target above it; `entry` is the place in `said`.

    `texts` has headline and text of the entries as they were read; an entry that has changed since is not in it.
    """
    lines: list[Told] = []
    for number, sentence in enumerate(said[:MOST_SENTENCES]):
        lines += _sentence(number, sentence, texts.get(sentence.testimony.entry), desk, width)
    if len(said) > MOST_SENTENCES:
        lines.append(Told((Span(f"and {len(said) - MOST_SENTENCES:,} more, older", "muted"),)))
    return lines


def _sentence(number: int, sentence: Sentence, text: tuple[str, str] | None, desk: Desk, width: int) -> list[Told]:
    claim, dot = sentence.claim, f" {desk.glyphs.dot} "
    head = [Span(desk.time(sentence.testimony.at), "time"), Span("  "), Span(one_line(claim.who or UNNAMED), "actor")]
    head.append(Span(f" {claim.act.value}", "title"))
    if claim.targets:
        head.append(Span(f" {', '.join(map(one_line, claim.targets))}", "actor"))
    name = desk.names.get(sentence.testimony.source)
    if name:
        head.append(Span(f"{dot}{one_line(name)}", "muted"))
    lines = [Told(fit(tuple(head), width, desk.glyphs.ellipsis), number, leads=True)]
    worded = _worded(claim, text, max(1, width - 7))
    lines += [Told(fit((Span(" " * 7), *line), width, desk.glyphs.ellipsis), number) for line in worded]
    return [*lines, Told(EMPTY)]


def _worded(claim: Claim, text: tuple[str, str] | None, width: int) -> list[Line]:
    """Return the sentence with its verb marked, wrapped."""
    if text is None:
        return [(Span("changed since; the entry has the new wording", "muted"),)]
    whole = text[0] if claim.place == "headline" else text[1]
    parts = [
        one_line(whole[a:b]) for a, b in ((claim.start, claim.at), (claim.at, claim.until), (claim.until, claim.end))
    ]
    spaced = [whole[claim.at - 1 : claim.at].isspace(), whole[claim.until : claim.until + 1].isspace()]
    before = parts[0] + (" " if parts[0] and spaced[0] else "")
    after = (" " if parts[2] and spaced[1] else "") + parts[2]
    start, end, words = len(before), len(before) + len(parts[1]), before + parts[1] + after
    return [marked(words, a, b, start, end) for a, b in wrap(words, width)]


def marked(words: str, a: int, b: int, start: int, end: int) -> Line:
    """Return characters `a` to `b` of `words` with those from `start` to `end` standing out."""
    cut = [max(a, min(b, at)) for at in (start, end)]
    spans = (Span(words[a : cut[0]], "text"), Span(words[cut[0] : cut[1]], "match"), Span(words[cut[1] : b], "text"))
    return tuple(span for span in spans if span.text)
