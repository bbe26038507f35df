"""A source as an Atom feed (RFC 4287), with tombstones for what was withdrawn (RFC 6721)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from reader import __version__
from reader.formats.answer import iso
from reader.interop.outgoing import iri
from reader.interop.wording_html import fragment
from reader.net.address import host_of
from reader.store.titles import title_of
from reader.text import clean, one_line

if TYPE_CHECKING:
    from reader.interop.outgoing import Gone, Item, Outgoing

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_XML = "http://www.w3.org/XML/1998/namespace"
# What XML 1.0 (section 2.2) does not allow as a character.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def write(feed: Outgoing) -> bytes:
    """Return the feed in UTF-8. Entries of which the publisher gave no headline bear the start of their text."""
    ElementTree.register_namespace("", ATOM)
    ElementTree.register_namespace("at", TOMBSTONES)
    poll, source = feed.status.poll, feed.status.source
    top = ElementTree.Element(_name("feed"))
    _mark_language(top, poll.feed.language)
    _add(top, "id", feed.urn)
    _add(top, "title", one_line(feed.status.title))
    if poll.feed.lead:
        _add(top, "subtitle", one_line(poll.feed.lead[0]))
    _add(top, "updated", _time(feed.updated))
    page = iri(poll.feed.url) or iri(source.url)
    if page:
        _link(top, page)
    # Every entry without an author of its own has this one (section 4.1.1).
    _add(ElementTree.SubElement(top, _name("author")), "name", host_of(page or "") or one_line(feed.status.title))
    _add(top, "generator", "Dateline", version=__version__)
    for item in feed.items:
        _add_entry(top, item, page)
    for gone in feed.gone:
        _add_tombstone(top, gone)
    ElementTree.indent(top, " ")
    return ElementTree.tostring(top, encoding="UTF-8", xml_declaration=True) + b"\n"


def _add_entry(top: ElementTree.Element, item: Item, page: str | None) -> None:
    """Add an entry; one without an address of its own is read on the `page`."""
    entry = item.stored.entry
    made = ElementTree.SubElement(top, _name("entry"))
    _mark_language(made, entry.language)
    _add(made, "id", item.urn)
    _add(made, "title", one_line(title_of(entry)))
    _add(made, "updated", _time(item.updated))
    if entry.published is not None and (published := iso(entry.published)):
        _add(made, "published", published)
    for author in entry.authors:
        _add(ElementTree.SubElement(made, _name("author")), "name", one_line(author))
    for tag in entry.tags:
        ElementTree.SubElement(made, _name("category"), term=_legal(one_line(tag)))
    if url := iri(entry.url) or page:
        _link(made, url)
    _add(made, "content", fragment(entry.wording), type="html")


def _add_tombstone(top: ElementTree.Element, gone: Gone) -> None:
    ElementTree.SubElement(top, f"{{{TOMBSTONES}}}deleted-entry", ref=gone.urn, when=_time(gone.at))


def _add(holder: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    ElementTree.SubElement(holder, _name(name), attributes).text = _legal(text)


def _link(holder: ElementTree.Element, url: str) -> None:
    ElementTree.SubElement(holder, _name("link"), rel="alternate", type="text/html", href=_legal(url))


def _mark_language(holder: ElementTree.Element, language: str | None) -> None:
    if language and _LANGUAGE.fullmatch(language):
        holder.set(f"{{{_XML}}}lang", language)


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", clean(text))


def _time(seconds: int) -> str:
    """RFC 3339; a time that has no such form is the beginning of time."""
    return iso(seconds) or "1970-01-01T00:00:00Z"
