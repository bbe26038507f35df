"""An entry of a live page of an unknown kind, as its elements show it; and those of a match that print no minute."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.formats.page import MAX_ENTRIES
from reader.formats.pages.openers import Opener
from reader.model.entry import Block, Embed, Media
from reader.text import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


@dataclass(slots=True)
class Segment:
    """An entry as it stands on the page."""

    opener: Opener
    item: LexborNode | None
    nodes: list[LexborNode]
    headline: str | None = None
    blocks: list[Block] = field(default_factory=list[Block])
    media: list[Media] = field(default_factory=list[Media])
    embeds: list[Embed] = field(default_factory=list[Embed])
    authors: tuple[str, ...] = ()
    url: str | None = None
    signed: bool = False
    """Other words than a headline stand before its time: a name, as in comments."""
    signature: str = ""
    """The words before its time, if it is signed."""
    more_link: str | None = None
    """Where its last line, if that is nothing but a link, leads."""
    answerable: bool = False
    """It invites readers to answer, as comments do and entries do not."""
    title_link: str | None = None
    """Where the headline, or the first words, link to."""

    @property
    def text(self) -> str:
        """The running text, without the headline."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def own(self) -> int:
        """How many characters of headline and text are not a link's; a letter that is a word's counts for three."""
        linked = sum(link.end - link.start for block in self.blocks for link in block.links)
        text = self.text
        wide = sum(1 for char in text[:2000] if "\u3000" < char < "\uffa0" or "\uac00" <= char < "\ud7a4")
        head = 0 if self.title_link or not self.headline else len(self.headline)
        return len(text) + 2 * wide - linked + head


def with_untimed(cut: list[Segment]) -> list[Segment]:
    """Add what stands among the entries of a match and looks like one, but prints no minute: kick-off, pause, end."""
    items = [segment.item for segment in cut if segment.item is not None]
    parents = {node.parent.mem_id for node in items if node.parent is not None}
    classes = [{*(node.attributes.get("class") or "").split()} for node in items]
    common = set[str]().union(*classes) if not set[str]().intersection(*classes) else classes[0].intersection(*classes)
    if len(parents) != 1 or not all(classes):
        return cut
    known = {node.mem_id: segment for node, segment in zip(items, cut, strict=True)}
    found: list[Segment] = []
    node = items[0].parent.child if items[0].parent is not None else None
    while node is not None and len(found) <= MAX_ENTRIES:
        if node.mem_id in known:
            found.append(known[node.mem_id])
        elif node.is_element_node and node.tag == items[0].tag:
            own = {*(node.attributes.get("class") or "").split()}
            if own & common and one_line(node.text(separator=" ")):
                blank = Opener(0, node, node, "", None, None, "", leads=True, whole=False, path=(), parents=(),
                               main=True, linked=False, behind=False)  # fmt: skip
                found.append(Segment(blank, node, [node]))
        node = node.next
    return found
