"""What stands between a feed's XML and a parser: nothing that expands, nothing that stalls, nothing that is not XML.

A document type with an internal subset or an entity is refused (billion laughs, chained entities that crash expat,
external entities); a bare one is taken out, with HTML's named entities written as characters.
"""

from __future__ import annotations

import re
from html.entities import html5

from reader.formats.nesting import bomb
from reader.formats.page import MAX_ENTRIES, UnreadableError

_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*+", re.S)
_DOCTYPE = re.compile(r"""<!doctype\b(?:[^>\["']++|"[^"]*+"|'[^']*+')*+(?P<end>[>\[])""", re.I)
_DECLARATION = re.compile(r"^<\?xml\b.*?\?>\s*", re.S)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|(\d{1,8}));")
# What XML 1.0 section 2.2 does not allow as a character.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROL_SEQUENCE = re.compile(r"(?:\x1b|&#(?:[xX]0*1[bB]|0*27);)\[[0-?]{0,64}[ -/]{0,16}[@-~]?")
"""ECMA-48 control sequences, which lose their beginning, and so their meaning, with the character that XML forbids."""
_ITEM_END = re.compile(r"</(?:[\w.-]+:)?(item|entry)\s*>")
_ITEM_START = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]")
_CLOSING = {"rss": "</channel></rss>", "channel": "</channel>", "feed": "</feed>"}


def guarded(text: str, root: str) -> tuple[str, bool]:
    """Return XML that may be given to a parser, and whether all items are still in it.

    `root` is the local name of the root element. Raises UnreadableError for what must not be parsed.
    """
    text = _CONTROL_SEQUENCE.sub("", text)
    text = _without_doctype(_DECLARATION.sub("", _ILLEGAL.sub("", text.lstrip("\ufeff \t\r\n\0"))))
    text = _REFERENCE.sub(_legal_reference, _ENTITY.sub(_character, text))
    text, whole = _capped(text, root)
    why = bomb(text, xml=True)
    if why:
        raise UnreadableError(f"The feed is built so as to stall a reader: {why}.")
    return text, whole


def _without_doctype(text: str) -> str:
    prolog = _PROLOG.match(text)
    at = prolog.end() if prolog else 0
    doctype = _DOCTYPE.match(text, at)
    if doctype is None:
        if re.match(r"<!(?:doctype|entity)\b", text[at : at + 12], re.I):
            raise UnreadableError("The feed opens with a broken document type declaration, which is refused.")
        return text
    if doctype["end"] == "[":
        raise UnreadableError("The feed declares entities of its own, which is refused: such files can crash a reader.")
    return _without_doctype(text[:at] + text[doctype.end() :])


def _character(match: re.Match[str]) -> str:
    name = match.group(1)
    return match.group() if name in _XML_ENTITIES else html5.get(f"{name};", match.group())


def _legal_reference(match: re.Match[str]) -> str:
    number = int(match.group(1), 16) if match.group(1) else int(match.group(2))
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF or _ILLEGAL.match(chr(number)):
        return ""
    return match.group()


def _capped(text: str, root: str) -> tuple[str, bool]:
    """Cut a feed of more than MAX_ENTRIES items behind the last one that is read, and close its elements."""
    if sum(1 for _ in _ITEM_START.finditer(text)) <= MAX_ENTRIES:
        return text, True
    for count, match in enumerate(_ITEM_END.finditer(text), 1):
        if count == MAX_ENTRIES:
            return text[: match.end()] + _CLOSING.get(root, ""), False
    raise UnreadableError(f"The feed opens more than {MAX_ENTRIES} items without closing them.")
