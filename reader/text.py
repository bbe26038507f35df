"""The only door for remote text: what may be shown, how it is compared, and which addresses may be opened."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from urllib.parse import SplitResult, urlsplit, urlunsplit

from reader.patterns import pattern

MAX_COMBINING = 4
MAX_URL = 4096

# Complete escape sequences in their 7-bit and 8-bit forms (ECMA-48, xterm ctlseqs): strings (OSC, DCS, SOS, PM, APC)
# run to BEL or ST, at most 4,096 characters so that an unterminated one cannot eat a whole text.
_ESCAPES = pattern(
    r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)?"
    r"|(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]?"
    r"|\x1b[ -/]{0,16}[0-~]?"
)


@cache
def _controls() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
    del table[0x09], table[0x0A]
    table |= dict.fromkeys((0x85, 0x2028, 0x2029, 0x0D), "\n")
    # Bidi controls and isolates, invisible and format characters. ZWJ, ZWNJ and VS16 stay: emoji and Persian need them.
    invisible = [0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0xAD, 0xFEFF, 0x115F, 0x1160, 0x3164, 0xFFA0]
    for first, last in (
        (0x202A, 0x202E),
        (0x2060, 0x2064),
        (0x2066, 0x206F),
        (0xFFF9, 0xFFFB),
        (0xE0000, 0xE007F),
        (0xFDD0, 0xFDEF),
        (0xFFFE, 0xFFFF),
    ):
        invisible += range(first, last + 1)
    table |= dict.fromkeys(invisible)
    table |= dict.fromkeys(range(0xE000, 0xF900))
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    return table


def _any_of(codes: Iterable[int]) -> str:
    """A pattern for one of some characters: looking for them is much cheaper than translating a text without any."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "[" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges) + "]"


_ANY_CONTROL = pattern(lambda: _any_of(_controls()))
_PRIVATE_PLANES = pattern("[\U000f0000-\U0010ffff]")
_STACKED = pattern(
    "[^\x00-\u02ff\u0370-\u0482\u048a-\u058f\u05d0-\u05ea\u0620-\u064a\u0671-\u06d3\u10a0-\u10ff\u1e00-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u25ff\u3000-\u3029\u3041-\u3096\u30a0-\u30ff\u3400-\ua48c"
    "\uac00-\ud7a3\uff00-\uffef\U0001f000-\U0001faff]"
)
"""What may be a combining mark or joiner: nothing of the letters, signs and pictographs of the scripts read most."""
_HARMLESS = pattern(
    "[\t\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0373\u0400-\u0481\u048a-\u0527\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]*+"
)
"""Texts with nothing that could have to go: one look instead of four."""
_ZWJ = "\u200d"
_VIRAMA = 9


def _limit_combining(text: str) -> str:
    kept: list[str] = []
    run = 0
    for char, after in zip(text, text[1:] + " ", strict=True):
        if char == _ZWJ and not (kept and _is_joint(kept[-1], after)):
            continue
        run = run + 1 if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me") else 0
        if run <= MAX_COMBINING:
            kept.append(char)
    return "".join(kept)


def _is_joint(before: str, after: str) -> bool:
    """Whether a zero width joiner belongs here: between pictographs, or beside a virama (Indic conjuncts).

    Elsewhere it only hides a letter from those who measure text, so that a line is wider than it seems.
    """
    if _VIRAMA in (unicodedata.combining(before), unicodedata.combining(after)):
        return True
    return (before == "\ufe0f" or _is_symbol(before)) and _is_symbol(after)


def _is_symbol(char: str) -> bool:
    return char >= "\u2000" and unicodedata.category(char) in ("So", "Sk", "Sm")


def clean(text: str) -> str:
    """Return `text` without anything that could act on a terminal or hide from a reader.

    Takes out whole escape sequences, control, bidi, invisible and private-use characters; makes line separators `\\n`;
    replaces lone surrogates; keeps at most four combining marks a base, and joiners only where they join. Idempotent.
    Call it after entities have been decoded. Follows `CVE-2021-42574` (Trojan Source) and ECMA-48.
    """
    if (text.isascii() and text.isprintable()) or _HARMLESS.fullmatch(text):
        return text
    text = text.replace("\r\n", "\n")
    if "\x1b" in text or re.search("[\x80-\x9f]", text):
        text = _ESCAPES.sub("", text.replace("\x85", "\n"))
    if _ANY_CONTROL.search(text):
        text = text.translate(_controls())
    text = _PRIVATE_PLANES.sub("", text)
    return _limit_combining(text) if _STACKED.search(text) else text


def one_line(text: str) -> str:
    """Return `text` cleaned, with every run of white space as one blank."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(clean(text).split())


# Letters of other scripts that look like Latin ones (Unicode TR39 confusables, the common part).
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһԛԝАВЕКМНОРСТУХІЈЅԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "aeopcyxijsdhqwABEKMHOPCTYXIJSQWABEZHIKMNOPTYXo",
)
_PUNCTUATION = str.maketrans(
    {"‘": "'", "’": "'", "‛": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"\u00a0": " ", "ı": "i", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
)
_LATIN = pattern("[A-Za-z]")
_ANY_LOOKALIKE = pattern(lambda: _any_of(_LOOKALIKES))
_WORD = pattern(r"\w+")
_NO_LETTERS = pattern(r"\W+")
_NO_ASCII_LETTERS = bytes(code for code in range(128) if not (chr(code).isalnum() or chr(code) == "_"))


def _unmask(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(_LOOKALIKES) if not word.isascii() and _LATIN.search(word) else word


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return `text` as it is compared: case, accents, quotes, dashes and white space folded.

    A word that mixes Latin with look-alike letters of another script ("Re\u0441laimed") is read as Latin; a word wholly
    in another script keeps its letters.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_PUNCTUATION)
    if not text.isascii():  # most texts of Latin script only had typographic quotes and dashes
        text = _without_accents(_WORD.sub(_unmask, text) if _ANY_LOOKALIKE.search(text) else text)
    text = text.lower() if text.isascii() else text.casefold()  # the same for ASCII, and quicker
    return text.strip() if "  " not in text and text.isprintable() else " ".join(text.split())


def _without_accents(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text)
    accents = {ord(char): None for char in set(parted) if unicodedata.combining(char)}
    return unicodedata.normalize("NFC", parted.translate(accents) if accents else parted)


def letters(text: str) -> str:
    """Return only the letters, digits and underscores of `text`, as texts are compared that differ in punctuation."""
    if text.isascii():
        return text.encode("ascii").translate(None, _NO_ASCII_LETTERS).decode("ascii")
    return _NO_LETTERS.sub("", text)


def openable(url: str) -> str | None:
    """Return the address in the form in which it may be opened, linked or fetched; None if it may not.

    Only http and https with a host, without credentials, controls, blanks, backslashes or bidi marks, of at most 4,096
    characters; the host in its ASCII form (RFC 3490), so that a look-alike name shows.
    """
    if not url or len(url) > MAX_URL or re.search(r"[\x00-\x20\x7f-\xa0\\]", url) or clean(url) != url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname
        if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
            return None
        name = _ascii_host(host)
    except (ValueError, UnicodeError):
        return None
    netloc = name if port is None else f"{name}:{port}"
    return urlunsplit(SplitResult(parts.scheme, netloc, parts.path, parts.query, parts.fragment))


def _ascii_host(host: str) -> str:
    if ":" in host:
        import ipaddress  # noqa: PLC0415  few addresses are such

        return f"[{ipaddress.IPv6Address(host).compressed}]"
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    if not re.fullmatch(r"[A-Za-z0-9._-]+", name) or name.startswith("-"):
        raise ValueError(host)
    return name.lower()
