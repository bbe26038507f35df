"""The day as a live page: HTML in the structure of the Sputnik design of 2021 and later.

Entries are `.online__item[data-id]` in `.online__article`, each with a `time[data-unixtime]`, an
`.online__item-title` and blocks told apart by `data-type`. Everything else on the page (menu, share bar, "read also"
with its clock times, footer) is furniture such as real pages have, and holds no entry.
"""

from __future__ import annotations

import datetime as dt
from html import escape

from reader.demo.fragments import groups, language, linked, tweet, written
from reader.demo.shape import Day, DayEntry, clock
from reader.model.entry import Block, BlockKind, Card, Media

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} - {site}</title>
<meta property="og:title" content="{title}">
<meta property="og:site_name" content="{site}">
<meta property="og:type" content="article">
<meta name="robots" content="noindex">
<link rel="alternate" type="application/rss+xml" title="RSS" href="/live.rss">
<link rel="alternate" type="application/atom+xml" title="Atom" href="/live.atom">
<link rel="alternate" type="application/feed+json" title="JSON Feed" href="/live.json">
</head>
<body>
<header class="header"><a class="header__logo" href="/">{site}</a>
<ul class="header__menu"><li><a href="/world">World</a></li><li><a href="/business">Business</a></li>
<li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li></ul></header>
<main class="article">
<div class="article__header">
<h1 class="article__title">{title}</h1>
<div class="article__info"><a class="article__info-date" href="/live">05:12 GMT {date}</a>{updated}</div>{state}
<div class="share"><span>Share</span> <a href="https://example.com/share">Post</a> <a href="mailto:">Mail</a></div>
</div>
<div class="article__body">
{lead}
<p class="article__call">{call}</p>
<div class="online__sort"><span>New first</span><span>Old first</span></div>
<div class="online__article">
{entries}
</div>
<ul class="tags">{tags}</ul>
</div>
</main>
<aside class="also"><h4>Read also</h4>
<ul>{also}</ul></aside>
<footer class="footer"><p>{notice}</p><p>Community standards</p><p>Discussion</p></footer>
</body>
</html>
"""


def page(day: Day, minute: int) -> str:
    """Return the page of `day` as it stands at `minute`."""
    changed = day.changed_at(minute)
    date = f"{day.date:%d.%m.%Y}"
    also = (
        f'<li><time datetime="{day.date}T{time}Z">{time}</time> <a href="{escape(url)}">{escape(words)}</a></li>'
        for time, words, url in day.read_also
    )
    return _PAGE.format(
        title=escape(day.title),
        site=escape(day.site),
        date=date,
        updated=f" <span>(Updated: {clock(changed)} GMT {date})</span>" if changed else "",
        state='\n<div class="article__state">Being updated</div>' if day.is_live(minute) else "",
        lead="\n".join(f'<div class="article__announce-text">{escape(text)}</div>' for text in day.lead),
        call=escape(day.call_to_action),
        entries="\n".join(_entry(day, entry) for entry in day.page_at(minute)),
        tags="".join(f'<li><a href="/tags/{index}">{escape(tag)}</a></li>' for index, tag in enumerate(day.tags)),
        also="\n".join(also),
        notice=escape(day.notice),
    )


def printed_time(day: Day, minute: int) -> str:
    """Return `minute` as the page prints it: HH:MM GMT DD.MM.YYYY."""
    return f"{clock(minute)} GMT {day.date:%d.%m.%Y}"


def _entry(day: Day, entry: DayEntry) -> str:
    flags = entry.flags
    marks = {"pinned": flags.pinned, "key": flags.key_event, "breaking": flags.breaking, "summary": flags.summary}
    classes = " ".join(["online__item", *(f"m-{mark}" for mark, wanted in marks.items() if wanted)])
    when = dt.datetime.fromtimestamp(day.seconds(entry.minute), dt.UTC)
    authors = "".join(f'<span class="online__item-author">{escape(name)}</span>' for name in entry.authors)
    wording = entry.wording
    blocks = [
        *(_text(kind, run) for kind, run in groups(wording.body)),
        *(_video(media) if media.kind == "video" else _photo(media) for media in wording.media),
        *(_card(card) for card in wording.cards),
        *(f'<div class="article__block" data-type="social">{tweet(embed)}</div>' for embed in wording.embeds),
    ]
    return (
        f'<div class="{classes}" data-id="{escape(entry.id)}">\n'
        f'<div class="online__item-top"><time class="online__item-time" datetime="{when:%Y-%m-%dT%H:%MZ}" '
        f'data-unixtime="{day.seconds(entry.minute)}">{printed_time(day, entry.minute)}</time>{authors}</div>\n'
        f'<h3 class="online__item-title">{escape(entry.headline)}</h3>\n'
        + "".join(f"{block}\n" for block in blocks)
        + "</div>"
    )


def _text(kind: BlockKind, run: list[Block]) -> str:
    if kind is BlockKind.QUOTE:
        return "\n".join(
            f'<div class="article__block" data-type="quote"><div class="article__quote-text"{language(block.text)}>'
            f"{linked(block)}</div></div>"
            for block in run
        )
    inside = written(kind, run)
    return f'<div class="article__block" data-type="text"><div class="article__text">{inside}</div></div>'


def _photo(media: Media) -> str:
    return (
        '<div class="article__block" data-type="photo"><div class="article__photo-item">'
        f'<img src="{escape(media.url or "")}" alt="{escape(media.alt or "")}">'
        f'<div class="media__description">{escape(media.caption or "")}</div>'
        f'<div class="media__copyright">© {escape(media.credit or "")}</div></div></div>'
    )


def _video(media: Media) -> str:
    caption = f'<div class="media__description">{escape(media.caption)}</div>' if media.caption else ""
    credit = f'<div class="media__copyright">© {escape(media.credit)}</div>' if media.credit else ""
    return (
        '<div class="article__block" data-type="media">'
        f'<div class="js-message_video_player" data-src="{escape(media.url or "")}"></div>{caption}{credit}</div>'
    )


def _card(card: Card) -> str:
    url = escape(card.url or "")
    return (
        '<div class="article__block" data-type="article">'
        f'<img class="article__article-image" src="{url}.jpg" alt="{escape(card.caption or "")}">'
        f'<a class="article__article-title" href="{url}">{escape(card.title or "")}</a>'
        f'<div class="article__article-desc">{escape(card.text or "")}</div>'
        f'<a href="{url}">Read more</a></div>'
    )
