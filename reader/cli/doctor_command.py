"""`dateline doctor`: what there is, whether it is well, and copies of it."""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from reader import __version__, config
from reader.cli import output, rooms
from reader.clock import SYSTEM
from reader.text import one_line
from reader.view import status

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from reader.model.source import SourceStatus
    from reader.paths import Paths

LIBRARIES = ("textual", "rich", "httpx2", "selectolax", "regex")
SAFE_EXPAT = (2, 7, 0)
EARLIEST, LATEST = 1_767_225_600, 4_102_444_800
"""The years 2026 and 2100 (UTC): this program was not run before, nor will it be after."""
AHEAD = 300
"""Seconds by which the clock may be behind the last poll."""
POLLS_SHOWN = 10
PROBLEMS_SHOWN = 5

OK, NOTE, WRONG = "", "note", "WRONG"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: a name, what it is, and whether that is well."""

    name: str
    text: str
    mark: str = OK


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument(
        "--backup",
        nargs="?",
        const="",
        metavar="PATH",
        help="make a copy of everything, at PATH or with the others, and say where it is",
    )
    acts.add_argument(
        "--restore",
        metavar="FILE",
        help="put a copy (.db, or .json for marks) in the place of the store, and keep that",
    )


def run(args: argparse.Namespace) -> int:
    """Look at everything and print a line on each; 1 if something is wrong."""
    where = rooms.located(args)
    if args.backup is not None:
        return _back_up(where, args.backup)
    if args.restore is not None:
        return _restore(where, Path(args.restore).expanduser())
    wrong = False
    for title, findings in _sections(where):
        output.block(title)
        for found in findings:
            output.block(f"{found.mark:<6}{one_line(found.name):<14}{one_line(found.text)}".rstrip())
            wrong |= found.mark == WRONG
    return 1 if wrong else 0


def _back_up(where: Paths, name: str) -> int:
    target = Path(name).expanduser().absolute() if name else None
    if not where.database.exists():
        raise output.CommandError(f"{where.database} does not exist: there is nothing to copy")
    with rooms.opened_store(where) as store:
        output.line(str(store.backup(target, now=SYSTEM.now()).result()))
    return 0


def _restore(where: Paths, file: Path) -> int:
    from reader.store.rescue import restore  # noqa: PLC0415  hardly ever wanted

    try:
        where.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise output.CommandError(f"{where.data} cannot be made ({error.strerror}); choose another --home") from error
    output.line(restore(where.database, file, SYSTEM.now()).in_words())
    return 0


def _sections(where: Paths) -> Iterator[tuple[str, Iterator[Finding]]]:
    statuses: list[SourceStatus] = []
    yield f"Dateline {__version__}", _versions()
    yield "Folders", _folders(where)
    yield "Store", _store(where, statuses)
    yield "Clock", _clock(statuses)
    yield "Terminal", _terminal()
    if statuses:
        yield "Next polls", _polls(statuses)


def _versions() -> Iterator[Finding]:
    import pyexpat  # noqa: PLC0415

    from reader.store.health import SQLITE_VERSION  # noqa: PLC0415

    yield Finding("Python", sys.version.split()[0])
    yield Finding("SQLite", SQLITE_VERSION)
    expat = ".".join(map(str, pyexpat.version_info))
    if pyexpat.version_info < SAFE_EXPAT:
        words = f"{expat}: below 2.7.0 a hostile feed can crash it (CVE-2024-8176); feeds are read in a process apart"
        yield Finding("Expat", words, NOTE)
    else:
        yield Finding("Expat", expat)
    for name in LIBRARIES:
        try:
            yield Finding(name, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(name, "not installed", WRONG)


def _folders(where: Paths) -> Iterator[Finding]:
    for name, folder in (("settings", where.config), ("data", where.data), ("cache", where.cache)):
        if not folder.exists():
            yield Finding(name, f"{folder} (not made yet)")
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield Finding(name, f"{folder} may not be written", WRONG if name == "data" else NOTE)
        else:
            yield Finding(name, str(folder))
    try:
        config.load(where.config_file)
    except config.ConfigError as error:
        yield Finding("settings", str(error), WRONG)


def _store(where: Paths, statuses: list[SourceStatus]) -> Iterator[Finding]:
    """What there is to say of the file; puts its sources into `statuses`."""
    from reader.store import StoreError  # noqa: PLC0415
    from reader.store.health import health_of  # noqa: PLC0415

    database = where.database
    if not database.exists():
        yield Finding("file", f"{database} (not made yet)")
        return
    try:
        health = health_of(database)
    except (StoreError, OSError) as error:
        yield Finding("file", str(error), WRONG)
        yield from _copies(database)
        return
    yield Finding("file", f"{database}, {_size(health.bytes)}, schema {health.version}")
    for problem in health.problems[:PROBLEMS_SHOWN]:
        yield Finding("check", problem, WRONG)
    if not health.problems:
        yield Finding("check", "whole, and everything in it can be read")
    if health.unclean:
        yield Finding(
            "last end", "unclean: Dateline looks through the file the next time that it is open for long", NOTE
        )
    if not health.is_current:
        yield Finding("schema", "older: brought up to date when the store is opened next", NOTE)
    elif not health.problems:
        statuses += health.sources
        kept = sum(item.source.kept for item in statuses)
        yield Finding("sources", f"{kept} followed, {len(statuses) - kept} opened without being kept")
        yield Finding("entries", status.count_words(statuses))
    yield from _company(database)
    yield from _copies(database)


def _company(database: Path) -> Iterator[Finding]:
    from reader.store.lease import Lease  # noqa: PLC0415
    from reader.store.mounts import network_type_of  # noqa: PLC0415

    holder = Lease(database).holder()
    yield Finding("polled by", f"process {holder}" if holder else "nobody at the moment")
    if kind := network_type_of(database):
        yield Finding("disk", f"a network file system ({kind}): slower, and safe for one machine only", NOTE)
    elif database.parent.exists():
        yield Finding("disk", f"{_size(shutil.disk_usage(database.parent).free)} free")


def _copies(database: Path) -> Iterator[Finding]:
    from reader.store import backup  # noqa: PLC0415

    for name, found in (("whole copies", backup.copies(database)), ("marks copied", backup.marks_files(database))):
        yield Finding(name, f"{len(found)}, the newest {found[0]}" if found else "none yet")


def _clock(statuses: list[SourceStatus]) -> Iterator[Finding]:
    now = SYSTEM.now()
    words = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(now))
    last = max((item.poll.last_poll_at or 0 for item in statuses), default=0)
    if not EARLIEST <= now <= LATEST:
        yield Finding("time", f"{words}: that cannot be", WRONG)
    elif last > now + AHEAD:
        yield Finding("time", f"{words}: before the last poll, so the clock is or was wrong", WRONG)
    else:
        yield Finding("time", words)
    yield Finding("zone", time.strftime("%Z (UTC%z)", time.localtime(now)))


def _terminal() -> Iterator[Finding]:
    size = shutil.get_terminal_size()
    yield Finding("screen", f"{size.columns} by {size.lines}" if sys.stdout.isatty() else "none: output goes elsewhere")
    named = [f"{name}={os.environ[name]}" for name in ("TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "TMUX")
             if os.environ.get(name)]  # fmt: skip
    yield Finding("said of it", " ".join(named) or "nothing")
    encoding = (sys.stdout.encoding or "unknown").lower()
    fits = encoding.replace("-", "") == "utf8"
    yield Finding("letters", encoding if fits else f"{encoding}: set a UTF-8 locale", OK if fits else NOTE)


def _polls(statuses: list[SourceStatus]) -> Iterator[Finding]:
    now = SYSTEM.now()
    followed = [item for item in statuses if item.source.kept and not item.source.paused]
    followed.sort(key=lambda item: item.poll.next_poll_at or 0)
    for item in followed[:POLLS_SHOWN]:
        yield Finding(str(item.source.id), f"{item.title}: {status.next_poll_words(item.poll, now)}")
    if len(followed) > POLLS_SHOWN:
        yield Finding("", f"and {len(followed) - POLLS_SHOWN} more")


def _size(number: int) -> str:
    for unit, size in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return f"{number} B"
