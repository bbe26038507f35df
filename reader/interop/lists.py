"""Subscription lists of any known format, into the store and out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reader.formats.charset import decode
from reader.formats.sniff import binary
from reader.interop import newsboat_urls, opml
from reader.interop.subscription import (
    MAX_BYTES,
    NONE_MADE,
    Choices,
    Refused,
    Subscription,
    UnreadableList,
    address,
    refused,
)
from reader.model.source import Retention
from reader.store.filters import SAVED_LIMIT, save_filter

if TYPE_CHECKING:
    from concurrent.futures import Future

    from reader.model.saved_filter import SavedFilter
    from reader.model.source import Source, SourceStatus
    from reader.store import Store


class Added(NamedTuple):
    """How many sources of a list are new, and how many were followed before."""

    new: int
    known: int


class Kept(NamedTuple):
    """How many filters of a list are new, how many there were already, and those that were left out."""

    new: int
    known: int
    left_out: list[Refused]


class Listed(NamedTuple):
    """What a list holds: sources in their order, what was left out and why, filters with names."""

    subscriptions: list[Subscription]
    refused: list[Refused]
    filters: list[SavedFilter]


def read(body: bytes) -> Listed:
    """Read OPML or newsboat's `urls`, told apart by the first character. Raises UnreadableList and nothing else."""
    if len(body) > MAX_BYTES:
        raise UnreadableList(f"The file has more than {MAX_BYTES >> 20} MiB, which no list of sources needs.")
    if what := binary(body):
        raise UnreadableList(f"The file is no list of sources: it is {what}.")
    text = decode(body)
    if text.lstrip("\ufeff \t\r\n\0").startswith("<"):
        return Listed(*opml.read(body), [])
    return Listed(*newsboat_urls.read(text))


def add(
    store: Store, subscriptions: Iterable[Subscription], now: int, told: Callable[[int], None] = lambda _: None
) -> Added:
    """Follow every source of a list; returns when all are stored. `now` in UTC seconds. Raises StoreError.

    One that is followed already keeps its own title and settings, and gains the tags that it has not. `told` hears how
    many are done.
    """
    with store.reads() as reads:
        followed = {item.source.url: item.source for item in reads.sources() if item.source.kept}
    pending: list[tuple[Future[Source], Choices]] = []
    new = known = 0
    for one in subscriptions:
        before = followed.get(one.url)
        new += before is None
        known += before is not None
        title = one.title if before is None or before.title is None else None
        tags = one.tags if before is None else tuple(dict.fromkeys((*before.tags, *one.tags)))
        choices = one.choices if before is None else NONE_MADE
        if before is None or title or tags != before.tags:
            made = store.add_source(one.url, title=title, tags=tags, interval=choices.interval, now=now)
            pending.append((made, choices))
    for number, (future, choices) in enumerate(pending, 1):
        _choose(store, future.result(), choices)
        told(number)
    return Added(new, known)


def _choose(store: Store, source: Source, choices: Choices) -> None:
    if replace(choices, interval=None) == NONE_MADE:
        return
    limits = Retention(choices.days, choices.entries, choices.mib)
    store.update_source(
        source.id, paused=choices.paused, full_articles=choices.full_articles, retention=limits
    ).result()


def keep_filters(store: Store, filters: Iterable[SavedFilter]) -> Kept:
    """Keep filters under their names, as far as there is room; none takes the place of another. Raises StoreError."""
    with store.reads() as reads:
        saved = {one.name.casefold(): one.query for one in reads.saved_filters()}
    new = known = 0
    left_out: list[Refused] = []
    for one in filters:
        name = one.name.casefold()
        if saved.get(name) == one.query:
            known += 1
        elif name in saved:
            left_out.append(refused(one.name, "there is another filter of this name"))
        elif len(saved) >= SAVED_LIMIT:
            left_out.append(refused(one.name, f"more than {SAVED_LIMIT} filters are not kept"))
        else:
            save_filter(store, one.name, one.query).result()
            saved[name] = one.query
            new += 1
    return Kept(new, known, left_out)


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
            title = item.title if item.title != url else None
            listed.append(Subscription(url, title, item.source.tags, _choices(item.source)))
    return listed, left_out


def _choices(source: Source) -> Choices:
    limits = source.retention
    return Choices(source.interval, source.paused, source.full_articles, limits.days, limits.entries, limits.mib)
