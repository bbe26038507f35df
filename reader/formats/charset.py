"""Bytes to text: which character set a document is in.

Order of trust: byte order mark; XML declaration or `<meta charset>` in the first 1,024 bytes; the content type's
charset; UTF-8. Only text codecs of an allow-list are ever asked for (`rot13` and `base64` are codecs too). Labels are
read as browsers read them (WHATWG Encoding Standard): `iso-8859-1` is windows-1252, `gb2312` is GB 18030.
"""

from __future__ import annotations

import codecs
import re

SNIFFED = 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]*?\bencoding\s*=\s*["']?([\w.:-]+)|<meta[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
_HEADER = re.compile(r"""\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"} | {
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
}
_ALLOWED = re.compile(
    r"utf-8|utf-16(-le|-be)?|utf-32(-le|-be)?|ascii|iso8859-\d+|cp(125\d|437|8\d\d|9\d\d|037|500|1026)|koi8-[rut]|"
    r"mac-[a-z]+|gb18030|gbk|gb2312|hz|big5|big5hkscs|shift_jis|shift_jis_2004|euc_jp|euc_jis_2004|euc_kr|johab|"
    r"iso2022_(jp|kr)(_\w+)?|tis-620|ptcp154|kz1048"
)
_ALIASES = {
    "x-sjis": "cp932", "ms_kanji": "cp932", "x-gbk": "gb18030", "x-euc-jp": "euc_jp", "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs", "windows-949": "cp949", "windows-874": "cp874", "dos-874": "cp874", "866": "cp866",
    "koi": "koi8-r", "koi8": "koi8-r", "koi8-ru": "koi8-u", "macintosh": "mac-roman", "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic", "utf8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8", "iso-8859-8-i": "iso8859-8",
}  # fmt: skip
"""Labels that browsers know and Python does not."""
_CODE_PAGE = re.compile(r"(?:x-)?(?:cp|win|windows)-?(125[0-8])")
# A character cut off at the end of a truncated download is no sign of another character set.
_BAD = "\ufffd"


def codec(label: str | None) -> str | None:
    """Return Python's name of the text codec that a label means, None where it is unknown or no text codec."""
    if not label:
        return None
    plain = label.strip().lower()
    numbered = _CODE_PAGE.fullmatch(plain)
    try:
        name = codecs.lookup(f"cp{numbered[1]}" if numbered else _ALIASES.get(plain, plain)).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(name, name) if _ALLOWED.fullmatch(name) else None


def decode(body: bytes, content_type: str | None = None) -> str:
    """Return the text of a document. Never raises; what cannot be read becomes U+FFFD. No byte order mark is left."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    wide = _wide_without_mark(body)
    if wide:
        return body.decode(wide, "replace").removeprefix("\ufeff")
    header = _HEADER.search(content_type or "")
    labels = (_declared(body), codec(header.group(1)) if header else None)
    names = [name for name in labels if name and not name.startswith(("utf-16", "utf-32"))]
    for name in names:
        text = _strict(body, name)
        if text is not None:
            return text
    if names and names[0] != "utf-8":
        return body.decode(names[0], "replace")
    return _utf8(body)


def _declared(body: bytes) -> str | None:
    match = _DECLARED.search(body[:SNIFFED])
    if not match:
        return None
    return codec((match.group(1) or match.group(2)).decode("ascii", "replace"))


def _wide_without_mark(body: bytes) -> str | None:
    head = body[:4]
    if head == b"<\0\0\0":
        return "utf-32-le"
    if head == b"\0\0\0<":
        return "utf-32-be"
    if re.match(rb"[<{\[\s]\0[^\0]\0", head):
        return "utf-16-le"
    return "utf-16-be" if re.match(rb"\0[<{\[\s]\0[^\0]", head) else None


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeError, ValueError):
        return None


def _utf8(body: bytes) -> str:
    """UTF-8, or windows-1252 where most of what is not ASCII is no UTF-8 (undeclared Latin text of old feeds)."""
    text = body.decode("utf-8", "replace")
    bad = text.count(_BAD)
    if bad <= 1:
        return text
    good = sum(1 for char in text if char > "\x7f") - bad
    return body.decode("cp1252", "replace") if bad > good else text
