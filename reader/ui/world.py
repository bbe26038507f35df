"""What the app works with; handed in, so that tests can hand in something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.clock import SYSTEM, Clock
from reader.config import Config
from reader.frozen import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.engine.engine import Engine
    from reader.engine.preview import Previewer
    from reader.store import Store


@dataclass(frozen=True, slots=True)
class World:
    """Store, settings and clock; `sources` None means all.

    `make_engine` is called after the first screen, `make_previewer` when a first address is looked
    at, each in a thread.
    """

    store: Store
    make_engine: Callable[[], Engine] | None
    config: Config = field(default_factory=Config)
    sources: tuple[int, ...] | None = None
    clock: Clock = SYSTEM
    make_previewer: Callable[[], Previewer] | None = None
    settings: Path | None = None
    """The file of settings, for what the reader asks to be kept there."""
