"""Breaks a text into lines of so many cells: words at blanks, Han and kana anywhere, clusters never torn.

Everything is told in offsets, so that marks and links can be carried over the lines. Line breaks follow the part of
Unicode TR14 that news needs: blanks, hyphens inside words, ideographs with the marks that may not begin or end a line.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.view.clusters import cells, clusters, is_narrow

_NOT_FIRST = frozenset(
    ",.;:!?%)]}\"'’”»…‐-–—"
    "、。，．・：；？！゛゜ヽヾゝゞ々ー」』）】〉》〕］｝〙〗〟ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％"
)
_NOT_LAST = frozenset("([{“‘«「『（【〈《〔［｛〘〖〝$£€¥№#@")
_BLANKS = " \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Offsets (start, end) of the lines of `text`, each at most `width` cells; blanks at the breaks lie in none.

    A line feed ends a line. A cluster wider than `width` has a line of its own. The empty text is one empty line.
    """
    return list(wrap_lazily(text, width))


def wrap_lazily(text: str, width: int) -> Iterator[tuple[int, int]]:
    """The same, line by line: works out no more than is asked for."""
    width = max(1, width)
    start = 0
    while True:
        end = text.find("\n", start)
        stop = len(text) if end < 0 else end
        part = text[start:stop] if start or end >= 0 else text
        breaker = _narrow_lines if is_narrow(part) else _cluster_lines
        for first, last in breaker(part, width):
            yield start + first, start + last
        if end < 0:
            return
        start = end + 1


def truncate(text: str, width: int, ellipsis: str = "…") -> str:
    """`text` in at most `width` cells, with an ellipsis where something had to go."""
    if cells(text) <= width:
        return text
    room = width - cells(ellipsis)
    if room < 0:
        return ellipsis[: max(0, width)] if ellipsis.isascii() else ""
    return text[: _reach(text, room)].rstrip(_BLANKS) + ellipsis


def _reach(text: str, width: int) -> int:
    """Offset up to which `text` fits into `width` cells."""
    if is_narrow(text):
        return min(len(text), width)
    used = 0
    for start, _end, size in clusters(text):
        used += size
        if used > width:
            return start
    return len(text)


def _breaks_word(text: str, after: int) -> bool:
    """Whether a line may end after the hyphen or dash at `after`: one that joins two words."""
    char = text[after]
    if char not in "-‐–—" or not 0 < after < len(text) - 1:
        return False
    following = text[after + 1]
    return text[after - 1].isalnum() and (following.isalpha() or (char == "—" and following.isalnum()))


def _skip_blanks(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] in _BLANKS:
        offset += 1
    return offset


def _narrow_lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Lines of a text in which every character is one cell."""
    length = len(text.rstrip(" "))
    start = min(_skip_blanks(text, 0), length)
    while length - start > width:
        cut = _narrow_break(text, start, start + width)
        end = cut
        while text[end - 1] == " ":
            end -= 1
        yield start, end
        start = _skip_blanks(text, cut)
    yield start, length


def _narrow_break(text: str, start: int, limit: int) -> int:
    """Where the line from `start` ends that may reach up to `limit`: blank, else hyphen, else in the middle."""
    blank = text.rfind(" ", start, limit + 1)
    for hyphen in range(limit - 1, max(blank, start), -1):
        if _breaks_word(text, hyphen):
            return hyphen + 1
    return blank if blank > start else limit


class _Piece:
    """A stretch that stays together if it can: its clusters, their cells, and the cells of the blanks before it."""

    __slots__ = ("cells", "clusters", "gap")

    def __init__(self, gap: int, cells: int, clusters: list[tuple[int, int, int]]) -> None:
        self.gap = gap
        self.cells = cells
        self.clusters = clusters


def _pieces(text: str) -> Iterator[_Piece]:
    piece: _Piece | None = None
    gap = 0
    before_wide = False
    for start, end, size in clusters(text):
        if text[start] in _BLANKS and end == start + 1:
            if piece:
                yield piece
                piece = None
            gap += size
            continue
        wide = size > 1
        if piece and _may_break(text, start, before_wide or wide):
            yield piece
            piece = None
        if piece:
            piece.clusters.append((start, end, size))
            piece.cells += size
        else:
            piece = _Piece(gap, size, [(start, end, size)])
            gap = 0
        before_wide = wide
    if piece:
        yield piece


def _may_break(text: str, at: int, wide: bool) -> bool:
    """Whether a line may end before the cluster at `at`, no blank standing there; `wide` if it or its neighbour is."""
    if wide and text[at] not in _NOT_FIRST and text[at - 1] not in _NOT_LAST:
        return True
    return _breaks_word(text, at - 1)


def _cluster_lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Lines of any text: pieces as long as they fit, clusters where a piece is wider than the line."""
    start = end = used = 0
    for piece in _pieces(text):
        if end > start and used + piece.gap + piece.cells <= width:
            used += piece.gap + piece.cells
            end = piece.clusters[-1][1]
            continue
        if end > start:
            yield start, end
        start, used = piece.clusters[0][0], 0
        for first, last, size in piece.clusters:
            if first > start and used + size > width:
                yield start, end
                start, used = first, 0
            used += size
            end = last
    yield start, end
