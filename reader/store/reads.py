"""Reading the store: one connection, which can write nothing, for one thread at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from datetime import tzinfo
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reader.frozen import replace
from reader.model.event import Event, Gap, PollReport, Revision, StoredEntry
from reader.model.listing import FacetCount, Index, Row
from reader.model.query import EVERYTHING, Query
from reader.model.source import SourceStatus
from reader.store import entries, index, sources
from reader.store.errors import StoreError, speaking
from reader.store.patterns import Patterns
from reader.store.phrases import missing
from reader.store.search import condition
from reader.store.tag_reads import TagReads

if TYPE_CHECKING:
    from reader.model.article import StoredArticle
    from reader.model.figures import Arrangement, PollFigures
    from reader.model.happened import Happened, Seen, Tally
    from reader.model.saved_filter import SavedFilter
    from reader.model.upkeep import Sizes

# What few commands ask for is imported by what answers it.


class Reads(TagReads):
    """Answers about what is stored; a context manager.

    `now` is UTC seconds. `zone` is where days and times of day of a filter lie, None for the local zone. `sources`
    limits to sources by id, None for all. Every method may raise a StoreError: QueryInterrupted after `interrupt`,
    FilterTooSlow or FilterUnreadable for a `/pattern/`.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, heard: Callable[[StoreError], None] | None = None
    ) -> None:
        self._connection = connection
        self._path = path
        self._heard = heard
        self._patterns = Patterns(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def interrupt(self) -> None:
        """End a running query, from any thread; no effect where none runs."""
        with suppress(sqlite3.Error):
            self._connection.interrupt()

    @contextmanager
    def _asking(self) -> Generator[sqlite3.Connection]:
        self._patterns.begin()
        with speaking(self._path, self._heard):
            try:
                yield self._connection
            except sqlite3.Error:
                if self._patterns.failure is not None:
                    raise self._patterns.failure from None
                raise

    def sources(self) -> list[SourceStatus]:
        """Return every source, kept or not, in the order in which they were added."""
        with self._asking() as connection:
            return sources.statuses(connection)

    def source_by_url(self, url: str) -> SourceStatus | None:
        """Return the source with this address."""
        with self._asking() as connection:
            return next(iter(sources.statuses(connection, "s.url = ?", (url,))), None)

    def due(self, now: int, *, sources: Sequence[int] | None = None) -> list[SourceStatus]:
        """Return the sources to be polled at `now`, of the kept ones or of `sources` if given; none that is paused.

        A source is due when it was never polled, when its time has come, and when its last poll lies in the future (the
        clock was wrong then). One that was polled and has no next time is not.
        """
        with self._asking() as connection:
            return _due(connection, now, sources)

    def arrangement(self) -> Arrangement:
        """Return how the reader has arranged the sources, and which are removed but not yet deleted."""
        from reader.store import arrangement  # noqa: PLC0415

        with self._asking() as connection:
            return arrangement.arrangement(connection)

    def poll_figures(self, since: int) -> dict[int, PollFigures]:
        """Return what the polls at `since` or later came to, by the ids of the sources that were polled."""
        from reader.store import figures  # noqa: PLC0415

        with self._asking() as connection:
            return figures.figures(connection, since)

    def recent_polls(self, source_id: int, limit: int = 5) -> list[PollReport]:
        """Return the last polls of a source, the newest first; polls are kept for 30 days."""
        from reader.store import figures  # noqa: PLC0415

        with self._asking() as connection:
            return figures.recent(connection, source_id, limit)

    def index(
        self,
        query: Query = EVERYTHING,
        *,
        sources: Sequence[int] | None = None,
        newest: int | None = None,
        now: int,
        zone: tzinfo | None = None,
    ) -> Index:
        """Return the entries of `query`, oldest first; only the `newest` of them if that is given."""
        with self._asking() as connection:
            scope = self._scope(sources)
            frame = partial(condition, now=now, zone=zone, sources=scope)
            if newest is not None and query.term is not None:
                size = index.WINDOW
                while size and (window := index.window(connection, frame(EVERYTHING), size)) is not None:
                    found = index.index(connection, frame(query, window=window), newest)
                    if len(found) == newest:
                        return found
                    size = index.wider(size, len(found), newest)
            left_out = missing(query.term)
            ids = index.absent(connection, left_out) if left_out is not None else None
            where = frame(query) if ids is None else frame(EVERYTHING, ids=ids)
            return index.index(connection, where, newest)

    def count(
        self,
        query: Query = EVERYTHING,
        *,
        sources: Sequence[int] | None = None,
        now: int,
        zone: tzinfo | None = None,
    ) -> int:
        """Return how many entries `query` has."""
        with self._asking() as connection:
            return index.count(connection, condition(query, now=now, zone=zone, sources=self._scope(sources)))

    def matching(
        self,
        query: Query,
        ids: Iterable[int],
        *,
        sources: Sequence[int] | None = None,
        now: int,
        zone: tzinfo | None = None,
    ) -> set[int]:
        """Return which of the entries `ids` belong to `query`: the very condition of `index`, asked of these only."""
        wanted = list(ids)
        if not wanted:
            return set()
        with self._asking() as connection:
            where = condition(query, now=now, zone=zone, sources=sources, ids=wanted)
            return index.matching(connection, where)

    def facets(
        self,
        query: Query = EVERYTHING,
        *,
        sources: Sequence[int] | None = None,
        limit: int = 50,
        now: int,
        zone: tzinfo | None = None,
    ) -> list[FacetCount]:
        """Return with counts the `limit` commonest actors of `query`, then its `limit` commonest topics."""
        with self._asking() as connection:
            return index.facets(connection, condition(query, now=now, zone=zone, sources=sources), limit)

    def values(
        self,
        field: str,
        query: Query = EVERYTHING,
        *,
        typed: str | None = None,
        also: Iterable[str] = (),
        sources: Sequence[int] | None = None,
        limit: int = 10_000,
        now: int,
        zone: tzinfo | None = None,
    ) -> list[FacetCount]:
        """Return the `limit` commonest values of `field` (one of facets.FIELDS) among the entries of `query`.

        A count is the number of entries that `field:value` would leave of them. `typed` limits to values of which a
        word begins with it, and to those with all words of one of the names in `also`.
        """
        from reader.model.names import needle, words_of  # noqa: PLC0415
        from reader.store import facets  # noqa: PLC0415

        needles = None
        if typed is not None and (wanted := needle(typed, prefix=True)):
            needles = [wanted, *(words_of(name) for name in also)]
        with self._asking() as connection:
            where = condition(query, now=now, zone=zone, sources=self._scope(sources))
            return facets.values(connection, where, field, needles, limit)

    def source_counts(
        self,
        query: Query = EVERYTHING,
        *,
        sources: Sequence[int] | None = None,
        now: int,
        zone: tzinfo | None = None,
    ) -> dict[int, int]:
        """Return how many entries of `query` each source has, by its id; none for those that have none."""
        from reader.store import facets  # noqa: PLC0415

        with self._asking() as connection:
            return facets.of_sources(connection, condition(query, now=now, zone=zone, sources=self._scope(sources)))

    def total(self, *, sources: Sequence[int] | None = None) -> int:
        """Return how many entries there are, in no time at all."""
        with self._asking() as connection:
            rows = connection.execute("SELECT id, entries FROM source").fetchall()
        return sum(number for source_id, number in rows if sources is None or source_id in sources)

    def filter_history(self) -> list[str]:
        """Return the filters that the reader has used last, the newest first."""
        from reader.store import filters  # noqa: PLC0415

        with self._asking() as connection:
            return filters.history(connection)

    def saved_filters(self) -> list[SavedFilter]:
        """Return the filters that the reader has given names to, in that order."""
        from reader.store import filters  # noqa: PLC0415

        with self._asking() as connection:
            return filters.saved(connection)

    def _scope(self, sources: Sequence[int] | None) -> Sequence[int] | None:
        """The sources as a limit: none where they are all, which is much less to look up. The store must be in use."""
        if sources is None:
            return None
        every = self._connection.execute("SELECT id FROM source").fetchall()
        return None if {row[0] for row in every} <= set(sources) else sources

    def rows(self, ids: Iterable[int]) -> list[Row]:
        """Return the timeline rows of `ids` in that order, one query; ids that are not there are left out."""
        with self._asking() as connection:
            return entries.rows(connection, ids)

    def entry(self, entry_id: int) -> StoredEntry | None:
        """Return one entry with its current wording and tags."""
        with self._asking() as connection:
            found = entries.stored_entries(connection, (entry_id,)).get(entry_id)
            return replace(found, late=True) if found is not None and entries.is_late(connection, entry_id) else found

    def entries(self, ids: Iterable[int]) -> list[StoredEntry]:
        """Return the entries `ids` in that order, one query; ids that are not there are left out."""
        wanted = list(ids)
        with self._asking() as connection:
            found = entries.stored_entries(connection, wanted)
        return [found[entry_id] for entry_id in wanted if entry_id in found]

    def revisions(self, entry_id: int) -> list[Revision]:
        """Return every wording of an entry, the first one first; `number` counts all of them, typographic ones too."""
        with self._asking() as connection:
            return entries.revisions(connection, entry_id)

    def article(self, entry_id: int) -> StoredArticle | None:
        """Return the page behind an entry as it was read last; None if it was never fetched."""
        from reader.store import articles  # noqa: PLC0415

        with self._asking() as connection:
            return articles.articles(connection, (entry_id,)).get(entry_id)

    def articles(self, ids: Iterable[int]) -> dict[int, StoredArticle]:
        """Return the pages behind entries as they were read last, by the ids of those whose page was ever fetched."""
        from reader.store import articles  # noqa: PLC0415

        with self._asking() as connection:
            return articles.articles(connection, ids)

    def read_at(self, entry_id: int) -> int | None:
        """Return when an entry was marked as read, or last read again; None if it is not read."""
        from reader.store import readings  # noqa: PLC0415

        with self._asking() as connection:
            return readings.read_at(connection, entry_id)

    def gaps(self, *, sources: Sequence[int] | None = None) -> list[tuple[int, Gap]]:
        """Return the gaps with the ids of their sources, oldest first."""
        with self._asking() as connection:
            rows = connection.execute("SELECT source_id, starts_at, ends_at, reason FROM gap ORDER BY starts_at, id")
            return [(row[0], Gap(*row[1:])) for row in rows if sources is None or row[0] in sources]

    def events(self, after_id: int = 0, limit: int = 500) -> list[tuple[int, Event]]:
        """Return up to `limit` events after the one with this id, oldest first, each with its id.

        An entry has the wording that the event speaks of, and is otherwise as it is now. Polls are kept for 30 days.
        """
        from reader.store import events  # noqa: PLC0415

        with self._asking() as connection:
            return events.read(connection, after_id, limit)

    def last_event_id(self) -> int:
        """Return the id of the newest event, 0 where there is none."""
        from reader.store import events  # noqa: PLC0415

        with self._asking() as connection:
            return events.last_id(connection)

    def seen(self) -> Seen | None:
        """Return up to where the reader has seen things on this machine; None where nobody has looked yet."""
        from reader.store import seen  # noqa: PLC0415

        with self._asking() as connection:
            return seen.mark(connection)

    def tally(self, since: Seen, *, sources: Sequence[int] | None = None) -> Tally:
        """Return how much happened after `since`."""
        from reader.store import seen  # noqa: PLC0415

        with self._asking() as connection:
            return seen.tally(connection, since, sources)

    def happened(self, since: Seen, *, sources: Sequence[int] | None = None) -> Happened:
        """Return what happened after `since`. Under a second for a hundred thousand events."""
        from reader.store import seen  # noqa: PLC0415

        with self._asking() as connection:
            return seen.happened(connection, since, sources)

    def sizes(self) -> Sizes:
        """Return what every source and the file take up. Looks at every wording: a tenth of a second for 60,000."""
        from reader.store import sizes  # noqa: PLC0415

        with self._asking() as connection:
            return sizes.all_sizes(connection)

    def check(self, *, thorough: bool = False) -> list[str]:
        """Return what is wrong with the file, in SQLite's words; empty if nothing is. Reads all of it: seconds."""
        pragma = "PRAGMA integrity_check(10)" if thorough else "PRAGMA quick_check(10)"
        with self._asking() as connection:
            found = [str(row[0]) for row in connection.execute(pragma)]
            found += [f"row of {row[0]} points nowhere" for row in connection.execute("PRAGMA foreign_key_check")]
        return [] if found == ["ok"] else [line for line in found if line != "ok"]


def _due(connection: sqlite3.Connection, now: int, chosen: Sequence[int] | None) -> list[SourceStatus]:
    return sources.due(connection, now, chosen)
