"""The real command, run as a user runs it."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING
from unittest import mock

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


def within(
    *args: str | Path, home: Path | None = None, stdin: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The same in this process, which saves its start; with DATELINE_LONG it is the real command after all."""
    if os.environ.get("DATELINE_LONG"):
        return dateline(*args, home=home, stdin=stdin, env=env)
    from reader import cli

    argv = [*(["--home", str(home)] if home else []), *map(str, args)]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    with (
        mock.patch.dict(os.environ, {"TZ": "UTC", **(env or {})}),
        mock.patch.object(sys, "stdin", given),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            code = cli.main(argv)
        except SystemExit as stop:
            code = int(stop.code or 0)
    said = [stream.buffer.getvalue().decode() for stream in (out, err)]
    return subprocess.CompletedProcess(argv, code, *said)
