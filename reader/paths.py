"""Where settings and data live."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from reader.frozen import dataclass

APP = "dateline"
NOWHERE = Path("/nonexistent")
"""What systems write where somebody has no home."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one user. Everything that could not be fetched again is under `data`; `cache` may be deleted."""

    config: Path
    data: Path
    cache: Path

    @property
    def config_file(self) -> Path:
        """The settings, TOML; need not exist."""
        return self.config / "config.toml"

    @property
    def rules_file(self) -> Path:
        """The user's own actors and topics, TOML; need not exist."""
        return self.config / "actors.toml"

    @property
    def database(self) -> Path:
        """Sources, entries, every wording, marks."""
        return self.data / "dateline.db"

    @property
    def tables_cache(self) -> Path:
        """The compiled actor tables."""
        return self.cache / "tables.marshal"


def locate(home: Path | None = None) -> Paths:
    """Return the folders: all three under `home` if given, else the platform's own.

    `XDG_CONFIG_HOME`, `XDG_DATA_HOME` and `XDG_CACHE_HOME` count on macOS too where they are set (XDG Base Directory
    Specification 0.8). Nothing is created.
    """
    if home is not None:
        root = home.expanduser().absolute()
        return Paths(root / "config", root / "data", root / "cache")
    from platformdirs import PlatformDirs  # noqa: PLC0415  not needed for --version

    own = PlatformDirs(APP, appauthor=False)
    try:
        found = Paths(
            _folder("XDG_CONFIG_HOME", own.user_config_path),
            _folder("XDG_DATA_HOME", own.user_data_path),
            _folder("XDG_CACHE_HOME", own.user_cache_path),
        )
    except RuntimeError:
        found = None
    # For somebody without a home these are not to be had, or come out as `~/...`: no folder of that name is wanted.
    if found is None or not found.data.is_absolute():
        return Paths(*(NOWHERE / APP / name for name in ("config", "data", "cache")))
    return found


def _folder(variable: str, platform_own: Path) -> Path:
    value = os.environ.get(variable, "")
    return Path(value) / APP if sys.platform == "darwin" and Path(value).is_absolute() else platform_own
