"""The words of an entry with what its tagging has found in them: what claims and figures are read from."""

from __future__ import annotations

from bisect import bisect_left
from sys import intern

from reader.model.tagging import ActorType, Mention, Tagging
from reader.tagging import people
from reader.tagging.lexicon import Lexicon
from reader.tagging.part import Hit, Part
from reader.tagging.words import Words

LONGEST = 200_000
"""Characters of a text that are looked at; nobody reads on."""


def reread(lexicon: Lexicon, headline: str | None, text: str, tagging: Tagging) -> tuple[Part, Part]:
    """Return headline and body as parts, with a hit for every mention of `tagging` and the side of every person.

    Names are those of the tagging, whatever gave them: tables, the memory of a source, the user's rules. A mention that
    does not lie on whole words of the text as given is passed over.
    """
    abbreviations = lexicon.sets["abbreviations"]
    head = Part("headline", Words((headline or "")[:LONGEST], abbreviations), lexicon)
    body = Part("body", Words(text[:LONGEST], abbreviations), lexicon)
    for mention in tagging.mentions:
        part = head if mention.place == "headline" else body
        hit = _hit(part, mention)
        if hit is not None:
            part.put(hit)
    people.describe([head, body])
    if tagging.side:
        for part in (head, body):
            for hit in part.starts.values():
                if hit.name == tagging.speaker and hit.kind == "person":
                    hit.side = tagging.side
    return head, body


_ENGLISH = frozenset("the of and to for with from by have has were was is are after says said".split())
_FOREIGN = frozenset(
    "de da do que em para por uma os dos das el los las en und der die il di che le les des du et den det och van het "
    "een na si se od je nie mais um ou sur".split()
)


def is_english(parts: tuple[Part, Part]) -> bool:
    """Say whether an entry may be English: words of other languages do not outnumber those of English."""
    low = [word for part in parts for word in part.words.low[:2000]]
    return sum(word in _FOREIGN for word in low) <= sum(word in _ENGLISH for word in low)


def _hit(part: Part, mention: Mention) -> Hit | None:
    starts, ends = part.words.start, part.words.end
    i = bisect_left(starts, mention.start)
    j = bisect_left(ends, mention.end) + 1
    if i >= len(starts) or j > len(ends) or j <= i or starts[i] != mention.start or ends[j - 1] != mention.end:
        return None
    name, kind = intern(mention.actor.name), mention.actor.type
    hit = Hit("org", name, kind.value, i, j, side=part.lexicon.sides.get(name, ""))
    if kind is ActorType.PERSON:
        hit.kind = "person"
    elif kind is ActorType.BODY:
        hit.kind, hit.country = "body", intern(name.partition(":")[0])
        hit.side = hit.country
    elif kind in (ActorType.COUNTRY, ActorType.ARMED_GROUP):
        alias = " ".join(part.words.low[i:j])
        senses = part.lexicon.aliases.get(alias, ())
        hit.kind = "people" if any(sense[0] == "people" and sense[1] == name for sense in senses) else "country"
        hit.side = hit.side or name
    return hit


def sentence_span(part: Part, at: int) -> tuple[int, int]:
    """Return where the sentence of word `at` begins and ends, in characters; quotation marks left over are cut off."""
    numbers = part.words.sentence
    first, last = bisect_left(numbers, numbers[at]), bisect_left(numbers, numbers[at] + 1) - 1
    while first < at and part.words.raw[first] in _CLOSING and not _opens(part, first):
        first += 1
    while last > at and part.words.raw[last] == "\n":
        last -= 1
    if last + 1 < len(numbers) and part.words.raw[last + 1] == '"' and not _opens(part, last + 1):
        last += 1
    return part.words.start[first], part.words.end[last]


_CLOSING = frozenset(('"', "'", ")", "]", "\n", ",", "."))


def _opens(part: Part, at: int) -> bool:
    """Say whether a mark stands right before a word, as one that opens does."""
    words = part.words
    return (
        at + 1 < len(words)
        and words.raw[at] in "\"'(["
        and words.start[at + 1] == words.end[at]
        and (at == 0 or words.end[at - 1] < words.start[at] or words.raw[at - 1] == "\n")
    )


def quotations(part: Part) -> list[int]:
    """Return for each word the number of the quotation that it stands in, 0 outside; a paragraph ends a quotation."""
    numbers: list[int] = []
    number, inside = 0, False
    for word in part.words.raw:
        if word == '"':
            number += not inside
            inside = not inside
            numbers.append(0)
            continue
        inside = inside and word != "\n"
        numbers.append(number if inside else 0)
    return numbers
