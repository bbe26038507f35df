"""The log that somebody asked for with `--log-level` or `--log-file`: a file of its own, private, small, harmless.

Each line is UTC time, level, module and message. Texts are cleaned like everything remote, and what looks like a
secret in an address is left out. Three files of at most 1 MiB are kept.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from reader.cli.output import CommandError
from reader.patterns import pattern
from reader.text import clean

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model.event import Event

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

log = logging.getLogger("reader")
# What goes wrong inside is told by outcomes; a log is written only where somebody asks for one.
log.addHandler(logging.NullHandler())


def start(level: str | None, file: str | None, default: Path) -> None:
    """Begin to write the log, if one was asked for. Raises CommandError where it cannot be written."""
    if level is None and file is None:
        return
    from pathlib import Path  # noqa: PLC0415

    path = Path(file).expanduser().absolute() if file else default
    try:
        if not file:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        log.addHandler(_handler(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(f"--log-file: {path} cannot be written ({reason})") from error
    log.setLevel((level or "warning").upper())


def is_kept() -> bool:
    """Whether a log is written, and fully enough for what goes as it should."""
    return log.isEnabledFor(logging.INFO) and len(log.handlers) > 1


def note(event: Event) -> None:
    """Log what the engine tells of a poll, and how many entries came with it."""
    if event.poll is not None:
        from reader.view.plain import poll_words  # noqa: PLC0415  for those who want a log

        log.info("source %d: %s (%d bytes)", event.source_id, poll_words(event.poll), event.poll.bytes)
    elif event.entry is not None:
        log.debug("source %d: %s entry %d", event.source_id, event.kind, event.entry.id)


def harmless(text: str) -> str:
    """A text of the log without what may act on a terminal, and without secrets."""
    return _HEADER.sub(r"\1***", _SECRET.sub(r"\1***", _USER.sub("***@", clean(text))))


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """One record; further lines of it are indented, so that none can pass for a record."""
        first, *more = harmless(super().format(record)).split("\n")
        return "\n    ".join((first, *more))


def _handler(path: Path) -> logging.Handler:
    import time  # noqa: PLC0415
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415  loads sockets, for those who want a log

    class Private(RotatingFileHandler):
        """Only its owner may read it: what somebody reads is nobody else's business."""

        def _open(self) -> object:  # pyright: ignore[reportIncompatibleMethodOverride]
            number = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            return os.fdopen(number, "a", encoding="utf-8", errors="replace")

    handler = Private(path, maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8")
    handler.handleError = lambda record: None  # noqa: ARG005  a full disk is told by the store, not by the log of it
    form = _Lines("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    form.converter = time.gmtime
    handler.setFormatter(form)
    return handler
