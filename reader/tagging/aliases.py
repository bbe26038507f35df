"""Other names of actors, for those who type one of them."""

from __future__ import annotations

from reader.tagging.lexicon import Lexicon

SHORTEST = 3
"""Letters that must be typed: with fewer, half the world is meant."""
MOST = 20
_KINDS = frozenset({"country", "people", "seat", "region", "disputed", "org", "outlet", "person"})


def named_by(lexicon: Lexicon, typed: str) -> dict[str, str]:
    """Return the actors that have another name of which a word begins with `typed`, each with that name.

    At most MOST; shorter names first. Letters may be in any case.
    """
    wanted = " ".join(typed.lower().split())
    if len(wanted) < SHORTEST:
        return {}
    found: dict[str, str] = {}
    for alias in sorted((alias for alias in lexicon.aliases if f" {wanted}" in f" {alias}"), key=len):
        for kind, name, *_ in lexicon.aliases[alias]:
            if kind in _KINDS and name and name.lower() != alias:
                found.setdefault(name, alias)
        if len(found) >= MOST:
            break
    return dict(list(found.items())[:MOST])
