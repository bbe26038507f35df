"""OPML 1.0 and 2.0 subscription lists (opml.org/spec2.opml) in, 2.0 out.

Tags: every folder that an outline lies in is a tag of its own, and so is every part of its `category` paths. A path
kept whole (`News/Europe`) would match neither `News` nor `Europe`, and one reader's folders are the next one's tags.
What OPML has no words for (pace, pause, limits) stands in attributes of a namespace of our own, as OPML 2.0 provides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import formatdate
from xml.etree import ElementTree

from reader.interop.outlines import NAMESPACE, OWN, NotOpml, Outline, name_of, outlines, target_of
from reader.interop.subscription import (
    NONE_MADE,
    Choices,
    Refused,
    Subscription,
    address,
    folded,
    label,
    labels,
    refusal,
    refused,
)

__all__ = ["NotOpml", "read", "write"]

SPECIFICATION = "http://opml.org/spec2.opml"
_NUMBERS = {"interval": "interval", "days": "keepDays", "entries": "keepEntries", "mib": "keepMib"}
_SWITCHES = {"paused": "paused", "full_articles": "fullArticles"}


def read(body: bytes) -> tuple[list[Subscription], list[Refused]]:
    """Return the subscriptions of an OPML file in document order, and what was left out and why.

    Outlines that are commented out (`isComment`) are passed over. Raises NotOpml and nothing else.
    """
    found: list[Subscription] = []
    left_out: list[Refused] = []
    for outline in outlines(body):
        one = _one(outline)
        if isinstance(one, Refused):
            left_out.append(one)
        else:
            found.append(one)
    return folded(found, left_out)


def _one(outline: Outline) -> Subscription | Refused:
    folders, attributes = outline
    target, title = target_of(attributes), name_of(attributes)
    if not target:
        return refused(title or "an outline", "it gives no address (xmlUrl)")
    if not attributes.get("xmlurl") and attributes.get("type", "").lower() in ("link", "include"):
        return refused(target, "it points to another document, which is not read")
    if "filtercmd" in attributes:  # newsboat's and Liferea's: what is at the address is no feed without the program
        return refused(target, "it needs a program to be run, which Dateline never does")
    url = address(target)
    if url is None:
        return refusal(target)
    paths = attributes.get("category", "").replace(",", "/").split("/")
    named = title if title not in ("", url, label(target)) else None
    return Subscription(url, named, labels((*folders, *paths)), _choices(attributes))


def _choices(attributes: dict[str, str]) -> Choices:
    own = {key.removeprefix(OWN): value for key, value in attributes.items() if key.startswith(OWN)}
    if not own:
        return NONE_MADE
    said = {field: own.get(name.lower(), "") for field, name in _NUMBERS.items()}
    number = {field: int(text) for field, text in said.items() if re.fullmatch(r"[0-9]{1,9}", text)}
    switch = {field: own.get(name.lower()) == "true" for field, name in _SWITCHES.items()}
    return Choices(number.pop("interval", 0) or None, switch["paused"], switch["full_articles"], **number)


def _written(choices: Choices) -> dict[str, str]:
    numbers = {name: value for field, name in _NUMBERS.items() if (value := getattr(choices, field)) is not None}
    switches = {name: "true" for field, name in _SWITCHES.items() if getattr(choices, field)}
    return {f"{{{NAMESPACE}}}{name}": str(value) for name, value in (numbers | switches).items()}


def write(subscriptions: Iterable[Subscription], title: str, created: int) -> bytes:
    """Return an OPML 2.0 file in UTF-8; `created` in UTC seconds. `read` gives back every address that it
    would take, every title and tag.

    A source lies in a folder named after its first tag, for readers that know folders, and has all its tags in
    `category`, which holds no comma or slash: tags up to the last one with such a character are folders in each other.
    """
    top = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(top, "head")
    for name, value in (
        ("title", label(title)),
        ("dateCreated", formatdate(created, usegmt=True)),
        ("docs", SPECIFICATION),
    ):
        ElementTree.SubElement(head, name).text = value
    body = ElementTree.SubElement(top, "body")
    folders: dict[tuple[str, ...], ElementTree.Element] = {(): body}
    for one in subscriptions:
        tags = labels(one.tags)
        depth = max((at for at, tag in enumerate(tags, 1) if at == 1 or not _in_category(tag)), default=0)
        for end in range(1, depth + 1):
            if tags[:end] not in folders:
                folders[tags[:end]] = ElementTree.SubElement(folders[tags[: end - 1]], "outline", text=tags[end - 1])
        name = label(one.title or "") or one.url
        attributes = {"type": "rss", "text": name, "title": name, "xmlUrl": one.url}
        if category := ",".join(filter(_in_category, tags)):
            attributes["category"] = category
        ElementTree.SubElement(folders[tags[:depth]], "outline", attributes | _written(one.choices))
    ElementTree.register_namespace(OWN.rstrip(":"), NAMESPACE)
    ElementTree.indent(top)
    return ElementTree.tostring(top, encoding="UTF-8", xml_declaration=True) + b"\n"


def _in_category(tag: str) -> bool:
    return "," not in tag and "/" not in tag
