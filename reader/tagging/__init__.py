"""Entry text to actors, speaker, side, targets and topics. Pure; the tables lie beside the code in `data/`.

Importing this package reads no table; `load` does, once a process.
"""

from __future__ import annotations

from functools import cache as _once
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.tagging.tagger import Tagger

__all__ = ["load", "named_by"]


def load(cache: Path | None = None) -> Tagger:
    """Return the process's tagger, compiled from the tables on the first call.

    `cache` names a file in which the compiled tables are kept between runs; it is rewritten where it is missing,
    damaged or of other tables, and never the cause of an error. Only the first call of a process looks at it.
    """
    return _load(cache) if not _loaded else _loaded[0]


def named_by(typed: str) -> dict[str, str]:
    """Return the actors that have another name which begins so, with that name; none before `load` has read the tables.

    For a thread of its own: it looks through all names, in some milliseconds.
    """
    from reader.tagging.aliases import named_by as look  # noqa: PLC0415 - the package itself stays light

    return look(_loaded[0].lexicon, typed) if _loaded else {}


_loaded: list[Tagger] = []


@_once
def _load(cache: Path | None) -> Tagger:
    from reader.tagging.cache import load_lexicon  # noqa: PLC0415 - the package itself stays light
    from reader.tagging.tagger import Tagger  # noqa: PLC0415 - the package itself stays light

    _loaded.append(Tagger(load_lexicon(cache)))
    return _loaded[0]
