"""What the publisher wrote, as blocks: paragraphs, lists, quotes, tables, pictures, cards, embedded posts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.model.entry import Block, BlockKind, Card, Embed, Link, Media
from reader.model.event import StoredEntry
from reader.model.tagging import Mention
from reader.text import one_line
from reader.view.clusters import cells
from reader.view.draft import Draft, Shape
from reader.view.lines import Span
from reader.view.numbering import Insert, inserted
from reader.view.paint import Stroke

HEADLINE = "headline"
NO_BREAK = "\u00a0"
"""A blank at which no line is broken."""


def add_body(draft: Draft, stored: StoredEntry) -> None:
    """Body, media, cards and embeds of an entry, with actors where they are named."""
    wording = stored.entry.wording
    actors = iter(_by_paragraph(wording.paragraphs, actor_strokes(stored.tagging.mentions, "body")))
    previous: BlockKind | None = None
    for block in wording.body:
        if block.text:
            _add_block(draft, block, next(actors), previous)
            previous = block.kind
    for media in wording.media:
        _add_media(draft, media)
    for card in wording.cards:
        _add_card(draft, card, next(actors) if card.text else [])
    for embed in wording.embeds:
        _add_embed(draft, embed, next(actors) if embed.text else [])


def actor_strokes(mentions: Iterable[Mention], place: str) -> list[Stroke]:
    """Where actors are named in the headline, or in the text (whatever is not the headline)."""
    role = "title-actor" if place == HEADLINE else "actor"
    return [
        Stroke(mention.start, mention.end, role)
        for mention in mentions
        if (mention.place == HEADLINE) == (place == HEADLINE)
    ]


def whole_link(text: str, url: str | None) -> tuple[Link, ...]:
    """A link on all of a text."""
    return (Link(url, 0, len(text)),) if url else ()


def _by_paragraph(paragraphs: Sequence[str], strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    """Strokes on the paragraphs joined by a blank line (`Wording.text`), as strokes on each."""
    found: list[list[Stroke]] = []
    start = 0
    for text in paragraphs:
        end = start + len(text)
        found.append(
            [
                Stroke(max(0, stroke.start - start), min(len(text), stroke.end - start), stroke.role)
                for stroke in strokes
                if stroke.start < end and stroke.end > start
            ]
        )
        start = end + 2
    return found


def _add_block(draft: Draft, block: Block, actors: list[Stroke], previous: BlockKind | None) -> None:
    glyphs = draft.telling.glyphs
    text = block.text
    # Items of a list and paragraphs of a quote hang together, unless they are something else than what stands above.
    spaced = block.kind is not previous or block.kind not in (BlockKind.LIST_ITEM, BlockKind.QUOTE)
    match block.kind:
        case BlockKind.LIST_ITEM:
            bullet, indent = (Span(f"{glyphs.bullet} ", "muted"),), (Span("  "),)
            shape = Shape("list_item", "text", bullet, indent, spaced)
        case BlockKind.QUOTE:
            bar = (Span(f"{glyphs.bar} ", "muted"),)
            shape = Shape("quote", "quote", bar, bar, spaced)
        case BlockKind.SUBHEAD:
            shape = Shape("subhead", "subhead", spaced=True)
        case BlockKind.TABLE:
            text, actors = _aligned(text, actors)
            shape = Shape("table", spaced=True)
        case BlockKind.PREFORMATTED:
            text = "\n".join(_indented(line) for line in text.split("\n"))
            shape = Shape("preformatted", spaced=True)
        case _:
            shape = Shape("paragraph", spaced=True)
    draft.add(text, shape, block.links, actors)


def _indented(line: str) -> str:
    """A line whose leading blanks stay when it is wrapped; as long as before."""
    bare = line.lstrip(" \t")
    return NO_BREAK * (len(line) - len(bare)) + bare


def _aligned(text: str, strokes: list[Stroke]) -> tuple[str, list[Stroke]]:
    """A table (`a | b` a line) with its columns below each other."""
    rows = [line.split(" | ") for line in text.split("\n")]
    widths = [max(cells(row[column]) for row in rows if column < len(row)) for column in range(max(map(len, rows)))]
    inserts: list[Insert] = []
    offset = 0
    for row in rows:
        for column, cell in enumerate(row):
            offset += len(cell)
            if column + 1 < len(row):
                # No-break blanks: the row must not be broken inside a cell for their sake.
                inserts.append(Insert(offset, NO_BREAK * (widths[column] - cells(cell))))
                offset += 3
        offset += 1
    return inserted(text, inserts, strokes)


def _add_media(draft: Draft, media: Media) -> None:
    """`▣ photo: caption`, then the credit; without caption what the picture is said to show."""
    mark = draft.telling.glyphs.picture
    words = media.caption or (f"(described as: {media.alt})" if media.alt else "")
    text = one_line(f"{media.kind}: {words}" if words else media.kind)
    first, rest = (Span(f"{mark} ", "muted"),), (Span("  "),)
    # The link is on the kind alone: a caption is to be read.
    link = Link(media.url, 0, len(one_line(media.kind))) if media.url else None
    draft.add(text, Shape("caption", "caption", first, rest, spaced=True), (link,) if link else ())
    if media.credit:
        draft.add(one_line(media.credit), Shape("credit", "credit", rest, rest))


def _add_card(draft: Draft, card: Card, actors: list[Stroke]) -> None:
    """A "read more" box: the other article's title, then its teaser, behind a bar."""
    bar = (Span(f"{draft.telling.glyphs.bar} ", "muted"),)
    label = (*bar, Span("Read more: ", "label"))
    title = one_line(card.title or card.caption or "") or ("another article" if card.url else "")
    if title:
        draft.add(title, Shape("card", "subhead", label, bar, spaced=True), whole_link(title, card.url))
    draft.add(card.text, Shape("card", "text", bar, bar, spaced=not title), under=actors)
    caption = card.caption if card.title else None
    for words, role in ((caption, "caption"), (card.credit, "credit")):
        draft.add(one_line(words or ""), Shape("card", role, bar, bar))


def _add_embed(draft: Draft, embed: Embed, actors: list[Stroke]) -> None:
    """An embedded post: who, where and when, then what it says, quoted."""
    bar = (Span(f"{draft.telling.glyphs.bar} ", "muted"),)
    parts = [one_line(part) for part in (embed.author, embed.provider, embed.date_text) if part]
    head = f" {draft.telling.glyphs.dot} ".join(parts) or ("embedded post" if embed.url or embed.text else "")
    draft.add(head, Shape("embed", "label", bar, bar, spaced=True), whole_link(head, embed.url))
    draft.add(embed.text, Shape("embed", "quote", bar, bar), under=actors)
