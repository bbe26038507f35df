"""Numbers for the links of an article, set into the text after the words that they belong to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from urllib.parse import urlsplit

from reader.frozen import dataclass, field, replace
from reader.model.entry import Link
from reader.text import openable
from reader.view.clusters import edges, snap
from reader.view.paint import Stroke


@dataclass(slots=True)
class Numbers:
    """The addresses of an article, each once, numbered from 1 in reading order. Only openable ones get a number."""

    _numbers: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def urls(self) -> list[str]:
        """The addresses, number 1 first."""
        return list(self._numbers)

    def of(self, url: str | None) -> tuple[int, str] | None:
        """Number of an address and the form in which it may be opened; None if it may not."""
        safe = openable(url) if url else None
        if safe is None:
            return None
        return self._numbers.setdefault(safe, len(self._numbers) + 1), safe


@dataclass(frozen=True, slots=True)
class Insert:
    """A text to be set in before the character `at`, with a role and link of its own."""

    at: int
    text: str
    role: str | None = None
    link: str | None = None


def inserted(text: str, inserts: Sequence[Insert], strokes: Sequence[Stroke]) -> tuple[str, list[Stroke]]:
    """The text with everything set in, and the strokes moved along; a stroke that ends at an insert leaves it out."""
    if not inserts:
        return text, list(strokes)
    ordered = sorted(inserts, key=lambda item: item.at)
    places = [item.at for item in ordered]
    grown = [0, *accumulate(len(item.text) for item in ordered)]
    parts: list[str] = []
    last = 0
    moved = [
        replace(
            stroke,
            start=stroke.start + grown[bisect_right(places, stroke.start)],
            end=stroke.end + grown[bisect_left(places, stroke.end)],
        )
        for stroke in strokes
    ]
    for before, item in zip(grown, ordered, strict=False):
        parts += (text[last : item.at], item.text)
        last = item.at
        if item.role or item.link:
            start = item.at + before
            moved.append(Stroke(start, start + len(item.text), item.role, item.link))
    return "".join((*parts, text[last:])), moved


def numbered(text: str, links: Sequence[Link], strokes: Sequence[Stroke], numbers: Numbers) -> tuple[str, list[Stroke]]:
    """A block's text with `[1]` after each link, and its strokes; an address that may not be opened leaves no trace."""
    inserts: list[Insert] = []
    under: list[Stroke] = []
    whole = edges(text) if links else None
    for link in sorted(links, key=lambda item: (item.start, item.end)):
        found = numbers.of(link.url)
        if found is None:
            continue
        number, url = found
        start, end = sorted((max(0, min(link.start, len(text))), max(0, min(link.end, len(text)))))
        start, end = snap(whole, start, end)
        under.append(Stroke(start, end, "link", url))
        inserts.append(Insert(end, f"[{number}]", "label", url))
    return inserted(text, inserts, [*under, *strokes])


def host_of(url: str) -> str:
    """Who is behind an address; nothing where it has no host."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def host_first(url: str) -> str:
    """An address as it is listed: the host, which tells who is behind it, before the whole."""
    return f"{host_of(url)}: {url}"
