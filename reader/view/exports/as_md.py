"""Markdown (CommonMark 0.31): days and entries under headings, everything that could be markup escaped."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from reader.interop.wording_html import CELL, pieces
from reader.model.entry import Block, BlockKind, Media, Wording
from reader.text import clean, one_line, openable
from reader.view.exports.facts import addresses, states, when
from reader.view.plain import title_of
from reader.view.times import day_label, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.view.exports.forms import Exported, Telling

# Any punctuation of ASCII may be escaped (section 2.4); these can be markup wherever they stand.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&!$^]")
# At the start of a line: a list, a rule, the underline of a heading, a definition; and a number that begins a list.
_START = re.compile(r"^(?=[-+=:])")
_ORDERED = re.compile(r"^([0-9]{1,9})(?=[.)])")
# An address in the text is a link to many programs (GitHub Flavored Markdown, section 6.9).
_BARE = re.compile(r"(?i)\b(https?|ftp)(?=:)|\b(www)(?=\.)")
_IN_ADDRESS = {"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C", "`": "%60"}


def escaped(text: str) -> str:
    """Text in which nothing is markup; its line breaks stay line breaks."""
    safe = _BARE.sub(r"\g<0>\\", _SPECIAL.sub(r"\\\g<0>", clean(text)))
    lines = (line.strip(" \t") for line in safe.split("\n"))
    return "  \n".join(_ORDERED.sub(r"\1\\", _START.sub(r"\\", line)) for line in lines)


def link(url: str | None, words: str) -> str:
    """A link on `words`, which are Markdown; the words alone where the address may not be opened."""
    safe = openable(url) if url else None
    if safe is None:
        return words
    target = "".join(_IN_ADDRESS.get(char, char) for char in safe)
    return f"[{words}](<{target}>)"


def write(items: Iterable[Exported], telling: Telling) -> Iterator[str]:
    """Yield the document."""
    at = f", as of {stamp(telling.as_of, telling.tz)}" if telling.as_of is not None else ""
    yield f"# {escaped(one_line(telling.title))}{at}\n"
    day = ""
    for item in items:
        of = day_label(item.stored.sort_at, telling.tz)
        if of != day:
            day = of
            yield f"\n## {day}\n"
        yield entry_of(item, telling)


def entry_of(item: Exported, telling: Telling) -> str:
    """One entry: heading, what is known of it, text, links."""
    stored = item.stored
    about = [when(stored, telling.tz), one_line(item.source_title), *states(stored)]
    parts = [f"### {escaped(title_of(stored))}", " · ".join(escaped(part) for part in about if part)]
    parts += [*body_of(stored.entry.wording)]
    if links := addresses(item):
        parts.append("\n".join(f"- {link(url, escaped(url))}" for url in links))
    return "\n" + "\n\n".join(parts) + "\n"


def body_of(wording: Wording) -> Iterator[str]:
    """The parts of a wording, to be set apart by blank lines."""
    for kind, run in groupby(wording.body, key=lambda block: block.kind):
        yield from _run(kind, list(run))
    for media in wording.media:
        yield _media(media)
    for card in wording.cards:
        title = link(card.url, escaped(card.title or card.url or ""))
        yield "  \n".join(part for part in (title, escaped(card.text or "")) if part)
    for embed in wording.embeds:
        origin = escaped(" ".join(part for part in (embed.author, embed.date_text) if part) or embed.url or "")
        yield _quoted("\n\n".join(part for part in (escaped(embed.text or ""), link(embed.url, origin)) if part))


def _run(kind: BlockKind, run: list[Block]) -> Iterator[str]:
    if kind is BlockKind.LIST_ITEM:
        yield "\n".join("- " + _linked(block).replace("\n", "\n  ") for block in run)
        return
    for block in run:
        if kind is BlockKind.QUOTE:
            yield _quoted(_linked(block))
        elif kind is BlockKind.SUBHEAD:
            yield f"#### {one_line(_linked(block))}"
        elif kind is BlockKind.TABLE:
            yield _table(block)
        elif kind is BlockKind.PREFORMATTED:
            yield _fenced(clean(block.text))
        else:
            yield _linked(block)


def _linked(block: Block) -> str:
    return "".join(link(url, escaped(words)) if url else _inner(words) for words, url in pieces(block))


def _inner(words: str) -> str:
    """Text between links: its blanks at the ends part it from them."""
    body = words.strip(" ")
    if not body:
        return words
    start = words[: len(words) - len(words.lstrip(" "))]
    return start + escaped(body) + words[len(words.rstrip(" ")) :]


def _fenced(text: str) -> str:
    """Text as it stands, in a fence longer than any that is in it. (Indented, it could belong to a list before it.)"""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text) or ("",)))
    return f"{fence}\n{text}\n{fence}"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _table(block: Block) -> str:
    rows = [[one_line(escaped(cell)) for cell in row.split(CELL)] for row in block.text.split("\n")]
    width = max(len(row) for row in rows)
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _media(media: Media) -> str:
    said = " ".join(escaped(one_line(part)) for part in (media.caption, media.credit and f"({media.credit})") if part)
    kind = link(media.url, escaped(media.kind))
    return f"{kind}: {said}" if said else kind
