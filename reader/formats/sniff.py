"""What sort of document some bytes are: decided on the bytes, the content type is no more than a hint."""

from __future__ import annotations

import re
from enum import StrEnum

HEAD = 4096
_FEED_ROOTS = ("rss", "feed", "rdf", "channel", "entry")
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a media file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a media file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\0", "a database"),
)
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype\b[^>\[]*(?:\[.*?\]\s*)?>)*+", re.S | re.I)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_JSON = re.compile(r"\{|\[\s*(?:[\[{\"\]tfn-]|-?\d[\d.eE+-]*\s*(?:[,\]]|\Z)|\Z)")
"""An object, or a list; "[14:22] A line of text" is none."""
_CALLED = re.compile(
    r"\s*(?:(?P<guard>\)\]\}'?,?\s*(?=[\[{])|while\s*\(1\);\s*|for\s*\(;;\);\s*)"
    r"|(?:/\*[^*]{0,40}\*/\s*)?(?:typeof [\w$.]{1,80}\s*===?\s*'function'\s*&&\s*)?"
    r"[A-Za-z_$][\w$.]{0,80}\s*\(\s*(?=[\[{]))"
)
_LATE_FEED = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|RDF)[\s>]")
_HTML = re.compile(
    r"<!doctype\s+html|<(?:html|head|body|title|meta|script|link|div|p|article|section|main|ul|h[1-6]|table|span|a)\b",
    re.I,
)


class Shape(StrEnum):
    """The sorts of document that are told apart."""

    EMPTY = "empty"
    BINARY = "binary"
    XML = "xml"
    JSON = "json"
    HTML = "html"
    TEXT = "text"


def binary(body: bytes) -> str | None:
    """Return in words what a body is that is no text ("a PDF file"), None where it may be text."""
    for magic, words in _MAGIC:
        if body.startswith(magic):
            return words
    head = body[:HEAD]
    if head[4:8] == b"ftyp":
        return "a video file"
    controls = sum(head.count(byte) for byte in range(32) if byte not in (9, 10, 12, 13, 27))
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or re.match(
        rb"\0{0,3}(?:\xfe\xff|[<{\[\s]\0|(?<=\0)[<{\[\s])", head
    )
    return "binary data" if controls > len(head) // 20 and not wide else None


def root(text: str) -> str:
    """Return the local name of the first element behind declarations, comments and blanks, in lower case, or ""."""
    prolog = _PROLOG.match(text)
    match = _ROOT.match(text, prolog.end() if prolog else 0)
    return match.group(1).lower() if match else ""


def unwrapped(text: str) -> str:
    """Return JSON without the call of a function around it (JSONP), or the mark in front that keeps scripts from it."""
    opening = _CALLED.match(text)
    if opening is None:
        return text
    if opening["guard"]:
        return text[opening.end() :]
    end = len(text.rstrip("; \t\r\n"))
    return text[opening.end() : end - 1] if text[end - 1 : end] == ")" else text


def shape(text: str) -> Shape:
    """Return what sort of document a text is. The empty text is EMPTY; BINARY is never returned."""
    stripped = text.lstrip("\ufeff \t\r\n\0")
    if not stripped:
        return Shape.EMPTY
    if _JSON.match(stripped):
        return Shape.JSON
    name = root(stripped)
    if name in _FEED_ROOTS:
        return Shape.XML
    if stripped.startswith("<?xml") and name not in ("", "html"):
        return Shape.XML
    head = stripped[:HEAD]
    html = _HTML.search(head)
    feed = _LATE_FEED.search(head)
    if feed and not (html and html.start() < feed.start() and re.search(r"<(html|body)\b", head[: feed.start()], re.I)):
        return Shape.XML
    if html or name == "html":
        return Shape.HTML
    return Shape.XML if stripped.startswith("<?xml") or name else Shape.TEXT
