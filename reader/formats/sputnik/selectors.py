"""Where the two designs of Sputnik pages keep what is read: CSS selectors, no code.

The 2019/2020 design (`b-` classes) is known from articles; the markup of its live list is not public, so its entries
are found by structure. The design since 2021 is known from scrapers of its live list.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Design:
    """The selectors of one design. Those of an entry are looked for inside of it."""

    name: str
    item: str | None
    """Entries; None where they are found by structure."""
    title: str
    leads: str
    tags: str
    started: str
    clock: str
    top: str
    author: str
    headline: str
    card: str
    card_title: str
    card_text: str
    photo: str
    photo_box: str
    caption: str
    credit: str
    quote: str
    video: str


DESIGN_2021 = Design(
    name="sputnik-html-2021",
    item=".online__item",
    title=".article__title, h1",
    leads=".article__announce-text, .article__body > .article__block .article__text, .article__body > p",
    tags=".tags li, .article__tags li",
    started=".article__info-date [data-unixtime], .article__info-date[data-unixtime], .article__info-date",
    clock=".header__time, .page__time",
    top=".online__item-top",
    author=".online__item-author",
    headline=".online__item-title, h1, h2, h3, h4",
    card=".article__block[data-type=article], .article__article",
    card_title=".article__article-title a, .article__article-title",
    card_text=".article__article-desc",
    photo=".article__photo-item, .photoview__open",
    photo_box=".article__block",
    caption=".media__description, .article__photo-desc",
    credit=".media__copyright",
    quote=".article__block[data-type=quote]",
    video=".js-message_video_player, .article__block[data-type=video], .article__block[data-type=videoembed]",
)
DESIGN_2020 = Design(
    name="sputnik-html-2020",
    item=None,
    title=".b-article__header-title h1, h1[itemprop=name], h1",
    leads=".b-article__lead, .b-article__text > p",
    tags=".b-article__refs-tags a",
    started="time.b-article__refs-date, [itemprop=dateCreated], meta[name=pubdate], meta[itemprop=datePublished]",
    clock=".b-sitenav__time",
    top="time, [class*=time], [class*=date]",
    author=".b-article__refs-author",
    headline="h1, h2, h3, h4, [class*=item-title], [class*=__title]",
    card=".b-inject__article",
    card_title=".b-inject__article-title a, .b-inject__article-title",
    card_text=".b-inject__article-desc",
    photo=".b-inject-foto",
    photo_box=".b-inject",
    caption=".b-inject__content",
    credit=".b-inject__copy",
    quote=".marker-quote1, .b-inject.m-inject-quote",
    video=".b-inject.m-inject-videoembed, .b-inject.m-inject-video, .js-message_video_player",
)
