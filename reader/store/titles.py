"""What of an entry is worked out once, when it is written: its title, its width, what it holds, its folded text."""

from __future__ import annotations

from reader.model.entry import Entry, EntryKind, Wording
from reader.text import fold

TITLE_LIMIT = 400
CELLS_LIMIT = 65535
HAS_IMAGE, HAS_VIDEO, HAS_LINK = 1, 2, 4

_fold = fold.__wrapped__  # long texts, each folded once, would only push shorter ones out of its cache


def title_of(entry: Entry) -> str:
    """Return the headline, else the first line of the text, else the first caption, else the kind in parentheses."""
    wording = entry.wording
    captions = (item.caption or item.alt for item in wording.media)
    cards = (card.title for card in wording.cards)
    for text in (wording.headline, *wording.paragraphs, *captions, *cards):
        line = next((line.strip() for line in (text or "").splitlines() if line.strip()), "")
        if line:
            return line if len(line) <= TITLE_LIMIT else line[: TITLE_LIMIT - 1].rstrip() + "…"
    kind = next((item.kind for item in wording.media), None) if entry.kind is EntryKind.TEXT else entry.kind.value
    return f"({kind or 'no text'})"


def title_cells(title: str) -> int:
    """Return how many cells of a terminal `title` takes."""
    if title.isascii():
        return len(title)
    from rich.cells import cell_len  # noqa: PLC0415 - only needed for what is not ASCII

    return min(cell_len(title), CELLS_LIMIT)


def has_of(entry: Entry) -> int:
    """Return HAS_ bits for what the entry holds beside text."""
    kinds = {item.kind for item in entry.wording.media} | {entry.kind.value}
    image = HAS_IMAGE if kinds & {"photo", "gallery"} else 0
    video = HAS_VIDEO if "video" in kinds else 0
    return image | video | (HAS_LINK if entry.wording.links else 0)


def folded(wording: Wording) -> tuple[str, str]:
    """Return headline and text (paragraphs, captions, titles of cards) as they are searched."""
    captions = (item.caption for item in wording.media)
    cards = (card.title for card in wording.cards)
    parts = (*wording.paragraphs, *(text for text in (*captions, *cards) if text))
    return _fold(wording.headline or ""), "\n".join(map(_fold, parts))
