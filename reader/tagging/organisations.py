"""Organisations that no table lists, by the look of their names.

A run of capitalised words that ends like an organisation ("Quillon Airlines", "Association of Lamplighters"), a word
in CamelCase that acts, and an acronym that speaks or owns. Nothing is taken from lines in Title Case.
"""

from __future__ import annotations

import re

from reader.tagging import acronyms, companies, ministries
from reader.tagging.agencies import AGENCY
from reader.tagging.companies import is_told
from reader.tagging.part import Hit, Part
from reader.tagging.spans import capitals_end, reports, text

_CAMEL = re.compile(r"(?!Ma?c[A-Z]|De[A-Z]|O'|La[A-Z]|Le[A-Z])[A-Z][a-z]+[A-Z][A-Za-z]+|[A-Z]{2,}[a-z]{3,}")
_MAX_LEFT = 8
_MAX_RIGHT = 3
_TYPES = (
    ("company_endings", "company"),
    ("armed_endings", "armed group/region"),
    ("organisation_endings", "other organisation"),
    ("organisation_openers", "other organisation"),
    ("institutions", "other organisation"),
)
_AFTER_NOUN = frozenset(
    (",", ".", "that", "which", "who", "based", "in", "of", "with", "behind", "representing", "for", "from", "")
)
_COMMON_ENDINGS = frozenset(("group", "council", "forum"))
_MOVES = frozenset(("rose", "fell", "sank", "slid", "up", "down", "lost", "slumped", "were", "closed"))
_HOMES = frozenset(("people", "country", "region", "seat", "place"))
_SEATS = frozenset(("country", "region", "seat", "place"))
_LANDS = frozenset(("country", "region", "place"))
_OF = frozenset(("of", "for"))
_TAILS = frozenset(("of", "for", "against", "on", "to"))
_DROPPED = frozenset(("the", "a", "an", "and", "of", "'s", "'", "for", "&"))


def find(part: Part) -> None:
    """Put a hit for every such organisation in `part`."""
    words, names, kinds = part.words, part.lexicon.names, [(part.lexicon.sets[name], type_) for name, type_ in _TYPES]
    authorities = part.lexicon.sets["authority_endings"]
    for at, raw in enumerate(words.raw):
        if words.low[at] in ("ministry", "ministries") and at not in part.at:
            ministries.take(part, at)
        if not words.cap[at] or at in part.at or words.titled(at):
            continue
        low = words.low[at]
        if len(raw) < 3 and (at + 1 not in words.joined or part.words.first(at)):
            continue
        type_ = next((type_ for endings, type_ in kinds if low in endings), "")
        if low in ("line", "lines", "management") and part.is_in("shipping", at - 1) and words.cap[at - 1]:
            type_ = "company"
        if type_ and (
            (low == "bank" and _heads_bank(part, at))
            or _is_plain_ending(part, at, type_)
            or _goes_on(part, at, type_, kinds)
        ):
            continue
        if type_:
            _named_by_ending(part, at, type_)
        elif low in authorities:
            _authority(part, at)
        elif _CAMEL.fullmatch(raw) and (
            part.finite(at + 1) or part.low(at + 1) == "'s" or part.is_in("bought", at - 1)
        ):
            part.put(Hit("org", raw, "company", at, at + 1))
        elif low not in names and (type_ := _introduced(part, at)):
            _list(part, at, type_)
        elif _begins(part, at) and (type_ := _explained(part, at, end := _whole_end(part, at))):
            _put(part, at, end, type_)
        elif acronyms.is_one(part, at) and acronyms.acts(part, at):
            part.put(Hit("org", raw, "other organisation", at, at + 1))
    companies.find(part)


def _introduced(part: Part, at: int) -> str:
    """Return the type of organisation that the noun before says: "the firm X", "charity X", "groups such as X"; ""
    for none.
    """
    if part.words.first(at) or (part.words.cap[at - 1] and not part.words.first(at - 1)):
        return ""
    noun = at - 1
    if part.words.first(noun) and part.words.cap[noun] and noun not in part.at and not part.words.titled(noun):
        return "company" if part.is_in("company_openers", noun) else ""  # "Operator Quendo said"
    if part.is_in("broadcasting", noun) and reports(part, at):
        return ""  # "the broadcaster QBC reported": it only carries the news
    if part.low(noun) == "carrier" and {part.low(near) for near in range(noun - 3, noun)} & {
        "navy",
        "aircraft",
        "naval",
    }:
        return ""
    if part.low(noun) in ("in", "of") and part.low(noun - 1) in ("shares", "stake", "stock"):
        return "company"
    if part.low(noun) == "as" and part.low(noun - 1) == "such":
        noun -= 2
    elif part.low(noun) in ("including", "like") or (
        part.low(noun) == "," and part.low(capitals_end(part, at)) in (",", "and")
    ):
        noun -= 2 if part.low(noun - 1) == "," else 1
    elif part.low(noun) == "the" and part.low(noun - 1) == "," == part.low(capitals_end(part, at)):
        return _kind_of(part, noun - 2) if noun - 2 not in part.at else ""  # "his party, the Quendon Centre, ..."
    if noun < at - 1:
        return _kind_of(part, noun, "s")
    return _kind_of(part, noun)


def _list(part: Part, at: int, type_: str) -> None:
    """Take the capitals at `at` for an organisation, and those that a list joins to it where several are meant."""
    several = not (part.is_in("company_heads", at - 1) or part.is_in("organisation_heads", at - 1))
    while True:
        end = capitals_end(part, at)
        if type_ != "company" and part.low(end) in ("against", "for") and end + 1 not in part.at:
            end = capitals_end(part, end + 1) if part.raw(end + 1)[:1].isupper() else end
            if part.low(end) == "and" and part.raw(end + 1)[:1].isupper() and end + 1 not in part.at:
                end = capitals_end(part, end + 1)
        _put(part, at, end, type_)
        at = end
        while part.low(at) in (",", "and"):
            at += 1
        free = part.raw(at)[:1].isupper() and at not in part.at and part.low(at) not in part.lexicon.names
        if not several or at == end or not free or part.finite(at + 1) in ("speech", "call"):
            return


def _put(part: Part, i: int, j: int, type_: str) -> None:
    if part.is_in("roles", j - 1):
        return  # "the Co-Founder"
    whose = part.at.get(i - 1)
    if whose is not None and whose.kind == "people" and part.low(whose.i - 1) in (",", ".", ";", ":", "", "by", "and"):
        start = whose.i  # "Quendon Lamp Integrity, which ...": no article parts them
    else:
        start = i
    part.put(Hit("body" if type_ == AGENCY else "org", text(part, start, j), type_, i, j))


def _kind_of(part: Part, at: int, plural: str = "") -> str:
    """Return the type of organisation that the noun at `at` names; with `plural` it must stand in the plural."""
    low = part.low(at)
    if low == "up" and part.low(at - 1) == "start":
        return "company"
    if plural:
        low = low.removesuffix("ies") + "y" if low.endswith("ies") else low.removesuffix(plural)
        if low == part.low(at):
            return ""
    sets = part.lexicon.sets
    if low in sets["organisation_heads"]:
        return "other organisation"
    if low in sets["agency_nouns"]:
        return "" if plural or at in part.at or part.is_in("private_agencies", at - 1) else AGENCY
    return "company" if low in sets["company_heads"] else ""


def _begins(part: Part, at: int) -> bool:
    """Say whether the capitals at `at` begin there and are nobody's given name or office."""
    low = part.low(at)
    if at > 0 and part.words.cap[at - 1] and not part.words.first(at - 1):
        return False
    sets = part.lexicon.sets
    return not any(low in sets[name] for name in ("roles", "titles", "openers", "not_names")) and low not in _DROPPED


def _whole_end(part: Part, at: int) -> int:
    """Return the end of the capitals at `at`, with the country that closes them: "Quendola Norway, ..."."""
    end = capitals_end(part, at)
    last = part.at.get(end)
    return (
        last.j
        if last is not None and last.type in ("country", "armed group/region") and part.low(last.j) == ","
        else end
    )


def _goes_on(part: Part, at: int, type_: str, kinds: list[tuple[frozenset[str], str]]) -> bool:
    """Say whether the name that ends at `at` goes on to another ending: "National Federation Party"."""
    for step in (at + 1, at + 2):
        if step >= len(part.words) or not part.words.cap[step] or step in part.at:
            return False
        last = kinds[:1] if type_ == "company" else kinds[2:3]
        if any(part.words.low[step] in endings for endings, _ in last):
            return True
    return False


def _explained(part: Part, at: int, end: int) -> str:
    """Return the type of organisation that is said behind: "X, a rights group that ...", "the X union said"."""
    whose = at - 2 if part.words.raw[at - 1].islower() and part.raw(at - 1).isalpha() and not part.verb(at - 1) else at
    owned = part.low(at - 1) in ("the", "'s", "his", "her", "their", "its") or part.low(whose) == "the"
    if (
        owned
        and end not in part.at
        and end + 1 not in part.at
        and part.is_in("common_heads", end)
        and not part.words.cap[end]
    ):
        closed = part.finite(end + 1) or part.low(end + 1) in (",", ".", "'s", "in", "and")
        return _kind_of(part, end) if closed else ""
    moves = part.verb(end + 1) or part.low(end + 1).endswith("ed") or part.low(end + 1) in _MOVES
    if part.low(end) in ("shares", "stock") and moves and part.low(at - 1) != "the":
        return "company"
    if part.low(end) == "," and part.low(end + 1) == "which" and part.is_in("company_deeds", end + 2):
        return "company"
    if part.low(end) == "," and part.low(end + 1) == "which" and part.is_in("organisation_deeds", end + 2):
        return "other organisation"
    if part.low(end) != "," or part.low(end + 1) not in ("a", "an", "the") or part.low(at) in part.lexicon.names:
        return ""
    for step in range(end + 2, end + 8):
        if step not in part.at and part.low(step) in _AFTER_NOUN:
            return _kind_of(part, step - 1) if step - 1 not in part.at else ""
        if step not in part.at and part.is_in("roles", step):
            return ""
    return ""


def _is_plain_ending(part: Part, at: int, type_: str) -> bool:
    """Say whether the ending at `at` makes no name: "County Council", or none but the company's before it."""
    common = part.is_in("not_names", at - 1) and part.low(at - 1) not in part.lexicon.names
    if part.low(at) in _COMMON_ENDINGS and (part.is_in("no_company_groups", at - 1) or common):
        return True
    owner = part.at.get(at - 1)
    alone = part.words.cap[at + 1 : at + 2] != [True]
    return type_ == "company" and owner is not None and owner.type == "company" and alone


def _heads_bank(part: Part, at: int) -> bool:
    """Take "Bank X" for a bank where no other capital stands before; say whether it was one."""
    if not part.raw(at + 1)[:1].isupper() or at + 1 in part.at or (at and part.words.cap[at - 1]):
        return False
    if part.is_in("roles", at + 1) or part.is_in("titles", at + 1) or part.words.titled(at):
        return False
    part.put(Hit("org", text(part, at, at + 2), "company", at, at + 2))
    return True


def _named_by_ending(part: Part, at: int, type_: str) -> None:
    i = _name_start(part, at, type_)
    j = _name_end(part, i, at, type_)
    if part.is_in("organisation_openers", at) and not part.is_in("organisation_endings", at) and j == at + 1:
        return
    if part.is_in("institutions", at) and not (part.finite(j) or is_told(part, i)):
        return  # a place, unless it acts
    if part.low(at) == "network" and j - i < 3 and not part.finite(j):
        return
    if part.low(at) == "committee" and any(part.is_in("house_committees", step) for step in range(i, at)):
        part.put(Hit("mask", "", "", i, j, actor=False))  # of a parliament
        return
    before = part.at.get(i - 1)
    whole = i - 1 if before is not None and before.kind in _HOMES and before.j == i else i
    if before is not None and whole < i and (people := part.at.get(before.i - 1)) and people.kind == "people":
        before = people  # "Norwegian Helsinki Committee"
    if j - whole < 2:
        return
    start = part.words.start[before.i if before is not None and whole < i else i]
    name = " ".join(part.words.text[start : part.words.end[j - 1]].split())
    part.put(Hit("org", name, type_, i, j))


def _name_start(part: Part, at: int, type_: str) -> int:
    """Return where the capitals begin of which the head is at `at`."""
    i = at
    while i > 0 and at - i < _MAX_LEFT and _is_free(part, i - 1) and _continues(part, i - 1):
        i -= 1
    if "and" in part.words.low[i:at]:
        while part.low(i - 1) == "," and part.raw(i - 2)[:1].isupper() and part.low(i - 3) in (",", "the"):
            i -= 2  # "the Wax, Lamp, Fog and Candle Union"
    club = part.at.get(i - 1)
    if type_ == "company" and club is not None and club.type == "other organisation" and club.j - club.i == 1:
        i -= not part.raw(i - 1).isupper()  # "Besiktas Shipping"
    first = part.at.get(i)
    if type_ == "company" and first is not None and first.type == "company" and "and" in part.words.low[i:at]:
        i = at - part.words.low[i:at][::-1].index("and")  # "Quendola Works and Lamp Industries" are two
    if part.is_in("crowds", i) and part.words.first(i):
        i += 1  # "Members of Quendola Union"
    while i < at and part.low(i) in _DROPPED:
        i += 1
    return i


def _name_end(part: Part, i: int, at: int, type_: str) -> int:
    """Return the end of a name from `i` on of which the head is at `at`: "... of Spain", "... for Public Lamps"."""
    j = at + 1
    while type_ == "company" and part.is_in("company_tails", j) and part.words.cap[j : j + 1] == [True]:
        j += 1
    owner = part.at.get(j + 1)
    opens = part.is_in("organisation_openers", at)
    if part.low(j) == "no" and part.raw(j)[0].isupper():
        number = j + 1 + (part.low(j + 1) == ".")  # "Union No. 3"
        if part.raw(number).isdigit():
            return number + 1
    if (
        owner is not None
        and owner.kind in ("people", "country")
        and part.raw(owner.j)[:1].isupper()
        and owner.j not in part.at
    ):
        owner = None  # "Federation of Swiss Lamplighters"
    national = type_ != "company" and owner is not None and owner.kind in (_SEATS if opens else _LANDS)
    if owner is not None and national and part.low(j) in (("of", "for") if opens else ("of",)) and (opens or j - i > 1):
        j = owner.j
    elif (
        owner is None
        and part.low(j) in (_OF if type_ == "company" else _TAILS)
        and _opens_tail(part, _behind_the(part, j + 1))
    ):
        j = _behind_the(part, j + 1) + 1
        while part.raw(j)[:1].isupper() and _is_free(part, j) and j - at < _MAX_LEFT:
            j += 1
        whose = part.at.get(j + 1)
        of_people = whose is not None and whose.kind == "people" and part.raw(whose.j)[:1].isupper()
        if part.low(j) == "of" and part.raw(j + 1)[:1].isupper() and (whose is None or of_people):
            j = capitals_end(part, j + 1)  # "for the Liberation of X"
            j = capitals_end(part, j) if of_people and j not in part.at else j
        if part.low(j) == "with" and part.raw(j + 1)[:1].isupper() and j + 1 not in part.at:
            j = capitals_end(part, j + 1)  # "for People Living with HIV"
        if part.low(j) == "and" and part.raw(j + 1)[:1].isupper() and not {j, j + 1, j + 2} & part.at.keys():
            end = capitals_end(part, j + 1)
            j = end if end == j + 2 or (opens and not part.is_in("plurals", end)) else j
    land = part.at.get(j + 1)
    if opens and part.low(j) == "in" and land is not None and land.kind in ("country", "region", "mask", "place"):
        both = part.at.get(land.j + 1) if part.low(land.j) == "and" else None
        return both.j if both is not None and both.kind in ("country", "region") else land.j
    return j + 2 if opens and part.low(j) == "in" and part.is_in("continents", j + 1) else j


def _opens_tail(part: Part, at: int) -> bool:
    """Say whether a capital at `at` goes on with a name: "Party of Lamplighters", not "the Party of Anna Quill"."""
    given = part.low(at) in part.lexicon.names and part.raw(at + 1)[:1].isupper()
    if part.low(at - 1) in ("on", "to") and (part.is_in("not_names", at) or not part.raw(at + 1)[:1].isupper()):
        return False  # "on Monday"
    return part.raw(at)[:1].isupper() and not given


def _behind_the(part: Part, at: int) -> int:
    if part.low(at) != "the":
        return at
    hit = part.at.get(at + 1)
    whose = hit is not None and hit.kind == "people" and part.raw(hit.j)[:1].isupper()  # "of the Swiss Watch Industry"
    return at + 1 if hit is None or whose else at


def _authority(part: Part, at: int) -> None:
    """Take capitals that end in Agency, Authority ... for a body where a country stands before, for an organisation
    where they act.
    """
    i = at
    while i > 0 and at - i < _MAX_LEFT and i - 1 not in part.at and _continues(part, i - 1):
        i -= 1
    while i < at and part.low(i) in _DROPPED:
        i += 1
    if at - i < 1:
        return
    before = part.at.get(i - 1) or (part.at.get(i - 2) if part.low(i - 1) == "'s" else None)
    if before is not None and before.kind in ("country", "people"):
        part.put(Hit("body", text(part, i, at + 1), "any", i, at + 1))
    elif at - i > 1 and (part.finite(at + 1) or part.is_in("saying", i - 1) or part.is_in("saying", i - 2)):
        part.put(Hit("org", text(part, i, at + 1), "other organisation", i, at + 1))


def _is_free(part: Part, at: int) -> bool:
    """Say whether word `at` stands for nothing else, or for a company whose name is but the start of a longer one."""
    hit = part.at.get(at)
    if hit is not None and hit.kind in ("org", "body") and hit.j - hit.i == 1 and part.raw(at).isupper():
        return len(part.raw(at)) < 5 and part.words.cap[at + 1]  # "NHS Confederation"
    if hit is not None and hit.kind == "body":
        return hit.type == "weak" and hit.j - hit.i == 1 and not part.words.first(at)  # "Government Doctors' Union"
    if hit is not None and hit.kind == "people":
        inside = at > 0 and part.words.cap[at - 1] and at - 1 not in part.at and part.low(at - 1) not in _DROPPED
        return inside and hit.j - hit.i == 1  # "Republican Turkish Party"
    if hit is not None and hit.kind in ("country", "seat"):
        inside = at > 0 and part.words.cap[at - 1] and at - 1 not in part.at and not part.words.first(at - 1)
        return inside and hit.j - hit.i == 1  # "Progress Singapore Party"
    if hit is not None and hit.kind == "org" and hit.type == "other organisation" and hit.j - hit.i == 1:
        return at > 0 and part.words.cap[at - 1] and at - 1 not in part.at and not part.words.first(at - 1)
    return hit is None or (hit.kind == "org" and hit.type == "company" and hit.j - hit.i <= 2)


def _continues(part: Part, at: int) -> bool:
    """Say whether word `at` may belong to the name whose last word comes after it."""
    if part.low(at) in ("and", "of", "'s", "'", "&"):
        if part.low(at) == "'s" and not (part.is_in("office_holders", at - 1) or part.low(at - 2) == "st"):
            return False  # "Quill's Alliance for Lamps"
        if part.low(at) == "of" and part.is_in("roles", at - 1):
            return False  # "Director of Quendola Group"
        return at > 0 and part.words.cap[at - 1] and (at - 1 not in part.at or _is_force(part, at - 1))
    return part.words.cap[at] and not (part.words.first(at) and part.low(at) in _DROPPED)


def _is_force(part: Part, at: int) -> bool:
    return part.low(at) in ("police", "army", "government", "parliament") and not part.words.first(at)
