"""The outlines of an OPML file, read from XML that cannot act: no document type, no entity of its own, no depth."""

from __future__ import annotations

import re
from html.entities import html5
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from reader.formats.charset import decode
from reader.formats.feeds.xml_guard import guarded
from reader.formats.page import UnreadableError
from reader.interop.subscription import MAX_BYTES, UnreadableList, label, labels

MAX_DEPTH = 256
NAMESPACE = "https://pypi.org/project/dateline/opml"
OWN = "dateline:"
"""Stands before the names of attributes of this namespace: what we say of a source beyond OPML."""

# What XML 1.0 section 2.2 does not allow as a character.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# An ampersand with what makes it a reference, if anything does: many programs write `&` in addresses as it is.
_AMPERSAND = re.compile(r"&(?:#([0-9]{1,7});|#x([0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{1,31};))?")
_XML_ENTITIES = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))


class NotOpml(UnreadableList):
    """The file is no OPML or must not be read; the message is a sentence for people."""


class Outline(NamedTuple):
    """An outline that names a source: the folders that it lies in, and its attributes by local name in lower case."""

    folders: tuple[str, ...]
    attributes: dict[str, str]


def outlines(body: bytes) -> list[Outline]:
    """Return the outlines that name a source, in document order, without those commented out. Raises NotOpml."""
    if len(body) > MAX_BYTES:
        raise NotOpml(f"The file has more than {MAX_BYTES >> 20} MiB, which no list of sources needs.")
    reading = _Reading()
    parser = ElementTree.XMLParser(target=reading)  # noqa: S314  guarded, and _Reading stops what is not
    try:
        # Characters are taken out before the guard looks, so that none of them can hide a declaration from it.
        parser.feed(_AMPERSAND.sub(_reference, guarded(_ILLEGAL.sub("", decode(body)))))
        parser.close()
    except UnreadableError as error:
        raise NotOpml(str(error).replace("The feed", "The file", 1)) from error
    except (ElementTree.ParseError, ValueError, RecursionError) as error:
        raise NotOpml("The file is broken OPML: it is not well-formed XML, so no source in it is certain.") from error
    return reading.found


def name_of(attributes: dict[str, str]) -> str:
    """Return what an outline is called, "" if nothing: `text` is what its owner reads, `title` what the feed says."""
    return label(attributes.get("text", "")) or label(attributes.get("title", ""))


def target_of(attributes: dict[str, str]) -> str:
    """Return the address that an outline gives, as it stands there; "" if none."""
    return attributes.get("xmlurl") or attributes.get("url") or ""


def _reference(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        character = html5.get(name)
        return match.group() if name in _XML_ENTITIES else escape(character) if character else f"&amp;{name}"
    if not decimal and not hexadecimal:
        return "&amp;"
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return "" if number > 0x10FFFF or _ILLEGAL.match(chr(number)) else match.group()


class _Reading:
    """What the parser tells of; `open` holds, for each open element, its folders and whether it is commented out."""

    def __init__(self) -> None:
        self.found: list[Outline] = []
        self.open: list[tuple[tuple[str, ...], bool]] = []

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = _local(tag)
        if not self.open and name != "opml":
            raise NotOpml(f"The file is no OPML: it begins with <{label(name)}>.")
        if len(self.open) >= MAX_DEPTH:
            raise NotOpml(f"The file has more than {MAX_DEPTH} outlines within each other, which no list needs.")
        folders, silent = self.open[-1] if self.open else ((), False)
        if name == "outline":
            attributes = {_local(key): value for key, value in given.items()}
            silent = silent or attributes.get("iscomment", "").lower() == "true"
            if not target_of(attributes) and attributes.get("type", "").lower() != "rss":
                folders = labels((*folders, name_of(attributes)))
            elif not silent:
                self.found.append(Outline(folders, attributes))
        self.open.append((folders, silent))

    def end(self, tag: str) -> None:  # noqa: ARG002  the parser has seen that it matches
        self.open.pop()

    def doctype(self, name: str, public: str | None, system: str | None) -> None:  # noqa: ARG002
        raise NotOpml("The file declares a document type where none may be, which is refused.")


def _local(name: str) -> str:
    space, _, local = name.rpartition("}")
    return (OWN if space == f"{{{NAMESPACE}" else "") + local.lower()
