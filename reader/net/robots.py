"""Whether a site lets robots fetch an address: `robots.txt` (RFC 9309). Pure.

Asked only before what nobody asked for by hand: articles that are fetched by themselves.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

MAX_BYTES = 512_000
"""What is read of a file; the RFC asks for at least 500 KiB."""
_LINE = re.compile(r"[ \t]*([A-Za-z-]+)[ \t]*:[ \t]*([^#]*)")
_NAME = re.compile(r"[A-Za-z_-]+")
_MOST_STARS = 20

Rule = tuple[str, bool]
"""A path pattern, and whether it allows."""


def address_of(url: str) -> str:
    """Where the rules for an address are (section 2.3)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def rules_for(text: str, agent: str) -> list[Rule]:
    """The rules that hold for `agent` (a product name, in lower case): those of its own groups, else those of `*`."""
    groups: dict[str, list[Rule]] = {}
    named: list[str] = []
    heads = False
    for line in text[:MAX_BYTES].splitlines():
        match = _LINE.match(line.removeprefix("\ufeff"))
        if match is None:
            continue
        key, value = match[1].lower(), match[2].strip()
        if key == "user-agent":
            # Several names may head one group; a name after rules begins another.
            named = named if heads else []
            heads = True
            product = _NAME.match(value)
            named.append("*" if value.startswith("*") else product[0].lower() if product else "")
            groups.setdefault(named[-1], [])
        elif key in ("allow", "disallow"):
            heads = False
            for name in named if value else ():
                groups[name].append((value, key == "allow"))
    return groups.get(agent, groups.get("*", []))


def allows(rules: list[Rule], url: str) -> bool:
    """Whether rules let an address be fetched: the longest pattern that matches decides, of two the one that allows."""
    parts = urlsplit(url)
    path = _normal(f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")
    if path == "/robots.txt":
        return True
    fitting = [(len(pattern), allowing) for pattern, allowing in rules if _fits(_normal(pattern), path)]
    return max(fitting, default=(0, True))[1]


def _normal(path: str) -> str:
    return quote(unquote(path), safe="/%*$?&=+,;:@!'()~-._")


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern matches the beginning of a path; `*` stands for anything, `$` at its end for the end."""
    whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first) or len(rest) > _MOST_STARS:
        return False
    at = len(first)
    if not rest:
        return not whole or at == len(path)
    # Greedy from the left is enough; only what must stand at the end is looked for there.
    *between, last = rest
    for part in between:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return path.endswith(last) and len(path) - len(last) >= at if whole else path.find(last, at) >= 0
