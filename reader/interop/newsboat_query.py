"""newsboat's filter expressions (`query:` feeds; newsboat manual, "Filter language") in the words of our own filters.

    filter     = condition { ("and" | "or") condition } | "(" filter ")"
    condition  = attribute operator value          unread = "yes", title =~ "storm", tags # "news", age < 3

What has no counterpart here is refused in words, rather than turned into a filter that shows something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.model.filter_language import MAX_TEXT, parse_filter

MAX_DEPTH = 12

_TOKEN = re.compile(
    r'\s*(?:(?P<mark>[()])|(?P<text>"(?:[^"\\]|\\.)*+")|(?P<op>==|!=|=~|!~|<=|>=|!#|[=<>#]|between\b)|(?P<word>[^\s()"=!<>#~]+))'
)
_TEXTS = ("title", "content", "description", "author")
_FEEDS = ("feedtitle", "tags", "rssurl", "feedlink", "feedurl")
_PLAIN = re.compile(r"[\w .,'’&+-]+")
_OPPOSITE = {"!=": "=", "!~": "=~", "!#": "#"}


class NoCounterpart(ValueError):  # noqa: N818  named for what is missing
    """The expression says something that filters here cannot say; the message says what."""


def translated(expression: str) -> str:
    """The same filter in our own language. Raises NoCounterpart."""
    reader = _Reader(expression)
    text = reader.filter(0)
    if reader.at < len(reader.tokens):
        raise NoCounterpart(f"what begins at {reader.tokens[reader.at].text!r} makes no sense")
    if len(text) > MAX_TEXT:
        raise NoCounterpart(f"it is longer than the {MAX_TEXT} characters of a filter")
    if problems := parse_filter(text).problems:
        raise NoCounterpart(problems[0].message)
    return text


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(expression: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    end = len(expression.rstrip())
    while at < end:
        match = _TOKEN.match(expression, at)
        if match is None or match.lastgroup is None:
            raise NoCounterpart(f"what begins at {expression[at : at + 20].strip()!r} makes no sense")
        text = match[match.lastgroup]
        found.append(_Token(match.lastgroup, re.sub(r"\\(.)", r"\1", text[1:-1]) if text[0] == '"' else text))
        at = match.end()
    return found


class _Reader:
    """Reads from left to right; `at` is the token that comes next."""

    def __init__(self, expression: str) -> None:
        self.tokens = _tokens(expression)
        self.at = 0

    def filter(self, depth: int) -> str:
        if depth > MAX_DEPTH:
            raise NoCounterpart("it has too many parentheses")
        parts = [self._one(depth)]
        joints: set[str] = set()
        while self._next("word") in ("and", "or"):
            joints.add(self._take().text)
            parts.append(self._one(depth))
        if len(joints) > 1:
            raise NoCounterpart("it mixes and with or, without parentheses that say what belongs together")
        return (" OR " if joints == {"or"} else " ").join(parts)

    def _one(self, depth: int) -> str:
        if self._next("mark") == "(":
            self._take()
            inside = self.filter(depth + 1)
            if self._next("mark") != ")":
                raise NoCounterpart("a parenthesis is not closed")
            self._take()
            return f"({inside})"
        name, operator, value = self._take("word"), self._take("op"), self._take("word", "text")
        return _condition(name.text.lower(), operator.text.replace("==", "="), value.text)

    def _next(self, kind: str) -> str | None:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return token.text if token is not None and token.kind == kind else None

    def _take(self, *kinds: str) -> _Token:
        if self.at >= len(self.tokens):
            raise NoCounterpart("it ends too early")
        token = self.tokens[self.at]
        if kinds and token.kind not in kinds:
            raise NoCounterpart(f"{token.text!r} stands where none may")
        self.at += 1
        return token


def _condition(name: str, operator: str, value: str) -> str:
    if name == "age":
        return _age(operator, value)
    plain = _OPPOSITE.get(operator, operator)
    made = _unread(plain, value) if name == "unread" else _text(name, plain, value)
    return f"-{made}" if plain != operator else made


def _unread(operator: str, value: str) -> str:
    if operator != "=" or value not in ("yes", "no"):
        raise NoCounterpart(f"unread {operator} {value!r} has no counterpart")
    return "is:unread" if value == "yes" else "is:read"


def _text(name: str, operator: str, value: str) -> str:
    if name in _TEXTS and operator == "=~":
        return _quoted(value) if _PLAIN.fullmatch(value) else f"/{value.replace('/', chr(92) + '/')}/"
    if name in _TEXTS and operator == "=":
        return _quoted(value)
    if name in _FEEDS and operator in ("=", "=~", "#"):
        choices = value.split("|") if operator == "=~" else [value]
        if all(_PLAIN.fullmatch(choice.strip()) for choice in choices):
            made = [f"source:{_quoted(choice.strip())}" for choice in choices]
            return made[0] if len(made) == 1 else f"({' OR '.join(made)})"
    raise NoCounterpart(f"{name} {operator} {value!r} has no counterpart")


def _quoted(value: str) -> str:
    if '"' in value or not value.strip():
        raise NoCounterpart(f"{value!r} cannot be looked for")
    return f'"{value.strip()}"'


def _age(operator: str, value: str) -> str:
    """newsboat counts whole days: an article of today is 0 days old."""
    if operator == "between":
        first, _, last = value.partition(":")
        return f"(since:{_days(last) + 1}d until:{_days(first)}d)" if _days(first) else f"since:{_days(last) + 1}d"
    days = _days(value)
    match operator:
        case "<":
            return f"since:{max(1, days)}d"
        case "<=":
            return f"since:{days + 1}d"
        case ">":
            return f"until:{days + 1}d"
        case ">=":
            return f"until:{max(1, days)}d"
        case "=":
            return f"(since:{days + 1}d until:{days}d)" if days else "since:1d"
        case _:
            raise NoCounterpart(f"age {operator} {value!r} has no counterpart")


def _days(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise NoCounterpart(f"{text!r} is no number of days")
    return int(text)
