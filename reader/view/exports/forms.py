"""The forms in which entries leave Dateline, by name and by the ending of a file."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from reader.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from reader.model.article import StoredArticle
    from reader.model.event import StoredEntry
    from reader.model.history import History
    from reader.model.source import SourceStatus

FORMS = ("text", "json", "jsonl", "csv", "md", "html")
_ENDINGS = {"txt": "text", "text": "text", "markdown": "md", "htm": "html", "ndjson": "jsonl"} | {
    form: form for form in FORMS
}


@dataclass(frozen=True, slots=True)
class Exported:
    """An entry as it is to be told, where it comes from, its past where that goes along, and the page behind it."""

    stored: StoredEntry
    source: SourceStatus | None = None
    history: History | None = None
    page: StoredArticle | None = None

    @property
    def source_title(self) -> str:
        """The name of its source; empty where that is not known."""
        return self.source.title if self.source else ""

    @property
    def source_url(self) -> str | None:
        """The address of its source."""
        return self.source.source.url if self.source else None


@dataclass(frozen=True, slots=True)
class Telling:
    """How it is told: the title of the whole, when that is as of and when it was written (UTC seconds), the zone."""

    title: str
    tz: tzinfo
    now: int
    as_of: int | None = None


def form_of(name: str) -> str | None:
    """The form that the ending of a file name means; None for an ending that means none."""
    return _ENDINGS.get(PurePath(name).suffix.removeprefix(".").lower())


def write(form: str, items: Iterable[Exported], telling: Telling) -> Iterator[str]:
    """Yield the text of an export in pieces. `form` is one of FORMS; line ends are as the form has them."""
    # A form is loaded when it is asked for.
    return import_module(f"reader.view.exports.as_{form}").write(items, telling)
