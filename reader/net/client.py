"""The HTTP client, made once. The only module that loads httpx2 when it is imported: import it off the event loop."""

from __future__ import annotations

from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx2

MAX_CONNECTIONS = 25
"""The client's pool costs the square of this: more than 25 is slower, not faster."""
KEEP_ALIVE = 90.0
"""Seconds: a live page polled every minute keeps its connection."""


def build_client(user_agent: str, connect: float, read: float) -> httpx2.AsyncClient:
    """Make a client (some 100 ms: certificates are loaded) that keeps no cookies and follows nothing by itself.

    `connect` and `read` are time limits in seconds. Raises ValueError for a proxy of the environment that is none.
    """
    return httpx2.AsyncClient(
        headers={
            "User-Agent": user_agent,
            "Accept": "application/atom+xml, application/rss+xml, application/feed+json, text/html, "
            "application/xhtml+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.9, */*;q=0.5",
            "Accept-Encoding": "gzip",
        },
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        timeout=httpx2.Timeout(read, connect=connect, pool=read),
        limits=httpx2.Limits(
            max_connections=MAX_CONNECTIONS, max_keepalive_connections=MAX_CONNECTIONS, keepalive_expiry=KEEP_ALIVE
        ),
        follow_redirects=False,
        trust_env=True,
    )
