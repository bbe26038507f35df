"""Topics of an entry by its words: strong and weak ones, weighed by where they stand."""

from __future__ import annotations

from reader.tagging.lexicon import Lexicon
from reader.tagging.words import Words

_HEADLINE, _BODY = 3.0, 1.0
_LONG = 220
_WEAK_ONLY = 2.0


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
    index = lexicon.topics
    low = words.low
    hits: list[tuple[int, int, tuple[str, ...], str, float]] = []
    for at, word in enumerate(low):
        if not word[0].isalnum():
            continue
        for key in (word, f"{word[:4]}*", f"{word[:3]}*"):
            for parts, topic, weight in index.get(key, ()):
                if _matches(parts, low, at):
                    hits.append((at, at + len(parts), parts, topic, weight))
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


def _matches(parts: tuple[str, ...], low: list[str], at: int) -> bool:
    if at + len(parts) > len(low):
        return False
    for offset, part in enumerate(parts):
        word = low[at + offset]
        if word != part and not (part[-1] == "*" and word.startswith(part[:-1])):
            return False
    return True
