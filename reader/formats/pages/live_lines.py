"""Lines of an entry that are no text of it: dates and stamps, halves of the day, and who wrote it and when.

What one entry cannot tell, all of them can: a line that stands at the same end of (nearly) every entry, holds a name
and a time or a name beside the entry's own time, and names but a few people, is the author's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.formats.nesting import tags
from reader.formats.pages.segment import Segment
from reader.formats.times import clock_text, clock_words
from reader.formats.times.clock_text import printed_date
from reader.formats.times.page_words import is_stamp_line
from reader.formats.times.play_clock import opening
from reader.text import fold, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LINE = 160
_LONGEST_NAME = 60
_BLOCKS = tags("p div section article li header footer td dd h1 h2 h3 h4 h5 h6 address")
_HALF = re.compile(rf"(?:{clock_words.MORNING}|{clock_words.EVENING})")
_PARTS = re.compile(r"\s*[·•|,–—/]\s*|\s+-\s+|\s*\(\s*|\s*\)\s*")
BY = re.compile(
    r"^(?:By|Posted by|Written by|Reported by|Von|Par|Por|Di|Door|Av|Af|Przez|Autor(?:in|ka)?:?|Автор:?|Текст:|✍|"
    r"[–—-])\s+(?=[^\W\d_])",
)
_NAME = re.compile(
    r"[^\W\d_][\w.'’-]*(?:\s(?:(?:de|da|di|von|van|der|den|dos|del|la|le|el|al|bin|ter|y|e)\s)*[^\W\d_][\w.'’-]*){0,4}"
)
_COUNTER = 40
_COUNTED = re.compile(
    r"[\u2190-\u2bff\U0001f000-\U0001faff]|comment|view|like|share|repl(?:y|ies)|reaction|kommentar|aufruf|partage|"
    r"comentari|vistas|visualiz|commenti|reacties|komentar|коментар|комментари|просмотр|перегляд|yorum|goruntule|댓글|"
    r"조회|コメント|评论|評論|閱讀|תגובות|تعليق"
)
"""Pictures and words, folded, of what is counted beside an entry."""
_FIGURES = re.compile(r"\d+(?:[.,]\d+)?[kKMт]?")
_BAR = re.compile(r"(?P<name>[^|]{4,60}?)\s[|·]\s(?P<rest>.+)")
_ONE = re.compile(
    r"\W*(?:perma-?link|link|share|teilen|partager|compartir|condividi|delen|del|dela|sdilet|udostepnij)\W*"
)


def is_stamp(text: str) -> bool:
    """Whether a block is a date or a time and nothing else: a heading of the day, or "Updated: 15.59"."""
    if len(text) >= _LINE:
        return False
    if len(text) <= 12 and _HALF.fullmatch(fold(text)):
        return True
    return printed_date(text) is not None or clock_text.read(text) is not None or is_stamp_line(text)


def author_name(words: str) -> str:
    """What an element made for an author says, without the words before the name and the time behind it."""
    name = BY.sub("", words)
    parts = [part for part in _PARTS.split(name) if part]
    if len(parts) > 1 and all(_is_beside(part) for part in parts[1:]):
        return parts[0]
    return name


def take_authors(cut: Sequence[Segment]) -> bool:
    """Take the lines that name the authors off the texts, where (nearly) all entries have one at the same end."""
    if any(segment.authors for segment in cut):
        return False
    for at in (-1, 0):
        named = [_named(segment, at) for segment in cut]
        known = [name for name in named if name]
        if len(known) >= max(3, 0.8 * len(cut)) and len({fold(name) for name in known}) <= max(1, 0.6 * len(known)):
            for segment, name in zip(cut, named, strict=True):
                if name:
                    segment.authors = (name,)
                    segment.blocks = segment.blocks[:-1] if at else segment.blocks[1:]
            return True
    _from_headlines(cut)
    return False


def counters(cut: Sequence[Segment]) -> set[str]:
    """Return the short lines that count comments or views in (nearly) all entries, and differ in figures alone."""
    texts = [{block.text for block in segment.blocks if len(block.text) <= _COUNTER} for segment in cut]
    forms = Counter(form for some in texts for form in {_FIGURES.sub("0", text) for text in some})
    common = {
        form
        for form, count in forms.items()
        if "0" in form and count >= max(3, 0.8 * len(cut)) and _COUNTED.search(fold(form))
    }
    return {text for some in texts for text in some if _FIGURES.sub("0", text) in common} if common else set()


def _from_headlines(cut: Sequence[Segment]) -> None:
    """Take the names of a few people off the headlines, where a bar parts them from (nearly) all of these."""
    parted = [_BAR.match(segment.headline or "") for segment in cut]
    found = [match["name"] for match in parted if match and is_name(match["name"]) and " " in match["name"]]
    if len(found) < max(3, 0.8 * len(cut)) or len(set(found)) > max(1, 0.6 * len(found)):
        return
    for segment, match in zip(cut, parted, strict=True):
        if match and match["name"] in found:
            segment.authors, segment.headline = (match["name"],), match["rest"]


def _named(segment: Segment, at: int) -> str | None:
    """The name that the first or last line of an entry gives; None where it says anything else."""
    if len(segment.blocks) < 2:
        return None
    text = one_line(segment.blocks[at].text)
    if len(text) > _LINE or "\n" in segment.blocks[at].text:
        return None
    parts = [part for part in _PARTS.split(BY.sub("", text)) if part]
    rest = parts[1:]
    signed = BY.match(text) is not None
    if not parts or not is_name(parts[0]) or not all(signed or _is_beside(part) for part in rest):
        return None
    told = signed or any(opening(part) for part in rest)
    return parts[0] if told or text in _beside_time(segment) else None


def is_name(text: str) -> bool:
    """Whether a text can be a name: a few words, each of which begins with a capital if its script has them."""
    if not 2 <= len(text) <= _LONGEST_NAME or not _NAME.fullmatch(text):
        return False
    words = [
        word for word in text.split() if word not in ("de", "da", "di", "von", "van", "der", "den", "dos", "del", "la")
    ]
    return all(not word[0].islower() for word in words)


def _is_beside(part: str) -> bool:
    """Whether a part of a line is a time or a word for sharing."""
    printed = opening(part)
    return (
        (printed is not None and printed.end >= len(part)) or is_stamp(part) or _ONE.fullmatch(fold(part)) is not None
    )


def _beside_time(segment: Segment) -> str:
    """The line in which the entry's time stands, without it."""
    node: LexborNode | None = segment.opener.label_node
    while node is not None and node.tag not in _BLOCKS:
        node = node.parent
    words = one_line((node.text(separator=" ") if node is not None else "")[: 2 * _LINE])
    return words if len(words) <= _LINE else ""
