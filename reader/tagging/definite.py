"""Everyday words (army, police, senate) that clearly stand for the body of the country that the news is about."""

from __future__ import annotations

from reader.tagging.part import Hit, Part


def is_definite(part: Part, hit: Hit) -> bool:
    """Say whether the words beside the body of `hit` treat it as the one that everybody knows."""
    at = hit.i - 1
    while part.is_in("body_adjectives", at) and at not in part.at:
        at -= 1
    before = part.low(at)
    if before in ("the", "its", "his", "her", "their"):
        return True
    if (
        _acts(part, _behind_place(part, hit.j))
        and not part.words.titled(hit.i)
        and before not in ("a", "an", "some", "local", "city")
    ):
        return True
    if part.words.first(hit.i) and part.place == "body":
        return part.is_in("roles", hit.j) or (_acts(part, _behind_place(part, hit.j)))
    if part.is_in("panels", hit.j):
        return True  # "told a Senate committee"
    if part.place == "headline" and before in ("-", "—", ":") and hit.j == len(part.words):
        return True
    if part.place == "headline" and before == ":" and _acts(part, hit.j):
        return True  # "Quendon: Senate legalises lamps"
    if part.place == "headline":
        behind = part.low(hit.j)
        return bool(part.verb(hit.i - 1)) or (
            behind in ("says", "say", "said") and part.low(hit.i - 1) in (",", "-", "'", '"')
        )
    if before in (",", '"') and part.is_in("roles", hit.j):
        return True
    return before == "," and part.verb(hit.j).startswith("speech")


def _behind_place(part: Part, at: int) -> int:
    """Return where the words "in Quillon" behind a body end: "police in Quillon [said]"."""
    if part.low(at) not in ("in", "of", "from") or not part.raw(at + 1)[:1].isupper():
        return at
    step = at + 1
    while step - at < 4 and part.raw(step)[:1].isupper():
        step += 1
    return step


def _acts(part: Part, at: int) -> bool:
    return bool(part.finite(at)) or part.is_in("official_deeds", at)
