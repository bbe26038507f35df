"""Keeps redirects of the world out of the reader's own network (OWASP SSRF prevention, case 2)."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import TYPE_CHECKING

from reader.net.address import host_of, is_loopback, literal_ip

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


async def resolve(host: str) -> list[str]:
    """The addresses of a host; none where the name cannot be looked up. Asks the system, off the event loop."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(item[4][0]) for item in found]


def is_private(address: str) -> bool:
    """Whether an IP address is not one of the public network; what it embeds (mapped, 6to4, NAT64) counts too."""
    ip = literal_ip(address)
    if ip is None:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.sixtofour is not None:
            ip = ip.sixtofour
        elif ip in ipaddress.ip_network("64:ff9b::/96"):
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return not ip.is_global


async def leads_inside(origin: str, target: str, resolver: Callable[[str], Awaitable[list[str]]] = resolve) -> bool:
    """Whether a redirect leads from outside to a machine of the user's own network.

    An address that the user typed may be private (a router, a file server); one that a public server names may not.
    Same host: no question. What cannot be looked up is let through: it will fail by itself or is the proxy's business.
    """
    host = host_of(target)
    if host == host_of(origin):
        return False
    inside = is_loopback(target) or any(map(is_private, [host] if literal_ip(host) else await resolver(host)))
    if not inside:
        return False
    home = host_of(origin)
    return not (is_loopback(origin) or any(map(is_private, [home] if literal_ip(home) else await resolver(home))))
