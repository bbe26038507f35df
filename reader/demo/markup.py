"""The small markup in which the bodies of the day are written, read into blocks.

Blocks are parted by blank lines: `> ` begins a quotation, `## ` a sub-heading, `- ` each item of a list, `| ` each row
of a table with its cells parted by ` | `; anything else is a paragraph. A link is `[words](https://example.org/)`.
"""

from __future__ import annotations

import re

from reader.model.entry import Block, BlockKind, Link

_LINK = re.compile(r"\[([^\]]+)\]\((https://[^)\s]+)\)")
CELL = " | "


def blocks(body: str) -> tuple[Block, ...]:
    """Return the blocks of `body`, in order. Any text is a body: nothing is refused."""
    found: list[Block] = []
    for chunk in re.split(r"\n\s*\n", body.strip()):
        lines = [line.strip() for line in chunk.splitlines() if line.strip()]
        if lines:
            found += _chunk(lines)
    return tuple(found)


def _chunk(lines: list[str]) -> list[Block]:
    first = lines[0]
    if first.startswith("- "):
        return [_linked(BlockKind.LIST_ITEM, item) for item in _items(lines)]
    if first.startswith("| "):
        return [Block(BlockKind.TABLE, "\n".join(line.strip("| ") for line in lines))]
    if first.startswith("## "):
        return [_linked(BlockKind.SUBHEAD, " ".join(lines)[3:])]
    if first.startswith("> "):
        return [_linked(BlockKind.QUOTE, " ".join(line.removeprefix("> ") for line in lines))]
    return [_linked(BlockKind.PARAGRAPH, " ".join(lines))]


def _items(lines: list[str]) -> list[str]:
    """Join the continuation lines of list items to the item they continue."""
    items: list[str] = []
    for line in lines:
        if line.startswith("- "):
            items.append(line[2:])
        else:
            items[-1] += " " + line
    return items


def _linked(kind: BlockKind, source: str) -> Block:
    """Take the link marks out of `source`, keeping where their words stand."""
    text = ""
    links: list[Link] = []
    end = 0
    for match in _LINK.finditer(source):
        text += source[end : match.start()]
        links.append(Link(match[2], len(text), len(text) + len(match[1])))
        text += match[1]
        end = match.end()
    return Block(kind, text + source[end:], tuple(links))
