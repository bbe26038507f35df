"""What commands print: data on stdout, talk on stderr, all of it cleaned."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from reader.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence


class CommandError(Exception):
    """The thing asked for failed; the text is one line for people."""


def ready() -> None:
    """Make the standard streams take whatever is written.

    One that was closed before we began leads nowhere: else the next file that is opened would get its number, and with
    it all that is printed. Letters that the terminal's set has not are written as numbers.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free: this one
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123  for as long as we run
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    if isinstance(sys.stdout, io.TextIOWrapper) and not _takes_all_letters():
        sys.stdout.reconfigure(errors="backslashreplace")


def _takes_all_letters() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def in_words(error: BaseException) -> str:
    """One line that says what happened, without traceback."""
    if isinstance(error, OSError) and error.strerror:
        return one_line(f"{error.filename}: {error.strerror}" if error.filename else error.strerror)
    text = one_line(str(error))
    known = type(error).__module__.startswith("reader.")
    return text if known and text else f"{type(error).__name__}: {text}" if text else type(error).__name__


def complain(message: str) -> None:
    """Print one line about a failure on stderr."""
    print(f"dateline: {one_line(message)}", file=sys.stderr)


def complain_of(error: BaseException) -> None:
    """Print one line about an exception on stderr."""
    complain(in_words(error))


def tell(message: str) -> None:
    """Print one line of talk on stderr."""
    print(one_line(message), file=sys.stderr)


def line(text: str) -> None:
    """Print one line of data and flush it, so that a pipe sees it at once."""
    _write(one_line(text))


def block(text: str) -> None:
    """Print data of several lines."""
    _write(clean(text))


def json_line(value: Any, *, indent: int | None = None) -> None:
    """Print a JSON value (RFC 8259), on one line unless `indent` is given."""
    _write(as_json(value, indent=indent))


def as_json(value: Any, *, indent: int | None = None) -> str:
    """JSON text in which no control character stands bare; other scripts stay readable where they can be written."""
    import json  # noqa: PLC0415  most commands print text

    return json.dumps(value, ensure_ascii=not _takes_all_letters(), indent=indent, allow_nan=False)


def in_bytes(parts: Iterable[bytes]) -> None:
    """Print data that is UTF-8 whatever the terminal's set of letters is. Raises CommandError."""
    with _going_out():
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()


def _write(text: str) -> None:
    with _going_out():
        sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
        sys.stdout.flush()


@contextmanager
def _going_out() -> Generator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        lead_nowhere()
        raise CommandError(f"the output cannot be written: {error.strerror}") from error


def finish() -> None:
    """Send what waits in Python's buffer. Raises CommandError and BrokenPipeError."""
    with _going_out():
        sys.stdout.flush()


def lead_nowhere() -> None:
    """Drop what still waits for an output that takes nothing: Python would try again at its exit, and complain."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows: as a table for people, without columns that are empty; else a line a row of what is not empty."""
    if not sys.stdout.isatty():
        for row in rows:
            line("  ".join(cell for cell in row if cell))
        return
    from rich.console import Console  # noqa: PLC0415  for people only
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    every = list(rows)
    used = [at for at in range(len(headers)) if any(row[at] for row in every)]
    made = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for at in used:
        made.add_column(headers[at], overflow="fold")
    for row in every:
        made.add_row(*(Text(one_line(row[at])) for at in used))
    Console(highlight=False).print(made)


def coloured_line(text: str, colour: str) -> None:
    """Print one line, in a colour (Rich's words) if one is given; an unknown colour is none."""
    if not colour:
        line(text)
        return
    from rich.console import Console  # noqa: PLC0415  for people only
    from rich.errors import StyleSyntaxError  # noqa: PLC0415
    from rich.style import Style  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    try:
        style = Style.parse(colour)
    except StyleSyntaxError:
        style = Style.null()
    Console(highlight=False, soft_wrap=True).print(Text(one_line(text), style))


@contextmanager
def progress(what: str, total: int | None = None, *, least: int = 0) -> Generator[Callable[[int], None]]:
    """Show on stderr how far long work is, where somebody may be looking; the answer takes how much is done in all.

    Nothing is shown of less than `least`. What is printed meanwhile stands above the bar.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb" or (total is not None and total < least):
        yield lambda done: None  # noqa: ARG005
        return
    from rich.console import Console  # noqa: PLC0415  for people only
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    # Data goes where it went: only lines for the same screen are led past the bar.
    with Progress(*columns, console=console, transient=True, redirect_stdout=sys.stdout.isatty()) as shown:
        task = shown.add_task(one_line(what), total=total)
        yield lambda done: shown.update(task, completed=done)


def report(title: str, rows: Iterable[tuple[str, str, str, str, str]]) -> None:
    """Print for people what was found under a heading: mark, name, text, what to do, and the colour of each."""
    from rich.console import Console  # noqa: PLC0415  for people only
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    made = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    made.add_column(width=5)
    made.add_column(width=12)
    made.add_column(overflow="fold")
    for mark, name, text, remedy, colour in rows:
        said = Text(one_line(text))
        if remedy:
            said.append(f"\n-> {one_line(remedy)}", style="italic")
        made.add_row(Text(mark, colour), Text(one_line(name), "cyan"), said)
    console = Console(highlight=False)
    console.print(Text(one_line(title), "bold"))
    console.print(made)
