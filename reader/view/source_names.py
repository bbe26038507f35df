"""What the sources are called beside their entries, where there are several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.model.event import Gap
from reader.text import one_line
from reader.view.wrap import truncate

if TYPE_CHECKING:
    from reader.model.query import Term
    from reader.model.source import SourceStatus

WIDEST = 24
"""Cells of a name."""


def named_gaps(gaps: Iterable[tuple[int, Gap]], names: Mapping[int, str]) -> tuple[Gap, ...]:
    """The gaps, which come with the ids of their sources, with the names of these put before the reasons."""
    return tuple(
        Gap(gap.start, gap.end, f"{names[source]} ({gap.reason})") if source in names else gap for source, gap in gaps
    )


def names_in_rows(statuses: Sequence[SourceStatus], term: Term | None, ellipsis: str = "…") -> Mapping[int, str]:
    """The names of the sources by their ids, each of at most WIDEST cells; none where there is only one to be shown.

    `term` is the filter: where it asks for a source, that is one.
    """
    if len(statuses) < 2 or (term is not None and _asks_for_one(term, statuses)):
        return {}
    names = {status.source.id: _name(status, ellipsis) for status in statuses}
    alike = Counter(names.values())
    if len(alike) < len(names):
        # Titles that begin alike say nothing: the hosts may.
        names |= {
            status.source.id: _host(status, ellipsis) for status in statuses if alike[names[status.source.id]] > 1
        }
    return names


def _name(status: SourceStatus, ellipsis: str) -> str:
    return _host(status, ellipsis) if status.title == status.source.url else _short(status.title, ellipsis)


def _host(status: SourceStatus, ellipsis: str) -> str:
    return _short(_host_of(status.source.url) or status.source.url, ellipsis)


@lru_cache(maxsize=1024)
def _host_of(url: str) -> str:
    from reader.view.numbering import host_of  # noqa: PLC0415  for titles that are not enough

    return host_of(url)


def _short(text: str, ellipsis: str) -> str:
    """As `truncate`, in a fraction of the time for what most titles are: hundreds are asked for at once."""
    if not (text.isascii() and text.isprintable()):
        return _truncated(text, ellipsis)
    text = " ".join(text.split())
    return text if len(text) <= WIDEST else text[: WIDEST - 1].rstrip() + ellipsis


@lru_cache(maxsize=1024)
def _truncated(text: str, ellipsis: str) -> str:
    return truncate(one_line(text), WIDEST, ellipsis)


def _asks_for_one(term: Term, statuses: Sequence[SourceStatus]) -> bool:
    from reader.model.names import needle  # noqa: PLC0415  for filters
    from reader.model.query import All, Field  # noqa: PLC0415
    from reader.view.source_filter import words_of_source  # noqa: PLC0415

    parts = term.terms if isinstance(term, All) else (term,)
    wanted = [part for part in parts if isinstance(part, Field) and part.name == "source"]
    needles = [text for part in wanted if (text := needle(part.value, prefix=part.prefix))]
    if not needles:
        return False
    found = sum(all(text in words for text in needles) for words in map(words_of_source, statuses))
    return found < 2
