"""Which rule gave what: the tags of a text with the words, places, tables and lines that they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reader.model.tagging import Tagging
from reader.tagging import speaker
from reader.tagging.cache import DATA
from reader.tagging.memory import Memory
from reader.tagging.part import Hit, Part
from reader.tagging.sources import ACTOR, BODY, PERSON, Source, body_sources
from reader.tagging.tagger import Tagger
from reader.tagging.words import cut

_CELLS = {
    "guards.tsv": {1: "a fixed phrase"},
    "orgs.tsv": {0: "a name", 2: "another name"},
    "regions.tsv": {0: "a name", 1: "another name", 2: "adjective or people"},
    "countries.tsv": {1: "a name", 2: "another name", 3: "adjective or people", 4: "seat of power"},
    "leaders.tsv": {0: "a name", 5: "another form"},
    "bodies.tsv": {0: "a phrase for a body"},
}
OWN = "actors.toml"
"""The user's rules (reader.tagging.rules)."""
_RANKS = {PERSON: "a person", BODY: "a body", ACTOR: "an actor"}
_VERBS = {"speech": "a verb of speech", "call": "a verb of calling"}
_PLACES = {"headline": "headline", "body": "text"}


class Origin(NamedTuple):
    """Where a name comes from: a table and its line, and which of its columns."""

    table: str
    line: int
    name: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} line {self.line}: {self.what}"


def explain(
    tagger: Tagger,
    headline: str | None,
    text: str,
    *,
    memory: tuple[Memory, int] | None = None,
    own: Mapping[str, int] | None = None,
    language: str | None = None,
) -> list[str]:
    """Return lines for people. `memory` is that of a source, with the time of the entry; `own` the lines of the user's
    rules by name (reader.tagging.rules); `language` what the feed states (BCP 47).
    """
    tagging, parts = tagger._tag(  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - the same, with its parts
        headline, text, False, memory, language
    )
    if not parts:
        return _abroad(tagging)
    plain = tagger.tag(headline, text)
    origins = _origins(DATA)
    for name, line in (own or {}).items():
        origins.setdefault(_key(name), []).append(Origin(OWN, line, "", "a rule of yours"))
    remembered = {actor.name for actor in tagging.actors} - {actor.name for actor in plain.actors}
    return [
        *_actors(tagging, parts, origins, remembered),
        *_passed_over(parts, origins),
        *_speaker(tagging, plain, parts),
        *_topics(tagging, parts, own or {}),
    ]


def _abroad(tagging: Tagging) -> list[str]:
    """What there is to say of a text that is not English: the names of countries, and the user's own rules."""
    lines = ["This is not English: only countries are looked for, by their names, and your own names and words"]
    for actor in tagging.actors:
        lines.append(f"  {actor.name} ({actor.type.value})")
        places = [mention for mention in tagging.mentions if mention.actor == actor]
        lines += [f"    {_PLACES.get(one.place, one.place)} {one.start}-{one.end}" for one in places]
    return [*lines, f"Topics: {', '.join(tagging.topics) or 'none'}"]


def _actors(
    tagging: Tagging, parts: Sequence[Part], origins: dict[str, list[Origin]], remembered: set[str]
) -> Iterator[str]:
    yield "Actors" if tagging.actors else "Actors: none"
    for actor in tagging.actors:
        yield f"  {actor.name} ({actor.type.value})"
        found = [(part, hit) for part in parts for hit in part.hits if hit.actor and hit.name == actor.name]
        for part, hit in found:
            why = "feed memory" if actor.name in remembered else _why(part, hit, origins)
            yield f"    {_at(part, hit.i, hit.j)}  {why}"
        if not found:
            bodies = {hit.name for part in parts for hit in part.hits if hit.actor and hit.country == actor.name}
            yield f"    comes with {', '.join(sorted(bodies))}"


def _passed_over(parts: Sequence[Part], origins: dict[str, list[Origin]]) -> Iterator[str]:
    """What was recognised and does not count."""
    lines = [
        f"  {_at(part, hit.i, hit.j)}  {_why_not(hit)}{_from_table(part, hit, origins)}"
        for part in parts
        for hit in part.hits
        if not hit.actor
    ]
    if lines:
        yield "Not counted"
        yield from lines


def _why(part: Part, hit: Hit, origins: dict[str, list[Origin]]) -> str:
    origin = _origin(part, hit, origins)
    if hit.kind == "body":
        words = f"{origin}" if origin else "a body of the entry"
        beside = any(other.name == hit.country and abs(other.i - hit.i) <= 8 for other in part.hits if other is not hit)
        return f"{words}; of {hit.country}, {'which stands near' if beside else 'by who speaks or what it is about'}"
    if origin is not None:
        acts = ", which acts here" if origin.what == "seat of power" else ""
        side = f"; speaks for {hit.side}" if hit.kind == "person" and hit.side else ""
        return f"{origin}{acts}{side}"
    if hit.kind == "person":
        return _why_a_name(part, hit)
    return "by the look of the name: capitals, and how it ends or is written"


def _why_a_name(part: Part, hit: Hit) -> str:
    """The evidence beside a name that no table has."""
    reasons: list[str] = []
    low = part.low(hit.i)
    if hit.j - hit.i == 1 and " " in hit.name:
        reasons.append("a word of a name in the same entry")
    if low in part.lexicon.names:
        reasons.append(f"{part.raw(hit.i)!r} is a given name")
    if part.is_in("roles", hit.i - 1) or part.is_in("titles", hit.i - 1):
        reasons.append(f"behind the office {part.raw(hit.i - 1)!r}")
    if part.low(hit.i - 1) == "'s":
        reasons.append("behind a possessive")
    verb = part.finite(hit.j)
    if verb:
        reasons.append(f"before the verb {part.raw(hit.j)!r}")
    if part.is_in("saying", hit.i - 1):
        reasons.append(f"behind {part.raw(hit.i - 1)!r}")
    if hit.role and not reasons:
        reasons.append(f"with the office {' '.join(sorted(hit.role))!r}")
    side = f"; speaks for {hit.side}" if hit.side else ""
    return f"a name: {', '.join(reasons) or 'by the words around it'}{side}"


def _why_not(hit: Hit) -> str:
    if hit.kind == "mask":
        return "a fixed phrase or an adjective: nobody"
    if hit.kind in ("place", "given"):
        return "no actor by a guard"
    if hit.kind == "outlet":
        return f"{hit.name} only carries the news"
    if hit.kind == "body":
        return f"{hit.name}: nothing says whose it is"
    if hit.kind in ("seat", "region", "disputed"):
        return f"{hit.name}: only a place here"
    return f"{hit.name}: names nobody who takes part"


def _from_table(part: Part, hit: Hit, origins: dict[str, list[Origin]]) -> str:
    origin = _origin(part, hit, origins)
    return f" ({origin})" if origin else ""


def _speaker(tagging: Tagging, plain: Tagging, parts: Sequence[Part]) -> Iterator[str]:
    if tagging.speaker is None:
        yield "Speaker: nobody makes a claim"
    else:
        side = f", for {tagging.side}" if tagging.side and tagging.side != tagging.speaker else ""
        known = " (feed memory)" if tagging.speaker != plain.speaker else ""
        yield f"Speaker: {tagging.speaker}{side}{known}"
    head, body = parts
    claim = speaker.headline_source(head)
    if claim is not None:
        yield f"  headline: {_form(head, claim)}"
    for found in body_sources(body):
        yield f"  text: {_form(body, found)}"
    if claim is None and tagging.speaker is not None and (first := speaker.subject(head)) is not None:
        verb = head.finite(first.j)
        if verb == "decide":
            yield f"  headline: {first.name} decides ({head.raw(first.j)!r}), which is a statement"
    if tagging.targets:
        yield f"  directed at: {', '.join(tagging.targets)}"


def _form(part: Part, found: Source) -> str:
    """A claim in words: who, by which verb."""
    who = found.name or found.side or "somebody"
    rank = _RANKS.get(found.rank, "an office")
    if found.roles:
        rank += f" ({' '.join(sorted(found.roles))})"
    if found.verb < 0:
        return f"{who}, {rank}, alone before a colon or behind a dash"
    word = part.raw(found.verb)
    kind = _VERBS.get(part.lexicon.verbs.get(part.low(found.verb), ""), "a word of reporting")
    start, end = part.words.start[found.verb], part.words.end[found.verb]
    return f"{who}, {rank}, by {word!r} at {start}-{end}, {kind}"


def _topics(tagging: Tagging, parts: Sequence[Part], own: Mapping[str, int]) -> Iterator[str]:
    yield "Topics" if tagging.topics else "Topics: none"
    found: dict[str, list[str]] = {}
    weighty = set(tagging.topics)
    for part in parts:
        low = part.words.low
        for at, word in enumerate(low):
            for pattern, topic, weight in part.lexicon.openings.get(word, ()):
                if _fits(pattern, low[at : at + len(pattern)]):
                    strength = {1.0: "strong", 0.5: "weak"}.get(weight, "cancels")
                    words = f"{_at(part, at, at + len(pattern))}  {strength}: {' '.join(pattern)}"
                    found.setdefault(topic, []).append(words)
                    weighty |= {topic} if weight else set()
    for topic in (*tagging.topics, *sorted(weighty - set(tagging.topics))):
        line = own.get(f"topic {topic}")
        mine = f" ({OWN} line {line})" if line else ""
        too_little = "" if topic in tagging.topics else ": too little for it"
        yield f"  {topic}{mine}{too_little}"
        for words in found.get(topic, ()):
            yield f"    {words}"


def _fits(pattern: Sequence[str], words: Sequence[str]) -> bool:
    return len(words) == len(pattern) and all(
        word == part or (part[-1] == "*" and word.startswith(part[:-1]))
        for part, word in zip(pattern, words, strict=True)
    )


def _at(part: Part, i: int, j: int) -> str:
    """Words `i` to `j` with their place: `headline 0-5 "Spain"`."""
    start, end = part.words.start[i], part.words.end[j - 1]
    written = " ".join(part.words.text[start:end].split())
    return f'{_PLACES[part.place]} {start}-{end} "{written}"'


def _origin(part: Part, hit: Hit, origins: dict[str, list[Origin]]) -> Origin | None:
    """The line of a table that has these words, for this name if there is one."""
    words = " ".join(part.words.low[hit.i : hit.j])
    known = origins.get(words) or origins.get(words.removesuffix("s")) or []
    for one in known:
        if one.table == OWN:
            return one
    for names in ((hit.name, hit.name.partition(": ")[2]), ("",)):
        for one in known:
            if one.name in names and (one.name or one.table != "guards.tsv" or not hit.actor):
                return one
    return None


def _origins(folder: Path) -> dict[str, list[Origin]]:
    """Every name of the tables by its words in lower case."""
    found: dict[str, list[Origin]] = {}
    for table, cells in _CELLS.items():
        for number, line in enumerate((folder / table).read_text(encoding="utf-8").splitlines(), 1):
            if not line or line.startswith("#"):
                continue
            row = line.split("\t")
            name = row[1] if table in ("countries.tsv", "bodies.tsv") and len(row) > 1 else row[0].removeprefix("=")
            name = "" if table == "guards.tsv" else name
            for at, what in cells.items():
                for alias in row[at].split(";") if at < len(row) else ():
                    _file(found, alias, Origin(table, number, name, what))
            if table == "leaders.tsv" and not (len(row) > 5 and row[5].startswith("!")):
                _file(found, row[0].split()[-1], Origin(table, number, name, "a surname"))
    return found


def _file(found: dict[str, list[Origin]], alias: str, origin: Origin) -> None:
    key = _key(alias)
    if key:
        found.setdefault(key, []).append(origin)


def _key(alias: str) -> str:
    return " ".join(word.lower() for word in cut(alias.strip().lstrip("=~!")))
