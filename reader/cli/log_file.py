"""The file of a log: private, small, harmless.

Each line is UTC time, level, module and message. Texts are cleaned like everything remote, and what looks like a
secret in an address is left out. Three files of at most 1 MiB are kept.
"""

from __future__ import annotations

import logging
import os
import time
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from reader.patterns import pattern
from reader.text import clean

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1 << 20
KEPT = 2
"""Files beside the one that is written."""

_USER = pattern(r"(?<=//)[^/?#\s@]+@")
_SECRET = pattern(
    r"(?i)([?&;](?:[\w.-]*(?:token|key|auth|secret|pass(?:word|wd)?|pwd|sig(?:nature)?|session|code)[\w.-]*)=)[^&#\s'\"]+"
)
_HEADER = pattern(
    r"(?i)\b((?:proxy-)?authorization\b['\"]?\s*[:=,]\s*(?:b(?=['\"]))?['\"]?"
    r"(?:(?:basic|bearer)\s+)?)[^\s'\"]+"
)


def harmless(text: str) -> str:
    """A text of the log without what may act on a terminal, and without secrets."""
    return _HEADER.sub(r"\1***", _SECRET.sub(r"\1***", _USER.sub("***@", clean(text))))


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """One record; further lines of it are indented, so that none can pass for a record."""
        first, *more = harmless(super().format(record)).split("\n")
        return "\n    ".join((first, *more))


class _Private(RotatingFileHandler):
    """Only its owner may read it: what somebody reads is nobody else's business."""

    def _open(self) -> object:  # pyright: ignore[reportIncompatibleMethodOverride]
        number = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        return os.fdopen(number, "a", encoding="utf-8", errors="replace")


def file_handler(path: Path) -> logging.Handler:
    """What writes records to the file at `path`. Raises OSError and ValueError."""
    handler = _Private(path, maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8")
    handler.handleError = lambda record: None  # noqa: ARG005  a full disk is told by the store, not by the log of it
    form = _Lines("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    form.converter = time.gmtime
    handler.setFormatter(form)
    return handler
