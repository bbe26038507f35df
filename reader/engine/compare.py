"""Whether two wordings say the same: textual, typographic or no difference. Pure.

Typographic is what a typesetter changes and a reader does not notice: white space, the shape of quotes and dashes,
soft hyphens, ligatures, how text is cut into paragraphs. Everything else is textual, case, digits, decimal points and
negations in the first place ("84" to "94", "1.5" to "15", "not" added).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.patterns import pattern

if TYPE_CHECKING:
    from reader.model.entry import Wording


class Difference(StrEnum):
    """How far two wordings differ."""

    NONE = "none"
    TYPOGRAPHIC = "typographic"
    TEXTUAL = "textual"


_SHAPES = str.maketrans(
    dict.fromkeys("‘’‛ʼ`´′‹›", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f", None)
    | {"…": "...", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
)
_INSIDE_GUILLEMETS = pattern(r"(?<=«)\s+|\s+(?=»)")
_BEFORE_MARK = pattern(r"(?<=\w) (?=[,;:!?%])")
_BETWEEN_WORDS = pattern(r"(?<=[^\W\d_]) ?-{1,3} ?(?=[^\W\d_])")
# Scripts without blanks between words: every letter counts as one (kana, Han, Hangul, Thai).
_WORD = pattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|\\w+")


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """Return `text` with its typography taken off. Two texts differ typographically if these are equal."""
    if not text.isascii():
        text = _INSIDE_GUILLEMETS.sub("", unicodedata.normalize("NFC", text)).translate(_SHAPES)
    text = " ".join(text.split()).replace("''", '"')
    return _BETWEEN_WORDS.sub("-", _BEFORE_MARK.sub("", text))


def difference(old: Wording, new: Wording) -> Difference:
    """How `new` differs from `old`.

    Headline, running text and captions decide whether it is textual. Links, pictures and credits count as typographic;
    the query of a picture's address does not count at all, since image servers put a new one into every answer.
    """
    if old == new:
        return Difference.NONE
    if said(old) != said(new):
        return Difference.TEXTUAL
    return Difference.NONE if _set(old) == _set(new) else Difference.TYPOGRAPHIC


def said(wording: Wording) -> tuple[str, str, tuple[str, ...]]:
    """What a wording says, without its typography: two wordings differ textually if these differ."""
    captions = tuple(plain(media.caption) for media in wording.media if media.caption)
    return plain(wording.headline or ""), plain(" ".join(wording.paragraphs)), captions


def _set(wording: Wording) -> tuple[object, ...]:
    pictures = tuple((m.kind, (m.url or "").partition("?")[0], m.caption, m.credit) for m in wording.media)
    return wording.headline, wording.body, wording.cards, wording.embeds, pictures


def similarity(old: Wording, new: Wording) -> float:
    """How much of their words two wordings share: 0 to 1, by Dice's coefficient, order left aside."""
    ours, theirs = _words(old), _words(new)
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 0.0


def _words(wording: Wording) -> Counter[str]:
    return Counter(_WORD.findall(plain(f"{wording.headline or ''} {' '.join(wording.paragraphs)}").casefold()))
