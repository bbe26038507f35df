"""`--log-level` and `--log-file`; `reader.cli.logs` carries them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

LEVELS = ("debug", "info", "warning", "error")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    told = parser.add_argument_group("log")
    told.add_argument("--log-level", choices=LEVELS, help="write a log: this and whatever is graver (default: warning)")
    told.add_argument("--log-file", metavar="FILE", help="write it there (default: dateline.log beside the data)")
