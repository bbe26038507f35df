"""Who may import whom, and what a command drags in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter holds after `code`."""
    script = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split("\n"))


def test_imports_run_downwards_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout


def test_the_package_itself_imports_nothing() -> None:
    assert not {name for name in loaded_by("import reader") if name.startswith("reader.")}


def test_commands_without_a_screen_load_no_textual() -> None:
    commands = (
        "parse",
        "tag",
        "list",
        "count",
        "poll",
        "source",
        "follow",
        "feed",
        "replay",
        "import",
        "export",
        "watch",
        "notify",
        "config",
    )
    for command in (*commands, "doctor", "completion", "man"):
        assert "textual" not in loaded_by(f"import reader.cli, reader.cli.{command}_command"), command


def test_the_first_screen_needs_no_network_and_no_parser() -> None:
    loaded = loaded_by("import reader.cli.reading, reader.ui.app, reader.store")
    heavy = {
        "httpx2",
        "selectolax",
        "feedparser",
        "regex",
        "reader.net.fetch",
        "reader.engine.engine",
        "reader.formats.body",
    }
    assert "textual" in loaded
    assert not heavy & loaded


def test_commands_that_show_load_nothing_that_writes_or_logs(tmp_path: Path) -> None:
    from reader.store import Store

    (tmp_path / "data").mkdir()
    Store.open(tmp_path / "data" / "dateline.db").close()
    writing = {"reader.store.store", "reader.store.writer", "concurrent.futures", "queue", "logging", "asyncio"}
    for command in (["list"], ["count"], ["export", "--opml", "-o", str(tmp_path / "x.opml")], ["source", "list"]):
        argv = ["--home", str(tmp_path), *command]
        loaded = loaded_by(f"from reader import cli\nassert cli.main({argv!r}) == 0")
        assert "reader.store.looking" in loaded
        assert not writing & loaded, command
    loaded = loaded_by(f"from reader import cli\nassert cli.main({['--home', str(tmp_path), 'list']!r}) == 0")
    assert not {"rich", "shutil", "dataclasses", "reader.store.seen", "reader.model.article"} & loaded
