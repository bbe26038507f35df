"""What the user typed, as the address under which a source is kept; and whether an address is on this machine."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit, urlunsplit

from reader.text import openable

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST_AND_PORT = re.compile(r"[^/\s:]+:[0-9]{1,5}(?:[/?#]|$)")
_PATH_START = ("/", "./", "../", "~")
_DEFAULT_PORT = {"http": 80, "https": 443}
KNOWN = 4096
"""Addresses of which it is remembered what they are: each is asked about several times a poll."""

Endpoint = tuple[str, int]
"""A host, in lower case, and a port."""


def canonical(typed: str, folder: Path | None = None) -> str | None:
    """Return the address that `typed` means, None if it means none.

    `example.org/live` gets `https://` (`http://` on this machine), `feed:` addresses their real scheme, a path becomes
    an absolute `file://` address. A relative path counts as one if it begins with a dot or exists in `folder` (the
    working folder by default). The host is in lower case and ASCII; default port and fragment are dropped, so that one
    page has one address. Only http, https and file come out.
    """
    text = typed.strip()
    if not text or "\x00" in text:
        return None
    if text.startswith(_PATH_START):
        return _file_address(Path(text), folder)
    scheme = _SCHEME.match(text)
    if scheme and not _HOST_AND_PORT.match(text):
        return _with_scheme(scheme[1].lower(), text, text[scheme.end() :])
    if _exists(text, folder):
        return _file_address(Path(text), folder)
    if not re.match(r"[^\s/?#]*[.:\]]|localhost(?:[/?#]|$)", text):
        return None
    guess = f"https://{text}"
    return _web_address(f"http://{text}" if is_loopback(guess) else guess)


def _with_scheme(scheme: str, text: str, rest: str) -> str | None:
    if scheme in ("http", "https"):
        return _web_address(text)
    if scheme == "feed":
        return _web_address(f"https:{rest}" if rest.startswith("//") else rest)
    path = file_path(text) if scheme == "file" else None
    return None if path is None else _file_address(path, None)


def _web_address(text: str) -> str | None:
    url = openable(text)
    if url is None:
        return None
    parts = urlsplit(url)
    netloc = parts.netloc
    if parts.port == _DEFAULT_PORT[parts.scheme]:
        netloc = netloc.rpartition(":")[0]
    return urlunsplit(SplitResult(parts.scheme, netloc, parts.path or "/", parts.query, ""))


def _exists(text: str, folder: Path | None) -> bool:
    try:
        return ((folder or Path.cwd()) / text).exists()
    except (OSError, ValueError):
        return False


def _file_address(path: Path, folder: Path | None) -> str | None:
    try:
        return ((folder or Path.cwd()) / path.expanduser()).resolve().as_uri()
    except (OSError, RuntimeError, ValueError):
        return None


def is_file(url: str) -> bool:
    """Whether the address is that of a file (RFC 8089)."""
    return url[:5].lower() == "file:"


def file_path(url: str) -> Path | None:
    """The path that a `file:` address means; None if it is on another machine or means none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = os.fsdecode(unquote_to_bytes(parts.path))  # the name of a file is bytes, which need not be UTF-8
    if not is_file(url) or parts.netloc.lower() not in ("", "localhost") or not path.startswith("/") or "\x00" in path:
        return None
    return Path(path)


@lru_cache(maxsize=KNOWN)
def host_of(url: str) -> str:
    """The host of an address in lower case, without port; empty for a file or what is no address."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


@lru_cache(maxsize=KNOWN)
def literal_ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address that a host is written as, in any of the forms that a resolver takes (`127.1`, `0x7f000001`)."""
    try:
        address = ipaddress.ip_address(host.split("%", maxsplit=1)[0])
    except ValueError:
        if not re.fullmatch(r"(?:0[xX])?[0-9a-fA-F]+(?:\.(?:0[xX])?[0-9a-fA-F]+){0,3}", host):
            return None
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host))
        except OSError:
            return None
    return getattr(address, "ipv4_mapped", None) or address


@lru_cache(maxsize=KNOWN)
def is_loopback(url: str) -> bool:
    """Whether an http(s) address is on this machine by its looks (no name is resolved)."""
    host = host_of(url)
    if host == "localhost" or host.endswith(".localhost"):
        return True
    address = literal_ip(host)
    return address is not None and address.is_loopback


def is_local(url: str) -> bool:
    """Whether reading the address bothers nobody else: a file, or a server on this machine."""
    return is_file(url) or is_loopback(url)


@lru_cache(maxsize=KNOWN)
def endpoint(url: str) -> Endpoint | None:
    """Host and port that an http(s) address is served at; None for a file or what is no address."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORT.get(parts.scheme)
    except ValueError:
        return None
    host = host_of(url)
    return (host, port) if host and port else None
