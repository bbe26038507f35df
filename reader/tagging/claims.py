"""Claims: who calls on, accuses, denies, confirms, offers or reports what, as worded by the source.

Precise rather than complete. What is negated, only possible, asked, or told of somebody else ("denied that X accused
Y", "X may accuse") is no claim of the one who would have made it. Nothing is said about whether it is true.
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.model.tagging import Tagging
from reader.tagging.acts import FORMS, READY, Act, act_of, is_offer
from reader.tagging.claimants import Known, Subject, subject_before, subject_behind
from reader.tagging.lexicon import Lexicon
from reader.tagging.part import Hit, Part
from reader.tagging.rereading import quotations, reread, sentence_span

__all__ = ["Act", "Claim", "claims", "claims_of"]

_BE = frozenset("is are was were be been being 's 're".split())
_HAVE = frozenset("has have had".split())
_MAYBE = frozenset("would could may might should must will shall can 'll to cannot".split())
_NOT = frozenset("not never hardly barely nor neither without".split())
_SKIPPED = frozenset(
    ("also", "again", "now", "already", "still", "just", "repeatedly", "publicly", "strongly", "formally")
)
_NEW_CLAUSE = frozenset(("while", "but", "whereas", "and", "as", "though", "although"))
_AFTERWARDS = frozenset(
    ". , ; ! ? on in at during after to when as before following amid late early monday tuesday wednesday "
    'thursday friday saturday sunday today yesterday adding " - — while via earlier later this last through ('.split()
) | {"", "\n"}
_STOPS = frozenset((".", ";", ":", "!", "?", "\n", '"', ","))


@dataclass(frozen=True, slots=True)
class Claim:
    """One act: by whom (None: somebody unnamed), for which side, towards whom.

    `place` is headline or body, `start` to `end` the sentence and `at` to `until` the verb, in characters of the text
    that was given.
    """

    who: str | None
    side: str | None
    act: Act
    targets: tuple[str, ...]
    place: str
    start: int
    end: int
    at: int
    until: int


@dataclass(frozen=True, slots=True)
class _Said:
    """A verb with its subject, as words: `group` is the first word of the verb, `trails` for "..., X said"."""

    subject: Subject
    act: Act
    group: int
    verb: int
    trails: bool = False
    behind: bool = False
    """The subject stands behind the verb."""


def claims(lexicon: Lexicon, headline: str | None, text: str, tagging: Tagging) -> tuple[Claim, ...]:
    """Return the claims of an entry in reading order. Pure, in linear time, never raises."""
    return claims_of(reread(lexicon, headline, text, tagging), tagging)


def claims_of(parts: tuple[Part, Part], tagging: Tagging) -> tuple[Claim, ...]:
    """The same for parts that have been read already."""
    known = Known(tagging.speaker, tagging.side, parts)
    found: list[Claim] = []
    for part in parts:
        found += _Reading(part, known).claims()
        known.moved()
    return tuple(dict.fromkeys(found))


LONG = 80
"""Words of a sentence that are looked at for what it says before "..., X said"."""


class _Reading:
    """One part, verb by verb."""

    def __init__(self, part: Part, known: Known) -> None:
        self.part = part
        self.known = known
        self.quote = quotations(part)
        self.asked = {s for s, word in zip(part.words.sentence, part.words.raw, strict=True) if word == "?"}
        self.kept: list[_Said] = []
        self.waiting: dict[int, list[tuple[int, Act]]] = {}

    def claims(self) -> list[Claim]:
        low = self.part.words.low
        for at, word in enumerate(low):
            if at in self.part.at:
                continue
            if word in FORMS or (word in READY and is_offer(self.part, at)):
                self._verb(at, word)
            elif word == "according" and self.part.low(at + 1) == "to" and not self.quote[at]:
                self._according(at)
        if not self.kept and self.part.place == "headline":
            self._label()
        return [claim for said in self.kept for claim in self._told(said)]

    # -- one verb

    def _verb(self, at: int, word: str) -> None:
        act = Act.OFFERS if word in READY else act_of(self.part, at)
        if act is None:
            return
        if self.quote[at]:
            if act is not Act.REPORTS and _first_person(self.part, at):
                self.waiting.setdefault(self.quote[at], []).append((at, act))
            return
        if act is Act.REPORTS and self._behind(at, word):
            return
        group = _group(self.part, at, word)
        if group is None or self.part.words.sentence[at] in self.asked:
            return
        subject = subject_before(self.part, group, self.known)
        before = self._main(at)
        if subject is None:
            if (
                before is not None
                and self.part.low(group - 1) in ("and", "but")
                and not before.trails
                and _finite(word)
            ):
                self._keep(_Said(before.subject, act, group, at))
            return
        if not self._agrees(word, subject, group, at):
            return
        trails = self._trails(subject, act, at)
        if trails:
            self._keep(_Said(subject, act, group, at, trails=True))
        elif before is None or before.trails or self._new_clause(before, subject):
            self._keep(_Said(subject, act, group, at))

    def _behind(self, at: int, word: str) -> bool:
        """Read '..., said X'; whether it was such a form."""
        part = self.part
        if (
            not part.is_in("saying", at)
            or part.low(at - 1) not in (",", '"')
            or word not in ("said", "says", *_INVERTED)
        ):
            return False
        subject = subject_behind(part, at + 1, self.known)
        if subject is not None:
            self._keep(_Said(subject, Act.REPORTS, at, at, trails=True, behind=True))
        return subject is not None

    def _according(self, at: int) -> None:
        subject = subject_behind(self.part, at + 2, self.known)
        if subject is not None and self.part.words.sentence[at] not in self.asked:
            self._keep(_Said(subject, Act.REPORTS, at, at, trails=True, behind=True))

    def _label(self) -> None:
        """Read "... - Bern" and "Kremlin: ...": a name and nothing else."""
        part, count = self.part, len(self.part.words)
        for at in range(count - 2, max(0, count - 8), -1):
            if part.low(at) in ("-", "—", "--", ":") and at not in part.at:
                self._only(at + 1, count, at)
                return
        for at in range(1, min(count - 1, 7)):
            if part.low(at) == ":" and at not in part.at:
                hit = part.at.get(at - 1)
                if hit is not None and hit.kind in ("person", "body"):
                    self._only(0, at, at)
                return

    def _only(self, i: int, j: int, at: int) -> None:
        hits = [hit for hit in self.part.hits if i <= hit.i and hit.j <= j]
        rest = [step for step in range(i, j) if step not in self.part.at]
        nobody = any(hit.kind == "person" and not (hit.side or hit.role) for hit in hits) and i > 0
        if not nobody and len({hit.name for hit in hits}) == 1 and all(self.part.is_in("roles", step) for step in rest):
            subject = subject_before(self.part, j, self.known) or subject_behind(self.part, i, self.known)
            if subject is not None and subject.names:
                self._keep(_Said(subject, Act.REPORTS, at, at, trails=True))

    # -- how it stands to the verbs before it

    def _main(self, at: int) -> _Said | None:
        """The last act of this sentence that was kept."""
        last = self.kept[-1] if self.kept else None
        return last if last is not None and self.part.same_sentence(last.verb, at) else None

    def _trails(self, subject: Subject, act: Act, at: int) -> bool:
        part = self.part
        if act is not Act.REPORTS or subject.start == 0 or not part.same_sentence(subject.start - 1, at):
            return False
        if part.low(subject.start - 1) not in (",", '"', "'", "-", "—"):
            return False
        after = part.low(at + 1)
        told = part.low(at) in ("told", "tells") and after not in _STOPS
        return (told or after in _AFTERWARDS) and self._says_before(subject.start)

    def _says_before(self, start: int) -> bool:
        """Whether what stands before can be what is said: it has a verb, or is a quotation."""
        part, number = self.part, self.part.words.sentence[start]
        at = start - 1
        while at >= max(0, start - LONG) and part.words.sentence[at] == number:
            if part.low(at) == '"' or (part.verb(at) and not part.verb(at).endswith("-ing")):
                return True
            at -= 1
        return part.place == "headline"

    def _new_clause(self, before: _Said, subject: Subject) -> bool:
        """Whether the subject begins a clause of its own, so that it is not told by whoever spoke before."""
        part, at = self.part, subject.start - 1
        if part.low(at) == ";":
            return True
        if part.low(at) not in _NEW_CLAUSE:
            return False
        if part.place == "headline":
            return part.low(at) in ("as", "while", "but")
        return part.low(at) != "as" and part.low(at - 1) in (",", ";") and before.verb < at - 1

    def _agrees(self, word: str, subject: Subject, group: int, at: int) -> bool:
        """A bare form needs a subject in the plural, and an -ing form "is" before it, or a headline."""
        form = FORMS[word][1] if word in FORMS else "past"
        if form == "base" and group == at:
            return subject.several or _plural(self.part, group - 1)
        if form == "ing":
            return group < at or self.part.place == "headline"
        return not (form == "participle" and group == at)

    def _keep(self, said: _Said) -> None:
        if said.trails:
            number = self.part.words.sentence[said.verb]
            while (
                self.kept
                and self.part.words.sentence[self.kept[-1].verb] == number
                and not self._by_own(self.kept[-1], said)
            ):
                self.kept.pop()
        self.kept.append(said)
        if said.subject.names:
            self.known.heard(self.part, said.subject, said.verb)
        self._give_quotes(said)

    @staticmethod
    def _by_own(earlier: _Said, said: _Said) -> bool:
        """Whether what is told of somebody is told by himself or by one of his own side."""
        if earlier.trails:
            return True
        sides = {value for name in said.subject.names for value in name if value}
        return bool(earlier.subject.names) and all(
            sides & {value for value in name if value} for name in earlier.subject.names
        )

    def _give_quotes(self, said: _Said) -> None:
        """What stands in quotation marks beside the verb is said by its subject."""
        first, last = said.subject.start if not said.behind else said.group, said.verb + 1
        for number in {self._quote_near(first - 1, -1), self._quote_near(last, 1)} - {0}:
            for at, act in self.waiting.pop(number, ()):
                self.kept.append(_Said(said.subject, act, at, at, trails=True))
            if number == self._quote_near(last, 1):
                self.waiting[number] = []
                self._ahead = number, said.subject

    _ahead: tuple[int, Subject] = (0, Subject((), 0))

    def _quote_near(self, at: int, step: int) -> int:
        """The number of the quotation that begins or ends here, a comma or colon aside."""
        for _ in range(3):
            if 0 <= at < len(self.quote) and (self.quote[at] or self.part.low(at) == '"'):
                inside = at if self.quote[at] else at + step
                return self.quote[inside] if 0 <= inside < len(self.quote) else 0
            if self.part.low(at) not in (",", ":", "that", ""):
                return 0
            at += step
        return 0

    # -- the answer

    def _told(self, said: _Said) -> list[Claim]:
        part = self.part
        start, end = sentence_span(part, said.verb)
        verb = part.words.start[said.verb], part.words.end[said.verb]
        names = said.subject.names or ((None, None),)
        aimed = [hit.name for hit in targets(part, said.verb, said.act)]
        mutual = (
            not aimed and len(names) > 1 and part.low(said.verb + 1) == "each" and part.low(said.verb + 2) == "other"
        )
        told: list[Claim] = []
        for name, side in names:
            others = [other for other, _ in names if other] if mutual else aimed
            towards = tuple(dict.fromkeys(other for other in others if other != name))
            told.append(Claim(name, side, said.act, towards, part.place, start, end, *verb))
        return told


_INVERTED = ("wrote", "added", "announced", "warned", "explained", "tweeted", "replied", "insisted")


def _finite(word: str) -> bool:
    return word in FORMS and FORMS[word][1] in ("s", "past")


def _plural(part: Part, at: int) -> bool:
    hit = part.at.get(at)
    word = part.low(at)
    return (hit is not None and hit.kind != "person" and word.endswith("s")) or word in (
        "police",
        "military",
        "taliban",
    )


def _group(part: Part, at: int, word: str) -> int | None:
    """Return where the verb begins, its auxiliaries with it; None where it is negated, only possible or passive."""
    step, be, have = at - 1, False, False
    while step >= 0 and step not in part.at:
        low = part.low(step)
        if low in _NOT or low.endswith("n't") or low in _MAYBE or low in ("did", "does", "do", "cannot"):
            return None
        if low in _BE and low not in ("'s", "'re"):
            be = True
        elif low in _HAVE:
            have = True
        elif (
            low not in _SKIPPED
            and not part.is_in("adverbs", step)
            and not (low in ("stand", "stands") and word in READY)
        ):
            break
        step -= 1
    form = FORMS[word][1] if word in FORMS else "ready"
    if be and form not in ("ing", "ready"):
        return None
    if form == "ready" and not be and part.place != "headline" and part.low(at - 1) not in ("stand", "stands"):
        return None
    return None if have and form in ("base", "s") else step + 1


def _first_person(part: Part, at: int) -> bool:
    """Say whether the verb's subject is "we" or "I", with nothing that takes the act back."""
    step = at - 1
    while step >= 0 and (
        part.low(step) in _SKIPPED
        or part.is_in("adverbs", step)
        or part.low(step) in ("have", "are", "am", "'re", "'m")
    ):
        step -= 1
    if part.low(step) not in ("we", "i") or step in part.at:
        return False
    return part.low(step - 1) not in ("if", "that", "whether", "when", "what", "why", "how")


def targets(part: Part, verb: int, act: Act) -> list[Hit]:
    """Return whom a call or an accusation is directed at: the names right behind the verb."""
    if act not in (Act.CALLS, Act.ACCUSES):
        return []
    at = verb + 1
    if part.low(at) in ("on", "upon", "to", "with", "against", "for"):
        wants_to = part.low(at) == "for"
        at += 1
    else:
        wants_to = False
    found: list[Hit] = []
    end = verb + 16
    while at < min(len(part.words), end):
        hit = part.at.get(at)
        if hit is not None:
            owned = found and (
                part.low(found[-1].j) == "'s" or (found[-1].kind == "people" and hit.kind in ("person", "body", "org"))
            )
            found = [*found[:-1], hit] if owned and found[-1].j >= hit.i - 4 else [*found, hit]
            at = hit.j
            continue
        if part.low(at) in _STOPS - {","} or (part.low(at) != "against" and part.is_in("target_stops", at)):
            break
        if part.verb(at) and part.words.low[at] not in ("warring", "fighting", "joint"):
            break
        at += 1
    return found if not wants_to or part.low(at) == "to" else []
