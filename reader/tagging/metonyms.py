"""Capitals and regions: the government that acts, or the place where something happens.

A name counts as an actor before a finite verb, before a possessive and no place noun, after between, with, by, against,
after a verb that is directed at somebody, as the source behind a dash or colon, and where one beside it in a list does.
It is a place after in, at, near and the like, after verbs of motion, and by default.
"""

from __future__ import annotations

from reader.tagging.part import Hit, Part

KINDS = frozenset(("seat", "region", "disputed"))
_ACTING = frozenset(["between", "with", "by", "against", "both", "than", "versus", "vs"])
_LIST = frozenset((",", "and", "&", "or", "/"))
_DASH = frozenset(("-", "—", "--", ":"))


def decide(part: Part) -> None:
    """Settle for every seat and region of `part` whether it acts."""
    found = [hit for hit in part.hits if hit.kind in KINDS]
    for hit in found:
        hit.actor = hit.actor or _acts(part, hit)
    for hit in (*found, *reversed(found)):
        if not hit.actor and hit.kind != "disputed" and not _placed(part, hit):
            hit.actor = _listed_with_actor(part, hit)


def _acts(part: Part, hit: Hit) -> bool:
    if _placed(part, hit):
        return False
    before, after = part.low(hit.i - 1), part.low(hit.j)
    if hit.kind == "disputed":
        return _speaks(part, hit)
    if part.is_in("place_nouns", hit.j) and not part.verb(hit.j).startswith(("speech", "call")):
        return False
    if before in _ACTING or (before == "on" and not part.is_in("motion_words", hit.i - 2)):
        return True
    if _addressed(part, hit, before):
        return True
    if before in ("to", "for", "from") and part.is_in("address_words", hit.i - 2):
        return True
    if after == "'s":
        return not part.is_in("place_nouns", hit.j + 1)
    if part.is_in("seat_nouns", hit.j) or _speaks(part, hit) or _predicate(part, hit):
        return True
    return _source(part, hit)


def _placed(part: Part, hit: Hit) -> bool:
    before = part.low(hit.i - 1)
    if before == "the":
        before = part.low(hit.i - 2)
    if before in part.lexicon.sets["place_prepositions"] or (
        before == "of" and not part.is_in("address_words", hit.i - 2)
    ):
        return True
    if before in ("to", "from", "for"):
        return not (part.is_in("address_words", hit.i - 2) or part.is_in("address_words", hit.i - 3))
    if before == "," and part.at.get(hit.i - 2) is not None and part.at[hit.i - 2].kind == "place":
        return True
    return part.verb(hit.i - 1).startswith("move") and not part.verb(hit.j)


def _addressed(part: Part, hit: Hit, before: str) -> bool:
    """Say whether the verb before is directed at the hit: "urged X", "told X", "called on X"."""
    verb = part.verb(hit.i - 1)
    if verb.startswith("call") or before in ("told", "tells", "telling", "help", "support", "supports", "lets", "let"):
        return True
    return before in ("on", "to") and before in part.lexicon.call_prepositions.get(part.low(hit.i - 2), ())


def _speaks(part: Part, hit: Hit) -> bool:
    at = hit.j
    if part.low(at) == "," and part.low(at + 1) in ("on", "for", "in", "which", "meanwhile", "too"):
        closing = next((step for step in range(at + 1, at + 8) if part.low(step) == ","), 0)
        at = closing + 1 if closing else at
    verb = part.finite(at)
    if (
        verb
        and part.words.titled(hit.i)
        and part.low(at) in ("talks", "strikes", "attacks", "protests", "marches", "shares")
    ):
        return False
    if verb in ("act", "move") and hit.kind == "disputed":
        return False
    return bool(verb) and not _passive(part, at)


def _passive(part: Part, at: int) -> bool:
    """Say whether a bare participle follows ("X hit by storm"), which says what befell a place."""
    return part.low(at + 1) == "by" and part.low(at) not in ("stands", "stand")


def _predicate(part: Part, hit: Hit) -> bool:
    """Say whether a headline drops its verb: "X ready to ...", "X to send ..."."""
    if part.place != "headline":
        return False
    if part.is_in("predicates", hit.j) and part.low(hit.j) != "against":
        return True
    return part.low(hit.j) == "to" and part.lexicon.verbs.get(part.low(hit.j + 1), "") not in ("", "aux")


def _source(part: Part, hit: Hit) -> bool:
    """Say whether the hit stands alone behind the last dash or before the colon of a headline."""
    if part.place != "headline":
        return False
    last = hit.j == len(part.words)
    return (last and part.low(hit.i - 1) in _DASH) or (hit.i == 0 and part.low(hit.j) == ":")


def _listed_with_actor(part: Part, hit: Hit) -> bool:
    """Say whether a neighbour in a list, or across a hyphen, is an actor."""
    words = part.words
    if hit.j in words.joined and hit.j in part.at and part.at[hit.j].kind in (*KINDS, "country", "people"):
        return not part.is_in("place_nouns", part.at[hit.j].j)
    if hit.i in words.joined and hit.i - 1 in part.at and part.at[hit.i - 1].kind in (*KINDS, "country", "people"):
        return not part.is_in("place_nouns", hit.j)
    for step, gap in ((-1, hit.i - 1), (1, hit.j)):
        if part.low(gap) not in _LIST:
            continue
        beside = gap + step
        if part.low(beside) in ("and", "both", "the"):
            beside += step
        other = part.at.get(beside)
        if other is not None and other.actor and other.kind in (*KINDS, "country", "org"):
            return other.kind != "country" or part.low(gap) != ","
    return False
