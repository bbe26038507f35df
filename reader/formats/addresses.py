"""The parts of an address as a document gives it, which need not be one."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def parts_of(url: str | None) -> SplitResult:
    """The parts of an address (RFC 3986); all empty for what is none, such as `http://[`. Never raises."""
    try:
        return urlsplit(url or "")
    except ValueError:
        return urlsplit("")
