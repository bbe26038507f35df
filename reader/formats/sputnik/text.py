"""Sputnik live pages of the 2020 design in their text rendition.

A header with the page clock, lead paragraphs, a call to action, "New messages", then entries: a bullet with the time,
below it and further in the headline and paragraphs. The page's title, tags and footer come last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reader.formats.identity import keyed
from reader.formats.page import MAX_ENTRIES, MAX_LINES, Candidate, Page, evidence
from reader.formats.sniff import Shape
from reader.formats.sputnik.words import (
    READ_MORE,
    ZONE,
    card_title,
    credit_of,
    is_call,
    is_furniture,
    kind_of,
    minutes_of,
    page_clock,
    photo,
    posted,
    unique,
)
from reader.formats.times.dates import Clue, Dated, infer
from reader.model.entry import Basis, Block, BlockKind, Card, Embed, Entry, Media, Precision, Wording
from reader.model.snapshot import FeedData, Snapshot
from reader.text import fold, one_line

NAME = "sputnik-text-2020"
_BULLET = re.compile(r"^(?P<indent>[ \t\u00a0]*)[•·*∙▪] ?[ \t\u00a0]*(?P<time>\d{1,2}:\d\d)(?:[ \t]*GMT)?[ \t\u00a0]*$")
_NEW_MESSAGES = "new messages"
_COUNTS = re.compile(r"^\[?\d+(?:\s+\d+)*\]?$|\(\d+\)$")
_LONG_TAIL = 12
_MOST_BLOCKS = 2000
"""Of one entry; the longest real one has a few dozen."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry as lines: the printed time and the blocks below it (a block is lines without a blank between)."""

    label: str
    blocks: tuple[tuple[str, ...], ...]


def read(page: Page) -> Candidate | None:
    """Read a text rendition; None where the document is none."""
    if page.shape is not Shape.TEXT:
        return None
    whole = page.text.splitlines()
    lines = whole[:MAX_LINES]
    marker = next((at for at, line in enumerate(lines) if _is_marker(line)), None)
    starts = [at for at, line in enumerate(lines) if at > (marker or -1) and _time(line) is not None]
    if not starts or (marker is None and len(starts) < 2):
        return None
    head = lines[: marker if marker is not None else starts[0]]
    end, tail = _tail(lines, starts)
    starts, cut = starts[:MAX_ENTRIES], starts[MAX_ENTRIES : MAX_ENTRIES + 1]
    items = [
        _Item(one_line(_label(lines[at])), tuple(_blocks(lines[at + 1 : until])[:_MOST_BLOCKS]))
        for at, until in zip(starts, [*starts[1:], *(cut or [end])], strict=True)
    ]
    clock, leads, call = _head(head)
    feed = FeedData(url=page.url, lead=tuple(leads), call_to_action=call, page_clock=clock, timezone=ZONE)
    return _candidate(items, _with_tail(feed, tail), page, complete=bool(tail) and not cut and lines == whole)


def _candidate(items: Sequence[_Item], feed: FeedData, page: Page, *, complete: bool) -> Candidate:
    wordings = [_wording(item) for item in items]
    clues = [_clue(item, wording) for item, wording in zip(items, wordings, strict=True)]
    oldest_first = _rising([clue.minutes for clue in clues])
    dated = infer(clues, url=page.url, clock=feed.page_clock, start_visible=complete, oldest_first=oldest_first)
    drafts = [_entry(item, wording, dated, at) for at, (item, wording) in enumerate(zip(items, wordings, strict=True))]
    known = [time for time in dated.times if time is not None]
    feed = replace(
        feed,
        order="oldest_first" if oldest_first else "newest_first",
        coverage_start=min(known) if known and complete else None,
    )
    snapshot = Snapshot(NAME, feed, keyed(drafts, page.url), complete)
    return Candidate(snapshot, evidence(snapshot))


def _is_marker(line: str) -> bool:
    return "essages" in line and fold(line) == _NEW_MESSAGES


def _time(line: str) -> int | None:
    label = _label(line)
    return minutes_of(label) if label else None


def _label(line: str) -> str:
    match = _BULLET.match(line)
    return match["time"] if match else ""


def _rising(minutes: Sequence[int]) -> bool:
    """Whether the list runs from old to new: more steps of a few hours forwards than backwards."""
    steps = [after - before for before, after in pairwise(minutes) if abs(after - before) < 720]
    return sum(step > 0 for step in steps) > sum(step < 0 for step in steps)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t\u00a0"))


def _tail(lines: Sequence[str], starts: Sequence[int]) -> tuple[int, list[str]]:
    """Find where the last entry ends: at the first line that is not further in than its bullet.

    Where the rendition kept no indents, the footer line and the two before it are what follows.
    """
    last = starts[-1]
    bullet = _indent(lines[last])
    below = [at for at in range(last + 1, len(lines)) if lines[at].strip()]
    if below and _indent(lines[below[0]]) > bullet:
        end = next((at for at in below if _indent(lines[at]) <= bullet), len(lines))
    else:
        footer = next((at for at in below if is_furniture(lines[at])), None)
        end = len(lines) if footer is None else max(last + 2, footer - 2)
    return end, [one_line(line) for line in lines[end:] if line.strip()][:_LONG_TAIL]


def _with_tail(feed: FeedData, tail: Sequence[str]) -> FeedData:
    """The title comes first after the entries, then the tags; what follows is footer."""
    said = [line for line in tail if not is_furniture(line)]
    tags = unique([tag.strip() for tag in said[1].split(",")]) if len(said) > 1 else ()
    return replace(feed, title=said[0] if said else None, tags=tags)


def _head(lines: Sequence[str]) -> tuple[int | None, list[str], str | None]:
    """Return the page clock, the lead paragraphs and the call to action."""
    clock: int | None = None
    leads: list[str] = []
    for block in _blocks(lines):
        kept: list[str] = []
        for line in block:
            made = page_clock(line)
            clock = made if clock is None and made is not None else clock
            if made is None and not is_furniture(line) and not _COUNTS.search(line):
                kept.append(one_line(line))
        if kept:
            leads.append(" ".join(kept))
    call = leads.pop() if leads and is_call(leads[-1]) else None
    return clock, leads, call


def _blocks(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Group lines by the blank ones between them. A no-break space is kept: the grammar of quoted posts needs it."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        stripped = line.strip(" \t\u00a0\r\ufeff")
        if stripped:
            blocks[-1].append(stripped)
        elif blocks[-1]:
            blocks.append([])
    return [tuple(block) for block in blocks if block]


def _clue(item: _Item, wording: Wording) -> Clue:
    texts = (wording.headline or "", *wording.paragraphs)
    quoted = tuple(embed.date_text for embed in wording.embeds if embed.date_text)
    return Clue(minutes_of(item.label) or 0, "\n".join(texts), quoted)


def _entry(item: _Item, wording: Wording, dated: Dated, at: int) -> Entry:
    published = dated.times[at]
    return Entry(
        key="",
        seq=at,
        wording=wording,
        published=published,
        precision=Precision.NONE if published is None else Precision.MINUTE,
        basis=Basis.NONE if published is None else Basis.PRINTED_INFERRED_DATE,
        basis_reason=dated.reason,
        time_label=item.label,
        kind=kind_of(wording),
        read_more=bool(wording.cards),
    )


def _wording(item: _Item) -> Wording:
    """Sort the paragraphs below a time into headline, body, pictures, cards and posts."""
    headline: str | None = None
    paragraphs: list[str] = []
    media: list[Media] = []
    cards: list[Card] = []
    embeds: list[Embed] = []
    for block in item.blocks:
        run: list[str] = []
        for line in block:
            credit = credit_of(line)
            post = posted(line)
            if not (credit or post or READ_MORE.fullmatch(fold(line))):
                run.append(one_line(line))
                continue
            headline = _flush(run, paragraphs, headline)
            if credit:
                media.append(photo(credit))
            elif post:
                embeds.append(replace(post, text=_post_text(paragraphs, headline)))
            elif paragraphs:
                cards.append(_card(paragraphs, headline))
        headline = _flush(run, paragraphs, headline)
    body = tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs)
    return Wording(headline, body, tuple(media), tuple(cards), tuple(embeds))


def _flush(run: list[str], paragraphs: list[str], headline: str | None) -> str | None:
    """Add the lines of a run as one paragraph, the first of an entry as its headline; return the headline."""
    text = " ".join(filter(None, run))
    run.clear()
    if not text:
        return headline
    if headline is None and not paragraphs:
        return text
    paragraphs.append(text)
    return headline


def _card(paragraphs: list[str], headline: str | None) -> Card:
    """Take the card above a "Read more" out of `paragraphs`: picture caption, title (mostly the headline), teaser."""
    same = [at for at, text in enumerate(paragraphs) if headline and fold(text) == fold(headline)]
    at = same[-1] if same else max(0, len(paragraphs) - 2)
    if len(paragraphs) == 1 and not same:
        return Card(text=paragraphs.pop())
    title, teaser = paragraphs[at], " ".join(paragraphs[at + 1 :])
    caption = paragraphs[at - 1] if at else None
    del paragraphs[max(0, at - 1) :]
    return Card(card_title(title, headline), teaser or None, None, caption)


def _post_text(paragraphs: list[str], headline: str | None) -> str | None:
    """Take the quoted post out of `paragraphs`: the last one, and those above it in the same foreign script."""
    if not paragraphs:
        return None
    taken = [paragraphs.pop()]
    if headline and _foreign(taken[0], headline):
        while paragraphs and _foreign(paragraphs[-1], headline):
            taken.append(paragraphs.pop())
    return "\n\n".join(reversed(taken))


def _foreign(text: str, headline: str) -> bool:
    """Whether the letters of a text are mostly of another script than the headline's (Latin or not)."""
    return _latin(text) != _latin(headline)


def _latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(char < "\u0250" for char in letters) * 2 >= len(letters)
