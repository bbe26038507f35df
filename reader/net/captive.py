"""Tells a login, consent or portal page from the document that was asked for. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HTML = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_PORTAL_WORD = re.compile(
    r"(?<![a-z])(?:log-?in|sign-?in|sso|captive|portal|hot-?spot|landing-?page|consent|wi-?fi|guest|splash)(?![a-z])"
)


def is_html(body: bytes, content_type: str | None) -> bool:
    """Whether a document is HTML by its first bytes, or by its type where the bytes do not tell."""
    head = body[:4096].removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(head):
        return True
    return "html" in (content_type or "").lower() and not head.lstrip()[:5].lower().startswith(
        (b"<?xml", b"{", b"<rss")
    )


def speaks_of_login(url: str) -> bool:
    """Whether host or path of an address have a word of logging in or consenting."""
    parts = urlsplit(url)
    return bool(_PORTAL_WORD.search(f"{parts.hostname}{parts.path}".lower()))


def looks_captive(requested_url: str, final_url: str, body: bytes, content_type: str | None) -> bool:
    """Whether the answer is HTML from another host, at an address that speaks of logging in or consenting."""
    asked, came = urlsplit(requested_url).hostname, urlsplit(final_url).hostname
    return asked != came and speaks_of_login(final_url) and is_html(body, content_type)
