"""What an HTTP server answers to a conditional request; pure.

Follows RFC 9110: entity tags and their comparison (8.8.3), preconditions (13), content codings (8.4, 12.5.3).
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus

_LEAST_WORTH_PACKING = 200
_MAX_AGE = 2


@dataclass(frozen=True, slots=True)
class Served:
    """A document to be served.

    `last_modified` is in UTC seconds, None where that is not said. `headers` are sent besides the usual ones and
    replace those of the same name. With a `status` other than 200 there are no validators.
    """

    body: bytes
    content_type: str = "text/plain; charset=utf-8"
    status: int = HTTPStatus.OK
    last_modified: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes over the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def answer(served: Served, asked: Mapping[str, str]) -> Answer:
    """Return the answer to a GET with the headers `asked` (names in lower case)."""
    headers = {"Content-Type": served.content_type, "Cache-Control": f"max-age={_MAX_AGE}"}
    body = served.body
    if served.status == HTTPStatus.OK:
        tag = hashlib.sha256(body).hexdigest()[:24]
        packed = len(body) >= _LEAST_WORTH_PACKING and _accepts_gzip(asked.get("accept-encoding", ""))
        headers |= {"ETag": f'"{tag}-gz"' if packed else f'"{tag}"', "Vary": "Accept-Encoding"}
        if served.last_modified is not None:
            headers["Last-Modified"] = formatdate(served.last_modified, usegmt=True)
        if _not_modified(tag, served.last_modified, asked):
            del headers["Content-Type"]
            return Answer(HTTPStatus.NOT_MODIFIED, {**headers, **served.headers})
        if packed:
            body = gzip.compress(body, 6, mtime=0)
            headers["Content-Encoding"] = "gzip"
    headers |= served.headers
    return Answer(served.status, headers | {"Content-Length": str(len(body))}, body)


def _accepts_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return False


def _not_modified(tag: str, last_modified: int | None, asked: Mapping[str, str]) -> bool:
    """Whether the client has it: by `If-None-Match` if that is there, else by `If-Modified-Since` (13.1.3)."""
    tags = asked.get("if-none-match")
    if tags is not None:
        known = set(re.findall(r'"([^"]*)"', tags))
        return tags.strip() == "*" or not known.isdisjoint({tag, f"{tag}-gz"})
    since = asked.get("if-modified-since")
    if since is None or last_modified is None:
        return False
    try:
        return last_modified <= parsedate_to_datetime(since).timestamp()
    except ValueError:
        return False
