"""The compiled lexicon on disk: marshal, behind a digest of the tables and the code.

marshal (and not pickle) because it loads in a few milliseconds and can build nothing but plain data. Its format is
bound to the interpreter, whose magic number is therefore part of the key. A damaged or foreign file is read as no file.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import marshal
import os
import tempfile
from pathlib import Path

from reader.tagging.lexicon import Lexicon
from reader.tagging.tables import DATA, compile_tables, digest

_MAGIC = b"dateline lexicon 1\n"


def load_lexicon(cache: Path | None, folder: Path = DATA) -> Lexicon:
    """Return the lexicon of `folder`, from the file `cache` where it holds it; else compile and store it."""
    if cache is None:
        return compile_tables(folder)
    key = _MAGIC + importlib.util.MAGIC_NUMBER + digest(folder)
    found = _read(cache, key)
    if found is None:
        found = compile_tables(folder)
        _write(cache, key, found)
    return found


def _read(path: Path, key: bytes) -> Lexicon | None:
    try:
        data = path.read_bytes()
        check, body = data[len(key) : len(key) + 16], data[len(key) + 16 :]
        if data[: len(key)] != key or hashlib.blake2b(body, digest_size=16).digest() != check:
            return None
        return Lexicon(**marshal.loads(body))  # noqa: S302 - checked against its digest; marshal builds plain data only
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _write(path: Path, key: bytes, lexicon: Lexicon) -> None:
    """Write the file whole or not at all; a folder that cannot be written to is no error."""
    body = marshal.dumps(lexicon.plain())
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=path.name, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(key + hashlib.blake2b(body, digest_size=16).digest() + body)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
