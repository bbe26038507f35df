"""A filter that has a name."""

from __future__ import annotations

from reader.frozen import dataclass


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """What is typed less often because it is kept: a name, and the text of a filter."""

    name: str
    """What the list of filters shows."""
    query: str
    """The filter, as it is typed."""


BUILT_IN = (
    SavedFilter("all", ""),
    SavedFilter("unread", "is:unread"),
    SavedFilter("starred", "is:starred"),
    SavedFilter("changed", "is:edited OR is:withdrawn"),
)
"""For those who have kept none."""
