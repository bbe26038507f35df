"""Every command once: its name, keys, help. Bindings, footer, help screen and key presets are made from this table."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from textual.binding import Binding

from reader.config import nearest
from reader.frozen import dataclass
from reader.ui.key_names import key_named, sign

if TYPE_CHECKING:
    from reader.config import Keys


class Place(StrEnum):
    """Where a command works."""

    EVERYWHERE = "everywhere"
    MAIN = "main"
    LIST = "list"
    DETAIL = "detail"
    SOURCES = "sources"
    FILTER = "filter"
    FACETS = "facets"
    CATCH_UP = "catch-up"
    PICTURES = "pictures"
    MATRIX = "matrix"
    FIGURES = "figures"


_WITHIN = {Place.LIST: (Place.MAIN,), Place.DETAIL: (Place.MAIN,)}


def reachable(place: Place) -> tuple[Place, ...]:
    """The places whose commands work in this one, itself first: what lies round it, and everywhere."""
    return (place, *_WITHIN.get(place, ()), *(() if place is Place.EVERYWHERE else (Place.EVERYWHERE,)))


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the reader can do. `name` is the action, `label` what the footer says (empty: not there)."""

    name: str
    keys: str
    help: str
    group: str
    place: Place = Place.MAIN
    label: str = ""
    newsboat: str | None = None
    """Keys in the `newsboat` preset where they differ."""


CATCHING = "On the screen of what happened"
MOVE, READ, FIND, SOURCES, SCREEN = "Move", "Read and mark", "Find", "Sources", "Screen"
TENDING = "On the screen of sources"
WEIGHING, COUNTING = "On the screen of who says what", "On the screen of figures"
LOOKING = "On the screen of pictures"
TYPING, CHOOSING = "While a filter is typed", "In the list of actors and topics"
FILTER, FACETS = Place.FILTER, Place.FACETS
LIST, DETAIL, EVERYWHERE, CATCH_UP = Place.LIST, Place.DETAIL, Place.EVERYWHERE, Place.CATCH_UP
MATRIX, FIGURES = Place.MATRIX, Place.FIGURES

COMMANDS = (
    Command("down", "j,down", "next (older) entry", MOVE, LIST),
    Command("up", "k,up", "previous (newer) entry", MOVE, LIST),
    Command("newest", "g,home", "to the newest entry; shows what waits", MOVE, LIST),
    Command("oldest", "G", "show what waits, else to the oldest entry", MOVE, LIST),
    Command("end", "end", "to the oldest entry", MOVE, LIST),
    Command("page_down", "pagedown,ctrl+d", "a page down", MOVE, LIST),
    Command("page_up", "pageup,ctrl+u", "a page up", MOVE, LIST),
    Command("next_unread", "n", "next unread entry; next place of what is looked for", MOVE, label="unread"),
    Command("previous_unread", "p", "previous unread entry", MOVE),
    Command("newer_burst", "left_curly_bracket", "up to where a burst of entries began", MOVE),
    Command("older_burst", "right_curly_bracket", "down to where a burst of entries began", MOVE),
    Command("newer_key_event", "left_parenthesis", "up to a key event or pinned entry", MOVE),
    Command("older_key_event", "right_parenthesis", "down to a key event or pinned entry", MOVE),
    Command("jump_to_time", "t", "to a time: 14:00, yesterday 9:00, monday, -2h", MOVE),
    Command("open_detail", "enter,l,right", "go to the text", MOVE, LIST),
    Command("switch_pane", "tab,shift+tab", "other pane", MOVE),
    Command("detail_down", "J,space", "scroll the text down", MOVE, newsboat="J"),
    Command("detail_up", "K", "scroll the text up", MOVE),
    Command("line_down", "j,down", "a line down", MOVE, DETAIL),
    Command("line_up", "k,up", "a line up", MOVE, DETAIL),
    Command("text_top", "g,home", "to the start of the text", MOVE, DETAIL),
    Command("text_end", "G,end", "to the end of the text", MOVE, DETAIL),
    Command("text_page_down", "pagedown,ctrl+d", "a page down", MOVE, DETAIL),
    Command("text_page_up", "pageup,ctrl+u", "a page up", MOVE, DETAIL),
    Command("leave_detail", "h,left,escape,enter", "back to the list", MOVE, DETAIL, label="list"),
    Command("toggle_read", "m", "read or unread", READ, label="mark", newsboat="N"),
    Command("star", "s", "star, or take the star off", READ, label="star"),
    Command("mark_all_read", "A", "mark all that the filter shows as read", READ),
    Command("mark_above_read", "comma", "mark what stands above (newer) as read", READ),
    Command("mark_below_read", "full_stop", "mark what stands below (older) as read", READ),
    Command("catch_up", "C", "what happened while you were away", READ),
    Command("undo", "u,ctrl+z", "take the last mark back", READ),
    Command("open_link", "o", "open the entry in the browser", READ, label="open"),
    Command("open_number", "1,2,3,4,5,6,7,8,9", "open link 1 to 9 of the text", READ, DETAIL),
    Command("links", "l", "all links of the text", READ, DETAIL, label="links"),
    Command("copy_link", "y", "copy headline and link", READ),
    Command("cite", "Y", "copy a citation: source, times, wording, hash", READ),
    Command("save", "w", "save the entry to a file", READ),
    Command("save_shown", "W", "save all that the filter shows to a file", READ),
    Command("pipe", "vertical_line", "give the text to a program", READ),
    Command("diff", "d", "what changed since you read it; again: the text", READ),
    Command("older_wording", "left_square_bracket", "earlier wording", READ),
    Command("newer_wording", "right_square_bracket", "later wording", READ),
    Command("full_article", "x", "the full article behind the entry; again: the entry", READ),
    Command("fetch_article", "X", "fetch the full article anew", READ),
    Command("pictures", "i", "the pictures, if the settings allow them", READ),
    Command("silent_changes", "D", "silent changes too (typography), or not", READ),
    Command("filter", "slash", "filter: words, actor:NAME, topic:NAME, is:unread ...", FIND, label="filter"),
    Command("edit_filter", "F", "change the filter", FIND),
    Command("clear_filter", "ctrl+f,0", "show everything again", FIND),
    Command("saved_filter", "1,2,3,4,5,6,7,8,9", "filter 1 to 9: all, unread, starred, changed and yours", FIND, LIST),
    Command("filter_by", "asterisk", "filter by a name or word of the entry, or no longer", FIND),
    Command("highlight", "H", "highlight a word or name and go to it with n, or no longer", FIND),
    Command("previous_hit", "N", "previous place of what is looked for", FIND, newsboat="P"),
    Command("end_hits", "escape", "n goes to unread entries again", FIND, LIST),
    Command("facets", "f", "actors, topics, speakers, sources with counts", FIND, label="actors"),
    Command("matrix", "M", "who calls on, accuses, denies, confirms, offers, reports", FIND),
    Command("figures", "number_sign", "figures over time, by what they count", FIND),
    Command("take_offer", "tab,right", "take what is offered", TYPING, FILTER, label="take"),
    Command("earlier_filter", "up", "up in what is offered; else an earlier filter", TYPING, FILTER, label="earlier"),
    Command("later_filter", "down", "down in what is offered; else a later filter", TYPING, FILTER),
    Command("save_filter", "ctrl+s", "keep the filter under a name, or no longer", TYPING, FILTER, label="keep"),
    Command("leave_filter", "escape", "close what is offered; else back to the list", TYPING, FILTER, label="leave"),
    Command("facet_only", "enter", "only this one; again: none", CHOOSING, FACETS, label="only this"),
    Command("facet_toggle", "space", "this one too, or no longer", CHOOSING, FACETS, label="too"),
    Command("facet_exclude", "minus", "none with this one, or no longer", CHOOSING, FACETS, label="not"),
    Command("facet_combine", "a", "any of the chosen, or all of them", CHOOSING, FACETS, label="any/all"),
    Command("facet_clear", "backspace,delete", "nothing of this section", CHOOSING, FACETS),
    Command("facet_narrow", "slash", "narrow the list by what is typed", CHOOSING, FACETS, label="find"),
    Command("facet_next_section", "tab,l,right", "next section", CHOOSING, FACETS, label="section"),
    Command("facet_previous_section", "shift+tab,h,left", "previous section", CHOOSING, FACETS),
    Command("facet_down", "j,down", "next", CHOOSING, FACETS),
    Command("facet_up", "k,up", "previous", CHOOSING, FACETS),
    Command("facet_page_down", "pagedown,ctrl+d", "a page down", CHOOSING, FACETS),
    Command("facet_page_up", "pageup,ctrl+u", "a page up", CHOOSING, FACETS),
    Command("facet_first", "g,home", "the commonest", CHOOSING, FACETS),
    Command("facet_last", "G,end", "the rarest", CHOOSING, FACETS),
    Command("leave_facets", "escape,f,q", "back to the list", CHOOSING, FACETS, label="back"),
    Command("refresh", "r", "ask the source of this entry now", SOURCES, label="ask"),
    Command("refresh_all", "R", "ask every source now", SOURCES),
    Command("keep", "a", "keep the source that was only opened", SOURCES),
    Command("sources", "S", "all sources: add, name, pace, pause, remove, order", SOURCES, label="sources"),
    Command("open_source", "enter,l,right", "show its entries alone", TENDING, Place.SOURCES, label="show"),
    Command("add_source", "a", "add an address; shows first what is there", TENDING, Place.SOURCES, label="add"),
    Command("rename_source", "e", "give it another name", TENDING, Place.SOURCES, label="name"),
    Command("set_interval", "i", "how often it is asked", TENDING, Place.SOURCES, label="interval"),
    Command("source_articles", "X", "fetch the full articles of new entries, or not", TENDING, Place.SOURCES),
    Command("pause_source", "P", "pause, or go on", TENDING, Place.SOURCES, label="pause"),
    Command(
        "remove_source",
        "d,delete",
        "remove it with its entries; u puts it back",
        TENDING,
        Place.SOURCES,
        label="remove",
    ),
    Command("undo_source", "u,ctrl+z", "take the last change back", TENDING, Place.SOURCES),
    Command("refresh_source", "r", "ask it now", TENDING, Place.SOURCES, label="ask"),
    Command("refresh_sources", "R", "ask all of them now", TENDING, Place.SOURCES),
    Command("sort_sources", "O", "another order; yours is kept", TENDING, Place.SOURCES, label="sort"),
    Command("move_source_up", "shift+up,less_than_sign", "move it up in your order", TENDING, Place.SOURCES),
    Command("move_source_down", "shift+down,greater_than_sign", "move it down in your order", TENDING, Place.SOURCES),
    Command("follow_source", "f", "keep one that was only opened", TENDING, Place.SOURCES),
    Command("open_source_page", "o", "open its page in the browser", TENDING, Place.SOURCES),
    Command("copy_source", "y", "copy name and address", TENDING, Place.SOURCES),
    Command("source_down", "j,down", "next source", TENDING, Place.SOURCES),
    Command("source_up", "k,up", "previous source", TENDING, Place.SOURCES),
    Command("first_source", "g,home", "first source", TENDING, Place.SOURCES),
    Command("last_source", "G,end", "last source", TENDING, Place.SOURCES),
    Command("source_page_down", "pagedown,ctrl+d", "a page down", TENDING, Place.SOURCES),
    Command("source_page_up", "pageup,ctrl+u", "a page up", TENDING, Place.SOURCES),
    Command("next_unread_source", "n", "next source with unread entries", TENDING, Place.SOURCES),
    Command("previous_unread_source", "p", "previous source with unread entries", TENDING, Place.SOURCES),
    Command("source_text_down", "J,space", "scroll what is said of it down", TENDING, Place.SOURCES),
    Command("source_text_up", "K", "scroll it up", TENDING, Place.SOURCES),
    Command("leave_sources", "q,escape,h,left,S", "back to the entries", TENDING, Place.SOURCES, label="back"),
    Command("read_from", "enter,l,right", "read from this entry on, upwards", CATCHING, CATCH_UP, label="read"),
    Command("accept", "A", "all seen: mark the new ones read; u takes it back", CATCHING, CATCH_UP, label="accept"),
    Command("told_down", "j,down", "next entry", CATCHING, CATCH_UP),
    Command("told_up", "k,up", "previous entry", CATCHING, CATCH_UP),
    Command("told_page_down", "pagedown,ctrl+d,space", "a page down", CATCHING, CATCH_UP),
    Command("told_page_up", "pageup,ctrl+u", "a page up", CATCHING, CATCH_UP),
    Command("told_first", "g,home", "to the top", CATCHING, CATCH_UP),
    Command("told_last", "G,end", "to the newest", CATCHING, CATCH_UP),
    Command("leave_catch_up", "q,escape,C,h,left", "back; nothing is changed", CATCHING, CATCH_UP, label="back"),
    Command("next_picture", "n,j,down,l,right,space", "next picture", LOOKING, Place.PICTURES, label="next"),
    Command("previous_picture", "p,k,up,h,left", "picture before", LOOKING, Place.PICTURES, label="before"),
    Command("leave_pictures", "escape,q,i", "back to the text", LOOKING, Place.PICTURES, label="back"),
    Command("matrix_open", "enter", "sentences of a cell; then the entry", WEIGHING, MATRIX, label="open"),
    Command("matrix_fold", "c", "bodies, persons under their country, or not", WEIGHING, MATRIX, label="country"),
    Command("matrix_left", "h,left", "act before; from the sentences back to the table", WEIGHING, MATRIX),
    Command("matrix_right", "l,right", "next act", WEIGHING, MATRIX),
    Command("matrix_down", "j,down", "next actor, or sentence", WEIGHING, MATRIX),
    Command("matrix_up", "k,up", "actor, or sentence, before", WEIGHING, MATRIX),
    Command("matrix_page_down", "pagedown,ctrl+d,space", "a page down", WEIGHING, MATRIX),
    Command("matrix_page_up", "pageup,ctrl+u", "a page up", WEIGHING, MATRIX),
    Command("matrix_first", "g,home", "to the top", WEIGHING, MATRIX),
    Command("matrix_last", "G,end", "to the end", WEIGHING, MATRIX),
    Command("leave_matrix", "escape,q,M", "back", WEIGHING, MATRIX, label="back"),
    Command("figures_open", "enter,l,right", "go to the entry, at the sentence", COUNTING, FIGURES, label="open"),
    Command("figures_next_subject", "n,tab", "what is counted next", COUNTING, FIGURES, label="next"),
    Command("figures_previous_subject", "p,shift+tab", "what is counted before", COUNTING, FIGURES),
    Command("figures_down", "j,down", "next figure", COUNTING, FIGURES),
    Command("figures_up", "k,up", "figure before", COUNTING, FIGURES),
    Command("figures_page_down", "pagedown,ctrl+d,space", "a page down", COUNTING, FIGURES),
    Command("figures_page_up", "pageup,ctrl+u", "a page up", COUNTING, FIGURES),
    Command("figures_first", "g,home", "to the top", COUNTING, FIGURES),
    Command("figures_last", "G,end", "to the end", COUNTING, FIGURES),
    Command("leave_figures", "escape,q,h,left,number_sign", "back", COUNTING, FIGURES, label="back"),
    Command("zen", "z", "only the text, and back", SCREEN),
    Command("help", "question_mark,f1", "all keys", SCREEN, EVERYWHERE, label="help"),
    Command("command_line", "colon,ctrl+p", "any command by its name", SCREEN, EVERYWHERE),
    Command("back", "q", "back; quit", SCREEN, label="quit"),
    Command("quit_now", "Q,ctrl+q", "quit at once", SCREEN, EVERYWHERE),
    Command("how_to_quit", "ctrl+c", "say how to quit", SCREEN, EVERYWHERE),
)

BY_NAME = {command.name: command for command in COMMANDS}

ACTIONS = frozenset(BY_NAME)


def first_key(keys: str) -> str:
    """The first of several keys, as people write it."""
    return sign(keys.split(",", maxsplit=1)[0])


def bindings(place: Place) -> list[Binding]:
    """The bindings of one place, in the `vim` preset; `keymap` changes them."""
    return [
        Binding(command.keys, command.name, command.label or command.help, show=bool(command.label), id=command.name)
        for command in COMMANDS
        if command.place is place
    ]


def keymap(keys: Keys) -> tuple[dict[str, str], list[str]]:
    """Return what differs from the table for these settings, and the problems with them in words.

    A problem names a command or a key that is unknown, or a key that two commands of one place would share; such a
    setting is left out.
    """
    chosen = {c.name: c.newsboat for c in COMMANDS if keys.preset == "newsboat" and c.newsboat}
    problems: list[str] = []
    for name, written in keys.bind.items():
        if name not in BY_NAME:
            problems.append(f"keys.bind: there is no command {name}{nearest(name, BY_NAME)}")
            continue
        named = {key.strip(): key_named(key) for key in written.split(",")}
        if unknown := [key for key, its_name in named.items() if its_name is None]:
            problems.append(f"keys.bind: {name} cannot have {unknown[0]!r}, which is no key")
            continue
        wanted = ",".join(filter(None, named.values()))
        taken = _taken({**{c.name: c.keys for c in COMMANDS}, **chosen}, name, wanted)
        if taken:
            problems.append(f"keys.bind: {name} cannot have {taken[0]}, which is {taken[1]}'s")
        else:
            chosen[name] = wanted
    return chosen, problems


def _taken(keys: dict[str, str], name: str, wanted: str) -> tuple[str, str] | None:
    """The first key of `wanted` that another command reachable from the same place has, and that command."""
    place = BY_NAME[name].place
    for other, theirs in keys.items():
        there = BY_NAME[other].place
        shares = other != name and (there in reachable(place) or place in reachable(there))
        both = {key.strip() for key in wanted.split(",")} & {key.strip() for key in theirs.split(",")}
        if shares and both:
            return sorted(both)[0], other
    return None
