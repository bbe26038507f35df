"""Who speaks in an entry, for whom, and to whom: the forms of headlines first, the body for the person behind them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reader.tagging.part import Hit, Part
from reader.tagging.sources import (
    ACTOR,
    BODY,
    PERSON,
    PRONOUN,
    ROLE,
    Source,
    body_sources,
    is_claim,
    right_end,
    source,
)
from reader.tagging.targets import targets

_DASHES = frozenset(("-", "—", "--"))
_QUOTES = frozenset(("'", '"'))
_PAUSES = frozenset((",", *_QUOTES))
_LINKS = frozenset(("the", "a", "an", "of", "to", "and", ",", "'s", "for", "&", "'", "on"))
_CHANNELS = frozenset(("released", "published", "posted", "shared", "issued"))
_OFFICES = frozenset("president chancellor premier pope king queen taoiseach minister governor mayor leader".split())
_HOLDERS = _OFFICES | frozenset("lawmaker senator mp politician ex-president ex-minister".split())
_WIDE = frozenset(("country", "company"))
_VOICES = frozenset(("spokesman", "spokeswoman", "spokesperson"))
_PUBLIC = frozenset(
    "minister governor mayor prosecutor judge justice sheriff prefect general colonel ambassador".split()
)
_PRIVATE = frozenset(("company", "other organisation", "armed group/region"))
_OWNED = frozenset(("company", "other organisation"))
_AIMED = frozenset(("body", "person", "org", "country", "people", "seat", "region"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """Speaker (None: nobody makes a claim), the side, and the targets, by canonical name."""

    speaker: str | None
    side: str | None
    targets: tuple[str, ...]


NOBODY = Attribution(None, None, ())


def headline_source(part: Part) -> Source | None:
    """Return who makes the claim of a headline, by the form of the headline; None where none of the forms fits."""
    start, end = 0, len(part.words)
    low = part.words.low
    for at in range(end - 1, max(0, end - 10), -1):
        if low[at] in _DASHES and at not in part.at:
            found = _only_source(part, at + 1, end)
            if found is not None:
                return found
            end = at
            break
    for at in range(min(end, 12)):
        if low[at] == ":" and at not in part.at:
            found = _only_source(part, start, at)
            if found is not None and not any(part.is_in("labels", step) for step in range(at)):
                return (_inner(part, at, end) if _is_place(part, at) else None) or found
            tail = _only_source(part, at + 1, end)
            if tail is not None:
                return tail
            quoted = part.at.get(at + 1)
            if quoted is not None and quoted.actor and part.low(quoted.j) in _QUOTES:
                return source(part, at + 1, quoted.j)  # "Quendon fire: Spain 'deeply frustrated'"
            start = at + 1
            break
    return _trailing(part, start, end) or _leading(part, start, end) or _released(part, start, end)


def _is_place(part: Part, colon: int) -> bool:
    """Say whether the label before the colon at `colon` is nothing but a country or region."""
    hit = part.at.get(0)
    return hit is not None and hit.j == colon and hit.type in ("country", "armed group/region")


def _inner(part: Part, colon: int, end: int) -> Source | None:
    """Return who says what stands behind the colon at `colon`, if it tells that: "Greenland: Danish PM says ..."."""
    found = _trailing(part, colon + 1, end) or _leading(part, colon + 1, end)
    return found if found is not None and (found.name or found.roles) else None


def _only_source(part: Part, i: int, j: int) -> Source | None:
    """Return the source if words `i` to `j` are nothing but an actor or an office."""
    if not 0 < j - i <= 8:
        return None
    strange = 0
    for at in range(i, j):
        if at in part.at:
            if part.at[at].kind in ("outlet", "mask", "place"):
                return None
            continue
        if part.is_in("outlets_words", at):
            return None
        if not (_is_role(part, at) or part.low(at) in _LINKS or part.is_in("role_adjectives", at)):
            strange += 1
    headed = strange <= 2 and i in part.at and _is_role(part, j - 1)  # "UN rights chief"
    return source(part, i, j) if headed or not strange else None


def _is_role(part: Part, at: int) -> bool:
    """Say whether word `at` is that of an office, of one or several: "prosecutors"."""
    return part.is_in("roles", at) or part.low(at).removesuffix("s") in part.lexicon.sets["roles"]


def _trailing(part: Part, i: int, j: int) -> Source | None:
    """Read '..., X says' and '..., says X after ...'."""
    last, low = j - 1, part.words.low
    while last > i and part.low(last) in (".", *_QUOTES):
        last -= 1
    if last > i and (is_claim(part, last) or part.is_in("telling_last", last)):
        near = last
        while near > i and not (near - 1 not in part.at and part.low(near - 1) in (",", ";", "-", "—", *_QUOTES)):
            near -= 1
        whole = near == i  # without a pause: "Minsk confirms", but not "A summons B over remarks"
        if whole and (low[last][-1] not in "sd" or any(part.verb(at) for at in range(i + 1, last))):
            found = None
        else:
            found = source(part, near, last, last)
        if found is not None:
            return found
    for at in range(i + 1, last):
        if low[at - 1] in _PAUSES and part.verb(at) == "speech" and is_claim(part, at):
            end = right_end(part, at + 1)
            found = source(part, at + 1, end, at) if end - at <= 8 else None
            return found or source(part, i, at, at)
    return None


def _leading(part: Part, i: int, j: int) -> Source | None:
    """Read 'X says ...', 'X calls on Y ...'."""
    low = part.words.low
    for at in range(i + 1, min(j, i + 14)):
        if is_claim(part, at):
            near = _clause_start(part, i, at)
            if near > i and not part.is_in("company_nouns", at - 1):
                return source(part, near, at, at)
            return source(part, i, _subject_end(part, i, at), at)
        if low[at] in ("as", "after", "amid", ";") and at not in part.at:
            return None
    return None


def _clause_start(part: Part, i: int, verb: int) -> int:
    """Return where the clause of the verb at `verb` begins: "two suspected of blast, Tusk tells Sejm"."""
    comma = next((at for at in range(verb - 1, i, -1) if part.low(at) in (",", ";") and at not in part.at), i)
    if comma in (i, verb - 1) or any(part.verb(at) for at in range(comma + 1, verb)):
        return i
    told = any(at not in part.at and part.verb(at) not in ("", "aux") for at in range(i + 1, comma))
    return comma + 1 if told or part.low(comma) == ";" else i


def _subject_end(part: Part, i: int, verb: int) -> int:
    """Return the end of the subject of the verb at `verb`, which may be the second of two ("X jails Y, accuses Z")."""
    if part.low(verb - 1) not in (",", "and", "but"):
        return verb
    return next((at for at in range(i + 1, verb - 1) if part.verb(at) in ("decide", "act", "move", "call")), verb)


def _released(part: Part, i: int, j: int) -> Source | None:
    """Read 'Video ... released by X' and 'X posts video of ...'."""
    low, showing = part.words.low, part.lexicon.sets["showing"]
    for at in range(i, j - 1):
        if at > i and low[at] in showing and any(part.is_in("media_words", step) for step in (at + 1, at + 2)):
            return source(part, i, at, at)
        if low[at] in _CHANNELS and part.low(at + 1) == "by":
            return source(part, at + 2, j, at)
    return None


def subject(part: Part) -> Hit | None:
    """Return the first actor of a headline; of "Spain's Quendola" the company."""
    first = next((hit for hit in part.hits if hit.actor), None)
    if first is None or first.type != "country" or part.low(first.j) != "'s":
        return first
    owned = part.at.get(first.j + 1)
    return owned if owned is not None and owned.type in _OWNED and owned.actor else first


def _about(head: Part) -> Hit | None:
    """Return whose words are wanted: of the first actor, unless others address it ("Zu urges Spain"), or are its own
    people ("Quendola pilots vote to strike")."""
    first = _behind_label(head) or subject(head)
    if first is None:
        return None
    if first.i > 1 and head.verb(first.i - 1) == "call" and is_claim(head, first.i - 1):
        return None
    if first.type == "company" and head.is_in("staff", first.j):
        return None
    return None if first.type == "country" and _of_others(head, first) else first


def _behind_label(head: Part) -> Hit | None:
    """Return the actor behind a label that only tells what it is about: "Frost over Quill visit: Malta stays away"."""
    low = head.words.low[:12]
    colon = low.index(":") if ":" in low else 0
    spoken = any(at not in head.at and low[at] not in _LINKS for at in range(colon))
    return next((hit for hit in head.hits if hit.i > colon and hit.actor), None) if colon and spoken else None


def attribute(head: Part, body: Part, claim: Source | None, sole: str = "") -> Attribution:
    """Return who speaks: the headline's side wins, the body supplies the person of that side.

    `sole` is the one country of the entry: that of an office holder of whom nothing else is said.
    """
    first = _about(head)
    sources = [_known(found, head, body, first) for found in body_sources(body)]
    sources = sorted([found for found in sources if found.name or found.side], key=_of_few)
    if claim is not None and sources and _labels(head, claim):
        claim = None
    elif claim is not None and sources and _are_others(head, claim):
        claim = first = None
    if claim is not None and (claim.name or claim.side or claim.roles):
        chosen = _sharpen(claim, sources, body, first)
    else:
        chosen = _from_body(sources, first) or _official(head, first)
    if chosen is None or not (chosen.name or chosen.side):
        return NOBODY
    name, side = chosen.name or chosen.side, chosen.side or _side_of(chosen, claim, first, sole)
    claims = [(head, claim)] if claim is not None else []
    claims += [(body, found) for found in sources if found.side == side]
    aimed = _targets(claims, (name, side))
    if claim is not None and claim.verb < 0:
        aimed = tuple(dict.fromkeys((*_addressed(head, (name, side)), *aimed)))
    return Attribution(name, side or (None if chosen.rank == PERSON else name), aimed)


def _labels(head: Part, claim: Source) -> bool:
    """Say whether "COUNTRY: somebody else does ..." names the place of the news and not who says so."""
    hit = head.at.get(0)
    return (
        claim.verb < 0
        and hit is not None
        and hit.kind == "country"
        and hit.name == claim.name
        and head.low(hit.j) == ":"
        and not {'"', "'", "we"} & set(head.words.low[hit.j :])
    )


def _of_few(found: Source) -> bool:
    return found.others


def _are_others(head: Part, claim: Source) -> bool:
    """Say whether the state that the headline names does not speak itself: "Malta separatists vow ..."."""
    hit = next((hit for hit in head.hits if hit.name == claim.name), None)
    return claim.rank == ACTOR and hit is not None and hit.type == "country" and _of_others(head, hit)


def _of_others(head: Part, hit: Hit) -> bool:
    """Say whether the country `hit` only tells whose people act: "Malta separatists", "Malta's biggest union"."""
    for at in range(hit.j, hit.j + (5 if head.low(hit.j) == "'s" else 2)):
        if at in head.at or (head.verb(at) and not head.is_in("nonstate", at)) or head.low(at) in _PAUSES:
            return False
        if head.is_in("nonstate", at):
            return not head.is_in("roles", at + 1)
    return False


def _known(found: Source, head: Part, body: Part, first: Hit | None) -> Source:
    """Give an office without a name ('the spokesman said') to whom the headline is about, 'the club' to its company."""
    if found.rank == PERSON and not found.side and found.roles & _OFFICES and first is not None:
        country = first.country or first.speaks_for
        return replace(found, side=country) if head.lexicon.has_bodies(country) else found
    if found.rank == ACTOR and found.roles:
        holder = _holder(head, found.roles)
        return found if holder is None or holder.side != found.side else _as_person(holder, found)
    if found.rank != ROLE or found.side:
        return found
    if found.roles == PRONOUN:
        holder = next((hit for hit in head.hits if hit.kind == "person" and hit.actor), None)
        holder = holder or _antecedent(body, found.verb)
        return Source("", ROLE, "", frozenset()) if holder is None else _as_person(holder, found)
    if found.bare:
        company = _of_sort(head, found.roles) or _of_sort(body, found.roles, found.verb)
        return found if company is None else Source(company.name, ACTOR, company.speaks_for, found.roles, found.verb)
    if first is None:
        return found
    holder = _holder(head, found.roles)
    holder = holder or _sole_person(head, found.roles)
    if holder is not None:
        return _as_person(holder, found)
    return Source("", ROLE, first.country or first.speaks_for, found.roles, found.verb)


def _antecedent(body: Part, verb: int) -> Hit | None:
    """Return the one person named before "he said"."""
    named = {hit.name: hit for hit in body.hits if hit.kind == "person" and hit.actor and hit.i < verb}
    return next(iter(named.values())) if len(named) == 1 else None


def _as_person(holder: Hit, found: Source) -> Source:
    return Source(holder.name, PERSON, holder.side, found.roles, found.verb)


def _holder(head: Part, roles: frozenset[str]) -> Hit | None:
    """Return the person of the headline who holds the office that "the president said" names."""
    return next((hit for hit in head.hits if hit.kind == "person" and hit.role & roles & _OFFICES), None)


def _sole_person(head: Part, roles: frozenset[str]) -> Hit | None:
    """Return the one person of the headline, if no office is given there, for "the former minister said"."""
    persons = {hit.name: hit for hit in head.hits if hit.kind == "person" and hit.actor}
    only = next(iter(persons.values()), None)
    return only if only is not None and len(persons) == 1 and not only.role and roles & _HOLDERS else None


def _of_sort(part: Part, nouns: frozenset[str], end: int | None = None) -> Hit | None:
    """Return the organisation of the headline, or of the text before `end`, for which "the airline" stands."""
    found = [hit for hit in part.hits if hit.actor and hit.kind == "org" and (end is None or hit.j < end)]
    for name, type_ in (("company_nouns", "company"), ("club_nouns", "other organisation")):
        if nouns & part.lexicon.sets[name]:
            return next((hit for hit in found if hit.type == type_), None)
    return found[0] if found and end is None and not nouns & part.lexicon.sets["no_voices"] else None


def _side_of(chosen: Source, claim: Source | None, first: Hit | None, sole: str) -> str:
    if claim is not None and claim.side:
        return claim.side
    if chosen.rank != PERSON or chosen.of:
        return chosen.of
    if first is None or (chosen.roles & _PUBLIC and sole and first.type in _PRIVATE):
        return sole
    return ((first.country or first.speaks_for) if first.kind != "person" else first.side) or sole


def _sharpen(claim: Source, sources: list[Source], body: Part, first: Hit | None) -> Source:
    """Find the most exact name for the headline's source among those of the body."""
    if claim.rank == PERSON:
        return claim
    about = first is not None and (claim.verb < 0 or first.i < claim.verb)
    side = claim.side or ((first.country or first.speaks_for) if first is not None and about else "")
    kin = [
        found
        for found in sources
        if found.side in (side, claim.name) or (found.rank == PERSON and not (found.side and side))
    ]
    for found in kin:
        if found.rank == PERSON:
            return Source(found.name, PERSON, found.side or side, found.roles, found.verb)
    for found in sources:
        if not (claim.name or claim.side) and found.rank == PERSON and found.roles & claim.roles:
            return found  # "Zubrowkan drone hits bus in Quendon - governor", who is of another country
    for hit in body.hits:
        if hit.kind == "person" and hit.role & (claim.roles | _VOICES) and (not side or hit.side in (side, "")):
            return Source(hit.name, PERSON, hit.side or side, hit.role)
    if claim.rank == BODY:
        return claim
    for found in kin:
        if found.rank == BODY and claim.rank <= ACTOR and found.side == claim.side and claim.name in ("", found.side):
            return found
    return claim if claim.name else Source(side, ACTOR, side, claim.roles)


def _from_body(sources: list[Source], first: Hit | None) -> Source | None:
    if first is not None:
        side = first.country or first.speaks_for
        for found in sources:
            of_side = found.side == side and (found.rank or found.roles)
            if of_side or (found.rank == PERSON and not found.side and first.type in _WIDE):
                return found if found.name else Source(side, ACTOR, side, found.roles)
    return next(iter(sources), None)


def _official(head: Part, first: Hit | None) -> Source | None:
    """Take an official act ('X bans ...') for a statement of who acts."""
    if first is None or first.i > 3:
        return None
    plans = head.low(first.j) == "to" and head.verb(first.j + 1) in ("decide", "call")  # "Quendola to cut jobs"
    if not plans and head.finite(first.j) != "decide":
        return None
    rank = PERSON if first.kind == "person" else ACTOR
    return Source(first.name, rank, first.country or first.speaks_for, first.role)


def _addressed(head: Part, own: tuple[str, str]) -> tuple[str, ...]:
    """Return whom a headline like "Spain to Malta: ..." addresses."""
    colon = next((at for at in range(min(len(head.words), 12)) if head.low(at) == ":" and at not in head.at), 0)
    to = next((at for at in range(1, colon) if head.low(at) == "to" and at - 1 in head.at and at not in head.at), 0)
    hit = head.at.get(to + 1) if to else None
    return (hit.name,) if hit is not None and hit.j == colon and hit.kind in _AIMED and hit.name not in own else ()


def _targets(claims: list[tuple[Part, Source]], own: tuple[str, str]) -> tuple[str, ...]:
    """Return at whom the claims are directed, without the speaker and the side itself."""
    names: dict[str, None] = {}
    for part, claim in claims:
        for hit in targets(part, claim.verb) if claim.verb >= 0 else ():
            if hit.kind in _AIMED and hit.name not in own:
                hit.actor = hit.actor or hit.kind in ("seat", "region")
                names.setdefault(hit.name)
    return tuple(names)
