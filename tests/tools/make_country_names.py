"""Make reader/tagging/data/country_names.tsv from CLDR: `python make_country_names.py FOLDER`.

FOLDER is the npm package cldr-localenames-full, unpacked. The table is made once for a release of CLDR and kept in the
repository; nothing reads CLDR when the program runs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

DATA = Path(__file__).parents[2] / "reader" / "tagging" / "data"
LANGUAGES = (
    *("ar", "cs", "da", "de", "el", "es", "fa", "fi", "fr", "he", "hi", "hu", "hy", "id", "it", "ja", "ko", "nl"),
    *("no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "ur", "vi", "zh"),
)
HEAD = """Names of countries in other languages than English, as the Unicode CLDR gives them: the usual name, then the
short and other ones. Made by tests/tools/make_country_names.py from cldr-localenames-full {version}; do not edit by hand.
Columns: language (ISO 639-1) | country (ISO 3166-1, as in countries.tsv) | names, ";" between. To add a language, add
it there and make the table again. The data are under this licence:

{licence}"""


def main(folder: Path) -> None:
    """Write the table. Raises OSError or KeyError where `folder` is not the package."""
    version = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    licence = (folder / "LICENSE").read_text(encoding="utf-8").strip()
    lines = [f"# {line}".rstrip() for line in HEAD.format(version=version, licence=licence).splitlines()]
    rows = (DATA / "countries.tsv").read_text(encoding="utf-8").splitlines()
    codes = [row.split("\t")[0] for row in rows if row and not row.startswith("#")]
    for language in LANGUAGES:
        found = json.loads((folder / "main" / language / "territories.json").read_text(encoding="utf-8"))
        names = found["main"][language]["localeDisplayNames"]["territories"]
        for code in codes:
            forms = dict.fromkeys(names.get(key, "") for key in (code, f"{code}-alt-short", f"{code}-alt-variant"))
            kept = [form for form in forms if len(form) > 1 and "(" not in form and form != code]
            if kept:
                lines.append(f"{language}\t{code}\t{';'.join(kept)}")
    (DATA / "country_names.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
