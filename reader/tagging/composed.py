"""Names that are longer, or shorter, than a table has them: national societies, houses called after persons, acronyms.

"The Finnish Red Cross" is not the Red Cross, "the Nelson Mandela Hospital" nobody; "the Quendola Pipeline Consortium"
makes "the QPC" further on the same, whatever else those letters stand for, and so does "(QPC)" right behind it.
"""

from __future__ import annotations

from reader.tagging.part import Hit, Part
from reader.tagging.spans import text

_SOCIETIES = frozenset(("party", "front", "alliance", "cross", "crescent", "movement", "league"))
_NAMED = frozenset(("org", "body"))
_SHORTEST, _LONGEST = 2, 10


def national(part: Part) -> None:
    """Name a party or society that several countries have by its country: "Quendon Red Cross"."""
    for hit in [hit for hit in part.hits if hit.kind == "org" and hit.j - hit.i > 1]:
        owner = part.at.get(hit.i - 1)
        if part.low(hit.j - 1) not in _SOCIETIES:
            continue
        single = owner is None or (owner.type == "other organisation" and owner.j - owner.i == 1)
        if single and _is_adjective(part, hit.i - 1):
            part.put(Hit("org", text(part, hit.i - 1, hit.j), "other organisation", hit.i - 1, hit.j))
            continue
        if owner is None or owner.kind not in ("people", "country"):
            continue
        if hit.side == owner.name or part.is_in("multinational", hit.i):
            continue
        end = hit.j + (part.raw(hit.j) == "Society")
        part.put(Hit("org", text(part, owner.i, end), "other organisation", hit.i, end))


def _is_adjective(part: Part, at: int) -> bool:
    """Say whether a capital before a party's name makes it another party: "Social Democratic Party"."""
    if at < 0 or not part.words.cap[at] or part.words.titled(at) or part.words.first(at):
        return False
    low = part.low(at)
    return not (part.is_in("roles", at) or part.is_in("titles", at) or low.endswith("day") or low in ("former", "then"))


def houses(part: Part) -> None:
    """Take persons out of the names of airports, hospitals, streets: nobody is meant."""
    for hit in [hit for hit in part.hits if hit.kind == "person"]:
        at = hit.j
        while at < hit.j + 2 and part.words.cap[at : at + 1] == [True] and not part.is_in("named_houses", at):
            at += 1
        named = " " in hit.name and part.words.cap[hit.i - 1 : hit.i] != [True] and hit.j - hit.i > 1
        inside = (
            hit.i > 0 and part.words.cap[hit.i - 1] and hit.i - 1 not in part.at and not part.words.first(hit.i - 1)
        )
        if part.is_in("named_houses", at) and (named or inside or at > hit.j) and not part.words.titled(hit.i):
            hit.kind, hit.actor = "mask", False


def acronyms(parts: list[Part]) -> None:
    """Give acronyms the name of what they are short for in this entry."""
    meant: dict[str, Hit] = {}
    if not any(raw.isupper() and len(raw) >= _SHORTEST for part in parts for raw in part.words.raw):
        return
    for part in parts:
        for hit in part.hits:
            if hit.kind in _NAMED and hit.actor and hit.j - hit.i > 1:
                _beside(part, hit, meant)
                for letters in _initials(part, hit):
                    meant.setdefault(letters, hit)
    if not meant:
        return
    for part in parts:
        for at, raw in enumerate(part.words.raw):
            if len(raw) < _SHORTEST or not (full := meant.get(raw)):
                continue
            old = part.at.get(at)
            if old is None or (old.j - old.i == 1 and old.kind != "place" and old.name != full.name):
                part.put(
                    Hit(full.kind, full.name, full.type, at, at + 1, full.side, True, full.country, full.role)
                )  # fmt: skip


def _beside(part: Part, hit: Hit, meant: dict[str, Hit]) -> None:
    """Read "Quendola Workers' Union (QUEWU)" and "..., QUEWU, ..."."""
    at = hit.j + 1
    raw = part.raw(at)
    closed = (part.low(hit.j), part.low(at + 1)) in ((("(", ")")), (",", ","))
    letters = "".join(part.raw(step)[0] for step in range(hit.i, hit.j) if part.words.cap[step])
    said = raw.upper() == letters and len(raw) > 3  # "Quectu"
    if not closed or not (raw.isupper() or said) or not raw.isalpha() or not _SHORTEST <= len(raw) <= _LONGEST:
        return
    if letters != raw and letters.endswith(raw):
        return  # short for the end of the name alone: "Forum of the Quendola Medical University (QMU)"
    known = part.at.get(at)
    if known is not None and known.kind in _NAMED and known.actor and known.type == hit.type:
        hit.name, hit.side, hit.country = known.name, known.side, known.country
    elif known is None or known.kind in _NAMED:
        meant[raw] = hit


def _initials(part: Part, hit: Hit) -> set[str]:
    """Return the letters with which the words of a name of three or more begin, with and without its small words."""
    first = hit.i
    owner = part.at.get(hit.i - 1)
    if owner is not None and owner.kind in ("people", "country") and owner.j == hit.i:
        first = owner.i
    found: set[str] = set()
    for i in {first, hit.i}:
        words = [part.raw(at) for at in range(i, hit.j) if part.raw(at)[:1].isalpha() and part.raw(at) != "'s"]
        large = "".join(word[0] for word in words if word[0].isupper())
        if len(large) > _SHORTEST:
            found |= {large, "".join(word[0].upper() for word in words)}
    return found
