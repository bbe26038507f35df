"""A made-up entry with everything in it."""

from __future__ import annotations

from reader.model.entry import (
    Basis,
    Block,
    BlockKind,
    Card,
    Embed,
    Entry,
    Flags,
    Link,
    Media,
    Precision,
    Wording,
)  # fmt: skip
from reader.model.event import Revision, StoredEntry
from reader.model.tagging import Actor, ActorType, Mention, Tagging

AT = 1_601_332_860  # 28 September 2020, 22:41 UTC
NORTHLAND = Actor("Northland", ActorType.COUNTRY)

WORDING = Wording(
    "Northland says 94 are missing",
    (
        Block(BlockKind.PARAGRAPH, "The coast guard of Northland said on Monday that the search goes on.",
              (Link("https://example.org/coast", 4, 15), Link("javascript:alert(1)", 19, 28))),
        Block(BlockKind.SUBHEAD, "What is known"),
        Block(BlockKind.LIST_ITEM, "Two ferries were late"),
        Block(BlockKind.LIST_ITEM, "Northland closed one harbour"),
        Block(BlockKind.QUOTE, "We are looking for everybody", (Link("https://example.org/coast", 0, 2),)),
        Block(BlockKind.TABLE, "Port | Ships\nEast Harbour | 3\nNess | 12"),
        Block(BlockKind.PREFORMATTED, "if storm:\n    stay"),
    ),
    (Media("photo", "https://img.example.org/1.jpg", "The harbour at noon", "© A. Person"),
     Media("video", alt="waves")),
    (Card("Storm closes schools", "Northland keeps its children at home.", "https://example.org/schools"),),
    (Embed("Chirper", "@coast", "Northland's ships are out.", "28 Sept", "https://chirper.example/1"),),
)  # fmt: skip

OLD = Wording("Northland says 84 are missing", WORDING.body[:1], WORDING.media, WORDING.cards, WORDING.embeds)


def mentions() -> tuple[Mention, ...]:
    """Every "Northland" in the headline and in the text."""
    found: list[Mention] = []
    for place, text in (("headline", WORDING.headline or ""), ("body", WORDING.text)):
        at = text.find("Northland")
        while at >= 0:
            found.append(Mention(NORTHLAND, place, at, at + 9))
            at = text.find("Northland", at + 1)
    return tuple(found)


def stored(**changes: object) -> StoredEntry:
    entry = Entry(
        "k1", 0, WORDING, native_id="n1", published=AT, precision=Precision.MINUTE, basis=Basis.PRINTED_INFERRED_DATE,
        basis_reason='"on Monday" in the text', time_label="22:41", authors=("A. Writer",), tags=("storm", "harbour"),
        flags=Flags(key_event=True), url="https://example.org/live#n1",
    )  # fmt: skip
    tagging = Tagging((NORTHLAND,), mentions(), "Coast Guard", "Northland", ("Eastmark",), ("disaster",))
    values: dict[str, object] = {
        "revision": 2, "edited_at": AT + 900, "starred": True, "tagging": tagging, **changes
    }  # fmt: skip
    return StoredEntry(1, 1, entry, AT + 60, AT + 1800, **values)  # type: ignore[arg-type]


REVISIONS = (Revision(1, AT + 60, OLD), Revision(2, AT + 900, WORDING))
