"""Live blogs in JSON that are broken, mutilated or built to hurt: nothing raises, and what comes out may be shown."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.formats import json_live, parse
from reader.formats.json_live.values import flag, instant, native, number
from reader.formats.page import Page, UnreadableError
from reader.formats.sniff import Shape
from reader.model.snapshot import Document
from reader.text import clean
from tests.formats.support import FIXTURES, fixture

NAMES = sorted(path.name for path in FIXTURES.glob("live-*.json"))
WORDS = [
    "id",
    "_id",
    "_items",
    "entries",
    "blocks",
    "elements",
    "posts",
    "message",
    "news",
    "data",
    "event",
    "result",
    "addedOrChanged",
    "results",
    "urn",
    "children",
    "childrenMeta",
    "postType",
    "content",
    "header",
    "liveTextStream",
    "Posts",
    "Edits",
    "html",
    "numNewBlocks",
    "groups",
    "refs",
    "item",
    "meta",
    "schemaOrg",
    "@type",
    "model",
    "type",
    "text",
    "timestamp",
    "created",
    "_type",
    "attributes",
    "mid",
]
ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    1e308,
    float("nan"),
    float("inf"),
    10**30,
    "",
    "x",
    "\ud800",
    "\x1b[31m\u202e",
    "<p>&lt;b&gt;",
    "http://[",
    [],
    {},
    [[]],
    [None],
    {"id": {}},
    {"html": []},
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [path, *(place for key in keys for place in places(value[key], (*path, key)))]


def put(value: Any, path: tuple[Any, ...], odd: Any, drop: bool) -> Any:
    if not path:
        return copy.deepcopy(odd)
    holder = value
    for key in path[:-1]:
        holder = holder[key]
    if drop:
        del holder[path[-1]]
    else:
        holder[path[-1]] = copy.deepcopy(odd)
    return value


def read(text: str, url: str | None = None) -> None:
    """Not through `parse`, which would turn a fault into a reason."""
    try:
        found = json_live.read(Page(Document(b"", url), text, Shape.JSON))
    except UnreadableError:
        return
    for entry in found.snapshot.entries if found else ():
        assert entry.key
        said = (entry.headline or "", entry.wording.text, entry.native_id or "", *entry.authors, *entry.tags)
        for part in said:
            assert clean(part) == part
            part.encode()
        for block in entry.wording.body:
            assert all(0 <= link.start < link.end <= len(block.text) for link in block.links)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_keys_missing_and_types_swapped(name: str, data: st.DataObject) -> None:
    document = json.loads(fixture(name).decode("utf-8-sig"))
    for _ in range(data.draw(st.integers(1, 4))):
        known = places(document)
        path = known[data.draw(st.integers(0, len(known) - 1))]
        document = put(document, path, data.draw(st.sampled_from(ODD)), data.draw(st.booleans()))
    url = data.draw(st.sampled_from([None, "https://a.example/x?page=1&limit=1", "http://[", "x", "file:///etc"]))
    read(json.dumps(document), url)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(WORDS),
                inner,
                max_size=5,
            )
        ),
        max_leaves=25,
    )
)
def test_made_of_the_words_of_the_formats(value: object) -> None:
    read(json.dumps(value))


@pytest.mark.parametrize("name", NAMES)
def test_cut_short(name: str) -> None:
    text = fixture(name).decode("utf-8-sig")
    for cut in range(1, len(text), max(1, len(text) // 40)):
        read(text[:cut])


@pytest.mark.parametrize(
    "text",
    [
        '{"_items":' * 50_000,
        "[" * 200_000,
        '{"model":{"blocks":[' * 300 + "]}}" * 300,
        '{"entries":[{"id":' + "9" * 5000 + ',"type":"new","timestamp":' + "9" * 5000 + "}]}",
        '{"entries":[{"id":1e999,"type":"new","timestamp":NaN,"render":"<p>x"}],"pages":-Infinity}',
        '{"numNewBlocks":1,"mostRecentBlockId":"b","html":"' + "<div>" * 50_000 + '"}',
        '{"addedOrChanged":[' + ",".join(["{}"] * 20_000) + "]}",
    ],
    ids=["items", "lists", "models", "digits", "infinite", "markup", "many"],
)
def test_built_to_hurt(text: str) -> None:
    read(text)
    parse(Document(text.encode()))


def test_blocks_nested_without_end_are_left_out_in_time() -> None:
    block: dict[str, Any] = {"type": "fragment", "model": {"text": "deep"}}
    for _ in range(200):
        block = {"type": "text", "model": {"blocks": [block]}}
    post = {"urn": "asset:1", "header": {}, "dates": {}, "content": {"model": {"blocks": [block]}}}
    read(json.dumps({"liveTextStream": {"content": {"data": {"results": [post]}}}}))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (1714820400, 1714820400),
        (1714820400123, 1714820400),
        (1714820400123456, 1714820400),
        ("1714820400", 1714820400),
        ("1714820400123", 1714820400),
        (1714820400.75, 1714820400),
        ("/Date(1714820400000)/", 1714820400),
        ("/Date(1714820400000+0200)/", 1714820400),
        ("2024-05-04T11:00:00", 1714820400),
        ("2024-05-04T13:00:00.5+02:00", 1714820400),
        ({"dateTime": 1714820400000}, 1714820400),
        ({"iso8601": "2024-05-04T11:00:00Z"}, 1714820400),
        ({"dateTime": {"dateTime": 1}}, None),
        (True, None),
        (0, None),
        (-5, None),
        (10**40, None),
        (float("nan"), None),
        (float("inf"), None),
        ("0000-00-00 00:00:00", None),
        ("", None),
        ([1714820400], None),
    ],
)
def test_times_of_every_make(value: object, seconds: int | None) -> None:
    found = instant(value)
    assert (found[0] if found else None) == seconds


def test_ids_numbers_and_marks() -> None:
    assert native(None, "", "  ", 12) == "12"
    assert native(12.0) == "12"
    assert native(float("inf"), True, [], {}) is None
    assert native(3085520000000000002) == "3085520000000000002"
    assert number("12") == 12
    assert number(True) is None
    assert number("1e9") is None
    assert [flag(value) for value in (True, 1, "1", "true", "Yes")] == [True] * 5
    assert [flag(value) for value in (False, 0, "0", "false", "", None, [], {}, 2)] == [False] * 9
