"""An entry as the detail pane tells it: headline, where it comes from, body, pictures, links, tags, wordings. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from reader.engine.compare import said
from reader.frozen import replace
from reader.model.entry import Wording
from reader.model.event import Revision, StoredEntry
from reader.text import one_line, openable
from reader.view.article_body import NO_BREAK, actor_strokes, add_body, whole_link
from reader.view.diff import Change, Piece, changed, diff_line, wording_diff
from reader.view.draft import ArticleBlock, Draft, Shape, Telling
from reader.view.lines import Line, Span
from reader.view.numbering import host_first
from reader.view.times import late_words, moment, provenance

UNTORN = 32
"""Characters of what is not broken at the end of a line."""


def article_blocks(
    stored: StoredEntry,
    telling: Telling,
    *,
    source: str | None = None,
    revisions: Sequence[Revision] = (),
    since: Wording | None = None,
    heading: str = "",
    silent: bool = False,
    full: bool = False,
) -> tuple[list[ArticleBlock], list[str]]:
    """The blocks of an entry, and the addresses behind its link numbers (number 1 first).

    `source` is the title of where it comes from; with `since` the text shows what changed from that wording on, with
    `silent` typography too. `heading` says what is shown where it is not simply the entry, but with `full` its article.
    """
    draft = Draft(telling)
    if heading:
        legend = () if since is None else (Span("  "), *_legend(telling))
        mark, role = (telling.glyphs.bar, "label") if full else (telling.glyphs.edited, "edited")
        draft.add_line((Span(f"{mark} {one_line(heading)}", role), *legend), Shape("heading", role))
    if since is None:
        _add_headline(draft, stored, spaced=bool(heading))
        _add_origin(draft, stored, source)
        add_body(draft, stored)
    else:
        _add_origin(draft, stored, source, changes=True)
        # Links keep the numbers that they have in the text.
        unseen = Draft(replace(telling, marks=None, matches=None), numbers=draft.numbers)
        add_body(unseen, stored)
        _add_changes(draft, since, stored.entry.wording, silent=silent)
    _add_addresses(draft, stored)
    _add_tags(draft, stored)
    _add_revisions(draft, revisions)
    return draft.blocks, draft.numbers.urls


def _legend(telling: Telling) -> Line:
    """How changes are written."""
    return diff_line((Piece(Change.REMOVED, "gone "), Piece(Change.ADDED, "new")), brackets=telling.ascii)


def _add_headline(draft: Draft, stored: StoredEntry, *, spaced: bool) -> None:
    actors = actor_strokes(stored.tagging.mentions, "headline")
    draft.add(stored.entry.headline, Shape("headline", "title", spaced=spaced), under=actors)


def _add_origin(draft: Draft, stored: StoredEntry, source: str | None, *, changes: bool = False) -> None:
    """When, from whom, who speaks, what state."""
    telling = draft.telling
    dot = f" {telling.glyphs.dot} "
    pieces = provenance(stored, telling.tz, telling.now, telling.glyphs.dot).split(dot)
    # A line ends between them, and not before a last "today".
    times = dot.join(piece.replace(" ", NO_BREAK) if len(piece) <= UNTORN else piece for piece in pieces)
    draft.add_line((Span(times, "muted"),), Shape("provenance", "muted"))
    by = f"by {', '.join(one_line(author) for author in stored.entry.authors)}" if stored.entry.authors else ""
    origin = f" {telling.glyphs.dot} ".join(part for part in (one_line(source or ""), by) if part)
    draft.add_line((Span(origin, "muted"),), Shape("origin", "muted"))
    draft.add_line(_speaker(stored), Shape("speaker", "speaker"))
    draft.add_line(_state(stored, telling, changes=changes), Shape("state"))


def _speaker(stored: StoredEntry) -> Line:
    tagging = stored.tagging
    parts: list[str] = []
    if tagging.speaker:
        parts.append(f"Said by {tagging.speaker}")
    if tagging.side and tagging.side != tagging.speaker:
        parts.append(f"{'for' if parts else 'Said for'} {tagging.side}")
    if tagging.targets:
        parts.append(f"to {', '.join(tagging.targets)}" if parts else f"Addressed to {', '.join(tagging.targets)}")
    return (Span(one_line(", ".join(parts)), "speaker"),)


def _state(stored: StoredEntry, telling: Telling, *, changes: bool) -> Line:
    """Withdrawn, edited, starred, key event, pinned: in words, each with its mark."""
    glyphs, flags = telling.glyphs, stored.entry.flags
    parts: list[Span] = []
    if stored.withdrawn_at is not None:
        since = moment(stored.withdrawn_at, telling.tz, telling.now)
        seen = moment(stored.last_seen, telling.tz, telling.now)
        parts.append(Span(f"{glyphs.withdrawn} withdrawn, noticed {since}, last seen {seen}", "withdrawn"))
    if stored.late and stored.entry.published is not None:
        arrived, said_at = late_words(stored.first_seen, stored.entry.published, telling.tz)
        parts.append(Span(f"{glyphs.late} arrived {arrived}, stated {said_at}", "time"))
    if stored.revision > 1:
        times = "once" if stored.revision == 2 else f"{stored.revision - 1} times"
        last = f", last {moment(stored.edited_at, telling.tz, telling.now)}" if stored.edited_at is not None else ""
        hint = f" ({telling.diff_key}: {'the text' if changes else 'what changed'})" if telling.diff_key else ""
        parts.append(Span(f"{glyphs.edited}{stored.revision} edited {times}{last}{hint}", "edited"))
    if stored.starred:
        parts.append(Span(f"{glyphs.starred} starred", "starred"))
    if flags.key_event:
        parts.append(Span(f"{glyphs.key_event} key event", "key"))
    if flags.pinned:
        parts.append(Span(f"{glyphs.pinned} pinned", "pinned"))
    if telling.beside:
        parts.append(Span(telling.beside, "label"))
    if flags.deleted:
        parts.append(Span("marked as deleted by the publisher", "withdrawn"))
    return tuple(span for part in parts for span in (part, Span(f" {glyphs.dot} ", "muted")))[:-1]


def _add_changes(draft: Draft, old: Wording, new: Wording, *, silent: bool) -> None:
    """The new wording with the words of the old one that are gone."""
    brackets = draft.telling.ascii
    parts = wording_diff(old, new, typography=silent)
    if not any(map(changed, parts)):
        words = "No word differs." if silent else "No word differs; what does is typography."
        draft.add_line((Span(words, "muted"),), Shape("legend", "muted", spaced=True))
    for number, pieces in enumerate(parts):
        role = "title" if number == 0 else "text"
        line = diff_line(pieces, brackets=brackets)
        told = tuple(replace(span, role=role) if span.role == "text" else span for span in line)
        draft.add_line(told, Shape("change", role, spaced=True))


def _add_addresses(draft: Draft, stored: StoredEntry) -> None:
    """The entry's own addresses, then every number with what it stands for."""
    entry = stored.entry
    spaced = True
    for words, url in (("Read more", entry.read_more_url), ("On the page", entry.url)):
        if url and draft.numbers.of(url):
            telling = draft.telling
            hint = f" ({telling.page_key}: read it here)" if telling.page_key and openable(url) == telling.page else ""
            draft.add(f"{words}{hint}", Shape("more", "text", spaced=spaced), links=whole_link(words, url))
            spaced = False
    for number, url in enumerate(draft.numbers.urls, 1):
        label = f"[{number}] "
        indent = (Span(" " * len(label)),)
        shape = Shape("link", "link", (Span(label, "label"),), indent, spaced=number == 1)
        draft.add_line((Span(host_first(url), "link", url),), shape)


def _add_tags(draft: Draft, stored: StoredEntry) -> None:
    dot = f"{NO_BREAK}{draft.telling.glyphs.dot} "
    groups = (
        ("Actors: ", "actor", [actor.name for actor in stored.tagging.actors]),
        ("Topics: ", "topic", stored.tagging.topics),
        ("Tags: ", "tags", stored.entry.tags),
    )
    spaced = True
    for label, role, names in groups:
        if names:
            # Lines are broken between names, behind the dot.
            whole = dot.join(one_line(name).replace(" ", NO_BREAK) for name in names)
            line = (Span(label, "muted"), Span(whole, role))
            draft.add_line(line, Shape(role, role, rest=(Span(" " * len(label)),), spaced=spaced))
            spaced = False


def _add_revisions(draft: Draft, revisions: Sequence[Revision]) -> None:
    """How many wordings there are, since when, and each of them with its number; those that differ silently as one."""
    telling = draft.telling
    textual = [item for item in revisions if item.textual]
    if len(textual) < 2:
        return
    first, last = (moment(item.first_seen, telling.tz, telling.now) for item in (textual[0], textual[-1]))
    head = f"{telling.glyphs.edited} {len(textual)} wordings, first {first}, now {last}"
    draft.add_line((Span(head, "edited"),), Shape("revisions", "edited", spaced=True))
    alike: dict[object, int] = {}
    for number, item in enumerate(textual, 1):
        wording = item.wording
        words = one_line(wording.headline or next(iter(wording.paragraphs), "")) or "(no words)"
        same = alike.setdefault(said(wording), number)
        note = f" (= wording {same})" if same != number else ""
        label = f"{number}  {moment(item.first_seen, telling.tz, telling.now)}{note}  "
        shape = Shape("revision", rest=(Span("   "),))
        draft.add_line((Span(label, "muted"), Span(words)), shape)
        later = textual[number].number if number < len(textual) else None
        silent = [one for one in revisions if one.number > item.number and (later is None or one.number < later)]
        if silent:
            changes = f"{len(silent)} silent changes" if len(silent) > 1 else "1 silent change"
            until = moment(silent[-1].first_seen, telling.tz, telling.now)
            line = (Span(f"{changes} until {until} (typography or counters)", "muted"),)
            draft.add_line(line, replace(shape, first=shape.rest))
