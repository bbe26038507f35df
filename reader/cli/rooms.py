"""Opens the rooms below for a command: paths, settings, store. The engine is put together in `engines`."""

from __future__ import annotations

from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING

from reader import config, paths
from reader.cli import logs
from reader.cli.output import CommandError, tell
from reader.clock import SYSTEM

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from reader.store import Store


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
    from dataclasses import replace  # noqa: PLC0415  slow to import, and most commands can do without

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


def _why(text: str) -> str:
    """What may have been meant instead, if that can be told."""
    from reader import config  # noqa: PLC0415  only for what makes no sense
    from reader.cli.commands import BY_NAME  # noqa: PLC0415

    if "://" in text and "@" in text.partition("://")[2].partition("/")[0]:
        return " without a login; that is for `user` of a [[source]] table (dateline config edit)"
    if text in BY_NAME:
        return f", and the command {text} stands before all options but --home"
    return config.nearest(text, BY_NAME) if text.isalpha() else ""


def is_address(text: str) -> bool:
    """Whether this may be the address of a source; else it can only be the number or title of one that is stored."""
    from reader.net.address import canonical  # noqa: PLC0415

    return canonical(text) is not None


def address_of(text: str, *, sought: bool = False) -> str:
    """What was typed, as the address of a source; `sought` among those that are there already. Raises CommandError."""
    from reader.net.address import canonical, file_path  # noqa: PLC0415

    url = canonical(text)
    if url is None:
        known = "no source of yours, and " if sought else ""
        raise CommandError(f"{text!r} is {known}neither a file nor an http(s) address{_why(text)}")
    path = file_path(url)
    if path is not None and path.exists() and not path.is_file():
        raise CommandError(f"{text!r} is {'a folder; name a file in it' if path.is_dir() else 'no plain file'}")
    return url
