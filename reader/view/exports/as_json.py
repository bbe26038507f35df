"""An array of objects, one a line (RFC 8259): what `list --json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.view.exports.as_jsonl import line_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.view.exports.forms import Exported, Telling


def write(items: Iterable[Exported], telling: Telling) -> Iterator[str]:  # noqa: ARG001  times are in UTC
    """Yield the array."""
    before = "[\n"
    for item in items:
        yield before + line_of(item)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
