"""Writing who and what an entry is about, so that filters and counts find it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from reader.model.names import words_of
from reader.model.tagging import Actor, Tagging
from reader.store.codec import encode_tagging


class NewTags(NamedTuple):
    """The tags of an entry that has none yet."""

    entry_id: int
    sort_at: int
    tagging: Tagging


def is_tagged(tagging: Tagging) -> bool:
    """Say whether an entry with these tags counts as tagged."""
    return bool(tagging.actors or tagging.topics)


def write_tags(connection: sqlite3.Connection, entry_id: int, sort_at: int, tagging: Tagging) -> None:
    """Make `tagging` the tags of an entry, in place of those it had."""
    connection.execute("DELETE FROM entry_actor WHERE entry_id = ?", (entry_id,))
    connection.execute("DELETE FROM entry_topic WHERE entry_id = ?", (entry_id,))
    add_tags(connection, [NewTags(entry_id, sort_at, tagging)])
    connection.execute("UPDATE entry SET tagged = ?1 WHERE id = ?2 AND tagged <> ?1", (is_tagged(tagging), entry_id))


def add_tags(connection: sqlite3.Connection, new: Sequence[NewTags]) -> None:
    """Write the tags of entries that have none yet; the rows of the entries already say whether they are tagged."""
    actors: dict[str, tuple[int, str]] = {}
    topics: dict[str, int] = {}
    connection.executemany(
        "INSERT INTO entry_tagging(entry_id, tagging, speaker, side) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE"
        " SET tagging = excluded.tagging, speaker = excluded.speaker, side = excluded.side",
        (
            (entry_id, encode_tagging(tagging), words_of(tagging.speaker) or None, words_of(tagging.side) or None)
            for entry_id, _, tagging in new
        ),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO entry_actor(actor, sort_at, entry_id, rank) VALUES (?, ?, ?, ?)",
        [
            (_actor_id(connection, actors, actor), sort_at, entry_id, rank)
            for entry_id, sort_at, tagging in new
            for rank, actor in enumerate(_headline_first(tagging))
        ],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO entry_topic(topic, sort_at, entry_id, rank) VALUES (?, ?, ?, ?)",
        [
            (_topic_id(connection, topics, topic), sort_at, entry_id, rank)
            for entry_id, sort_at, tagging in new
            for rank, topic in enumerate(tagging.topics)
        ],
    )


def _headline_first(tagging: Tagging) -> list[Actor]:
    named = {mention.actor for mention in tagging.mentions if mention.place == "headline"}
    return sorted(tagging.actors, key=lambda actor: actor not in named)


def _actor_id(connection: sqlite3.Connection, known: dict[str, tuple[int, str]], actor: Actor) -> int:
    """Return the id of an actor, who is of the type last heard of; `known` has those of this transaction by name."""
    row = known.get(actor.name)
    if row is None:
        row = connection.execute("SELECT id, type FROM actor WHERE name = ?", (actor.name,)).fetchone()
    if row is None:
        sql = "INSERT INTO actor(name, type, words) VALUES (?, ?, ?) RETURNING id"
        row = connection.execute(sql, (actor.name, actor.type.value, words_of(actor.name))).fetchone()
    elif row[1] != actor.type.value:
        connection.execute("UPDATE actor SET type = ? WHERE id = ?", (actor.type.value, row[0]))
    known[actor.name] = (row[0], actor.type.value)
    return row[0]


def _topic_id(connection: sqlite3.Connection, known: dict[str, int], topic: str) -> int:
    found = known.get(topic)
    if found is not None:
        return found
    row = connection.execute("SELECT id FROM topic WHERE name = ?", (topic,)).fetchone()
    if row is None:
        sql = "INSERT INTO topic(name, words) VALUES (?, ?) RETURNING id"
        row = connection.execute(sql, (topic, words_of(topic))).fetchone()
    known[topic] = row[0]
    return row[0]
