"""Sputnik live pages of the design since 2021 in their text rendition.

"Table of contents", "New firstOld first", then per entry a full stamp `HH:MM GMT DD.MM.YYYY`, a headline, paragraphs. A
card opens with the picture's alternative text ("... - Sputnik International, 1920, 02.03.2023"), then the name of the
story, then the headline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reader.formats.identity import keyed
from reader.formats.page import MAX_ENTRIES, MAX_LINES, Candidate, Page, evidence
from reader.formats.sniff import Shape
from reader.formats.sputnik.words import ZONE, card_title, credit_of, is_call, is_furniture, kind_of, photo, stamp
from reader.model.entry import Basis, Block, BlockKind, Card, Entry, EntryKind, Media, Precision, Wording
from reader.model.snapshot import FeedData, FeedState, Snapshot
from reader.text import fold, one_line

NAME = "sputnik-text-2021"
_SORTING = re.compile(r"new first ?old first")
_UPDATING = "being updated"
_ALT = re.compile(r"^(?P<alt>.*?)\s*-\s*Sputnik\b[^,]{0,40}(?:,\s*\d{2,4},\s*\d\d\.\d\d\.\d{4})?$")
_DATED_ALT = re.compile(r",\s*\d{2,4},\s*\d\d\.\d\d\.\d{4}$")
_STORY_LENGTH = 120


def read(page: Page) -> Candidate | None:
    """Read a text rendition; None where the document is none."""
    if page.shape is not Shape.TEXT:
        return None
    whole = page.text.splitlines()
    lines = [one_line(line) for line in whole[:MAX_LINES]]
    marker = next((at for at, line in enumerate(lines) if line and _SORTING.fullmatch(line.lower())), None)
    starts = [at for at, line in enumerate(lines) if at > (marker or -1) and stamp(line) is not None]
    if not starts or (marker is None and len(starts) < 2):
        return None
    starts, cut = starts[:MAX_ENTRIES], starts[MAX_ENTRIES : MAX_ENTRIES + 1]
    head = lines[: marker if marker is not None else starts[0]]
    stories = _stories(lines)
    drafts = [
        _entry(lines[at], _trim(lines[at + 1 : until]), stories)
        for at, until in zip(starts, [*starts[1:], *(cut or [len(lines)])], strict=True)
    ]
    ended = any(is_furniture(line) for line in lines[starts[-1] :])
    feed = _feed(page, head, drafts)
    snapshot = Snapshot(NAME, feed, keyed(drafts, page.url), ended and not cut and len(lines) == len(whole))
    return Candidate(snapshot, evidence(snapshot))


def _trim(lines: Sequence[str]) -> list[str]:
    """What stands below a stamp, up to the page's own furniture."""
    end = next((at for at, line in enumerate(lines) if is_furniture(line)), len(lines))
    return [line for line in lines[:end] if line]


def _stories(lines: Sequence[str]) -> frozenset[str]:
    """The story's name stands in the header too, and again in every card of it: right below a picture."""
    below = [after for line, after in pairwise(lines) if _ALT.match(line) and after]
    count = Counter(lines)
    return frozenset(fold(line) for line in below if count[line] > 1 and len(line) <= _STORY_LENGTH)


def _feed(page: Page, head: Sequence[str], drafts: Sequence[Entry]) -> FeedData:
    """The title is the paragraph of one line above the leads; what stands above that belongs to the story."""
    live = any(fold(line) == _UPDATING for line in head)
    groups: list[list[str]] = [[]]
    for line in head:
        if not line:
            groups.append([])
        elif not is_furniture(line) and not _ALT.match(line) and stamp(line) is None:
            groups[-1].append(line)
    said = [group for group in groups if group]
    leads = said.pop() if said else []
    title = said[-1][-1] if said else None
    if title is None and len(leads) > 1:
        title = leads.pop(0)
    call = leads.pop() if leads and is_call(leads[-1]) else None
    times = [entry.published for entry in drafts if entry.published is not None]
    return FeedData(
        title=title,
        url=page.url,
        state=FeedState.LIVE if live else FeedState.UNKNOWN,
        state_reason='the page says "Being updated"' if live else None,
        lead=tuple(leads),
        call_to_action=call,
        timezone=ZONE,
        order="oldest_first" if len(times) > 1 and times[0] < times[-1] else "newest_first",
    )


def _entry(label: str, lines: Sequence[str], stories: frozenset[str]) -> Entry:
    wording = _card_entry(lines, stories) if lines and _ALT.match(lines[0]) else _text_entry(lines)
    return Entry(
        key="",
        seq=0,
        wording=wording,
        published=stamp(label),
        precision=Precision.MINUTE,
        basis=Basis.PRINTED_ZONE,
        time_label=label,
        kind=kind_of(wording) if not wording.cards else EntryKind.CARD,
        read_more=bool(wording.cards),
    )


def _card_entry(lines: Sequence[str], stories: frozenset[str]) -> Wording:
    """Picture, story name, headline, teaser. Alone, a picture is a picture."""
    alt, rest = _alt(lines[0]), list(lines[1:])
    while rest and _ALT.match(rest[0]) and _DATED_ALT.search(rest[0]):
        rest.pop(0)
    if not rest:
        return Wording(media=(photo(None, alt),))
    if len(rest) > 1 and (fold(rest[0]) in stories or _is_story(rest)):
        rest.pop(0)
    headline, teaser = rest[0], rest[1:]
    return Wording(headline, cards=(Card(card_title(None, headline), "\n\n".join(teaser) or None, None, alt),))


def _is_story(rest: Sequence[str]) -> bool:
    """A name above a headline: two lines, neither of which is a sentence."""
    return len(rest) == 2 and len(rest[0]) <= 60 < len(rest[1]) and not rest[1].endswith((".", '"', "”"))


def _text_entry(lines: Sequence[str]) -> Wording:
    """Headline, then paragraphs; a picture's alternative text is its caption, the line with © its credit."""
    headline = lines[0] if lines else None
    body: list[Block] = []
    media: list[Media] = []
    for line in lines[1:]:
        credit = credit_of(line)
        if credit:
            last = media.pop() if media and media[-1].credit is None else None
            media.append(photo(credit, last.caption if last else None))
        elif _ALT.match(line) and _DATED_ALT.search(line):
            media.append(photo(None, _alt(line)))
        else:
            body.append(Block(BlockKind.PARAGRAPH, line))
    return Wording(headline, tuple(body), tuple(media))


def _alt(line: str) -> str | None:
    match = _ALT.match(line)
    return match["alt"] if match and match["alt"] else None
