"""Grapheme clusters: what must not be torn apart when a text is cut, and how many cells each takes.

Follows Unicode TR29 (extended grapheme clusters) by general category instead of by its tables, and joins more rather
than less. The cells of the clusters of a text add up to what Rich measures for the whole, because Rich paints it.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len

from reader.patterns import pattern

MAX_CLUSTER = 32
"""Characters after which a cluster ends whatever comes, so that no text can be one endless cluster."""

# Scripts whose every character is one cell and stands for itself: Latin, Greek, Cyrillic, Armenian, Arabic letters.
_NARROW = pattern(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0556\u0561-\u0587\u0620-\u064a\u0671-\u06d3"
    "\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)
# The same with what is two cells wide and stands for itself: kana, Han, full-width forms, Hangul syllables.
_SIMPLE = pattern(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0556\u0561-\u0587\u0620-\u064a\u0671-\u06d3"
    "\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u3000-\u3029\u3030-\u303f\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff9d]*"
)

_ZWJ = "\u200d"
_PREPENDED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e")
_SPACING = frozenset("\u0e33\u0eb3")
_VIRAMA = 9


def is_narrow(text: str) -> bool:
    """Whether every character is a cluster of its own, of one cell."""
    return (text.isascii() and text.isprintable()) or _NARROW.fullmatch(text) is not None


def cells(text: str) -> int:
    """Cells that `text` takes in a terminal."""
    return len(text) if text.isascii() and text.isprintable() else cell_len(text)


@lru_cache(maxsize=4096)
def _char_cells(char: str) -> int:
    return cell_len(char)


@lru_cache(maxsize=4096)
def _class(char: str) -> str:
    """What TR29 needs to know of a character, in one letter: e extends, v virama, j ZWJ, p prepended, r regional
    indicator, L, V and T Hangul jamo, H Hangul syllable, o letter of a script without case, x anything else."""
    code = ord(char)
    if char == _ZWJ:
        return "j"
    if char in _PREPENDED:
        return "p"
    if 0x1F1E6 <= code <= 0x1F1FF:
        return "r"
    if 0x1100 <= code <= 0x115F or 0xA960 <= code <= 0xA97C:
        return "L"
    if 0x1160 <= code <= 0x11A7 or 0xD7B0 <= code <= 0xD7C6:
        return "V"
    if 0x11A8 <= code <= 0x11FF or 0xD7CB <= code <= 0xD7FB:
        return "T"
    if 0xAC00 <= code <= 0xD7A3:
        return "H"
    category = unicodedata.category(char)
    if category in ("Mn", "Mc", "Me") or char == "\u200c" or char in _SPACING or 0x1F3FB <= code <= 0x1F3FF:
        return "v" if unicodedata.combining(char) == _VIRAMA else "e"
    if code >= 0x80 and category != "Cc" and _char_cells(char) == 0:
        return "e"
    return "o" if category == "Lo" else "x"


def _joins(before: str, char_class: str, flags: int) -> bool:
    """Whether a character belongs to the cluster whose last class is `before`; `flags` counts regional indicators."""
    # Jamo vowels and finals take no cell of their own, hence join whatever stands before.
    if char_class in "evjVT" or before in "jp":
        return True
    if before == "r":
        return char_class == "r" and flags % 2 == 1
    if before == "v":
        return char_class == "o"
    return before == "L" and char_class in "LH"


def starts(text: str) -> Iterator[int]:
    """Offsets at which the clusters of `text` start."""
    if not text:
        return
    yield 0
    start, before = 0, _class(text[0])
    flags = int(before == "r")
    for index in range(1, len(text)):
        char_class = _class(text[index])
        if text[index] != "\n" and index - start < MAX_CLUSTER and _joins(before, char_class, flags):
            flags += char_class == "r"
        else:
            yield index
            start, flags = index, int(char_class == "r")
        # A virama keeps its force over the joiner and marks that follow it (TR29, GB9c).
        before = before if before == "v" and char_class in "ej" else char_class


def clusters(text: str) -> Iterator[tuple[int, int, int]]:
    """Every cluster of `text` as (start, end, cells), without gaps."""
    if _SIMPLE.fullmatch(text):
        for index, char in enumerate(text):
            yield index, index + 1, _char_cells(char)
        return
    first = 0
    for start in starts(text):
        if start:
            yield first, start, cell_len(text[first:start])
            first = start
    if text:
        yield first, len(text), cell_len(text[first:])


def edges(text: str) -> list[int] | None:
    """Every place at which `text` may be cut, ascending; None where that is everywhere."""
    return None if is_narrow(text) else [*starts(text), len(text)]


def snap(cuts: list[int] | None, start: int, end: int) -> tuple[int, int]:
    """The range grown to whole clusters, so that colouring it cuts none; `cuts` are the `edges` of its text."""
    if cuts is None:
        return start, end
    return cuts[bisect_right(cuts, start) - 1], cuts[bisect_left(cuts, end)]
