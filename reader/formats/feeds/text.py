"""The text of a feed's elements: what an element holds, and whether that is plain text, HTML or inline markup.

Atom says so (RFC 4287 section 3.1, Atom 0.3 section 3.1: `type`, `mode`), RSS does not: descriptions are taken for
HTML, titles for what they look like.
"""

from __future__ import annotations

import base64
import binascii
import re
from html import escape
from html.entities import html5
from typing import NamedTuple

from reader.formats import body
from reader.formats.body import Body
from reader.formats.feeds.xml_tree import Node
from reader.formats.nesting import tags
from reader.text import one_line

_TYPES = {"text": "text/plain", "plain": "text/plain", "html": "text/html", "xhtml": "application/xhtml+xml"}
_HTML = ("text/html", "application/xhtml+xml")
_VOID = tags("br img hr wbr input area col embed source track param")
_CLOSED_TAG = re.compile(r"</\w")
_REFERENCE = re.compile(r"&(?:#\w+|(\w+));")
_ANY_TAG = re.compile(r"</?(\w+)")
_KNOWN = tags(
    "a abbr acronym address article aside audio b big blockquote br button canvas caption center cite code col "
    "colgroup dd del details dfn dir div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 "
    "header hr i iframe img input ins kbd label legend li main map mark menu nav noscript ol option p picture pre q s "
    "samp section select small source span strike strong sub summary sup svg table tbody td textarea tfoot th thead "
    "time tr tt u ul var video wbr"
)
"""Tags that tell HTML from text that merely has angle brackets in it."""
_C1 = re.compile("[\x80-\x9f]")
_C1_LEAD = b"\xc2"
"""The byte with which these begin in UTF-8: looked for first, since that takes a fifth of the time of the pattern."""
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
"""Controls that nobody means: numbers of windows-1252 written as if they were Unicode's."""
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")


class Said(NamedTuple):
    """The content of one element: `html` tells how `value` is to be read; `base` is what its links are relative to."""

    value: str
    html: bool
    base: str | None = None
    lang: str | None = None


def said(node: Node, default: str, *, atom: bool) -> Said:
    """Read an element. `default` is the media type where it states none; `atom` keeps plain text from being guessed."""
    parts = node.parts
    stated = node.attrs.get("type", default).lower() if node.attrs else default
    kind = _TYPES.get(stated, stated)
    if len(parts) == 1 and isinstance(parts[0], str):
        value = parts[0].strip()
    elif any(isinstance(part, Node) for part in parts):
        escaped = _wrapped(node) if not kind.endswith("xml") else None
        if escaped is None:
            return Said(inner(node).strip(), True, node.base, node.lang)
        value = escaped
    else:
        value = node.text
    if not value.isascii() and _C1_LEAD in value.encode("utf-8", "replace") and _C1.search(value):
        value = value.translate(_WINDOWS)
    if node.attrs and _is_base64(node, kind):
        value = _unpacked(value)
        html = kind not in ("text/plain",)
    elif kind == "text/html":
        html = True
    else:
        html = kind == "text/plain" and not atom and looks_like_html(value)
    return Said(value, html, node.base, node.lang)


def titled(node: Node, *, atom: bool) -> str | None:
    """Read a title as one line."""
    parts = node.parts
    if not node.attrs and len(parts) == 1 and isinstance(parts[0], str) and "&" not in parts[0] and "<" not in parts[0]:
        words = parts[0]
        return one_line(words if words.isascii() else words.translate(_WINDOWS)) or None
    return line(said(node, "text/plain", atom=atom))


def line(what: Said) -> str | None:
    """As one line of text; None where it says nothing."""
    return body.line(what.value) if what.html else one_line(what.value) or None


def blocks(what: Said, base: str | None) -> Body:
    """As blocks of text, its links relative to `base`."""
    return body.read(what.value, base) if what.html else body.plain(what.value)


def looks_like_html(text: str) -> bool:
    """Whether plain text is HTML after all: it has an end tag or a reference, and no tag or entity but HTML's."""
    if "<" not in text and "&" not in text:
        return False
    if not (_CLOSED_TAG.search(text) or _REFERENCE.search(text)):
        return False
    if any(name.lower() not in _KNOWN for name in _ANY_TAG.findall(text)):
        return False
    return all(not name or f"{name};" in html5 for name in _REFERENCE.findall(text))


def inner(node: Node) -> str:
    """Write the inside of an element as HTML, with a stack of our own, since hostile trees are deep."""
    out: list[str] = []
    stack: list[Node | str] = list(reversed([_escaped(part) for part in node.parts]))
    while stack:
        part = stack.pop()
        if isinstance(part, str):
            out.append(part)
            continue
        name = part.local
        if not name.isascii() or not name.replace("-", "").isalnum():
            name = "span"
        attrs = "".join(f' {key.rpartition(":")[2]}="{escape(value)}"' for key, value in part.attrs.items())
        out.append(f"<{name}{attrs}>")
        if name not in _VOID:
            stack.append(f"</{name}>")
        stack += reversed([_escaped(piece) for piece in part.parts])
    return "".join(out)


def _escaped(part: Node | str) -> Node | str:
    return escape(part, quote=False) if isinstance(part, str) else part


def _wrapped(node: Node) -> str | None:
    """Escaped HTML in a `div` that is not escaped, as one publishing system wrote it: the inside of the `div`."""
    found = node.elements
    if len(found) != 1 or found[0].local != "div" or found[0].elements or node.text:
        return None
    text = found[0].text
    return text if "<" in text else None


def _is_base64(node: Node, kind: str) -> bool:
    """Atom 0.3 says so; in Atom 1.0 it is every media type that is no text and no XML (RFC 4287 section 4.1.3.3)."""
    if node.attrs.get("mode") == "base64":
        return True
    return (
        bool(node.attrs.get("type"))
        and "/" in kind
        and not (kind.startswith("text/") or kind.endswith(("+xml", "/xml")))
    )


def _unpacked(value: str) -> str:
    """Decode what is text in base64; a picture or other binary data is nothing to read."""
    if not _BASE64.fullmatch(value):
        return value
    try:
        return base64.b64decode(value).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
