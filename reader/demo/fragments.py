"""Pieces of HTML that the page and the feeds share: blocks, links, media, cards and embedded posts.

Every function returns HTML in which all text is escaped (HTML Standard, section 13.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from reader.demo.markup import CELL
from reader.model.entry import Block, BlockKind, Card, Embed, Media, Wording

_SCRIPTS = (
    (re.compile("[\u0600-\u06ff]"), ' lang="ar" dir="rtl"'),
    (re.compile("[\u0530-\u058f]"), ' lang="hy"'),
    (re.compile("[\u4e00-\u9fff]"), ' lang="zh"'),
)


def language(text: str) -> str:
    """Return the attributes that name the language of `text`, with a leading blank; nothing for English."""
    return next((attributes for script, attributes in _SCRIPTS if script.search(text)), "")


def linked(block: Block) -> str:
    """Return the text of `block` with its links."""
    parts: list[str] = []
    end = 0
    for link in block.links:
        parts.append(escape(block.text[end : link.start]))
        parts.append(f'<a href="{escape(link.url)}">{escape(block.text[link.start : link.end])}</a>')
        end = link.end
    return "".join(parts) + escape(block.text[end:])


def groups(body: Sequence[Block]) -> Iterator[tuple[BlockKind, list[Block]]]:
    """Yield runs of blocks of one kind, so that the items of a list come together."""
    for kind, run in groupby(body, key=lambda block: block.kind):
        yield kind, list(run)


def written(kind: BlockKind, run: Sequence[Block]) -> str:
    """Return a run of blocks of one kind as paragraphs, list, table, quotation or sub-headings."""
    if kind is BlockKind.LIST_ITEM:
        return "<ul>" + "".join(f"<li>{linked(block)}</li>" for block in run) + "</ul>"
    if kind is BlockKind.TABLE:
        return "".join(table(block) for block in run)
    if kind is BlockKind.SUBHEAD:
        return "".join(f"<h4>{linked(block)}</h4>" for block in run)
    if kind is BlockKind.QUOTE:
        return "".join(f"<blockquote{language(block.text)}><p>{linked(block)}</p></blockquote>" for block in run)
    return "".join(f"<p{language(block.text)}>{linked(block)}</p>" for block in run)


def table(block: Block) -> str:
    """Return the rows of `block` as a table; the first row is its head."""
    head, *rows = ([escape(cell) for cell in row.split(CELL)] for row in block.text.split("\n"))
    top = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def tweet(embed: Embed) -> str:
    """Return an embedded post as its provider's snippet gives it before any script has run."""
    return (
        f'<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{escape(embed.text or "")}</p>'
        f"&mdash; {escape(embed.author or '')} "
        f'<a href="{escape(embed.url or "")}">{escape(embed.date_text or "")}</a></blockquote>'
    )


def figure(media: Media) -> str:
    """Return a photo or a video as a figure with caption and credit."""
    url, caption = escape(media.url or ""), escape(media.caption or "")
    shown = (
        f'<video src="{url}" controls></video>'
        if media.kind == "video"
        else f'<img src="{url}" alt="{escape(media.alt or "")}">'
    )
    credit = f" <small>© {escape(media.credit)}</small>" if media.credit else ""
    note = f"<figcaption>{caption}{credit}</figcaption>" if caption or credit else ""
    return f"<figure>{shown}{note}</figure>"


def teaser(card: Card) -> str:
    """Return a card as two paragraphs, the title being the link."""
    url = escape(card.url or "")
    return (
        f'<p><a href="{url}">{escape(card.title or "")}</a></p>'
        f'<p>{escape(card.text or "")} <a href="{url}">Read more</a></p>'
    )


def content(wording: Wording) -> str:
    """Return all of `wording` but its headline, as a feed carries it."""
    return (
        "".join(written(kind, run) for kind, run in groups(wording.body))
        + "".join(figure(media) for media in wording.media)
        + "".join(teaser(card) for card in wording.cards)
        + "".join(tweet(embed) for embed in wording.embeds)
    )
