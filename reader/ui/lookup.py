"""Finding commands by what they are called and what they do; the help page. Pure."""

from __future__ import annotations

import string
from dataclasses import asdict
from typing import TYPE_CHECKING

from reader.ui.commands import COMMANDS, Command, Place, reachable, sign
from reader.view.clusters import cells
from reader.view.glyphs import glyphs_for
from reader.view.lines import EMPTY, Line, Span
from reader.view.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WIDEST_KEYS = 18
AS_IN_VI = {
    **dict.fromkeys(("q", "q!", "qa", "qa!", "wq", "exit"), "quit_now"), "w": "save", "h": "help", "noh": "end_hits",
}  # fmt: skip
"""What people type there out of habit."""
NONE_FOUND = "No command is called that, and none does it."
WHERE = {Place.LIST: "in the list", Place.DETAIL: "in the text"}
NOTES = (
    "Select text with Shift and the mouse (Option in iTerm2), or set mouse = false.",
    'Filter: words, "phrases", actor: topic: speaker: kind: is: since: has: /regex/, - or NOT, OR, ( ).',
    "Marks: {unread} unread  {starred} starred  {edited} edited  {key_event} key event  {pinned} pinned"
    "  {withdrawn} withdrawn  {late} arrived late.",
    "Times: 22:41 as stated  22:41~ of arrival, none is stated  13:20{late} arrived after later ones"
    "  --:-- only the day.",
    "Strip: a block for the entries of a stretch of time; {up} where you are  {key_event} key event  {edited} edit"
    "  {gap} gap  {older} a few older ones, too far back to be shown.",
    "Below a headline: its source where there are several, marks, actors, topics.",
)


def keys_in_words(command: Command, keymap: Mapping[str, str]) -> str:
    """The keys of a command as people write them, two blanks between; the digits in their order as `1-9`."""
    keys = [key.strip() for key in keymap.get(command.name, command.keys).split(",")]
    if len(keys) > 2 and "".join(keys) in string.digits:
        return f"{keys[0]}-{keys[-1]}"
    return "  ".join(sign(key) for key in keys)


def matches(command: Command, keymap: Mapping[str, str], wanted: str) -> bool:
    """Whether every word of `wanted` occurs in name, keys or description of a command, or it is called so elsewhere."""
    if AS_IN_VI.get(wanted.strip()) == command.name:
        return True
    name = command.name.replace("_", " ")
    text = f"{command.name} {name} {command.help} {command.label} {keys_in_words(command, keymap)}".casefold()
    return all(word in text for word in wanted.casefold().split())


def ranked(command: Command, wanted: str, keymap: Mapping[str, str]) -> int:
    """How well a command fits what is typed, the least best.

    It is called so elsewhere, has this key, is called so, begins so, holds it, or only its description does.
    """
    if AS_IN_VI.get(wanted.strip()) == command.name:
        return -2
    if wanted.strip() in keys_in_words(command, keymap).split():
        return -1
    typed, name = "_".join(wanted.casefold().split()), command.name
    return (name != typed) + (not name.startswith(typed)) + (typed not in name)


def runnable(place: Place) -> list[Command]:
    """The commands that can be chosen by name while the reader is somewhere; on the main screen those of both panes."""
    here = set(reachable(place))
    if Place.MAIN in here:
        here |= {Place.LIST, Place.DETAIL}
    return [command for command in COMMANDS if command.place in here]


def help_lines(
    keymap: Mapping[str, str],
    place: Place,
    wanted: str,
    width: int,
    *,
    ascii: bool = False,  # noqa: A002
) -> list[Line]:
    """The help page in lines of at most `width` cells: by group, those that work at `place` first."""
    found = [command for command in COMMANDS if matches(command, keymap, wanted)]
    if not found:
        return [EMPTY, (Span(NONE_FOUND, "muted"),)]
    width = max(8, width)
    here = set(runnable(place))
    sections: dict[str, list[Command]] = {}
    for command in sorted(found, key=lambda command: command not in here):
        where = WHERE.get(command.place, "")
        sections.setdefault(f"{command.group}, {where}" if where else command.group, []).append(command)
    keys = {command.name: keys_in_words(command, keymap) for command in found}
    column = min(WIDEST_KEYS, width // 3, max(cells(text) for text in keys.values()))
    lines: list[Line] = []
    for title, commands in sections.items():
        lines += [EMPTY, *((Span(part, "subhead"),) for part in _wrapped(title, width))]
        for command in commands:
            lines += _entry(keys[command.name], command.help, column, width)
    if not wanted.strip():
        lines.append(EMPTY)
        notes = [note.format(**asdict(glyphs_for(ascii))) for note in NOTES]
        lines += [(Span(note[start:end], "muted"),) for note in notes for start, end in wrap(note, width)]
    return lines[1:]


def _entry(keys: str, words: str, column: int, width: int) -> Iterator[Line]:
    """Keys left, what they do right, each broken where it has to be."""
    left = _wrapped(keys, column)
    right = _wrapped(words, max(1, width - column - 4))
    for row in range(max(len(left), len(right))):
        key = left[row] if row < len(left) else ""
        text = right[row] if row < len(right) else ""
        yield (Span("  "), Span(key + " " * (column - cells(key)), "command"), Span("  "), Span(text))


def _wrapped(text: str, width: int) -> Sequence[str]:
    return [text[start:end] for start, end in wrap(text, width)]
