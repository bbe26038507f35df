"""Claims and figures of the example feed, against what a careful reader lists."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from reader import formats, tagging
from reader.model.snapshot import Document
from reader.tagging.acts import Act
from reader.tagging.claims import claims_of
from reader.tagging.figures import figures_of
from reader.tagging.rereading import reread
from reader.view.ledger import Ledger, Texts
from reader.view.lines import text_of
from reader.view.testimony import Desk
from reader.view.testimony import Testimony as Found

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def found(corpus: Path) -> list[Found]:
    document = Document((corpus / "sputnik-karabakh-live-2020-09-28.txt").read_bytes())
    snapshot = formats.parse(document).snapshot
    assert snapshot is not None
    tagger = tagging.load()
    testimonies: list[Found] = []
    for number, entry in enumerate(snapshot.entries):
        said = entry.wording
        tags = tagger.tag(said.headline, said.text)
        parts = reread(tagger.lexicon, said.headline, said.text, tags)
        claims = claims_of(parts, tags)
        testimonies.append(Found(number, entry.published or 0, 1, 0, claims, figures_of(parts, claims)))
    return testimonies


@pytest.mark.parametrize(
    ("act", "sides"),
    [
        (Act.CALLS, {"Armenia", "CSTO", "Canada", "European Union", "Germany", "Pakistan", "Russia", "Spain", "United Kingdom"}),
        (Act.ACCUSES, {"Armenia"}),
        (Act.DENIES, set()),
        (Act.CONFIRMS, {"Azerbaijan", "Belarus"}),
        (Act.OFFERS, {"Belarus", "Switzerland"}),
    ],
)  # fmt: skip
def test_who_does_what(found: list[Found], act: Act, sides: set[str]) -> None:
    assert {claim.side or claim.who for one in found for claim in one.claims if claim.act is act} == sides


def test_civilians_injured_over_time(found: list[Found]) -> None:
    desk = Desk(max(one.at for one in found), ZoneInfo("UTC"))
    ledger = Ledger(desk)
    for one in found:
        ledger.add(one)
    lines = [text_of(line.line).strip() for line in ledger.lines(100, Texts())]
    assert lines[lines.index("civilians injured  2") + 1] == "says Azerbaijan: 19 (Sunday) → 26 (07:45)"
