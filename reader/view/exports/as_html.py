"""One HTML file that needs nothing else: its style is in it, it loads nothing, and its policy forbids that it could.

Follows the HTML Standard; Content Security Policy Level 3, given in the document (section 3.3).
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from reader.interop.wording_html import anchor, fragment, text_of
from reader.text import one_line
from reader.view.exports.facts import address, states, when
from reader.view.plain import title_of
from reader.view.times import day_label, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.view.exports.forms import Exported, Telling

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Dateline">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }}
h2 {{ margin-top: 3rem; font-size: 1rem; border-bottom: 1px solid; }}
article {{ margin: 2rem 0; }}
h3 {{ margin: 0; font-size: 1.15rem; }}
.about, figcaption, small {{ opacity: .7; font-size: .9rem; margin: .25rem 0; }}
.withdrawn h3 {{ text-decoration: line-through; }}
figure, blockquote {{ margin: 1rem 0; padding-left: 1rem; border-left: 3px solid; }}
td {{ padding: .1rem .8rem .1rem 0; }}
pre {{ overflow-x: auto; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p class="about">{about}</p>
"""


def write(items: Iterable[Exported], telling: Telling) -> Iterator[str]:
    """Yield the document."""
    written = f"Written by Dateline {stamp(telling.now, telling.tz)}"
    at = f", as of {stamp(telling.as_of, telling.tz)}" if telling.as_of is not None else ""
    yield _HEAD.format(title=escape(one_line(telling.title)), about=escape(written + at))
    day = ""
    for item in items:
        of = day_label(item.stored.sort_at, telling.tz)
        if of != day:
            day = of
            yield f"<h2>{escape(day)}</h2>\n"
        yield entry_of(item, telling)
    yield "</body>\n</html>\n"


def entry_of(item: Exported, telling: Telling) -> str:
    """One entry as an `article`."""
    stored, entry = item.stored, item.stored.entry
    language = f' lang="{entry.language}"' if entry.language and _LANGUAGE.fullmatch(entry.language) else ""
    direction = f' dir="{entry.direction}"' if entry.direction in ("ltr", "rtl") else ""
    gone = ' class="withdrawn"' if stored.withdrawn_at is not None else ""
    about = [text_of(part) for part in (when(stored, telling.tz), *states(stored)) if part]
    source = text_of(one_line(item.source_title))
    about += [anchor(address(item), source)] if source else []
    return (
        f"<article{gone}>\n<h3{language}{direction}>{text_of(title_of(stored))}</h3>\n"
        f'<p class="about">{" · ".join(about)}</p>\n'
        f"<div{language}{direction}>{fragment(entry.wording, pictures=False)}</div>\n</article>\n"
    )
