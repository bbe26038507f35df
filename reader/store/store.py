"""The store: one file, one writer, any number of readers."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from reader.model.event import Changes, Event, Past, PollReport
from reader.model.snapshot import Snapshot
from reader.model.source import Source
from reader.store import marks, sources
from reader.store.connect import open_probe, open_reader, open_writer, readable, settle_writer
from reader.store.errors import StoreCorrupt, StoreDoubtful, StoreError, StoreMissing, StoreReadOnly, speaking
from reader.store.migrate import VERSION, drop_copies, drop_unfinished, inspect, migrate
from reader.store.mounts import network_type_of
from reader.store.presence import Doubt, Presence
from reader.store.reads import Reads
from reader.store.writer import Joined, Writer

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from reader.model.fact import Fact
    from reader.model.tagging_due import Made

T = TypeVar("T")
WAL_SECONDS = 5.0


class Store:
    """Everything that is kept, in the SQLite file `path`; a context manager.

    Writes are done by one thread, one transaction each, in the order in which they are asked for, and answered by
    futures, which raise StoreError where the store failed. What a future has answered survives a kill.
    """

    def __init__(
        self, connection: sqlite3.Connection | None, path: Path, *, presence: Presence, place: Path | None = None
    ) -> None:
        self.path = path
        self.notice: str | None = None
        """What whoever opened the store has to say of it, in a sentence or two, for as long as it is open."""
        self._place = place or path
        self._presence = presence
        self._damage: str | None = None
        self._writer = Writer(connection, path, self._met) if connection is not None else None
        self._closing: list[Callable[[], None]] = []

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Store:
        """Open the store at `path`, creating it where it is missing and bringing an older one up to date.

        With `read_only`, for a folder that may not be written, the file must be there and every write is refused with
        StoreReadOnly.

        Raises StoreError: StoreTooNew, StoreForeign and StoreCorrupt leave the file as it was; StoreMissing and
        StoreReadOnly where the folder is not there or may not be written.
        """
        with speaking(path):
            if not path.parent.is_dir():
                raise StoreMissing(f"{path.parent} does not exist; create it or choose another --home.")
            return _opened_read_only(cls, path) if read_only else _opened(cls, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish the writes that were asked for, for at most two seconds, and close the file."""
        while self._closing:
            self._closing.pop()()
        if self._writer is None or self._writer.close():
            self._presence.leave()

    @property
    def read_only(self) -> bool:
        """Whether writes are refused."""
        return self._writer is None

    @property
    def trouble(self) -> str | None:
        """What keeps the store from doing what it is asked now, in one sentence; None as long as nothing does.

        A full disk stays until an act succeeds, and its reserve is back; damage stays until the store is opened again.
        """
        if self._damage is not None:
            return self._damage
        failure = self._writer.trouble if self._writer is not None else None
        return str(failure) if failure is not None else None

    @property
    def doubt(self) -> Doubt:
        """How sure one may be that the file is whole."""
        return self._presence.doubt

    def examine(self, reads: Reads) -> bool:
        """Look through the file, for seconds, if the last end was an unclean one; whether it is sound. Any thread's."""
        if self._presence.doubt is Doubt.UNCLEAN:
            if found := reads.check():
                self._met(StoreCorrupt(f"{self.path} is damaged ({found[0]})."))
            else:
                self._presence.note(Doubt.NONE)
        return self._damage is None

    def trust(self) -> None:
        """Forget a doubt: the file was looked through and is sound."""
        self._presence.note(Doubt.NONE)

    def has_sound_search(self) -> bool:
        """Whether the search index agrees with the texts. Takes seconds; raises StoreError."""
        return self._submit(_search_is_sound).result()

    def backup(self, target: Path | None = None, *, now: int) -> Future[Path]:
        """Make a whole copy, in a thread of its own and while others read and write; answers where it is.

        It goes to `target`, a folder or a new file, else with a small one to `backups` beside the store, where the
        newest three are kept. The future raises StoreError.
        """
        from reader.store import backup  # noqa: PLC0415 - not wanted before the first screen

        return _in_thread(lambda: backup.back_up(self.path, self._place, now=now, target=target))

    def backup_if_due(self, now: int) -> Path | None:
        """Once a day, write what cannot be fetched again to a small file; where, None if it is not due.

        Not for the UI thread. Raises StoreError.
        """
        from reader.store import backup  # noqa: PLC0415 - not wanted before the first screen

        before = self._submit(lambda connection: backup.claim(connection, now)).result()
        if before is None:
            return None
        try:
            return backup.write_marks(self.path, self._place, now=now)
        except StoreError:
            self._submit(lambda connection: backup.note(connection, before))
            raise

    def keep_reserve(self) -> None:
        """Make the file that is given back when the disk is full, where there is none and room for it."""
        if self._writer is not None:
            self._writer.ballast.take()

    def reserve_is_given(self) -> None:
        """The reserve had to be given back for the store to be opened: what room there is, is the reader's."""
        if self._writer is not None:
            self._writer.ballast.given = True

    def _met(self, error: StoreError) -> None:
        """Remember damage for whoever opens the file next. Any thread's."""
        if isinstance(error, StoreCorrupt):
            self._damage = str(error)
        if isinstance(error, StoreCorrupt | StoreDoubtful):
            self._presence.note(Doubt.DAMAGED)

    def on_close(self, act: Callable[[], None]) -> None:
        """Call `act` at the beginning of `close`, the last one given first."""
        self._closing.append(act)

    def _submit(
        self, work: Callable[[sqlite3.Connection], T], *, durable: bool = False, joined: Joined | None = None
    ) -> Future[T]:
        if self._writer is not None:
            return self._writer.submit(work, durable=durable, joined=joined)
        refused: Future[T] = Future()
        refused.set_exception(StoreReadOnly(f"{self.path} was opened for reading only; nothing has been changed."))
        return refused

    def reads(self) -> Reads:
        """Return a new reading connection, for one thread at a time."""
        with speaking(self.path, self._met):
            return Reads(open_reader(self._place), self.path, self._met)

    def add_source(
        self,
        url: str,
        *,
        title: str | None = None,
        kept: bool = True,
        interval: int | None = None,
        tags: Iterable[str] = (),
        now: int,
    ) -> Future[Source]:
        """Add a source; one with this address is returned, with what is given here taken over. Kept wins."""
        listed = tuple(tags)
        return self._submit(
            lambda connection: sources.add(
                connection, url, title=title, kept=kept, interval=interval, tags=listed, now=now
            ),
            durable=True,
        )

    def update_source(self, source_id: int, **settings: Any) -> Future[Source]:
        """Change `title`, `kept`, `interval`, `paused` or `tags` of a source. The future may raise UnknownSource."""
        if unknown := settings.keys() - set(sources.SETTINGS):
            raise TypeError(f"a source has no setting {', '.join(sorted(unknown))}")
        return self._submit(lambda connection: sources.update(connection, source_id, settings), durable=True)

    def remove_source(self, source_id: int) -> Future[None]:
        """Remove a source with all its entries, marks and events."""
        return cast(
            "Future[None]", self._submit(lambda connection: sources.remove(connection, source_id), durable=True)
        )

    def record_poll(
        self, report: PollReport, snapshot: Snapshot | None = None, decide: Callable[[Past], Changes] | None = None
    ) -> Future[tuple[Event, ...]]:
        """Write one poll and all that it means, or nothing.

        `decide` is called in the writer thread with what is stored, and says what `snapshot` changes; what it raises,
        the future raises. The events come entries first, oldest first, then gaps, then the poll itself.
        """

        def work(connection: sqlite3.Connection) -> tuple[Event, ...]:
            from reader.store import polls  # noqa: PLC0415 - not wanted before the first screen

            return polls.record(connection, report, snapshot, decide)

        # What one poll adds is indexed before the next of the same source may change it.
        return self._submit(work, joined=Joined(_with_index, report.source_id))

    def record_taggings(
        self, made: Sequence[Made], learned: Mapping[int, Sequence[Fact]] | None = None
    ) -> Future[tuple[int, ...]]:
        """Write tags made behind the polls, at most tagging_due.BATCH of them; answers which entries have them now.

        `learned` is what those entries tell of names, by source.
        """

        def work(connection: sqlite3.Connection) -> tuple[int, ...]:
            from reader.store import feed_memory, tagging_due  # noqa: PLC0415 - not wanted before the first screen

            written = tagging_due.record(connection, made)
            for source_id, facts in (learned or {}).items():
                feed_memory.learn(connection, source_id, facts, written)
            return written

        return self._submit(work)

    def retag(self, made_by: str) -> Future[int]:
        """Let every entry wait for its tags if the stored ones are `made_by` other rules; answers how many wait."""

        def work(connection: sqlite3.Connection) -> int:
            from reader.store import tagging_due  # noqa: PLC0415 - not wanted before the first screen

            return tagging_due.retag(connection, made_by)

        return self._submit(work)

    def mark(
        self, entry_ids: Iterable[int], *, read: bool | None = None, starred: bool | None = None, now: int
    ) -> Future[dict[int, tuple[bool, bool]]]:
        """Mark entries read or starred, or not; None leaves a mark as it is.

        Answers what each had before, (read, starred) by id, so that it can be put back.
        """
        ids = tuple(entry_ids)
        return self._submit(
            lambda connection: marks.mark(connection, ids, read=read, starred=starred, now=now), durable=True
        )


def _in_thread(work: Callable[[], T]) -> Future[T]:
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:  # noqa: BLE001 - whoever waits for the future must hear of it, whatever it is
            answer.set_exception(error)

    threading.Thread(target=run, name="store-copy", daemon=True).start()
    return answer


def _search_is_sound(connection: sqlite3.Connection) -> bool:
    from reader.store.mending import search_is_sound  # noqa: PLC0415 - hardly ever wanted

    return search_is_sound(connection)


def _opened(kind: type[Store], path: Path) -> Store:
    _check_writable(path)
    _look(path)
    presence = Presence(path)
    alone = presence.enter(tidy=lambda: drop_unfinished(path))
    try:
        connection = open_writer(path)
        try:
            network = network_type_of(path)
            migrated = _prepare(connection, path, log=network is None)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        presence.leave()
        raise
    if alone and not migrated and presence.doubt is Doubt.NONE:
        drop_copies(path)
    store = kind(connection, path, presence=presence)
    if network is not None:
        store.notice = f"{path.parent} is on a network file system ({network}): slower, and safe for one machine only."
    return store


def _opened_read_only(kind: type[Store], path: Path) -> Store:
    from reader.store.older import up_to_date  # noqa: PLC0415 - hardly ever wanted

    if not path.exists():
        raise StoreMissing(f"{path} does not exist, and its folder may not be written; choose another --home.")
    folders: list[TemporaryDirectory[str]] = []

    def folder() -> Path:
        from tempfile import TemporaryDirectory  # noqa: PLC0415 - slow to import, hardly ever needed

        folders.append(TemporaryDirectory(prefix="dateline-"))
        return Path(folders[0].name)

    presence = Presence(path)
    try:
        place = readable(path, folder)
        _look(place)
        place = up_to_date(place, folder)
        presence.enter(create=False)
    except BaseException as error:
        for made in folders:
            made.cleanup()
        if isinstance(error, OSError):
            words = f"{path} cannot be read where it is, nor copied ({error.strerror}); make its folder writable."
            raise StoreReadOnly(words) from error
        raise
    store = kind(None, path, presence=presence, place=place)
    for made in folders:
        store.on_close(made.cleanup)
    return store


def _look(path: Path) -> None:
    """Refuse a file that is not for us by a connection that cannot change it."""
    if path.exists() and path.stat().st_size:
        connection = open_probe(path)
        try:
            inspect(connection, path)
        finally:
            connection.close()


def _check_writable(path: Path) -> None:
    # An up-to-date store is opened without a write, so a read-only one would show only at the first act.
    for place in (path.parent, path):
        if place.exists() and not os.access(place, os.W_OK):
            raise StoreReadOnly(f"{place} may not be written; change its permissions or choose another --home.")


def _prepare(connection: sqlite3.Connection, path: Path, *, log: bool) -> bool:
    """Make the database ready for writing; whether it had to be brought up to date."""
    deadline = time.monotonic() + WAL_SECONDS
    while True:
        try:
            version = inspect(connection, path)
            settle_writer(connection, log=log)
            break
        except sqlite3.OperationalError as error:
            # Going over to the write-ahead log does not wait for another process that is doing the same.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
    migrate(connection, path)
    return version != VERSION


def _with_index(connection: sqlite3.Connection, acts: Sequence[Callable[[sqlite3.Connection], Any]]) -> list[Any]:
    from reader.store.arrivals import with_index  # noqa: PLC0415 - not wanted before the first screen

    return with_index(connection, acts)
