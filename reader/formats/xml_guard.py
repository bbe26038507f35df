"""What stands between a feed's XML and a parser: nothing that expands, nothing that stalls, nothing that is not XML.

A document type with an internal subset or an entity is refused (billion laughs, chained entities that crash expat,
external entities); a bare one is taken out.
"""

from __future__ import annotations

import re

from reader.formats.nesting import bomb
from reader.formats.page import UnreadableError

_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*+", re.S)
_MANY = 100_000
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
    while True:
        prolog = _PROLOG.match(text)
        at = prolog.end() if prolog else 0
        doctype = _DOCTYPE.match(text, at)
        if doctype is None:
            if re.match(r"<!(?:doctype|entity)\b", text[at : at + 12], re.I):
                raise UnreadableError("The feed opens with a broken document type declaration, which is refused.")
            return text
        if doctype["end"] == "[":
            raise UnreadableError(
                "The feed declares entities of its own, which is refused: such files can crash a reader."
            )
        text = text[:at] + text[doctype.end() :]
        if text.count("<!", 0, 4096) > 1000:
            raise UnreadableError("The feed opens with a broken document type declaration, which is refused.")
