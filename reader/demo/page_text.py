"""The day as plain text, in the layout that copying a Sputnik page of the 2020 design gives.

A header clock, the lead, "New messages", entries that begin with a bullet and a clock time without a date, newest
first, and at the foot the title of the page and its tags. Identity, authors, flags, links, captions and the credits'
authors do not survive in such a text.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.demo.day import printed_date
from reader.demo.markup import CELL
from reader.demo.shape import Day, DayEntry, clock
from reader.model.entry import Block, BlockKind

_OUTER = " " * 4
_INNER = " " * 6


def text(day: Day, minute: int) -> str:
    """Return the page of `day` as it stands at `minute`; its header clock shows the last change."""
    lines = [
        f"{clock(day.changed_at(minute))} GMT{printed_date(day.date)}",
        "Listen Live",
        f"{_OUTER}Get short URL",
    ]
    for paragraph in (*day.lead, day.call_to_action):
        lines += ["", _OUTER + paragraph]
    lines += ["", f"{_OUTER}New messages"]
    for entry in day.newest_first(minute):
        lines += _entry(entry)
    lines += [_OUTER + day.title, _OUTER + ", ".join(day.tags), f"{_OUTER}Community standardsDiscussion"]
    return "\n".join(lines)


def _entry(entry: DayEntry) -> Iterator[str]:
    yield f"{_OUTER}• {clock(entry.minute)}"
    wording = entry.wording
    paragraphs = [entry.headline, *(line for block in wording.body for line in _block(block))]
    for paragraph in paragraphs:
        yield ""
        yield _INNER + paragraph
    for embed in wording.embeds:
        yield from ("", _INNER + (embed.text or ""), "", f"{_INNER}— {embed.author} {embed.date_text}")
    for card in wording.cards:
        yield from ("", _INNER + (card.caption or ""), "", _INNER + (card.title or ""), "", _INNER + (card.text or ""))
        yield f"{_INNER}Read more"
    photos = [media for media in wording.media if media.kind == "photo"]
    if photos:
        yield ""
        yield from (f"{_INNER}© {(photo.credit or '').partition('/')[0].strip()} /" for photo in photos)
    if not photos and not wording.cards:
        yield ""


def _block(block: Block) -> Iterator[str]:
    if block.kind is BlockKind.TABLE:
        yield from (row.replace(CELL, "\t") for row in block.text.split("\n"))
    else:
        yield block.text
