"""Who and what an entry is about."""

from __future__ import annotations

from enum import StrEnum

from reader.frozen import dataclass


class ActorType(StrEnum):
    """The seven types of actor."""

    COUNTRY = "country"
    BODY = "government body"
    INTERNATIONAL = "international organisation"
    COMPANY = "company"
    PERSON = "person"
    ARMED_GROUP = "armed group/region"
    ORGANISATION = "other organisation"


TOPICS = (
    "military",
    "casualties",
    "diplomacy",
    "ceasefire",
    "mobilisation",
    "humanitarian",
    "arms",
    "politics",
    "justice",
    "economy",
    "disaster",
    "science",
    "sport",
    "media",
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, by canonical name; a government body is named "Country: Body"."""

    name: str
    type: ActorType


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an actor is named: characters `start` to `end` of the headline or of the text."""

    actor: Actor
    place: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tagging:
    """Actors (each once, in order of appearance), where they are named, who speaks, for whom, to whom, about what."""

    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    speaker: str | None = None
    side: str | None = None
    targets: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
