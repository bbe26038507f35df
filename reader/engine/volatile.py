"""What moves by itself in an entry: counters, "updated 3 minutes ago", rotating lines. Pure.

Such markup makes a new wording at every look. It must neither be told as an edit each time nor swallow one. Digits are
news ("19 injured" becomes "26"), so a line counts as moving by itself only on proof, and only that line is passed over:
a wording that differs anywhere else is an edit in full, however often it has changed before. The headline never counts
as a counter. There are four proofs, each of them about lines (a paragraph, the headline, a caption):

* furniture: the same short line, its numbers left aside, has moved in three entries at one and the same look; or the
  very same line was exchanged for the same other one in three. No editor words three reports alike and corrects them
  at one stroke; a page template does. (To stand in many entries proves nothing: "Magnitude 5.1" does, and is corrected
  in one of them.)
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
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, product
from typing import TYPE_CHECKING, TypeVar

from reader.engine.compare import plain, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.model.entry import Entry, Wording
    from reader.model.event import Past, Revision, StoredEntry

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

_Found = TypeVar("_Found", bound=Hashable)
Line = tuple[str, str]
"""Where a line stands (headline, text or caption), and its text without its typography."""


@dataclass(frozen=True, slots=True)
class _Shift:
    """What lies between two wordings: the lines that are gone, those that have come, and whether the rest stayed."""

    gone: Counter[Line]
    come: Counter[Line]
    orderly: bool

    @property
    def counters(self) -> set[str]:
        """The masks of lines that are there as before, in other numbers."""
        before, after = _masks(self.gone), _masks(self.come)
        return {mask for mask in before if before[mask] == after[mask]}

    @property
    def exchanges(self) -> set[tuple[Line, Line]]:
        """Which line has made way for which, as far as that can be told."""
        return set(product(self.gone, self.come)) if len(self.gone) + len(self.come) <= FEW else set()


class Motion:
    """What moves by itself, as one look and the stored wordings prove it.

    `changed` are all entries of a snapshot, taken at `now` (UTC seconds), that differ textually from what is stored.
    """

    def __init__(self, changed: Sequence[tuple[Entry, StoredEntry]], past: Past, now: int) -> None:
        self._past = past
        self._now = now
        shifts = [_shift(stored.entry.wording, entry.wording) for entry, stored in changed]
        self._moved_now = _in_several(mask for shift in shifts for mask in shift.counters)
        exchanged = _in_several(pair for shift in shifts for pair in shift.exchanges)
        self._exchanged = {line for pair in exchanged for line in pair}

    def alone(self, stored: StoredEntry, entry: Entry) -> bool:
        """Whether the wording of an entry differs from the stored one in nothing else."""
        shift = _shift(stored.entry.wording, entry.wording)
        if not shift.orderly or not (shift.gone or shift.come):
            return False
        wordings = self._past.wordings.get(stored.id, ())
        rest = self._but_counters(stored, shift)
        return all(line in self._exchanged or _rotates(line, wordings) for line in rest)

    def same(self, stored: StoredEntry, earlier: Wording, now: Wording) -> bool:
        """Whether an entry says again what it said in an earlier wording, counters left aside."""
        if said(earlier) == said(now):
            return True
        shift = _shift(earlier, now)
        return shift.orderly and bool(shift.counters) and not self._but_counters(stored, shift)

    def _but_counters(self, stored: StoredEntry, shift: _Shift) -> list[Line]:
        """The lines that have come and gone without being counters."""
        wordings = self._past.wordings.get(stored.id, ())
        look = self._now - max(stored.last_seen, self._past.poll.last_success_at or 0)
        counters = {
            mask for mask in shift.counters if self._is_furniture(mask) or _ticks(mask, wordings, look, self._now)
        }
        return [line for line in (*shift.gone, *shift.come) if _mask(line) not in counters]

    def _is_furniture(self, mask: str) -> bool:
        return len(mask) <= SHORT and (mask in self._moved_now or mask in self._moved_before)

    @cached_property
    def _moved_before(self) -> set[str]:
        """The masks that have moved in several entries at one earlier look."""
        moves = Counter[tuple[int, str]]()
        for wordings in self._past.wordings.values():
            for older, newer in pairwise(wordings):
                counters = _shift(older.wording, newer.wording).counters
                moves.update((newer.first_seen, mask) for mask in counters)
        return {mask for (_, mask), entries in moves.items() if entries >= ENTRIES_ALIKE}


def _in_several(found: Iterable[_Found]) -> set[_Found]:
    return {one for one, number in Counter(found).items() if number >= ENTRIES_ALIKE}


def _shift(old_wording: Wording, new_wording: Wording) -> _Shift:
    old, new = _lines(old_wording), _lines(new_wording)
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    stayed = [[line for line in lines if line not in gone and line not in come] for lines in (old, new)]
    return _Shift(gone, come, stayed[0] == stayed[1])


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
