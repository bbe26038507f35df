"""HTML without surprises, read without a tree: what most feeds send, in a fraction of the time.

Takes only fragments of which the HTML standard makes the very tree that is written: known tags, each closed in its
place, no block within a paragraph or within a link, references that every reader decodes alike. Everything else is
declined and goes to the real parser, with which this one must agree.
"""

from __future__ import annotations

import re
from html import unescape

from reader.formats.nesting import tags

Step = tuple[str, str]
"""What comes next: ("text", words), ("break", ""), ("enter", tag), ("leave", tag), ("link", address or ""), ("beside",
HTML of a picture or figure, to be read on its own)."""
_TOKEN = re.compile(
    r"(<figure[\s>](?:(?!</?figure\b).)*+</figure>|<img\s[^<>]*+>)|<(/?)([A-Za-z][A-Za-z0-9]*+)((?:[\s/][^<>]*+)?)>",
    re.S,
)
_ATTRIBUTES = re.compile(r"""(?:\s++[\w:.-]++(?:\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=`]++))?+)*+\s*+/?""")
_HREF = re.compile(r"""\shref\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.I)
_PARTICULAR = re.compile(r"shar|social|addt|feedflare|twitter|instagram|tiktok|fb-|bluesky|mastodon", re.I)
"""In an attribute: this may be a share bar or a quoted post, which have rules of their own."""
_OTHER_REFERENCE = re.compile(r"&(?![A-Za-z]+;|#(?:3[489]|6[02]|1[6-9]\d|[2-9]\d\d|\d{4});|[ \n]|$)")
_OTHER_IN_ADDRESS = re.compile(r"&(?!amp;|[A-Za-z0-9_]+=)")
_INLINE = tags("a b i u em strong span small sub sup cite code abbr mark del ins s q")
_CLOSED = tags("p h1 h2 h3 h4 h5 h6")
"""Blocks within which no other block may stand."""
_LISTS = tags("ul ol")
_BLOCKS = _CLOSED | _LISTS | tags("div blockquote li section article")
_DEEPEST = 60
_LONGEST = 200_000


def steps(html: str) -> list[Step] | None:
    """Return what a fragment holds in document order; None where it is not simple enough."""
    if len(html) > _LONGEST or "\0" in html or "<!" in html:
        return None
    made: list[Step] = []
    stack: list[str] = []
    at = 0
    for match in _TOKEN.finditer(html):
        start = match.start()
        if start > at and not _said(html[at:start], stack, made):
            return None
        at = match.end()
        beside, slash, name, attrs = match.groups()
        if beside:
            if stack and (stack[-1] in _LISTS or (beside[1] == "f" and not _room(stack))):
                return None
            made.append(("beside", beside))
        elif not (_left(name.lower(), attrs, stack, made) if slash else _entered(name.lower(), attrs, stack, made)):
            return None
    if stack or (at < len(html) and not _said(html[at:], stack, made)):
        return None
    return made


def _said(text: str, stack: list[str], made: list[Step]) -> bool:
    if "<" in text:
        return False
    if "&" in text:
        if _OTHER_REFERENCE.search(text):
            return False
        text = unescape(text)
    if stack and stack[-1] in _LISTS:
        return not text.strip(" \t\n\r")
    made.append(("text", text))
    return True


def _room(stack: list[str]) -> bool:
    """Whether a block may stand here: all that is open may hold blocks."""
    return not any(name in _INLINE or name in _CLOSED for name in stack)


def _entered(name: str, attrs: str, stack: list[str], made: list[Step]) -> bool:
    if attrs and (not _ATTRIBUTES.fullmatch(attrs) or _PARTICULAR.search(attrs)):
        return False
    if name == "br":
        made.append(("break", ""))
        return not stack or stack[-1] not in _LISTS
    if attrs.endswith("/") or len(stack) > _DEEPEST:
        return False
    if name in _INLINE:
        if stack and stack[-1] in _LISTS:
            return False
        if name == "a":
            href = _address(attrs)
            if href is None or "a" in stack:
                return False
            made.append(("link", href))
    elif name in _BLOCKS and _room(stack) and (name == "li") == (bool(stack) and stack[-1] in _LISTS):
        made.append(("enter", name))
    else:
        return False
    stack.append(name)
    return True


def _left(name: str, attrs: str, stack: list[str], made: list[Step]) -> bool:
    if attrs or not stack or stack.pop() != name:
        return False
    if name == "a":
        made.append(("link", ""))
    elif name in _BLOCKS:
        made.append(("leave", name))
    return True


def _address(attrs: str) -> str | None:
    """The address of a link as the standard reads it, "" where there is none; None where that is not plain."""
    match = _HREF.search(attrs)
    if match is None:
        return "" if "href" not in attrs.lower() else None
    value = match[1] or match[2] or match[3] or ""
    if "&" not in value:
        return value
    return None if _OTHER_IN_ADDRESS.search(value) else value.replace("&amp;", "&")
