"""Topics of an entry by its words: strong and weak ones, weighed by where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from reader.tagging.lexicon import Lexicon, Pattern
from reader.tagging.part import Hit, Part
from reader.tagging.sources import is_claim
from reader.tagging.targets import targets
from reader.tagging.words import Words

_HEADLINE, _LATER = 3.0, 0.8
"""What a word of the headline weighs, and one of the text behind its first sentence, where one of that is 1."""
_LONG = 220
_ALONE = 1.5
"""What a word of the first sentence is worth where there is no headline."""
_WEAK_ONLY = 2.0
_ANY = 1.2
"""What the heaviest topic must weigh to be the only one where none reaches its floor."""
_PART = 0.25
"""What a topic must weigh beside the heaviest one."""
_BESIDE = 1.5
"""Floor of a topic that only the text names where the headline names another."""
_PLAIN = frozenset(("casualties", "ceasefire", "humanitarian", "mobilisation"))
"""Topics whose words mean little else: one of them in the text is enough."""
_HINT = 0.25
"""What actors add to a topic that the headline does not name."""
_OF_BODIES = {
    "Armed Forces": "military",
    "Defence Ministry": "military",
    "Judiciary": "justice",
    "Police": "justice",
    "Prosecutor's Office": "justice",
    "Parliament": "politics",
    "Electoral Commission": "politics",
    "Central Bank": "economy",
    "Finance Ministry": "economy",
    "Foreign Ministry": "diplomacy",
    "Diplomatic Mission": "diplomacy",
    "Health Ministry": "science",
    "NASA": "science",
    "Civil Defence": "disaster",
}
_BLOWS = frozenset(("hits", "strikes", "shells", "pounds", "bombs", "attacks"))
_NO_BLOWS = frozenset(
    "back at out by with tariffs duties record target low high peak new deal goal lowest highest".split()
)
_STRIKES = frozenset(("strike", "strikes", "striking"))
_LABOUR = frozenset(("union", "unions", "pickets", "picket", "pay", "wages", "walkout", "workers", "bargaining"))
_CALLINGS = frozenset(
    "doctors nurses teachers pilots drivers crew staff miners dockers lecturers postmen bakers".split()
)
_STRIKE = 2.0
"""What a strike of workers adds to economy."""
_EARLY = 40
_ADDRESSING = ("country", "government body")
_SPARED = frozenset(("disaster", "humanitarian"))
"""Topics beside which the dead of an armed group's news are none of a fight."""
_STATES = frozenset(("country", "international organisation", "armed group/region"))
_OF_TYPES = {"armed group/region": "military", "company": "economy"}
_PARTIES = frozenset(
    "party parties democrats republicans conservatives liberals socialists greens alternative rally".split()
)
_DEFAULTS = ("sport", "justice", "politics", "economy", "diplomacy")
"""Topics that the actors of a headline name by themselves where its words name none."""
_REMEMBERED, _LONGEST = 20_000, 40
"""Words of which the patterns are remembered, and letters of one: bounded, whatever comes."""
_Spot = tuple[int, str, float, float]
"""A word that weighs: place, topic, 1 for a strong and 0.5 for a weak one, and the share of it that counts."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the words of an entry weigh: by topic, in all and in the headline; the topics that a strong word names."""

    scores: dict[str, float]
    headline: dict[str, float]
    strong: frozenset[str]
    long: bool
    spots: tuple[tuple[_Spot, ...], tuple[_Spot, ...]] = ((), ())
    """The words that weigh, of the headline and of the text."""

    @property
    def on_sport(self) -> bool:
        """Whether the words speak of sport, so that clubs named like their city may be meant."""
        weak = self.scores.get("sport", 0.0)
        if "sport" in self.strong and ("sport" in self.headline or not self.headline):
            return True
        most = max(self.scores.values(), default=0.0)
        return ("sport" in self.strong and weak >= 0.7 * most) or (weak >= _WEAK_ONLY and weak >= most)


def weigh(lexicon: Lexicon, headline: Words, body: Words) -> Weights:
    """Return what the words alone say of the topics."""
    opening = 1.0 if len(headline) else _ALONE
    above, below = _weigh(lexicon, headline, 1.0), _weigh(lexicon, body, opening)
    return _weights(tuple(above), tuple(below), len(body.text) > _LONG)


def _weights(above: tuple[_Spot, ...], below: tuple[_Spot, ...], long: bool) -> Weights:
    headline: dict[str, float] = {}
    for _, topic, weight, _ in above:
        headline[topic] = headline.get(topic, 0.0) + weight * _HEADLINE
    scores = dict(headline)
    for _, topic, weight, share in below:
        scores[topic] = scores.get(topic, 0.0) + weight * share
    strong = frozenset([topic for _, topic, weight, _ in (*above, *below) if weight == 1.0])
    return Weights(scores, headline, strong, long, (above, below))


def choose(weights: Weights, parts: Sequence[Part], media: bool, limit: int = 3) -> tuple[str, ...]:
    """Return up to `limit` topics, the clearest first; who acts in `parts` adds to what the words weigh.

    `media` puts that topic in whatever the words say.
    """
    weights = _leave_names(weights, parts)
    scores, told = dict(weights.scores), any(value >= _HEADLINE for value in weights.headline.values())
    evidence = _evidence(parts)
    told = _correct(scores, weights, parts) or told
    if weights.on_sport:
        evidence.pop("diplomacy", None)  # a federation and a country are no two states
    for topic, value in evidence.items():
        if topic in scores:
            scores[topic] += value if topic in weights.headline else min(value, _HINT)
    if "casualties" in weights.strong:
        scores["casualties"] += 1.0  # whatever else it is about: the dead are news
    least = _PART * max(scores.values(), default=0.0)
    found = sorted(
        (-score, topic)
        for topic, score in scores.items()
        if score >= _floor(weights, topic, told) and (score >= least or topic in _PLAIN)
    )
    chosen = [topic for _, topic in found[:limit]]
    fought = "casualties" in chosen and not _SPARED & set(chosen)
    if fought and evidence.get("military", 0.0) > 1.0:
        chosen = list(dict.fromkeys(("military", *chosen)))[:limit]
    if not told:
        default = next((topic for topic in _DEFAULTS if evidence.get(topic, 0.0) > 1.0), None)
        if default is not None and default not in chosen and not any(topic in weights.headline for topic in chosen):
            chosen = [default, *chosen[: limit - 1]]
    if not chosen:
        best = max(scores.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))
        chosen = [best[0]] if best[1] >= _ANY else []
    if media and "media" not in chosen:
        chosen = [*chosen[: limit - 1], "media"]
    return tuple(chosen)


def _correct(scores: dict[str, float], weights: Weights, parts: Sequence[Part]) -> bool:
    """Change `scores` where who acts decides what the words mean; return whether the headline tells a topic by that."""
    doubtful = "diplomacy" in scores and weights.headline.get("diplomacy", 0.0) < _HEADLINE and bool(parts)
    if doubtful and len(_states(parts)) < 2:
        scores.pop("diplomacy")  # it takes two
    peaceful = any(weights.headline.get(topic, 0.0) >= _HEADLINE for topic in ("disaster", "justice"))
    if peaceful and "military" not in weights.strong:
        scores.pop("military", None)  # an army that helps, a gang before a court
    hits = bool(parts) and _hits(parts[0])
    if hits:
        scores["military"] = scores.get("military", 0.0) + _HEADLINE
    elif parts and "military" not in weights.strong and _on_strike(parts):
        scores.pop("military", None)
        scores["economy"] = scores.get("economy", 0.0) + _STRIKE
    if not parts or weights.on_sport:
        return hits
    sides: set[str] = set()
    addresses = _address(parts[0], sides)
    if addresses or _address(parts[1], sides):
        scores["diplomacy"] = scores.get("diplomacy", 0.0) + (_HEADLINE if addresses else _STRIKE)
    return hits or addresses


def _leave_names(weights: Weights, parts: Sequence[Part]) -> Weights:
    """Return `weights` without the words that are but part of a name: of a person, of an organisation in the text."""
    kept = [
        tuple([spot for spot in spots if spot[0] not in part.at or not _in_name(part, spot, number)])
        for number, (part, spots) in enumerate(zip(parts, weights.spots, strict=False))
    ]
    if not kept or list(map(len, kept)) == list(map(len, weights.spots)):
        return weights
    return _weights(kept[0], kept[1], weights.long)


def _in_name(part: Part, spot: _Spot, number: int) -> bool:
    """Say whether a word tells nothing of a topic: "Bondi" in a name, "Labour Congress" in the text."""
    at, topic = spot[:2]
    hit = part.at[at]
    if not hit.actor:
        return False
    if hit.kind == "person" or (hit.kind == "org" and hit.type == "company" and hit.j - hit.i > 1):
        return True
    if not number or hit.kind not in ("org", "body") or hit.j - hit.i < 2:
        return False
    if hit.kind == "org":
        return hit.type == "other organisation" or (hit.type in _OF_TYPES and _OF_TYPES[hit.type] != topic)
    return bool(hit.country and hit.name.partition(": ")[2] not in _OF_BODIES)


def _on_strike(parts: Sequence[Part]) -> bool:
    """Say whether the headline's "strike" is one of workers: a union, pickets, pay are spoken of."""
    above = set(parts[0].words.low)
    if not _STRIKES & above:
        return False
    return bool(_CALLINGS & above) or any(_LABOUR & set(part.words.low) for part in parts)


def _hits(head: Part) -> bool:
    """Say whether a state strikes in the headline: "Spain hits refinery"."""
    first = next((hit for hit in head.hits if hit.actor), None)
    if first is None or first.type not in ("country", "armed group/region") or head.low(first.j) not in _BLOWS:
        return False
    return head.raw(first.j + 1).isalpha() and not _NO_BLOWS & set(head.words.low)


def _address(part: Part, sides: set[str]) -> bool:
    """Say whether a state asks, accuses or threatens another one before anything else: "Spain warns Malta".

    `sides` holds the states named before, and gets those that are named here.
    """
    low, class_of, found = part.words.low[:_EARLY], part.lexicon.verbs.get, False
    if part.place == "headline":
        low = low[: low.index(";")] if ";" in low else low
        colon = low.index(":") if ":" in low else 0
        if colon > 2 and low[colon - 2] == "to" and part.at.get(colon - 1) is not None:  # "Spain to Malta: ..."
            sides |= _sides(part, colon - 2)
            return part.at[colon - 1].type in _ADDRESSING and bool(sides)
    calls = [at for at, word in enumerate(low) if class_of(word) == "call"]
    for at in calls:
        if at in part.at or not is_claim(part, at):
            continue
        sides |= _sides(part, at)
        if sides:
            aimed = {hit.country or hit.speaks_for for hit in targets(part, at) if hit.type in _ADDRESSING}
            states = {name for name in aimed | sides if part.lexicon.is_country(name)}
            found = bool(aimed - sides) and len(states) > 1
            break
    if part.place == "headline":
        sides |= _sides(part, len(part.words))
    return found


def _sides(part: Part, end: int) -> set[str]:
    """Return for whom those speak who are named before word `end`."""
    return {
        hit.country or hit.speaks_for
        for hit in part.hits
        if hit.i < end and hit.actor and hit.type in (*_ADDRESSING, "person")
    }


def _states(parts: Sequence[Part]) -> set[str]:
    """Return the countries, organisations of countries and armed groups of the entry."""
    return {
        hit.country or hit.name
        for part in parts
        for hit in part.hits
        if hit.actor and (hit.type in _STATES or hit.country)
    }


def _floor(weights: Weights, topic: str, told: bool) -> float:
    """Return what `topic` must weigh to be one; `told`: the headline names some topic by a strong word."""
    if topic not in weights.strong:
        floor = _WEAK_ONLY
    elif topic in weights.headline or not told or topic in _PLAIN:
        floor = 1.5 if weights.long else 1.0
    else:
        floor = _BESIDE
    return max(floor, 2.0) if topic == "military" and weights.long else floor


def _evidence(parts: Sequence[Part]) -> dict[str, float]:
    """Return what the actors say of topics: courts of justice, clubs of sport, two sides in a headline of diplomacy."""
    found: dict[str, float] = {}
    for number, part in enumerate(parts):
        sides: set[str] = set()
        for hit in part.hits:
            if not hit.actor:
                continue
            if hit.type in ("country", "international organisation") or hit.kind == "body" or hit.side:
                sides.add(hit.country or hit.speaks_for)
            topic = _of(part, hit)
            if topic and (not number or topic not in found):
                found[topic] = _HINT if number else 1.5
        if len(sides) > 1 and not number:
            found["diplomacy"] = 1.5
    return found


def _of(part: Part, hit: Hit) -> str | None:
    """Return the topic that an actor speaks for by itself."""
    if hit.type == "country" or hit.kind == "person":
        return None
    if hit.kind == "body":
        return _OF_BODIES.get(hit.name.partition(": ")[2])
    if hit.name in part.lexicon.clubs:
        return "sport"
    if hit.type == "other organisation" and _PARTIES & set(hit.name.lower().split()):
        return "politics"
    return _OF_TYPES.get(hit.type)


def _weigh(lexicon: Lexicon, words: Words, opening: float) -> list[_Spot]:
    """Return the different patterns in `words`, those of the first sentence with the share `opening`."""
    hits, silenced = _standing(lexicon, words)
    if not hits:
        return []
    seen: set[Pattern] = set()
    taken: set[tuple[str, int]] = set()
    found: list[_Spot] = []
    first = words.sentence[0]
    for at, pattern in hits:
        parts, topic, weight = pattern
        if (topic, at) in silenced or (topic, at) in taken or pattern in seen:
            continue
        seen.add(pattern)
        if len(parts) == 1:
            taken.add((topic, at))
        else:
            taken.update([(topic, step) for step in range(at, at + len(parts))])
        found.append((at, topic, weight, opening if words.sentence[at] == first else _LATER))
    return found


def _standing(lexicon: Lexicon, words: Words) -> tuple[list[tuple[int, Pattern]], set[tuple[str, int]]]:
    """Return the patterns that stand in `words`, each with its place, and which words count for which topic no more."""
    low = words.low
    known, companies = cast("dict[str, _Opened]", lexicon.openings), lexicon.sets["company_words"]
    hits: list[tuple[int, Pattern]] = []
    silenced: set[tuple[str, int]] = set()
    for at, word in enumerate(low):
        opened = known.get(word)
        if not opened:
            opened = _remember(lexicon, word) if opened is None else opened
            if not opened:
                continue
        behind = low[at + 1] if at + 1 < len(low) else ""
        for pattern in opened.before.get(behind, opened.plain):
            parts = pattern[0]
            if len(parts) == 1:
                if words.cap[at] and word in companies:
                    continue
            elif (parts[1] != behind or len(parts) > 2) and not _goes_on(parts, low, at):
                continue
            if pattern[2]:
                hits.append((at, pattern))
            else:
                silenced.update([(pattern[1], step) for step in range(at, at + len(parts))])
    return hits, silenced


class _Opened(tuple[Pattern, ...]):
    """The patterns that one word may begin, long ones first, then strong ones; and which may go on with a next word."""

    def __init__(self, patterns: Iterable[Pattern] = (), /) -> None:
        self.plain = self._with("")
        """Those of one word, and those whose second word is open."""
        seconds = {word for words, _, _ in patterns for word in words[1:2] if word[-1] != "*"}
        self.before = {second: self._with(second) for second in seconds}

    def _with(self, second: str) -> tuple[Pattern, ...]:
        return tuple(
            [item for item in self if len(item[0]) == 1 or item[0][1] == second or item[0][1][-1] == "*"],
        )


_NOTHING = _Opened(())


def _remember(lexicon: Lexicon, word: str) -> _Opened:
    """Return the patterns of which the first word fits `word`."""
    found: list[Pattern] = []
    if word[0].isalnum():
        for key in (word, f"{word[:4]}*", f"{word[:3]}*"):
            found += [pattern for pattern in lexicon.topics.get(key, ()) if _fits(pattern[0][0], word)]
    if len(lexicon.openings) >= _REMEMBERED:
        lexicon.openings.clear()
    opened = _Opened(sorted(found, key=lambda pattern: (-len(pattern[0]), -pattern[2]))) if found else _NOTHING
    if len(word) <= _LONGEST:
        lexicon.openings[word] = opened
    return opened


def _fits(part: str, word: str) -> bool:
    return word == part or (part[-1] == "*" and word.startswith(part[:-1]))


def _goes_on(parts: tuple[str, ...], low: list[str], at: int) -> bool:
    """Say whether the words behind `at` fit the words of a pattern behind its first."""
    if at + len(parts) > len(low):
        return False
    for offset in range(1, len(parts)):
        word, part = low[at + offset], parts[offset]
        if word != part and not (part[-1] == "*" and word.startswith(part[:-1])):
            return False
    return True
