"""What there is to know of an engine behind live pages, to read them: the form of a row of the table in `engines`.

A publisher that uses a known engine needs no row; a new engine is a row and a fixture. Hosts are hints, structure
decides. Where a value is to be read the notation is `selector@attribute`, `@attribute` for the entry itself, and
`selector` for its text; a `#` at the end takes from an address the part that names the place in the page.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine. Selectors are CSS; those of an entry are looked for inside of it, and match it itself too."""

    name: str
    signs: tuple[str, ...]
    """Words of the markup; where none occurs the page is of another engine."""
    item: str
    hosts: tuple[str, ...] = ()
    scope: str = ""
    """The list itself: where it is there and empty, the page is live but nothing has happened yet."""
    copies: str = ""
    """Boxes that repeat entries (pinned posts): what is in them is pinned, and no further entry."""
    key_links: str = ""
    """Links from a list of key events to the entries."""
    ident: tuple[str, ...] = ("@id",)
    times: tuple[str, ...] = ("time[datetime]@datetime",)
    changed: tuple[str, ...] = ()
    labels: tuple[str, ...] = ("time",)
    day: str = ""
    """Where the day is printed, if apart from the time."""
    zone: str | None = None
    zulu_is_local: bool = False
    """Whether a `Z` in its times is false, and stands for the zone of the engine."""
    headline: str = "h2, h3, h4"
    body: str = ""
    follows: bool = False
    """Whether the text of an entry stands behind its element, up to the next one."""
    drop: str = ""
    furniture: str = (
        "[class*=share], [class*=Share], [class*=social-], [aria-hidden=true][class*=icon], .visually-hidden, "
        ".sr-only, [class*=advert], [id^=google_ads], ins.adsbygoogle"
    )
    """What stands beside the text on pages of any engine, if it is short."""
    author: str = ""
    video: str = ""
    """Players that only a script fills."""
    permalink: tuple[str, ...] = ()
    key: str = ""
    pinned: str = ""
    summary: str = ""
    breaking: str = ""
    deleted: str = ""
    sponsored: str = ""
    title: str = "h1"
    lead: str = ""
    tags: str = ""
    live: tuple[str, ...] = ()
    """Words of the markup that say that coverage goes on, `ended` that it is over."""
    ended: tuple[str, ...] = ()
    going_on: str = ""
    """An element that says that coverage goes on, `over` that it is over."""
    over: str = ""
    older: tuple[str, ...] = ()
    delta: str = ""
    """Address for what is new since an entry: `{page}` and `{newest}` are filled in."""
    sure: bool = True
    """Whether its entries are entries wherever they occur; else a schema.org live blog must vouch for them."""
