"""Values as JavaScript writes them, to JSON: names without quotes, single quotes, and the function of Nuxt 2.

Nuxt 2 hands over its data as `(function(a,b){a.x=1;return {title:a,live:b}}("Storm",true))`: what occurs more than
once is a parameter. What is more than a literal (a call, a sum, a template) is none and is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

MOST = 4_000_000
"""Characters of a value that are looked at."""
_TEXT = r'"(?:[^"\\]|\\.)*+"' + r"|'(?:[^'\\]|\\.)*+'"
_TOKEN = re.compile(
    rf"\s*(?:(?P<text>{_TEXT})|(?P<name>[A-Za-z_$][\w$]*+)|(?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<bool>![01])|(?P<mark>[{}\[\],:]))",
    re.S,
)
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|[\s\S])|\"")
_WORDS = {"true": "true", "false": "false", "null": "null", "undefined": "null", "NaN": "null", "Infinity": "null"}
_DATE = re.compile(rf"\s*Date\s*\(\s*(?P<text>{_TEXT}|\d{{1,16}})?\s*\)")
_VOID = re.compile(r"\s*0")
_FUNCTION = re.compile(r"\(\s*function\s*\((?P<names>[\w$,\s]{0,20000})\)\s*\{")
_RETURN = re.compile(r"\s*return\s*(?=[\[{])")
_SETS = re.compile(
    r"\s*(?P<name>[A-Za-z_$][\w$]*+)(?:\.(?P<prop>[A-Za-z_$][\w$]*+)|\[(?P<place>\"(?:[^\"\\]|\\.)*+\"|\d{1,6})\])\s*=(?!=)"
)
_CLOSED = re.compile(r"\s*\)")
_NEXT = re.compile(r"\s*[;,]")
_KEPT = frozenset('"\\/bfnrtu')
"""What JSON escapes in the same way."""
_TRIES = 8


def literal(script: str, at: int, names: Mapping[str, str] | None = None) -> tuple[str | None, int]:
    """Return the value that begins somewhere as JSON, and where it ends; None where it is no literal.

    `names` are parameters and the JSON of their values.
    """
    made: list[str] = []
    opened: list[str] = []
    known = names or {}
    size = 0
    end = min(len(script), at + MOST)
    while at < end:
        token = _TOKEN.match(script, at, end)
        if token is None:
            return None, at
        at = token.end()
        mark = token["mark"]
        if mark:
            if mark in "{[":
                opened.append(mark)
            elif mark in "}]" and (not opened or opened.pop() != ("{" if mark == "}" else "[")):
                return None, at
            if mark in "}]," and made and made[-1] in (",", "["):
                if mark == ",":
                    made.append("null")
                elif made[-1] == ",":
                    made.pop()
            made.append(mark)
        elif opened and opened[-1] == "{" and made[-1] in ("{", ","):
            made.append(_quoted(token["text"]) if token["text"] else json.dumps(token["name"] or token["number"]))
        else:
            value, at = _value(token, script, at, known)
            size += len(value or "")
            if value is None or size > 2 * MOST:
                return None, at
            made.append(value)
        if not opened:
            return ("".join(made) if mark not in (",", ":") else None), at
    return None, at


def _value(token: re.Match[str], script: str, at: int, known: Mapping[str, str]) -> tuple[str | None, int]:
    if token["text"]:
        return _quoted(token["text"]), at
    if token["number"]:
        return _number(token["number"]), at
    if token["bool"]:
        return ("true" if token["bool"] == "!0" else "false"), at
    name = token["name"]
    if name in known:
        return known[name], at
    if name == "void" and (zero := _VOID.match(script, at)):
        return "null", zero.end()
    if name == "new" and (made := _DATE.match(script, at)):
        text = made["text"]
        return ("null" if text is None else text if text[0].isdigit() else _quoted(text)), made.end()
    return _WORDS.get(name), at


def _number(text: str) -> str | None:
    try:
        return json.dumps(float(text)) if "." in text or "e" in text.lower() else str(int(text))
    except ValueError:
        return None


def _quoted(text: str) -> str:
    """A text of JavaScript in JSON's quotes."""
    if text[0] == '"' and "\\x" not in text and "\\'" not in text:
        return text
    return f'"{_ESCAPE.sub(_escaped, text[1:-1])}"'


def _escaped(match: re.Match[str]) -> str:
    """What a text escapes, as JSON does."""
    one = match[1]
    if one is None:
        return '\\"'
    if len(one) == 3:
        return f"\\u00{one[1:]}"
    return match[0] if one in _KEPT else {"v": "\\u000b", "0": "\\u0000", "\n": ""}.get(one, one)


def called(script: str, at: int) -> tuple[str | None, int]:
    """Return what a function that is called at once gives back, as JSON, and where it ends; None where it is none."""
    function = _FUNCTION.match(script, at)
    if function is None:
        return None, at + 1
    body = function.end()
    given = _given(script, body)
    if given is None:
        return None, body
    parameters = [name.strip() for name in function["names"].split(",")]
    place, known = _set(script, body, dict(zip(parameters, given, strict=False)))
    answer = _RETURN.match(script, place)
    return literal(script, answer.end(), known) if answer else (None, body)


def _given(script: str, body: int) -> list[str] | None:
    """The arguments of the call, which the body needs and which stand behind it: looked for from the end."""
    end = min(len(script), body + MOST)
    for _ in range(_TRIES):
        end = script.rfind("}(", body, end)
        if end < 0:
            return None
        given, after = _arguments(script, end + 2)
        if _CLOSED.match(script, after):
            return given
    return None


def _arguments(script: str, at: int) -> tuple[list[str], int]:
    found: list[str] = []
    while True:
        value, after = literal(script, at)
        if value is None:
            return found, at
        found.append(value)
        comma = _NEXT.match(script, after)
        if comma is None:
            return found, after
        at = comma.end()


def _set(script: str, at: int, known: dict[str, str]) -> tuple[int, dict[str, str]]:
    """Take the statements before the answer, which fill the parameters that are objects or lists."""
    held: dict[str, list[str]] = {}
    size = 0
    while sets := _SETS.match(script, at):
        value, after = literal(script, sets.end(), known)
        size += len(value or "")
        if value is None or size > MOST:
            break
        name, place = sets["name"], sets["place"]
        parts = held.setdefault(name, [])
        parts.append(value if place and place.isdigit() else f"{_quoted(place or json.dumps(sets['prop']))}:{value}")
        part = _NEXT.match(script, after)
        at = part.end() if part else after
    return at, known | {name: _filled(known.get(name, "{}"), parts) for name, parts in held.items()}


def _filled(first: str, parts: list[str]) -> str:
    """An empty object or list with its parts."""
    opening, closing = ("[", "]") if first[:1] == "[" else ("{", "}")
    inner = [first[1:-1]] if first[1:-1].strip() else []
    return opening + ",".join([*inner, *parts]) + closing
