"""What `dateline doctor` finds: versions, folders, settings, the store, the clock, the terminal, the next polls."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from reader import __version__, config
from reader.clock import SYSTEM
from reader.view import status

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model.source import SourceStatus
    from reader.paths import Paths

LIBRARIES = ("textual", "rich", "httpx2", "selectolax", "regex", "platformdirs", "tomlkit")
EXTRAS = {"trafilatura": "articles", "textual-image": "images", "socksio": "socks"}
"""Libraries that are not needed, and the extra that brings each."""
SAFE_EXPAT = (2, 7, 0)
EARLIEST, LATEST = 1_767_225_600, 4_102_444_800
"""The years 2026 and 2100 (UTC): this program was not run before, nor will it be after."""
AHEAD = 300
"""Seconds by which the clock may be behind the last poll."""
POLLS_SHOWN = 10
PROBLEMS_SHOWN = 5
TMUX_SECONDS = 2.0

OK, NOTE, WRONG = "", "note", "WRONG"
AGAIN = "install Dateline again, as you did it first"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: a name, what it is, whether that is well, and what to do about it."""

    name: str
    text: str
    mark: str = OK
    remedy: str = ""


def sections(where: Paths) -> Iterator[tuple[str, Iterator[Finding]]]:
    """Everything there is to say, under headings; looked at as it is asked for. Changes nothing."""
    statuses: list[SourceStatus] = []
    yield f"Dateline {__version__}", _versions()
    yield "Folders", _as_far_as_allowed(_folders(where))
    yield "Settings", _as_far_as_allowed(_settings(where))
    yield "Store", _as_far_as_allowed(_store(where, statuses))
    yield "Clock", _clock(statuses)
    yield "Terminal", _terminal()
    if statuses:
        yield "Next polls", _polls(statuses)


def _as_far_as_allowed(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The same; where the system lets us look no further, that is the last of them."""
    try:
        yield from findings
    except OSError as error:
        said = f"{error.filename}: {error.strerror}" if error.filename else error.strerror or type(error).__name__
        yield Finding("no further", said, WRONG, "change its permissions, or choose another --home")


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
            yield Finding(name, "not installed", WRONG, AGAIN)
    for name, extra in EXTRAS.items():
        try:
            yield Finding(name, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(name, f"not installed, nor needed: pip install 'dateline[{extra}]'")


def _folders(where: Paths) -> Iterator[Finding]:
    for name, folder in (("settings", where.config), ("data", where.data), ("cache", where.cache)):
        if not folder.exists():
            yield Finding(name, f"{folder} (not made yet)")
        elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            mark = WRONG if name == "data" else NOTE
            yield Finding(name, f"{folder} may not be written", mark, f"chmod u+rwx {folder}, or choose another --home")
        elif name == "data" and folder.stat().st_mode & 0o077:
            yield Finding(name, f"{folder} may be read by others of this machine", NOTE, f"chmod 700 {folder}")
        else:
            yield Finding(name, str(folder))


def _settings(where: Paths) -> Iterator[Finding]:
    try:
        found = config.load(where.config_file)
    except config.ConfigError as error:
        yield Finding("config.toml", str(error), WRONG, "dateline config edit")
    else:
        from reader.cli.config_command import remarks  # noqa: PLC0415  looks at keys, and so brings Textual in

        there = where.config_file.exists()
        yield Finding(
            "config.toml", str(where.config_file) if there else f"{where.config_file} (none: the defaults hold)"
        )
        yield from (Finding("settings", remark, NOTE, "dateline config edit") for remark in remarks(found))
        if found.watch:
            ways = dict.fromkeys(way for rule in found.watch for way in rule.notify)
            yield Finding("watch rules", f"{len(found.watch)}, telling by {', '.join(ways)}")
    if where.rules_file.exists():
        yield _rules(where.rules_file)


def _rules(file: Path) -> Finding:
    from reader.tagging.rules import RulesError, read  # noqa: PLC0415

    try:
        read(file)
    except RulesError as error:
        return Finding("actors.toml", str(error), WRONG, f"mend {file}; until then the shipped tables alone count")
    return Finding("actors.toml", str(file))


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
        mend = f"move it away, or put a copy in its place: dateline doctor --restore {database.parent}/backups/..."
        yield Finding("file", str(error), WRONG, mend)
        yield from _copies(database)
        return
    yield Finding("file", f"{database}, {_size(health.bytes)}, schema {health.version}")
    for problem in health.problems[:PROBLEMS_SHOWN]:
        yield Finding("check", problem, WRONG)
    if health.problems:
        mend = "open Dateline: it sets the file aside, and brings back what can be read, and what copies have"
        yield Finding("check", "the store is damaged", WRONG, mend)
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
        yield from _overrides(where.config_file, statuses)
    yield from _company(database)
    yield from _copies(database)


def _overrides(file: Path, statuses: list[SourceStatus]) -> Iterator[Finding]:
    """What the settings say of sources that are not there."""
    from reader.net.address import canonical  # noqa: PLC0415  for those who say something

    try:
        wanted = config.load(file).source
    except config.ConfigError:
        return  # told already
    followed = {item.source.url for item in statuses if item.source.kept}
    for one in wanted:
        if canonical(one.url) not in followed:
            yield Finding("[[source]]", f"{one.url} is not followed", NOTE, f"dateline source add {one.url}")


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
        yield Finding("time", f"{words}: that cannot be", WRONG, "set the clock of this machine")
    elif last > now + AHEAD:
        words = f"{words}: before the last poll, so the clock is or was wrong"
        yield Finding("time", words, WRONG, "set the clock; if it is right now, polls begin again by themselves")
    else:
        yield Finding("time", words)
    yield Finding("zone", time.strftime("%Z (UTC%z)", time.localtime(now)))


def _terminal() -> Iterator[Finding]:
    size = shutil.get_terminal_size()
    yield Finding("screen", f"{size.columns} by {size.lines}" if sys.stdout.isatty() else "none: output goes elsewhere")
    named = [f"{name}={os.environ[name]}" for name in ("TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "TMUX")
             if os.environ.get(name)]  # fmt: skip
    yield Finding("said of it", " ".join(named) or "nothing")
    yield Finding("colours", _colours())
    encoding = (sys.stdout.encoding or "unknown").lower()
    if encoding.replace("-", "") == "utf8":
        yield Finding("letters", encoding)
    else:
        yield Finding("letters", encoding, NOTE, "set a UTF-8 locale, such as LANG=C.UTF-8, or display.ascii = true")
    if os.environ.get("TMUX"):
        passing = _tmux("show", "-gv", "allow-passthrough")
        if passing in ("on", "all"):
            yield Finding("tmux", "lets notices through")
        else:
            yield Finding("tmux", "keeps notices from the terminal", NOTE, "tmux set -g allow-passthrough on")
    elif sys.stdout.isatty():
        yield Finding("notices", "dateline notify test shows which ways this terminal knows")


def _colours() -> str:
    term = os.environ.get("TERM", "")
    if os.environ.get("NO_COLOR"):
        return "none, as NO_COLOR asks"
    if term in ("", "dumb"):
        return "none"
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "16 million"
    return "256" if "256color" in term else "16"


def _tmux(*words: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  a list of arguments, all our own
            [shutil.which("tmux") or "tmux", *words],
            capture_output=True,
            text=True,
            timeout=TMUX_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


def _polls(statuses: list[SourceStatus]) -> Iterator[Finding]:
    from reader.engine.standing import as_hosts_allow  # noqa: PLC0415  where there are sources

    now = SYSTEM.now()
    followed = [item for item in as_hosts_allow(statuses, now) if item.source.kept and not item.source.paused]
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
