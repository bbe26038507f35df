"""At whom a call, an accusation, a warning, thanks or a suit is directed."""

from __future__ import annotations

from reader.tagging.part import Hit, Part
from reader.tagging.sources import CLAIMING, STOPS, TELLING

_DEMANDING = frozenset(("demand", "demands", "demanded"))
_LEAVING = frozenset("go goes resign quit leave step stop to".split())
_FAR = 40
"""Words behind a verb in which more may be told of its subject: "..., accusing Spain of ..."."""


def targets(part: Part, verb: int) -> list[Hit]:
    """Return whom the call, accusation, warning, thanks or suit of the verb at `verb` is directed at.

    What is said with it counts: "said X must go, accusing Spain of ...".
    """
    found = _aimed(part, verb)
    verbs, sentence = part.lexicon.verbs, part.words.sentence
    for at, low in enumerate(part.words.low[verb + 1 : verb + _FAR], verb + 1):
        kind = verbs.get(low)
        if kind is None or at in part.at:
            continue
        if sentence[at] != sentence[verb] or kind in CLAIMING:
            break
        if kind == "call-ing" and part.low(at - 1) in (",", "and", "while", "by"):
            found += _aimed(part, at)
    return found


def _aimed(part: Part, verb: int) -> list[Hit]:
    at = verb + 1
    if part.low(verb) in TELLING:
        while (
            at not in part.at
            and at < verb + 5
            and (part.low(at) == "the" or part.is_in("roles", at) or part.is_in("role_adjectives", at))
        ):
            at += 1
        hit = part.at.get(at)
        return [hit] if hit is not None and hit.kind != "outlet" and part.low(hit.j) in ("to", "not") else []
    if part.low(verb) in _DEMANDING:
        hit = part.at.get(at)
        goes = hit is not None and (part.low(hit.j) in _LEAVING or bool(part.verb(hit.j)))
        return [hit] if hit is not None and goes else []
    if part.verb(verb).removesuffix("-ing") != "call":
        return []
    needed = set(part.lexicon.call_prepositions.get(part.low(verb), ())) - {"over"}
    if needed:
        if part.low(at) not in needed:
            return []
        if part.low(at) == "for":
            hit = part.at.get(at + 1)
            return [hit] if hit is not None and hit.actor and part.low(hit.j) == "to" else []
        at += 1
    found: list[Hit] = []
    while at < len(part.words) and at < verb + 14:
        hit = part.at.get(at)
        if hit is not None:
            if hit.kind not in ("mask", "place", "outlet"):
                found.append(hit)
            at = hit.j
            continue
        if part.low(at) in STOPS or part.is_in("target_stops", at) or part.verb(at):
            break
        at += 1
    return found
