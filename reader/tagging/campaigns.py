"""Organisations by what they call for, by who leads them, and by the short form that everybody knows in their news.

"Defend Our Lamps said" (a campaign that is called what it wants), "the leader of Quendem, Anna Quill" (whatever has a
leader and no other reading), "the Archive of Public Lamps said" (two capitals behind "the" that do what only somebody
does), "the Commission" in news of the European Union. Nothing is taken from Title Case.
"""

from __future__ import annotations

from reader.tagging.part import Hit, Part
from reader.tagging.spans import text

_LINKS = frozenset(("of", "the", "for", "to", "and", "against", "with", "&", "'"))
_CLOSING = frozenset((",", ".", "and", "'s", "who", "which", ")", "has", "is", "was", "have", "had", ""))
_HEADS = frozenset(
    "centre center agency company bank union party group front studios network library museum lab".split()
)
_LONGEST = 9
_UNION = frozenset(("European Union", "European Commission", "European Parliament", "European Court of Justice"))


def calls(part: Part) -> None:
    """Put a hit for every campaign in `part`: before its words are looked at one by one."""
    for at, low in enumerate(part.words.low):
        opens = low in part.lexicon.sets["campaign_openers"] and part.words.cap[at] and at not in part.at
        if opens and not part.words.titled(at):
            _campaign(part, at)


def find(part: Part) -> None:
    """Put a hit for every other such organisation in `part`."""
    cap, low = part.words.cap, part.words.low
    for at in range(len(part.words)):
        if not cap[at] or at in part.at or part.words.titled(at):
            continue
        if low[at - 1 : at] == ["of"] and (type_ := _led(part, at)):
            end = _end(part, at, 2)
            if part.low(end) in _CLOSING or part.finite(end):
                part.put(Hit("org", text(part, at, end), type_, at, end))
        elif low[at - 1 : at] == ["at"] and part.is_in("at_houses", at - 2):
            part.put(Hit("org", text(part, at, end := _end(part, at, 3)), "company", at, end))
        elif low[at - 1 : at] == ["the"]:
            _acting(part, at)
        elif type_ := _beside_person(part, at):
            part.put(Hit("org", part.raw(at), type_, at, at + 1))


def _campaign(part: Part, at: int) -> None:
    """Take capitals that open with a call for a campaign where they act: "Defend Our Lamps said"."""
    end = _end(part, at, _LONGEST, _LINKS)
    size = end - at
    goes_on = at > 1 and (part.words.cap[at - 1] or (part.low(at - 1) == "to" and part.words.cap[at - 2]))
    if goes_on or size < 2 + part.words.first(at) or any(_is_taken(part, step) for step in range(at, end)):
        return
    told = part.low(at - 1) in ("by", "in", "group", "alliance", "campaign", "coalition", "movement") or (
        part.low(at - 1) == "to" and part.low(at - 2) == "according"
    )
    if told or part.finite(end) or _explained(part, end):
        part.put(Hit("org", text(part, at, end), "other organisation", at, end))


def _is_taken(part: Part, at: int) -> bool:
    """Say whether word `at` stands for something that is more than a word of a campaign's name."""
    hit = part.at.get(at)
    return hit is not None and hit.kind not in ("mask", "place", "given")


def _explained(part: Part, end: int) -> bool:
    """Say whether ", a workers' group" or the like stands behind a name."""
    apposed = part.low(end) == "," and part.low(end + 1) in ("a", "an", "the")
    return apposed and any(part.is_in("organisation_heads", step) for step in range(end + 2, end + 6))


def _acting(part: Part, at: int) -> None:
    """Take two or more free capitals behind "the" for an organisation where they say or decide something."""
    end = _end(part, at, _LONGEST, _LINKS)
    land = part.at.get(end + 1)
    if part.low(end) == "of" and land is not None and land.kind == "country":
        end = land.j  # "the Convergence for the Lamps of Quendon"
    large = [step for step in range(at, end) if part.words.cap[step]]
    inside = [part.at[step] for step in range(at, end) if step in part.at and part.at[step] is not land]
    if len(large) < 2 or inside or part.is_in("roles", at):
        return
    if all(part.is_in("not_names", step) for step in large):
        return  # "the Group of Experts", "the Central Asian states"
    if (
        (part.is_in("name_nouns", large[-1]) and part.low(large[-1]) not in _HEADS)
        or part.is_in("texts", large[-1])
        or part.is_in("texts", at)
    ):
        return
    if any(part.low(step) in part.lexicon.names and not part.is_in("not_names", step) for step in large):
        return  # "the Democrat Anna Quill"
    told = part.low(at - 2) in ("to", "said", "says") and part.low(at - 3) in ("according", ",", '"')
    told = told or (part.low(at - 2) == "of" and part.is_in("headed", at - 3))  # "president of the Lamp Assembly"
    verb = part.verb(end) if part.verb(end) != "aux" else part.verb(end + 1)
    long = len(large) > 2 and (verb in ("act", "move") or part.is_in("deeds_too", end))
    if told or long or verb in ("speech", "call", "decide"):
        part.put(Hit("org", text(part, at, end), "other organisation", at, end))


def _beside_person(part: Part, at: int) -> str:
    """Return the type of a single unknown name that somebody leads: "Quendler chairman Anna Quill", "Wilders's QPV"."""
    low, sets = part.low(at), part.lexicon.sets
    if low in part.lexicon.names or any(low in sets[name] for name in ("not_names", "roles", "titles", "openers")):
        return ""
    if len(low) < 3 or (at and part.words.cap[at - 1] and not part.words.first(at - 1)) or at + 1 in part.at:
        return ""
    if part.is_in("firm_chiefs", at + 1) and part.raw(at + 2)[:1].isupper() and not part.is_in("roles", at + 2):
        return "company"
    leader = part.at.get(at - 2) if part.low(at - 1) == "'s" else None
    whose = leader is not None and leader.kind == "person"
    return "other organisation" if whose and part.finite(at + 1) in ("speech", "call", "decide") else ""


def _led(part: Part, at: int) -> str:
    """Return the type of whatever has the leader, founder or members named before "of"; "" where it may be a place."""
    low, sets = part.low(at), part.lexicon.sets
    if at < 2 or low in part.lexicon.names or any(low in sets[name] for name in ("not_names", "roles", "titles")):
        return ""
    if part.is_in("led_companies", at - 2):
        return "company"
    return "other organisation" if part.is_in("led", at - 2) else ""


def _end(part: Part, at: int, most: int, links: frozenset[str] = frozenset()) -> int:
    """Return the end of the free capitals that begin at `at`, with small words of `links` between them."""
    end = step = at + 1
    while step - at < most:
        if part.raw(step)[:1].isupper() and (step not in part.at or (links and not _is_taken(part, step))):
            end = step + 1
        elif part.low(step) not in links:
            break
        step += 1
    return end


def strangers(parts: list[Part]) -> None:
    """Take a party's everyday name for what it says where nothing is of the country that the table gives it."""
    named = {hit.country or hit.speaks_for for part in parts for hit in part.hits if hit.kind not in ("mask", "given")}
    for part in parts:
        for hit in part.hits:
            land = hit.name.rpartition(" of ")[2]
            written = text(part, hit.i, hit.j)
            if hit.kind == "org" and land not in named and land not in ("", hit.name) and hit.name.startswith(written):
                hit.name = written if part.lexicon.is_country(land) else hit.name


def short_forms(parts: list[Part]) -> None:
    """Read "the Commission" as the European one in an entry that names the Union and no other commission; so too
    "the Court of Justice".
    """
    named = {hit.name for part in parts for hit in part.hits if hit.actor}
    if not named & _UNION:
        return
    for part in parts:
        for at in [at for at, low in enumerate(part.words.low) if low == "court" and part.words.cap[at]]:
            if part.words.low[at : at + 3] == ["court", "of", "justice"] and part.words.cap[at + 2]:
                part.put(_of_union("European Court of Justice", at, at + 3))
    if any(_ends_otherwise(part, hit) for part in parts for hit in part.hits):
        return
    for part in parts:
        for at, low in enumerate(part.words.low):
            if low == "commission" and part.words.cap[at] and at not in part.at and not part.words.titled(at):
                alone = part.words.cap[at + 1 : at + 2] != [True] or at + 1 in part.at
                if alone and part.low(at - 1) in ("the", "a"):
                    part.put(_of_union("European Commission", at, at + 1))


def _of_union(name: str, i: int, j: int) -> Hit:
    return Hit("org", name, "international organisation", i, j, "European Union")


def _ends_otherwise(part: Part, hit: Hit) -> bool:
    return part.low(hit.j - 1) == "commission" and hit.name != "European Commission"
