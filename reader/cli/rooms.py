"""Opens the rooms below for a command: paths, settings, store, engine."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from reader import config, paths
from reader.cli import logs, output
from reader.cli.output import CommandError, tell
from reader.clock import SYSTEM

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from reader.engine.engine import Engine
    from reader.model.source_settings import SourceSettings
    from reader.net.logins import Logins
    from reader.store import Store
    from reader.tagging.tagger import Tagger


class Need(Enum):
    """What a command wants of the store where the folder may not be written."""

    READING = 1
    """To show what is there; nothing, where nothing is."""
    FOLLOWING = 2
    """To write, though all of it may be gone in the end."""
    KEEPING = 3
    """To write what lasts, or to fail."""


def located(args: argparse.Namespace) -> paths.Paths:
    """The folders that the command works in. Begins the log, if one is asked for; raises CommandError if it cannot."""
    where = paths.locate(args.home)
    logs.start(getattr(args, "log_level", None), getattr(args, "log_file", None), where.data / "dateline.log")
    return where


def settings(where: paths.Paths) -> config.Config:
    """The user's settings. Raises config.ConfigError."""
    return config.load(where.config_file)


def settings_for_play(where: paths.Paths) -> config.Config:
    """The same for what is only played: nobody is told of it, and it is no source of the user's."""
    return replace(settings(where), watch=(), source=())


@contextmanager
def opened_store(where: paths.Paths, need: Need = Need.READING) -> Generator[Store]:
    """The store, created or rescued if need be, closed at the end; what is out of the ordinary is told on stderr.

    Where nothing may be written it is read-only or, if there is none or `need` is FOLLOWING, one that is gone in the
    end; with KEEPING that is an error. Raises store.StoreError and CommandError.
    """
    folders: list[TemporaryDirectory[str]] = []
    try:
        store = _opened(where.database, need, folders)
        if store.notice:
            tell(store.notice)
        try:
            yield store
        finally:
            store.close()
    finally:
        for folder in folders:
            folder.cleanup()


def _opened(database: Path, need: Need, folders: list[TemporaryDirectory[str]]) -> Store:
    from reader.store import Store, StoreFull, StoreReadOnly  # noqa: PLC0415  sqlite3 only for those who store
    from reader.store.opening import open_store  # noqa: PLC0415

    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return open_store(database, now=SYSTEM.now(), tell=tell)
    except OSError as error:
        problem = f"{database.parent} cannot be made ({error.strerror}); choose another --home"
        if need is Need.KEEPING:
            raise CommandError(problem) from error
    except (StoreReadOnly, StoreFull) as error:
        if need is Need.KEEPING:
            raise
        if need is Need.READING and database.exists():
            store = Store.open(database, read_only=True)
            store.notice = f"read-only, nothing new is stored: {error}"
            return store
        problem = str(error)
    store = _passing_store(problem, folders)
    store.notice = f"What is fetched now is gone when Dateline ends: {problem}"
    return store


def _passing_store(problem: str, folders: list[TemporaryDirectory[str]]) -> Store:
    from pathlib import Path  # noqa: PLC0415
    from tempfile import TemporaryDirectory  # noqa: PLC0415  hardly ever needed

    from reader.store import Store  # noqa: PLC0415

    try:
        folders.append(TemporaryDirectory(prefix="dateline-"))
    except OSError as error:
        raise CommandError(problem) from error
    return Store.open(Path(folders[0].name) / "dateline.db")


def make_engine(
    store: Store,
    where: paths.Paths,
    settings: config.Config,
    *,
    on_error: Callable[[Exception], None] | None = None,
    terminal: Callable[[str], None] | None = None,
    complain: Callable[[str], None] | None = None,
    at_once: int | None = None,
    tag_at_most: int | None = None,
    warm: bool = False,
) -> Engine:
    """The engine with everything that it works with; what keeps the store safe and in shape goes along.

    Fetcher and tables are made when first used. `on_error` hears what could not even be recorded. Notices of watch
    rules are written with `terminal` (by default to stderr, if that is one), and `complain` hears which cannot be made.
    `at_once` and `tag_at_most` are the engine's, which has defaults for them; where watch rules wait for tags, all come
    with their poll. `warm` starts what documents are read in at once.
    """
    from reader import tagging  # noqa: PLC0415
    from reader.engine.articles import Articles  # noqa: PLC0415
    from reader.engine.engine import Engine  # noqa: PLC0415
    from reader.engine.polls import AT_ONCE  # noqa: PLC0415
    from reader.engine.prefetch import Prefetch  # noqa: PLC0415
    from reader.formats.sandbox.worker import Extractor, PictureReader, Sandbox  # noqa: PLC0415
    from reader.net.fetch import Fetcher  # noqa: PLC0415
    from reader.store.lease import Lease  # noqa: PLC0415
    from reader.store.rounds import start_rounds  # noqa: PLC0415
    from reader.store.upkeep import after_polls  # noqa: PLC0415

    sandbox, extractor, gallery = Sandbox(), Extractor(workers=1), PictureReader(workers=1)
    if warm:
        sandbox.warm()
    fetcher = Fetcher(logins=logins_of(settings))
    tagging.prepare(where.tables_cache, where.rules_file)
    if problem := tagging.rules_problem():
        words = f"{problem}; the shipped tables work without it"
        if complain is None:
            output.complain(words)
        else:  # the app, which shows what the store has to say for as long as that holds
            store.notice = store.notice or words

    def load_tagger() -> Tagger:
        return tagging.load()

    def close_parsers() -> None:
        sandbox.close()
        extractor.close()
        gallery.close()

    engine = Engine(
        store,
        fetcher=fetcher,
        parse=sandbox.parse,
        close_parser=close_parsers,
        tagger=load_tagger,
        clock=SYSTEM,
        live_interval=settings.polling.live_interval,
        feed_interval=settings.polling.feed_interval,
        on_error=on_error,
        lease=Lease(store.path),
        tagged_by=tagging.made_by,
        at_once=at_once or AT_ONCE,
        tag_at_most=None if settings.watch else tag_at_most,
    )
    if settings.source and not store.read_only:
        override(store, settings.source)
    articles = Articles(store, fetcher, extractor.extract, load_tagger, SYSTEM, engine.hosts)
    engine.bring_articles(articles, Prefetch(store, articles, fetcher, SYSTEM, lambda: not engine.following))
    engine.subscribe(after_polls(store, settings.retention.limits, SYSTEM))
    start_rounds(store, SYSTEM)
    if settings.display.images:
        from reader.engine.pictures import Pictures  # noqa: PLC0415  for those who want them

        engine.pictures = Pictures(fetcher, gallery.decode, SYSTEM, engine.hosts)
    if settings.watch and not store.read_only:
        from reader.cli.notifying import start_watches  # noqa: PLC0415  for those who watch

        start_watches(engine, store, settings, terminal=terminal, complain=complain)
    if logs.is_kept():
        engine.subscribe(logs.note)
    return engine


def logins_of(settings: config.Config) -> Logins:
    """How to log in to the servers of sources for which the settings say so."""
    from reader.net.address import canonical  # noqa: PLC0415
    from reader.net.logins import Login, Logins  # noqa: PLC0415

    wanted = ((canonical(one.url), one) for one in settings.source if one.user)
    return Logins({url: Login(one.user, one.password_command) for url, one in wanted if url is not None})


def override(store: Store, wanted: Iterable[SourceSettings]) -> None:
    """Give sources that are followed what the settings file says of them. Raises StoreError."""
    from reader.net.address import canonical  # noqa: PLC0415

    with store.reads() as reads:
        followed = {item.source.url: item.source for item in reads.sources() if item.source.kept}
    for one in wanted:
        source = followed.get(canonical(one.url) or "")
        if source is None:
            continue
        said = {name: getattr(one, name) for name in ("title", "interval", "tags", "full_articles")}
        limits = {name: getattr(one, name) for name in ("days", "entries", "mib") if getattr(one, name) is not None}
        said["retention"] = replace(source.retention, **limits) if limits else None
        changes = {name: value for name, value in said.items() if value not in (None, getattr(source, name))}
        if changes:
            store.update_source(source.id, **changes).result()


def address_of(text: str) -> str:
    """What the user typed, as the address of a source. Raises CommandError."""
    from reader.net.address import canonical  # noqa: PLC0415

    url = canonical(text)
    if url is None:
        raise CommandError(f"{text!r} is neither a file nor an http(s) address")
    return url
