"""Wild texts and made-up lists for the tests of `view`."""

from __future__ import annotations

import random
from array import array

from hypothesis import strategies as st

from reader.model.listing import Index, Row, RowFlag
from reader.text import one_line
from reader.view.clusters import cells

WORDS = (
    "harbour", "Nagorno-Karabakh", "says", "a", "the", "26", "1.5", "ceasefire—again", "x" * 45, "U.N.",
    "東京で首脳会談を開催", "「緊急」。", "서울에서", "정상회담", "الوزير", "والوزير", "دیدار‌ها",
    "Երևանում", "Հայաստան",
    "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "👍🏽", "❤️", "1️⃣", "e\u0301te\u0301", "ก็ำ", "क्षत्रिय", "ක්‍රමය", "ﷺ", "…", "-", "–", "(", "50%",
)  # fmt: skip

words = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=14)
wild = st.builds(lambda parts, glue: " ".join(glue.join(parts).split()), words, st.sampled_from([" ", " ", "  ", ""]))
titles = wild.map(one_line)
widths = st.integers(24, 300)


def row(entry_id: int, sort_at: int, title: str, flags: int, **more: object) -> Row:
    values: dict[str, object] = {"published": sort_at, "first_seen": sort_at, "precision": "minute", **more}
    return Row(entry_id, 1, sort_at, title, "text", RowFlag(flags), **values)  # type: ignore[arg-type]


class Shelf:
    """A store in a dictionary that counts how often it is asked."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        self.asked: list[list[int]] = []

    def fetch(self, ids) -> list[Row]:
        self.asked.append(list(ids))
        return [self.rows[i] for i in ids if i in self.rows]

    def index(self) -> Index:
        rows = sorted(self.rows.values(), key=lambda r: (r.sort_at, r.id))
        return Index(
            array("q", (r.id for r in rows)),
            array("q", (r.sort_at for r in rows)),
            array("H", (min(65535, cells(r.title)) for r in rows)),
            array("B", (int(r.flags) for r in rows)),
        )

    def fill(self, count: int, seed: int = 1, spread: int = 4 * 86_400) -> None:
        chance = random.Random(seed)
        for _ in range(count):
            self.add(chance, 1_601_280_000 + chance.randrange(spread) // 60 * 60)

    def add(self, chance: random.Random, sort_at: int) -> int:
        entry_id = max(self.rows, default=0) + 1
        title = " ".join(chance.choice(WORDS) for _ in range(chance.randrange(1, 16)))
        flags = chance.choice([0, 1, 64, 65, 68, 4, 8, 2, 16, 96])
        self.rows[entry_id] = row(
            entry_id, sort_at, title, flags, actors=("Northland", "Eastmark"), topics=("justice",)
        )
        return entry_id
