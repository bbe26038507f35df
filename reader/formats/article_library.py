"""The library that finds the article of a page (trafilatura, the extra `articles`); loaded in the worker process alone.

It answers with HTML, of which our own reader makes blocks: so links, lists and tables are told as everywhere else, and
nothing that the library lets through gets further.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_HOW = {
    "output_format": "html",
    "fast": True,
    "include_comments": False,
    "include_tables": True,
    "include_links": True,
    "include_images": True,
    "include_formatting": True,
}


@lru_cache(maxsize=1)
def library() -> Callable[..., str | None] | None:
    """The library's function, None where it (or a part of it) is not installed."""
    try:
        from trafilatura import extract  # noqa: PLC0415  # pyright: ignore[reportMissingImports]
    except ImportError:
        return None
    return extract


def article_html(markup: str, url: str | None) -> str | None:
    """The article of a page as simple HTML; None where none is found, or the library is not there or fails."""
    extract = library()
    if extract is None:
        return None
    try:
        return extract(markup, url=url, **_HOW) or None
    except Exception:  # noqa: BLE001  it is given whatever the net holds; what it cannot read has no article
        return None
