"""Persons by the company that their names keep: an office before or behind, a verb of speech, a possessive, a given
name.

A name is two to five capitalised words with particles and initials between them; in Title Case lines only the words
beside an office or behind a known given name are taken.
"""

from __future__ import annotations

from reader.tagging.part import Hit, Part
from reader.tagging.spans import text

_MAX_WORDS = 5
_NUMERALS = frozenset("II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI".split())
_OWNER = frozenset(("country", "people", "seat", "region", "disputed", "org", "body", "outlet"))
_NAMING = frozenset(("named", "identified", "names", "identifies", "naming", "identifying"))
_TRUSTING = frozenset(("trust", "confidence", "faith", "belief", "interest", "aimed", "aim", "aiming", "hit", "back"))
_YIELDING = frozenset(("place", "seat", "region", "country", "people", "person", "disputed", "given", "org"))


def find(part: Part) -> None:
    """Put a person hit for every name in `part` that has evidence."""
    at, count = 0, len(part.words)
    cap, taken = part.words.cap, part.at
    doubtful: list[tuple[int, int]] = []
    while at < count:
        if not cap[at] and at not in taken:
            at += 1  # no name begins with a small letter
            continue
        end = _run(part, at)
        if end <= at:
            at += 1
            continue
        start = _trim(part, at, end)
        if start < end and _is_person(part, start, end):
            part.put(Hit("person", text(part, start, end), "person", start, end))
        elif start + 1 < end:
            doubtful.append((start, end))
        at = max(end, at + 1)
    for start, end in reversed(doubtful):
        if _leads_list(part, start, end):
            part.put(Hit("person", text(part, start, end), "person", start, end))


def _leads_list(part: Part, i: int, j: int) -> bool:
    """Say whether two or three capitalised words stand in a list just before a person."""
    if j - i > 3 or part.words.titled(i) or part.low(i - 1) in ("the", "in", "at", "near"):
        return False
    if part.low(i - 1) == "of" and part.is_in("roles", i - 2):
        return False
    if part.words.first(i) and (part.low(j) not in ("and", ",") or part.is_in("openers", i)):
        return False
    at = j
    while part.low(at) in (",", "and"):
        at += 1
    other = part.at.get(at)
    return at > j and other is not None and other.kind == "person" and " " in other.name


def _is_name_word(part: Part, at: int) -> bool:
    words = part.words
    if not 0 <= at < len(words.raw) or not words.cap[at] or at in part.at:
        return False
    raw, low, sets = words.raw[at], words.low[at], part.lexicon.sets
    if not raw[0].isalpha():
        return False
    if len(raw) > 1 and raw.isupper() and (len(raw) > 2 or low in sets["common_acronyms"]):
        return False
    if len(raw) > 2 and raw[-1] == "s" and raw[:-1].isupper():
        return False  # "CPUs"
    if low in sets["not_names"] and low in sets["given_too"] and _opens_name(part, at):
        return True
    if low in sets["not_names"] or low in sets["roles"] or low in sets["titles"]:
        return low in part.lexicon.names and part.low(at - 1) not in sets["not_names"]
    if part.lexicon.verbs.get(low, "") in ("speech", "call") and low not in part.lexicon.names and len(low) > 3:
        return not (part.words.cap[at - 1] if at else False) and not part.words.titled(at)
    return not (part.words.titled(at) and low in part.lexicon.verbs and low not in part.lexicon.names)


def _opens_name(part: Part, at: int) -> bool:
    """Say whether a small word with a capital stands between an office and a capital: "chief Per Quendon"."""
    return part.is_in("roles", at - 1) and part.raw(at + 1)[:1].isupper() and not part.words.titled(at)


def _run(part: Part, at: int) -> int:
    """Return the end of the run of name words that begins at `at`."""
    words = part.words
    if not _is_name_word(part, at):
        return _yielding_run(part, at)
    end = at + 1
    size = 1
    while end < len(words) and size < _MAX_WORDS:
        joined = end in words.joined
        if (joined and (words.raw[end].isalpha()) and end not in part.at) or (
            part.raw(end) == "." and len(part.raw(end - 1)) == 1 and _is_name_word(part, end + 1)
        ):
            end += 1
        elif _is_name_word(part, end) or _ends_name(part, at, end, size):
            end = part.at[end].j if end in part.at else end + 1
            size += 1
        elif _common_word(part, at, end, size):
            end += 1
            size += 1
        elif part.raw(end) in _NUMERALS and end not in part.at and not part.words.titled(at):
            end += 1  # "Karl XVI Gustaf"
        elif part.low(end) in part.lexicon.sets["particles"] and _particles(part, end):
            end = _particles(part, end)
        else:
            break
    return end


def _ends_name(part: Part, at: int, end: int, size: int) -> bool:
    """Say whether the known word at `end` is but the end of somebody's name that begins at `at`."""
    if not _yields(part, end):
        return False
    hit = part.at[end]
    given = part.low(at) in part.lexicon.names
    if hit.kind == "people":
        return size == 1 and part.words.cap[end] and part.low(at - 1) == "," == part.low(end + 1)
    if hit.kind == "person":
        return (given and size == 1) or not (part.words.titled(at) or part.words.first(at))
    if hit.kind == "org":
        return given and size <= 2 and not part.words.titled(at) and not part.raw(end).isupper()
    return given and (size == 1 or not part.words.titled(at))


def _common_word(part: Part, at: int, end: int, size: int) -> bool:
    """Say whether an everyday word with a capital behind a given name is a family name (Theresa May)."""
    return (
        size == 1
        and part.is_in("surnames_too", end)
        and part.words.cap[end]
        and end not in part.at
        and part.low(at) in part.lexicon.names
        and not part.words.titled(at)
    )


def _particles(part: Part, at: int) -> int:
    """Return the place of the name word behind one or two particles, 0 if there is none."""
    for step in (at + 1, at + 2):
        if _is_name_word(part, step) or (step in part.words.joined and part.raw(step).isalpha()):
            return step
        if part.low(step) not in part.lexicon.sets["particles"]:
            return 0
    return 0


def _yields(part: Part, at: int) -> bool:
    """Say whether a place or surname at `at` may be part of a longer name (Michael Jordan, Ellen Johnson Sirleaf)."""
    hit = part.at.get(at)
    return hit is not None and hit.kind in _YIELDING and hit.j - hit.i == 1 and not part.is_in("name_nouns", hit.j)


def _yielding_run(part: Part, at: int) -> int:
    """Return the end of a run that begins with a given name which is also a place or a leader's name."""
    hit = part.at.get(at)
    if hit is None or hit.kind == "people" or not _yields(part, at):
        return at
    if hit.kind == "given":
        return _run(part, at + 1) if _is_name_word(part, at + 1) else at
    if part.low(at) not in part.lexicon.names:
        return at
    if part.words.titled(at) or not _is_name_word(part, at + 1) or part.low(at + 1) in part.lexicon.verbs:
        return at
    if hit.kind in ("person", "org"):
        return at
    return _run(part, at + 1)


def _trim(part: Part, i: int, j: int) -> int:
    """Return where the name begins: behind the words before a given name, behind a common opening word."""
    names = part.lexicon.names
    if part.low(i) in names:
        return i
    for at in range(i + 1, j - 1):
        if part.low(at) in names and at not in part.words.joined and part.words.titled(at):
            return at
    if part.words.first(i) and j - i > 1 and part.low(i) in part.lexicon.sets["openers"]:
        return i + 1
    return i


def _is_person(part: Part, i: int, j: int) -> bool:
    size = sum(1 for at in range(i, j) if part.words.cap[at])
    given = part.low(i) in part.lexicon.names or (len(part.raw(i)) == 1 and part.raw(i + 1) == ".")
    if part.low(i - 1) in ("in", "at", "near") and part.low(i - 2) not in _TRUSTING and not part.is_in("roles", j):
        return False
    if part.is_in("name_nouns", j) and not (
        given and size > 1 and part.low(j) in ("plan", "act", "law", "line", "pass", "plant")
    ):
        return False
    if not given and (part.is_in("name_nouns", j - 1) or _inside_title(part, i)):
        return False
    if size <= 2 and part.low(i) == "st":
        return False  # a saint
    if part.low(j) == "reports" or part.is_in("storms", i - 1) or part.is_in("vessels", i - 1):
        return False
    if part.low(i - 1) == "the" or (part.low(i - 1) in ("a", "an") and not given):
        return False
    if size == 1:
        return _single(part, i, j)
    if part.words.titled(i):
        return (
            (given and size <= 3)
            or (_office_before(part, i) and size <= 3 and not part.low(i).endswith("s"))
            or (_owned(part, i) and bool(part.verb(j)))
        )
    if given or _office_before(part, i) or _office_behind(part, j) or _owned(part, i):
        return True
    return _by_clause(part, i, j)


def _by_clause(part: Part, i: int, j: int) -> bool:
    """Say whether the clause treats two or more unknown capitalised words as somebody."""
    if _of_ministry(part, i) or (part.low(i - 1) == "of" and part.is_in("local_rulers", i - 2)):
        return False
    if part.low(j) == "," and part.low(j + 1) in ("who", "whom", "whose"):
        return True
    if _is_introduced(part, i, j):
        return True
    if part.low(j) in ("was", "were") and part.is_in("befallen", j + 1):
        return True
    if part.low(i - 1) in ("told", "tells"):
        return False  # an outlet more often than not
    if part.low(i - 1) == "," == part.low(j) and part.verb(j + 1) == "speech":
        return True  # "the head of mission, X Y, said"
    if part.verb(j).startswith("speech") or part.is_in("saying", i - 1) or part.is_in("saying", i - 2):
        return True
    if part.verb(i - 1).startswith("call") and part.low(j) in ("for", "of", "over") and part.place == "body":
        return True  # "blamed X Y for"
    if _of_party(part, i, j) or _of_body(part, j):
        return True
    if _placed(part, i) or (part.low(i - 1) == "and" and i > 1 and part.words.cap[i - 2] and i - 2 not in part.at):
        return False  # behind "and" it may be the rest of a title: "Covenant on Lamps and Candle Rights"
    if _listed(part, i):
        return True
    if part.place == "body" and part.is_in("person_objects", i - 1):
        return True
    return part.finite(j) not in ("", "aux") or part.low(i - 1) in (
        "by",
        "with",
        "against",
        "and",
        "beat",
        "met",
        "meet",
    )


def _is_introduced(part: Part, i: int, j: int) -> bool:
    """Say whether the sentence gives a name: "X Y will be mayor", "police named him as X Y"."""
    if part.verb(j) == "aux" and part.low(j + 1) in ("be", "become") and part.is_in("roles", j + 2):
        return True
    return part.low(i - 1) == "as" and bool({part.low(at) for at in range(i - 6, i - 1)} & _NAMING)


def _of_party(part: Part, i: int, j: int) -> bool:
    """Say whether a party or government is said to be of the two capitals: "the Democratic Party of X Y"."""
    owned = part.at.get(i - 2) if part.low(i - 1) == "of" and j - i == 2 else None
    if owned is None or part.words.titled(i):
        return False
    return (owned.kind == "org" and part.low(owned.j - 1) == "party") or (
        owned.kind == "body" and owned.name.endswith("Government")
    )


def _of_body(part: Part, j: int) -> bool:
    """Say whether the words before `j` are said to be of an organisation ("X Y of the Bar Association") or former."""
    if part.place != "body":
        return False
    hit = part.at.get(j + 1 + (part.low(j + 1) == "the")) if part.low(j) == "of" else None
    if hit is not None and hit.kind == "country" and part.low(j - 1) not in part.lexicon.sets["name_nouns"]:
        return part.finite(hit.j) not in ("", "aux")  # "X Y of Kenya ran ..."
    led = part.at.get(j + 1) if part.low(j) == "'s" else None
    if led is not None and (led.type == "other organisation" or (led.kind == "body" and led.name == "Government")):
        return True  # "X Y's ANC"
    former = part.low(j) == "," and part.low(j + 1) in ("a", "an") and part.low(j + 2) in ("former", "ex", "longtime")
    return former or (hit is not None and hit.kind in ("org", "body"))


def _of_ministry(part: Part, i: int) -> bool:
    """Say whether the words are the rest of a body's name: "the Ministry of Lamps and Candle Wax"."""
    body = part.at.get(i - 2) if part.low(i - 1) == "and" else None
    return body is not None and body.kind == "body" and "of" in part.words.low[body.i : body.j]


def _single(part: Part, i: int, j: int) -> bool:
    """Say whether one unknown capitalised word is somebody: behind an office or possessive, or before "said"."""
    low = part.low(i)
    if len(low) < 3 or low in part.lexicon.sets["openers"] or low in part.lexicon.sets["place_nouns"]:
        return False
    if part.low(i - 1) in part.lexicon.sets["titles"]:
        return True
    beside = part.at.get(i - 1)
    if beside is not None and beside.type == "company" and low not in part.lexicon.names:
        return False  # "ArcelorMittal Temirtau said"
    speaks = part.verb(j).startswith(("speech", "call")) or part.finite(j).startswith("speech")
    if part.words.titled(i):
        return part.low(i - 1) == "'s" and _owned(part, i) and speaks and low not in part.lexicon.verbs
    if _office_before(part, i) and not part.words.first(i):
        placed = part.is_in("place_titles", i - 1) and part.is_in("place_prepositions", i - 2)
        return not placed or part.low(j) == "'s"  # "in Sheikh Quendon"
    if _owned(part, i) and part.low(i - 1) == "'s" and (part.finite(j) or part.low(j) in ("", ".", ",")):
        return True
    if low in part.lexicon.verbs:
        return False
    object_ = part.is_in("person_objects", i - 1) and not part.words.first(i - 1) and part.low(j) != "'s"
    if part.place == "headline" and object_:
        return low not in part.lexicon.sets["place_nouns"] and not low.endswith("s")
    if part.words.first(i):
        return speaks and not low.endswith("s") and low not in part.lexicon.sets["not_names"] and part.place == "body"
    return speaks and not _placed(part, i) and part.low(i - 1) not in ("and", ",", "'s")


def _inside_title(part: Part, i: int) -> bool:
    """Say whether the words before belong to a longer proper name ("Tax Justice" before "Network")."""
    before = part.low(i - 1)
    if i == 0 or not part.words.cap[i - 1] or part.words.titled(i) or part.words.first(i - 1):
        return False
    return before in part.lexicon.sets["not_names"] and before not in part.lexicon.sets["roles"]


def _placed(part: Part, i: int) -> bool:
    return part.is_in("place_prepositions", i - 1) or part.low(i - 1) in ("of", "to", "from", "on")


def _office_before(part: Part, i: int) -> bool:
    before = part.low(i - 1)
    return part.is_in("roles", i - 1) or part.is_in("titles", i - 1) or part.is_in("kin", i - 1) or (
        (before == "." and part.is_in("titles", i - 2)) or (before == "," and part.is_in("roles", i - 2))
    )  # fmt: skip


def _office_behind(part: Part, j: int) -> bool:
    if part.low(j) not in (",", "("):
        return False
    if part.raw(j + 1).isdigit() and len(part.raw(j + 1)) == 2 and part.low(j + 2) in (",", ")"):
        return True  # an age
    for at in range(j + 1, j + 8):
        if part.is_in("roles", at):
            return True
        if part.low(at) in (",", ".", "", "and", ")") or part.verb(at):
            return False
    return False


def _owned(part: Part, i: int) -> bool:
    """Say whether a country or organisation stands right before: "Thailand's X", "Belgian X Y"."""
    at = i - 1
    if part.low(at) == "'s":
        at -= 1
    hit = part.at.get(at)
    if hit is None or hit.kind not in _OWNER:
        return False
    if hit.kind == "seat" and part.is_in("place_prepositions", hit.i - 1):
        return False  # "in Luanda's Quendo"
    if at < i - 1 or hit.kind in ("people", "body"):
        return True
    return hit.kind == "org" and not part.words.titled(i)


def _listed(part: Part, i: int) -> bool:
    """Say whether a person stands just before in a list."""
    at = i - 1
    while part.low(at) in (",", "and"):
        at -= 1
    hit = part.at.get(at)
    return at < i - 1 and hit is not None and hit.kind == "person"
