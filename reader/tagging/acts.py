"""The six acts of a claim and the verbs that say them; what must follow a verb for it to mean the act."""

from __future__ import annotations

from enum import StrEnum

from reader.tagging.part import Part
from reader.tagging.verbs import regular


class Act(StrEnum):
    """What somebody does with words."""

    CALLS = "calls on"
    ACCUSES = "accuses"
    DENIES = "denies"
    CONFIRMS = "confirms"
    OFFERS = "offers"
    REPORTS = "reports"


_VERBS = {
    Act.CALLS: "urge implore beseech beg exhort call appeal demand plead press ask request warn",
    Act.ACCUSES: "accuse blame condemn denounce criticise criticize slam lambast lambaste rebuke berate decry",
    Act.DENIES: "deny refute rebut disavow reject dismiss dispute repudiate",
    Act.CONFIRMS: "confirm acknowledge admit concede reconfirm",
    Act.OFFERS: "offer propose pledge promise",
    Act.REPORTS: "say/said tell/told report state announce declare claim note add write/wrote/written tweet explain "
    "insist stress emphasise emphasize assert allege argue maintain conclude reveal remark comment mention predict "
    "estimate recall reply respond testify clarify reiterate caution underline underscore express voice",
}
_DOUBLED = {"beg": "begg"}

FORMS: dict[str, tuple[str, str]] = {}
"""Form -> the verb, and which form it is: base, s, past, participle (where that is another than the past), ing."""
ACT_OF: dict[str, Act] = {}
"""Verb -> its act where nothing else decides."""


def _fill() -> None:
    for act, verbs in _VERBS.items():
        for item in verbs.split():
            base, *irregular = item.split("/")
            third, past, gerund = regular(base)
            if base in _DOUBLED:
                past, gerund = _DOUBLED[base] + "ed", _DOUBLED[base] + "ing"
            ACT_OF[base] = act
            for form, kind in ((base, "base"), (third, "s"), (gerund, "ing"), ((irregular or [past])[0], "past")):
                FORMS[form] = base, kind
            if len(irregular) > 1:
                FORMS[irregular[1]] = base, "participle"


_fill()

_ENDS = frozenset((".", ",", ";", ":", "!", "?", "\n", '"', ""))
_CLAIM_NOUNS = frozenset(
    "allegation allegations accusation accusations claim claims report reports charge charges suggestion "
    "suggestions assertion assertions rumour rumours rumor rumors speculation involvement responsibility "
    "wrongdoing".split()
)
_TOLD = frozenset(
    "add note maintain conclude write estimate mention recall state remark comment predict reply respond "
    "testify".split()
)
_TOLD_NEXT = _ENDS | frozenset("that on in to how at during".split())
_STATED = frozenset(
    "concern concerns hope regret condolences support solidarity alarm confidence doubt doubts gratitude "
    "sympathy dismay outrage disappointment satisfaction fears worry worries opposition scepticism "
    "skepticism shock sorrow sadness belief".split()
)
_HOSTILE = frozenset(
    "retaliate respond strike fight attack punish destroy defend use avenge hit resist crush repel continue "
    "take deploy block seek face impose invade annex kill sue leave quit resign".split()
)
_KIND = frozenset(
    "help host assist support provide send negotiate talk discuss meet mediate cooperate resume hold work offer "
    "participate join promote contribute facilitate engage consider sign make accept continue do open share supply "
    "give deliver listen extend comply compromise pay fund receive release exchange implement restore begin start "
    "agree return lend donate finance back cease withdraw stop end observe respect guarantee".split()
)
READY = frozenset(("ready", "willing", "prepared"))


def act_of(part: Part, at: int) -> Act | None:
    """Return the act that the verb at `at` stands for in its place; None where it means something else."""
    verb, form = FORMS[part.low(at)]
    after = part.low(at + 1)
    if form in ("past", "participle") and after in ("by", "as", "dead"):
        return None
    decide = _BY_VERB.get(verb)
    if decide is not None:
        return decide(part, at)
    act = ACT_OF[verb]
    if act is Act.ACCUSES and after in ("of", "for", "over", "in", *_ENDS - {'"'}):
        return None
    if act is Act.CALLS and (after in ("to", "of") or after in _ENDS - {'"'}):
        return None
    if verb in _TOLD and after not in _TOLD_NEXT:
        return None
    return None if act is Act.REPORTS and after in ("of", "from") else act


def _calls(part: Part, at: int) -> Act | None:
    return Act.CALLS if part.low(at + 1) in ("on", "upon", "for") and part.low(at + 2) != "to" else None


def _appeals(part: Part, at: int) -> Act | None:
    return Act.CALLS if part.low(at + 1) in ("to", "for") else None


def _presses(part: Part, at: int) -> Act | None:
    return Act.CALLS if part.low(at + 1) == "for" or _then(part, at + 1, ("to",)) else None


def _asks(part: Part, at: int) -> Act | None:
    return Act.CALLS if _then(part, at + 1, ("to", "for")) else None


def _tells(part: Part, at: int) -> Act | None:
    return Act.CALLS if _then(part, at + 1, ("to",)) else Act.REPORTS if part.low(at + 1) not in _ENDS else None


def _warns(part: Part, at: int) -> Act | None:
    against = part.low(at + 1) == "against" or _then(part, at + 1, ("against", "not"))
    return Act.CALLS if against else Act.REPORTS


def _rejects(part: Part, at: int) -> Act | None:
    for step in range(at + 1, at + 7):
        word = part.low(step)
        if word in _CLAIM_NOUNS:
            return Act.DENIES
        if word in _ENDS or word in ("to", "for", "from", "by", "of"):
            return None
    return None


def _denies(part: Part, at: int) -> Act | None:
    """A court denies a motion, a country entry: no statement."""
    return None if any(part.low(step) in _REFUSED for step in range(at + 1, at + 6)) else Act.DENIES


_REFUSED = frozenset(
    "motion request requests bail appeal entry access petition visa visas permission asylum application applications "
    "parole service right rights".split()
)


def _offers(part: Part, at: int) -> Act | None:
    after = part.low(at + 1)
    if after in ("of", "from", "for") or part.low(at + 2) in ("vote", "toast", "marriage"):
        return None
    if after == "to" and part.low(at + 2) in _HOSTILE:
        return None
    return Act.OFFERS


def _expresses(part: Part, at: int) -> Act | None:
    for step in range(at + 1, at + 5):
        if part.low(step) in ("readiness", "willingness"):
            return Act.OFFERS
        if part.low(step) in _STATED:
            return Act.REPORTS
    return None


def _claims(part: Part, at: int) -> Act | None:
    return None if part.low(at + 1) in ("of", "from", "for", "against", "about", "the") else Act.REPORTS


def _admits(part: Part, at: int) -> Act | None:
    return None if part.low(at + 1) == "to" and part.low(at + 2) in ("hospital", "a", "the") else Act.CONFIRMS


def _declares(part: Part, at: int) -> Act | None:
    """To declare war or an emergency is an act of another kind."""
    after = part.low(at + 1)
    return Act.REPORTS if after in ("that", '"', "support", ":") or part.at.get(at + 1) is not None else None


_BY_VERB = {
    "call": _calls, "appeal": _appeals, "plead": _appeals, "press": _presses, "ask": _asks, "tell": _tells,
    "warn": _warns, "deny": _denies, "reject": _rejects, "dismiss": _rejects, "dispute": _rejects,
    "repudiate": _rejects, "offer": _offers, "propose": _offers, "pledge": _offers, "promise": _offers,
    "express": _expresses, "voice": _expresses, "claim": _claims, "admit": _admits, "declare": _declares,
}  # fmt: skip


def is_offer(part: Part, at: int) -> bool:
    """Say whether "ready to" (or willing, prepared) at `at` offers something: not to strike back."""
    return part.low(at) in READY and part.low(at + 1) == "to" and part.low(at + 2) in _KIND and at not in part.at


def _then(part: Part, at: int, wanted: tuple[str, ...]) -> bool:
    """Say whether somebody is named from `at` on and one of `wanted` follows right behind."""
    hit, steps = part.at.get(at), 0
    while steps < 8 and at < len(part.words):
        if hit is not None:
            at = hit.j
        elif part.low(at) in wanted:
            return steps > 0
        elif part.low(at) in _ENDS - {","} or part.verb(at):
            return False
        else:
            at += 1
        steps += 1
        hit = part.at.get(at)
    return False
