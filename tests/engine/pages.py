"""Pages of a made-up paper, as full articles meet them."""

from __future__ import annotations

SENTENCE = (
    "The council of {place} has said that the harbour stays closed for some weeks, and that ships are to wait outside."
)
PLACES = ("Port Linn", "Old Quay", "Sarn", "Tellby", "Wexmouth", "Arvonia", "Brenn", "Luma")


def paragraphs(count: int = 8) -> str:
    return "".join(
        f'<p>{SENTENCE.format(place=PLACES[at % len(PLACES)])} <a href="/background/{at}">Background</a> is told apart.</p>'
        for at in range(count)
    )


def page(body: str, head: str = "", title: str = "Harbour of Port Linn closed") -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} - The Paper</title>'
        f'<meta property="og:title" content="{title}">{head}</head><body><nav><ul><li><a href="/">Home</a></li>'
        f'<li><a href="/world">World</a></li></ul></nav>{body}<footer><p>Imprint</p></footer></body></html>'
    )


def article(title: str = "Harbour of Port Linn closed") -> str:
    figure = (
        '<figure><img src="/boats.jpg" alt="boats at anchor"><figcaption>Ships wait outside Port Linn. '
        "<cite>Photo: A. Lee</cite></figcaption></figure>"
    )
    return page(
        f"<main><article><h1>{title}</h1>{figure}{paragraphs()}<h2>What comes next</h2>{paragraphs(2)}</article></main>",
        '<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2026-03-04T10:00:00Z">'
        '<meta property="og:site_name" content="The Paper">',
        title,
    )


def feed(base: str, entries: list[tuple[str, str]]) -> str:
    """An RSS feed whose entries link to pages: id and address each."""
    items = "".join(
        f"<item><title>Entry {name}</title><guid isPermaLink='false'>{name}</guid><link>{url}</link>"
        f"<description>What {name} says in short.</description></item>"
        for name, url in entries
    )
    return f"<rss version='2.0'><channel><title>The Paper</title><link>{base}</link>{items}</channel></rss>"
