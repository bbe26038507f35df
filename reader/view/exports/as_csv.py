"""Comma-separated values (RFC 4180): a line of names, CRLF at every end, times in UTC.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and remote text must not act: an
apostrophe before it makes it text (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from reader.formats.answer import iso
from reader.text import clean
from reader.view.exports.facts import address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.view.exports.forms import Exported, Telling

COLUMNS = (
    "number", "source", "source_title", "id", "key", "published", "precision", "basis", "first_seen", "headline",
    "text", "kind", "url", "authors", "tags", "actors", "topics", "speaker", "speaker_side", "revision", "edited_at",
    "withdrawn_at", "key_event", "pinned", "read", "starred",
)  # fmt: skip
ACTING = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters that a spreadsheet takes for the start of a formula, and their full-width forms."""


def write(items: Iterable[Exported], telling: Telling) -> Iterator[str]:  # noqa: ARG001  times are in UTC
    """Yield the lines."""
    yield _line(COLUMNS)
    for item in items:
        yield _line([_cell(value) for value in _values(item)])


def _values(item: Exported) -> tuple[object, ...]:
    stored, entry = item.stored, item.stored.entry
    tagging = stored.tagging
    return (
        stored.id,
        item.source_url,
        item.source_title,
        entry.native_id,
        entry.key,
        iso(entry.published),
        entry.precision,
        entry.basis,
        iso(stored.first_seen),
        entry.headline,
        entry.wording.text,
        entry.kind,
        address(item),
        "; ".join(entry.authors),
        "; ".join(entry.tags),
        "; ".join(actor.name for actor in tagging.actors),
        "; ".join(tagging.topics),
        tagging.speaker,
        tagging.side,
        stored.revision,
        iso(stored.edited_at),
        iso(stored.withdrawn_at),
        int(entry.flags.key_event),
        int(entry.flags.pinned),
        int(stored.read),
        int(stored.starred),
    )


def _cell(value: object) -> str:
    text = "" if value is None else clean(str(value))
    return f"'{text}" if text.lstrip(" \n").startswith(ACTING) else text


def _line(row: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue()
