"""Subscription lists of any known format, into the store and out of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from reader.formats.charset import decode
from reader.formats.sniff import binary
from reader.interop import newsboat_urls, opml
from reader.interop.subscription import MAX_BYTES, Refused, Subscription, UnreadableList, address

if TYPE_CHECKING:
    from concurrent.futures import Future

    from reader.model.source import Source, SourceStatus
    from reader.store import Store


class Added(NamedTuple):
    """How many sources of a list are new, and how many were followed before."""

    new: int
    known: int


def read(body: bytes) -> tuple[list[Subscription], list[Refused]]:
    """Read OPML or newsboat's `urls`, told apart by the first character. Raises UnreadableList and nothing else."""
    if len(body) > MAX_BYTES:
        raise UnreadableList(f"The file has more than {MAX_BYTES >> 20} MiB, which no list of sources needs.")
    if what := binary(body):
        raise UnreadableList(f"The file is no list of sources: it is {what}.")
    text = decode(body)
    return opml.read(body) if text.lstrip("\ufeff \t\r\n\0").startswith("<") else newsboat_urls.read(text)


def add(store: Store, subscriptions: Iterable[Subscription], now: int) -> Added:
    """Follow every source of a list; returns when all are stored. `now` in UTC seconds. Raises StoreError.

    One that is followed already keeps its own title and settings, and gains the tags that it has not.
    """
    with store.reads() as reads:
        followed = {item.source.url: item.source for item in reads.sources() if item.source.kept}
    pending: list[Future[Source]] = []
    new = known = 0
    for one in subscriptions:
        before = followed.get(one.url)
        new += before is None
        known += before is not None
        title = one.title if before is None or before.title is None else None
        tags = one.tags if before is None else tuple(dict.fromkeys((*before.tags, *one.tags)))
        if before is None or title or tags != before.tags:
            pending.append(store.add_source(one.url, title=title, tags=tags, now=now))
    for future in pending:
        future.result()
    return Added(new, known)


def subscriptions(sources: Iterable[SourceStatus]) -> tuple[list[Subscription], list[Refused]]:
    """Return the sources that are kept as a list, under the titles that are shown, and those that no list can hold."""
    listed: list[Subscription] = []
    left_out: list[Refused] = []
    for item in sources:
        url = item.source.url
        if not item.source.kept:
            continue
        if address(url) is None:
            left_out.append(Refused(url, "a file on this machine means nothing to other readers"))
        else:
            listed.append(Subscription(url, item.title if item.title != url else None, item.source.tags))
    return listed, left_out
