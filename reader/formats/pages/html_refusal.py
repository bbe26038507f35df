"""What an HTML page is that is no live page, in a sentence: refused, walled off, empty, made by script, article, list.

The page's own words are asked in the languages of `page_stamps`; what a wall looks like is known in fewer. A wall
is short: an article that mentions a password is an article.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

from reader.formats.page import Page, UnreadableError
from reader.formats.pages import generic_live
from reader.formats.pages.page_stamps import says_live
from reader.text import fold, one_line

_HEAD = 200_000
_WALL = 2500
"""A page with more text of its own than this is no wall, whatever it says."""
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,400})", re.I)
_HEADING = re.compile(r"<h1[^>]{0,500}>([^<]{0,400})", re.I)
# What is left open runs to the end, as in a browser: each part of a text is looked at once.
_UNSEEN = re.compile(r"<(script|style|noscript|template|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_UP_TO_BODY = re.compile(r"\A.*?</head\s*>", re.I | re.S)
_TAG = re.compile(r"<[^<>]{0,5000}>")
_PASSWORD = re.compile(r"""<input\b[^<>]{0,500}\btype\s*=\s*["']?password""", re.I)
_LOGIN = re.compile(
    r"^(?:sign in|log ?in|anmelden|einloggen|connexion|se connecter|iniciar sesion|entrar|accedi|вход"
    r"|воити|giris)\b"
)
_ROBOT = re.compile(
    r"cf-challenge|cf_chl|captcha|challenge-platform|datadome|perimeterx|px-captcha"
    r"|are you (?:a )?(?:human|robot)"
    r"|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|just a moment\.\.\.|unusual traffic",
    re.I,
)
_CONSENT = re.compile(
    r"\b(?:before you continue|cookie consent|consent|privacy (?:choices|settings|gate)|cookies?"
    r"|einwilligung|zustimmung|"
    r"datenschutz|consentement|consentimiento|consenso)\b"
)
_AGREE = re.compile(
    r"\b(?:accept(?: all)?|agree|zustimmen|akzeptieren|accepter|aceptar|accetta|alle akzeptieren"
    r"|tout accepter)\b"
)
_ERROR = re.compile(
    r"^(?:error )?(?:40[0-9]|410|429|45[0-9]|50[0-9])\b|\b(?:page )?not found\b|^error\b|\b(?:access"
    r"|permission) denied\b"
    r"|\bforbidden\b|\b(?:bad gateway|service unavailable|gateway time-?out|internal server error)\b"
    r"|\bpage introuvable\b"
    r"|\bseite nicht gefunden\b|\bpagina no encontrada\b|\bpagina non trovata\b|\bстраница не наидена\b"
)
_STATED = re.compile(r"\bLiveBlogPosting\b")
_PART = re.compile(r'"isPartOf"\s*:\s*\[?\s*\{[^{}]{0,2000}"LiveBlogPosting"|"@type"\s*:\s*"LiveBlogUpdate"')
_SCRIPTED = re.compile(
    r"""\b(?:id|class)\s*=\s*["'][^"'<>]{0,120}\b(?:live-?blog|live-?ticker|live-?feed|live-?updates|live-?stream-?list)""",
    re.I,
)
_ARTICLE = re.compile(
    r"""property\s*=\s*["']og:type["'][^<>]{0,100}article|"@type"\s*:\s*\[?\s*"(?:News|Blog|Report\w{0,20})?"""
    r"""(?:Article|Posting)\""""
    r"""|<article\b|itemprop\s*=\s*["']articleBody""",
    re.I,
)


def explain(page: Page) -> str:
    """Return one sentence on what the page is."""
    text = page.text
    seen = _words(text)
    met = _wall(text[:_HEAD], seen) if len(seen) <= _WALL else None
    if met:
        return f"The server answered with {met}, not with a live page."
    if not seen:
        return "The page is empty: it holds no text" + (
            "; what it shows is loaded by a script." if "<script" in text else "."
        )
    if _PART.search(text):
        return "This page is one entry of a live page, on a page of its own: follow the live page itself."
    kind = _refused(page)
    if _STATED.search(text) or (_says_live(page) and (kind is None or _SCRIPTED.search(text))):
        return "This looks like a live page, but its entries are not in it: a script loads them, or it has none yet."
    if _ARTICLE.search(text) and kind not in _LISTS:
        return "This page is an ordinary article, not a live page: " + _because(kind)
    if kind in _LISTS:
        return f"This page is {kind}, not a live page: its entries are no texts of its own."
    return "This page is not a live page: " + _because(kind)


def wall(page: Page) -> str | None:
    """Say what sort of wall a page is, None where it is none: login, consent, error, a check for robots."""
    seen = _words(page.text)
    return _wall(page.text[:_HEAD], seen) if len(seen) <= _WALL else None


_LISTS = ("a list of other pages",)


def _because(kind: str | None) -> str:
    return f"what is timed in it is {kind}." if kind else "it has no timed entries."


def _refused(page: Page) -> str | None:
    try:
        return generic_live.why_not(page)
    except UnreadableError:
        return None


def _words(text: str) -> str:
    """The text of a page that can be seen, roughly; at most a little more than a wall has."""
    body = re.search(r"<body\b", text[:_HEAD], re.I)
    rest = text[body.start() if body else 0 :][: 4 * _HEAD]
    return one_line(unescape(_TAG.sub(" ", _UNSEEN.sub(" ", _UP_TO_BODY.sub("", rest))))[: 8 * _WALL])


def _wall(head: str, seen: str) -> str | None:
    """Say what sort of wall a short page is; None where it is none."""
    titles = [fold(unescape(match[1])) for match in (_TITLE.search(head), _HEADING.search(head)) if match]
    if _ROBOT.search(head):
        return "a page that checks for robots"
    if any(_ERROR.search(title) for title in titles):
        return "an error page"
    if _PASSWORD.search(head) or any(_LOGIN.search(title) for title in titles):
        return "a login page"
    said = fold(seen[:_WALL])
    if any(_CONSENT.search(title) for title in titles) or (
        _CONSENT.search(said) and _AGREE.search(said) and len(said) < 1200
    ):
        return "a consent page"
    return None


def _says_live(page: Page) -> bool:
    head = page.text[:_HEAD]
    titles = [one_line(unescape(match[1])) for match in (_TITLE.search(head), _HEADING.search(head)) if match]
    try:
        path = urlsplit(page.url or "").path
    except ValueError:
        path = ""
    return says_live(titles, path)
