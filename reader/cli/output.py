"""What commands print: data on stdout, talk on stderr, all of it cleaned."""

from __future__ import annotations

import json
import sys
from typing import Any

from reader.text import clean, one_line


class CommandError(Exception):
    """The thing asked for failed; the text is one line for people."""


def in_words(error: BaseException) -> str:
    """One line that says what happened, without traceback."""
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
    """JSON text in which no control character stands bare; other scripts stay readable."""
    return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)


def _write(text: str) -> None:
    out = sys.stdout
    out.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
    out.flush()
