"""Countries by their names in other languages than English, in the form that stands in CLDR and in no other.

What is inflected otherwise is not found. Where words are not parted by blanks (Chinese, Thai) a name is found anywhere;
in Japanese not inside a longer word of the same script; in Korean at the start of a word, whatever follows.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reader.tagging.highlight import trie_pattern
from reader.tagging.words import fold_places

DATA = Path(__file__).parent / "data"
_OTHER_CODES = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}
"""Language codes that are written for another one of the table."""
_ENGLISH = frozenset(("the", "and", "said", "was", "from", "with", "that", "by"))
_BORDERS = {
    "zh": ("", ""),
    "th": ("", ""),
    "ja": ("(?<![ァ-ヶー])", "(?![ァ-ヶー])"),
    "ko": (r"(?<!\w)", ""),
}
_WORD_BORDERS = (r"(?<!\w)", r"(?!\w)")


class CountryNames(NamedTuple):
    """The names of one language: a pattern for all of them, and the country by folded name."""

    pattern: re.Pattern[str]
    countries: dict[str, str]

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """Return the countries named in `text` in order, each with the places where its name begins and ends."""
        folded, places = fold_places(text)
        found: list[tuple[str, int, int]] = []
        for match in self.pattern.finditer(folded):
            i, j = match.span()
            if places is not None:
                i, j = places[i], places[j - 1] + 1
            found.append((self.countries[_key(match.group())], i, j))
        return found


def other_language(tag: str | None, headline: str, text: str) -> str | None:
    """Return the code of the language that `tag` (BCP 47) says, None for English or where it says none.

    A page that states another language but is written in English is English.
    """
    if not tag:
        return None
    code = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
    if not 2 <= len(code) <= 3 or code in ("en", "eng", "mul", "und", "zxx") or not code.isalpha():
        return None
    words = f"{headline} {text[:600]}".lower().split()
    known = sum(word in _ENGLISH for word in words)
    return None if known >= 2 and known * 12 >= len(words) else _OTHER_CODES.get(code, code)


@cache
def country_names(language: str) -> CountryNames | None:
    """Return the names in a language (ISO 639-1), None where the table has none. Reads the table once a language."""
    countries: dict[str, str] = {}
    known = _canonical()
    for line in _lines(DATA / "country_names.tsv", f"{language}\t"):
        _, code, names = line.split("\t")
        for name in names.split(";"):
            countries.setdefault(_key(fold_places(name)[0]), known[code])
    if not countries:
        return None
    before, behind = _BORDERS.get(language, _WORD_BORDERS)
    return CountryNames(re.compile(before + trie_pattern(countries) + behind), countries)


@cache
def _canonical() -> dict[str, str]:
    rows = (line.split("\t") for line in _lines(DATA / "countries.tsv", ""))
    return {row[0]: row[1] for row in rows}


def _lines(path: Path, start: str) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and line[0] != "#" and line.startswith(start)]


def _key(name: str) -> str:
    return " ".join(name.split())
