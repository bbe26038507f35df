"""Texts as schema.org markup holds them: plain, HTML, or HTML escaped once more than needed."""

from __future__ import annotations

import re
from html import unescape

from reader.formats import body
from reader.formats.body import Body
from reader.text import fold, letters, one_line

_TAG = re.compile(r"<[^<>]{0,5000}>")
_ESCAPED_TAG = re.compile(
    r"&(?:lt|#60|#x3c);\s{0,9}/?\s{0,9}(?:p|br|a|b|i|em|strong|div|span|ul|ol|li|h\d|img|blockquote|figure)\b", re.I
)
_REAL_TAG = re.compile(r"<\s{0,9}/?\s{0,9}[a-z][a-z0-9]*\b[^<>]{0,5000}>", re.I)
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_CLOCK = re.compile(
    r"^\s*\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?m\.?)?\s*(?:\([A-Z]{2,5}\)|[A-Z]{3,4}\b)?\s*[:|,–—-]?\s+(?=\S)", re.I
)
_CUT = re.compile(r"(?:\.\.+|…|\[…\]|\[\.{3}\])\s*$")
LONGEST_HEADLINE = 2000
"""Characters of a title that are looked at."""


def headline_of(text: str) -> str | None:
    """Return a title as one line: entities decoded twice at most, tags taken out. None where it says nothing."""
    text = text[:LONGEST_HEADLINE]
    for _ in range(2):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = unescape(text)
    return one_line(_TAG.sub(" ", text) if "<" in text and _REAL_TAG.search(text) else text) or None


def prose(text: str) -> str:
    """Return a body as HTML or plain text: what was escaped once too often is decoded once."""
    return unescape(text) if "&" in text and "<" not in text and _ESCAPED_TAG.search(text) else text


def read(text: str, base: str | None) -> Body:
    """Read a body that `prose` returned into blocks."""
    if "<" in text and _REAL_TAG.search(text):
        return body.read(text, base)
    for _ in range(2):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = unescape(text)
    return body.plain("\n\n".join(line.strip() for line in text.splitlines()))


def bare(text: str, longest: int = 400) -> str:
    """Return the beginning of a body as it is compared: folded, without tags."""
    head = text[: (8 if "<" in text else 2) * longest + 1000]
    if "<" in head:
        head = _TAG.sub(" ", head)
    if "&" in head:
        head = unescape(unescape(head))
    return fold(one_line(head)[:longest])


def without_clock(headline: str) -> str:
    """Return a headline without the time of day that some publishers put in front of it."""
    return _CLOCK.sub("", headline, count=1).strip() or headline


def begins_body(headline: str, text: str) -> bool:
    """Whether a headline is nothing but the beginning of the text, cut off or not."""
    start = fold(_CUT.sub("", without_clock(headline)))
    if not start:
        return True
    whole = bare(text, len(start) + 200)
    return bool(whole) and (whole.startswith(start) or letters(whole).startswith(letters(start)))


def is_cut(headline: str, text: str) -> bool:
    """Whether a headline that begins the text was cut from it: marked so, behind a time, or in the middle of a word."""
    if _CUT.search(headline) or without_clock(headline) != headline.strip():
        return True
    start, whole = fold(headline), bare(text, len(headline) + 200)
    rest = whole[len(start) : len(start) + 1]
    return whole.startswith(start) and len(start) > 40 and rest.isalnum()


def stands_apart(headline: str, text: str) -> bool:
    """Whether a body repeats the headline as a paragraph of its own, with more behind it."""
    blocks = read(text[:20_000], None).blocks
    return len(blocks) > 1 and fold(blocks[0].text) == fold(headline)
