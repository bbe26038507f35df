"""The real command, run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = (sys.executable, "-m", "reader")


def dateline(
    *args: str | Path, home: Path | None = None, stdin: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `dateline ARGS`; `home` becomes `--home`."""
    where = ["--home", str(home)] if home else []
    return subprocess.run(
        [*COMMAND, *where, *map(str, args)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**os.environ, "TZ": "UTC", **(env or {})},
    )
