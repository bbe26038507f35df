"""The compiled lexicon on disk: marshal, behind a digest of the tables and the code.

marshal (and not pickle) because it loads in a few milliseconds and can build nothing but plain data. Its format is
bound to the interpreter, whose magic number is therefore part of the key. A damaged or foreign file is read as no file.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import importlib.util
import marshal
import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from reader.tagging.lexicon import Lexicon

if TYPE_CHECKING:
    from reader.tagging.tables import Extra

DATA = Path(__file__).parent / "data"
_CODE = ("tables.py", "lexicon.py", "words.py", "verbs.py")

_APART = ("country_names.tsv",)
"""Tables that are read by themselves."""
_MAGIC = b"dateline lexicon 3\n"


def load_lexicon(cache: Path | None, folder: Path = DATA, extra: Extra | None = None) -> Lexicon:
    """Return the lexicon of `folder` with `extra` over it, from the file `cache` where it holds it; else compile and
    store it.
    """
    key = b"" if cache is None else _MAGIC + importlib.util.MAGIC_NUMBER + digest(folder, extra)
    found = None if cache is None else _read(cache, key)
    if found is None:
        from reader.tagging.tables import NOTHING, compile_tables  # noqa: PLC0415 - not needed where the cache holds

        found = compile_tables(folder, extra or NOTHING)
        if cache is not None:
            _write(cache, key, found)
    return found


def digest(folder: Path = DATA, extra: Extra | None = None) -> bytes:
    """Return a digest of all that a compiled lexicon depends on: the tables, what is put over them, the code that reads
    them.
    """
    hashed = hashlib.blake2b(digest_size=16)
    for path in (*sorted(folder.iterdir()), *(Path(__file__).parent / name for name in _CODE)):
        if path.is_file() and path.name not in _APART:
            hashed.update(path.name.encode() + b"\0" + path.read_bytes())
    if extra is not None:
        hashed.update(_stated(extra).encode("utf-8", "surrogatepass"))
    return hashed.digest()


def _stated(extra: Extra) -> str:
    """Return what `extra` says as text: the same for the same rows, whatever containers hold them."""
    rows = {name: [list(row) for row in found] for name, found in extra.rows.items()}
    topics = {name: {key: list(words) for key, words in found.items()} for name, found in extra.topics.items()}
    return repr((rows, topics, sorted(extra.off)))


def _read(path: Path, key: bytes) -> Lexicon | None:
    try:
        data = path.read_bytes()
        check, body = data[len(key) : len(key) + 4], data[len(key) + 4 :]
        if data[: len(key)] != key or zlib.crc32(body).to_bytes(4, "big") != check:
            return None
        return Lexicon.of_plain(_loads(body))
    except (OSError, ValueError, EOFError, TypeError, KeyError):
        return None


def _loads(body: bytes) -> dict[str, Any]:
    """Build the plain data of `body`; without the collector, which would walk through each tuple several times."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return marshal.loads(body)  # noqa: S302 - checked against its checksum; marshal builds plain data only
    finally:
        if collecting:
            gc.enable()


def _write(path: Path, key: bytes, lexicon: Lexicon) -> None:
    """Write the file whole or not at all; a folder that cannot be written to is no error."""
    body = marshal.dumps(_shared(lexicon.plain(), {}))
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            new.write_bytes(key + zlib.crc32(body).to_bytes(4, "big") + body)
            new.replace(path)
        except OSError:
            new.unlink(missing_ok=True)


def _shared(value: object, seen: dict[object, object]) -> Any:
    """Return `value` with equal strings and tuples made one object, which marshal then writes once."""
    if isinstance(value, dict):
        pairs = cast("dict[object, object]", value)
        return {_shared(key, seen): _shared(item, seen) for key, item in pairs.items()}
    if isinstance(value, list):
        return [_shared(item, seen) for item in cast("list[object]", value)]
    if isinstance(value, frozenset):
        return frozenset([_shared(item, seen) for item in cast("frozenset[object]", value)])
    if isinstance(value, tuple):
        value = tuple([_shared(item, seen) for item in cast("tuple[object, ...]", value)])
    return seen.setdefault((type(value), value), value)
