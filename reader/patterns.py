"""Patterns that are compiled when they are first used.

Compiling takes a millisecond where a pattern names many ranges of characters, and most programs use few of those that
the modules they import define.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable


class _Later:
    """Stands for a pattern; after the first look at one of its methods that is as near as the pattern's own."""

    def __init__(self, text: str | Callable[[], str]) -> None:
        self._text = text
        self._compiled: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        if self._compiled is None:
            self._compiled = re.compile(self._text if isinstance(self._text, str) else self._text())
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value


def pattern(text: str | Callable[[], str]) -> re.Pattern[str]:
    """The pattern of a text, or of what a function returns once somebody uses it; not to be handed to `re` itself."""
    return cast("re.Pattern[str]", _Later(text))
