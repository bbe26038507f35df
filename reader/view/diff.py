"""What changed between two wordings, word by word. Pure.

Words are compared as written: a digit, a negation or a capital counts. White space alone is no change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from reader.model.entry import Media, Wording
from reader.view.lines import Line, Span

MAX_WORDS = 1200
"""Beyond this many changed words two texts are told apart as a whole: the comparison grows with the square."""

# A number with its separators, one ideograph, a word with its apostrophes, or one sign; then the blanks after it.
_TOKEN = re.compile(r"(?:\d+(?:[.,:]\d+)*|[\u3040-\u30ff\u3400-\u9fff]|\w+(?:['’]\w+)*|\S)\s*|\s+")

_WORD_END = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff]$")
_WORD_START = re.compile(r"\w")


class Change(StrEnum):
    """What became of a piece."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the old text (removed), of the new one (added) or of both (same, as the new one has it)."""

    change: Change
    text: str


Pieces = tuple[Piece, ...]


def word_diff(old: str, new: str) -> Pieces:
    """Pieces that give the new text without the removed ones, and the old words without the added ones."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[Piece] = []
    for same, first, second in _blocks([token.strip() for token in before], [token.strip() for token in after]):
        if same:
            pieces.append(Piece(Change.SAME, "".join(after[second])))
            continue
        gone, come = "".join(before[first]), "".join(after[second])
        if gone:
            pieces.append(Piece(Change.REMOVED, gone))
        if come:
            pieces.append(Piece(Change.ADDED, come))
    return tuple(pieces)


def _blocks(before: list[str], after: list[str]) -> Iterator[tuple[bool, slice, slice]]:
    """Slices of the two lists in order: (alike, of the old, of the new)."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    middle_old, middle_new = slice(head, len(before) - tail), slice(head, len(after) - tail)
    if head:
        yield True, slice(0, head), slice(0, head)
    first, second = before[middle_old], after[middle_new]
    if first and second and max(len(first), len(second)) <= MAX_WORDS:
        for tag, i, j, k, m in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
            yield tag == "equal", slice(head + i, head + j), slice(head + k, head + m)
    elif first or second:
        yield False, middle_old, middle_new
    if tail:
        yield True, slice(len(before) - tail, None), slice(len(after) - tail, None)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def paragraph_diff(old: Sequence[str], new: Sequence[str]) -> tuple[Pieces, ...]:
    """The same for texts of several paragraphs: the pieces of each, those that are gone in their old place."""
    found: list[Pieces] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [(Piece(Change.SAME, text),) for text in new[k:m]]
        else:
            found += [word_diff(a, b) for a, b in zip_longest(old[i:j], new[k:m], fillvalue="")]
    return tuple(found)


def wording_texts(wording: Wording) -> tuple[str, ...]:
    """All that is read in a wording, in order: headline (empty where there is none), text, captions and credits."""
    captions = (text for media in wording.media for text in _media_texts(media))
    return (wording.headline or "", *wording.paragraphs, *captions)


def _media_texts(media: Media) -> Iterator[str]:
    if media.caption:
        yield media.caption
    if media.credit:
        yield media.credit


def wording_diff(old: Wording, new: Wording) -> tuple[Pieces, ...]:
    """What changed from one wording to another: the headline first, then paragraph by paragraph."""
    before, after = wording_texts(old), wording_texts(new)
    return (word_diff(before[0], after[0]), *paragraph_diff(before[1:], after[1:]))


def changed(pieces: Pieces) -> bool:
    """Whether anything in it differs."""
    return any(piece.change is not Change.SAME for piece in pieces)


_FENCE = {Change.REMOVED: "-", Change.ADDED: "+", Change.SAME: ""}
_ROLE = {Change.REMOVED: "removed", Change.ADDED: "added", Change.SAME: "text"}


def diff_line(pieces: Pieces) -> Line:
    """The pieces as spans, readable without colour: `the -old- +new+ word`."""
    spans: list[Span] = []
    for piece in pieces:
        fence = _FENCE[piece.change]
        text = piece.text.rstrip()
        # A word that was the last of the old text has no blank before it in the new one.
        if fence and spans and _WORD_END.search(spans[-1].text) and _WORD_START.match(text):
            spans.append(Span(" "))
        spans.append(Span(f"{fence}{text}{fence}", _ROLE[piece.change]))
        blanks = piece.text[len(text) :] or (" " if fence else "")
        if blanks:
            spans.append(Span(blanks))
    return tuple(spans[:-1]) if spans and not spans[-1].text.strip() else tuple(spans)


def summary(old: Wording, new: Wording) -> str:
    """The changed words alone, in one line: `-84- +94+ -killed- +wounded+`."""
    parts = [
        f"{_FENCE[piece.change]}{piece.text.strip()}{_FENCE[piece.change]}"
        for pieces in wording_diff(old, new)
        for piece in pieces
        if piece.change is not Change.SAME and piece.text.strip()
    ]
    return " ".join(parts)
