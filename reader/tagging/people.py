"""Persons across an entry: one person under full name and surname, with office and side."""

from __future__ import annotations

from reader.tagging.part import Hit, Part

_OWNER = frozenset(("country", "people", "seat", "region", "disputed", "org", "body", "outlet"))
_SILENT = frozenset(("mask", "place", "given"))
_WINDOW = 9
_BREAKS = frozenset((".", ";", ":", "!", "?", "(", ")", "\n", '"'))


def join(parts: list[Part]) -> None:
    """Give every form of a name in the entry the name of the fullest, and mark bare surnames of known persons."""
    full = _full_names(parts)
    known = {hit.name: hit for part in parts for hit in part.hits if hit.kind == "person" and hit.side}
    for part in parts:
        for hit in part.hits:
            if hit.kind == "person":
                hit.name = full.get(_last(hit.name), hit.name) if " " not in hit.name else hit.name
                _adopt(hit, known)
        _mark_surnames(part, full, known)
    sides = {hit.country or hit.speaks_for for part in parts for hit in part.hits if hit.kind not in _SILENT}
    for part in parts:
        _mark_office_holders(part, sides)


def _mark_office_holders(part: Part, sides: set[str]) -> None:
    """Take a common family name for the office holder who bears it where the entry names whom he speaks for."""
    words, surnames = part.words, part.lexicon.surnames
    for at, low in enumerate(words.low):
        if low not in surnames or not words.cap[at] or at in part.at or part.is_in("not_names", at):
            continue
        holders = [found for found in surnames[low] if found[1] in sides]
        if len(holders) != 1 or _has_neighbour(part, at) or (words.first(at) and not part.finite(at + 1)):
            continue
        if words.titled(at) and not (part.finite(at + 1) or part.low(at + 1) == "'s"):
            continue
        name, side, office = holders[0]
        part.put(Hit("person", name, "person", at, at + 1, side=side, role=frozenset(office.split())))


def _has_neighbour(part: Part, at: int) -> bool:
    """Say whether a capitalised word that is nothing else stands beside: then the name is a longer one."""
    cap, count = part.words.cap, len(part.words)
    before = at > 0 and cap[at - 1] and at - 1 not in part.at and not part.is_in("roles", at - 1)
    return (before and not part.words.first(at - 1) and not part.words.titled(at)) or (
        at + 1 < count and cap[at + 1] and at + 1 not in part.at and not part.words.titled(at)
    )


def _adopt(hit: Hit, known: dict[str, Hit]) -> None:
    other = known.get(hit.name)
    if other is not None:
        hit.side = hit.side or other.side
        hit.role = hit.role or other.role


def _last(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].lower() if name else ""


def _full_names(parts: list[Part]) -> dict[str, str]:
    """Return word -> full name for the words of the persons' names; a family name has precedence over a given name."""
    names = [hit.name for part in parts for hit in part.hits if hit.kind == "person" and " " in hit.name]
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(_last(name), name)
    for name in names:
        first, _, rest = name.partition(" ")
        if len(first) > 3 or (len(first) == 3 and "-" in rest and " " not in rest):  # "Lee" of Lee Quen-do
            found.setdefault(first.lower(), name)
    return found


def _mark_surnames(part: Part, full: dict[str, str], known: dict[str, Hit]) -> None:
    words = part.words
    for at, low in enumerate(words.low):
        if low in full and words.cap[at] and len(low) > 2 and _is_open(part, at):
            name = full[low]
            last = _last(name) == low
            if at in part.at and (
                not last or part.low(at + 1) in ("airport", "talks") or part.low(at - 1) in ("in", "to")
            ):
                continue
            if not last and (low in part.lexicon.names and (at + 1 < len(words) and words.cap[at + 1])):
                continue
            hit = Hit("person", name, "person", at, at + 1)
            _adopt(hit, known)
            part.put(hit)


def _is_open(part: Part, at: int) -> bool:
    """Say whether word `at` stands for nothing, or for a city that may be somebody's family name too."""
    hit = part.at.get(at)
    return hit is None or (hit.kind in ("seat", "place", "given") and hit.j - hit.i == 1)


def describe(parts: list[Part]) -> None:
    """Find out the office and the side of every person from the words beside the name."""
    persons = [(part, hit) for part in parts for hit in part.hits if hit.kind == "person"]
    for part, hit in persons:
        side, role = _from_before(part, hit)
        if not side:
            side_behind, role_behind = _from_behind(part, hit)
            side, role = side or side_behind, role | role_behind
        hit.side = hit.side or side
        hit.role = hit.role | role
    sides = {hit.name: hit for _, hit in persons if hit.side or hit.role}
    for _, hit in persons:
        _adopt(hit, sides)


def office_of(part: Part, hit: Hit) -> tuple[str, frozenset[str]]:
    """Return for whom a person speaks and the words of the office, by the words before the name alone."""
    return _from_before(part, hit)


def _from_before(part: Part, hit: Hit) -> tuple[str, frozenset[str]]:
    """Read "Armenian Ambassador to Russia X" backwards from X."""
    roles: set[str] = set()
    at, seen = hit.i - 1, 0
    while at >= 0 and seen < _WINDOW:
        other = part.at.get(at)
        word = part.low(at)
        if other is not None:
            if other.kind in _OWNER:
                if part.low(other.i - 1) in ("to", "for", "in") and part.is_in("roles", other.i - 2):
                    at = other.i - 1
                    seen += 1
                    continue
                if roles or at == hit.i - 1 or word == "'s" or part.low(hit.i - 1) == "'s":
                    return _side(other), frozenset(roles)
                return "", frozenset(roles)
            if other.kind == "person":
                return (other.side if part.low(other.j) == "'s" and roles else ""), frozenset(roles)
            at = other.i - 1
            seen += 1
            continue
        if word in _BREAKS or part.is_in("clause_words", at) or (word in ("and", ",") and not roles):
            break
        if part.is_in("roles", at):
            roles.add(word)
        elif _interrupts(part, at, bool(roles)):
            break
        at -= 1
        seen += 1
    return "", frozenset(roles)


def _side(hit: Hit) -> str:
    return hit.country if hit.kind == "body" else hit.speaks_for


def _interrupts(part: Part, at: int, office: bool) -> bool:
    """Say whether word `at` ends the group of words before a name: a verb, or anything that is no office."""
    if part.verb(at) and not part.words.cap[at] and part.low(at) not in ("lead", "leading", "acting", "state"):
        return True
    return not office and part.low(at) != "'s" and not part.is_in("titles", at)


def _from_behind(part: Part, hit: Hit) -> tuple[str, frozenset[str]]:
    """Read "X of Y" and ", the chief adviser to Prime Minister Y" behind the name."""
    if part.low(hit.j) in ("of", "from") and (other := part.at.get(hit.j + 1)) is not None and other.kind in _OWNER:
        return _side(other), frozenset()
    if part.low(hit.j) != ",":
        return "", frozenset()
    roles: set[str] = set()
    side = ""
    for at in range(hit.j + 1, hit.j + 1 + _WINDOW):
        other = part.at.get(at)
        if other is not None:
            if other.kind in _OWNER or other.kind == "person":
                side = side or _side(other)
            continue
        if part.low(at) in (",", ".", ";", "", "and") or (part.verb(at) and not roles and not side):
            break
        if part.is_in("roles", at):
            roles.add(part.low(at))
    return (side if roles else ""), frozenset(roles)
