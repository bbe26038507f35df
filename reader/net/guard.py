"""Keeps documents of the world from naming machines of the reader's own network (OWASP SSRF prevention, case 2).

The user may follow what he likes: a router, a file server. A public document may not: what it redirects to, or names as
an article or a delta, is asked only if it turns out to be in the public network. That is looked at when the connection
stands and before a byte is sent, so that a name that resolves to one address now and to another then gains nothing.
"""

from __future__ import annotations

import ipaddress
from typing import Any, NamedTuple

from reader.net.address import literal_ip
from reader.net.failures import Refused
from reader.net.outcome import OutcomeKind

_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))  # RFC 6052, RFC 8215
_V4_COMPATIBLE = ipaddress.ip_network("::/96")  # RFC 4291 section 2.5.5.1
# Names that no public server can have: RFC 6761, RFC 6762, RFC 8375, and what is reserved or in use for the purpose.
_HOME_NAMES = ("localhost", "local", "home.arpa", "internal", "lan", "home", "corp", "intranet")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network; what it embeds (mapped, 6to4, NAT64) counts in its place.

    False for what is no IP address.
    """
    ip = literal_ip(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.sixtofour is not None:
            ip = ip.sixtofour
        elif any(ip in network for network in (*_NAT64, _V4_COMPATIBLE)):
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip.is_site_local:
            return False
    return ip is not None and ip.is_global and not ip.is_multicast


def looks_private(host: str) -> bool:
    """Whether a host is in the user's own network by its looks, without asking anybody: an address, or a home name."""
    name = host.rstrip(".").lower()
    if literal_ip(name) is not None:
        return not is_public(name)
    return "." not in name or name.endswith(tuple(f".{home}" for home in _HOME_NAMES))


def peer_of(stream: object) -> str | None:
    """The IP address at the other end of a connection of the client; None where it cannot be told."""
    tell = getattr(stream, "get_extra_info", None)
    address: Any = tell("server_addr") if callable(tell) else None
    return str(address[0]) if isinstance(address, tuple) and address else None


class Inside(Refused):
    """The address leads into the user's own network, and it was not the user who named it."""

    def __init__(self) -> None:
        super().__init__(OutcomeKind.REDIRECT, "that is in your own network")


class Way(NamedTuple):
    """How a request is to go: through which proxy, and whether only to the public network."""

    proxy: str | None = None
    guarded: bool = True
