"""Government bodies: a body phrase and the country it belongs to make "Country: Body".

The country stands before it ("Armenian Defence Ministry", "Spain's acting government"), behind it ("Ministry of Defence
of Armenia"), or has to be concluded: from the sentence, from who speaks in the headline, from the headline's subject.
"""

from __future__ import annotations

from reader.tagging.agencies import AGENCY
from reader.tagging.definite import is_definite
from reader.tagging.part import Hit, Part

_OWNERS = frozenset(("country", "people", "seat", "region", "disputed", "org", "person"))
_OWNING = ("country", "armed group/region")
_STOPS = frozenset((".", ";", ":", "!", "?", "(", ")", "\n", '"'))
_ADJECTIVAL = frozenset(
    ("military", "army", "police", "government", "navy", "parliament", "congress", "mission", "forces")
)
_OF_OFFICES = (
    ("prime", "Prime Minister's Office"),
    ("chancellor", "Prime Minister's Office"),
    ("premier", "Prime Minister's Office"),
    ("president", "Presidency"),
)
_GOVERNING = ("Government", "Parliament", "Police", "Armed Forces")
_SEATED = ("Government", "Parliament", "Judiciary", "Police", "Prosecutor's Office")
_DETERMINERS = frozenset(("the", "its", "his", "her", "their", "'s"))
_KNOWN_EVERYWHERE = frozenset(("United States", "United Kingdom"))
_LOCAL = frozenset(
    ("Police", "Prosecutor's Office", "Judiciary", "Civil Defence", "Fire Service", "Health Ministry", "Coast Guard",
     "Geological Survey", "Meteorological Agency", "Public Health Agency")
)  # fmt: skip
"""Bodies that deal with what happens in their own country: they are of the place of the news."""


def attach(part: Part, vocabulary: frozenset[str]) -> None:
    """Give every body phrase of `part` the country that stands beside it; `vocabulary` holds the entry's words."""
    _offices(part)
    for hit in [hit for hit in part.hits if hit.kind == "body"]:
        if hit.actor and hit.country:
            continue
        hit.actor = False
        _own_name(part, hit)
        if _is_adjective(part, hit):
            hit.kind = "mask"
            continue
        if hit.type == "home":
            owner = _before(part, hit) or _behind(part, hit)
            hit.country = _country(owner) if owner else ""
        elif hit.side:
            hit.country = _other_owner(part, hit) or hit.side
        elif hit.name == "Security Council" and _of_the_nations(part, hit, vocabulary):
            hit.kind, hit.name, hit.type = "org", "UN Security Council", "international organisation"
            hit.side, hit.actor = "United Nations", True
            continue
        else:
            owner = _before(part, hit) or _behind(part, hit)
            if owner:
                hit.country = _country(owner)
                own = owner.kind != "region" or hit.country == owner.name or part.low(owner.j) == "'s"
                owner.actor = owner.actor or (own and owner.kind in ("disputed", "country", "people", "region"))
            elif hit.name in _LOCAL and (city := part.at.get(hit.i - 1)) is not None and city.kind == "place":
                hit.country = city.name  # "Karachi police"
        if hit.type == "owned" and not hit.country and _is_proper(part, hit):
            hit.type = "any"
        if (hit.type == "owned" and not hit.country) or _is_office(part, hit) or _is_site(part, hit):
            hit.kind = "mask"
        elif hit.country:
            _settle(part, hit)


def _offices(part: Part) -> None:
    """Take "X's office" for that of the president or prime minister X."""
    for hit in [hit for hit in part.hits if hit.kind == "person" and hit.side]:
        if part.low(hit.j) == "'s" and part.low(hit.j + 1) == "office" and hit.j + 1 not in part.at:
            name = next((name for word, name in _OF_OFFICES if word in hit.role), "")
            if name:
                office = Hit("body", name, "government body", hit.j + 1, hit.j + 2, side=hit.side, country=hit.side)
                office.name = f"{hit.side}: {name}"
                part.put(office)


def _is_office(part: Part, hit: Hit) -> bool:
    """Say whether "presidency" means the office ("wins the presidency") and not those who speak for it."""
    return hit.j - hit.i == 1 and part.low(hit.i) == "presidency" and not (
        part.finite(hit.j) or part.is_in("saying", hit.i - 2) or part.low(hit.i - 2) == "to"
    )  # fmt: skip


def _is_proper(part: Part, hit: Hit) -> bool:
    """Say whether the phrase is written as a name: "the Immigration Service"."""
    if part.words.titled(hit.i):
        return False
    if hit.j - hit.i > 1:
        return all(part.words.cap[at] or len(part.raw(at)) < 4 for at in range(hit.i, hit.j))
    return False


def _own_name(part: Part, hit: Hit) -> None:
    """Let a body outside the closed list that is named right behind go by that name: "the energy regulator Quend"."""
    at = hit.j
    if (
        hit.type != "owned"
        or hit.j - hit.i < 2
        or part.words.cap[hit.j - 1]
        or at in part.at
        or part.words.titled(at - 1)
    ):
        return
    lone = part.words.cap[at : at + 1] == [True] and part.words.cap[at + 1 : at + 2] != [True]
    if lone and part.low(hit.i - 1) in _DETERMINERS and part.low(at) not in part.lexicon.names:
        hit.name, hit.type = part.raw(at), "any"
        part.put(hit)
        hit.j = at + 1
        part.put(hit)


def _is_site(part: Part, hit: Hit) -> bool:
    """Say whether the phrase is but a place: "near the Central Bank", "stormed the presidential palace"."""
    at = hit.i - 1
    if part.low(at) == "'s" or at in part.at:
        at = part.at[at - 1 if part.low(at) == "'s" else at].i - 1 if (at in part.at or at - 1 in part.at) else at
    at -= part.low(at) == "the"
    if part.low(at) in ("near", "outside", "opposite", "around"):
        return True
    return part.low(hit.j - 1) == "palace" and not (part.finite(hit.j) or part.is_in("saying", at))


def _settle(part: Part, hit: Hit) -> None:
    name = f"{hit.country}: {hit.name}"
    hit.name = part.lexicon.own_names.get(name, name)
    hit.side, hit.type, hit.actor = hit.country, "government body", True


def conclude(
    part: Part,
    speaker: str,
    subject: str,
    known: dict[str, str],
    named: frozenset[str],
    sole: str = "",
    place: str = "",
) -> None:
    """Give bare bodies a country: of the same body in the headline, of the sentence, else of who speaks in the
    headline, else of the headline's subject.

    `known` maps bodies to the country that the headline gives them; the headline fills it. Everyday words (army,
    government) are only taken for the headline's own where the article says that they are known. `named` holds every
    country of the entry: a Congress is that of the United States unless the entry is about others. `sole` is the one
    country that everybody in the entry is of, if it is one, and `place` that of the news, as far as cities say so:
    police and rescuers are of it whoever else acts. A movement has a ministry only where nobody else can.
    """
    first: dict[object, str] = {}
    marks = {part.words.sentence[at] for at, raw in enumerate(part.words.raw) if raw == '"'}
    for hit in part.hits:
        sentence = part.words.sentence[hit.i]
        clause = (sentence, part.words.low[: hit.i].count(";"))
        if hit.kind == "body" and not hit.country and (hit.type != "weak" or is_definite(part, hit)):
            tail = part.low(hit.i - 1) == "the" and part.low(hit.i - 2) == "," and part.is_in("saying", hit.j)
            summoned = bool(subject) and part.low(hit.i - 2) == "to" and part.is_in("summoned", hit.i - 3)
            outside = sentence in marks or part.low(hit.i - 1) == "'s" or (tail and bool(subject)) or summoned
            here = "" if outside else first.get(clause, "") or first.get(sentence, "")
            if hit.type == "home":
                other = subject or (here or sole if part.lexicon.is_country(hit.side) else "")
                lone = hit.side in _KNOWN_EVERYWHERE or part.raw(hit.i).isupper() or not _names_country(part, named)
                hit.country = known.get(hit.name, "") or (hit.side if hit.side in named else other)
                hit.country = hit.country or (hit.side if lone else "")
            else:
                near = (_city(part, sentence) or place) if hit.name in _LOCAL else ""
                called = subject if summoned else ""
                found = [
                    known.get(hit.name, ""),
                    here,
                    near,
                    called,
                    speaker,
                    subject,
                    first.get(sentence, ""),
                    place,
                    sole,
                ]
                held = [name for name in found if name]
                states = [name for name in held if name not in part.lexicon.movements]
                hit.country = (states or held or [""])[0]
            if hit.country:
                _settle(part, hit)
            elif hit.type == AGENCY and _is_agency(part, hit):
                hit.kind, hit.type, hit.actor = "org", "other organisation", True
        if part.place == "headline" and hit.kind == "body" and hit.country:
            known.setdefault(hit.name.partition(": ")[2], hit.country)
        if clause not in first and (country := _country_of(hit)) and part.lexicon.has_bodies(country):
            first[clause] = country
            first.setdefault(sentence, country)


def _names_country(part: Part, named: frozenset[str]) -> bool:
    return any(part.lexicon.is_country(name) for name in named)


def _city(part: Part, sentence: int) -> str:
    """Return the country of the first city that the sentence names, "" for none."""
    return next((hit.name for hit in part.hits if hit.kind == "place" and part.words.sentence[hit.i] == sentence), "")


def _is_agency(part: Part, hit: Hit) -> bool:
    """Say whether an agency of no known country is somebody all the same: it acts, or its name says it is a state's."""
    return bool(part.finite(hit.j)) or any(part.is_in("state_words", at) for at in range(hit.i, hit.j))


def _country_of(hit: Hit) -> str:
    if hit.kind == "body":
        return hit.country
    if hit.kind == "person":
        return hit.side
    return hit.name if hit.actor and hit.type in _OWNING else ""


def _names_house(part: Part, hit: Hit) -> bool:
    """Say whether the phrase is but the start of a longer name, of a school or the like."""
    if not part.words.cap[hit.i] or part.words.titled(hit.i):
        return False
    at = hit.j
    while part.words.cap[at : at + 1] == [True] and at not in part.at and at - hit.j < 5:
        at += 1
    return at > hit.j and part.is_in("houses", at - 1)


def _goes_on(part: Part, at: int) -> bool:
    """Say whether an object begins at `at`: "police raid [offices]"."""
    low = part.low(at)
    if part.verb(at) or part.is_in("place_prepositions", at) or part.is_in("source_stops", at):
        return False
    return low[:1].isalnum() and low not in ("and", "or", "of", "to", "for", "by", "from", "against", "but", "that")


def _is_no_embassy(part: Part, hit: Hit) -> bool:
    """Say whether a mission is that of the police, of a fund, of peacekeepers ..."""
    owner = part.at.get(hit.i - 1)
    if owner is None:
        return part.low(hit.i - 1) not in ("'s", "the", "its", "permanent", "diplomatic")
    if owner.type == "international organisation":
        return True
    return part.low(owner.i - 1) == "'s"


def _is_adjective(part: Part, hit: Hit) -> bool:
    """Say whether "military", "army" and the like only describe the noun that follows."""
    if _names_house(part, hit) or (part.low(hit.i) == "intelligence" and hit.i - 1 not in part.at):
        return True  # "artificial intelligence"
    if (
        (part.low(hit.j) == "for" or (part.low(hit.j) == "of" and hit.type == "home"))
        and part.words.cap[hit.i]
        and part.raw(hit.j + 1)[:1].isupper()
        and (hit.j + 1 not in part.at and not part.words.titled(hit.i) and hit.type != "any")
    ):
        return True  # "Congress for Democratic Change"
    if part.low(hit.i) == "mission" == part.low(hit.j - 1) and _is_no_embassy(part, hit):
        return True
    if part.low(hit.j) == "mechanism" or (part.words.cap[hit.i] and part.is_in("seats_of_bodies", hit.j)):
        return True  # "Government Palace"
    if part.low(hit.j) in ("secretary", "minister") and "ministry" not in part.low(hit.j - 1):
        return True  # "Treasury Secretary": an office
    if part.low(hit.j) == "and" and part.low(hit.j + 2) in ("secretary", "minister"):
        return "ministry" not in part.low(hit.j - 1)  # "Treasury and Finance Minister"
    if part.is_in("raiding", hit.j) and _goes_on(part, hit.j + 1):
        return False
    if hit.j - hit.i == 1 and hit.type == "weak" and part.low(hit.i) in _ADJECTIVAL:
        owner = part.at.get(hit.i - 1)
        if part.low(hit.i) == "forces" and owner is not None and owner.name in part.lexicon.movements:
            return True  # a movement's forces are the movement
        if part.is_in("described", hit.j) and not (part.low(hit.i) == "government" and part.low(hit.j) == "support"):
            return True
        if part.low(hit.i) == "forces" and part.low(hit.i - 1) in (
            "security",
            "peacekeeping",
            "special",
            "market",
            "work",
        ):
            return True
        return part.low(hit.i) == "forces" and (part.low(hit.i - 1) in ("it", "which", "that"))
    return False


def _of_the_nations(part: Part, hit: Hit, vocabulary: frozenset[str]) -> bool:
    """Say whether a bare Security Council is that of the United Nations."""
    if _before(part, hit) or _behind(part, hit):
        return False
    near = {part.low(at) for at in range(hit.i - 12, hit.j + 12)}
    if near & {"republic", "national", "country"}:
        return False
    if vocabulary & {"un", "unsc"}:
        return True
    return bool(near & {"un", "unsc", "resolution", "resolutions", "veto", "vetoed", "secretary-general", "nations"})


def _country(owner: Hit) -> str:
    if owner.kind == "person":
        return owner.side
    return owner.side if owner.kind == "region" and owner.side else owner.name


def _may_own(hit: Hit | None) -> bool:
    if hit is None or hit.kind not in _OWNERS:
        return False
    if hit.kind == "person":
        return bool(hit.side)
    return hit.type in _OWNING


def _before(part: Part, hit: Hit) -> Hit | None:
    """Return the country up to three words before ("Swiss Federal Department of ...")."""
    free = 0
    at = hit.i - 1
    while at >= 0 and free <= 3:
        found = part.at.get(at)
        if found is not None:
            if found.kind == "seat" and part.low(hit.i) == "mission":
                return None
            if found.kind == "person" and part.low(found.j) != "'s":
                if hit.name not in ("Government", "Parliament") or found.j != hit.i:
                    return None
                found.actor = False  # "the X administration" is not X
            if _may_own(found):
                return found
            if found.kind not in ("body", "mask", "place"):
                return None
            at = found.i - 1
            free += 1
            continue
        word = part.low(at)
        if (
            word in _STOPS
            or part.is_in("body_stops", at)
            or word == ","
            or (part.verb(at) and not part.words.cap[at] and word not in _DETERMINERS)
        ):
            return None
        free += word not in _DETERMINERS
        at -= 1
    return None


def _other_owner(part: Part, hit: Hit) -> str:
    """Return the country right before a name that usually belongs to another ("the Icelandic Met Office")."""
    owner = part.at.get(hit.i - 1)
    if owner is None or owner.kind not in ("country", "people") or " " not in " ".join(part.words.raw[hit.i : hit.j]):
        return ""
    return owner.name


def _behind(part: Part, hit: Hit) -> Hit | None:
    """Return the country in "... of the COUNTRY"."""
    if part.low(hit.j) == "in":
        found = part.at.get(hit.j + 1)
        ministry = hit.name.endswith("Ministry") or hit.type == "home"
        if (
            found is None
            or not (hit.name in (*_GOVERNING, *_SEATED) or ministry or hit.type == "any")
            or part.low(hit.i - 1) in ("rival", "parallel", "shadow")
        ):
            return None
        in_office = found.kind == "seat" and (hit.name in _SEATED or ministry or hit.type == "any")
        return found if found.type == "country" and (found.kind == "country" or in_office) else None
    if part.low(hit.j) not in ("of", "for"):
        return None
    for at in range(hit.j + 1, hit.j + 5):
        found = part.at.get(at)
        if found is not None:
            of_person = found.kind == "person" and hit.name == "Government"
            if found.kind == "seat" and hit.type == "owned" and found.type == "country":
                return found  # "Port Authority of Dakar"
            return found if _may_own(found) and (of_person or found.kind not in ("person", "seat")) else None
        if part.low(at) in (".", ",", "and", "") or part.verb(at):
            return None
    return None
