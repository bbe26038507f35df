"""Where the blocks of a page open with a printed time: the raw material for reading a live page by its structure.

One pass over the tree in document order. A "run" is the text between two block boundaries; a run that starts its
block with a time, or an element made for times anywhere in a block, is an opener. Runs that are nothing but a date
are day marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.formats.nesting import tags
from reader.formats.pages.closing_words import notice
from reader.formats.pages.elsewhere import is_elsewhere, is_main
from reader.formats.pages.stated_times import machine_time, of_entries, titled, without_the_pages
from reader.formats.times.clock_text import PrintedTime, printed_date, read
from reader.formats.times.page_words import date_in_line, page_stamps_in, stamp_kind
from reader.formats.times.play_clock import label as label_of
from reader.formats.times.play_clock import opening, running
from reader.formats.times.zone_notes import zone_note
from reader.text import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCKS = tags(
    "p div section article header footer main aside ul ol li dl dt dd h1 h2 h3 h4 h5 h6 hr figure figcaption table "
    "thead tbody tr td th address blockquote pre center fieldset details summary body form nav caption"
)
_CLOCKED = re.compile(r"(?:^|[\s_-])(?:time|date|clock|stamp|timestamp|datetime|uhrzeit|hora|heure|pubdate|zeit)", re.I)
_CLOCK = 20
_CLOCKLIKE = re.compile(r"\d[:.h]\d\d(?!\d)")
_DIGIT = re.compile(r"\d")
MAX_RUN = 160
_BEHIND = 20
"""Characters that the word of a stamp may have which stands behind it."""
MAX_OPENERS = 5000
MAX_NOTES = 400
"""So many lines without a time are searched for what the page says of itself, which stands near its top."""


@dataclass(slots=True)
class Opener:
    """A block that opens with, or holds, a printed time.

    `order` is its place in document order, `block` the element, `label` the text as printed. `leads` is
    True where the time is the first text of the block, False for an element made for times within it. `whole`: the run
    holds nothing else.
    """

    order: int
    block: LexborNode
    label_node: LexborNode
    label: str
    printed: PrintedTime | None
    machine: int | None
    machine_text: str
    leads: bool
    whole: bool
    path: tuple[str, ...]
    parents: tuple[int, ...]
    """`mem_id` of the ancestors of the block, outermost first, itself last."""
    main: bool
    linked: bool
    behind: bool
    """Other words stand before the time in the same run."""


@dataclass(slots=True)
class Mark:
    """A run that is a date and no more, or a full stamp that belongs to the page."""

    order: int
    printed: PrintedTime
    node: LexborNode
    kind: str = "other"
    """What words before it say: `changed`, `published`, or nothing."""
    main: bool = False


@dataclass(slots=True)
class Openers:
    """What one pass over a page found, in document order."""

    openers: list[Opener] = field(default_factory=list[Opener])
    marks: list[Mark] = field(default_factory=list[Mark])
    zone: str | None = None
    """The zone that the page names for all its times."""
    closing: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    """Where lines say that coverage is over, and in which words."""


@dataclass(slots=True)
class _Run:
    """The text since the last block boundary."""

    block: LexborNode
    first: LexborNode | None = None
    text: str = ""
    starts: bool = True
    broken: bool = False
    """It begins behind a line break, not with its block."""
    stating: LexborNode | None = None
    """The first element in it that states a time for machines."""


@dataclass(slots=True)
class _Level:
    """An open element on the way down."""

    node: LexborNode
    main: bool
    linked: bool


def find(body: LexborNode, *, month_first: bool = False) -> Openers:
    """Return the openers and day marks below an element."""
    return _Walk(month_first).over(body)


class _Walk:
    """One pass; keeps the way down, the current run and what was found."""

    def __init__(self, month_first: bool) -> None:
        self.month_first = month_first
        self.found = Openers()
        self.way: list[_Level] = []
        self.blocks: list[LexborNode] = []
        self.run: _Run | None = None
        self.order = 0
        self.noted = 0
        self.fresh: Opener | None = None
        """What the last run opened, if it was a time and nothing else."""

    def over(self, body: LexborNode) -> Openers:
        for node, entering in _steps(body):
            self.order += 1
            if node.is_text_node:
                self._text(node)
            elif entering:
                self._enter(node)
            else:
                self._leave(node)
            if len(self.found.openers) >= MAX_OPENERS:
                break
        self._flush()
        _as_running(self.found.openers)
        without_the_pages(self.found.openers)
        of_entries(self.found.openers, body)
        return self.found

    def _enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        above = self.way[-1] if self.way else _Level(node, main=False, linked=False)
        opens = tag in _BLOCKS or not self.blocks
        breaks = tag == "br" and self.run is not None and self.run.first is not None
        if opens or breaks:
            self._flush()
        self.way.append(_Level(node, above.main or is_main(node), above.linked or tag == "a"))
        if opens:
            self.blocks.append(node)
            self.run = _Run(node)
        elif breaks:
            self.run = _Run(self.blocks[-1], broken=True)
        values = node.attributes
        named = tag == "time" or _CLOCKED.search(values.get("class") or "") is not None
        if named or (tag == "span" and "class" in values and _is_clock(node)):
            self._made_for_time(node)
        elif not opens and self.run and not self.run.stating and any(name.startswith("data-") for name in values):
            self.run.stating = node if machine_time(node) else None
        elif "-" in tag and node.attributes and (machine := machine_time(node)):
            self._add_stating(node, machine)

    def _leave(self, node: LexborNode) -> None:
        closes = bool(self.blocks) and self.blocks[-1].mem_id == node.mem_id
        if closes:
            self._flush()
            self.blocks.pop()
        self.way.pop()
        if closes:
            self.run = _Run(self.blocks[-1], starts=False) if self.blocks else None

    def _text(self, node: LexborNode) -> None:
        run = self.run
        if run is None or len(run.text) >= MAX_RUN:
            return
        text = node.text_content or ""
        if run.first is None:
            if not text.strip():
                return
            run.first = node
        elif run.text[-1:].isalnum() and text[:1].isalnum() and node.prev is None:
            run.text += " "
        run.text += text[: 4 * MAX_RUN]

    def _flush(self) -> None:
        run, self.run = self.run, None
        if run is None or run.first is None:
            return
        words = one_line(run.text[: 4 * MAX_RUN])
        printed = opening(words, month_first=self.month_first)
        fresh, self.fresh = self.fresh, None
        if printed is None:
            if not (fresh and _goes_on(fresh, words)):
                self._note(words, run.block, whole=run.starts)
            return
        if printed.minutes is not None and printed.year is not None:
            self._stamp(words, printed, run.block)
        label = words[: printed.label_end].strip(" •·*|[]()<>+")
        holder = run.first.parent or run.block
        if run.stating is not None and printed.end >= len(words):
            holder = run.stating
        if not run.starts:
            if printed.end >= len(words) and holder.mem_id != run.block.mem_id:
                self._add(run.block, holder, label, printed, leads=False, whole=False)
            return
        if run.broken:
            self._add_line(run, holder, label, printed)
            return
        self._add(run.block, holder, label, printed, leads=True, whole=printed.end >= len(words))
        self.fresh = self.found.openers[-1] if printed.end >= len(words) else None

    def _stamp(self, words: str, printed: PrintedTime, block: LexborNode) -> None:
        """Take in a line that opens with a full stamp: the page's, if it holds nothing but such stamps."""
        if printed.end >= len(words):
            self.found.marks.append(Mark(self.order, printed, block, stamp_kind(words)))
            return
        rest = words[printed.end :]
        if len(rest) <= _BEHIND and (kind := stamp_kind(rest)) != "other":
            self.found.marks.append(Mark(self.order, printed, block, kind))
        for kind, stamp in page_stamps_in(words, month_first=self.month_first):
            self.found.marks.append(Mark(self.order, stamp, block, kind))

    def _note(self, words: str, block: LexborNode, *, whole: bool) -> None:
        """Take in a line that opens with no time: a day, a stamp of the page behind words, or the zone of all times.

        `whole`: it is all of a block, not what stands beside others in one.
        """
        date = printed_date(words, month_first=self.month_first) if whole and len(words) < 60 else None
        if date is not None:
            self.found.marks.append(Mark(self.order, date, block, main=bool(self.way) and self.way[-1].main))
            return
        self.noted += 1
        if self.noted > MAX_NOTES:
            return
        self.found.zone = self.found.zone or zone_note(words)
        over = notice(words) if whole else None
        if over:
            self.found.closing.append((self.order, over))
        stamps = list(page_stamps_in(words, month_first=self.month_first))
        day = None if stamps or self.found.openers or not whole else date_in_line(words)
        for kind, printed in [*stamps, *([("published", day)] if day else [])]:
            self.found.marks.append(Mark(self.order, printed, block, kind))

    def _add_line(self, run: _Run, holder: LexborNode, label: str, printed: PrintedTime) -> None:
        """Take in a line that opens with a marked-up time; the line before it that opened the block becomes one too."""
        child = _child(holder, run.block)
        if child is None:
            return
        last = self.found.openers[-1] if self.found.openers else None
        if last is not None and last.block.mem_id == run.block.mem_id:
            first = _child(last.label_node, run.block)
            if first is None or not last.leads:
                return
            last.block, last.path = first, (*last.path, first.tag or "")
            last.parents = (*last.parents, first.mem_id)
        self._add(run.block, holder, label, printed, leads=True, whole=False)
        made = self.found.openers[-1]
        if made.block.mem_id == run.block.mem_id:
            made.block, made.path = child, (*made.path, child.tag or "")
            made.parents = (*made.parents, child.mem_id)

    def _made_for_time(self, node: LexborNode) -> None:
        last = self.found.openers[-1] if self.found.openers else None
        known = (last.block.mem_id, last.label_node.mem_id) if last else (0, 0)
        if not self.blocks or known[0] == self.blocks[-1].mem_id or known[1] == node.mem_id:
            return
        words = one_line((node.text(separator=" ") or "")[:MAX_RUN])
        printed = label_of(words, month_first=self.month_first)
        if len(words) <= 60 and (printed is not None or machine_time(node) is not None):
            self._add(self.blocks[-1], node, words, printed, leads=False, whole=False)

    def _add_stating(self, node: LexborNode, machine: tuple[int, str]) -> None:
        """Take in an element of the page's own making that states its time and holds its entry."""
        path, parents = tuple(level.node.tag or "" for level in self.way), tuple(one.node.mem_id for one in self.way)
        self.found.openers.append(
            Opener(self.order, node, node, "", None, *machine, leads=False, whole=False, path=path, parents=parents,
                   main=self.way[-1].main, linked=self.way[-1].linked, behind=False)
        )  # fmt: skip

    def _add(
        self,
        block: LexborNode,
        holder: LexborNode,
        label: str,
        printed: PrintedTime | None,
        *,
        leads: bool,
        whole: bool,
    ) -> None:
        machine = machine_time(holder) or (machine_time(block) if leads else None)
        if printed is not None and machine is None and printed.day is None:
            machine = titled(holder)
            full = None if machine else _titled(holder)
            printed = full if full and (printed.relative or full.minutes == printed.minutes) else printed
        last = self.found.openers[-1] if self.found.openers else None
        path = tuple(level.node.tag or "" for level in self.way)
        parents = tuple(level.node.mem_id for level in self.way)
        if last is not None and last.block.mem_id == block.mem_id:
            if leads and not last.leads:
                self.found.openers.pop()
                machine = machine or ((last.machine, last.machine_text) if last.machine is not None else None)
                holder = last.label_node
            else:
                return
        at = next((n for n, mem in enumerate(parents) if mem == block.mem_id), len(parents) - 1)
        level = self.way[at] if self.way else _Level(block, main=False, linked=False)
        self.found.openers.append(
            Opener(
                *(self.order, block, holder, label, printed),
                *(machine if machine else (None, "")),
                *(
                    leads,
                    whole,
                    path[: at + 1],
                    parents[: at + 1],
                    level.main,
                    self.way[-1].linked if self.way else False,
                    not leads and bool(self.run and self.run.text.strip()),
                ),
            )
        )


def _is_clock(node: LexborNode) -> bool:
    """Whether all that an element holds is a short text with figures: a time of day may be one."""
    child = node.child
    if child is None or child.next is not None or not child.is_text_node:
        return False
    text = child.text_content or ""
    return len(text) <= _CLOCK and bool(_CLOCKLIKE.search(text))


def _as_running(openers: list[Opener]) -> None:
    """Read times of day as those of a match's clock, where labels in the same place can be nothing else ("58:41")."""
    paths = {opener.path for opener in openers if opener.printed and opener.printed.play and ":" in opener.label}
    for opener in openers if paths else ():
        if opener.path in paths and opener.machine is None and (clock := running(opener.label)):
            opener.printed = clock


def _goes_on(fresh: Opener, words: str) -> bool:
    """Take in a line that belongs to the time in the line above it: "PM", "Uhr", "GMT"."""
    if len(words) > 12 or fresh.printed is None or fresh.printed.minutes is None:
        return False
    joined = read(f"{fresh.label} {words}")
    if joined is None or joined.date_in() != fresh.printed.date_in():
        return False
    fresh.printed, fresh.label = joined, f"{fresh.label} {words}"
    return True


def _titled(node: LexborNode) -> PrintedTime | None:
    """The full time that a tooltip gives for a distance from now."""
    words = one_line((node.attributes.get("title") or "")[:MAX_RUN])
    found = read(words) if _DIGIT.search(words) else None
    return found if found and found.minutes is not None and found.date_in() else None


def _child(node: LexborNode, block: LexborNode) -> LexborNode | None:
    """The child of a block that is, or holds, a node below it; None for the block itself."""
    while node.parent is not None:
        if node.parent.mem_id == block.mem_id:
            return node
        node = node.parent
    return None


def _steps(body: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    stack: list[tuple[LexborNode, bool]] = [(body, True)]
    while stack:
        node, entering = stack.pop()
        if node.is_text_node:
            yield node, True
            continue
        if not node.is_element_node or (entering and node.mem_id != body.mem_id and is_elsewhere(node)):
            continue
        yield node, entering
        if entering:
            stack.append((node, False))
            child = node.last_child
            while child is not None:
                stack.append((child, True))
                child = child.prev
