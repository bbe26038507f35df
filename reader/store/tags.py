"""Writing who and what an entry is about, so that filters and counts find it."""

from __future__ import annotations

import sqlite3

from reader.model.names import words_of
from reader.model.tagging import Actor, Tagging
from reader.store.codec import encode_tagging


def write_tags(connection: sqlite3.Connection, entry_id: int, sort_at: int, tagging: Tagging) -> None:
    """Make `tagging` the tags of an entry, in place of those it had."""
    connection.execute(
        "INSERT INTO entry_tagging(entry_id, tagging, speaker, side) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE"
        " SET tagging = excluded.tagging, speaker = excluded.speaker, side = excluded.side",
        (entry_id, encode_tagging(tagging), words_of(tagging.speaker) or None, words_of(tagging.side) or None),
    )
    connection.execute("DELETE FROM entry_actor WHERE entry_id = ?", (entry_id,))
    connection.execute("DELETE FROM entry_topic WHERE entry_id = ?", (entry_id,))
    for rank, actor in enumerate(_headline_first(tagging)):
        connection.execute(
            "INSERT OR IGNORE INTO entry_actor(actor, sort_at, entry_id, rank) VALUES (?, ?, ?, ?)",
            (_actor_id(connection, actor), sort_at, entry_id, rank),
        )
    for rank, topic in enumerate(tagging.topics):
        connection.execute(
            "INSERT OR IGNORE INTO entry_topic(topic, sort_at, entry_id, rank) VALUES (?, ?, ?, ?)",
            (_topic_id(connection, topic), sort_at, entry_id, rank),
        )
    tagged = bool(tagging.actors or tagging.topics)
    connection.execute("UPDATE entry SET tagged = ?1 WHERE id = ?2 AND tagged <> ?1", (tagged, entry_id))


def _headline_first(tagging: Tagging) -> list[Actor]:
    named = {mention.actor for mention in tagging.mentions if mention.place == "headline"}
    return sorted(tagging.actors, key=lambda actor: actor not in named)


def _actor_id(connection: sqlite3.Connection, actor: Actor) -> int:
    row = connection.execute("SELECT id, type FROM actor WHERE name = ?", (actor.name,)).fetchone()
    if row is None:
        sql = "INSERT INTO actor(name, type, words) VALUES (?, ?, ?) RETURNING id"
        return connection.execute(sql, (actor.name, actor.type.value, words_of(actor.name))).fetchone()[0]
    if row[1] != actor.type.value:
        connection.execute("UPDATE actor SET type = ? WHERE id = ?", (actor.type.value, row[0]))
    return row[0]


def _topic_id(connection: sqlite3.Connection, topic: str) -> int:
    row = connection.execute("SELECT id FROM topic WHERE name = ?", (topic,)).fetchone()
    if row is None:
        sql = "INSERT INTO topic(name, words) VALUES (?, ?) RETURNING id"
        row = connection.execute(sql, (topic, words_of(topic))).fetchone()
    return row[0]
