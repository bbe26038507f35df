"""The proxy that the environment sets: http_proxy, https_proxy, all_proxy and no_proxy; on macOS also its settings."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from reader.net.address import is_loopback
from reader.net.failures import Refused
from reader.net.outcome import OutcomeKind
from reader.text import one_line

if TYPE_CHECKING:
    import ssl

    import httpcore2

_SCHEMES = ("http", "https", "socks5", "socks5h")
_SYSTEM_SETTINGS = ("darwin", "win32")


def proxy_for(url: str) -> str | None:
    """The proxy for an http(s) address; None without one. What is on this machine is never asked through a proxy."""
    if is_loopback(url) or not _is_any_set():
        return None
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415  20 ms that no start-up should pay

    parts = urlsplit(url)
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.netloc) or proxy_bypass(parts.hostname or ""):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_any_set() -> bool:
    return sys.platform in _SYSTEM_SETTINGS or any(name.lower().endswith("_proxy") for name in os.environ)


def build_proxy(proxy: str, context: ssl.SSLContext | None) -> httpcore2.Proxy:
    """The proxy in the form that the client takes; `context` is for one that is spoken to in TLS. Raises Refused.

    What is said of a wrong one leaves out its name and password.
    """
    import httpcore2  # noqa: PLC0415  loaded by now, not at start-up

    try:
        parts = urlsplit(proxy)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    if not host or parts.scheme not in _SCHEMES:
        kind = f"of the kind {one_line(parts.scheme)[:20]!r}" if parts.scheme not in ("", *_SCHEMES) else "no address"
        raise Refused(OutcomeKind.PROXY, f"the proxy set in the environment cannot be used: it is {kind}")
    if parts.scheme.startswith("socks"):
        _want_socks()
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    url = httpcore2.URL(scheme=parts.scheme, host=host, port=port or _PORTS[parts.scheme], target="/")
    return httpcore2.Proxy(url, auth, ssl_context=context if parts.scheme == "https" else None)


_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}


def _want_socks() -> None:
    try:
        import socksio  # noqa: F401, PLC0415  # pyright: ignore[reportMissingImports, reportUnusedImport]
    except ImportError as error:
        raise Refused(
            OutcomeKind.PROXY, "the proxy set in the environment is a SOCKS proxy: that needs the package socksio"
        ) from error
