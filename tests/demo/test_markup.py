"""The markup of the day's bodies."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.demo.markup import blocks
from reader.model.entry import Block, BlockKind, Link


def test_every_kind_of_block() -> None:
    body = """
First line
and its second.

## A heading

- one
- two
  goes on

> Said
> somebody.

| a | b |
| 1 | 2 |
"""
    assert [(block.kind.value, block.text) for block in blocks(body)] == [
        ("paragraph", "First line and its second."),
        ("subhead", "A heading"),
        ("list_item", "one"),
        ("list_item", "two goes on"),
        ("quote", "Said somebody."),
        ("table", "a | b\n1 | 2"),
    ]


def test_links_stand_where_their_words_are() -> None:
    (block,) = blocks("See [the map](https://example.org/map), or [ask](https://example.org/ask).")
    assert block == Block(
        BlockKind.PARAGRAPH,
        "See the map, or ask.",
        (Link("https://example.org/map", 4, 11), Link("https://example.org/ask", 16, 19)),
    )
    assert [block.text[link.start : link.end] for link in block.links] == ["the map", "ask"]


@given(st.text(alphabet="a-#>|[]() \n/:htps"))
def test_any_text_is_a_body(body: str) -> None:
    for block in blocks(body):
        assert all(0 <= link.start < link.end <= len(block.text) for link in block.links)
