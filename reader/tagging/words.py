"""A text as folded words with their places in the original: what every rule of this room looks at.

Letter case is kept, accents are dropped, curly apostrophes and dashes made plain, look-alike letters of other scripts
inside a Latin word read as Latin, "U.S." read as "US", a possessive "'s" made a word of its own. A hyphen inside a
compound is no word; its right-hand part is marked as joined instead.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,6}"  # U.S., U.K.
    r"|\d+(?:[.,]\d+)*[^\W_]*"
    r"|[^\W\d_][^\W_]*(?:'(?!s(?![^\W_]))[^\W_]+)*"  # O'Brien, don't; not the 's of a possessive
    r"|'s(?![^\W_])"
    r"|\n"
    r"|(?!(?<=[^\W_])-(?=[^\W_]))[^\w\s]"
)
_ASCII_WORD = re.compile(
    r"[A-Za-z](?:\.(?:[A-Za-z]\.){1,5}|[A-Za-z0-9]*(?:'(?!s(?![A-Za-z0-9]))[A-Za-z0-9]+)*)"
    r"|[0-9]+(?:[.,][0-9]+)*[A-Za-z0-9]*"
    r"|'s(?![A-Za-z0-9])"
    r"|\n"
    r"|(?!(?<=[A-Za-z0-9])-(?=[A-Za-z0-9]))[^\w\s]"
)
"""The same for a text that is all ASCII, several times as fast."""
_BREAKS = re.compile("[\r\v\f]")
_DROPPED = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z]")
_LOOKALIKE = str.maketrans(
    "аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "aeopcyxijsdhqwABEKMHOPCTYXIJSABEZHIKMNOPTYXo",
)
_ENDING = frozenset(".!?…\n")
_SMALL = frozenset(
    [
        "from",
        "with",
        "over",
        "after",
        "amid",
        "into",
        "about",
        "between",
        "against",
        "during",
        "under",
        "that",
        "than",
        "near",
        "upon",
        "onto",
    ]
)


_LINKS = frozenset("the and for but nor yet off out via per its his her von van der del".split())
_TELLING = frozenset("is are was were has have had been it he she they them who which said says".split())


@cache
def _folding() -> dict[int, str]:
    """Give the characters that are folded one to one: accented Latin letters and typographic punctuation."""
    table: dict[int, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii():
            table[code] = base
    table |= {ord(a): b for a, b in zip("øØłŁđĐıħŧ", "oOlLdDiht", strict=True)}
    table |= dict.fromkeys(map(ord, "‘’‛ʼ`´ʹ′"), "'")
    table |= dict.fromkeys(map(ord, "“”„«»‟″"), '"')
    table |= dict.fromkeys(map(ord, "‐‑‒–−"), "-")
    table |= dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
    table |= dict.fromkeys(map(ord, "\r\u2028\u2029\x85\x0b\x0c"), "\n")
    return table


def fold_letters(text: str) -> str:
    """Return `text` in lower case without accents and look-alikes, character by character: places stay the same."""
    if not text.isascii():
        text = _LETTERS.sub(_unmask, text.translate(_folding()))
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join([char.lower() if len(char.lower()) == 1 else char for char in text])
    return lower


def fold_places(text: str) -> tuple[str, list[int] | None]:
    """Return `text` folded with its letter case kept, and the place in `text` of each character (None: the same)."""
    if text.isascii():
        return _BREAKS.sub("\n", text), None
    folded = text.translate(_folding())
    places = None
    if _DROPPED.search(folded):
        places = [at for at, char in enumerate(folded) if not _DROPPED.match(char)]
        folded = "".join([folded[at] for at in places])
    if not folded.isascii():
        folded = _LETTERS.sub(_unmask, folded)
    return folded, places


def _unmask(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(_LOOKALIKE) if not word.isascii() and _LATIN.search(word) else word


class Words:
    """The words of one text in parallel lists.

    `raw` as written but folded, `low` in lower case, `start` and `end` the places in the original text, `cap` whether
    the word begins with a capital, `joined` the numbers of words that a hyphen joins to the one before, `sentence` the
    number of the sentence that a word stands in, `titles` the numbers of the sentences written in Title Case.
    """

    __slots__ = ("cap", "end", "joined", "low", "raw", "sentence", "start", "text", "titles")

    def __init__(self, text: str, abbreviations: frozenset[str] = frozenset()) -> None:
        self.text = text
        folded, places = fold_places(text)
        spans = _spans(folded)
        self.raw = _cut(folded, spans)
        self.joined: set[int] = set()
        if "-" in folded:
            for at in range(1, len(spans)):
                a, b = spans[at - 1][1], spans[at][0]
                if b - a == 1 and folded[a] == "-":
                    self.joined.add(at)
        self.low = [raw.lower() for raw in self.raw]
        self.cap = [raw[0].isupper() for raw in self.raw]
        if places is None:
            self.start = [a for a, _ in spans]
            self.end = [b for _, b in spans]
        else:
            self.start = [places[a] for a, _ in spans]
            self.end = [_accents(text, places[b - 1] + 1) for _, b in spans]
        self.sentence = _sentences(self, abbreviations)
        self.titles = _title_case(self)

    def __len__(self) -> int:
        return len(self.raw)

    def titled(self, at: int) -> bool:
        """Say whether word `at` stands in a sentence that is written in Title Case."""
        return self.sentence[at] in self.titles

    def first(self, at: int) -> bool:
        """Say whether word `at` opens its sentence (quotation marks aside) or comes behind a colon."""
        while at > 0 and self.raw[at - 1] in "\"'([":
            at -= 1
        return at == 0 or self.raw[at - 1] == ":" or self.sentence[at - 1] != self.sentence[at]


def cut(text: str) -> list[str]:
    """Return the words of `text` as `Words.raw` has them."""
    folded, _ = fold_places(text)
    return _cut(folded, _spans(folded))


def _spans(folded: str) -> list[tuple[int, int]]:
    return list(map(re.Match.span, (_ASCII_WORD if folded.isascii() else _WORD).finditer(folded)))


def _cut(folded: str, spans: list[tuple[int, int]]) -> list[str]:
    raw = [folded[a:b] for a, b in spans]
    return [_undot(word) if "." in word else word for word in raw] if "." in folded else raw


def _undot(raw: str) -> str:
    return raw.replace(".", "") if len(raw) > 2 and raw[1] == "." and raw[0].isalpha() else raw


def _accents(text: str, end: int) -> int:
    while end < len(text) and "\u0300" <= text[end] <= "\u036f":
        end += 1
    return end


def _sentences(words: Words, abbreviations: frozenset[str]) -> list[int]:
    numbers: list[int] = []
    number, count = 0, len(words.raw)
    raw, low = words.raw, words.low
    for at, word in enumerate(raw):
        numbers.append(number)
        if word not in _ENDING:
            continue
        if word == "\n":
            number += 1
        elif at + 1 < count and (words.cap[at + 1] or raw[at + 1] in "\"'([\n"):
            before = low[at - 1] if at else ""
            if word != "." or not ((len(before) == 1 and before.isalpha()) or before in abbreviations):
                number += 1
    return numbers


def _title_case(words: Words) -> frozenset[int]:
    """Return the sentences of which nine in ten longer words begin with a capital, the first word aside.

    One small "is", "had", "they" and the like shows that a sentence is none: it only holds many names. So does, before
    a full stop, any small word that is no article or preposition.
    """
    found: list[int] = []
    before = -1
    long = capital = small = 0
    raws = words.raw
    for at, (raw, cap, sentence) in enumerate(zip(raws, words.cap, words.sentence, strict=True)):
        if sentence != before:
            if long >= 2 and capital >= 0.9 * long and not (small and raws[at - 1] == "."):
                found.append(before)
            before, long, capital, small = sentence, 0, 0, 0
        elif cap:
            if len(raw) > 3 and raw not in _SMALL:
                long += 1
                capital += 1
        elif raw in _TELLING:
            long += 100
        elif len(raw) > 2 and raw not in _LINKS and raw[0].isalpha() and raw not in _SMALL:
            long += len(raw) > 3
            small += 1
    if long >= 2 and capital >= 0.9 * long and not (small and raws[-1] == "."):
        found.append(before)
    return frozenset(found)
