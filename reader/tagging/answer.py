"""What `dateline tag --jsonl` prints for an entry."""

from __future__ import annotations

from reader.model.tagging import Tagging


def answer(id: object, tagging: Tagging) -> dict[str, object]:  # noqa: A002 - the name of the field
    """Return the tagging as plain data: `id` as given, actors with type, speaker, side, targets, topics."""
    return {
        "id": id,
        "actors": [{"name": actor.name, "type": actor.type.value} for actor in tagging.actors],
        "speaker": tagging.speaker,
        "speaker_side": tagging.side,
        "targets": list(tagging.targets),
        "topics": list(tagging.topics),
    }
