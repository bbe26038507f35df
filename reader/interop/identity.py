"""Names by which other programs know a source and its entries for ever: `urn:uuid:` (RFC 9562, version 5).

They are made from the address under which the source was first given away and from the key of the entry, which it keeps
through every edit; so neither an edit nor a restart nor another address makes an entry a new one for them.
"""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5


def source_uuid(address: str) -> UUID:
    """The name of a source; `address` is where it was when it was first given away."""
    return uuid5(NAMESPACE_URL, address.encode("utf-8", "replace").decode("utf-8"))


def entry_urn(source: UUID, key: str) -> str:
    """The name of an entry of a source."""
    return uuid5(source, key.encode("utf-8", "replace").decode("utf-8")).urn
