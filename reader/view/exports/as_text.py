"""Plain text: an entry with its headline, times, text and addresses, a rule of blanks between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.text import clean, one_line
from reader.view.exports.facts import addresses, states, when
from reader.view.plain import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.view.exports.forms import Exported, Telling


def write(items: Iterable[Exported], telling: Telling) -> Iterator[str]:
    """Yield the entries."""
    for number, item in enumerate(items):
        yield ("\n\n" if number else "") + text_of(item, telling)


def text_of(item: Exported, telling: Telling) -> str:
    """One entry; it ends with a line break."""
    stored = item.stored
    wording = stored.entry.wording
    about = " · ".join(
        part for part in (when(stored, telling.tz), one_line(item.source_title), *states(stored)) if part
    )
    parts = [title_of(stored), about, *(clean(text) for text in wording.paragraphs)]
    parts += [
        f"[{media.kind}] {one_line(' '.join(part for part in (media.caption, media.credit) if part))}"
        for media in wording.media
        if media.caption or media.credit
    ]
    if links := addresses(item):
        parts.append("\n".join(links))
    return "\n\n".join(parts) + "\n"
