"""Live blogs whose page carries its own data as JSON: `<script id="__NEXT_DATA__">` of Next.js, as on BBC pages."""

from __future__ import annotations

import re

from reader.formats import json_live
from reader.formats.page import Candidate, Page, UnreadableError
from reader.formats.sniff import Shape

_DATA = re.compile(r"""<script\b[^<>]{0,500}\bid\s*=\s*["']?__NEXT_DATA__\b[^<>]{0,500}>""", re.I)


def read(page: Page) -> Candidate | None:
    """Read the live blog in a page's data; None where there is no such data, it is broken, or holds no entries."""
    begin = _DATA.search(page.text)
    if not begin:
        return None
    data = page.text[begin.end() : page.text.find("</script", begin.end())]
    try:
        found = json_live.read(Page(page.document, data, Shape.JSON))
    except UnreadableError:
        return None
    return found if found and found.snapshot.entries else None
