"""How remote text gets into a widget: as text, never as markup. Nothing else in `ui` makes content of text."""

from __future__ import annotations

from textual.content import Content

from reader.text import clean


def plain(text: str) -> Content:
    """Return `text`, cleaned, as content in which brackets and backslashes mean nothing."""
    return Content(clean(text))


def beside(*parts: str | tuple[str, str]) -> Content:
    """Return texts, cleaned, beside each other in one line; a part may have a style of ours: `(text, "bold")`."""
    pairs = ((part, "") if isinstance(part, str) else part for part in parts)
    return Content.assemble(*((clean(text).replace("\n", " "), style) for text, style in pairs))
