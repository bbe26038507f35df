"""Real entries: the development set's marks do not fall, and the seed page is tagged as it reads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from reader.model.tagging import ActorType, Tagging
from reader.tagging.tagger import Tagger
from reader.text import fold


def _key(name: str) -> str:
    return re.sub(r"[^\w ]", "", fold(name).replace("defense", "defence").replace(".", "")).removeprefix("the ")


class Gold:
    """The annotated entries with their alias table."""

    def __init__(self, path: Path) -> None:
        data = json.loads(path.read_text(encoding="utf-8"))
        self.entries: list[dict[str, Any]] = data["entries"]
        self.names = {_key(name): name for name in data["aliases"]}
        for name, others in data["aliases"].items():
            for other in others:
                self.names.setdefault(_key(other), name)

    def canonical(self, name: str | None, persons: list[str]) -> str | None:
        """Return the gold's name for a name, through aliases and the surnames of the entry's persons."""
        if name is None:
            return None
        same = [person for person in persons if _key(person).split()[-1] == _key(name).split()[-1]]
        return same[0] if same else self.names.get(_key(name), name)


def _f1(hits: int, extra: int, missed: int) -> float:
    return 2 * hits / (2 * hits + extra + missed)


@pytest.fixture(scope="module")
def judged(corpus: Path, tagger: Tagger) -> list[tuple[dict[str, Any], Tagging, Gold]]:
    gold = Gold(corpus / "actors_dev.json")
    return [(entry, tagger.tag(entry["headline"], entry["body"]), gold) for entry in gold.entries]


def _persons(entry: dict[str, Any]) -> list[str]:
    return [actor["name"] for actor in entry["actors"] + entry["optional"] if actor["type"] == "person"]


def test_actors(judged: list[tuple[dict[str, Any], Tagging, Gold]]) -> None:
    hits = extra = missed = 0
    for entry, tagging, gold in judged:
        wanted = {actor["name"] for actor in entry["actors"]}
        allowed = {actor["name"] for actor in entry["optional"]}
        found = {gold.canonical(actor.name, _persons(entry)) for actor in tagging.actors}
        hits += len(found & wanted)
        extra += len(found - wanted - allowed)
        missed += len(wanted - found)
    assert _f1(hits, extra, missed) >= 0.97


def test_speakers(judged: list[tuple[dict[str, Any], Tagging, Gold]]) -> None:
    right = sides = 0
    for entry, tagging, gold in judged:
        speaker = gold.canonical(tagging.speaker, _persons(entry))
        right += speaker in [entry["speaker"], *entry["speaker_accept"]]
        sides += gold.canonical(tagging.side, []) in [entry["speaker_side"], *entry["side_accept"]]
    assert right >= 0.95 * len(judged)
    assert sides >= 0.95 * len(judged)


def test_topics(judged: list[tuple[dict[str, Any], Tagging, Gold]]) -> None:
    hits = extra = missed = 0
    for entry, tagging, _ in judged:
        found, wanted = set(tagging.topics), set(entry["topics"])
        hits += len(found & wanted)
        extra += len(found - wanted - set(entry["topics_optional"]))
        missed += len(wanted - found)
    assert _f1(hits, extra, missed) >= 0.90


@pytest.fixture(scope="module")
def seed(corpus: Path) -> list[tuple[str, str]]:
    page = (corpus / "sputnik-karabakh-live-2020-09-28.txt").read_text(encoding="utf-8")
    page = page[page.index("New messages") :]
    entries = re.split(r"(?m)^ {4}• \d\d:\d\d\n", page)[1:]
    return [tuple(entry.strip().split("\n\n", 1)) for entry in entries if "\n\n" in entry.strip()]  # type: ignore[misc]


def test_the_actor_turkey_is_where_the_page_says_turkey(seed: list[tuple[str, str]], tagger: Tagger) -> None:
    says = re.compile(r"\b(Turkey|Turkish|Ankara)\b")
    for headline, text in seed:
        found = any(actor.name == "Turkey" for actor in tagger.tag(headline, text).actors)
        assert found == bool(says.search(headline + text)), headline


def test_the_page_names_its_two_sides_nearly_everywhere(seed: list[tuple[str, str]], tagger: Tagger) -> None:
    names = [{actor.name for actor in tagger.tag(headline, text).actors} for headline, text in seed]
    assert len(seed) >= 35
    assert sum("Armenia" in found for found in names) >= 0.7 * len(seed)
    for (headline, text), found in zip(seed, names, strict=True):
        if re.search(r"\bAzeri|Azerbaijani?\b(?!-)", headline + text):
            assert "Azerbaijan" in found, headline


def test_the_pages_persons_are_persons(seed: list[tuple[str, str]], tagger: Tagger) -> None:
    found = {
        actor.name
        for headline, text in seed
        for actor in tagger.tag(headline, text).actors
        if actor.type is ActorType.PERSON
    }
    assert {"Nikol Pashinyan", "Ilham Aliyev", "Peter Stano", "Steffen Seibert", "Vardan Toganyan"} <= found
    assert all(len(name.split()) > 1 for name in found), sorted(name for name in found if " " not in name)
