"""The user's settings: an optional TOML file that holds only what differs from the defaults."""

from __future__ import annotations

import os
import re
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from reader.frozen import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reader.model.highlight import Highlight
    from reader.model.saved_filter import SavedFilter
    from reader.model.source import Retention as Limits
    from reader.model.source_settings import SourceSettings
    from reader.model.watch_rule import WatchRule


NEW_FILE_MODE = 0o600


class ConfigError(Exception):
    """The file cannot be used; the text is one line that names file, line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Display:
    """How things look."""

    theme: str = "terminal"
    """`terminal` (the terminal's own colours), `dark`, `light` or `contrast`."""
    time_zone: str = "local"
    """`local`, or an IANA name such as `UTC` or `Asia/Yerevan`."""
    density: str = "comfortable"
    """`comfortable` (a blank line after each entry) or `compact`."""
    ascii: bool = False
    """Draw marks and rules with ASCII characters only."""
    reading_width: int = 88
    """The widest line of the detail pane, in cells."""
    read_after: float = 1.0
    """Seconds for which the cursor rests on an entry before it counts as read; 0: only by key."""
    hyperlinks: bool = True
    """Make addresses clickable where the terminal can (OSC 8); NO_TERM_HYPERLINKS in the environment forbids it too."""
    catch_up_after: int = 15
    """Minutes without a key after which coming back is a return, and what happened meanwhile is offered; 0: never."""
    terminal_title: bool = True
    """Let the terminal's title say how many entries wait."""
    images: bool = False
    """Let a key show the pictures of an entry (`pip install 'dateline[images]'`); none is ever fetched by itself."""
    mouse: bool = True
    """Let the program take the mouse; false leaves selecting text to the terminal."""


@dataclass(frozen=True, slots=True)
class Polling:
    """How often sources are asked; politeness floors hold all the same."""

    live_interval: int = 60
    """Seconds between polls of a live page that changes (at least 30)."""
    feed_interval: int = 3600
    """Seconds between polls of a feed (at least 900)."""


@dataclass(frozen=True, slots=True)
class Retention:
    """What is kept of each source that has no limits of its own; 0: everything, for good.

    Starred entries, and those that a source still lists, are kept in any case.
    """

    days: int = 0
    """Drop what was read so many days after the source listed it last."""
    entries: int = 0
    """Keep at most so many entries of a source; what was read goes first, the oldest first."""
    mib: int = 0
    """Keep at most so many MiB of a source."""

    @property
    def limits(self) -> Limits:
        """The same for the store."""
        from reader.model.source import Retention as Limits  # noqa: PLC0415  for those who poll

        return Limits(self.days, self.entries, self.mib)


@dataclass(frozen=True, slots=True)
class Keys:
    """Which keys do what."""

    preset: str = "vim"
    """`vim` or `newsboat`."""
    bind: dict[str, str] = field(default_factory=dict[str, str])
    """Command name to keys, comma separated: `next_unread = "n,space"`."""


@dataclass(frozen=True, slots=True)
class Pipe:
    """The program to which the text of an entry is given."""

    command: tuple[str, ...] = ()
    """Program and arguments that are offered first, run without a shell: `["wl-copy"]`."""
    timeout: float = 10.0
    """Seconds after which it is ended."""
    output: bool = True
    """Show the first lines of what it writes."""


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting."""

    display: Display = field(default_factory=Display)
    polling: Polling = field(default_factory=Polling)
    keys: Keys = field(default_factory=Keys)
    retention: Retention = field(default_factory=Retention)
    pipe: Pipe = field(default_factory=Pipe)
    highlight: tuple[Highlight, ...] = ()
    """`[[highlight]]` tables: what is coloured in the timeline and the detail pane."""
    filter: tuple[SavedFilter, ...] = ()
    """`[[filter]]` tables: a `name` and a `query`; the first nine are on the keys 1 to 9 of the list."""
    watch: tuple[WatchRule, ...] = ()
    """`[[watch]]` tables: what you are told of, and how."""
    source: tuple[SourceSettings, ...] = ()
    """`[[source]]` tables: settings of single sources, and logins."""


CHOICES = {
    "display.theme": ("terminal", "dark", "light", "contrast"),
    "display.density": ("comfortable", "compact"),
    "keys.preset": ("vim", "newsboat"),
}

LEAST = {
    "display.reading_width": 1,
    "display.read_after": 0,
    "display.catch_up_after": 0,
    "polling.live_interval": 0,
    "polling.feed_interval": 0,
    "retention.days": 0,
    "retention.entries": 0,
    "retention.mib": 0,
    "pipe.timeout": 1,
}
MOST = 2**31 - 1
"""No number of a person's is greater, and what is made of it (a time, a number of bytes) still fits into 64 bits."""


def load(path: Path) -> Config:
    """Read the settings; the defaults where there is no file.

    Raises ConfigError for a file that cannot be read, is no TOML, or has an unknown key or a value of the wrong kind.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise ConfigError(f"{path}: cannot be read ({reason})") from error
    return parse(text, str(path))


def save(path: Path, text: str) -> None:
    """Put a text in the place of the file, if it can be read as settings. Raises ConfigError, OSError.

    Links to the file stay links, and permissions stay as they are; a new file is its owner's alone, since it may name
    programs that know passwords. A kill or a full disk leaves the old file or the new one.
    """
    parse(text, str(path))
    real = path.resolve()
    real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = real.stat().st_mode & 0o7777 if real.exists() else NEW_FILE_MODE
    fresh = real.with_name(f"{real.name}.{os.getpid()}.new")
    try:
        number = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
        with os.fdopen(number, "w", encoding="utf-8", newline="") as out:
            fresh.chmod(mode)
            out.write(text)
            out.flush()
            os.fsync(number)
        fresh.replace(real)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def parse(text: str, name: str = "config.toml") -> Config:
    """Make a Config of TOML text; `name` stands for the file in errors. Raises ConfigError."""
    import tomllib  # noqa: PLC0415  for those who have settings

    try:
        data = tomllib.loads(text.removeprefix("\ufeff"))  # with which some editors begin a file
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{name}: brackets stand within each other too deeply") from error
    return _Builder(text, name).build(Config, data, "")


class _Builder:
    """Fits TOML tables to dataclasses, naming the line of what does not fit."""

    def __init__(self, text: str, name: str) -> None:
        self._lines = text.splitlines()
        self._name = name
        self._nth: dict[str, int] = {}
        """Which of several tables of a list is being read, by the name of the list."""

    def build(self, kind: type[Any], table: dict[str, Any], path: str) -> Any:
        from dataclasses import MISSING, fields  # noqa: PLC0415  slow to import, for those who have settings

        hints = kinds_of(kind)
        for key in table:
            if key not in hints:
                near = nearest(key, hints) or nearest(key, _names())
                raise self._error(path, key, f"unknown setting {path}{key}{near}")
        missing = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
        for key in missing:
            if key not in table:
                raise self._error(path, path.rstrip("."), f"{path.rstrip('.')} wants {key} = ...")
        made = kind(**{key: self._value(hints[key], value, path, key) for key, value in table.items()})
        for key, problem in _problems(made):
            raise self._error(path, key, f"{path}{key} {problem}")
        return made

    def _value(self, kind: Any, value: Any, path: str, key: str) -> Any:
        name = f"{path}{key}"
        if isinstance(kind, UnionType):  # what may be left open; TOML has no word for that
            kind = get_args(kind)[0]
        if isinstance(kind, type) and hasattr(kind, "__dataclass_fields__"):
            self._expect(isinstance(value, dict), path, key, f"{name} must be a table")
            return self.build(kind, value, f"{name}.")
        if get_origin(kind) is tuple:
            return self._several(get_args(kind)[0], value, path, key)
        if get_origin(kind) is dict:
            fits = isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
            self._expect(fits, path, key, f"{name} must be a table of strings")
            return dict(value)
        self._expect(_fits(value, kind), path, key, f"{name} must be {WORDS.get(kind, 'something else')}")
        choices = CHOICES.get(name)
        if choices and value not in choices:
            raise self._error(path, key, f"{name} must be one of {', '.join(choices)}{nearest(str(value), choices)}")
        if isinstance(value, int | float) and not isinstance(value, bool):
            least = LEAST.get(name, -MOST)
            self._expect(value >= least, path, key, f"{name} must be at least {least}")
            self._expect(value <= MOST, path, key, f"{name} must be at most {MOST}")
        return value

    def _several(self, kind: Any, value: Any, path: str, key: str) -> tuple[Any, ...]:
        name = f"{path}{key}"
        if kind is str:
            items = [value] if isinstance(value, str) else value
            fits = isinstance(items, list) and all(isinstance(item, str) for item in items)
            self._expect(fits, path, key, f"{name} must be a string or a list of strings")
            return tuple(items)
        fits = isinstance(value, list) and all(isinstance(item, dict) for item in value)
        self._expect(fits, path, key, f"{name} must be a list of tables: [[{name}]]")
        made: list[Any] = []
        for number, item in enumerate(value):
            self._nth[name] = number
            made.append(self._value(kind, item, path, key))
        return tuple(made)

    def _expect(self, fits: bool, path: str, key: str, message: str) -> None:
        if not fits:
            raise self._error(path, key, message)

    def _error(self, path: str, key: str, message: str) -> ConfigError:
        where = self._line_of(path.rstrip("."), key)
        return ConfigError(f"{self._name}{f', line {where}' if where else ''}: {message}")

    def _line_of(self, table: str, key: str) -> int | None:
        """The first line that sets `key`, after the header of `table` where there is one."""
        header = re.compile(rf"\s*\[+\s*{re.escape(table)}\s*\]+") if table else None
        headers = [n for n, line in enumerate(self._lines) if header and header.match(line)]
        nth = self._nth.get(table, 0)
        start = headers[nth] if nth < len(headers) else 0
        wanted = re.compile(rf"\s*(?:\[+[^\]]*\b{re.escape(key)}\s*\]+|[\"']?{re.escape(key)}[\"']?\s*=)")
        found = next((n + 1 for n, line in enumerate(self._lines) if n >= start and wanted.match(line)), None)
        return found if found or not headers else start + 1


def nearest(key: str, known: Iterable[str]) -> str:
    """` (did you mean theme?)`, or nothing where no known name is near. `display.theme` is near to `theme`."""
    import difflib  # noqa: PLC0415  only where something is misspelt

    known = list(known)
    close = [name for name in known if name.endswith(f".{key}")] or difflib.get_close_matches(key, known, n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def _names() -> Iterator[str]:
    """The full names of the settings that stand in tables of which there is one."""
    tables = kinds_of(Config)
    return (f"{table}.{key}" for table, kind in tables.items() if isinstance(kind, type) for key in kinds_of(kind))


def kinds_of(table: type[Any]) -> dict[str, Any]:
    """The kinds of the values of a table, by key. What lists of tables are made of is loaded for that."""
    from reader.model.highlight import Highlight  # noqa: PLC0415  for those who have settings
    from reader.model.saved_filter import SavedFilter  # noqa: PLC0415
    from reader.model.source_settings import SourceSettings  # noqa: PLC0415
    from reader.model.watch_rule import WatchRule  # noqa: PLC0415

    return get_type_hints(
        table, localns={kind.__name__: kind for kind in (Highlight, SavedFilter, SourceSettings, WatchRule)}
    )


def _problems(table: Any) -> Iterator[tuple[str, str]]:
    """What is to be said of a table beyond the kinds of its values: names of keys, and what is wrong there."""
    from reader.model import source_settings, watch_rule  # noqa: PLC0415  for those who have settings

    if isinstance(table, source_settings.SourceSettings):
        yield from source_settings.problems(table)
    if isinstance(table, watch_rule.WatchRule):
        yield from watch_rule.problems(table)
        if table.filter:
            from reader.model.filter_language import parse_filter  # noqa: PLC0415  for those who watch

            found = parse_filter(table.filter).problems
            yield from (("filter", f"makes no sense: {problem.message}") for problem in found)


WORDS: dict[Any, str] = {str: "a string", bool: "true or false", int: "a whole number", float: "a number"}
"""What a kind of value is called."""


def _fits(value: Any, kind: Any) -> bool:
    if isinstance(value, bool) or kind is bool:
        return isinstance(value, bool) and kind is bool
    return isinstance(value, (int, float) if kind is float else kind)
