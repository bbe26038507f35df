"""What makes an entry the same entry in the next poll: one rule for every format.

An id of the page's own, if no other entry has it and it is no mere position; else an address of its own; else a hash of
what a reader sees first. Position ids ("#post1" is the newest) would hand every mark to the wrong entry with the next
arrival.
"""

from __future__ import annotations

import hashlib
import operator
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields

from reader.model.entry import Basis, Entry, KeyKind

LONGEST = 512
_FOLD = str.maketrans(
    {"‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'} | dict.fromkeys("‐‑‒–—―−", "-")
)
_NUMBER = re.compile(r"^[A-Za-z_#-]{0,12}?(\d{1,6})$")
_OTHER_FIELDS = operator.attrgetter(*[field.name for field in fields(Entry)[5:]])
"""What `keyed` leaves as it is: all behind `key`, `seq`, `wording`, `key_kind` and `native_id`."""
_TIMED = (Basis.MACHINE, Basis.PRINTED_ZONE)


def keyed(entries: Sequence[Entry], page_url: str | None = None) -> tuple[Entry, ...]:
    """Return the entries of one document, in its order, with `seq`, `key` and `key_kind` set.

    `native_id` and `url` are taken as the adapter's proposals. A `native_id` that several entries have is taken away;
    one that is a mere position stays as what the page says, but is not made the key.
    """
    stated = _distinct([entry.native_id for entry in entries])
    ids = _lasting(stated, entries)
    urls = _lasting(_distinct([_own_address(entry.url, page_url) for entry in entries]), entries)
    derived = [] if all(map(operator.or_, map(bool, ids), map(bool, urls))) else _derived(entries)
    keys: list[Entry] = []
    for seq, (entry, own, native, url) in enumerate(zip(entries, stated, ids, urls, strict=True)):
        kind = KeyKind.NATIVE if native else KeyKind.URL_FRAGMENT if url else KeyKind.DERIVED
        key = f"id:{_short(native)}" if native else f"url:{_short(url)}" if url else derived[seq]
        # As `dataclasses.replace` does, which takes half as long again.
        keys.append(Entry(key, seq, entry.wording, kind, own, *_OTHER_FIELDS(entry)))
    return tuple(keys)


def fold_for_hash(text: str) -> str:
    """Fold what a publisher's typography changes (NFKC, case, white space, quotes, dashes), and no letter of a word."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_FOLD).casefold().split())


def _distinct(proposed: list[str | None]) -> list[str | None]:
    counts = Counter(value for value in proposed if value)
    return [value if value and counts[value] == 1 else None for value in proposed]


def _lasting(distinct: list[str | None], entries: Sequence[Entry]) -> list[str | None]:
    return [None] * len(distinct) if _positions(distinct, entries) else distinct


def _positions(values: list[str | None], entries: Sequence[Entry]) -> bool:
    """Whether the values are places counted from the newest entry. Counted from the oldest they would be stable."""
    numbers: list[int] = []
    for value in values:
        match = _NUMBER.match(value.rpartition("#")[2] if value and "#" in value else value or "")
        if not match:
            return False
        numbers.append(int(match.group(1)))
    if _oldest_first(entries):
        numbers.reverse()
    return bool(numbers) and numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _oldest_first(entries: Sequence[Entry]) -> bool:
    times = [entry.published for entry in entries if entry.published is not None]
    return len(times) > 1 and times[0] < times[-1]


def _own_address(url: str | None, page_url: str | None) -> str | None:
    return None if url is None or url == page_url else url


def _short(value: str | None) -> str:
    value = value or ""
    return value if len(value) <= LONGEST else hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()


def _derived(entries: Sequence[Entry]) -> list[str]:
    """A key for each from what it says; equal ones are counted from the oldest on, since arrivals come on top."""
    hashes = [_hash(entry) for entry in entries]
    order = range(len(entries)) if _oldest_first(entries) else reversed(range(len(entries)))
    seen: Counter[str] = Counter()
    keys = [""] * len(entries)
    for at in order:
        seen[hashes[at]] += 1
        count = seen[hashes[at]]
        keys[at] = f"text:{hashes[at]}" + (f"-{count}" if count > 1 else "")
    return keys


def _hash(entry: Entry) -> str:
    """An inferred date is left out: the inference may change as the page grows, and the entry is still the same."""
    timed = entry.published is not None and entry.basis in _TIMED
    minute = str(entry.published // 60) if timed and entry.published is not None else entry.time_label or ""
    text = fold_for_hash(entry.wording.text[:400])[:60]
    parts = (minute, fold_for_hash(entry.headline or ""), text)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:20]
