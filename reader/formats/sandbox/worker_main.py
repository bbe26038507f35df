"""The worker process: reads documents from a pipe, parses them, answers on another. Knows nothing but `formats`.

What it makes of every document is its task, told when it is started: a Reading, the Extraction of an article, or a
PictureReading.

Request: REQUEST header (seconds that it may take, length of what was said of the document, length of the body), then
JSON [url, content type], then the body. Answer: ANSWER header (whether the worker stays, length), then the lines of
`wire`. The first byte of all is HELLO. The end of the input ends the process: the parent is gone.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import struct
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from reader.formats import ADAPTERS, parse
from reader.formats.sandbox import wire
from reader.formats.sandbox.content import content_hash
from reader.frozen import replace
from reader.model.article import ArticleOutcome, Extraction
from reader.model.picture import PictureReading
from reader.model.snapshot import Document, Reading

try:
    import resource
except ImportError:  # not a POSIX system: no limits but the parent's deadline
    resource = None

PARSE, ARTICLE, PICTURE = "parse", "article", "picture"
HELLO = b"H"
REQUEST = struct.Struct("!fII")
ANSWER = struct.Struct("!?I")
MAX_ANSWER = 48 * 2**20
MEMORY = 2**30
"""Address space in bytes."""
ENOUGH = 256 * 2**20
"""Bytes of memory after which the process is replaced: what a parser once took is seldom given back."""
IDLE = 300
"""Seconds without a document after which the process ends to give its memory back."""
NET = 5
"""Seconds past the parent's deadline after which the process ends itself: the parent may be gone."""
NICE = 5
SAMPLES = (
    b"<rss version='2.0'><channel><title>a</title><item><title>b</title><description>&lt;p&gt;c</description></item>"
    b"</channel></rss>",
    b"<!doctype html><title>a</title><p>b <b>c</b></p>",
    b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": "<p>a</p>"}]}',
)
TOO_MUCH = "The document says more than can be read at once."
NO_MEMORY = "The document takes more memory to read than it may have."


def main() -> None:
    """Serve until the input ends, nothing has come for IDLE seconds, or memory runs high. argv[1] is the task."""
    task = sys.argv[1]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the parent
    source, sink = _pipes()
    made, preload = _task(task)
    preload()
    _limit()
    # What is loaded stays: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    with suppress(OSError):  # the parent is gone
        _write(sink, HELLO)
        while _serve(source, sink, made):
            pass


def _task(name: str) -> tuple[Callable[[bytes, bytes], Iterable[bytes]], Callable[[], None]]:
    """What makes a document, and what is loaded before."""
    tasks = {
        PARSE: (_reading, _preload),
        ARTICLE: (_extraction, _preload_articles),
        PICTURE: (_picture, _preload_pictures),
    }
    return tasks[name]


def _serve(source: int, sink: int, made: Callable[[bytes, bytes], Iterable[bytes]]) -> bool:
    """Answer one document; False when there will be no other."""
    _alarm(0)
    if hasattr(signal, "SIGALRM") and not select.select([source], [], [], IDLE)[0]:
        return False
    header = _read(source, REQUEST.size)
    if header is None:
        return False
    seconds, said, length = REQUEST.unpack(header)
    hints, body = _read(source, said), _read(source, length)
    if hints is None or body is None:
        return False
    _alarm(int(seconds) + NET)
    answer = b"\n".join(made(body, hints))
    if len(answer) > MAX_ANSWER:
        answer = b"\n".join(wire.encode(Reading("too-large", reason=TOO_MUCH)))
    stays = _held() < ENOUGH
    _write(sink, ANSWER.pack(stays, len(answer)) + answer)
    return stays


def _reading(body: bytes, hints: bytes) -> Iterable[bytes]:
    url, content_type = json.loads(hints)
    try:
        reading = parse(Document(body, url, content_type))
        if reading.snapshot is not None:
            reading = replace(reading, content=content_hash(reading.snapshot))
        return wire.encode(reading)
    except MemoryError:
        return wire.encode(Reading("too-large", reason=NO_MEMORY))


def _extraction(body: bytes, hints: bytes) -> Iterable[bytes]:
    from reader.formats.article import extract  # noqa: PLC0415  not for those who parse

    url, content_type = json.loads(hints)
    try:
        return [wire.line(extract(Document(body, url, content_type)))]
    except MemoryError:
        return [wire.line(Extraction(ArticleOutcome.UNREADABLE, NO_MEMORY))]


def _pipes() -> tuple[int, int]:
    """Take the pipes off the standard streams, so that nothing that prints can speak on them."""
    source, sink = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    return source, sink


def _preload() -> None:
    """Import what documents need before the first of them is timed: the adapters, and what these import when asked."""
    for name, _ in ADAPTERS:
        with suppress(ImportError):  # every document of that sort says so
            import_module(f"reader.formats.{name}")
    for sample in SAMPLES:
        parse(Document(sample))


def _picture(body: bytes, hints: bytes) -> Iterable[bytes]:
    from reader.formats.picture import decode  # noqa: PLC0415  not for those who parse

    url, content_type = json.loads(hints)
    try:
        return [wire.line(decode(Document(body, url, content_type)))]
    except MemoryError:
        return [wire.line(PictureReading(reason=NO_MEMORY))]


def _preload_pictures() -> None:
    from reader.formats.picture import decode  # noqa: PLC0415  not for those who parse

    decode(Document(b"GIF89a"))


def _preload_articles() -> None:
    from reader.formats.article import extract  # noqa: PLC0415  not for those who parse

    for sample in SAMPLES:
        extract(Document(sample))


def _limit() -> None:
    """Bound memory; leave no core, write no file; give way to the app. What a system does not offer is left out."""
    sys.dont_write_bytecode = True
    if hasattr(os, "nice"):
        os.nice(NICE)
    if resource is None:
        return
    for name, most in (("RLIMIT_AS", MEMORY), ("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 0)):
        with suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))


def _alarm(seconds: int) -> None:
    """Have the system end this process in so many seconds, of the clock and of work; 0 takes that back.

    The parent's deadline is shorter. This is for a worker whose parent died in the middle of a document. (A signal on
    the parent's death, where there is one, comes when the parent's *thread* ends that started us: too soon.)
    """
    if hasattr(signal, "SIGALRM"):
        signal.alarm(seconds)
    if resource is not None and seconds:
        spent = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(spent.ru_utime + spent.ru_stime) + seconds
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _held() -> int:
    """The memory that this process holds, in bytes; where only the most it ever held is known, that; else 0."""
    try:
        pages = Path("/proc/self/statm").read_bytes().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        if resource is None:
            return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _read(source: int, length: int) -> bytes | None:
    """Exactly so many bytes; None where the input ends before."""
    return read_exactly(lambda most: os.read(source, most), length)


def read_exactly(read: Callable[[int], bytes], length: int) -> bytes | None:
    """Read `length` bytes with `read`, which gives up to as many as asked for; None where the input ends before."""
    parts: list[bytes] = []
    while length > 0:
        part = read(min(length, 2**20))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _write(sink: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(sink, view) :]
