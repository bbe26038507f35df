"""The tagger: what each rule sees of an entry, in which order, and how the answer is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.tagging import Actor, ActorType, Mention, Tagging
from reader.tagging import (
    agencies,
    bodies,
    campaigns,
    composed,
    metonyms,
    names,
    organisations,
    people,
    recall,
    scan,
    speaker,
)
from reader.tagging.countries import country_names, other_language
from reader.tagging.lexicon import Lexicon
from reader.tagging.part import Hit, Part
from reader.tagging.topics import choose, weigh
from reader.tagging.words import Words

if TYPE_CHECKING:
    from reader.model.fact import Fact
    from reader.tagging.memory import Memory

_SELF_GOVERNED = frozenset(("hong kong", "macau", "scotland", "greenland", "republika srpska", "somaliland"))
_TYPES = {kind.value: kind for kind in ActorType}


class Tagger:
    """Tags entries by one lexicon. Holds no state of its own between entries: safe in any thread."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._abbreviations = lexicon.sets["abbreviations"]
        self._abroad: Lexicon | None = None

    def tag(self, headline: str | None, text: str, *, media: bool = False, language: str | None = None) -> Tagging:
        """Return actors, mentions, speaker, side, targets and topics of an entry.

        `media` says that the entry is a photo, a video or a gallery, `language` what the feed states (BCP 47).
        Outside English only countries, by their names, and what was put over the tables are found. Pure, in linear
        time, never raises. Mentions point into `headline` and `text` as given.
        """
        return self._tag(headline, text, media, language=language)[0]

    def tag_with(
        self,
        headline: str | None,
        text: str,
        memory: Memory,
        at: int,
        *,
        media: bool = False,
        language: str | None = None,
    ) -> tuple[Tagging, list[Fact]]:
        """Tag an entry of a source of which `memory` knows the names; return what it tells of names besides.

        `at` is the entry's place in the timeline, in UTC seconds. The memory is only asked.
        """
        tagging, parts = self._tag(headline, text, media, (memory, at), language)
        return tagging, recall.facts(parts, at)

    def _tag(
        self,
        headline: str | None,
        text: str,
        media: bool,
        known_of: tuple[Memory, int] | None = None,
        language: str | None = None,
    ) -> tuple[Tagging, list[Part]]:
        code = other_language(language, headline or "", text)
        if code is not None:
            return self._tag_abroad(headline or "", text, media, code), []
        lexicon = self.lexicon
        head = Part("headline", Words(headline or "", self._abbreviations), lexicon)
        body = Part("body", Words(text, self._abbreviations), lexicon)
        weights = weigh(lexicon, head.words, body.words)
        parts = [head, body]
        _recognise(parts, weights.on_sport, known_of)
        claim = speaker.headline_source(head)
        first = speaker.subject(head)
        owner = _home(first) if first else ""
        owner = (owner if lexicon.has_bodies(owner) else "") or _sole_country(parts[:1])
        known: dict[str, str] = {}
        named = frozenset(hit.country or hit.speaks_for for part in parts for hit in part.hits if hit.actor)
        sole = _sole_country(parts)
        speaks = claim.side if claim and lexicon.has_bodies(claim.side) else ""
        if claim and claim.name.lower() in _SELF_GOVERNED:
            speaks = claim.name
        place = _place(parts)
        for part in parts:
            bodies.conclude(part, speaks, owner, known, named, sole, place)
        composed.acronyms(parts)
        people.describe(parts)
        if known_of is not None and len(known_of[0]):
            recall.offices(parts, *known_of, (claim.side if claim else "") or owner)
        claim = speaker.headline_source(head)
        said = speaker.attribute(head, body, claim, sole)
        actors, mentions = _collect(parts)
        return Tagging(actors, mentions, said.speaker, said.side, said.targets, choose(weights, parts, media)), parts

    def _tag_abroad(self, headline: str, text: str, media: bool, language: str) -> Tagging:
        """Tag a text that is not English: the language's names of countries, and the reader's own names and words."""
        if self._abroad is None:
            self._abroad = self.lexicon.in_other_languages()
        parts = [
            Part(place, Words(words, self._abbreviations), self._abroad)
            for place, words in (("headline", headline), ("body", text))
        ]
        vocabulary = scan.entry_vocabulary(parts)
        for part in parts:
            scan.scan(part, vocabulary, True)
        _, mentions = _collect(parts)
        names = country_names(language)
        for part in parts:
            if names is None:
                break
            taken = {at for hit in part.hits for at in range(part.words.start[hit.i], part.words.end[hit.j - 1])}
            mentions += tuple(
                Mention(Actor(name, ActorType.COUNTRY), part.place, start, end)
                for name, start, end in names.find(part.words.text)
                if start not in taken
            )
        ordered = sorted(mentions, key=lambda mention: (mention.place == "body", mention.start))
        weights = weigh(self._abroad, parts[0].words, parts[1].words)
        return Tagging(
            actors=tuple({mention.actor.name: mention.actor for mention in ordered}.values()),
            mentions=tuple(ordered),
            topics=choose(weights, (), media),
        )


def _home(first: Hit) -> str:
    """Return whose bodies are meant where the headline begins with `first`: a country's, or those of Hong Kong ..."""
    if first.type == "country" or first.name.lower() in _SELF_GOVERNED:
        return first.country or first.name
    return first.country or first.side


def _recognise(parts: list[Part], sport: bool, known_of: tuple[Memory, int] | None) -> None:
    """Find everything that stands on its own: phrases, names, the reading of seats, bodies beside their country."""
    vocabulary = scan.entry_vocabulary(parts)
    for part in parts:
        scan.scan(part, vocabulary, sport)
        composed.houses(part)
        agencies.find(part)
        composed.national(part)
        campaigns.calls(part)
        organisations.find(part)
        campaigns.find(part)
        names.find(part)
        composed.houses(part)
    campaigns.short_forms(parts)
    campaigns.strangers(parts)
    people.join(parts)
    if known_of is not None and len(known_of[0]):
        recall.surnames(parts, *known_of)
    for part in parts:
        metonyms.decide(part)
        bodies.attach(part, vocabulary)
    people.describe(parts)
    _outlets(parts)


def _place(parts: list[Part]) -> str:
    """Return the country in which the cities and provinces of the headline lie, else those of the text; "" if they
    differ.
    """
    for part in parts:
        found = {hit.name for hit in part.hits if hit.kind == "place" and hit.name}
        if found:
            return found.pop() if len(found) == 1 else ""
    return ""


def _sole_country(parts: list[Part]) -> str:
    """Return the country that all are of who are named in the entry and are of one, "" if they differ."""
    found = {
        hit.name if hit.type == "country" else hit.country or hit.side
        for part in parts
        for hit in part.hits
        if hit.actor
    }
    countries = [name for name in found if name and parts[0].lexicon.is_country(name)]
    return countries[0] if len(countries) == 1 else ""


def _outlets(parts: list[Part]) -> None:
    """Let an outlet or platform count where the headline is about it: it acts there, or something is done to it."""
    active = _beside_companies(parts)
    for hit in parts[0].hits:
        if hit.kind == "outlet":
            verb = parts[0].finite(hit.j)
            acts = hit.i <= 1 and verb and not parts[0].is_in("reporting", hit.j)
            owns = hit.i <= 1 and (parts[0].low(hit.j) == "'s" or parts[0].is_in("chiefs", hit.j))
            plans = hit.i <= 1 and (parts[0].low(hit.j) == "to" or parts[0].low(hit.j + 1) == "talks")
            if acts or owns or plans or parts[0].verb(hit.i - 1) in ("call", "decide"):
                active.add(hit.name)
    for hit in parts[1].hits:
        if hit.kind == "outlet" and parts[1].is_in("defending", hit.j):
            active.add(hit.name)  # of whom the news is: "TikTok denied bias"
    for part in parts:
        for hit in part.hits:
            if hit.kind == "outlet" and hit.name in active:
                hit.kind, hit.actor = "org", True


def _beside_companies(parts: list[Part]) -> set[str]:
    """Return the platforms that stand in a list with a company that counts: "X and YouTube face fines"."""
    found: set[str] = set()
    for part in parts:
        beside: Hit | None = None
        for hit in part.hits:
            near = beside is not None and {part.low(at) for at in range(beside.j, hit.i)} <= {",", "and", "&"}
            if near and beside is not None and hit.i > beside.j and "company" == hit.type == beside.type:
                if hit.kind == "outlet" and beside.actor:
                    found.add(hit.name)
                elif beside.kind == "outlet" and hit.actor:
                    found.add(beside.name)
                hit.actor = hit.actor or hit.name in found
            beside = hit
    return found


def _collect(parts: list[Part]) -> tuple[tuple[Actor, ...], tuple[Mention, ...]]:
    """Return each actor once, in order of appearance, a body followed by its country; and every mention."""
    actors: dict[str, Actor] = {}
    mentions: list[Mention] = []
    for part in parts:
        for hit in part.hits:
            if not hit.actor:
                continue
            actor = actors.setdefault(hit.name, Actor(hit.name, _type(hit)))
            if hit.country and hit.country not in actors:
                actors.setdefault(hit.country, Actor(hit.country, _country_type(part, hit.country)))
            start, end = part.words.start[hit.i], part.words.end[hit.j - 1]
            mentions.append(Mention(actor, part.place, start, end))
    return tuple(actors.values()), tuple(mentions)


def _type(hit: Hit) -> ActorType:
    return _TYPES.get(hit.type, ActorType.COUNTRY)


def _country_type(part: Part, name: str) -> ActorType:
    for hit in part.starts.values():
        if hit.name == name and hit.type in _TYPES:
            return _TYPES[hit.type]
    return ActorType.COUNTRY
