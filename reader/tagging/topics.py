"""Topics of an entry by its words: strong and weak ones, weighed by where they stand."""

from __future__ import annotations

from reader.tagging.lexicon import Lexicon, Pattern
from reader.tagging.words import Words

_HEADLINE, _BODY = 3.0, 1.0
_LONG = 220
_WEAK_ONLY = 2.0
_REMEMBERED, _LONGEST = 20_000, 40
"""Words of which the patterns are remembered, and letters of one: bounded, whatever comes."""


def topics(lexicon: Lexicon, headline: Words, body: Words, media: bool, limit: int = 3) -> tuple[str, ...]:
    """Return up to `limit` topics, the clearest first; `media` puts that topic in whatever the words say."""
    scores: dict[str, float] = {}
    strong: set[str] = set()
    for words, weight in ((headline, _HEADLINE), (body, _BODY)):
        for topic, value in _weigh(lexicon, words, strong).items():
            scores[topic] = scores.get(topic, 0.0) + value * weight
    long = len(body.text) > _LONG
    found: list[tuple[float, str]] = []
    for topic, score in scores.items():
        floor = (2.0 if topic == "military" else 1.5) if long else 1.0
        if score >= (floor if topic in strong else max(floor, _WEAK_ONLY)):
            found.append((-score, topic))
    found.sort()
    chosen = [topic for _, topic in found[:limit]]
    if media and "media" not in chosen:
        chosen = [*chosen[: limit - 1], "media"]
    return tuple(chosen)


def _weigh(lexicon: Lexicon, words: Words, strong: set[str]) -> dict[str, float]:
    """Return topic -> summed weight of the different patterns in `words`; put topics with a strong one in `strong`."""
    low = words.low
    known = lexicon.openings
    hits: list[tuple[int, int, tuple[str, ...], str, float]] = []
    for at, word in enumerate(low):
        opened = known.get(word)
        if opened is None:
            opened = _remember(lexicon, word)
        for parts, topic, weight in opened:
            if len(parts) == 1 or _goes_on(parts, low, at):
                hits.append((at, at + len(parts), parts, topic, weight))
    if not hits:
        return {}
    silenced = {(topic, at) for i, j, _, topic, weight in hits if not weight for at in range(i, j)}
    seen: set[tuple[tuple[str, ...], str]] = set()
    taken: set[tuple[str, int]] = set()
    scores: dict[str, float] = {}
    for i, j, parts, topic, weight in sorted(hits, key=lambda hit: (hit[0], hit[0] - hit[1], -hit[4])):
        if not weight or (topic, i) in silenced or (topic, i) in taken or (parts, topic) in seen:
            continue
        seen.add((parts, topic))
        taken.update((topic, at) for at in range(i, j))
        scores[topic] = scores.get(topic, 0.0) + weight
        if weight == 1.0:
            strong.add(topic)
    return scores


def _remember(lexicon: Lexicon, word: str) -> tuple[Pattern, ...]:
    """Return the patterns of which the first word fits `word`, in the order in which they are filed."""
    found: list[Pattern] = []
    if word[0].isalnum():
        for key in (word, f"{word[:4]}*", f"{word[:3]}*"):
            found += [pattern for pattern in lexicon.topics.get(key, ()) if _fits(pattern[0][0], word)]
    if len(lexicon.openings) >= _REMEMBERED:
        lexicon.openings.clear()
    opened = tuple(found)
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
