"""The data that a page of HTML carries for its own scripts, decoded: what a browser would draw the page from.

Scripts of JSON (`__NEXT_DATA__` of Next.js and the like), values assigned to a name (`window.__APOLLO_STATE__ = {...}`,
`Fusion.globalContent = {...}`, also through `JSON.parse("...")`), the payload of Nuxt 3 (`__NUXT_DATA__`, by devalue:
every value is a place in one list), the rows of React's server components (`self.__next_f.push([1, "..."])`) and the
streams of React Router.
Each is looked at once, from the front to the back; what cannot be decoded is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import cast
from urllib.parse import unquote

from reader.formats.pages import script_literals, turbo_stream
from reader.formats.pages.flight_rows import rows

MOST = 40
"""Values of one page that are decoded."""
_TRIES = 400
_CALLS = 4
"""So many functions that are called at once are looked at in one script."""
_DEEPEST = 20
_SHORTEST = 300
"""Characters below which data hold no entries."""
_SCRIPT = re.compile(r"<script\b(?P<tag>[^<>]{0,2000})>", re.I)
_CLOSING = re.compile(r"</script", re.I)
_JSON_TYPE = re.compile(r"""\btype\s*=\s*["']?application/(?!ld\+)(?:[\w.+-]{1,40}\+)?json""", re.I)
_NUXT = re.compile(r"""\bid\s*=\s*["']?__NUXT_DATA__""")
_ASSIGNED = re.compile(
    r"""[\w$\])]["']?\s{0,9}=\s{0,9}(?P<parse>JSON\.parse\(\s{0,9}(?P<uri>decodeURIComponent\(\s{0,9})?)?(?=[\[{"']|\(\s{0,9}function\b)"""
)
_PUSHED = re.compile(r"__next_f\.push\(\s*(?=\[)")
_ENQUEUED = re.compile(r"streamController\.enqueue\(\s*(?=\")")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*+)'", re.S)
_ATTRIBUTE = re.compile(
    r"""\s[:@\w.-]{1,60}\s?=\s?(?:"(?P<double>[\[{][\s\[{]{0,9}&(?:quot|\#34|\#x22);[^"]{300,}+)\""""
    r"""|'(?P<single>[\[{][\s\[{]{0,9}(?:"|&quot;)[^']{300,}+)')"""
)
"""An attribute that holds JSON."""
_ATTRIBUTE_MARKS = ("{&quot;", "{&#34;", "{&#x22;", "'{", "'[")
"""Without any of these there is none."""
_SPOKEN_IN = re.compile(r"[:,\[]\s{0,9}(?:undefined\b|void 0|!0|!1|new Date\()")
_SPOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*+(?:"|\Z))|(?<=[:,\[])\s{0,9}(?:(?:undefined|NaN)\b|void 0|!0|!1"""
    r"""|new Date\(\s{0,9}(?P<date>"[^"]{0,60}"|\d{1,16})\s{0,9}\))""",
    re.S,
)
"""Texts, and what JavaScript has and JSON has not."""
_WRAPS = frozenset(
    ("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef", "NuxtError", "Island")
)
_DECODER = json.JSONDecoder(strict=False)


def values(markup: str) -> Iterator[object]:
    """Yield the values of a page, at most `MOST`."""
    pushed: list[str] = []
    streamed: list[str] = []
    count = 0
    for tag, script in _scripts(markup):
        for value in _of_script(tag, script, pushed, streamed):
            yield value
            count += 1
            if count >= MOST:
                return
    yield from islice(_of_attributes(markup), MOST - count)
    if pushed:
        yield rows("".join(pushed))
    if streamed:
        yield turbo_stream.value("".join(streamed))


def _scripts(markup: str) -> Iterator[tuple[str, str]]:
    at = 0
    while opening := _SCRIPT.search(markup, at):
        closing = _CLOSING.search(markup, opening.end())
        at = closing.end() if closing else len(markup)
        end = closing.start() if closing else at
        if end - opening.end() > 20:
            yield opening["tag"], markup[opening.end() : end]


def _of_script(tag: str, script: str, pushed: list[str], streamed: list[str]) -> Iterator[object]:
    if _JSON_TYPE.search(tag):
        value = _decoded(script) if len(script) >= _SHORTEST else None
        if isinstance(value, dict):
            yield from _inside(cast("dict[str, object]", value))
        if value is not None:
            yield revived(cast("list[object]", value)) if _NUXT.search(tag) and isinstance(value, list) else value
        return
    if "streamController.enqueue" in script:
        streamed += _streamed(script)
    elif "__next_f" in script:
        pushed += _rows(script)
    elif len(script) >= _SHORTEST and "=" in script and "ld+json" not in tag:
        yield from _assigned(script)


def _inside(value: dict[str, object]) -> Iterator[object]:
    """What an object holds as text that is JSON again: an answer kept with its status, as SvelteKit does."""
    for text in list(value.values())[:20]:
        if isinstance(text, str) and len(text) >= _SHORTEST and text[:1] in ("{", "["):
            inner = _decoded(text)
            if inner is not None:
                yield inner


def _of_attributes(markup: str) -> Iterator[object]:
    """What elements state in attributes: `data-page` of Inertia, properties of Vue's components."""
    if not any(mark in markup for mark in _ATTRIBUTE_MARKS):
        return
    for match in _ATTRIBUTE.finditer(markup):
        value = _decoded(unescape(match["double"] or match["single"]))
        if isinstance(value, dict) and all(_is_pair(one) for one in cast("dict[str, object]", value).values()):
            value = {key: _unpaired(one, 0) for key, one in cast("dict[str, object]", value).items()}
        if value is not None:
            yield cast("object", value)


def _is_pair(value: object) -> bool:
    pair = cast("list[object]", value) if isinstance(value, list) else []
    return len(pair) == 2 and isinstance(pair[0], int) and not isinstance(pair[0], bool)


def _unpaired(value: object, depth: int) -> object:
    """A value as Astro writes it, behind the number of its type, without these numbers."""
    if not _is_pair(value) or depth > _DEEPEST:
        return value
    inner = cast("list[object]", value)[1]
    if isinstance(inner, list):
        return [_unpaired(one, depth + 1) for one in cast("list[object]", inner)]
    if isinstance(inner, dict):
        return {key: _unpaired(one, depth + 1) for key, one in cast("dict[str, object]", inner).items()}
    return inner


def _rows(script: str) -> Iterator[str]:
    for match in _PUSHED.finditer(script):
        value = _at(script, match.end())[0]
        parts = cast("list[object]", value) if isinstance(value, list) else []
        if len(parts) > 1 and parts[0] == 1 and isinstance(parts[1], str):
            yield parts[1]


def _streamed(script: str) -> Iterator[str]:
    for match in _ENQUEUED.finditer(script):
        value = _at(script, match.end())[0]
        if isinstance(value, str):
            yield value


def _assigned(script: str) -> Iterator[object]:
    """The values that a script assigns to names."""
    script = _SPOKEN.sub(_written, script) if _SPOKEN_IN.search(script) else script
    at = calls = 0
    for _ in range(_TRIES):
        match = _ASSIGNED.search(script, at)
        if match is None:
            return
        at = match.end()
        value: object = None
        if match["parse"]:
            value, at = _parsed(script, at, quoted=match["uri"] is not None)
        elif script[at] in "{[" or (script[at] == "(" and calls < _CALLS):
            calls += script[at] == "("
            value, at = _written_out(script, at)
        if isinstance(value, (dict, list)) and at - match.end() >= _SHORTEST:
            yield cast("object", value)


def _written_out(script: str, at: int) -> tuple[object, int]:
    """A value of JSON, else of JavaScript; or what a function gives back that is called at once."""
    value, end = _at(script, at) if script[at] != "(" else (None, at)
    if value is not None:
        return value, end
    text, end = (script_literals.called if script[at] == "(" else script_literals.literal)(script, at)
    return (_decoded(text), end) if text and len(text) >= _SHORTEST else (None, max(end, at + 1))


def _written(match: re.Match[str]) -> str:
    """What a serialiser writes in JavaScript, in JSON."""
    if match["date"]:
        return match["date"]
    return match["text"] or {"!0": "true", "!1": "false"}.get(match[0].strip(), "null")


def _parsed(script: str, at: int, *, quoted: bool) -> tuple[object, int]:
    """What stands in quotes within `JSON.parse(...)`, `quoted` as addresses are."""
    text, end = _text(script, at)
    return (_decoded(unquote(text) if quoted else text) if text else None), end


def _text(script: str, at: int) -> tuple[str, int]:
    """The text in quotes that begins somewhere, and where it ends; "" if there is none."""
    if script[at] == '"':
        inner, end = _at(script, at)
        return (inner if isinstance(inner, str) else ""), end
    quoted = _QUOTED.match(script, at)
    if quoted is None:
        return "", at + 1
    inner = _decoded('"' + re.sub(r'\\([\s\S])|"', _requoted, quoted[1]) + '"')
    return (inner if isinstance(inner, str) else ""), quoted.end()


def _requoted(match: re.Match[str]) -> str:
    """A part of a text in single quotes as it stands in one in double quotes."""
    if match[1] is None:
        return '\\"'
    return match[1] if match[1] == "'" else match[0]


def _at(script: str, at: int) -> tuple[object, int]:
    """Decode the JSON that begins somewhere, and say where it ends; a place further on if there is none."""
    try:
        return cast("tuple[object, int]", _DECODER.raw_decode(script, at))
    except (ValueError, RecursionError):
        return None, at + 1


def _decoded(text: str) -> object:
    try:
        return json.loads(text.strip(), strict=False)
    except (ValueError, RecursionError):
        return None


def revived(flat: list[object]) -> object:
    """Put together what devalue has laid out flat: the values in lists and objects are places; shared ones stay so."""
    made: list[object] = [_shell(value) for value in flat]
    for value, shell in zip(flat, made, strict=True):
        if isinstance(shell, dict) and isinstance(value, dict):
            source = cast("dict[str, object]", value)
            cast("dict[str, object]", shell).update({key: _placed(made, place) for key, place in source.items()})
        elif isinstance(shell, list) and isinstance(value, list):
            cast("list[object]", shell).extend(_placed(made, place) for place in cast("list[object]", value))
    for at, value in enumerate(flat):  # what is wrapped comes last: it stands for another value
        if isinstance(value, list) and len(cast("list[object]", value)) == 2 and value[0] in _WRAPS:
            target = _placed(made, value[1])
            cast("list[object]", made[at])[:] = [target]
    return made[0] if made else None


def _shell(value: object) -> object:
    """An empty thing of the same sort, to be filled; a date as its text."""
    if isinstance(value, dict):
        return dict[str, object]()
    if isinstance(value, list):
        parts = cast("list[object]", value)
        if len(parts) == 2 and parts[0] == "Date":
            return parts[1]
        return list[object]()
    return value


def _placed(made: list[object], place: object) -> object:
    known = isinstance(place, int) and not isinstance(place, bool) and 0 <= place < len(made)
    return made[place] if known and isinstance(place, int) else None
