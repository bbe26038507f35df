"""Entry text to actors, speaker, side, targets and topics. Pure; the tables lie beside the code in `data/`.

Importing this package reads no table; `load` does, once a process.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.tagging.tables import Extra
    from reader.tagging.tagger import Tagger

__all__ = ["load", "made_by", "named_by", "prepare", "rules_problem"]


class _State:
    """What the process tags with: where the files are, and once it is loaded, the tagger."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.cache: Path | None = None
        self.rules: Path | None = None
        self.extra: Extra | None = None
        self.problem: str | None = None
        self.looked = False
        self.tagger: Tagger | None = None


_state = _State()


def prepare(cache: Path | None, rules: Path | None) -> None:
    """Say where the compiled tables are kept between runs, and where the user's own rules are.

    To be called before the tagger is loaded; nothing is read yet.
    """
    _state.cache, _state.rules, _state.looked = cache, rules, False


def load(cache: Path | None = None) -> Tagger:
    """Return the process's tagger, compiled from the tables and the user's rules on the first call.

    `cache` names a file in which the compiled tables are kept between runs (else that of `prepare`); it is rewritten
    where it is missing, damaged or of other tables, and never the cause of an error. Rules that cannot be used are left
    out: see `rules_problem`.
    """
    with _state.lock:
        if _state.tagger is None:
            from reader.tagging.cache import load_lexicon  # noqa: PLC0415 - the package itself stays light
            from reader.tagging.tagger import Tagger  # noqa: PLC0415 - the package itself stays light

            _state.tagger = Tagger(load_lexicon(cache or _state.cache, extra=_rules()))
        return _state.tagger


def rules_problem() -> str | None:
    """Return in one line what is wrong with the user's rules, which then do not count; None if nothing is."""
    with _state.lock:
        _rules()
        return _state.problem


def made_by() -> str:
    """Name version, tables and rules by which this process tags: another name means that tags may be others."""
    from reader import __version__  # noqa: PLC0415 - the package itself stays light
    from reader.tagging.cache import digest  # noqa: PLC0415 - the package itself stays light

    with _state.lock:
        return f"{__version__} {digest(extra=_rules()).hex()}"


def _rules() -> Extra | None:
    """What the user's rules put over the tables, read once."""
    if not _state.looked:
        _state.looked, _state.extra, _state.problem = True, None, None
        if _state.rules is not None and _state.rules.exists():
            from reader.tagging.rules import RulesError, read  # noqa: PLC0415 - for those who have rules

            try:
                found = read(_state.rules)
            except RulesError as error:
                _state.problem = str(error)
            else:
                _state.extra = found.extra if found is not None else None
    return _state.extra


def named_by(typed: str) -> dict[str, str]:
    """Return the actors that have another name which begins so, with that name; none before `load` has read the tables.

    For a thread of its own: it looks through all names, in some milliseconds.
    """
    from reader.tagging.aliases import named_by as look  # noqa: PLC0415 - the package itself stays light

    return look(_state.tagger.lexicon, typed) if _state.tagger is not None else {}
