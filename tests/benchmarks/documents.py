"""Feeds of a fictional harbour town, made from a seed: items of about 2 kB with markup as publishers send it."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

_WORDS = (
    "harbour council ferry storm bridge crew pilot island market vote minister tide repair school rescue signal north "
    "quay lantern freight budget union inquiry coast river evening report village engine captain winter timetable"
).split()
_NAMES = ("Ida Ferro", "Ole Quist", "Mara Tindall", "Jon Abel")
_START = 1_623_225_600


@dataclass(frozen=True)
class Item:
    """One item; `at` is UTC seconds."""

    number: int
    title: str
    summary: str
    html: str
    author: str
    tags: tuple[str, str]
    at: int

    @property
    def url(self) -> str:
        return f"https://harbour.example/news/{self.number}"

    @property
    def iso(self) -> str:
        return datetime.fromtimestamp(self.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def items(count: int, seed: int) -> list[Item]:
    """Make items, newest first."""
    chance = random.Random(seed)
    return [_item(chance, number) for number in range(count)]


def _words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(least, most)))


def _sentences(chance: random.Random, count: int) -> str:
    return " ".join(_words(chance, 9, 16).capitalize() + "." for _ in range(count))


def _item(chance: random.Random, number: int) -> Item:
    paragraphs = [f"<p>{_sentences(chance, 4)}</p>" for _ in range(4)]
    paragraphs[1] = (
        f'<p>{_sentences(chance, 2)} <a href="https://harbour.example/log/{number}?a=1&amp;b=2">{_words(chance, 3, 3)}</a>'
        f" says <em>{_words(chance, 2, 2)}</em>, \u201cand so be it\u201d.</p>"
    )
    if chance.random() < 0.3:
        figure = f'<img src="https://harbour.example/{number}.jpg" alt="{_words(chance, 3, 5)}"/>'
        paragraphs.insert(1, f"<figure>{figure}<figcaption>{_words(chance, 5, 8)}</figcaption></figure>")
    if chance.random() < 0.2:
        paragraphs.append("<ul>" + "".join(f"<li>{_words(chance, 4, 6)}</li>" for _ in range(3)) + "</ul>")
    if chance.random() < 0.1:
        paragraphs.append(
            f"<blockquote><p>\u201c{_sentences(chance, 1)}\u201d \u2013 \u0160koda &amp; \u6771\u4eac</p></blockquote>"
        )
    return Item(
        number,
        _words(chance, 5, 10).capitalize(),
        _sentences(chance, 2),
        "".join(paragraphs),
        chance.choice(_NAMES),
        (chance.choice(_WORDS), chance.choice(_WORDS)),
        _START - number * 1800,
    )


def rss(made: list[Item]) -> bytes:
    """RSS 2.0 with the content and Dublin Core modules."""
    rows = [
        f'<item><title>{escape(one.title)}</title><link>{one.url}</link><guid isPermaLink="false">quill-{one.number}</guid>'
        f"<pubDate>{format_datetime(datetime.fromtimestamp(one.at, UTC), usegmt=True)}</pubDate>"
        f"<dc:creator><![CDATA[{one.author}]]></dc:creator>"
        + "".join(f"<category>{tag}</category>" for tag in one.tags)
        + f"<description><![CDATA[{one.summary}]]></description>"
        f"<content:encoded><![CDATA[{one.html}]]></content:encoded></item>"
        for one in made
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour</title>'
        "<link>https://harbour.example/</link><description>News of Quill</description>\n"
        + "\n".join(rows)
        + "\n</channel></rss>\n"
    ).encode()


def atom(made: list[Item]) -> bytes:
    """Atom 1.0 with content as escaped HTML."""
    rows = [
        f'<entry><title>{escape(one.title)}</title><link rel="alternate" href="{one.url}"/><id>urn:quill:{one.number}</id>'
        f"<published>{one.iso}</published><updated>{one.iso}</updated><author><name>{one.author}</name></author>"
        + "".join(f'<category term="{tag}"/>' for tag in one.tags)
        + f'<summary>{escape(one.summary)}</summary><content type="html">{escape(one.html)}</content></entry>'
        for one in made
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title>'
        f'<link href="https://harbour.example/"/><id>urn:quill</id><updated>{made[0].iso}</updated>\n'
        + "\n".join(rows)
        + "\n</feed>\n"
    ).encode()


def json_feed(made: list[Item]) -> bytes:
    """JSON Feed 1.1."""
    rows = [
        {
            "id": f"quill-{one.number}",
            "url": one.url,
            "title": one.title,
            "summary": one.summary,
            "content_html": one.html,
            "date_published": one.iso,
            "authors": [{"name": one.author}],
            "tags": list(one.tags),
        }
        for one in made
    ]
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour",
        "home_page_url": "https://harbour.example/",
    }
    return json.dumps({**head, "items": rows}, ensure_ascii=False).encode()


def live_page(made: Sequence[Item]) -> bytes:
    """A live page with its entries twice: as elements with ids, and as a LiveBlogPosting in JSON-LD."""
    blocks = "".join(
        f'<article class="hp-entry" id="block-{one.number:x}f{one.at:x}"><time datetime="{one.iso}">{one.iso[11:16]}</time>'
        f"<h3>{escape(one.title)}</h3>{one.html}</article>"
        for one in made
    )
    stated = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": "Storm over the harbour, as it happens",
        "liveBlogUpdate": [
            {
                "@type": "BlogPosting",
                "url": f"https://harbour.example/live#block-{one.number:x}f{one.at:x}",
                "headline": one.title,
                "datePublished": one.iso,
                "articleBody": one.summary,
            }
            for one in made
        ],
    }
    return (
        '<!doctype html><html lang="en"><head><title>Storm over the harbour</title>'
        f'<script type="application/ld+json">{json.dumps(stated)}</script></head>'
        f"<body><main><h1>Storm over the harbour, as it happens</h1>{blocks}</main></body></html>"
    ).encode()


FEEDS = {"RSS 2.0": rss, "Atom 1.0": atom, "JSON Feed 1.1": json_feed}
