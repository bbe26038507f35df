"""Synthetic stores: entries of about the length of a live page's, quickly."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence

from reader.model.entry import Basis, Block, BlockKind, Entry, Precision, Wording
from reader.model.event import Change, ChangeKind, Changes, Past, PollReport
from reader.model.snapshot import FeedData, Snapshot
from reader.model.source import Source, Validators
from reader.model.tagging import TOPICS, Actor, ActorType, Mention, Tagging
from reader.store import Store

NOW = 1_700_000_000
COUNTRIES = tuple(Actor(name, ActorType.COUNTRY) for name in ("Arvonia", "Belmark", "Cestria", "Dunmore", "Eastland"))
BODIES = tuple(Actor(f"{country.name}: Defence Ministry", ActorType.BODY) for country in COUNTRIES)
SYLLABLES = ("ka", "ro", "ven", "ti", "mal", "sho", "be", "lin", "dra", "pu")


def entry(
    key: str,
    seq: int = 0,
    *,
    headline: str | None = "A headline",
    text: str = "",
    published: int | None = None,
    **more: object,
) -> Entry:
    """An entry with this key; `text` becomes one paragraph."""
    body = (Block(BlockKind.PARAGRAPH, text),) if text else ()
    return Entry(
        key=key,
        seq=seq,
        wording=Wording(headline=headline, body=body),
        published=published,
        precision=Precision.NONE if published is None else Precision.MINUTE,
        basis=Basis.NONE if published is None else Basis.MACHINE,
        **more,
    )


def snapshot(entries: Iterable[Entry], *, order: str = "newest_first", complete: bool = True) -> Snapshot:
    """A document with these entries, numbered as they come."""
    numbered = tuple(entries)
    return Snapshot("test", FeedData(title="Test feed", order=order), numbered, complete)


def page(*keys: str, published: int | None = NOW - 600, order: str = "newest_first") -> Snapshot:
    """A document with an entry a key, all of the same minute."""
    entries = (entry(key, seq, headline=f"Headline {key}", published=published) for seq, key in enumerate(keys))
    return snapshot(entries, order=order)


def tag(item: Entry) -> Tagging:
    """Tags by plain search for the names above."""
    text = f"{item.headline} {item.wording.text}"
    actors = tuple(actor for actor in (*COUNTRIES, *BODIES) if actor.name in text)
    mentions = tuple(
        Mention(actor, "headline", start, start + len(actor.name))
        for actor in actors
        if (start := (item.headline or "").find(actor.name)) >= 0
    )
    topics = tuple(topic for topic in TOPICS if topic in text)
    speaker = next((actor.name for actor in actors if f"{actor.name} says" in text), None)
    return Tagging(actors, mentions, speaker=speaker, side=speaker, topics=topics)


def decider(shot: Snapshot) -> Callable[[Past], Changes]:
    """A plain way to meet the past: by key, edited when the wording differs, withdrawn at the second absence."""

    def decide(past: Past) -> Changes:
        changes: list[Change] = []
        for item in shot.entries:
            stored = past.entries.get(item.key)
            if stored is None:
                changes.append(Change(ChangeKind.NEW, entry=item, tagging=tag(item)))
            elif stored.withdrawn_at is not None:
                changes.append(Change(ChangeKind.REINSTATED, entry=item, stored=stored))
            elif stored.entry.wording != item.wording:
                changes.append(Change(ChangeKind.EDITED, entry=item, stored=stored, tagging=tag(item)))
            else:
                changes.append(Change(ChangeKind.SEEN, entry=item, stored=stored))
        named = {item.key for item in shot.entries}
        for key, stored in past.entries.items():
            if key not in named and stored.withdrawn_at is None:
                kind = ChangeKind.WITHDRAWN if stored.missed else ChangeKind.MISSING
                changes.append(Change(kind, stored=stored))
        return Changes(tuple(changes))

    return decide


def report(source: Source, at: int = NOW, **more: object) -> PollReport:
    """A poll that went well."""
    values = {"outcome": "ok", "validators": Validators(etag=f'"{at}"'), "body_hash": str(at), "changed": True}
    return PollReport(
        source_id=source.id, at=at, **(values | {"next_poll_at": at + 60, "next_poll_reason": "live"} | more)
    )


def poll(store: Store, source: Source, shot: Snapshot, at: int = NOW, **more: object):
    """Record `shot` as a poll at `at`; the events."""
    return store.record_poll(report(source, at, entries=len(shot.entries), **more), shot, decider(shot)).result(60)


def synthetic(n: int, *, words: int = 80, seed: int = 1) -> list[Entry]:
    """`n` entries, one a minute up to NOW, with names, topics and made-up words."""
    rng = random.Random(seed)
    vocabulary = ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(4000)]
    weights = [1 / (rank + 10) for rank in range(4000)]
    entries: list[Entry] = []
    for number in range(n):
        actors = rng.sample(COUNTRIES, k=rng.randint(0, 2))
        some = rng.choices(vocabulary, weights, k=words)
        headline = " ".join([*(actor.name for actor in actors), "says", *some[:6], rng.choice(TOPICS)])
        text = " ".join(some)
        entries.append(entry(f"k{number}", 0, headline=headline, text=text, published=NOW - 60 * (n - number)))
    return entries


def fill(store: Store, n: int, *, words: int = 80, batch: int = 500, url: str = "https://fill.example/") -> Source:
    """Put `n` synthetic entries into `store`, `batch` a poll; the source that has them."""
    source = store.add_source(url, now=NOW - 60 * n).result(60)
    pages: Sequence[Entry] = synthetic(n, words=words)
    for start in range(0, n, batch):
        entries = pages[start : start + batch]
        shot = snapshot(entries, order="oldest_first")
        at = entries[-1].published or NOW
        changes = Changes(tuple(Change(ChangeKind.NEW, entry=item, tagging=tag(item)) for item in entries))
        store.record_poll(report(source, at, entries=len(entries)), shot, lambda past, changes=changes: changes).result(
            120
        )
    return source
