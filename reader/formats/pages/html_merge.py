"""One list of entries from two that a page gives: its elements, and its schema.org markup.

Matched by id, by place in an address, by element, by equal words, or by minute and likeness. The elements are what
readers see: their headline and marks win. The better time wins. A text is taken from where there is more of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from reader.formats.pages import schema_text
from reader.formats.pages.html_items import Draft
from reader.formats.pages.html_time import LOCAL, UNIX, UNSTATED, ZULU, Moment, printed
from reader.formats.pages.html_wording import kind_of
from reader.formats.pages.schema_checks import Checked
from reader.formats.pages.schema_org import Update
from reader.model.entry import Basis, Entry, EntryKind, Precision, Wording
from reader.text import fold, letters

_PREFIX = re.compile(
    r"^#?(?:(?:live-?blog|live|lb)[-_])?(?:block|post|entry|card|update|event|item|p)[-_](?=\w{3})", re.I
)
_ENOUGH = 0.6
"""Likeness from which two texts of one minute are one entry."""
_OPENING = 60
_COMPARISONS = 2000
"""So many texts are compared letter by letter; no honest page needs more."""
_LONGER = 40
"""By so many characters a text must be longer than another of which it is more."""


def merged(drafts: Sequence[Draft], checked: Checked, base: str | None, *, sure: bool) -> list[Draft]:
    """Return the entries of both, in the order of the page. `sure`: the page's elements are of a known engine."""
    updates = checked.blog.updates
    if not updates:
        return list(drafts)
    if not drafts:
        return [from_update(update, base) for update in updates]
    pairs = matched(drafts, updates)
    if len(pairs) * 2 < min(len(drafts), len(updates)):
        alone = [from_update(update, base) for update in updates]
        return list(drafts) if sure or len(drafts) > len(alone) else alone
    together = [
        _pair(draft, updates[pairs[at]], base, sure=sure) if at in pairs else draft for at, draft in enumerate(drafts)
    ]
    taken = set(pairs.values())
    extra = {at: from_update(update, base) for at, update in enumerate(updates) if at not in taken}
    return _woven(together, extra, pairs) if extra else together


def matched(drafts: Sequence[Draft], updates: Sequence[Update]) -> dict[int, int]:
    """Return for places in `drafts` the places in `updates` that are the same entry."""
    pairs: dict[int, int] = {}
    _by(pairs, [str(d.mem) for d in drafts], [str(u.node.mem_id) if u.node is not None else "" for u in updates])
    _by(pairs, [norm(d.entry.native_id) for d in drafts], [norm(u.ident) for u in updates])
    _by(pairs, [_words(d.entry.wording.text) for d in drafts], [_words(u.body) for u in updates])
    _by(pairs, [_headline_key(d.entry.headline) for d in drafts], [_headline_key(u.headline) for u in updates])
    _by(pairs, [_second(d.when) for d in drafts], [_second(u.published) for u in updates])
    _by_likeness(pairs, drafts, updates)
    return pairs


def norm(ident: str | None) -> str:
    """An id as ids of elements and of markup are compared: without the word in front."""
    return _PREFIX.sub("", ident or "").casefold()


def _by(pairs: dict[int, int], left: Sequence[str], right: Sequence[str]) -> None:
    """Pair what has the same key, if it is the only one on each side."""
    counts, others = Counter(left), Counter(right)
    places = {key: at for at, key in enumerate(right)}
    taken = set(pairs.values())
    for at, key in enumerate(left):
        if key and at not in pairs and counts[key] == 1 and others.get(key) == 1 and places[key] not in taken:
            pairs[at] = places[key]
            taken.add(places[key])


def _words(text: str) -> str:
    opening = letters(schema_text.without_clock(schema_text.bare(text)))[:_OPENING]
    return opening if len(opening) >= 20 else ""


def _headline_key(headline: str | None) -> str:
    return letters(fold(headline or ""))


def _second(when: Moment | None) -> str:
    return str(when.at) if when and when.precision is Precision.SECOND else ""


def _by_likeness(pairs: dict[int, int], drafts: Sequence[Draft], updates: Sequence[Update]) -> None:
    """Pair the leftovers of one minute whose words are most alike."""
    taken = set(pairs.values())
    minutes: dict[int, list[int]] = defaultdict(list)
    for at, update in enumerate(updates):
        if at not in taken and update.published:
            minutes[update.published.at // 60].append(at)
    budget = _COMPARISONS
    for at, draft in enumerate(drafts):
        if at in pairs or draft.when is None or budget <= 0:
            continue
        options = [place for place in minutes[draft.when.at // 60][:20] if place not in taken]
        budget -= len(options)
        ranked = sorted(((_likeness(draft.entry, updates[place]), place) for place in options), reverse=True)
        if ranked and ranked[0][0] > _ENOUGH:
            pairs[at] = ranked[0][1]
            taken.add(ranked[0][1])


def _likeness(entry: Entry, update: Update) -> float:
    mine = schema_text.bare(f"{entry.headline or ''} {entry.wording.text}", 200)
    other = schema_text.bare(f"{update.headline or ''} {update.body}", 200)
    return SequenceMatcher(None, mine, other, autojunk=False).ratio()


def _pair(draft: Draft, update: Update, base: str | None, *, sure: bool) -> Draft:
    """One entry of what its element and the markup say."""
    entry = draft.entry
    shown, label = (entry.wording, entry.time_label) if sure else _vouched(entry, update)
    when = better(draft.when, update.published)
    wording = _wording(shown, update, base, sure=sure)
    updated = entry.updated if entry.updated is not None else update.updated
    merged_entry = replace(
        entry,
        wording=wording,
        native_id=entry.native_id or update.ident,
        published=when.at if when else entry.published,
        precision=when.precision if when else entry.precision,
        basis=Basis.MACHINE if when else entry.basis,
        time_label=label,
        updated=updated if updated is not None and (when is None or updated > when.at) else None,
        kind=kind_of(wording) if entry.kind not in (EntryKind.AD, EntryKind.PROMO, EntryKind.SUMMARY) else entry.kind,
        url=entry.url or update.url,
        authors=entry.authors or update.authors,
        tags=entry.tags or update.tags,
    )
    return Draft(merged_entry, when, draft.day, draft.mem)


def better(shown: Moment | None, stated: Moment | None) -> Moment | None:
    """The time to be believed of that of the element and that of the markup (which has passed its checks)."""
    if shown is None or stated is None:
        return shown or stated
    if shown.trust == UNIX or stated.trust == UNSTATED:
        return shown
    if shown.trust in (UNSTATED, LOCAL):
        return stated
    if shown.trust == ZULU != stated.trust and abs(shown.at - stated.at) >= 60:
        return stated if (shown.at - stated.at) % 900 < 60 else shown
    if abs(shown.at - stated.at) < 60 and shown.precision is Precision.MINUTE:
        return stated
    return shown


def _wording(shown: Wording, update: Update, base: str | None, *, sure: bool) -> Wording:
    """The wording of the element, with the text and pictures of the markup where it has none or but a part."""
    headline = shown.headline or update.headline
    blocks = shown.body
    if update.body.strip() and (not blocks or len(update.body) > len(shown.text) + _LONGER):
        mine, other = schema_text.bare(shown.text, 3000), schema_text.bare(update.body, 3000)
        if not blocks or (len(other) > len(mine) + _LONGER and _is_part(mine, other)):
            blocks = schema_text.read(update.body, base).blocks
            if headline and len(blocks) > 1 and fold(blocks[0].text) == fold(headline):
                blocks = blocks[1:]
    if sure and headline and not shown.headline and blocks and schema_text.begins_body(headline, blocks[0].text):
        headline = None
    bare = not (blocks or shown.embeds or any(media.url for media in shown.media if media.kind != "photo"))
    media = shown.media if shown.media and not (bare and _has_player(update)) else update.media
    return Wording(headline, blocks, media, shown.cards or update.cards, shown.embeds)


def _vouched(entry: Entry, update: Update) -> tuple[Wording, str | None]:
    """What elements of an unknown engine show, so far as the markup bears it out, and the printed time.

    Of their text the blocks that are in the markup's too, if these are nearly all of it; a time in front is the label.
    """
    shown = entry.wording
    whole = letters(schema_text.bare(update.body, 20_000))
    kept = [block for block in shown.body if _occurs(block.text, whole)]
    covered = sum(len(letters(fold(block.text))) for block in kept)
    if shown.headline and _occurs(shown.headline, whole):
        covered += len(letters(fold(shown.headline)))
    body = tuple(kept) if covered >= 0.8 * len(whole) else ()
    label = entry.time_label or next((block.text for block in shown.body[:2] if printed(block.text)), None)
    alike = not update.headline or _headline_key(update.headline) == _headline_key(shown.headline)
    headline = shown.headline if alike else update.headline
    return Wording(headline, body, shown.media, shown.cards, shown.embeds), label


def _occurs(text: str, whole: str) -> bool:
    """Whether a text has letters, and the first of them stand somewhere in those of another.

    A text folds word by word, so that no more of it need be folded than gives these.
    """
    cut = text.find(" ", 2 * _OPENING)
    words = letters(fold(text[:cut] if cut > 0 else text))
    if cut > 0 and len(words) < _OPENING:
        words = letters(fold(text))
    return bool(words) and words[:_OPENING] in whole


def _has_player(update: Update) -> bool:
    return any(media.kind != "photo" for media in update.media)


def _is_part(mine: str, other: str) -> bool:
    """Whether one text is the beginning of another, but for a mark that it was cut."""
    start = letters(mine.rstrip(" .…"))
    return letters(other).startswith(start[: max(20, len(start) - 20)])


def from_update(update: Update, base: str | None) -> Draft:
    """An entry that only the markup gives, or whose elements cannot be told from the rest of the page."""
    said = schema_text.read(update.body, base)
    blocks = said.blocks
    if update.headline and len(blocks) > 1 and fold(blocks[0].text) == fold(update.headline):
        blocks = blocks[1:]
    wording = Wording(update.headline, blocks, said.media or update.media, update.cards, said.embeds)
    when = update.published
    entry = Entry(
        key="",
        seq=0,
        wording=wording,
        native_id=update.ident,
        published=when.at if when else None,
        precision=when.precision if when else Precision.NONE,
        basis=Basis.MACHINE if when else Basis.NONE,
        updated=update.updated if when is None or (update.updated or 0) > when.at else None,
        kind=kind_of(wording),
        url=update.url,
        authors=update.authors,
        tags=update.tags,
    )
    return Draft(entry, when)


def _woven(together: list[Draft], extra: dict[int, Draft], pairs: dict[int, int]) -> list[Draft]:
    """Put what only the markup lists behind its neighbour there, or in front if it has none."""
    place = {there: here for here, there in pairs.items()}
    places = sorted({*extra, *place}, reverse=not _runs_forward(pairs))
    after: dict[int, list[Draft]] = defaultdict(list)
    neighbour = -1
    for at in places:
        if at in place:
            neighbour = place[at]
        else:
            after[neighbour].append(extra[at])
    woven = list(after[-1])
    for at, draft in enumerate(together):
        woven += [draft, *after[at]]
    return woven


def _runs_forward(pairs: dict[int, int]) -> bool:
    """Whether the two lists run the same way."""
    ordered = [pairs[at] for at in sorted(pairs)]
    rising = sum(1 for one, two in pairwise(ordered) if two > one)
    return rising * 2 >= len(ordered) - 1
