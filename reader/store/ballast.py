"""Room that is kept for a full disk: a file beside the store that is given back so that small acts still go through."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

SIZE = 2 * 1024 * 1024
"""Bytes; enough for hours of marks."""
WORTH = 2
"""The ballast is made only where that many times its size is free."""


def free_bytes(folder: Path) -> int:
    """Return what may still be written to the disk that holds `folder`. Raises OSError."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


class Ballast:
    """The spare room of the store at `database`. Never raises: where it cannot be made there is none."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}.ballast")
        self.given = False
        """Whether it was given back and has not been made again."""

    def take(self) -> bool:
        """Make the ballast unless it is there; whether it is. Not made where the disk is nearly full."""
        try:
            if self.path.stat().st_size >= SIZE:
                self.given = False
                return True
        except OSError:
            pass
        try:
            if free_bytes(self.path.parent) < WORTH * SIZE:
                return False
            self._write()
        except OSError:
            self.path.unlink(missing_ok=True)
            return False
        self.given = False
        return True

    def give_back(self) -> bool:
        """Remove the ballast; whether that made any room."""
        try:
            self.path.unlink()
        except OSError:
            return False
        self.given = True
        return True

    def _write(self) -> None:
        # Random bytes: a file system that compresses would keep nothing free behind zeros.
        unfinished = self.path.with_name(f"{self.path.name}.new")
        try:
            with unfinished.open("wb") as file:
                file.write(os.urandom(SIZE))
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.path)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
