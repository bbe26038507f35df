"""The forms of the verbs of `verbs.tsv`, with the class of each."""

from __future__ import annotations

import re
from collections.abc import Iterable

_RANK = ("act", "move", "decide", "speech", "call", "aux")
_SHORT = re.compile(r"[^aeiou]*[aeiou][bdgmnprt]")
_DOUBLED = frozenset(
    (
        *(
            "admit",
            "begin",
            "cancel",
            "commit",
            "compel",
            "control",
            "demur",
            "deter",
            "expel",
            "extol",
            "occur",
            "permit",
            "prefer",
            "rebel",
            "rebut",
        ),
        *("quip", "refer", "regret", "repel", "signal", "submit", "transfer", "travel"),
    )
)


def regular(base: str) -> tuple[str, str, str]:
    """Return the -s, -ed and -ing form of a regular verb."""
    stem = base
    if base in _DOUBLED or (_SHORT.fullmatch(base) and len(base) <= 5):
        stem = base + base[-1]
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    if base.endswith("e"):
        return base + "s", base + "d", (base if base.endswith("ee") else base[:-1]) + "ing"
    ending = "es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    return base + ending, stem + "ed", stem + "ing"


def verb_forms(
    table: Iterable[list[str]], auxiliaries: Iterable[str]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return form -> class and form -> the prepositions that it takes.

    An -ing form gets its class with "-ing" behind it. Where a verb is in two classes the one that says more holds.
    """
    classes: dict[str, str] = {}
    prepositions: dict[str, set[str]] = {}

    def put(form: str, name: str) -> None:
        old = classes.get(form)
        if old is None or _RANK.index(old.removesuffix("-ing")) < _RANK.index(name.removesuffix("-ing")):
            classes[form] = name

    for name, verbs in table:
        for item in verbs.split():
            verb, _, preposition = item.partition("+")
            base, *irregular = verb.split("/")
            third, past, gerund = regular(base)
            forms = {base, third, *(irregular or (past,))}
            for form in forms:
                put(form, name)
                prepositions.setdefault(form, set()).add(preposition)
            put(gerund, name + "-ing")
            prepositions.setdefault(gerund, set()).add(preposition)
    for word in auxiliaries:
        put(word, "aux")
    return classes, {form: tuple(sorted(found - {""})) for form, found in prepositions.items() if found - {""}}
