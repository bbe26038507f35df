"""A feed's XML as a tree where it is not well-formed, in one pass, linear in its length whatever it holds.

Mends what feeds get wrong: bare ampersands and `<`, entities of HTML, prefixes that nobody declared, tags that do not
match, HTML put into a description without escaping, an end that never came. What is well-formed is read as expat reads
it.
"""

from __future__ import annotations

import re
from collections import Counter
from html.entities import html5, name2codepoint

from reader.formats.feeds.xml_tree import Builder, Tree, built, canonical
from reader.formats.nesting import MAX_ATTRIBUTES, tags
from reader.formats.page import UnreadableError

_TAG = re.compile(r"""<(?:(/)\s*+)?([^\W\d][\w.:-]*+)((?:[^<>"'=]++|=\s*+(?:"[^"<]*+"|'[^'<]*+')|["'=])*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,8})|#([0-9]{1,8})|([A-Za-z][A-Za-z0-9]{1,31}));")
_UNTAKEN = re.compile("[\x00\ud800-\udfff]")
_SPACE = re.compile("[\t\n\r]")
_MAX_PREFIXES = 64
_MAX_STRAYS = 100_000
_MAX_REFERENCES = 1_500_000
_VOID = tags("br img hr wbr")
"""Elements of HTML that have no end tag and are none of a feed (`source` and `link` are)."""
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def lenient(text: str) -> Tree:
    """Return the tree. Raises UnreadableError for an attack."""
    if text.count("&#") > _MAX_REFERENCES:
        raise UnreadableError("The feed is built so as to stall a reader: it is written in numbers of characters.")
    return built(lambda builder: _Scanner(_tidy(text), builder).run())


def _tidy(text: str) -> str:
    """Line ends as XML has them (section 2.11), and none of the characters that no parser takes."""
    return _UNTAKEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def character(name: str) -> str | None:
    """Return what a named entity of HTML stands for, None where there is none of that name."""
    if name in _NAMED:
        return _NAMED[name]
    code = name2codepoint.get(name)
    return chr(code) if code else html5.get(f"{name};")


def _resolved(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return character(name) or match.group()
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return "" if not number or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF else chr(number)


def _decoded(text: str) -> str:
    """References as characters; an ampersand that begins none stays."""
    return _REFERENCE.sub(_resolved, text) if "&" in text else text


class _Scanner:
    """Walks over the markup; `scopes` holds the prefixes in force for each open element."""

    def __init__(self, text: str, builder: Builder) -> None:
        self.text = text
        self.builder = builder
        self.scopes: list[dict[str, str]] = [{}]
        self.names: list[str] = []
        self.open: Counter[str] = Counter()
        self.strays = 0

    def run(self) -> None:
        """Read all of it."""
        text, at = self.text, 0
        while True:
            found = text.find("<", at)
            if found < 0:
                self._say(_decoded(text[at:]))
                return
            if found > at:
                self._say(_decoded(text[at:found]))
            at = self._markup(found)

    def _markup(self, at: int) -> int:
        """Read what begins with the "<" at `at`; return where it ends."""
        text = self.text
        if text.startswith("<!--", at):
            return self._behind("-->", at + 4)
        if text.startswith("<![CDATA[", at):
            end = text.find("]]>", at + 9)
            self._say(text[at + 9 : end if end >= 0 else len(text)])
            return end + 3 if end >= 0 else len(text)
        if text.startswith(("<?", "<!"), at):
            return self._behind(">", at + 2)
        match = _TAG.match(text, at)
        if match is None:
            self._stray()
            self._say("<")
            return at + 1
        if match[1]:
            self._close(match[2])
        else:
            self._open(match[2], match[3])
        return match.end()

    def _stray(self) -> None:
        self.strays += 1
        if self.strays > _MAX_STRAYS:
            raise UnreadableError(f"The feed is broken in more than {_MAX_STRAYS} places.")

    def _behind(self, mark: str, at: int) -> int:
        end = self.text.find(mark, at)
        return end + len(mark) if end >= 0 else len(self.text)

    def _say(self, text: str) -> None:
        if text and len(self.builder.stack) > 1:
            self.builder.stack[-1].parts.append(text)

    def _open(self, raw: str, rest: str) -> None:
        given = self._attributes(rest) if "=" in rest else {}
        scope = self.scopes[-1]
        declared = {key[6:]: value for key, value in given.items() if key == "xmlns" or key.startswith("xmlns:")}
        if declared and len(scope) < _MAX_PREFIXES:
            scope = {**scope, **declared}
        name = _name(raw, scope, scope.get("", ""))
        attrs = {
            _name(key, scope, "") if ":" in key else key.lower(): value
            for key, value in given.items()
            if key != "xmlns" and not key.startswith("xmlns:")
        }
        self.builder.start(name, attrs)
        if rest.rstrip().endswith("/") or (raw.lower() in _VOID and self._in_text()):
            self.builder.end()
        else:
            self.scopes.append(scope)
            self.names.append(raw.lower())
            self.open[raw.lower()] += 1

    def _in_text(self) -> bool:
        """Whether HTML may stand here: within an element of an item or of the channel."""
        return len(self.builder.stack) > 4 or any(
            part.name in ("description", "summary") for part in self.builder.stack
        )

    def _attributes(self, rest: str) -> dict[str, str]:
        given: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(rest):
            value = next(group for group in match.groups()[1:] if group is not None)
            given.setdefault(match[1], _decoded(_SPACE.sub(" ", value)))
            if len(given) > MAX_ATTRIBUTES:
                break
        return given

    def _close(self, raw: str) -> None:
        """Close the innermost element of that name with all that is open in it; one that nobody opened is nothing."""
        name = raw.lower()
        if not self.open[name]:
            self._stray()
            return
        while self.names:
            last = self.names.pop()
            self.open[last] -= 1
            self.scopes.pop()
            self.builder.end()
            if last == name:
                return


def _name(raw: str, scope: dict[str, str], default: str) -> str:
    prefix, colon, local = raw.rpartition(":")
    if prefix == "xml":
        return canonical("", local, "xml")
    return canonical(scope.get(prefix, "") if colon else default, local, prefix)
