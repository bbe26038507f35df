"""What a number counts: "26 civilians were hospitalised", "the death toll rose to 84", "destroyed 22 tanks"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reader.tagging.numbers import Number
from reader.tagging.part import Part

DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday".split())


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted, in words that are the same for the same thing, and whose they are."""

    label: str
    whose: str | None
    noun: str
    state: str
    own: bool = False
    """Whether they belong to whoever says so: "its servicemen"."""


def _table(text: str) -> dict[str, str]:
    """Read lines of "what it is called: words that say it"."""
    lines = (line.partition(":") for line in text.strip().splitlines())
    return {word: name.strip() for name, _, words in lines for word in words.split()}


_STATES = _table("""
killed: killed dead died deaths death fatalities fatality killing kill kills dies die slain perished
injured: injured wounded hurt injuries injury injuring wounding wounds injures wound injure
missing: missing unaccounted
detained: detained arrested arrests detains arresting detaining detentions arrest custody jailed imprisoned
displaced: displaced displacing fled homeless uprooted
evacuated: evacuated evacuating evacuates evacuations evacuees
rescued: rescued rescuing rescues saved
hospitalised: hospitalised hospitalized
infected: infected infections
captured: captured capturing captures
released: released freed releases freeing frees releasing
destroyed: destroyed destroying destroys destroy
damaged: damaged damaging damages
shot down: downed intercepted intercepts intercepting downing
trapped: trapped stranded
vaccinated: vaccinated
casualties: casualties casualty
""")
_NOUNS = _table("""
people: people persons person individuals
civilians: civilians civilian
soldiers: soldiers soldier servicemen serviceman troops personnel
children: children child minors kids
women: women woman
men: men man
police officers: policemen policeman
fighters: fighters fighter militants militant rebels rebel gunmen insurgents
homes: homes home houses house
tanks: tanks tank
drones: drones drone uavs
missiles: missiles missile
aircraft: aircraft planes plane jets jet warplanes helicopters helicopter
vehicles: vehicles vehicle
students: students student pupils
passengers: passengers passenger
workers: workers worker employees staff
hostages: hostages hostage
prisoners: prisoners prisoner detainees
refugees: refugees refugee
migrants: migrants migrant
patients: patients patient
buildings: buildings building
""")
_NO_STATE_ALONE = frozenset(("destroyed", "damaged", "captured", "shot down", "released"))
_FILLERS = frozenset(
    "more other others another additional further new newly of its his her their the our them people's "
    "local confirmed total armed armoured armored enemy combat young elderly innocent unarmed foreign "
    "alleged suspected separate different and/or registered daily were was have has had been be being are "
    "is seriously slightly also reportedly now least at critically badly including so far all already about "
    "which who that then estimated".split()
)
_LINKING = frozenset(("of", "its", "the", "their", "our", "his", "'s"))
_FINITE = frozenset(
    "were was has have had been being be are is reportedly already about which who that then so".split()
)
_STOP = frozenset((".", ";", ":", "!", "?", "\n", '"', "(", ")", "—", "-"))
_NOT_COUNTED = frozenset(
    "side sides country countries nation nations party parties leader leaders minister ministers way ways "
    "thing things time times point points state states man person day part parts of in on at and or to for "
    "from by with as than is are was were has have had but that which who million thousand hundred percent "
    "dollar dollars men's year's player players goal goals team teams match matches set sets game games "
    "wicket wickets run runs over overs ball balls lap laps member members step steps area areas front "
    "fronts stage term terms".split()
)
_TOLL = frozenset(("toll", "number", "count", "total", "tally", "figure"))
_CHANGES = frozenset(
    "rises rose risen rise climbs climbed reaches reached reach hits hit jumps jumped grows grew grown "
    "stands stood falls fell dropped passes passed tops topped exceeds exceeded surpasses surpassed to at "
    "now up is was by has had nears".split()
)
_MEANT = frozenset(
    "was is were are stood stands rose rises fell falls dropped drops grew grows jumped climbed reached reaches hit "
    "hits slowed eased increased decreased declined remained slipped shrank expanded gained lost soared plunged "
    "surged".split()
)


def subject_of(part: Part, number: Number, before: Subject | None) -> Subject | None:
    """Return what the number counts; None where that cannot be told. `before` is what the number before it counted."""
    if number.unit in ("%", "points"):
        return _share(part, number)
    if (
        number.high == 1
        and part.low(number.j) not in {*_NOUNS, *_STATES, "more", "other"}
        and not _state_before(part, number)
    ):
        return None
    noun, at, whose = _noun_behind(part, number)
    whose = whose or _whose_before(part, number)
    state = _state_behind(part, number, at) or _state_before(part, number)
    if number.unit:
        return _amount(part, number, whose)
    label, kind = _noun_before(part, number) if not noun and not state else ("", "")
    if label or kind:
        return _named(label, kind, whose or _whose_toll(part, number))
    if state and not noun and (before is not None) and _is_other(part, number):
        noun = before.noun
        whose = whose or before.whose
    if state and (noun or state not in _NO_STATE_ALONE or _plain_state(part, number)):
        if not noun and _small_word(number) and not _plain_state(part, number):
            return None
        own = any(part.low(step) in ("its", "their", "our") for step in range(number.j, at))
        return replace(_named(_NOUNS.get(noun, noun), state, whose), own=own)
    return _open(part, number, noun, whose)


def _named(noun: str, state: str, whose: str | None) -> Subject:
    shown = (
        ""
        if noun == "people" and state in ("killed", "injured", "missing", "detained", "displaced", "infected")
        else noun
    )
    return Subject(" ".join(word for word in (shown, state) if word), whose, noun, state)


def _open(part: Part, number: Number, noun: str, whose: str | None) -> Subject | None:
    """A noun that is in no table: only what is likely to be a figure, not "two sides"."""
    if not noun or noun in _NOT_COUNTED or len(noun) < 3:
        return None
    small = number.high is not None and number.high < 10
    if small and noun not in _NOUNS:
        return None
    if small and (
        not number.digits
        or part.low(number.i - 1) in ("the", "these", "those", "both", "their", "his", "her", "its", "'s", "other")
    ):
        return None
    if noun not in _NOUNS and not noun.endswith("s"):
        return None
    return _named(_NOUNS.get(noun, noun), "", whose)


def _noun_behind(part: Part, number: Number) -> tuple[str, int, str | None]:
    """Return the noun behind the number, the word behind that, and whose it is: "30 [Armenian] servicemen"."""
    at, whose, noun = number.j, None, ""
    for _ in range(7):
        hit = part.at.get(at)
        low = part.low(at)
        if hit is not None:
            if noun or hit.kind == "person":
                break
            whose = hit.country or hit.side or hit.name
            at = hit.j
        elif low in _NOUNS:
            return low, at + 1, whose
        elif _is_between(part, at, low):
            at += 1
        elif noun or _ends_noun(part, at, low):
            break
        else:
            noun = low
            at += 1
            if low.endswith("s") and not low.endswith("ss"):
                return low, at, whose
    # "armoured personnel carriers": the last of the words is what is counted, and here none of them was.
    return "", at, whose


def _is_between(part: Part, at: int, low: str) -> bool:
    """Say whether a word may stand between a number and what it counts: "26 of its", "84 killed soldiers"."""
    if low in _STATES:
        return part.low(at + 1) in _NOUNS
    return low in _LINKING or low in _FILLERS - _FINITE


def _ends_noun(part: Part, at: int, low: str) -> bool:
    return (
        not low
        or not low[0].isalpha()
        or low in _STATES
        or low in _NOT_COUNTED
        or part.is_in("auxiliaries", at)
        or part.verb(at) in ("aux", "speech", "call")
    )


def _whose_before(part: Part, number: Number) -> str | None:
    return None if part.low(number.i - 1) != "'s" else _owner(part, number.i - 2)


def _owner(part: Part, at: int) -> str | None:
    hit = part.at.get(at)
    return (hit.country or hit.side or hit.name) if hit is not None and hit.kind != "person" else None


def _whose_toll(part: Part, number: Number) -> str | None:
    """Whose toll it is: "Turkey's death toll", "the death toll in Turkey"."""
    for at in range(number.i - 1, max(-1, number.i - 10), -1):
        if part.words.sentence[at] != part.words.sentence[number.i]:
            break
        if at in part.at:
            return _owner(part, at)
    return None


def _state_behind(part: Part, number: Number, at: int) -> str:
    """What happened to them, as told behind: "26 civilians have been injured", "26 dead", "84 killed soldiers"."""
    for step in range(number.j, at):
        low = part.low(step)
        if low in _STATES and step not in part.at:
            return _STATES[low]
    for step in range(at, min(at + 8, len(part.words))):
        low = part.low(step)
        if step in part.at:
            continue
        if low in _STATES:
            return "" if _is_active(part, step, at) else _STATES[low]
        if low == "shot" and part.low(step + 1) == "down":
            return "shot down"
        if low in ("lost", "lose") and part.low(step + 1) in ("their", "lives"):
            return "killed"
        if low in _STOP or low in (",", "and", "but", "after", "as", "when", "by", "in") or not low:
            break
        if low not in _FILLERS and part.verb(step) not in ("", "aux"):
            break
    return ""


def _is_active(part: Part, step: int, at: int) -> bool:
    """Say whether those who are counted did it themselves: "50 soldiers killed three civilians"."""
    after = part.low(step + 1)
    aux = any(part.low(near) in ("were", "was", "been", "are", "is", "be", "being") for near in range(at, step))
    return not aux and (
        after[:1].isdigit() or after in ("the", "a", "at", "his", "their", "more") or step + 1 in part.at
    )


def _state_before(part: Part, number: Number) -> str:
    """The same as told before: "killed at least 26", "the deaths of another 26", "killing 5"."""
    at = number.i - 1
    for _ in range(4):
        low = part.low(at)
        if at in part.at or low in _STOP:
            return ""
        if low == "down" and part.low(at - 1) in ("shot", "shoots", "shooting"):
            return "shot down"
        if low == "lost":
            return ""
        if low in _STATES:
            linked = at == number.i - 1 or part.low(at + 1) in (
                "of",
                "at",
                "another",
                "the",
                "its",
                "around",
                "about",
                "some",
                "as",
                "more",
                "up",
            )
            passive = part.low(at - 1) in ("were", "was", "been", "are", "being") or _STATES[low] == "casualties"
            return _STATES[low] if linked and not passive else ""
        if low not in (
            "of",
            "another",
            "the",
            "its",
            "their",
            "at",
            "least",
            "about",
            "some",
            "his",
            "her",
            "and",
            "nearly",
            "almost",
            "another",
        ):
            return ""
        at -= 1
    return ""


def _noun_before(part: Part, number: Number) -> tuple[str, str]:
    """Read "the death toll rose to 84", "the number of civilians injured has grown to 26", "deaths: 12"."""
    noun = state = ""
    seen = False
    at = number.i - 1
    sentence = part.words.sentence[number.i]
    changed = part.low(at) in _CHANGES | {":"}
    while at >= 0 and part.words.sentence[at] == sentence and number.i - at < 24 and changed:
        low = part.low(at)
        if at not in part.at:
            if low in (";", '"') or (low in (",", "and") and part.raw(at - 1)[-1:].isdigit()):
                break
            if low in _TOLL:
                seen = True
                if low == "toll":
                    state = state or (
                        "killed"
                        if part.low(at - 1) == "death" or part.low(at - 1) not in _STATES
                        else _STATES[part.low(at - 1)]
                    )
                break
            if low in _NOUNS:
                noun = _NOUNS[low]
            elif low in _STATES and not state:
                state = _STATES[low]
            if low in ("deaths", "fatalities", "injuries", "arrests", "infections", "casualties"):
                seen = True
                break
        at -= 1
    return (noun, state) if seen and state else ("", "")


def _is_other(part: Part, number: Number) -> bool:
    return part.low(number.j) in ("others", "other", "more") or part.low(number.i - 1) in (
        "and",
        "another",
        ",",
        "while",
    )


def _plain_state(part: Part, number: Number) -> bool:
    """Say whether the state stands right beside the number: "26 killed"."""
    return (
        part.low(number.j) in _STATES
        or part.low(number.i - 1) in _STATES
        or part.low(number.j) in ("were", "have", "others", "people")
    )


def _small_word(number: Number) -> bool:
    return not number.digits and number.high is not None and number.high < 10


def _share(part: Part, number: Number) -> Subject | None:
    """What a percentage is of: "inflation rose to 5.2%", "35 percent of them are injured", "60% of voters"."""
    j = number.j
    if part.low(j) == "of":
        step = j + 1
        while part.low(step) in _FILLERS or step in part.at:
            step += 1
        noun = part.low(step)
        if noun and noun.isalpha() and len(noun) > 2:
            owner = next((_owner(part, near) for near in range(j, step) if near in part.at), None)
            return Subject(f"share of {noun}", owner, noun, "")
        return None
    at = number.i - 1
    while at >= 0 and part.low(at) in ("to", "at", "by", "of", "from", "a"):
        at -= 1
    change = part.low(at + 1) == "by"
    if part.low(at) not in _MEANT or at in part.at:
        return None
    noun = at - 1
    while noun >= 0 and (part.is_in("auxiliaries", noun) or part.is_in("adverbs", noun) or part.low(noun) in _FILLERS):
        noun -= 1
    if noun < 0 or part.words.sentence[noun] != part.words.sentence[at] or part.verb(noun) in ("speech", "aux"):
        return None
    if noun in part.at:
        return None
    word = part.low(noun)
    if not word.isalpha() or len(word) < 3 or part.is_in("pronouns", noun):
        return None
    first = part.low(noun - 1)
    compound = first if first.isalpha() and noun - 1 not in part.at and part.low(noun - 1) in _COMPOUND else ""
    owner = _owner(part, noun - 1) or (_owner(part, noun - 2) if part.low(noun - 1) == "'s" or compound else None)
    label = f"{compound} {word}".strip()
    return Subject(f"{label}, change" if change else label, owner, word, "" if change else word)


_COMPOUND = frozenset(
    "interest unemployment inflation growth approval voter oil gas share stock consumer house food core "
    "annual retail industrial".split()
)


def _amount(part: Part, number: Number, whose: str | None) -> Subject | None:
    """What an amount of money or a measure is of: "$40 million in aid", "500 tonnes of wheat", "a 2 million fine"."""
    step = number.j
    while part.low(step) in (
        "in",
        "of",
        "worth",
        "a",
        "the",
        "for",
        "to",
        "military",
        "humanitarian",
        "emergency",
        "financial",
        "new",
        "additional",
    ):
        if step in part.at:
            break
        step += 1
    word = part.low(step) if step not in part.at else ""
    direct = step == number.j or part.low(step - 1) in (
        "of",
        "in",
        "worth",
        "military",
        "humanitarian",
        "emergency",
        "financial",
    )
    if (
        word.isalpha()
        and len(word) > 2
        and direct
        and not part.verb(step)
        and word not in _NOT_COUNTED
        and not part.is_in("adverbs", step)
    ):
        return Subject(word, whose, word, "")
    before = part.low(number.i - 2) if part.low(number.i - 1) in ("of", "worth") else ""
    if before.isalpha() and len(before) > 2 and before not in _NOT_COUNTED and not part.verb(number.i - 2):
        return Subject(before, whose, before, "")
    return None
