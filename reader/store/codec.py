"""Wordings, tags and feed data as compact JSON and back.

Reading is tolerant, so that an older program reads what a newer one wrote: unknown members are passed over, an unknown
kind of block is a paragraph, what is missing has its default. A plain paragraph is a bare string.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar, cast

from reader.frozen import fields
from reader.model.entry import Block, BlockKind, Card, Embed, Link, Media, Wording
from reader.model.snapshot import FeedData, FeedState
from reader.model.source import Progress, Retention
from reader.model.tagging import Actor, ActorType, Mention, Tagging

Plain = TypeVar("Plain", Media, Card, Embed)
Flat = TypeVar("Flat", Progress, Retention)
Choice = TypeVar("Choice", bound=StrEnum)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # `json.dumps` would make one at every call


def dumps(value: object) -> str:
    """Return `value` as JSON without blanks, letters as they are."""
    return _ENCODER.encode(value)


def strings(text: str) -> tuple[str, ...]:
    """Return the strings of a JSON list."""
    return tuple(item for item in json.loads(text) if isinstance(item, str)) if text != "[]" else ()


def choose(kinds: type[Choice], value: object, default: Choice) -> Choice:
    """Return the member of `kinds` that has this value, else `default`."""
    found = _choices(kinds).get(value) if isinstance(value, str) else None
    return default if found is None else cast("Choice", found)


@lru_cache(maxsize=32)
def _choices(kinds: type[StrEnum]) -> dict[str, StrEnum]:
    return {kind.value: kind for kind in kinds}


def wording_hash(text: str) -> str:
    """Return a short hash of an encoded wording, by which equal ones are known."""
    from hashlib import blake2b  # noqa: PLC0415 - only writing needs it

    return blake2b(text.encode("utf-8"), digest_size=12).hexdigest()


def encode_wording(wording: Wording) -> str:
    """Return the wording as JSON; equal wordings give equal texts."""
    members: dict[str, object] = {
        "headline": wording.headline,
        "body": [_block(block) for block in wording.body],
        "media": [_members(item) for item in wording.media],
        "cards": [_members(item) for item in wording.cards],
        "embeds": [_members(item) for item in wording.embeds],
    }
    return dumps({name: value for name, value in members.items() if value})


def decode_wording(text: str) -> Wording:
    """Return the wording that `encode_wording` encoded."""
    data = json.loads(text)
    return Wording(
        headline=data.get("headline"),
        body=tuple(_read_block(item) for item in data.get("body", ())),
        media=_read_all(Media, data.get("media")),
        cards=_read_all(Card, data.get("cards")),
        embeds=_read_all(Embed, data.get("embeds")),
    )


def plain_text(encoded: str) -> str:
    """Return headline, paragraphs and captions of an encoded wording, one a line."""
    wording = decode_wording(encoded)
    captions = [item.caption for item in wording.media if item.caption]
    return "\n".join(part for part in (wording.headline, *wording.paragraphs, *captions) if part)


def _block(block: Block) -> object:
    if block.kind is BlockKind.PARAGRAPH and not block.links:
        return block.text
    members: dict[str, object] = {"kind": block.kind.value, "text": block.text}
    if block.links:
        members["links"] = [[link.url, link.start, link.end] for link in block.links]
    return members


def _read_block(item: Any) -> Block:
    if isinstance(item, str):
        return Block(BlockKind.PARAGRAPH, item)
    links = tuple(Link(link[0], link[1], link[2]) for link in item.get("links", ()))
    return Block(choose(BlockKind, item.get("kind"), BlockKind.PARAGRAPH), item.get("text") or "", links)


def _members(item: Media | Card | Embed) -> dict[str, object]:
    names = type(item).__match_args__  # all of its fields
    return {name: value for name in names if (value := getattr(item, name)) is not None}


@lru_cache(maxsize=8)
def _names(kind: type) -> tuple[frozenset[str], dict[str, Any]]:
    """The fields of a dataclass, and values for those without a default."""
    from dataclasses import MISSING  # noqa: PLC0415  slow to import, and few entries have any of these

    all_fields = fields(kind)
    return frozenset(f.name for f in all_fields), {f.name: "" for f in all_fields if f.default is MISSING}


def _read_all(kind: type[Plain], items: Iterable[dict[str, Any]] | None) -> tuple[Plain, ...]:
    if not items:
        return ()
    names, needed = _names(kind)
    return tuple(kind(**(needed | {name: item[name] for name in item if name in names})) for item in items)


def encode_tagging(tagging: Tagging) -> str:
    """Return the tags as JSON; mentions point into the list of actors by number."""
    places = {actor: number for number, actor in enumerate(tagging.actors)}
    extra = [m.actor for m in tagging.mentions if m.actor not in places]
    places |= {actor: number for number, actor in enumerate(dict.fromkeys(extra), start=len(places))}
    members: dict[str, object] = {
        "actors": [[actor.name, actor.type.value] for actor in places],
        "named": len(tagging.actors),
        "mentions": [[places[m.actor], m.place, m.start, m.end] for m in tagging.mentions],
        "speaker": tagging.speaker,
        "side": tagging.side,
        "targets": tagging.targets,
        "topics": tagging.topics,
    }
    return dumps({name: value for name, value in members.items() if value})


def decode_tagging(text: str | None) -> Tagging:
    """Return the tags that `encode_tagging` encoded; no tags for None."""
    if text is None:
        return Tagging()
    data = json.loads(text)
    actors = [Actor(name, choose(ActorType, kind, ActorType.ORGANISATION)) for name, kind in data.get("actors", ())]
    return Tagging(
        actors=tuple(actors[: data.get("named", 0)]),
        mentions=tuple(
            Mention(actors[item[0]], *item[1:4]) for item in data.get("mentions", ()) if item[0] < len(actors)
        ),
        speaker=data.get("speaker"),
        side=data.get("side"),
        targets=tuple(data.get("targets", ())),
        topics=tuple(data.get("topics", ())),
    )


_FEED_LISTS = frozenset({"lead", "tags", "skip_hours", "skip_days"})


def encode_plain(value: Progress | Retention) -> str | None:
    """Return a flat dataclass as JSON; what has its default is left out, and nothing at all is None."""
    said = {f.name: getattr(value, f.name) for f in fields(value) if getattr(value, f.name) != f.default}
    return dumps(said) if said else None


def decode_plain(kind: type[Flat], text: str | None) -> Flat:
    """Return what `encode_plain` encoded; what this version does not know is passed over."""
    if text is None:
        return kind()
    known = kind.__match_args__
    return kind(**{name: value for name, value in json.loads(text).items() if name in known})


def encode_feed(feed: FeedData) -> str:
    """Return what a document says of itself as JSON; what has its default is left out."""
    values = ((field.name, getattr(feed, field.name), field.default) for field in fields(feed))
    return dumps({name: value for name, value, default in values if value != default})


def decode_feed(text: str | None) -> FeedData:
    """Return the feed data that `encode_feed` encoded; empty for None."""
    if text is None:
        return FeedData()
    known = FeedData.__match_args__
    data = {name: value for name, value in json.loads(text).items() if name in known}
    for name in _FEED_LISTS & data.keys():
        data[name] = tuple(data[name])
    if "state" in data:
        data["state"] = choose(FeedState, data["state"], FeedState.UNKNOWN)
    return FeedData(**data)
