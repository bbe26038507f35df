"""The log that somebody asked for with `--log-level` or `--log-file`.

`log_file` is what it is written to. Python's `logging` is loaded by what logs, and where a log is asked for: commands
that only show what is there do neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli.output import CommandError

if TYPE_CHECKING:
    import logging
    from pathlib import Path

    from reader.model.event import Event


def quiet() -> logging.Logger:
    """The log of the program, told to say nothing as long as nobody asks for it.

    To be called before what may log is at work: what goes wrong there is told by outcomes, and Python would write it to
    stderr.
    """
    import logging  # noqa: PLC0415  for those who do more than show what is there

    log = logging.getLogger("reader")
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    return log


def start(level: str | None, file: str | None, default: Path) -> None:
    """Begin to write the log, if one was asked for. Raises CommandError where it cannot be written."""
    if level is None and file is None:
        return
    from pathlib import Path  # noqa: PLC0415

    from reader.cli.log_file import file_handler  # noqa: PLC0415

    log = quiet()
    path = Path(file).expanduser().absolute() if file else default
    try:
        if not file:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        log.addHandler(file_handler(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(f"--log-file: {path} cannot be written ({reason})") from error
    log.setLevel((level or "warning").upper())


def is_kept() -> bool:
    """Whether a log is written, and fully enough for what goes as it should."""
    import logging  # noqa: PLC0415

    log = quiet()
    return log.isEnabledFor(logging.INFO) and len(log.handlers) > 1


def note(event: Event) -> None:
    """Log what the engine tells of a poll, and how many entries came with it."""
    log = quiet()
    if event.poll is not None:
        from reader.view.plain import poll_words  # noqa: PLC0415  for those who want a log

        log.info("source %d: %s (%d bytes)", event.source_id, poll_words(event.poll), event.poll.bytes)
    elif event.entry is not None:
        log.debug("source %d: %s entry %d", event.source_id, event.kind, event.entry.id)
