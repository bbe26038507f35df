"""Which paths the day is served under, and as what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from reader.demo import feeds, page_html, page_text
from reader.demo.shape import Day


@dataclass(frozen=True, slots=True)
class Rendition:
    """One form of the day: `write(day, minute)` gives its text, to be sent as UTF-8."""

    name: str
    content_type: str
    write: Callable[[Day, int], str]
    is_feed: bool = False


def index(day: Day, minute: int) -> str:
    """Return the page at `/`, which is no live page itself but names all the others."""
    shown = f"{len(day.page_at(minute))} entries"
    links = "\n".join(
        f'<link rel="alternate" type="{form.content_type.partition(";")[0]}" title="{form.name}" href="{path}">'
        for path, form in RENDITIONS.items()
        if form.is_feed
    )
    items = "\n".join(
        f'<li><a href="{path}">{form.name}</a></li>' for path, form in RENDITIONS.items() if form.write is not index
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(day.site)}</title>\n'
        f"{links}\n</head>\n<body>\n<h1>{escape(day.site)}</h1>\n<p>{escape(day.notice)}</p>\n"
        f"<p>{escape(day.title)}: {shown}.</p>\n<ul>\n{items}\n</ul>\n</body>\n</html>\n"
    )


RENDITIONS: dict[str, Rendition] = {
    "/": Rendition("Index", "text/html; charset=utf-8", index),
    "/live": Rendition("Live page", "text/html; charset=utf-8", page_html.page),
    "/live.txt": Rendition("Plain text", "text/plain; charset=utf-8", page_text.text),
    "/live.rss": Rendition("RSS", "application/rss+xml; charset=utf-8", feeds.rss, is_feed=True),
    "/live.atom": Rendition("Atom", "application/atom+xml; charset=utf-8", feeds.atom, is_feed=True),
    "/live.json": Rendition("JSON Feed", "application/feed+json; charset=utf-8", feeds.json_feed, is_feed=True),
}
