"""How remote text gets into a widget: as text, never as markup."""

from __future__ import annotations

from textual.content import Content

from reader.text import clean


def plain(text: str) -> Content:
    """Return `text`, cleaned, as content in which brackets and backslashes mean nothing."""
    return Content(clean(text))
