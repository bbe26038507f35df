"""What the score knows of each page and each host."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class PageStanding:
    """What the score knows of one endpoint."""

    begun_at: float = -1e12
    done_at: float = -1e12
    gaps: list[int] = field(default_factory=list)
    announced: float | None = None
    announced_in: int = 0
    free: dict[str, float] = field(default_factory=dict)
    least: float = 0.0
    least_rule: str = ""
    unchanged: int = 0
    failures: int = 0
    failed_as: str = ""
    failed_begun: list[float] = field(default_factory=list)
    last_was_error: bool = False
    last_was_304: bool = False
    answered: bool = False
    gone: bool = False
    ended: bool = False
    bare_at: float = -1e12
    shown_since: float | None = None
    left_at: float = -1e12


@dataclass
class HostStanding:
    rest_until: float = 0.0
    rest_rule: str = ""
    rest_in: int = 0
    repeats: int = 0
    asked_at: float = -1e12
    told_off: bool = False
