"""Write the made parts of the documentation anew."""

from __future__ import annotations

from tests.docs.make import made, pages

for page in pages():
    before = page.read_text(encoding="utf-8")
    if (after := made(before)) != before:
        page.write_text(after, encoding="utf-8")
        print(f"{page.name} written")
