"""Wordings, tags and feed data come back as they went in, and a newer program's do no harm."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from reader.model.entry import Block, BlockKind, Card, Embed, Link, Media, Wording
from reader.model.snapshot import FeedData, FeedState
from reader.model.tagging import Actor, ActorType, Mention, Tagging
from reader.store.codec import (
    decode_feed,
    decode_tagging,
    decode_wording,
    encode_feed,
    encode_tagging,
    encode_wording,
    plain_text,
    wording_hash,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MAYBE = st.none() | TEXT.filter(bool)
LINKS = st.builds(Link, TEXT, st.integers(0, 99), st.integers(0, 99))
BLOCKS = st.builds(Block, st.sampled_from(BlockKind), TEXT, st.lists(LINKS, max_size=2).map(tuple))
WORDINGS = st.builds(
    Wording,
    MAYBE,
    st.lists(BLOCKS, max_size=4).map(tuple),
    st.lists(st.builds(Media, TEXT, MAYBE, MAYBE, MAYBE, MAYBE), max_size=2).map(tuple),
    st.lists(st.builds(Card, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE), max_size=2).map(tuple),
    st.lists(st.builds(Embed, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE), max_size=2).map(tuple),
)
ACTORS = st.builds(Actor, TEXT, st.sampled_from(ActorType))
NAMES = st.lists(TEXT, max_size=3).map(tuple)
FEEDS = st.builds(
    FeedData,
    title=MAYBE,
    url=MAYBE,
    state=st.sampled_from(FeedState),
    lead=NAMES,
    tags=NAMES,
    page_clock=st.none() | st.integers(0, 2**40),
    order=TEXT,
    skip_hours=st.lists(st.integers(0, 23), max_size=3).map(tuple),
)


@given(WORDINGS, WORDINGS)
def test_wordings(wording: Wording, other: Wording) -> None:
    encoded = encode_wording(wording)
    assert decode_wording(encoded) == wording
    assert (wording_hash(encoded) == wording_hash(encode_wording(other))) == (wording == other)
    for paragraph in wording.paragraphs:
        assert paragraph in plain_text(encoded)


@given(st.lists(ACTORS, max_size=3, unique=True).map(tuple), st.lists(ACTORS, max_size=3), NAMES, MAYBE)
def test_tags(actors: tuple[Actor, ...], named: list[Actor], names: tuple[str, ...], speaker: str | None) -> None:
    mentions = tuple(Mention(actor, "text", place, place + 2) for place, actor in enumerate([*actors, *named]))
    tagging = Tagging(actors, mentions, speaker, speaker, names, names)
    assert decode_tagging(encode_tagging(tagging)) == tagging
    assert decode_tagging(None) == Tagging()


@given(FEEDS)
def test_feeds(feed: FeedData) -> None:
    assert decode_feed(encode_feed(feed)) == feed
    assert decode_feed(None) == FeedData()


def test_what_a_newer_program_wrote() -> None:
    wording = {
        "headline": "H",
        "mood": "grave",
        "body": [{"kind": "hologram", "text": "t", "links": [["u", 0, 1, "new"]], "depth": 3}, "plain"],
        "media": [{"url": "u", "bits": 3}],
        "cards": [{"title": "c", "size": 1}],
    }
    assert decode_wording(json.dumps(wording)) == Wording(
        "H",
        (Block(BlockKind.PARAGRAPH, "t", (Link("u", 0, 1),)), Block(BlockKind.PARAGRAPH, "plain")),
        (Media("", "u"),),
        (Card("c"),),
    )
    tagging = {"actors": [["A", "robot"]], "named": 1, "mentions": [[0, "text", 1, 2, 9], [7, "text", 1, 2]], "x": 1}
    actor = Actor("A", ActorType.ORGANISATION)
    assert decode_tagging(json.dumps(tagging)) == Tagging((actor,), (Mention(actor, "text", 1, 2),))
    assert decode_feed('{"title":"T","state":"paused","warp":9}') == FeedData(title="T")


def test_a_plain_paragraph_costs_nothing() -> None:
    assert encode_wording(Wording("H", (Block(BlockKind.PARAGRAPH, "text"),))) == '{"headline":"H","body":["text"]}'
