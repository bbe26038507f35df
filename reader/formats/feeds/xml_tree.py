"""A feed's XML as a small tree, read by expat. Only guarded text (`xml_guard`) may come here.

Names are canonical, in lower case: the elements of every RSS and Atom dialect without a prefix, those of known modules
with the usual one ("dc:creator"), whatever prefix and spelling of the namespace the document uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.parsers import expat

from reader.formats.nesting import MAX_ATTRIBUTES, MAX_DEPTH
from reader.formats.page import MAX_ENTRIES, UnreadableError

MAX_ELEMENTS = 250_000
"""Fifty an item for as many items as are read."""
ITEMS = ("item", "entry")
LISTED = frozenset((*ITEMS, "at:deleted-entry"))
_CORE = (
    "http://backend.userland.com/rss",
    "http://blogs.law.harvard.edu/tech/rss",
    "http://purl.org/rss/1.0/",
    "http://purl.org/net/rss1.1#",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://purl.org/rss/1.0/modules/rss091#",
    "http://purl.org/atom/ns#",
    "http://www.w3.org/2005/atom",
    "http://example.com/newformat#",
    "http://example.com/necho",
    "http://purl.org/echo/",
    "uri/of/echo/namespace#",
    "http://purl.org/pie/",
)
_MODULES = {
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/xml/1998/namespace": "xml",
    "http://purl.org/atompub/tombstones/1.0": "at",
    "http://purl.org/syndication/history/1.0": "fh",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/1998/math/mathml": "math",
}
_PREFIXES = dict.fromkeys(_CORE, "") | _MODULES
_CORE_PREFIXES = ("atom", "rss")


_NONE: dict[str, str] = {}
"""The attributes of all elements without any: a tree of ten thousand is smaller and faster for it."""


class Node:
    """An element: canonical name and attributes, text and elements in order, `xml:base` and `xml:lang` in force.

    `base` is None where the document states none.
    """

    __slots__ = ("attrs", "base", "elements", "lang", "name", "parts")

    def __init__(self, name: str, attrs: dict[str, str], parent: Node | None) -> None:
        self.name = name
        self.attrs = attrs
        self.parts: list[str | Node] = []
        self.elements: list[Node] | tuple[()] = ()
        self.base: str | None
        self.lang: str | None
        if parent is None:
            self.base = self.lang = None
        else:
            self.base = parent.base
            self.lang = parent.lang
        if attrs:
            base = attrs.get("xml:base") or attrs.get("base")
            if base:
                self.base = joined(self.base, base)
            self.lang = attrs.get("xml:lang", attrs.get("lang", self.lang))

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def text(self) -> str:
        """The text right in it, stripped."""
        parts = self.parts
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0].strip()
        return "".join([part for part in parts if isinstance(part, str)]).strip()

    def all(self, *names: str) -> Iterator[Node]:
        """The elements right in it that have one of these names."""
        return (node for node in self.elements if node.name in names)

    def first(self, *names: str) -> Node | None:
        """The first of these right in it."""
        return next(self.all(*names), None)


class _EnoughError(Exception):
    """As many items as are read have been read."""


def joined(base: str | None, reference: str) -> str:
    """Resolve a reference (RFC 3986 section 5); the reference itself where that fails."""
    try:
        return urljoin(base or "", reference.strip())
    except ValueError:
        return reference


def canonical(uri: str, local: str, prefix: str) -> str:
    """Name an element or attribute. A prefix stands for itself where its namespace is unknown or not declared."""
    uri = uri.lower()
    known = _PREFIXES.get(uri)
    if known is None:
        known = "" if uri.startswith("http://backend.userland.com/rss") or prefix in _CORE_PREFIXES else prefix.lower()
    return f"{known}:{local.lower()}" if known else local.lower()


class Builder:
    """Puts a tree together from start tags, texts and end tags, and stops what would never end.

    `listed` collects the items in document order.
    """

    def __init__(self) -> None:
        self.root = Node("", {}, None)
        self.stack = [self.root]
        self.elements = self.items = 0
        self.listed: list[Node] = []

    def start(self, name: str, attrs: dict[str, str]) -> None:
        """Open an element. Raises UnreadableError for what only an attack holds."""
        stack = self.stack
        parent = stack[-1]
        node = Node(name, attrs, parent)
        parent.parts.append(node)
        if parent.elements:
            parent.elements.append(node)
        else:
            parent.elements = [node]
        stack.append(node)
        if name in LISTED:
            self.listed.append(node)
        self.elements += 1
        if len(stack) > MAX_DEPTH:
            raise _stalling(f"more than {MAX_DEPTH} tags within each other")
        if attrs and len(attrs) > MAX_ATTRIBUTES:
            raise _stalling(f"a tag with more than {MAX_ATTRIBUTES} attributes")
        if self.elements > MAX_ELEMENTS:
            raise _stalling(f"more than {MAX_ELEMENTS} elements")

    def end(self) -> None:
        """Close the innermost element. Raises _EnoughError behind the last item that is read."""
        if self.stack.pop().name in ITEMS:
            self.items += 1
            if self.items > MAX_ENTRIES:
                raise _EnoughError


def _stalling(why: str) -> UnreadableError:
    return UnreadableError(f"The feed is built so as to stall a reader: {why}.")


@dataclass(frozen=True, slots=True)
class Tree:
    """A document: its root (nameless, around the first element), its items, and whether that is all of them.

    `unfinished` is the last item where the text ends within it.
    """

    root: Node
    items: list[Node]
    whole: bool = True
    unfinished: Node | None = None


def built(build: Callable[[Builder], None]) -> Tree:
    """Return the tree that `build` makes. It is not whole where there are more items than anybody reads."""
    builder = Builder()
    try:
        build(builder)
    except _EnoughError:
        return Tree(builder.root, builder.listed, whole=False)
    last = builder.listed[-1] if builder.listed else None
    return Tree(builder.root, builder.listed, unfinished=last if last in builder.stack else None)


def strict(text: str) -> Tree | None:
    """Read well-formed XML with namespaces; None where it is not that. Raises UnreadableError for an attack."""
    try:
        return built(lambda builder: _parse(text, builder))
    except (expat.ExpatError, ValueError):
        return None


class _Names(dict[str, str]):
    """Canonical names by expat's own ("uri\\nname\\nprefix"), each made when first asked for."""

    def __missing__(self, raw: str) -> str:
        parts = raw.split("\n")
        name = canonical(parts[0] if len(parts) > 1 else "", parts[1] if len(parts) > 1 else raw, "".join(parts[2:]))
        self[raw] = name
        return name


def _parse(text: str, builder: Builder) -> None:
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.namespace_prefixes = True
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    names = _Names()
    stack = builder.stack
    opened, closed = builder.start, builder.end

    def start(raw: str, attrs: dict[str, str]) -> None:
        opened(names[raw], {names[key]: value for key, value in attrs.items()} if attrs else _NONE)

    def end(_: str) -> None:
        closed()

    def data(piece: str) -> None:
        stack[-1].parts.append(piece)

    def refuse(*_: object) -> None:
        raise ValueError

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.Parse(text, True)
