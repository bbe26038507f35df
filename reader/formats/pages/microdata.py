"""Microdata (HTML Living Standard, section 5) and RDFa Lite 1.1 as objects of the form that JSON-LD has.

Only what a live blog needs: the items of one type and the properties below them. `NODE` holds the element that an
object was read from, for those who want more of it than its text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.formats.pages.json_ld import Object

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

NODE = "@element"
MAX_PROPERTIES = 50_000
_SOURCES = frozenset(("audio", "embed", "iframe", "img", "source", "track", "video"))
_LINKS = frozenset(("a", "area", "link"))


@dataclass(frozen=True, slots=True)
class Syntax:
    """How one of the two says that an element is an item, of which type, and which property of which item it is."""

    name: str
    scope: str
    kind: str
    prop: str
    ident: tuple[str, ...]


MICRODATA = Syntax("microdata", "itemscope", "itemtype", "itemprop", ("itemid",))
RDFA = Syntax("rdfa", "typeof", "typeof", "property", ("resource", "about"))


def items(tree: LexborHTMLParser, syntax: Syntax, kind: str) -> list[Object]:
    """Return the items of a type (its name without the vocabulary), each with all items that are its properties."""
    roots = [node for node in tree.css(f'[{syntax.kind}*="{kind}"]') if kind in types(node, syntax)]
    return [_item(root, syntax) for root in roots[:20]]


def types(node: LexborNode, syntax: Syntax) -> list[str]:
    """The names of an element's types without vocabulary or prefix."""
    return [word.rpartition("/")[2].rpartition(":")[2] for word in (node.attributes.get(syntax.kind) or "").split()]


def _item(root: LexborNode, syntax: Syntax) -> Object:
    """Build the item of an element: one pass over the properties below it, in document order."""
    made: dict[int, Object] = {root.mem_id: _new(root, syntax)}
    owners: dict[int, Object | None] = {}
    for node in root.css(f"[{syntax.prop}]")[:MAX_PROPERTIES]:
        if node.mem_id == root.mem_id:
            continue
        around = node.parent.mem_id if node.parent is not None else 0
        if around not in owners:
            owners[around] = _owner(node, syntax, made)
        owner = owners[around]
        if owner is None:
            continue
        is_item = syntax.scope in node.attributes
        value = made.setdefault(node.mem_id, _new(node, syntax)) if is_item else _value(node)
        for name in (node.attributes.get(syntax.prop) or "").split():
            _add(owner, name.rpartition("/")[2].rpartition(":")[2], value, node)
    return made[root.mem_id]


def _new(node: LexborNode, syntax: Syntax) -> Object:
    new: Object = {"@type": types(node, syntax), NODE: node}
    ident = next((value for name in syntax.ident if (value := node.attributes.get(name))), None)
    return new | {"@id": ident} if ident else new


def _owner(node: LexborNode, syntax: Syntax, made: dict[int, Object]) -> Object | None:
    """The item that a property belongs to: that of the nearest element around it which is one."""
    parent = node.parent
    while parent is not None:
        if parent.mem_id in made:
            return made[parent.mem_id]
        if syntax.scope in parent.attributes:
            return None
        parent = parent.parent
    return None


def _add(owner: Object, name: str, value: object, node: LexborNode) -> None:
    known = owner.get(name)
    if known is None:
        owner[name] = value
        owner[f"{NODE}:{name}"] = node
    elif isinstance(known, list):
        known.append(value)
    else:
        owner[name] = [known, value]


def _value(node: LexborNode) -> str:
    """The value of a property as the standard has it; `content` counts on every element, as publishers use it."""
    values = node.attributes
    tag = node.tag or ""
    stated = values.get("content")
    if stated is None and tag == "time":
        stated = values.get("datetime")
    if stated is None and tag in _SOURCES:
        stated = values.get("src") or values.get("data-src")
    if stated is None and tag in _LINKS:
        stated = values.get("href")
    if stated is None and tag in ("data", "meter"):
        stated = values.get("value")
    if stated is None and tag == "object":
        stated = values.get("data")
    return stated if stated is not None else node.text(separator=" ")
