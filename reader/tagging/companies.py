"""Companies by those beside which they stand: in a list, as partners, in a market report."""

from __future__ import annotations

from reader.tagging.part import Hit, Part


def find(part: Part) -> None:
    """Take single capitals in a list with a company for companies: "A, Quendola and B"."""
    if part.place != "body":
        return
    for hit in [hit for hit in part.hits if hit.kind == "org" and hit.type == "company"]:
        at = hit.j
        opens = part.low(hit.i - 1) in (",", "including", "as", "like")
        while (part.low(at) == "," or (opens and part.low(at) == "and")) and _is_listed(part, at + 1):
            opens = True
            part.put(Hit("org", part.raw(at + 1), "company", at + 1, at + 2))
            at += 2
        at = hit.i - 1
        while (
            part.low(at) in (",", "and") and _is_listed(part, at - 1) and part.low(at - 2) in (",", "and", "like", "as")
        ):
            part.put(Hit("org", part.raw(at - 1), "company", at - 1, at))
            at -= 2
        if (
            part.low(hit.j) == "and"
            and (part.words.first(hit.i) or is_told(part, hit.i) or part.low(hit.i - 1) in ("at", "of", "from"))
            and _is_partner(part, hit.j + 1)
        ):
            part.put(Hit("org", part.raw(hit.j + 1), "company", hit.j + 1, hit.j + 2))
        _in_market_report(part, hit)


def _is_listed(part: Part, at: int) -> bool:
    """Say whether one capital that nobody knows stands alone between the commas of a list."""
    if not 0 < at < len(part.words) or not part.words.cap[at] or at in part.at or part.words.titled(at):
        return False
    sets, low = part.lexicon.sets, part.low(at)
    if low in part.lexicon.names or any(low in sets[name] for name in ("not_names", "roles", "titles", "openers")):
        return False
    closes = part.low(at + 1) in (",", ".", "and") or (part.low(at - 1) == "and" and part.low(at + 1) not in ("'s",))
    return closes and part.words.cap[at + 1 : at + 2] != [True] and len(low) > 2


def _is_partner(part: Part, at: int) -> bool:
    """Say whether one capital behind "COMPANY and" acts with it: "... and Quendola had signed"."""
    low, sets = part.low(at), part.lexicon.sets
    if not part.raw(at)[:1].isupper() or at in part.at or low in part.lexicon.names or part.words.titled(at):
        return False
    return bool(part.finite(at + 1)) and not any(low in sets[name] for name in ("not_names", "roles", "titles"))


def _in_market_report(part: Part, hit: Hit) -> None:
    """Take the capital in "COMPANY lost 3% and Quendola 2%" for a company."""
    for at in range(hit.j, min(hit.j + 12, len(part.words) - 2)):
        if part.low(at) not in ("and", ",") or not part.words.cap[at + 1] or not part.same_sentence(hit.i, at + 1):
            continue
        share = part.raw(at + 2)[:1].isdigit() and part.low(at + 3) in ("%", "percent", "per")
        if share and at + 1 not in part.at and any(part.low(step) == "%" for step in range(hit.j, at)):
            part.put(Hit("org", part.raw(at + 1), "company", at + 1, at + 2))


def is_told(part: Part, i: int) -> bool:
    """Say whether a verb of speech stands right before the name at `i`: "said the Quillon Hospital"."""
    return part.is_in("saying", i - 1) or (part.low(i - 1) == "the" and part.is_in("saying", i - 2))
