"""The user's highlights: words and patterns that are coloured in every text.

Plain words go into one `re` pattern in the shape of a trie, run over the folded text: at 580 names it is 44 times as
fast as a plain alternation and needs no compiled package. Regular expressions of the user run through the `regex`
package, which can be given a time limit; one that exceeds it is switched off.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from reader.model.highlight import Highlight
from reader.tagging.words import fold_letters

TIME_LIMIT = 0.05
"""Seconds of the processor that one regular expression may take for one text."""
MAX_WORD = 100
MAX_REGEX = 1000

Span = tuple[int, int, int]
_Search = Callable[[int], Span | None]


class Marks:
    """Compiled highlights. `problems` names, by number, those that cannot be used or were switched off, and why."""

    def __init__(self) -> None:
        self.problems: list[tuple[int, str]] = []
        self._words: list[tuple[re.Pattern[str], dict[str, int]]] = []
        self._regexes: dict[int, Any] = {}

    def add_words(self, numbers: dict[str, int], whole: bool) -> None:
        """Compile folded words (blanks single) to one pattern; each stands for the number of its highlight."""
        body = trie_pattern(numbers)
        source = rf"(?<!\w){body}(?!\w)" if whole else body
        self._words.append((re.compile(source), numbers))

    def add_regex(self, number: int, source: str) -> None:
        """Compile a regular expression of the user; an invalid one becomes a problem."""
        import regex  # noqa: PLC0415 - costs 15 ms, and few have such a highlight

        if len(source) > MAX_REGEX:
            self.problems.append((number, f"is longer than {MAX_REGEX} characters"))
            return
        try:
            self._regexes[number] = regex.compile(source, regex.IGNORECASE)
        except (regex.error, RecursionError, OverflowError, MemoryError, ValueError) as error:
            self.problems.append((number, f"is no valid regular expression: {error}"))

    def find(self, text: str) -> list[Span]:
        """Return (start, end, number of the highlight) in reading order, without overlaps, leftmost-longest.

        Where two highlights mark the same characters the one with the lower number wins. Never raises.
        """
        folded = fold_letters(text) if self._words else ""
        searches = [self._word_search(pattern, numbers, folded) for pattern, numbers in self._words]
        searches += [self._regex_search(number, text) for number in self._regexes]
        return _merge(searches)

    def _word_search(self, pattern: re.Pattern[str], numbers: dict[str, int], folded: str) -> _Search:
        def search(at: int) -> Span | None:
            match = pattern.search(folded, at)
            return match and (match.start(), match.end(), numbers[" ".join(match.group().split())])

        return search

    def _regex_search(self, number: int, text: str) -> _Search:
        spent = 0.0

        def search(at: int) -> Span | None:
            nonlocal spent
            while number in self._regexes and at <= len(text):
                begin = time.thread_time()
                try:
                    match = self._regexes[number].search(text, at, timeout=max(TIME_LIMIT - spent, 0.001))
                except (TimeoutError, MemoryError, RecursionError):
                    self._switch_off(number)
                    return None
                spent += time.thread_time() - begin
                if match is None or match.end() > match.start():
                    return match and (match.start(), match.end(), number)
                if spent > TIME_LIMIT:
                    self._switch_off(number)
                at = match.end() + 1
            return None

        return search

    def _switch_off(self, number: int) -> None:
        if self._regexes.pop(number, None) is not None:
            self.problems.append((number, f"takes longer than {TIME_LIMIT * 1000:.0f} ms for one text: switched off"))


def _merge(searches: list[_Search]) -> list[Span]:
    found: list[Span] = []
    heads = [search(0) for search in searches]
    at = 0
    while True:
        for place, head in enumerate(heads):
            if head is not None and head[0] < at:
                heads[place] = searches[place](at)
        best = min(
            (head for head in heads if head is not None), key=lambda span: (span[0], -span[1], span[2]), default=None
        )
        if best is None:
            return found
        found.append(best)
        at = best[1]


def compile_highlights(highlights: Iterable[Highlight]) -> Marks:
    """Compile highlights, numbered from 0 in the order given; what cannot be used is in `Marks.problems`."""
    marks = Marks()
    words: dict[bool, dict[str, int]] = {True: {}, False: {}}
    for number, highlight in enumerate(highlights):
        if highlight.regex:
            marks.add_regex(number, highlight.pattern)
            continue
        word = " ".join(fold_letters(highlight.pattern).split())
        if not word:
            marks.problems.append((number, "is empty"))
        elif len(word) > MAX_WORD:
            marks.problems.append((number, f"is longer than {MAX_WORD} characters"))
        else:
            words[highlight.whole_word].setdefault(word, number)
    for whole, numbers in words.items():
        if numbers:
            marks.add_words(numbers, whole)
    return marks


def trie_pattern(words: Iterable[str]) -> str:
    """Return a regular expression for the words in which a common beginning occurs once; the longest word matches."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(root)


def _branch(node: dict[str, Any]) -> str:
    choices: list[str] = []
    for first, child in node.items():
        if not first:
            continue
        chain, end = _escape(first), child
        while len(end) == 1 and "" not in end:
            ((char, end),) = end.items()
            chain += _escape(char)
        choices.append(chain + (_branch(end) if end.keys() != {""} else ""))
    pattern = choices[0] if len(choices) == 1 and "" not in node else f"(?:{'|'.join(choices)})"
    return f"{pattern}?" if "" in node and choices else pattern


def _escape(char: str) -> str:
    return r"\s+" if char == " " else re.escape(char)
