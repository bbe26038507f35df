"""JSON-LD in a page (W3C JSON-LD 1.1, section 7): the scripts that hold it, read as leniently as publishers write it.

Comments and CDATA around the data, comments in it, trailing commas and junk, raw line breaks, several objects in one
script and scripts that are cut off: all occur. What cannot be read is left out; nothing raises.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import cast

Object = dict[str, object]
"""One node of a graph: a JSON object, or an item of microdata or RDFa in the same form."""

MAX_SCRIPTS = 200
_OPENING = re.compile(r"""<script\b[^>]{0,1000}?\btype\s*=\s*["']?\s*application/ld\+json[^>]{0,1000}>""", re.I)
_CLOSING = re.compile(r"</script", re.I)
_WRAPPER = re.compile(
    r"^(?:\s|<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[|//[^\n]*\n|/\*.{0,2000}?\*/)+", re.S
)
_COMMENT = re.compile(r'("(?:[^"\\]|\\.|\\)*+(?:"|\Z))|/\*.*?\*/|(?<=[\s,{\[])//[^\n]*', re.S)
_LINE_COMMENT = re.compile(r'("(?:[^"\\]|\\.|\\)*+(?:"|\Z))|(?<=[\s,{\[])//[^\n]*', re.S)
_COMMA = re.compile(r'("(?:[^"\\]|\\.|\\)*+(?:"|\Z))|,(\s*[}\]])', re.S)
_BAD_ESCAPE = re.compile(r'\\(u[0-9a-fA-F]{4}|["\\/bfnrt])|\\')
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "subjectOf", "hasPart", "about", "isPartOf", "liveBlogPosting")
_DEEPEST = 6


def scripts(markup: str) -> Iterator[str]:
    """Yield what stands in the JSON-LD scripts of a page, in order."""
    at = 0
    for _ in range(MAX_SCRIPTS):
        opening = _OPENING.search(markup, at)
        if opening is None:
            return
        closing = _CLOSING.search(markup, opening.end())
        at = closing.end() if closing else len(markup)
        yield markup[opening.end() : closing.start() if closing else at]


def load(script: str) -> list[object]:
    """Read the values of one script; an empty list where it holds none that can be read."""
    text = script.strip().strip("\ufeff").strip()
    for attempt in (_plain, _unwrapped, _repaired):
        values = _values(attempt(text))
        if values:
            return values
    return []


def nodes(values: list[object]) -> Iterator[Object]:
    """Yield every object that states something on the page: top level, lists, `@graph`, and what these are about."""
    stack: list[tuple[object, int]] = [(value, 0) for value in reversed(values)]
    while stack:
        value, depth = stack.pop()
        if isinstance(value, list) and depth < _DEEPEST:
            stack += [(inner, depth + 1) for inner in reversed(cast("list[object]", value))]
        elif isinstance(value, dict):
            node = cast("Object", value)
            yield node
            if depth < _DEEPEST:
                stack += [(node[name], depth + 1) for name in reversed(_NESTED) if name in node]


def _plain(text: str) -> str:
    return text


def _unwrapped(text: str) -> str:
    """Without comment and CDATA marks around it; escaped as HTML where a template did so."""
    bare = _WRAPPER.sub("", text)
    return unescape(bare) if re.match(r"[\[{]\s*&(?:quot|#34|#x22);", bare) else bare


def _repaired(text: str) -> str:
    """Without comments and trailing commas in it, and with lone backslashes doubled."""
    bare = _unwrapped(text)
    last = (
        bare.rfind("*/") + 2 if "*/" in bare else 0
    )  # behind the last end of a comment none can end: looking for one would take ever longer
    bare = _COMMENT.sub(lambda match: match[1] or " ", bare[:last]) + _LINE_COMMENT.sub(
        lambda match: match[1] or " ", bare[last:]
    )
    bare = _COMMA.sub(lambda match: match[1] or match[2], bare)
    return _BAD_ESCAPE.sub(lambda match: match[0] if match[1] else r"\\", bare)


def _values(text: str) -> list[object]:
    """Read one value after the other until something else follows."""
    decoder = json.JSONDecoder(strict=False)
    values: list[object] = []
    at = 0
    while at < len(text) and len(values) < MAX_SCRIPTS:
        try:
            value, at = cast("tuple[object, int]", decoder.raw_decode(text, at))
        except (ValueError, RecursionError):
            break
        values.append(value)
        at = _next(text, at)
    return [value for value in values if isinstance(value, dict | list)]


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n;,":
        at += 1
    return at
