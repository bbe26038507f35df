"""A wording as a fragment of HTML: text escaped, links only where they may be opened, no script, style or frame.

Follows the HTML Standard, section 13.3, for what is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from reader.model.entry import Block, BlockKind, Card, Embed, Media, Wording
from reader.text import clean, openable

CELL = " | "
"""Between the cells of a row, as tables are read."""


def fragment(wording: Wording, *, pictures: bool = True) -> str:
    """Return all of `wording` but its headline. Without `pictures` media are links: nothing is loaded to show it."""
    return "".join(
        (
            *(_run(kind, list(run)) for kind, run in groupby(wording.body, key=lambda block: block.kind)),
            *(_media(media, pictures=pictures) for media in wording.media),
            *(_card(card) for card in wording.cards),
            *(_embed(embed) for embed in wording.embeds),
        )
    )


def text_of(text: str) -> str:
    """Escape a text; its line breaks stay."""
    return escape(clean(text)).replace("\n", "<br>\n")


def anchor(url: str | None, words: str, rel: str = "noopener noreferrer nofollow") -> str:
    """Return a link; only its words where the address may not be opened. `words` is HTML."""
    safe = openable(url) if url else None
    return f'<a href="{escape(safe)}" rel="{rel}">{words}</a>' if safe else words


def _run(kind: BlockKind, run: list[Block]) -> str:
    if kind is BlockKind.LIST_ITEM:
        return "<ul>" + "".join(f"<li>{_linked(block)}</li>" for block in run) + "</ul>"
    if kind is BlockKind.TABLE:
        return "".join(map(_table, run))
    tags = {BlockKind.SUBHEAD: ("<h4>", "</h4>"), BlockKind.QUOTE: ("<blockquote><p>", "</p></blockquote>")}
    if kind is BlockKind.PREFORMATTED:
        return "".join(f"<pre>{escape(clean(block.text))}</pre>" for block in run)
    start, end = tags.get(kind, ("<p>", "</p>"))
    return "".join(f"{start}{_linked(block)}{end}" for block in run)


def _linked(block: Block) -> str:
    return "".join(anchor(url, text_of(words)) for words, url in pieces(block))


def pieces(block: Block) -> Iterator[tuple[str, str | None]]:
    """The text of a block in pieces, each with the address of its link if it is one; they join to the whole text."""
    end = 0
    for link in sorted(block.links, key=lambda link: link.start):
        if not end <= link.start < link.end <= len(block.text):
            continue  # overlaps the one before, or points outside: its words are text
        yield block.text[end : link.start], None
        yield block.text[link.start : link.end], link.url
        end = link.end
    yield block.text[end:], None


def _table(block: Block) -> str:
    rows = [[f"<td>{text_of(cell)}</td>" for cell in row.split(CELL)] for row in block.text.split("\n")]
    return "<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in rows) + "</table>"


def _media(media: Media, *, pictures: bool) -> str:
    safe = openable(media.url) if media.url else None
    alt = clean(media.alt or "")
    if safe is None:
        shown = text_of(alt) if not media.caption else ""
    elif media.kind == "photo" and pictures:
        shown = f'<img src="{escape(safe)}" alt="{escape(alt)}">'
    else:
        shown = anchor(safe, f"[{escape(media.kind)}]")
    notes = [text_of(media.caption)] if media.caption else []
    credit = (media.credit or "").removeprefix("©").strip()
    notes += [f"<small>© {text_of(credit)}</small>"] if credit else []
    note = f"<figcaption>{' '.join(notes)}</figcaption>" if notes else ""
    return f"<figure>{shown}{note}</figure>" if shown or note else ""


def _card(card: Card) -> str:
    words = card.title or card.url
    title = f"<p>{anchor(card.url, text_of(words))}</p>" if words else ""
    return title + (f"<p>{text_of(card.text)}</p>" if card.text else "")


def _embed(embed: Embed) -> str:
    origin = " ".join(text_of(part) for part in (embed.author, embed.date_text) if part)
    origin = anchor(embed.url, origin or text_of(embed.provider or embed.url or ""))
    said = f"<p>{text_of(embed.text)}</p>" if embed.text else ""
    return f"<blockquote>{said}<p>— {origin}</p></blockquote>" if said or origin else ""
