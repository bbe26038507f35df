"""What moves by itself in an entry: counters, "updated 3 minutes ago", rotating lines. Pure.

Such markup makes a new wording at every look. It must neither be told as an edit each time nor swallow one. Digits are
news ("19 injured" becomes "26"), so a line counts as moving by itself only on proof, and only that line is passed over:
a wording that differs anywhere else is an edit in full, however often it has changed before. The headline never counts
as a counter. There are four proofs, each of them about lines (a paragraph, the headline, a caption):

* furniture: the same short line, its numbers left aside, stands in three entries of the page at once and has moved in
  three; or the very same line is exchanged for the same other one in three entries at the same look. No editor words
  three reports alike and corrects them at one stroke; a page template does.
* words: a short line of nothing but the words of such markup ("12 comments", "vor 5 Minuten") that has moved twice.
* ticking: a line in which nothing but numbers changed five times running, at every single look, and so now again. A
  toll is corrected when there is news, every few minutes at the fastest, and rests between; a clock does not rest. The
  polls must be close together (five minutes at most) for "at every look" to say anything; a line longer than a counter
  has any need of must have ticked twelve times.
* rotation: a line that goes or comes back has come and gone three times before (an A/B test, a promotion). A line
  never seen before is an edit, in the same place or not.

Passing over ends by itself: a ticking line that rests for ten minutes is an edit again when it moves next. What is
passed over is stored as a silent variant, of which the store keeps the first few and the newest: the reader sees the
value of now, the last value stays when the line stops, and the log tells only what was news.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import TYPE_CHECKING

from reader.engine.compare import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.model.entry import Entry, Wording
    from reader.model.event import Past, Revision, StoredEntry
    from reader.model.snapshot import Snapshot

SHORT = 80
"""Characters within which a counter says what it has to."""
ENTRIES_ALIKE = 3
FEW = 8
"""Lines that an exchange of furniture may touch in one entry."""
TICKS = 5
TICKS_OF_PROSE = 12
MOVES_OF_WORDS = 2
COMINGS_AND_GOINGS = 3
QUICK = 300
"""Seconds between two looks beyond which "at every look" says nothing."""
ONE_LOOK = 1.6
"""Of the time since the last look: two moves further apart have had a look between them."""
REST = 600
"""Seconds after which a line that ticked is at rest."""

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_MARKUP = frozenset(
    "a an one about ago and at by in just min mins minute minutes h hr hrs hour hours s sec secs second seconds day"
    " days k m now last new updated modified comment comments reply replies share shares shared like likes view views"
    " read reads reading reader readers watching viewer viewers online vote votes reaction reactions"
    " vor einer einem eine std stunde stunden minuten sekunde sekunden tag tagen aktualisiert kommentar kommentare"
    " il y une un heure heures seconde secondes jour jours mis jour commentaire commentaires partages vues lecture"
    " hace hora horas minuto minutos segundo segundos dia días actualizado comentario comentarios visitas"
    " fa ore ora minuti secondi giorni aggiornato commenti há atrás atualizado comentários"
    " назад минут минуты минуту часов часа час секунд день дней дня обновлено комментариев просмотров".split()
)
_WORDS = "markup"
"""The mask of every line that consists of such words alone: an hour ago follows upon 59 minutes ago."""

Line = tuple[str, str]
"""Where a line stands (headline, text or caption), and its text without its typography."""


@dataclass(frozen=True, slots=True)
class _Shift:
    """One entry whose wording changed: the lines that are gone, those that have come, and whether the rest stayed."""

    stored: StoredEntry
    gone: Counter[Line]
    come: Counter[Line]
    orderly: bool

    @property
    def masks(self) -> set[str]:
        """What was there before and after in other numbers."""
        return set(_masks(self.gone)) & set(_masks(self.come))


@dataclass(frozen=True, slots=True)
class _Furniture:
    """Lines of the page that stand in many entries: by mask, and as they are."""

    masks: frozenset[str]
    lines: frozenset[Line]


def moving(changed: Sequence[tuple[Entry, StoredEntry]], snapshot: Snapshot, past: Past, now: int) -> frozenset[int]:
    """Return the ids of those stored entries whose new wording differs only in what moves by itself.

    `changed` are all entries of `snapshot`, taken at `now` (UTC seconds), that differ textually from what is stored.
    """
    if not changed:
        return frozenset()
    shifts = [_shift(entry, stored) for entry, stored in changed]
    furniture = _furniture(shifts, snapshot, past)
    return frozenset(one.stored.id for one in shifts if _is_explained(one, furniture, past, now))


def _shift(entry: Entry, stored: StoredEntry) -> _Shift:
    old, new = _lines(stored.entry.wording), _lines(entry.wording)
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    stayed = [[line for line in lines if line not in gone and line not in come] for lines in (old, new)]
    return _Shift(stored, gone, come, stayed[0] == stayed[1])


def _lines(wording: Wording) -> list[Line]:
    lines = [("headline", plain(wording.headline or ""))]
    lines += [("text", plain(text)) for text in wording.paragraphs]
    return lines + [("caption", plain(media.caption)) for media in wording.media if media.caption]


def _masks(lines: Counter[Line]) -> Counter[str]:
    """The masks of lines that may be counters, with the number of lines of each."""
    masks = Counter[str]()
    for line, number in lines.items():
        mask = _mask(line)
        if mask:
            masks[mask] += number
    return masks


def _mask(line: Line) -> str | None:
    place, text = line
    return _mask_of(text) if place == "text" else None


@lru_cache(maxsize=4096)
def _mask_of(text: str) -> str | None:
    """The line with its numbers left aside; None where it has none and is not made of the words of counters."""
    words = _LETTERS.findall(text.casefold())
    if words and len(text) <= SHORT and _MARKUP.issuperset(words):
        return _WORDS
    masked = _NUMBER.sub("#", text)
    return masked if masked != text else None


def _furniture(shifts: Sequence[_Shift], snapshot: Snapshot, past: Past) -> _Furniture:
    moved = defaultdict[str, set[int]](set)
    for shift in shifts:
        for mask in shift.masks:
            moved[mask].add(shift.stored.id)
    if not moved and len(shifts) < ENTRIES_ALIKE:
        return _Furniture(frozenset(), frozenset())
    for entry_id, mask in _moved_before(past):
        if mask in moved:
            moved[mask].add(entry_id)
    stands = Counter(
        mask for entry in snapshot.entries for mask in {_mask(line) for line in _lines(entry.wording)} if mask in moved
    )
    exchanged = Counter(
        pair for shift in shifts if len(shift.gone) + len(shift.come) <= FEW for pair in product(shift.gone, shift.come)
    )
    return _Furniture(
        frozenset(
            mask for mask, ids in moved.items() if len(mask) <= SHORT and min(len(ids), stands[mask]) >= ENTRIES_ALIKE
        ),
        frozenset(line for pair, number in exchanged.items() if number >= ENTRIES_ALIKE for line in pair),
    )


def _moved_before(past: Past) -> Iterator[tuple[int, str]]:
    """Which masks have moved in which entries, as far as their stored wordings tell."""
    for entry_id, wordings in past.wordings.items():
        for older, newer in pairwise(_lines(revision.wording) for revision in wordings):
            before, after = Counter(older), Counter(newer)
            for mask in set(_masks(before - after)) & set(_masks(after - before)):
                yield entry_id, mask


def _is_explained(shift: _Shift, furniture: _Furniture, past: Past, now: int) -> bool:
    """Whether every line that is gone or has come is one that moves by itself."""
    if not shift.orderly or not (shift.gone or shift.come):
        return False
    wordings = past.wordings.get(shift.stored.id, ())
    before, after = _masks(shift.gone), _masks(shift.come)
    look = now - max(shift.stored.last_seen, past.poll.last_success_at or 0)
    counters = {
        mask
        for mask in shift.masks
        if before[mask] == after[mask] and (mask in furniture.masks or _ticks(mask, wordings, look, now))
    }
    rest = [line for line in (*shift.gone, *shift.come) if _mask(line) not in counters]
    return all(line in furniture.lines or _rotates(line, wordings) for line in rest)


def _ticks(mask: str, wordings: Sequence[Revision], look: int, now: int) -> bool:
    """Whether the line behind a mask has moved at every look until now; see the head of this module."""
    quick = min(QUICK, ONE_LOOK * look)
    wanted = TICKS if len(mask) <= SHORT else TICKS_OF_PROSE
    run = moves = 0
    for newer, older in pairwise(wordings[::-1]):
        after, before = _of_mask(mask, newer), _of_mask(mask, older)
        if not after or not before:
            return False
        if after == before:
            continue
        moves += 1
        if mask == _WORDS:
            if moves >= MOVES_OF_WORDS:
                return True
            continue
        since = now - newer.first_seen
        if since > REST:
            return False
        if not newer.textual:
            return True
        run = run + 1 if since <= quick else 0
        if run >= wanted:
            return True
        now = newer.first_seen
    return False


def _of_mask(mask: str, revision: Revision) -> list[str]:
    return [line[1] for line in _lines(revision.wording) if _mask(line) == mask]


def _rotates(line: Line, wordings: Sequence[Revision]) -> bool:
    """Whether a line has come and gone often enough to do so again."""
    held = [line in _lines(revision.wording) for revision in wordings]
    return sum(before != after for before, after in pairwise(held)) >= COMINGS_AND_GOINGS
