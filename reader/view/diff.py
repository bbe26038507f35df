"""What changed between two wordings, word by word. Pure.

Words are compared as written: a digit, a negation or a capital counts. White space alone is no change; whether the
shape of quotes and dashes is one, and where paragraphs are cut, is for the reader to say (`typography`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from reader.engine.compare import plain
from reader.frozen import dataclass
from reader.model.entry import Media, Wording
from reader.patterns import pattern
from reader.view.lines import Line, Span

MAX_WORDS = 1200
"""Beyond this many changed words two texts are told apart as a whole: the comparison grows with the square."""

# A number with its separators, one ideograph, a word with its apostrophes, or one sign; then the blanks after it.
_TOKEN = pattern(r"(?:\d+(?:[.,:]\d+)*|[\u3040-\u30ff\u3400-\u9fff]|\w+(?:['’]\w+)*|\.{3}|\S)\s*|\s+")
_CUT = "\u2029"
"""Stands between two paragraphs that are compared together; no text that was cleaned has one."""

_WORD_END = pattern(r"[^\W\u3040-\u30ff\u3400-\u9fff]$")
_WORD_START = pattern(r"\w")


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


def word_diff(old: str, new: str, *, typography: bool = True) -> Pieces:
    """Pieces that give the new text without the removed ones, and the old words without the added ones."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[Piece] = []
    for same, first, second in _blocks(_compared(before, typography), _compared(after, typography)):
        if same:
            pieces.append(Piece(Change.SAME, "".join(after[second])))
            continue
        gone, come = "".join(before[first]), "".join(after[second])
        if gone:
            pieces.append(Piece(Change.REMOVED, gone))
        if come:
            pieces.append(Piece(Change.ADDED, come))
    return tuple(pieces)


def _compared(texts: Sequence[str], typography: bool) -> list[str]:
    """Texts as they are compared: without the blanks round them, and without their typography unless it counts."""
    bare = [text.strip() for text in texts]
    if typography:
        return bare
    known = {text: text if text.isascii() and text.isalnum() else plain(text) for text in set(bare)}
    return [known[text] for text in bare]


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


def paragraph_diff(old: Sequence[str], new: Sequence[str], *, typography: bool = True) -> tuple[Pieces, ...]:
    """The same for texts of several paragraphs: the pieces of each, those that are gone in their old place."""
    found: list[Pieces] = []
    ours, theirs = _compared(old, typography), _compared(new, typography)
    for tag, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [(Piece(Change.SAME, text),) for text in new[k:m]]
        else:
            joined = ("".join(text + _CUT for text in texts) for texts in (old[i:j], new[k:m]))
            found += _paragraphs(word_diff(*joined, typography=typography))
    return tuple(found)


def _paragraphs(pieces: Pieces) -> Iterator[Pieces]:
    """Pieces of paragraphs that were compared together, divided as the new text has it.

    A paragraph that is wholly gone stands by itself; one that was only joined to another does not.
    """
    here: list[Piece] = []
    for piece in pieces:
        parts = piece.text.split(_CUT)
        for number, part in enumerate(parts):
            if part:
                here.append(Piece(piece.change, part))
            if number + 1 == len(parts) or not here:
                continue
            if piece.change is not Change.REMOVED or all(one.change is Change.REMOVED for one in here):
                yield tuple(here)
                here = []
            elif not here[-1].text.endswith(" "):
                here[-1] = Piece(here[-1].change, here[-1].text + " ")
    if here:
        yield tuple(here)


def wording_texts(wording: Wording, *, credits_too: bool = True) -> tuple[str, ...]:
    """All that is read in a wording, in order: headline (empty where there is none), text, captions and credits."""
    captions = (text for media in wording.media for text in _media_texts(media, credits_too))
    return (wording.headline or "", *wording.paragraphs, *captions)


def _media_texts(media: Media, credits_too: bool) -> Iterator[str]:
    if media.caption:
        yield media.caption
    if media.credit and credits_too:
        yield media.credit


def wording_diff(old: Wording, new: Wording, *, typography: bool = False) -> tuple[Pieces, ...]:
    """What changed from one wording to another: the headline first, then paragraph by paragraph.

    With `typography` also what is stored and not told: quotes, dashes, cuts between paragraphs, credits.
    """
    before, after = (wording_texts(wording, credits_too=typography) for wording in (old, new))
    headline = word_diff(before[0], after[0], typography=typography)
    return (headline, *paragraph_diff(before[1:], after[1:], typography=typography))


def changed(pieces: Pieces) -> bool:
    """Whether anything in it differs."""
    return any(piece.change is not Change.SAME for piece in pieces)


_FENCE = {Change.REMOVED: "-", Change.ADDED: "+", Change.SAME: ""}
_FENCES = {change: (fence, fence) for change, fence in _FENCE.items()}
_BRACKETS = {Change.REMOVED: ("[-", "-]"), Change.ADDED: ("{+", "+}"), Change.SAME: ("", "")}
"""As wdiff writes them: they say where a change ends without underlining or striking through."""
_ROLE = {Change.REMOVED: "removed", Change.ADDED: "added", Change.SAME: "text"}


def diff_line(pieces: Pieces, *, brackets: bool = False) -> Line:
    """The pieces as spans, readable without colour: `the -old- +new+ word`, or `the [-old-] {+new+} word`."""
    spans: list[Span] = []
    for piece, following in zip_longest(pieces, pieces[1:]):
        opening, closing = (_BRACKETS if brackets else _FENCES)[piece.change]
        text = piece.text.rstrip()
        # A word that was the last of the old text has no blank before it in the new one.
        if opening and spans and _WORD_END.search(spans[-1].text) and _WORD_START.match(text):
            spans.append(Span(" "))
        spans.append(Span(f"{opening}{text}{closing}", _ROLE[piece.change]))
        # A fence must not stand at a letter or at another fence; before a comma it may.
        parted = following is not None and (following.change is not Change.SAME or _WORD_START.match(following.text))
        blanks = piece.text[len(text) :] or (" " if opening and parted else "")
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
