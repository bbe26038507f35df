"""The filter that shows one source alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reader.model.names import needle, words_of
from reader.text import one_line

if TYPE_CHECKING:
    from reader.model.source import SourceStatus


def source_filter(status: SourceStatus, statuses: Iterable[SourceStatus]) -> str:
    """The text of a filter that shows this source and none of the others: by its title if that will do, else by its
    address. Where not even that tells them apart (one address begins like the other), the address."""
    others = [words_of_source(other) for other in statuses if other.source.id != status.source.id]
    for name in (one_line(status.title), status.source.url):
        wanted = needle(name, prefix=True)
        if wanted and '"' not in name and not any(wanted in words for words in others):
            break
    else:
        name = status.source.url
    return f'source:"{name}"'


def words_of_source(status: SourceStatus) -> str:
    """What a filter by source is compared with, as the store keeps it."""
    return words_of(status.source.title, status.poll.feed.title, status.source.url, *status.source.tags)
