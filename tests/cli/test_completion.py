"""Completion in real shells, and the manual."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cli import command_specs, completions, man_command
from reader.cli.commands import COMMANDS
from reader.store import Store
from tests.binary import dateline, within
from tests.terminal import Terminal

NOW = 1_700_000_000


@pytest.fixture(scope="module")
def program() -> command_specs.Spec:
    return command_specs.program()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a `dateline` for PATH, a home with two sources, and another one with three."""
    (tmp_path / "bin").mkdir()
    launcher = tmp_path / "bin" / "dateline"
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m reader --home "{tmp_path}/home" "$@"\n')
    launcher.chmod(0o755)
    (tmp_path / "home" / "data").mkdir(parents=True)
    with Store.open(tmp_path / "home" / "data" / "dateline.db") as store:
        store.add_source("https://a.example/live", title="First: 'live'", now=NOW).result()
        store.add_source("https://b.example/feed", now=NOW).result()
    (tmp_path / "other" / "data").mkdir(parents=True)
    with Store.open(tmp_path / "other" / "data" / "dateline.db") as store:
        for name in "abc":
            store.add_source(f"https://{name}.example/", now=NOW).result()
    (tmp_path / "some file.opml").write_text("")
    return tmp_path


def shell(name: str, script: str, place: Path) -> list[str]:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    root = os.fspath(place.parents[0])
    env = {**os.environ, "PATH": f"{place}/bin:{os.environ['PATH']}", "HOME": root, "PYTHONPATH": os.fspath(Path.cwd())}
    done = subprocess.run(
        [found, *(["-f"] if name == "zsh" else ["--no-config"] if name == "fish" else ["--norc"]), "-c", script],
        cwd=place, env=env, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout.splitlines()


def bash_offers(line: str, place: Path) -> list[str]:
    words = line.split(" ")
    quoted = " ".join(f"'{word}'" for word in words)
    script = (
        'eval "$(cat script)"; '
        f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _dateline; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    return [offer for offer in shell("bash", script, place) if offer]


QUERIES = [
    ("dateline f", {"follow", "feed"}, set()),
    ("dateline --home /tmp so", {"source"}, set()),
    ("dateline source ", {"add", "list", "set", "remove", "test"}, {"follow"}),
    ("dateline source set --keep", {"--keep-days", "--keep-entries", "--keep-mib"}, {"--pause"}),
    ("dateline follow --log-level ", {"debug", "info", "warning", "error"}, {"--json"}),
    ("dateline completion ", {"bash", "zsh", "fish"}, set()),
    ("dateline import some", {"some file.opml"}, set()),
    ("dateline poll ", {"1", "2"}, {"some file.opml"}),
    ("dateline --home other poll ", {"1", "2", "3"}, set()),
    ("dateline poll --home other ", {"1", "2", "3"}, set()),
    ("dateline config set display.t", {"display.theme", "display.time_zone"}, {"polling.live_interval"}),
]


@pytest.mark.parametrize(("line", "wanted", "unwanted"), QUERIES, ids=[line for line, _, _ in QUERIES])
def test_bash(line: str, wanted: set[str], unwanted: set[str], program: command_specs.Spec, place: Path) -> None:
    (place / "script").write_text(completions.bash(program))
    offers = set(bash_offers(line, place))
    assert wanted <= offers
    assert not unwanted & offers


def test_fish(program: command_specs.Spec, place: Path) -> None:
    (place / "script").write_text(completions.fish(program))
    lines = [line for line, _, _ in QUERIES]
    asks = "; ".join(f'echo "> {line}"; complete --do-complete "{line}"' for line in lines)
    answer = "\n".join(shell("fish", f"source script; {asks}", place))
    for said, (line, wanted, unwanted) in zip(answer.split("> ")[1:], QUERIES, strict=True):
        offers = {offer.split("\t")[0].replace("\\", "") for offer in said.splitlines()[1:]}
        assert wanted <= offers, line
        assert not unwanted & offers, line


def test_zsh(program: command_specs.Spec, place: Path) -> None:
    found = shutil.which("zsh")
    if found is None:
        pytest.skip("zsh is not installed")
    (place / "script").write_text(completions.zsh(program))
    env = {
        "PATH": f"{place}/bin:{os.environ['PATH']}",
        "HOME": os.fspath(place),
        "PYTHONPATH": os.fspath(Path.cwd()),
        "PS1": "> ",
    }
    with Terminal([found, "-f", "-i"], columns=100, lines=30, env=env) as zsh:
        zsh.send(f"cd {place}; autoload -Uz compinit; compinit -u -D; source ./script; PS1='ready '; clear<enter>")
        zsh.wait_for(r"^ready $|^ready\s*$")
        zsh.send("dateline comp<tab>")
        zsh.wait_for("dateline completion")
        zsh.send("zs<tab>")
        zsh.wait_for("dateline completion zsh")
        zsh.send("<ctrl-u>dateline source set --keep-da<tab>")
        zsh.wait_for("--keep-days")
        zsh.send("<ctrl-u>dateline config get display.them<tab>")
        zsh.wait_for("display.theme")
        zsh.send("<ctrl-u>dateline --home other follow <tab>")
        zsh.wait_for(r"(?s)1 .*2 .*3 .*c\.example")
        assert "rror" not in zsh.text
        assert "_arguments:" not in zsh.text


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_command_prints_a_script_without_errors(name: str, place: Path) -> None:
    done = within("completion", name)
    assert (done.returncode, done.stderr) == (0, "")
    (place / "script").write_text(done.stdout)
    shell(name, f"{name} -n script", place)
    assert all(command.name in done.stdout for command in COMMANDS)


def test_no_shell_is_wrong_usage_and_no_store_is_no_complaint(tmp_path: Path) -> None:
    assert within("completion").returncode == 2
    assert within("completion", "tcsh").returncode == 2
    done = within("completion", "--values", "sources", home=tmp_path / "none")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (tmp_path / "none").exists()
    fields = within("completion", "--values", "fields", home=tmp_path / "none").stdout.splitlines()
    assert "is:unread\tis" in fields


def test_the_manual_names_everything(program: command_specs.Spec, tmp_path: Path) -> None:
    page = man_command.manual(program)
    said = page.replace("\\-", "-")
    assert all(f".SS dateline {command.name}" in said for command in COMMANDS)
    assert all(name in said for spec in program.walk() for one in spec.options for name in one.names)
    assert "\\fBdisplay.theme\\fR" in said
    (tmp_path / "dateline.1").write_text(page)
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", tmp_path / "dateline.1"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "follow live news in the terminal" in done.stdout


def test_man_prints_its_source_where_nobody_looks() -> None:
    done = dateline("man")
    assert done.returncode == 0
    assert done.stdout.startswith(".TH DATELINE 1 ")
