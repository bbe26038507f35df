"""What of a stated live blog may be believed.

Publishers fill schema.org markup for search engines, not for readers: one gives every update the page's headline and
time, others cut the body to make a headline, number posts by place, or give each the page's picture.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from reader.formats.pages.schema_org import LiveBlog, Update
from reader.formats.pages.schema_text import begins_body, is_cut, stands_apart, without_clock
from reader.text import fold


@dataclass(frozen=True, slots=True)
class Checked:
    """A live blog with what cannot be true taken out of its updates."""

    blog: LiveBlog
    times: bool
    """Whether its updates have times of their own."""
    headlines: bool
    """Whether its updates have headlines of their own."""


@dataclass(frozen=True, slots=True)
class _Crowd:
    """What the page and its updates have in common."""

    titles: frozenset[str]
    published: Counter[int]
    updated: Counter[int]
    pictures: frozenset[str]
    opens: frozenset[int]
    """The places of the updates whose headlines are the beginnings of their bodies."""
    openings: bool
    """Whether most headlines are the beginnings of their bodies: then none of these is a headline."""


def check(blog: LiveBlog, page_titles: tuple[str | None, ...] = ()) -> Checked:
    """Take out times, headlines and pictures that are the page's or the crowd's, and cut bodies used as headlines."""
    opens = frozenset(at for at, update in enumerate(blog.updates) if _opens(update))
    crowd = _Crowd(
        frozenset(fold(title) for title in (blog.headline, *page_titles) if title),
        Counter(update.published.at for update in blog.updates if update.published),
        Counter(update.updated for update in blog.updates if update.updated is not None),
        _common_pictures(blog),
        opens,
        len(opens) * 2 > sum(1 for update in blog.updates if update.headline and update.body.strip()),
    )
    times = _times_hold(blog)
    headlines = _headlines_hold(blog, crowd)
    updates = tuple(
        _believed(update, at, blog, crowd, times=times, headlines=headlines) for at, update in enumerate(blog.updates)
    )
    return Checked(replace(blog, updates=updates), times, headlines)


def _times_hold(blog: LiveBlog) -> bool:
    """More than one distinct time, unless there is but one update."""
    stated = [update.published.at for update in blog.updates if update.published]
    return len(stated) == 1 == len(blog.updates) or len(set(stated)) > 1


def _headlines_hold(blog: LiveBlog, crowd: _Crowd) -> bool:
    stated = [fold(update.headline) for update in blog.updates if update.headline]
    own = [headline for headline in stated if headline not in crowd.titles]
    return bool(own) and (len(stated) < 3 or len(set(own)) > 1)


def _opens(update: Update) -> bool:
    if not update.headline or not update.body.strip() or not begins_body(update.headline, update.body):
        return False
    return not stands_apart(update.headline, update.body)


def _common_pictures(blog: LiveBlog) -> frozenset[str]:
    """Addresses of pictures that are the page's, or are given to several updates: decoration, not news."""
    counts = Counter(media.url for update in blog.updates for media in update.media if media.url)
    return blog.images | {url for url, count in counts.items() if count > max(1, len(blog.updates) // 10)}


def _believed(update: Update, place: int, blog: LiveBlog, crowd: _Crowd, *, times: bool, headlines: bool) -> Update:
    return replace(
        update,
        headline=_headline(update, place, crowd) if headlines else None,
        published=update.published if times and not _is_the_pages(update, blog, crowd) else None,
        updated=update.updated if _changed(update, blog, crowd) else None,
        authors=() if update.authors == blog.authors else update.authors,
        media=tuple(media for media in update.media if media.url not in crowd.pictures),
    )


def _headline(update: Update, place: int, crowd: _Crowd) -> str | None:
    """The headline, unless it is the page's or the beginning of the body."""
    if update.headline is None or fold(update.headline) in crowd.titles:
        return None
    if place in crowd.opens and (crowd.openings or is_cut(update.headline, update.body)):
        return None
    return without_clock(update.headline)


def _is_the_pages(update: Update, blog: LiveBlog, crowd: _Crowd) -> bool:
    """Whether a time is given to many updates and is the page's own."""
    if update.published is None:
        return True
    at = update.published.at
    same = crowd.published[at]
    return same >= 3 and at in (blog.published, blog.modified) and same > len(blog.updates) // 4


def _changed(update: Update, blog: LiveBlog, crowd: _Crowd) -> bool:
    """Whether the time of the last change is the update's own: not before it was published, not the page's for all."""
    if update.updated is None or (update.published and update.updated < update.published.at):
        return False
    same = crowd.updated[update.updated]
    return same < 3 or same <= len(blog.updates) // 4 or update.updated != blog.modified
