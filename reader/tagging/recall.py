"""What is remembered of a source, applied to an entry: bare surnames, bare offices, "the ministry".

Cautious, since a wrong name is worse than none: a word counts only where it is no other name and no common word, where
nobody of the entry itself has a claim to it, and where the memory knows one person only.
"""

from __future__ import annotations

from reader.model.fact import Fact
from reader.tagging import people
from reader.tagging.memory import BODY, Memory, surname
from reader.tagging.part import Hit, Part

_SHORTEST = 4
_MINISTRY = "Ministry"
_SETS = ("not_names", "roles", "titles", "openers", "place_nouns", "name_nouns", "media_words", "particles")
_COMMON = frozenset(
    "baker banks bell best bishop black blue book brown bush butler carter church cole cook cross day field fields fish"
    " flowers fox gates gold golden good grant gray green grey hall hill holly hope house hunt hunter iron jobs king"
    " knight lake lamb land law little long love march mark mason masters mills moon moore page park parks peace pope"
    " porter power powers price prince rain rice rich rivers rock rose savage short silver singer smart snow speed"
    " star stone storm strong summers swift taylor turner walker wall ward waters weaver west white wild winter wise"
    " wolf wood woods young younger".split()
)
"""Surnames that are everyday words: they count only beside an office or before "said"."""
_TALK = frozenset(("said", "says", "told", "'s"))
_OFFICES = frozenset(
    "minister president premier chancellor pm fm taoiseach king queen pope emir sultan governor mayor"
    " ambassador commissioner chairman chairwoman".split()
)
"""Offices that one person holds; "the spokesman" may be anybody."""
_DETERMINED = frozenset(("the", "his", "her", "its", "their"))


def surnames(parts: list[Part], memory: Memory, at: int) -> None:
    """Let a bare surname stand for the person whom the source has named in full before; `at` as for the memory."""
    own = {surname(hit.name) for part in parts for hit in part.hits if _is_full(hit)}
    small = {low for part in parts for low, cap in zip(part.words.low, part.words.cap, strict=True) if not cap}
    found: list[tuple[Part, Hit, Fact]] = []
    for part in parts:
        for hit in [hit for hit in part.hits if hit.kind == "person" and hit.actor and " " not in hit.name]:
            low = part.low(hit.i)
            known = memory.person(low, at) if hit.j - hit.i == 1 and low not in own else None
            if known is not None:
                found.append((part, hit, known))
        for place, low in enumerate(part.words.low):
            if place in part.at or not part.words.cap[place] or low in own or low in small or len(low) < _SHORTEST:
                continue
            known = memory.person(low, at)
            if known is not None and _stands_for_somebody(part, place):
                found.append((part, Hit("person", known.name, "person", place, place + 1), known))
    if not found:
        return
    people.describe(parts)
    for part, hit, known in found:
        side, _ = people.office_of(part, hit)
        if (side or hit.side) not in ("", known.side) and known.side:
            continue  # somebody else of that name
        hit.name, hit.side = known.name, hit.side or known.side
        hit.role = hit.role | frozenset(known.office.split())
        part.put(hit)


def _is_full(hit: Hit) -> bool:
    return hit.kind == "person" and " " in hit.name


def _stands_for_somebody(part: Part, at: int) -> bool:
    low, words = part.low(at), part.words
    if any(part.is_in(name, at) for name in _SETS) or low in part.lexicon.verbs or low in part.lexicon.names:
        return False
    if part.is_in("name_nouns", at + 1) or part.is_in("place_nouns", at + 1) or at in words.joined:
        return False
    before, behind = part.low(at - 1), part.low(at + 1)
    if before in part.lexicon.names or at + 1 in words.joined:
        return False
    office = part.is_in("roles", at - 1) or part.is_in("titles", at - 1)
    if low in _COMMON:
        return office or behind in _TALK
    speaks = behind in _TALK or bool(part.finite(at + 1)) or part.is_in("saying", at - 1) or office
    if words.titled(at):
        return speaks or before in ("with", "to", "by", "of", "and", ",", "against") or behind in (",", "")
    capital = (at > 0 and words.cap[at - 1] and before.isalpha() and not words.first(at - 1) and not office) or (
        at + 1 < len(words) and words.cap[at + 1] and behind.isalpha() and at + 1 not in part.at
    )
    return not capital and (speaks or not words.first(at))


def offices(parts: list[Part], memory: Memory, at: int, side: str) -> None:
    """Let a bare office ("the foreign minister"), body or "the ministry" stand for who was named with it before.

    `side` is the country that the entry is about, "" where that is not known. An entry that names several and is about
    none of them in particular asks for nobody; one that names none, only in a source that is about one.
    """
    about = {hit.country or hit.speaks_for for part in parts for hit in part.hits if hit.actor}
    if not side and len(about) == 1:
        side = next(iter(about))
    if about and not side:
        return
    taken = {word for part in parts for hit in part.hits if hit.kind == "person" for word in hit.role}
    ministries = any(hit.kind == "body" and _MINISTRY in hit.name for part in parts for hit in part.hits)
    for part in parts:
        for hit in part.hits:
            if hit.kind == "body" and not hit.country and hit.type == "any":
                _belongs(hit, memory.body(hit.name, side, at))
        for place, low in enumerate(part.words.low):
            if place in part.at or part.low(place + 1) in ("of", "for", "'s"):
                continue
            if low == "ministry" and not ministries and part.low(place - 1) in _DETERMINED:
                hit = Hit("body", _MINISTRY, "any", place, place + 1, actor=False)
                if _belongs(hit, memory.body(_MINISTRY, side, at)):
                    part.put(hit)
            elif low in _OFFICES and low not in taken and not _names_somebody(part, place + 1):
                hit = _office(part, place, memory, at, side)
                if hit is not None:
                    part.put(hit)


def _belongs(hit: Hit, known: Fact | None) -> bool:
    """Make a body that is known now of a bare one; whether it is."""
    if known is None:
        return False
    hit.name, hit.type, hit.actor = known.name, "government body", True
    hit.country = hit.side = known.side
    return True


def _names_somebody(part: Part, at: int) -> bool:
    """Say whether a name, or a word that may be one, stands at `at`."""
    return at in part.at or (at < len(part.words) and part.words.cap[at] and not part.words.titled(at))


def _office(part: Part, place: int, memory: Memory, at: int, side: str) -> Hit | None:
    """Return the person who holds the office of which the last word stands at `place`."""
    start = place
    while start - 1 not in part.at and part.is_in("role_adjectives", start - 1):
        start -= 1
    owner = part.at.get(start - 1) or (part.at.get(start - 2) if part.low(start - 1) == "'s" else None)
    if owner is not None and owner.kind in ("country", "people", "seat"):
        side = owner.speaks_for
    elif part.low(start - 1) not in _DETERMINED:
        return None
    known = memory.holder(" ".join(part.words.low[start : place + 1]), side, at)
    if known is None:
        return None
    role = frozenset(known.office.split())
    return Hit("person", known.name, "person", start, place + 1, side=known.side, role=role)


def facts(parts: list[Part], at: int) -> list[Fact]:
    """Return what an entry placed at `at` (UTC seconds) tells of names: persons named in full, and bodies."""
    found: dict[str, Fact] = {}
    for part in parts:
        for hit in part.hits:
            if not hit.actor:
                continue
            if hit.kind == "body" and hit.country:
                found.setdefault(hit.name, Fact(hit.name, hit.country, BODY, at))
            elif _is_full(hit) and hit.j - hit.i > 1 and _is_evident(part, hit):
                office = _office_before(part, hit)
                before = found.get(hit.name)
                if before is None or (office and not before.office):
                    found[hit.name] = Fact(hit.name, hit.side, office, at)
    return list(found.values())


def _is_evident(part: Part, hit: Hit) -> bool:
    """Say whether the last word of a name may stand for it: where it is sure that this is somebody's name.

    That is so with a known given name, an office, a title, a side, or beside a verb of speech.
    """
    low = surname(hit.name)
    sets, words = part.lexicon.sets, part.words
    if len(low) < _SHORTEST or not low.replace("-", "").isalpha() or any(low in sets[name] for name in _SETS):
        return False
    if part.low(hit.i) in part.lexicon.names or hit.role or hit.side or part.is_in("titles", hit.i - 1):
        return True
    speaks = part.finite(hit.j).startswith("speech") or part.is_in("saying", hit.i - 1)
    return speaks and not words.titled(hit.i)


def _office_before(part: Part, hit: Hit) -> str:
    """Return the words of the office right before a name, in lower case: "foreign minister"."""
    at = hit.i - 1
    while at >= 0 and at not in part.at and (part.is_in("roles", at) or part.is_in("role_adjectives", at)):
        at -= 1
    words = part.words.low[at + 1 : hit.i]
    return " ".join(words) if words and part.is_in("roles", hit.i - 1) else ""
