"""Takes the content coding off a body in bounded steps (RFC 9110 section 8.4), and knows whether it was whole."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

STEP = 65536
"""The most bytes that one step unpacks: what makes a bomb harmless."""

_GZIP_MAGIC = b"\x1f\x8b"
_MAX_MEMBERS = 64


class DecodeError(Exception):
    """The body cannot be unpacked; the text says why, for people."""


class Decoder:
    """Unpacks a body that arrives in pieces. Only what we ask for (gzip) and its kin is known.

    Own code in place of the client's, since that does not tell a cut-off gzip body from a whole one.
    """

    def __init__(self, content_encoding: str | None) -> None:
        """Take a Content-Encoding header. Raises DecodeError for one that we did not ask for."""
        codings = [
            c for c in (c.strip().lower() for c in (content_encoding or "").split(",")) if c not in ("", "identity")
        ]
        if len(codings) > 1:
            raise DecodeError("the answer is packed more than once")
        if codings and codings[0] not in ("gzip", "x-gzip", "deflate"):
            raise DecodeError(f"the answer is packed in a way that we did not ask for ({codings[0][:20]})")
        # 47: a gzip or zlib header, whichever comes.
        self._unpack = zlib.decompressobj(47) if codings else None
        self._fed = False
        self._members = 1

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` unpacks to, at most STEP bytes at a time. Raises DecodeError."""
        if self._unpack is None:
            yield data
            return
        self._fed = self._fed or bool(data)
        try:
            while data:
                if self._unpack.eof:  # another member, or padding after the last one (RFC 1952 section 2.2)
                    if not data.startswith(_GZIP_MAGIC):
                        return
                    self._next_member()
                yield self._unpack.decompress(data, STEP)
                data = self._unpack.unused_data if self._unpack.eof else self._unpack.unconsumed_tail
        except zlib.error as error:
            raise DecodeError("the answer is packed wrongly") from error

    def _next_member(self) -> None:
        self._members += 1
        if self._members > _MAX_MEMBERS:
            raise DecodeError("the answer is packed in too many pieces")
        self._unpack = zlib.decompressobj(47)

    def finish(self) -> None:
        """Raise DecodeError if the packed body stopped short of its end."""
        if self._unpack is not None and self._fed and not self._unpack.eof:
            raise DecodeError("the answer is cut off")
