"""Acts upon a store, each a function of its number, and what they leave: so a store can be held against what it must be.

Act n happens at NOW + n. A poll brings FRESH entries and has the page before it, less one entry (withdrawn), one of it
edited; its ETag is its number. Acts are one transaction each, done in order: a store that was killed holds acts 1 to
k, whole, and nothing of act k + 1.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Collection
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reader.model.event import Change, ChangeKind, Changes, Gap, Past
from reader.model.snapshot import Snapshot
from reader.model.source import Source, Validators
from reader.store import Store
from tests.store.fill import NOW, entry, report, snapshot, tag

FRESH = 4
PENDING = 3
"""Acts asked for and not yet answered, at most."""
PAGES = ("https://one.example/live", "https://two.example/live")
TEXT = "words and more words " * 3


def kind(number: int) -> str:
    """What act `number` does; the first two add the sources that are polled."""
    if number <= len(PAGES) or number % 20 == 11:
        return "source"
    return {0: "same", 4: "mark", 7: "mark"}.get(number % 10, "poll")


def polled(number: int) -> int:
    """The id of the source that act `number` polls."""
    return 1 + number % 2


def before(number: int) -> int | None:
    """The poll of the same source before `number`."""
    return next((n for n in range(number - 2, 0, -2) if kind(n) == "poll"), None)


def marked(number: int) -> tuple[list[str], bool, bool]:
    """What act `number` marks: keys, read or not, starred or not. Their poll was answered long before."""
    last = number - PENDING - 3
    poll = next((n for n in range(last, 0, -1) if kind(n) == "poll"), None)
    return ([f"{poll}-1", f"{poll}-3"] if poll else []), number % 3 > 0, number % 2 > 0


def address(number: int) -> str:
    """The address of the source that act `number` adds."""
    return PAGES[number - 1] if number <= len(PAGES) else f"https://{number}.example/"


def page(number: int) -> Snapshot:
    """The document of poll `number`."""
    fresh = [entry(f"{number}-{n}", headline=f"Arvonia {number}", text=TEXT) for n in range(FRESH)]
    prior = before(number)
    if prior is None:
        return snapshot(fresh)
    edited = entry(f"{prior}-0", headline=f"Edited at length {number}", text=TEXT)
    same = [entry(f"{prior}-{n}", headline=f"Arvonia {prior}", text=TEXT) for n in range(2, FRESH)]
    return snapshot([*fresh, edited, *same])


def decision(number: int, shot: Snapshot) -> Callable[[Past], Changes]:
    """What poll `number` means, by what the store knows."""
    prior = before(number)

    def decide(past: Past) -> Changes:
        changes: list[Change] = []
        for item in shot.entries:
            stored = past.entries.get(item.key)
            if stored is None:
                changes.append(Change(ChangeKind.NEW, entry=item, tagging=tag(item)))
            else:
                seen = ChangeKind.SEEN if stored.entry.wording == item.wording else ChangeKind.EDITED
                changes.append(Change(seen, entry=item, stored=stored))
        if prior is not None:
            changes.append(Change(ChangeKind.WITHDRAWN, stored=past.entries[f"{prior}-1"]))
        gaps = (Gap(number, number + 1, "kept awake"),) if number % 6 == 0 else ()
        return Changes(tuple(changes), gaps)

    return decide


def ask(store: Store, number: int, ids: dict[str, int]) -> Future[Any]:
    """Ask `store` for act `number`; `ids` has the entries to be marked."""
    at, source = NOW + number, Source(polled(number), PAGES[polled(number) - 1])
    match kind(number):
        case "source":
            return store.add_source(address(number), now=at)
        case "mark":
            keys, read, starred = marked(number)
            return store.mark([ids.get(key, 0) for key in keys], read=read, starred=starred, now=at)
        case "same":
            return store.record_poll(report(source, at, outcome="same", validators=None, body_hash=None, changed=False))
    shot = page(number)
    vouched = Validators(etag=f'"{number}"')
    told = report(source, at, entries=len(shot.entries), validators=vouched, body_hash=str(number))
    return store.record_poll(told, shot, decision(number, shot))


def work(store: Store, first: int, say: Callable[[int], None], last: int | None = None, wait: bool = False) -> None:
    """Do acts from `first` on, a few asked for ahead, and `say` each that was answered, in the writer's thread.

    `wait` asks for one at a time.
    """
    with store.reads() as reads:
        ids: dict[str, int] = dict(reads._connection.execute("SELECT key, id FROM entry").fetchall())
    waiting: deque[Future[Any]] = deque()

    def answered(number: int, done: Future[Any]) -> None:
        if done.exception() is None:
            if kind(number) == "poll":
                ids.update((event.entry.entry.key, event.entry.id) for event in done.result() if event.entry)
            say(number)

    for number in itertools.count(first):
        if last is not None and number > last:
            break
        future = ask(store, number, ids)
        future.add_done_callback(lambda done, number=number: answered(number, done))
        waiting.append(future)
        while len(waiting) > (0 if wait else PENDING):
            waiting.popleft().result(60)
    for future in waiting:
        future.result(60)


@dataclass
class Kept:
    """What a store holds after acts 1 to `acts`: a model of it, and what is read from a file. Lists are sorted."""

    acts: int = field(default=0, compare=False)
    sources: dict[str, tuple[int, int]] = field(default_factory=dict)
    """(entries, unread) by address, as counted along."""
    states: dict[int, tuple[str | None, int | None]] = field(default_factory=dict)
    """(ETag, last poll) by source that was polled; of one that was added by half, without a state, (None, None)."""
    polls: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """(source, new, edited) by time."""
    entries: dict[str, tuple[int, int | None, int | None, int | None]] = field(default_factory=dict)
    """(source, read, starred, withdrawn) by key, times since NOW."""
    wordings: dict[str, str] = field(default_factory=dict)
    """Headlines by key, every one, joined."""
    folded: dict[str, str] = field(default_factory=dict)
    events: list[tuple[int, str, str]] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    dropped: dict[str, int] = field(default_factory=dict, compare=False)
    """When retention dropped an entry, by key; only read from a file."""

    def advance(self) -> Kept:
        """Do one more act."""
        self.acts += 1
        number = self.acts
        match kind(number):
            case "source":
                self.sources[address(number)] = (0, 0)
            case "mark":
                self._mark(number)
            case "same":
                self._poll(number, 0, 0)
            case _:
                self._read(number)
        return self

    def _mark(self, number: int) -> None:
        keys, read, starred = marked(number)
        for key in keys:
            source, was_read, was_starred, withdrawn = self.entries[key]
            read_at = (number if was_read is None else was_read) if read else None
            starred_at = (number if was_starred is None else was_starred) if starred else None
            self.entries[key] = (source, read_at, starred_at, withdrawn)
            self._count(source, 0, (was_read is not None) - (read_at is not None))

    def _count(self, source: int, entries: int, unread: int) -> None:
        old = self.sources[PAGES[source - 1]]
        self.sources[PAGES[source - 1]] = (old[0] + entries, old[1] + unread)

    def _poll(self, number: int, new: int, edited: int) -> None:
        source = polled(number)
        self.polls[number] = (source, new, edited)
        etag = f'"{number}"' if kind(number) == "poll" else self.states.get(source, (None, 0))[0]
        self.states[source] = (etag, number)
        self.events.append((number, "poll", ""))

    def _read(self, number: int) -> None:
        source, prior = polled(number), before(number)
        for n in range(FRESH):
            key = f"{number}-{n}"
            self.entries[key] = (source, None, None, None)
            self.wordings[key], self.folded[key] = f"Arvonia {number}", f"arvonia {number}"
            self.events.append((number, "new", key))
        self._count(source, FRESH, FRESH)
        if prior is not None:
            self.wordings[f"{prior}-0"] += f"|Edited at length {number}"
            self.folded[f"{prior}-0"] = f"edited at length {number}"
            self.entries[f"{prior}-1"] = (*self.entries[f"{prior}-1"][:3], number)
            self.events += [(number, "edited", f"{prior}-0"), (number, "withdrawn", f"{prior}-1")]
        if number % 6 == 0:
            self.gaps.append(number)
            self.events.append((number, "gap", ""))
        self._poll(number, FRESH, int(prior is not None))


def kept(path: Path) -> Kept:
    """Return what the file holds, by plain SQL."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:

        def rows(sql: str) -> list[Any]:
            return connection.execute(sql.replace(":now", str(NOW))).fetchall()

        return Kept(
            sources={
                url: (entries, unread) for url, entries, unread in rows("SELECT url, entries, unread FROM source")
            },
            states={
                source: (etag, at)
                for source, etag, at in rows(
                    "SELECT s.id, etag, last_poll_at - :now FROM source s LEFT JOIN poll_state p ON p.source_id = s.id"
                    " WHERE last_poll_at IS NOT NULL OR p.source_id IS NULL"
                )
            },
            polls={at: tuple(row) for at, *row in rows("SELECT at - :now, source_id, new, edited FROM poll")},
            entries={
                key: tuple(row)
                for key, *row in rows(
                    "SELECT key, source_id, read_at - :now, starred_at - :now, withdrawn_at - :now FROM entry"
                )
            },
            wordings=_joined(
                rows(
                    "SELECT e.key, r.wording ->> 'headline' FROM revision r JOIN entry e ON e.id = r.entry_id"
                    " ORDER BY r.number"
                )
            ),
            folded=dict(rows("SELECT key, f.headline FROM entry JOIN folded f ON f.entry_id = id")),
            events=sorted(
                tuple(row)
                for row in rows(
                    "SELECT v.at - :now, v.kind, coalesce(key, '') FROM event v LEFT JOIN entry e ON e.id = entry_id"
                )
            ),
            gaps=sorted(row[0] for row in rows("SELECT starts_at FROM gap")),
            dropped=dict(rows("SELECT key, dropped_at - :now FROM dropped")),
        )


def _joined(rows: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, headline in rows:
        found[key] = f"{found[key]}|{headline}" if key in found else headline
    return found


def faults(path: Path) -> list[str]:
    """What is wrong with the file: its pages, its indexes, its references, its full-text index."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
        found += [f"a row of {row[0]} points nowhere" for row in connection.execute("PRAGMA foreign_key_check")]
        try:
            connection.execute("BEGIN")
            connection.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            found.append(f"full-text index: {error}")
        finally:
            if connection.in_transaction:  # some failures have ended it
                connection.execute("ROLLBACK")
    return found


def unvouched(found: Kept) -> list[str]:
    """Validators that are newer than the entries they vouch for."""
    named = [(etag.strip('"'), source) for source, (etag, _) in found.states.items() if etag]
    return [etag for etag, _ in named if not {f"{etag}-{n}" for n in range(FRESH)} <= found.entries.keys()]


def catch_up(model: Kept, found: Kept, least: int, most: int) -> bool:
    """Do the acts of `model` up to `least`, then on until it is as `found`; False if it never is, up to `most`."""
    while model.acts < least:
        model.advance()
    while _without(model, found.dropped) != found and model.acts < most:
        model.advance()
    return _without(model, found.dropped) == found


def _without(model: Kept, dropped: Collection[str]) -> Kept:
    """What `model` is once retention has dropped some entries; itself if it has dropped none."""
    model.events.sort()
    if not dropped:
        return model
    entries = {key: entry for key, entry in model.entries.items() if key not in dropped}
    held = Counter(source for source, *_ in entries.values())
    unread = Counter(source for source, read, *_ in entries.values() if read is None)
    polled_sources = {url: (held[number], unread[number]) for number, url in enumerate(PAGES, start=1)}
    return replace(
        model,
        sources={url: polled_sources.get(url, counts) for url, counts in model.sources.items()},
        entries=entries,
        wordings={key: wording for key, wording in model.wordings.items() if key not in dropped},
        folded={key: text for key, text in model.folded.items() if key not in dropped},
        events=[event for event in model.events if event[2] not in dropped],
    )
