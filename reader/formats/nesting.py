"""A cheap look at markup before a parser gets it: what is built to take quadratic time is refused.

Lexbor is quadratic in the depth of nested block tags, in the options of one list and in the attributes of one tag.
One pass over the tags, linear in the length of the text.
"""

from __future__ import annotations

import re

MAX_DEPTH = 512
MAX_ATTRIBUTES = 256
MAX_OPTIONS = 5000
_HARMLESS = 1200
"""Too short, in characters, for any of these."""
# Quotes count only behind "="; every part is possessive, so that nothing is ever scanned twice.
_ATTRIBUTES = r"""((?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')|["'=])*+)"""
_TAG = rf"<(/?)([A-Za-z][^\s/>]*+){_ATTRIBUTES}(?:>|\Z)"
_TOKEN = re.compile(rf"<!--(?:-?>|.*?--!?>|.*\Z)|{_TAG}", re.S)
_XML_TOKEN = re.compile(rf"<!--(?:.*?-->|.*\Z)|<!\[CDATA\[(?:.*?\]\]>|.*\Z)|{_TAG}", re.S)
_NAME = re.compile(r"""[^\s"'>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?+""")
_RAW = {name: re.compile(rf"</{name}", re.I) for name in ("script", "style", "textarea", "title", "xmp", "iframe")}


def tags(names: str) -> frozenset[str]:
    """Return a set of tag names written with blanks between them."""
    return frozenset(names.split())


# Void elements, those whose end is implied by the next of their kind, and inline formatting, which is not quadratic.
_FLAT = tags(
    "area base br col embed hr img input link meta source track wbr p li dt dd option optgroup tr td th tbody thead "
    "tfoot colgroup html head body a abbr b bdi bdo big cite code data dfn em font i kbd mark nobr q rp rt s samp "
    "small strike strong sub sup time tt u var"
)
_UNCOUNTED = _FLAT - {"option"}
"""Tags of which only the attributes matter: most of a page."""


def bomb(markup: str, *, xml: bool = False) -> str | None:
    """Return in words why parsing `markup` is refused, or None. In XML every element counts towards the depth."""
    if len(markup) < _HARMLESS:
        return None
    depth = options = 0
    token = _XML_TOKEN if xml else _TOKEN
    uncounted = frozenset[str]() if xml else _UNCOUNTED
    matches = token.finditer(markup)
    while match := next(matches, None):
        closing, name, attributes = match.groups()
        if name is None or (name in uncounted and len(attributes) <= 2 * MAX_ATTRIBUTES):
            continue
        name = name.lower()
        if len(attributes) > 2 * MAX_ATTRIBUTES and sum(1 for _ in _NAME.finditer(attributes)) > MAX_ATTRIBUTES:
            return f"a tag with more than {MAX_ATTRIBUTES} attributes"
        if closing:
            depth -= depth > 0 and (xml or name not in _FLAT)
        elif xml:
            depth += not attributes.endswith("/")
        elif name in _RAW:
            end = _RAW[name].search(markup, match.end())
            matches = token.finditer(markup, end.start() if end else len(markup))
        else:
            depth += name not in _FLAT
            options += name == "option"
        if depth > MAX_DEPTH:
            return f"more than {MAX_DEPTH} tags within each other"
        if options > MAX_OPTIONS:
            return f"more than {MAX_OPTIONS} options"
    return None


_TEMPLATE = re.compile(rf"<(/?)template\b{_ATTRIBUTES}>", re.I)


def shadows_opened(markup: str) -> str:
    """Return a page in which what its elements show as their shadow stands within them (declarative shadow DOM)."""
    if "shadowroot" not in markup:
        return markup
    parts: list[str] = []
    opened: list[bool] = []
    at = 0
    for match in _TEMPLATE.finditer(markup):
        closing = bool(match[1])
        if closing and not opened:
            continue
        shadow = opened.pop() if closing else "shadowroot" in match[2]
        if not closing:
            opened.append(shadow)
        if shadow:
            parts += [markup[at : match.start()], "</div>" if closing else "<div>"]
            at = match.end()
    return "".join([*parts, markup[at:]])
