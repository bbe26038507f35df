"""What stands between a feed's XML and a parser: nothing that expands, nothing that stalls, nothing that is not XML.

A document type with an internal subset or an entity is refused (billion laughs, chained entities that crash expat,
external entities), unless these are a few plain words or letters; a bare one is taken out.
"""

from __future__ import annotations

import re

from reader.formats.nesting import bomb
from reader.formats.page import UnreadableError

_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*+", re.S)
_WORD = re.compile(r"""<!ENTITY\s+([A-Za-z][\w.-]{0,31})\s+["']((?:[^<>&%"']|&#\w{1,8};){0,100})["']\s*>""")
_WORDS = re.compile(rf"\s*((?:{_WORD.pattern.replace('(', '(?:').replace('(?:?', '(?')}\s*)*)\]\s*>")
_MANY = 100_000
_MOST_WORDS = 32
_DOCTYPES = 8
_DOCTYPE = re.compile(r"""<!doctype\b(?:[^>\["']++|"[^"]*+"|'[^']*+')*+(?P<end>[>\[])""", re.I)


def guarded(text: str) -> str:
    """Return XML that may be given to a parser. Raises UnreadableError for what must not be parsed."""
    text = _without_doctype(text.lstrip("\ufeff \t\r\n\0"))
    # expat is quadratic in the attributes of one tag, before any handler hears of it.
    why = bomb(text, xml=True) if text.count("=") > _MANY else None
    if why:
        raise UnreadableError(f"The feed is built so as to stall a reader: {why}.")
    return text


def _without_doctype(text: str) -> str:
    for _ in range(_DOCTYPES):
        prolog = _PROLOG.match(text)
        at = prolog.end() if prolog else 0
        doctype = _DOCTYPE.match(text, at)
        if doctype is None:
            if re.match(r"<!(?:doctype|entity)\b", text[at : at + 12], re.I):
                break
            return text
        if doctype["end"] == "[":
            return _with_words(text[:at], text[doctype.end() :])
        text = text[:at] + text[doctype.end() :]
    raise UnreadableError("The feed opens with a broken document type declaration, which is refused.")


def _with_words(before: str, behind: str) -> str:
    """Put in the entities that a feed declares, if they are a few plain words: no parser ever hears of them."""
    subset = _WORDS.match(behind)
    words = dict(_WORD.findall(subset[1])) if subset else {}
    if subset is None or len(words) > _MOST_WORDS:
        raise UnreadableError("The feed declares entities of its own, which is refused: such files can crash a reader.")
    rest = behind[subset.end() :]
    if rest.count("&") > _MANY:
        raise UnreadableError("The feed is built so as to stall a reader: it consists of entities.")
    return before + re.sub(r"&([A-Za-z][\w.-]{0,31});", lambda match: words.get(match[1], match[0]), rest)
