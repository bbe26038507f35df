"""Every screen, and how to get there from the list and back: for tests that hold wherever the reader is.

Keys are written as `tests.terminal.Terminal.send` takes them; `<wait>` is for a screen that has to read first. A new
screen is a line more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visit:
    """A screen or a state of one: `keys` lead there, `shows` is what stands there then, `back` leads to the list."""

    name: str
    keys: str
    shows: str
    back: str = ""


VISITS = (
    Visit("list", "", "."),
    Visit("end of the list", "<end>", ".", "g"),
    Visit("text", "<enter>", "list", "h"),
    Visit("end of the text", "<enter>G", "list", "gh"),
    Visit("only the text", "z", ".", "z"),
    Visit("differences", "d", "Changes|only one", "d"),
    Visit("wordings", "[", "ording", "]"),
    Visit("full article", "x", "Full article from", "x"),
    Visit("links", "<enter>l", "Links of this text|no links", "<esc>h"),
    Visit("filter by", "*", "Filter by", "<esc>"),
    Visit("highlight", "H", "Highlight a word", "<esc>"),
    Visit("time", "t", "Go to", "<esc>"),
    Visit("filter offers", "/is:", "unread", "<ctrl-u><esc><esc>"),
    Visit("values of a filter", "/actor:", "actor:", "<ctrl-u><esc><esc>"),
    Visit("sources of a filter", "/source:", "source:", "<ctrl-u><esc><esc>"),
    Visit("kept filters", "/un", "un", "<ctrl-u><esc><esc>"),
    Visit("a filter that is wrong", '/actor: ) "', ".", "<ctrl-u><esc><esc>"),
    Visit("a filter before", "/<up>", ".", "<ctrl-u><esc><esc>"),
    Visit("a filter by its number", "2", ".", "0"),
    Visit("a filter gets its name", "/pwned<ctrl-s>", "name:", "<esc><ctrl-u><esc><esc>"),
    Visit("actors", "f", "Mentions", "<esc>"),
    Visit("topics", "f<wait><tab>", "Topics", "<esc>"),
    Visit("speakers", "f<wait><tab><tab>", "Said by", "<esc>"),
    Visit("sources in the pane", "f<wait><tab><tab><tab>", "Sources", "<esc>"),
    Visit("catching up", "C", "Catch up", "q"),
    Visit("sources", "S", "Sources ·|Sources -", "q"),
    Visit("the last source", "S<wait>G", "Sources ·|Sources -", "q"),
    Visit("a source gets a name", "S<wait>e", "Name:", "<esc>q"),
    Visit("a source gets an interval", "S<wait>i", "Asked every:", "<esc>q"),
    Visit("a source is removed", "S<wait>d", "Removed|removed", "uq"),
    Visit("adding", "S<wait>a", "Add a source", "<esc>q"),
    Visit("an address that is none", "S<wait>apwned<enter>", "neither", "<esc>q"),
    Visit("who says what", "M<wait>", "Said by, as", "<esc>"),
    Visit("sentences of a cell", "M<wait>lllll<enter><wait>", "Said by, as", "<esc><esc>"),
    Visit("figures", "#<wait>", "Figures, as", "<esc>"),
    Visit("saving", "w", "Save", "<esc>"),
    Visit("a program for the text", "|", "Pipe entry to", "<esc>"),
    Visit("help", "?", "Keys", "q"),
    Visit("commands", ":", "a command, or", "<esc>"),
)

EACH_SCREEN = tuple(
    visit
    for visit in VISITS
    if visit.name
    in (
        "text",
        "differences",
        "full article",
        "filter by",
        "values of a filter",
        "actors",
        "catching up",
        "sentences of a cell",
        "figures",
        "sources",
        "adding",
        "commands",
    )
)
"""One state of every screen, for the tests of everybody's run; all states with DATELINE_LONG."""

_NAMES = {
    "<enter>": "enter", "<esc>": "escape", "<tab>": "tab", "<down>": "down", "<up>": "up", "<end>": "end",
    "<home>": "home", "<wait>": "<wait>", "<ctrl-f>": "ctrl+f", "<ctrl-u>": "ctrl+u", "<ctrl-s>": "ctrl+s", "<bs>": "backspace",
    " ": "space", ":": "colon", '"': "quotation_mark", "/": "slash", "-": "minus", "[": "left_square_bracket",
    "]": "right_square_bracket", "*": "asterisk", "?": "question_mark", ")": "right_parenthesis", "|": "vertical_line",
    ".": "full_stop", "#": "number_sign",
}  # fmt: skip


def presses(keys: str) -> list[str]:
    """The same keys as a pilot takes them."""
    return [_NAMES.get(key, key) for key in re.findall(r"<[a-z-]+>|.", keys)]
