"""Who does what a verb says: the words before it (or, in "..., said X", behind it) read as a name or an office.

Stricter than the rules for the speaker of an entry: where it is not plain who is meant, nobody is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.tagging.part import Hit, Part

_PREPOSITIONS = frozenset(
    "of to for in with from at on by against near between into over about across inside outside under "
    "towards toward than like unlike via per despite around through without upon among behind until".split()
)
_OWNING = frozenset(("of", "for"))
_UNSURE = frozenset("if whether unless that how why what which who whose where no nobody neither nor".split())
_DETERMINERS = frozenset("the a an its his her their these those".split())
_OFFICES = frozenset(
    "government authorities authority officials official ministry military army forces troops police "
    "prosecutors prosecutor lawmakers lawmaker diplomats negotiators delegation mission embassy "
    "administration parliament court leadership side regime premier presidency foreign-ministry defence- "
    "ministry cabinet navy officers servicemen commanders envoys ministers team spokespeople spokesmen "
    "regulators regulator investigators courts judges statement".split()
)
_UNNAMED = frozenset(
    "officials official sources source witnesses witness residents police authorities doctors rescuers "
    "activists prosecutors investigators lawmakers firefighters relatives experts analysts scientists "
    "researchers protesters survivors diplomats spokesman spokeswoman spokesperson minister ministry "
    "president ambassador adviser aide mayor governor secretary government military army organisers "
    "economists forecasters officers judge prosecutor".split()
)
_AGENTS = frozenset("spokesman spokeswoman spokesperson adviser advisor aide envoy representative delegate".split())
_HE, _IT = frozenset(("he", "she")), frozenset(("it",))
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tonight".split())
_BETWEEN = frozenset(
    "also later earlier then again now still already repeatedly publicly strongly firmly immediately "
    "sharply once just previously separately jointly formally officially openly flatly categorically "
    "vehemently angrily meanwhile however too".split()
)
_CLAUSE = frozenset((".", ";", ":", "!", "?", "\n", '"', "-", "—", "--", "(", ")"))
_COMMON = frozenset("country republic top local regional new two three several many some own".split())
_LINKS = frozenset(("'s", "'"))
_WINDOW = 24
_BODY_NOUNS = frozenset(
    "ministry government police prosecutors prosecutor presidency parliament mission embassy army".split()
)
NEAR = 4
"""Sentences (line feeds count) over which "he" still means whoever spoke last."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who acts: names with the side of each, none for somebody unnamed. `start` is the first word of the phrase.

    `several` says that more than one acts, so that a verb may stand in its plural.
    """

    names: tuple[tuple[str, str | None], ...]
    start: int
    several: bool = False


def subject_before(part: Part, end: int, known: Known) -> Subject | None:
    """Return the subject that ends before word `end`; None where it cannot be told."""
    at = _over_insertion(part, end - 1)
    if at < 0:
        return None
    if part.low(at) == "," and at not in part.at:
        return _apposition(part, at, known)
    found = _phrase(part, at, known)
    if found is None:
        return None
    return _joined(part, found, known)


def subject_behind(part: Part, at: int, known: Known) -> Subject | None:
    """Return the subject of '..., said X', which begins at word `at`."""
    last: Hit | None = None
    step = at
    while step < min(len(part.words), at + 14):
        hit = part.at.get(step)
        if hit is not None:
            if hit.kind == "person":
                return Subject(((hit.name, hit.side or None),), at)
            if last is not None and part.low(step - 1) in ("to", "with", "in"):
                break
            last = hit if hit.kind != "people" or last is None else last
            step = hit.j
            continue
        word = part.low(step)
        if word in _CLAUSE or word == "," or part.is_in("source_stops", step):
            break
        if not (_dressing(part, step) or word in _PREPOSITIONS or _is_office(part, step)):
            break
        step += 1
    if last is None or (last.kind == "people" and not _is_office(part, last.j) and not _dressing(part, last.j)):
        word = next((part.low(near) for near in range(at, min(step, at + 4)) if part.low(near) in _UNNAMED), "")
        return known.office(part, at, step) if word else None
    return Subject((_name(last),), at)


class Known:
    """Who has spoken so far in an entry, and who its speaker is: for "he said" and "the minister said"."""

    def __init__(self, speaker: str | None, side: str | None, parts: Iterable[Part]) -> None:
        hits = [hit for part in parts for hit in part.starts.values()]
        own = [hit for hit in hits if hit.kind == "person" and hit.name == speaker]
        self.speaker = speaker if own else None
        self.side = side
        self.roles = frozenset().union(*(hit.role for hit in own))
        if "minister" in self.roles:
            self.roles |= {"fm", "pm"}
        self.persons = {hit.name for hit in hits if hit.kind == "person"}
        self.bodies = {hit.name: hit.country or hit.side for hit in hits if hit.kind == "body"}
        self.person: tuple[str, str | None] | None = None
        self.body: tuple[str, str | None] | None = None
        self.sentence = -9

    def heard(self, part: Part, subject: Subject, at: int) -> None:
        """Remember who spoke last, at word `at`."""
        if len(subject.names) != 1:
            self.person = self.body = None
            return
        name = subject.names[0]
        if name[0] in self.persons:
            self.person = name
        else:
            self.body = name
        self.sentence = part.words.sentence[at]

    def moved(self) -> None:
        """The headline is over: what stood there is no sentence before the first of the text."""
        self.sentence = -9
        self.person = self.body = None

    def he(self, sentence: int) -> tuple[str, str | None] | None:
        """Who "he" or "she" is: whoever spoke last, not long ago."""
        return self.person if self.person and 0 <= sentence - self.sentence <= NEAR else None

    def it(self, sentence: int) -> tuple[str, str | None] | None:
        """Which body or country "it" is."""
        return self.body if self.body and 0 <= sentence - self.sentence <= NEAR else None

    def office(self, part: Part, i: int, j: int) -> Subject:
        """Who "the minister" is: the speaker of the entry if it is a person with that office; else somebody unnamed."""
        words = {part.low(at) for at in range(i, j)} & (self.roles | _AGENTS)
        bare = (
            part.place == "headline"
            and part.low(i - 1) in (",", "-", "—")
            and any(part.is_in("roles", at) for at in range(i, j))
        )
        if self.speaker and (words & self.roles or bare):
            return Subject(((self.speaker, self.side),), i)
        if self.person and words & _AGENTS and 0 <= part.words.sentence[i] - self.sentence <= NEAR:
            return Subject((self.person,), i)
        noun = part.low(j - 1)
        bodies = [name for name in self.bodies if noun in name.lower()] if noun in _BODY_NOUNS else []
        if len(bodies) == 1:
            return Subject(((bodies[0], self.bodies[bodies[0]] or None),), i)
        return Subject((), i, several=part.low(j - 1).endswith("s") or part.low(j - 1) in ("police", "military"))


def _name(hit: Hit) -> tuple[str, str | None]:
    return hit.name, (hit.country or hit.side or (hit.name if hit.kind != "person" else "")) or None


def _over_insertion(part: Part, at: int) -> int:
    """Step left over "also", "on Monday", ", in turn,"."""
    for _ in range(4):
        if at >= 0 and at not in part.at and part.low(at) in (_BETWEEN | _DAYS):
            at -= 2 if part.low(at) in _DAYS and part.low(at - 1) in ("on", "late", "early") else 1
        elif part.low(at) in ("turn", "statement", "response", "part") and _short_insertion(part, at):
            at = _short_insertion(part, at) - 1
        elif part.low(at) == "," and at - 1 not in part.at and (start := _short_insertion(part, at - 1)):
            return start - 2 if part.low(start - 1) == "," else at
        elif part.low(at) == "," and part.low(at - 1) in _BETWEEN and part.low(at - 2) == ",":
            at -= 3
        else:
            break
    return at


def _short_insertion(part: Part, at: int) -> int:
    """Where "in turn", "on its part", "in a statement" begins that ends at `at`; 0 where there is none."""
    for start in range(at, max(0, at - 4), -1):
        if part.low(start) in ("in", "on", "for"):
            return start if start > 0 and part.low(at) in ("turn", "statement", "response", "part") else 0
    return 0


def _apposition(part: Part, comma: int, known: Known) -> Subject | None:
    """Read "X, the chief adviser to Y, said" up to the comma before "said"."""
    floor = max(0, comma - _WINDOW)
    for at in range(comma - 2, floor, -1):
        if at in part.at or part.low(at) in _CLAUSE:
            if at not in part.at:
                return None
            continue
        if part.low(at) != ",":
            continue
        hit = part.at.get(at - 1)
        opens = part.low(at + 1) in ("the", "a", "an", "who", "which", "his", "her", "its", "head", "director", "chief")
        office = any(part.is_in("roles", step) and step not in part.at for step in range(at + 1, min(comma, at + 8)))
        age = part.raw(at + 1).isdigit() and comma == at + 2
        if hit is not None and hit.j == at and (opens or office or age or hit.kind == "person"):
            return _phrase(part, at - 1, known)
    return None


def _phrase(part: Part, at: int, known: Known) -> Subject | None:
    """Read the phrase that ends with word `at`."""
    hit = part.at.get(at)
    if hit is not None:
        return _of_name(part, hit, known)
    word = part.low(at)
    sentence = part.words.sentence[at]
    if word in _HE or word in _IT:
        name = known.he(sentence) if word in _HE else known.it(sentence)
        return Subject((name,), at) if name and _may_begin(part, at) else None
    if _is_office(part, at):
        return _of_office(part, at, known)
    return None


def _of_name(part: Part, hit: Hit, known: Known) -> Subject | None:
    """Read a phrase that ends with a name: "French President X", "the ambassador of X", or X alone."""
    if hit.kind == "people" and hit.type == "country" and part.raw(hit.i).endswith(("an", "ish", "ese", "ic")):
        return None
    start = _start_of(part, hit.i)
    before = part.low(start - 1)
    beside = part.at.get(hit.i - 1)
    if hit.kind == "person" and beside is not None and before in _PREPOSITIONS and _is_office(part, start - 2):
        # "Ambassador to Russia X", "Secretary General of NATO X".
        start = _start_of(part, start - 1)
        before = part.low(start - 1)
    if before not in _PREPOSITIONS or start - 1 in part.at:
        return Subject((_name(hit),), start) if _may_begin(part, start) else None
    head = start - 2
    if head not in part.at and (part.is_in("roles", head) or part.low(head) in _OFFICES):
        if before in _OWNING and hit.kind != "person":
            start = _start_of(part, head)
            owner = (hit.country or hit.side or hit.name) if part.low(head) not in _AGENTS else hit.name
            names = ((owner, _name(hit)[1]),) if _may_begin(part, start) else ()
            return Subject(names, start) if names else None
        return _of_office(part, head, known)
    return None


def _of_office(part: Part, at: int, known: Known) -> Subject | None:
    """Read a phrase that ends with an office: "Swiss officials", "the country's prosecutors", "the minister"."""
    start = _start_of(part, at)
    if (part.low(start - 1) in _PREPOSITIONS and start - 1 not in part.at) or not _may_begin(part, start):
        return None
    several = part.low(at).endswith("s") or part.low(at) in ("police", "military", "troops")
    owner = next((part.at[step] for step in range(at - 1, start - 1, -1) if step in part.at), None)
    if owner is None:
        return known.office(part, start, at + 1) if part.low(at) in _UNNAMED or part.is_in("roles", at) else None
    if owner.kind == "person" and part.low(owner.j) not in _LINKS:
        return Subject((_name(owner),), start)
    side = owner.country or owner.side or owner.name
    if part.low(at) in known.roles and known.speaker and known.side == side:
        return Subject(((known.speaker, side),), start)
    if owner.kind == "person":
        return Subject(((owner.side, owner.side),) if owner.side else (), start, several)
    # Whoever is only from somewhere does not speak for it.
    speaks = part.low(at) in _OFFICES or (part.is_in("roles", at) and not part.is_in("described", at))
    return Subject(((side, side),) if speaks and part.low(at) not in _PRIVATE else (), start, several)


_PRIVATE = frozenset(
    "expert experts analyst analysts scientist scientists professor researcher researchers historian author "
    "writer actor singer actress activist activists dissident doctor doctors nurse engineer investor "
    "billionaire businessman musician guitarist coach manager captain striker midfielder defender "
    "goalkeeper player players driver champion resident residents witness journalist reporter correspondent "
    "economist forecaster trader lawyer pilot host broadcaster presenter opposition candidate".split()
)


def _joined(part: Part, last: Subject, known: Known) -> Subject:
    """Add those that stand before the phrase in a list: "X, Y and Z"."""
    names, start, several = list(last.names), last.start, last.several
    link = part.low(start - 1)
    headline = part.place == "headline"
    while (
        len(names) < 6
        and start >= 2
        and start - 1 not in part.at
        and (link in ("and", "&") or (link == "," and (several or headline)))
    ):
        hit = part.at.get(start - 2)
        if link in ("and", "&") and part.low(start - 2) == ",":
            hit, start = part.at.get(start - 3), start - 1
        if hit is None:
            break
        more = _of_name(part, hit, known)
        if more is None:
            break
        names = [*more.names, *names]
        start, several = more.start, True
        link = part.low(start - 1)
    return Subject(tuple(dict.fromkeys(names)), start, several) if several and len(names) > 1 else last


def _is_office(part: Part, at: int) -> bool:
    return at not in part.at and (part.low(at) in _OFFICES or part.is_in("roles", at) or part.low(at) in _UNNAMED)


def _dressing(part: Part, at: int) -> bool:
    """Say whether word `at` belongs to the name or office behind it: "the", "deputy", "foreign minister"."""
    word = part.low(at)
    return (
        word in _DETERMINERS
        or word in _LINKS
        or part.is_in("roles", at)
        or part.is_in("role_adjectives", at)
        or part.is_in("titles", at)
        or word in _OFFICES
        or word in _COMMON
        or (part.words.cap[at] and word.isalpha() and at + 1 not in part.at and _heads(part, at))
    )


def _heads(part: Part, at: int) -> bool:
    """Say whether a word in capitals belongs to the office behind it: "Transport Minister"."""
    return part.is_in("roles", at + 1) and not part.verb(at) and not part.is_in("pronouns", at)


def _start_of(part: Part, at: int) -> int:
    """Return the first word of the phrase of which word `at` is the last."""
    floor = max(0, at - _WINDOW)
    while at > floor:
        hit = part.at.get(at - 1)
        if hit is not None:
            if hit.kind == "person" and part.low(hit.j) not in _LINKS:
                break
            at = hit.i
        elif _dressing(part, at - 1) and part.words.sentence[at - 1] == part.words.sentence[at]:
            at -= 1
        elif part.low(at - 1) == "." and part.is_in("titles", at - 2):
            at -= 2
        else:
            break
    return at


def _may_begin(part: Part, start: int) -> bool:
    """Say whether a clause may begin with word `start`: not behind "if" or "that", and not with "no"."""
    return part.low(start - 1) not in _UNSURE and part.low(start) not in ("no", "neither", "nobody", "if", "whether")
