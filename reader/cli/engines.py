"""Puts the engine together with all that it works with. To be imported by what polls, when it is about to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader import tagging
from reader.cli import logs, output
from reader.clock import SYSTEM
from reader.engine.articles import Articles
from reader.engine.engine import Engine
from reader.engine.polls import AT_ONCE
from reader.engine.prefetch import Prefetch
from reader.formats.sandbox.worker import Extractor, PictureReader, Sandbox
from reader.net.address import canonical
from reader.net.fetch import Fetcher
from reader.net.logins import Login, Logins
from reader.store.lease import Lease
from reader.store.rounds import start_rounds
from reader.store.upkeep import after_polls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.config import Config
    from reader.model.source_settings import SourceSettings
    from reader.paths import Paths
    from reader.store import Store


def make_engine(
    store: Store,
    where: Paths,
    settings: Config,
    *,
    on_error: Callable[[Exception], None] | None = None,
    terminal: Callable[[str], None] | None = None,
    complain: Callable[[str], None] | None = None,
    at_once: int = AT_ONCE,
    tag_at_most: int | None = None,
    warm: bool = False,
) -> Engine:
    """The engine with everything that it works with; what keeps the store safe and in shape goes along.

    Client and tables are loaded when first used. `on_error` hears what could not even be recorded. Notices of watch
    rules are written with `terminal` (by default to stderr, if that is one), and `complain` hears which cannot be made.
    `at_once` and `tag_at_most` are the engine's; where watch rules wait for tags, all come with their poll. `warm`
    starts what documents are read in at once. Raises StoreError.
    """
    sandbox, extractor, gallery = Sandbox(), Extractor(workers=1), PictureReader(workers=1)
    if warm:
        sandbox.warm()

    def close_parsers() -> None:
        for one in (sandbox, extractor, gallery):
            one.close()

    fetcher = Fetcher(logins=logins_of(settings))
    prepare_tagging(store, where, complain)
    engine = Engine(
        store,
        fetcher=fetcher,
        parse=sandbox.parse,
        close_parser=close_parsers,
        tagger=tagging.load,
        clock=SYSTEM,
        live_interval=settings.polling.live_interval,
        feed_interval=settings.polling.feed_interval,
        on_error=on_error,
        lease=Lease(store.path),
        tagged_by=tagging.made_by,
        at_once=at_once,
        tag_at_most=None if settings.watch else tag_at_most,
    )
    articles = Articles(store, fetcher, extractor.extract, tagging.load, SYSTEM, engine.hosts)
    engine.bring_articles(articles, Prefetch(store, articles, fetcher, SYSTEM, lambda: not engine.following))
    if settings.display.images:
        from reader.engine.pictures import Pictures  # noqa: PLC0415  for those who want them

        engine.pictures = Pictures(fetcher, gallery.decode, SYSTEM, engine.hosts)
    _keep(engine, store, settings)
    if settings.watch and not store.read_only:
        from reader.cli.notifying import start_watches  # noqa: PLC0415  for those who watch

        start_watches(engine, store, settings, terminal=terminal, complain=complain)
    return engine


def name_rules(store: Store) -> None:
    """Where nothing is stored yet, note by which rules all of its tags are going to be made; after `make_engine`.

    Else the first question for tags would have them made once more. What runs for long sees to it itself. Raises
    StoreError.
    """
    with store.reads() as reads:
        begun = store.read_only or reads.tagged_by() is not None or any(item.entries for item in reads.sources())
    if not begun:
        store.retag(tagging.made_by()).result()


def _keep(engine: Engine, store: Store, settings: Config) -> None:
    """Have the store kept in shape, sources set as the settings file says, and the log written, if one is."""
    if settings.source and not store.read_only:
        override(store, settings.source)
    engine.subscribe(after_polls(store, settings.retention.limits, SYSTEM))
    start_rounds(store, SYSTEM)
    if logs.is_kept():
        engine.subscribe(logs.note)


def prepare_tagging(store: Store, where: Paths, complain: Callable[[str], None] | None) -> None:
    """Say where the tables of tagging are; what is wrong with the user's own is told."""
    tagging.prepare(where.tables_cache, where.rules_file)
    problem = tagging.rules_problem()
    if problem is None:
        return
    words = f"{problem}; the shipped tables work without it"
    if complain is None:
        output.complain(words)
    else:  # the app, which shows what the store has to say for as long as that holds
        store.notice = store.notice or words


def logins_of(settings: Config) -> Logins:
    """How to log in to the servers of sources for which the settings say so."""
    wanted = ((canonical(one.url), one) for one in settings.source if one.user)
    return Logins({url: Login(one.user, one.password_command) for url, one in wanted if url is not None})


def override(store: Store, wanted: Iterable[SourceSettings]) -> None:
    """Give sources that are followed what the settings file says of them. Raises StoreError."""
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
