"""Who is meant by a group of words that makes a claim, and where in a text claims are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reader.tagging.part import Hit, Part

PERSON, BODY, ACTOR, ROLE = 3, 2, 1, 0
PRONOUN = frozenset(("she",))
"""The `roles` of a source that is only "he" or "she"."""
_CLAUSE = frozenset((".", ";", ":", "!", "?", "\n", '"', "-", "—", "--"))
STOPS = frozenset((".", ";", ":", "!", "?", "\n"))
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_NO_VERB_BEHIND = frozenset(
    ("the", "a", "an", "to", "'s", "of", "no", "his", "its", "their", "in", "at", "by", "for", "with", "under", "from")
)
_PASSIVE_NEXT = frozenset(["to", "of", "by", "over", "as"])
_ANSWERING = frozenset(
    "comment commented respond responded reply replied say said elaborate elaborated specify specified disclose "
    "disclosed name named identify identified explain explained speak spoken".split()
)
_NOUNS = frozenset(
    "order call claim report demand offer pledge promise vow state request praise release hope fear estimate forecast "
    "comment remark reply blast press appeal challenge signal thanks welcome".split()
)
_CALLED = frozenset(("call", "calls", "called"))
_MAKING = frozenset("made makes issued issues gave gives".split())
_MADE = frozenset(
    "announcement comment comments remark remarks plea appeal statement pledge accusation claim claims "
    "declaration prediction promise warning apology assurance assurances".split()
)
_FINDING = frozenset(
    "found finds held holds agreed agrees decided decides indicated indicates feels felt showed".split()
)
_RETORTS = frozenset(("shot", "hit", "hits", "fired", "fires"))
_PERHAPS = _MAKING | _FINDING | _RETORTS | {"sees", "posted"}
_STARTS = _PERHAPS | {"according", ":", "put", "puts"}
TELLING = frozenset(("tell", "tells", "told"))
_WINDOW = 24
CLAIMING = frozenset(("speech", "call"))


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who makes a claim: the name if there is one, how exact it is, for whom, and the words of the office."""

    name: str
    rank: int
    side: str
    roles: frozenset[str]
    verb: int = -1
    bare: bool = False
    """Said of somebody whom the headline names: "the club", "its publisher"; `roles` holds the noun."""
    others: bool = False
    """People of a country who do not speak for it: "Fijian farmers"."""
    of: str = ""
    """For whom a person without a side speaks by what he is a member of."""


def source(part: Part, i: int, j: int, verb: int = -1) -> Source | None:
    """Return who is meant by words `i` to `j`; None where nobody is."""
    i, j = max(i, 0), min(j, len(part.words))
    hits, low, offices, taken = _hits(part, i, j), part.words.low, part.lexicon.sets["roles"], part.at
    roles = frozenset([low[at] for at in range(i, j) if low[at] in offices and at not in taken])
    persons = [hit for hit in hits if hit.kind == "person"]
    for hit in persons:
        if (part.low(hit.j) != "'s" or hit.j >= j) and not _represented(part, i, hit):
            side = hit.side or _owner(part, hits, hit)
            return Source(hit.name, PERSON, side, hit.role | roles, verb, of=_member(part, hits, hit))
    named = [
        hit for hit in hits if hit.actor and (hit.i == i or part.low(hit.i - 1) not in ("to", "on", "in", "against"))
    ]
    whose = next((hit.country or hit.speaks_for for hit in named if hit.kind != "person" or hit.side), "")
    for hit in named:
        if hit.kind == "body":
            return Source(hit.name, BODY, hit.country, roles, verb)
    if persons:
        return Source("", ROLE, persons[0].side, roles, verb) if roles else None
    if named:
        heads = [hit for hit in named if part.low(hit.j) != "'s" or hit.j >= j] or named
        hit = next((hit for hit in heads if hit.kind != "people"), heads[0])
        others = hit.type == "country" and hit.j < j and part.is_in("nonstate", hit.j)
        return Source(hit.name, ACTOR, whose, roles, verb, others=others)
    return Source("", ROLE, "", roles, verb) if roles else None


def _owner(part: Part, hits: list[Hit], person: Hit) -> str:
    """Return the country of the office that is told before a person: "Malta's foreign minister, Ada Quill, said"."""
    for hit in hits:
        if hit.i >= person.i:
            break
        owns = hit.kind == "people" or part.low(hit.j) == "'s"
        if owns and hit.type == "country" and any(part.is_in("roles", at) for at in range(hit.j, person.i)):
            return hit.country or hit.speaks_for
    return ""


def _member(part: Part, hits: list[Hit], person: Hit) -> str:
    """Return for whom a person speaks by what he is of: "Ada Quill of the CGT union said"."""
    if part.low(person.j) != "of":
        return ""
    near = (hit for hit in hits if person.j < hit.i <= person.j + 2)
    return next((hit.speaks_for for hit in near if hit.kind == "org" and hit.actor), "")


def _represented(part: Part, i: int, hit: Hit) -> bool:
    """Say whether others speak for the person: "lawyers for X said"."""
    at = hit.i - 1
    while at > i and at > hit.i - 4 and part.low(at) not in ("for", "of"):
        at -= 1
    return at > i and part.low(at) in ("for", "of") and part.is_in("agents", at - 1)


def _hits(part: Part, i: int, j: int) -> list[Hit]:
    found: list[Hit] = []
    taken = part.at
    for at in range(i, j):
        hit = taken.get(at)
        if hit is not None and (not found or found[-1] is not hit):
            found.append(hit)
    return found


def is_claim(part: Part, at: int) -> bool:
    """Say whether word `at` is a finite verb of speech or of calling, in the active voice."""
    if part.verb(at) not in CLAIMING:
        return part.place == "headline" and at > 0 and part.is_in("headline_saying", at)
    low = part.low(at)
    if at + 1 in part.words.joined:
        return False  # "state-run"
    if part.words.cap[at] and not (part.words.titled(at) or part.words.first(at)):
        return False  # a place called New Hope
    adjective = part.at.get(at - 1)
    if low == "state" and adjective is not None and adjective.kind == "people":
        return False  # "the Norwegian state"
    if low == "order" and part.low(at + 1) == "to" and not part.words.first(at):
        return False  # "defy order to return"
    if part.place == "headline" and low in _NOUNS and _is_noun(part, at):
        return False  # "wins Pentagon order"
    if (
        part.verb(at) == "call"
        and part.place == "headline"
        and low[-1] not in "sd"
        and (part.low(at + 1) in ("", ",", "'", '"'))
    ):
        return False  # "over leaked phone call"
    if low in _ANSWERING and {"not", "never", "didn't", "hasn't"} & {part.low(at - 1), part.low(at - 2)}:
        return False  # "has not commented"
    if low in _CALLED and part.low(at + 1) in ("off", "up", "in", "back", "time"):
        return False  # "strike called off"
    if (low == "alleged" and part.low(at + 1) != "that") or (low == "sworn" and part.low(at + 1) == "in"):
        return False
    if part.low(at - 1) in _BE or part.low(at - 1) in _NO_VERB_BEHIND:
        return False
    if part.place == "headline" and low.endswith("ed") and part.low(at + 1) in _PASSIVE_NEXT:
        return part.is_in("speakable", at)
    return True


def body_sources(part: Part) -> Iterator[Source]:
    """Yield the sources of the claims in running text, in reading order."""
    last: Source | None = None
    verbs = part.lexicon.verbs
    for at, low in enumerate(part.words.low):
        kind = verbs.get(low)
        if kind not in CLAIMING and low not in _STARTS:
            continue
        if low == "according" and part.low(at + 1) == "to":
            found = source(part, at + 2, right_end(part, at + 2), at)
        elif low == ":" and part.low(at + 1) == '"' and at - 1 in part.at and part.at[at - 1].kind == "person":
            found = source(part, part.at[at - 1].i, at)
        elif low in ("put", "puts") and part.low(at + 1) == "the" and _counts(part, at + 2):
            found = _left(part, at)
        elif (kind in CLAIMING and is_claim(part, at)) or (low in _PERHAPS and _tells(part, at)):
            found = _right(part, at) or _left(part, at)
            if found is None and part.low(at - 1) in ("and", "but"):
                same = last is not None and part.same_sentence(last.verb, at)
                found = replace(last, verb=at) if last is not None and same else _opening(part, at)
        else:
            continue
        if found is not None:
            last = found
            yield found


def _is_noun(part: Part, at: int) -> bool:
    """Say whether the word at `at`, a noun or a verb without an ending, stands behind a single actor: no verb."""
    hit = part.at.get(at - 1)
    if hit is None or part.low(at - 1).endswith("s") or hit.kind == "people":
        return False
    return not {",", "and"} & {part.low(hit.i - 1), part.low(hit.i - 2)} and any(map(part.verb, range(hit.i)))


def _opening(part: Part, verb: int) -> Source | None:
    """Return the actor that opens the sentence: "Quendola put it down to rain and ruled out foul play"."""
    start = verb
    while start > 0 and verb - start < _WINDOW and part.same_sentence(start - 1, verb):
        start -= 1
    hit = part.at.get(start + (part.low(start) in ("the", "a")))
    return source(part, hit.i, hit.j, verb) if hit is not None and hit.actor and part.finite(hit.j) else None


def _tells(part: Part, at: int) -> bool:
    """Say whether a verb that may mean anything tells something: "found that", "he posted on"."""
    low, behind = part.low(at), part.low(at + 1)
    if low == "sees" and at not in part.at:
        return at - 1 in part.at and part.at[at - 1].actor and behind not in ("off", "red")
    if low in _RETORTS:
        return behind == "back" and at not in part.at
    if low in _MAKING and at not in part.at:
        return any(part.low(step) in _MADE for step in range(at + 1, at + 5)) and part.low(at - 1) not in _BE
    if low == "posted" and at not in part.at:
        before = part.at.get(at - 1)
        named = before is not None and before.kind == "person"
        who = named or part.is_in("pronouns", at - 1) or part.is_in("roles", at - 1)
        return who and behind in ("on", "that", ":", ".", ",", '"')
    return behind == "that" and low in _FINDING and part.low(at - 1) not in _BE


def _counts(part: Part, at: int) -> bool:
    """Say whether somebody tells a figure: "puts the death toll at 40"."""
    return any(part.low(step) in ("toll", "number", "figure", "cost", "damage", "losses") for step in (at, at + 1))


def _right(part: Part, verb: int) -> Source | None:
    """Read '..., said X'."""
    before, low = part.low(verb - 1), part.low(verb)
    if before not in (",", '"', "'") or low in TELLING:
        return None
    if not part.is_in("saying", verb) and not (before != "," and low.endswith("ed") and part.verb(verb) == "speech"):
        return None  # "...," quipped X
    end = right_end(part, verb + 1)
    if part.low(verb - 1) == "," and any(map(part.verb, range(verb + 1, end + 1))) and _apposed(part, verb - 1):
        return None
    if part.low(verb) == "say" and any(part.low(step) == "'s" for step in range(verb + 2, end)):
        return None  # "the two unions, X and Y, say premier Z's plan ..."
    return source(part, verb + 1, end, verb) if end > verb + 1 else None


def _apposed(part: Part, comma: int) -> bool:
    """Say whether the comma at `comma` closes an apposition to an actor: "Qatar, a mediator, said ..."."""
    for at in range(comma - 1, max(comma - _WINDOW, 0), -1):
        if part.low(at) == "," and at not in part.at:
            named, person = part.at.get(at - 1), part.at.get(comma - 1)
            if named is not None and named.kind not in ("place", "mask"):
                return True  # not "in Quendon, East Arvonia, said Ada Quill"
            return person is not None and person.kind == "person" and person.i == at + 1
        if part.low(at) in STOPS:
            return False
    return False


def right_end(part: Part, at: int) -> int:
    """Return the end of the group of words that names a source behind a verb."""
    end = at
    while end < len(part.words) and end < at + 14:
        if end not in part.at and (
            part.low(end) in STOPS or part.is_in("source_stops", end) or part.verb(end) not in ("", "act")
        ):
            break
        if part.low(end) == "," and end > at:
            told = any(part.is_in("roles", step) for step in range(end + 1, end + 4))
            if not (told or _named_behind(part, at, end)):
                break
        end += 1
    return end


def _named_behind(part: Part, at: int, comma: int) -> bool:
    """Say whether behind the office in words `at` to `comma` stands who holds it: "its negotiator, Ada Quill"."""
    hit = part.at.get(comma + 1)
    if hit is None or hit.kind != "person" or not part.is_in("roles", comma - 1) or comma - 1 in part.at:
        return False
    return all(step not in part.at or part.at[step].kind != "person" for step in range(at, comma))


def _left(part: Part, verb: int) -> Source | None:
    """Read 'X, the chief adviser to Y, said': the words from the start of the clause to the verb."""
    claim, low, taken = verb, part.words.low, part.at
    while verb > 0 and (part.verb(verb - 1) == "aux" or part.is_in("adverbs", verb - 1)):
        verb -= 1
    start = verb
    floor = max(0, verb - _WINDOW)
    while start > floor and not (low[start - 1] in _CLAUSE and start - 1 not in taken):
        start -= 1
    if part.low(verb - 1) == ",":
        return _apposition(part, start, verb, claim)
    near = verb - 1
    while near > start:
        word = part.low(near - 1)
        if near - 1 not in part.at and (
            word in (",", "that", "but", "while", "as", "which")
            or _breaks(part, near - 1)
            or (word == "and" and near in part.at and _told(part, start, near - 1))
        ):
            break
        near -= 1
    found = source(part, near, verb, claim)
    if found is not None and found.rank == ACTOR and not found.roles and _of_company(part, near, verb - 1):
        return _company(part, near, verb, claim)
    if found is None and part.low(verb - 1) in ("he", "she"):
        return Source("", ROLE, "", PRONOUN, claim)
    if found is not None or (near == verb - 1 and part.is_in("pronouns", verb - 1)):
        return found
    if part.low(near - 1) in ("and", "but") or part.verb(verb - 1):
        return None
    return _bare(part, near, claim)


def _company(part: Part, i: int, j: int, verb: int) -> Source | None:
    """Return the company that words `i` to `j` describe without its name: "the Danish carmaker"."""
    if part.low(i) not in ("the", "its"):
        return None
    noun = next(part.low(at) for at in range(j - 1, i - 1, -1) if at == i or _is_company_noun(part, at))
    return Source("", ROLE, "", frozenset((noun,)), verb, bare=True)


def _is_company_noun(part: Part, at: int) -> bool:
    return at not in part.at and (part.is_in("company_nouns", at) or part.is_in("company_heads", at))


def _of_company(part: Part, i: int, noun: int) -> bool:
    """Say whether "the Chinese startup" means a company that is named elsewhere, and not China."""
    behind = next(
        (at for at in range(i + 1, noun) if part.low(at) in ("of", "behind") and at - 1 not in part.at), noun + 1
    )
    noun = behind - 1  # "the Danish maker of X"
    if not _is_company_noun(part, noun):
        return False
    return all(hit.kind in ("people", "country") for hit in _hits(part, i, noun))


def _breaks(part: Part, at: int) -> bool:
    return part.verb(at) in ("speech", "call", "aux") or (part.low(at) == "and" and bool(part.verb(at + 1)))


def _told(part: Part, i: int, j: int) -> bool:
    """Say whether words `i` to `j` are a clause of their own: a finite verb in the past behind a subject."""
    return any(
        part.low(at).endswith("ed") and part.verb(at) and part.low(at - 1) not in _BE and at - 1 in part.at
        for at in range(i + 1, j)
    )


def _bare(part: Part, i: int, verb: int) -> Source | None:
    """Take 'the club said', 'its publisher blamed' for whoever the headline is about; not 'the Bread Centre said'."""
    if part.low(i) not in ("the", "its") or any(part.words.cap[at] for at in range(i + 1, verb)):
        return None
    return Source("", ROLE, "", frozenset((part.low(verb - 1),)), verb, bare=True)


def _apposition(part: Part, start: int, verb: int, claim: int) -> Source | None:
    commas = [at for at in range(start, verb - 1) if part.low(at) == "," and at not in part.at]
    last = part.at.get(verb - 2)
    if len(commas) > 1 and last is not None and last.kind == "person" and last.i - 1 == commas[-1]:
        office = any(part.is_in("roles", at) for at in range(commas[-2] + 1, commas[-1]))
        if office:
            return source(part, last.i, last.j, claim)  # "led away from home, his lawyer, Ada Quill, said"
    if commas and {"who", "which", "whose", "whom"} & {part.low(commas[0] + 1), part.low(commas[0] + 2)}:
        return source(part, start, commas[0], claim)
    for comma in commas:
        hit = part.at.get(comma - 1)
        if hit is not None and (hit.kind == "person" or (comma == commas[0] and hit.actor and hit.i <= start + 1)):
            return source(part, hit.i, hit.j, claim)
    if commas and commas[0] - start <= 4 and _of_company(part, start, commas[0] - 1):
        return _company(part, start, commas[0], claim)  # "The carmaker, owned by X, said"
    return source(part, start, verb - 1, claim)
