"""State agencies, courts and police forces that no table has, by how their names are built.

"The National Ports Administration", "Secretariat of State for Lamps", "Quendola Bureau of Investigation", "Quillon High
Court", "Ardenshire Police": a head that states give their agencies, with capitals before it, or behind "of" or "for".
The country is concluded as for any body (`reader.tagging.bodies`); an agency for which none is found is an
organisation where it acts. Nothing is taken from lines in Title Case.
"""

from __future__ import annotations

from reader.tagging.part import Hit, Part

AGENCY = "agency"
"""The `type` of a hit for an agency as long as no country has been found for it."""
_MAX_LEFT = 6
_MAX_RIGHT = 10
_DROPPED = frozenset(("the", "a", "an", "and", "of", "'s", "'", "for", "&", "on"))
_LINKS = frozenset(("of", "for", "and", "the", "&", "on", "against"))
_OWNERS = frozenset(("country", "people", "region", "disputed", "seat"))
_PLACES = frozenset(("place", "seat", "region"))


def find(part: Part) -> None:
    """Put a hit for every agency, court and police force of that kind in `part`."""
    sets = part.lexicon.sets
    heads, courts = sets["agency_heads"], sets["court_heads"]
    for at, low in enumerate(part.words.low):
        if not part.words.cap[at] or part.words.titled(at):
            continue
        held = part.at.get(at - 1)
        if held is not None and held.kind == "body" and part.words.cap[at - 1] and _goes_on(part, held, at):
            part.put(Hit("body", held.name, "any", held.i, at + 1))  # "the Border Guard Command"
        elif low in heads and (_is_open(part, at) or _is_end_of_name(part, at)):
            _agency(part, at)
        elif low == "bank" and part.low(at + 1) == "of" and at not in part.at:
            _central_bank(part, at)
        elif low in courts and _is_open(part, at) and _is_court(part, at):
            votes = any(part.is_in("election_words", step) for step in range(_start(part, at), at))
            _named(part, at, "Electoral Commission" if votes else "Judiciary")
        elif low == "command" and part.is_in("commands", at - 1) and _is_open(part, at):
            _named(part, at, "Armed Forces")
        elif low == "police" and _is_open(part, at):
            _named(part, at, "Police")
        elif low == "council" and (part.is_in("councils", at - 1) or part.low(at - 1) == "high") and _is_open(part, at):
            _agency(part, at)


def _goes_on(part: Part, held: Hit, at: int) -> bool:
    """Say whether the head at `at` only goes on with the body before it: "Coast Guard Administration"."""
    head = part.low(at) == "command" or part.is_in("agency_heads", at)
    return head and held.type in ("weak", "owned", "any") and not held.country and _is_open(part, at)


def _is_open(part: Part, at: int) -> bool:
    """Say whether word `at` stands for nothing, or by itself for an everyday body ("administration")."""
    hit = part.at.get(at)
    return hit is None or (hit.kind == "body" and hit.type in ("weak", "owned") and hit.j - hit.i == 1)


def _central_bank(part: Part, at: int) -> None:
    """Take "Bank of COUNTRY", where no table has it for a company, for the central bank."""
    owner = part.at.get(at + 2 + (part.low(at + 2) == "the"))
    if owner is not None and owner.kind == "country":
        part.put(Hit("body", "Central Bank", "any", at, at + 1))


def _is_end_of_name(part: Part, at: int) -> bool:
    """Say whether a phrase of the tables ends at `at` that is but the end of a longer name."""
    hit = part.at.get(at)
    if hit is None or hit.kind != "body" or hit.j != at + 1 or hit.j - hit.i < 2 or not part.words.cap[hit.i]:
        return False
    if hit.type != "owned" and hit.name != "Intelligence Service":
        return False
    return any(
        part.words.cap[step] and not part.is_in("state_words", step) for step in range(_start(part, hit.i), hit.i)
    )


def _is_court(part: Part, at: int) -> bool:
    """Say whether the capitals before a court tell what it judges: "Labour Relations Court", not a house's name."""
    i = _start(part, at)
    return part.low(i - 1) == "the" or any(part.is_in("court_words", step) for step in range(i, at))


def _named(part: Part, at: int, body: str) -> None:
    """Take the capitals before a court or a police force for its name."""
    i = _start(part, at)
    while i > 0 and (before := part.at.get(i - 1)) is not None and before.kind == "place":
        i = before.i
    if i < at and not part.is_in("multinational", i) and part.low(at + 1) not in ("chief", "commissioner", "minister"):
        part.put(Hit("body", body, "any", i, at + 1))


def _agency(part: Part, at: int) -> None:
    hit = part.at.get(at)
    i, j = _start(part, hit.i if hit is not None else at), _end(part, at)
    left, right = at - i, j - at - 1
    private = part.lexicon.sets["private_boards"]
    before = part.at.get(i - 1) or (part.at.get(i - 2) if part.low(i - 1) == "'s" else None)
    owned = before is not None and before.kind in _OWNERS
    if not (left or right) or (before is not None and before.kind in ("org", "person") and not right):
        return
    if before is None and part.low(i - 1) == "'s" and part.words.cap[i - 2]:
        return  # of a party, a firm
    if any(part.is_in("multinational", step) for step in (i, at + 2, at + 3)):
        return
    of_state = any(part.is_in("state_words", step) for step in range(i, at))
    if any(part.is_in("private_heads", step) for step in range(i, at)) and not owned:
        return  # of a federation, a party: "the Ethics and Disciplinary Commission"
    science = right and part.low(at) == "institute" and any(part.is_in("state_sciences", step) for step in range(at, j))
    if part.is_in("houses_too", at) and not of_state and not science:
        polar = before is not None and before.kind == "people" and part.low(at) == "institute" and not right
        if not polar:
            return  # "Quendon Convention Centre", but "Norwegian Polar Institute"
    if (part.low(at) == "council" and left < 2 and not right) or {part.low(at + 2), part.low(j - 1)} & private:
        return
    if not owned and not right:
        acts = part.low(i - 1) == "the" and (part.finite(j) or (left > 1 and part.low(at) != "department"))
        if part.is_in("doubtful_agencies", at) and not (of_state or acts):
            return
        definite = part.low(i - 1) in ("the", "its", "their", "his", "'s") or part.words.first(i) or of_state
        if left < 2 and not of_state and not definite:
            return
    known = _of_closed_list(part, i, at, j)
    if known:
        part.put(Hit("body", known, "any", i, j))
        return
    name = " ".join(part.words.text[part.words.start[i] : part.words.end[j - 1]].split())
    last = part.at.get(j - 1)
    if last is not None and last.kind == "country" and right:  # "... for Southern Finland"
        part.put(Hit("body", f"{last.name}: {name}", "government body", i, j, last.name, country=last.name))
        return
    part.put(Hit("body", name, "any" if owned else AGENCY, i, j))


def _of_closed_list(part: Part, i: int, head: int, j: int) -> str:
    """Return the body of the closed list that a name spells out, for elections or intelligence; "" for none."""
    if any(part.is_in("election_words", step) for step in range(i, j)):
        return "Electoral Commission"
    spies = any(part.low(step) == "intelligence" for step in range(i, head)) and part.low(i) != "artificial"
    financial = any(part.low(step) == "financial" for step in range(i, head))
    return "Intelligence Service" if spies and not financial and j == head + 1 else ""


def _start(part: Part, at: int) -> int:
    """Return where the capitals begin that end at `at`."""
    i = at
    while i > 0 and at - i < _MAX_LEFT and _belongs(part, i - 1):
        i -= 1
    while i < at and (part.low(i) in _DROPPED or (part.words.first(i) and part.is_in("not_names", i))):
        i += 1
    return i


def _end(part: Part, at: int) -> int:
    """Return the end of "... of the Capitals and Capitals" behind the head `at`; `at` + 1 if nothing follows."""
    j = step = at + 1 + (part.low(at + 1) == "general")  # "Directorate General for Lamps"
    if part.low(step) not in ("of", "for", "on", "against"):
        return j
    while step - at < _MAX_RIGHT:
        if part.raw(step)[:1].isupper() and _is_free(part, step) and not _is_day(part, step):
            j = step + 1
        elif j == step > at + 2 and (land := part.at.get(step)) is not None and land.kind == "country":
            return step + 1  # "for Southern Finland"
        elif _lists(part, step):
            pass  # "for Safety, Energy and Water"
        elif part.low(step) not in _LINKS or step in part.at or (part.low(step) == "and" and j == at + 1):
            break
        step += 1
    return j


def _lists(part: Part, comma: int) -> bool:
    """Say whether the comma stands between capitals of which "and" joins the last."""
    last = comma + 2 + part.raw(comma + 2)[:1].isupper()  # "Lamps, Candle Wax and Fog"
    if part.low(comma) != "," or not part.raw(comma + 1)[:1].isupper() or part.low(last) not in ("and", "&"):
        return False
    return part.raw(last + 1)[:1].isupper() and not {comma + 1, last - 1, last + 1} & part.at.keys()


def _is_day(part: Part, at: int) -> bool:
    return part.low(at - 1) == "on" and part.is_in("not_names", at)


def _belongs(part: Part, at: int) -> bool:
    if part.low(at) in ("and", "of", "for", "'s", "'", "&"):
        if at == 0 or not part.words.cap[at - 1] or not _is_free(part, at - 1):
            return False
        holder = part.is_in("roles", at - 1) or part.is_in("office_holders", at - 1)
        return part.low(at) == "'" or holder == (part.low(at) == "'s")
    return part.words.cap[at] and _is_free(part, at) and part.low(at) not in _DROPPED


def _is_free(part: Part, at: int) -> bool:
    """Say whether word `at` stands for nothing else, or for a party or body whose name is but a word of this one."""
    hit = part.at.get(at)
    if hit is None or hit.kind in ("given", "mask"):
        return True
    return hit.j - hit.i == 1 and not part.raw(at).isupper() and (
        (hit.kind == "body" and hit.type == "weak") or (hit.kind == "org" and hit.type == "other organisation")
    )  # fmt: skip
