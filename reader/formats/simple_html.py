"""HTML without surprises, read without a tree: what most feeds send, in a fraction of the time.

Takes only fragments of which the HTML standard makes the very tree that is written: known tags, each closed in its
place, no block within a paragraph or within a link, references that every reader decodes alike. Everything else is
declined and goes to the real parser, with which this one must agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from reader.formats.nesting import tags

Piece = tuple[str, str | None]
Step = tuple[str, str]
"""What comes next: ("text", words), ("break", ""), ("enter", tag), ("leave", tag), ("link", address or ""), ("beside",
HTML of a picture or figure, to be read on its own)."""
_TOKEN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)((?:[\s/][^<>]*+)?)>")
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
_BESIDE = tags("figure img")
_BLOCKS = _CLOSED | _LISTS | tags("div blockquote li section article")
_NAMES = "em|strong|b|i|u|span|small|sub|sup|cite|code|abbr|mark|del|ins|s|q"
_RUNNING = re.compile(rf"(?:[^<]++|</?(?:a|{_NAMES})(?:\s[^<>]*+)?>)*+")
_FORMATTING = re.compile(rf"</?(?:{_NAMES})>")
_LINK = re.compile(
    r"""<a\shref="([^"<>&]*+(?:&amp;[^"<>&]*+)*+)"(?:\s(?:target|rel|title)="[\w .,/-]*+")*+>([^<]*+)</a>"""
)
_IMAGE = re.compile(r"""<img((?:\s++[a-z]++="[^"<>]*+")++)\s*+/?>""")
_PAIR = re.compile(r"""([a-z]++)="([^"]*+)\"""")
_IMAGE_ATTRIBUTES = tags("src alt title width height loading decoding border align")
_FIGURE = re.compile(r"""<figure>\s*+(<img\s[^<>]*+>)\s*+(?:<figcaption>([^<>&]*+)</figcaption>)?+\s*+</figure>""")
_DEEPEST = 60
LONGEST = 200_000


def chunks(html: str) -> Iterator[tuple[list[Piece] | None, int, int]]:
    """Cut a fragment at the ends of its paragraphs.

    Gives (pieces, start, end) for running text, (None, start, end) for what else there is from `start` to `end`.
    """
    at = 0
    *closed, rest = html.split("</p>")
    for part in closed:
        end = at + len(part) + 4
        if part.startswith("<p>") and "&" not in part and part.rfind("<") == 0:
            yield [(part[3:], None)], at, at + len(part) + 4
            at += len(part) + 4
            continue
        start = part.rfind("<p>")
        words = part[start + 3 :] if start >= 0 else "<"
        if words.rfind("<") < 0 or _RUNNING.fullmatch(words):
            if start > 0 and not part[:start].isspace():
                yield None, at, at + start
            yield _pieces(words), at + start, end
        else:
            yield None, at, end
        at = end
    if rest and not rest.isspace():
        yield None, at, len(html)


def _pieces(words: str) -> list[Piece] | None:
    """Text with the address of its link: what stands in a paragraph. Formatting says nothing of either."""
    if "<" in words:
        words = _FORMATTING.sub("", words)
    if "&" in words and _OTHER_REFERENCE.search(words):
        return None
    if "<" not in words:
        return [(unescape(words) if "&" in words else words, None)]
    parts = _LINK.split(words)
    if any("<" in part for part in parts[::3]):
        return None
    pieces: list[Piece] = []
    for at in range(0, len(parts) - 1, 3):
        pieces += [(unescape(parts[at]), None), (unescape(parts[at + 2]), parts[at + 1].replace("&amp;", "&"))]
    return [*pieces, (unescape(parts[-1]), None)]


def image(html: str) -> dict[str, str] | None:
    """Return the attributes of an `<img>` that has none but plain ones; None where it is not that simple."""
    found: dict[str, str] = {}
    match = _IMAGE.fullmatch(html)
    if match is None:
        return None
    for name, quoted in _PAIR.findall(match[1]):
        if name not in _IMAGE_ATTRIBUTES or _OTHER_REFERENCE.search(quoted) or name in found:
            return None
        found[name] = quoted.replace("&amp;", "&") if name == "src" else unescape(quoted)
    return None if _OTHER_IN_ADDRESS.search(found.get("src", "").replace("&", "&amp;")) else found


def figure(html: str) -> tuple[dict[str, str], str | None] | None:
    """Return the image of a figure and its caption, if it holds no more than these; else None."""
    match = _FIGURE.fullmatch(html)
    found = image(match[1]) if match else None
    return (found, match[2]) if match and found is not None else None


def steps(html: str) -> list[Step] | None:
    """Return what a fragment holds in document order; None where it is not simple enough."""
    if "\0" in html or "<!" in html:
        return None
    made: list[Step] = []
    stack: list[str] = []
    at = 0
    for match in _TOKEN.finditer(html):
        start = match.start()
        if start < at:
            continue
        if start > at and not _said(html[at:start], stack, made):
            return None
        at = match.end()
        slash, name, attrs = match.groups()
        name = name.lower()
        if slash:
            if attrs or not _left(name, stack, made):
                return None
        elif name in _BESIDE:
            if stack and (stack[-1] in _LISTS or (name == "figure" and not _room(stack))):
                return None
            at = at if name == "img" else html.find("</figure>", at) + 9
            if at < start or html.find("<figure", start + 1, at) >= 0:
                return None
            made.append(("beside", html[start:at]))
        elif not _entered(name, attrs, stack, made):
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


def _left(name: str, stack: list[str], made: list[Step]) -> bool:
    if not stack or stack.pop() != name:
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
