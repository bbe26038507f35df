"""A file as a source: the same outcome as a fetch, with time and size as its validators."""

from __future__ import annotations

import mimetypes
import stat
from typing import TYPE_CHECKING

from reader.model.source import Validators
from reader.net.address import file_path
from reader.net.outcome import Outcome, OutcomeKind
from reader.text import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from reader.net.outcome import FetchRequest


def read_file(request: FetchRequest, limit: int) -> Outcome:
    """Read the file that the `file:` address of `request` names, at most `limit` bytes. Blocks; raises no OSError."""
    path = file_path(request.url)
    if path is None:
        return _answer(request, OutcomeKind.BAD_ADDRESS, "not the address of a file on this machine")
    try:
        return _read(path, request, limit)
    except FileNotFoundError:
        return _answer(request, OutcomeKind.FILE_MISSING, f"no file {one_line(str(path))}")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "odd name"
        return _answer(request, OutcomeKind.FILE_MISSING, f"{one_line(str(path))} cannot be read: {one_line(reason)}")


def _read(path: Path, request: FetchRequest, limit: int) -> Outcome:
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):  # a pipe or device might never end
        return _answer(request, OutcomeKind.FILE_MISSING, f"{one_line(str(path))} is not a plain file")
    if about.st_size > limit:
        return _answer(request, OutcomeKind.TOO_LARGE, f"the file has more than {limit >> 20} MiB")
    now = Validators(etag=f"{about.st_mtime_ns}-{about.st_size}")
    if now == request.validators and not request.force:
        return _answer(request, OutcomeKind.NOT_MODIFIED, "the file has not changed", validators=now)
    with path.open("rb") as file:
        body = file.read(limit + 1)
    if len(body) > limit:
        return _answer(request, OutcomeKind.TOO_LARGE, f"the file has more than {limit >> 20} MiB")
    kind, _ = mimetypes.guess_type(path.name)
    return _answer(request, OutcomeKind.OK, body=body, content_type=kind, validators=now, bytes_on_wire=len(body))


def _answer(request: FetchRequest, kind: OutcomeKind, message: str = "", **more: object) -> Outcome:
    return Outcome(kind, message, url=request.url, requested_url=request.url, **more)  # pyright: ignore[reportArgumentType]
