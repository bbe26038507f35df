"""`dateline config` through the real binary: what is written stays what it was, and is never invalid."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import config
from reader.cli import settings_file
from reader.cli.output import CommandError
from tests.binary import dateline, within

if TYPE_CHECKING:
    from pathlib import Path

COMMENTED = """\
# mine
[display]   # how it looks
time_zone = "UTC"  # always

theme = 'dark'

[keys]
bind = { star = "f3" }

# told
[[watch]]
name = "x"  # the rule
"""


def written(home: Path, text: str, mode: int = 0o640) -> Path:
    file = home / "config" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(mode)
    return file


def test_set_keeps_comments_order_and_permissions(tmp_path: Path) -> None:
    file = written(tmp_path, COMMENTED)
    assert dateline("config", "set", "display.theme", "light", home=tmp_path).returncode == 0
    assert file.read_text() == COMMENTED.replace("'dark'", '"light"')
    assert dateline("config", "set", "keys.bind.sources", "f4", home=tmp_path).returncode == 0
    assert dateline("config", "set", "polling.live_interval", "90", home=tmp_path).returncode == 0
    assert dateline("config", "unset", "keys.bind.star", home=tmp_path).returncode == 0
    found = config.load(file)
    assert (found.display.theme, found.polling.live_interval, found.keys.bind) == ("light", 90, {"sources": "f4"})
    assert all(words in file.read_text() for words in ("# mine", "# how it looks", "# always", "# told", "# the rule"))
    assert file.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in file.parent.iterdir()] == ["config.toml"]


def test_a_new_file_is_private_and_holds_only_what_was_set(tmp_path: Path) -> None:
    done = within("config", "set", "display.ascii", "true", home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    file = tmp_path / "config" / "config.toml"
    assert tomllib.loads(file.read_text()) == {"display": {"ascii": True}}
    assert file.stat().st_mode & 0o777 == 0o600
    assert within("config", "get", "display.ascii", home=tmp_path).stdout == "true\n"
    assert within("config", "path", home=tmp_path).stdout == f"{file}\n"


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("[display]\nascii = true\n")
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").symlink_to(real)
    assert within("config", "set", "display.ascii", "false", home=tmp_path).returncode == 0
    assert (tmp_path / "config" / "config.toml").is_symlink()
    assert real.read_text() == "[display]\nascii = false\n"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["get", "theme"], "there is no setting theme (did you mean display.theme?)"),
        (["get", "display.them"], "there is no setting display.them (did you mean display.theme?)"),
        (["set", "display.theme", "lite"], "dateline: display.theme must be one of terminal, dark, light, contrast (did you mean light?)"),
        (["set", "display.ascii", "yes"], "display.ascii must be true or false"),
        (["set", "retention.days", "-1"], "dateline: retention.days must be at least 0"),
        (["set", "retention.days", "many"], "retention.days must be a whole number"),
        (["set", "watch", "x"], "watch is a list of tables: `dateline config edit` opens the file"),
        (["unset", "watch"], "watch is a list of tables"),
        (["set", "keys.bind", "x"], "keys.bind is a table: name what is to be set, as in keys.bind.NAME"),
        (["get", "keys.bind.star"], "keys.bind.star is not set"),
        (["edit"], "no-such-editor could not be started (No such file or directory); set VISUAL or EDITOR to yours"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_line_and_changes_nothing(args: list[str], words: str, tmp_path: Path) -> None:
    file = written(tmp_path, "[display]\nmouse = false\n")
    done = within("config", *args, home=tmp_path, env={"VISUAL": "no-such-editor"})
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert file.read_text() == "[display]\nmouse = false\n"


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    file = written(tmp_path, "")
    file.write_bytes(b"\xef\xbb\xbf# mine\r\n[display]\r\nmouse = false\r\n")
    assert within("config", "set", "display.mouse", "true", home=tmp_path).returncode == 0
    assert file.read_bytes() == b"# mine\r\n[display]\r\nmouse = true\r\n"


@pytest.mark.parametrize("text", ["[display]\nthem = 1\n", "[display\n", "\udcff"])
def test_a_file_that_is_wrong_already_is_left_alone(text: str, tmp_path: Path) -> None:
    file = written(tmp_path, "")
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    for args in (["set", "display.theme", "light"], ["check"], ["list"], ["get", "display.theme"]):
        done = within("config", *args, home=tmp_path)
        assert done.returncode == 1
        assert "config.toml" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert file.read_bytes() == text.encode("utf-8", "surrogateescape")


def test_check_says_what_the_file_alone_cannot(tmp_path: Path) -> None:
    assert "there is none" in within("config", "check", home=tmp_path).stdout
    written(tmp_path, COMMENTED)
    assert within("config", "check", home=tmp_path).stdout.endswith("config.toml: well\n")
    wrong = """
        [display]
        time_zone = "Mars/Olympus"
        [keys]
        bind = { fly = "x", star = "m", sorces = "T" }
        [[source]]
        url = "ftp://files.example/news"
        [[filter]]
        name = "a"
        query = "is:unred"
        [[highlight]]
        pattern = "("
        regex = true
        style = "no colour at all"
        [[watch]]
        name = "twice"
        colour = "bold blurple"
        [[watch]]
        name = "twice"
    """
    written(tmp_path, wrong)
    done = within("config", "check", home=tmp_path)
    assert done.returncode == 1
    told = done.stdout
    for words in (
        "there is no command fly\n", "no command sorces (did you mean sources?)", "star cannot have m", "no zone 'Mars/Olympus'", "filter 'a': is: knows no",
        "highlight '(' is no valid regular expression", "'no colour at all' is no colour", "'bold blurple' is no colour",
        "two rules have the name 'twice'", "source 'ftp://files.example/news': neither an http nor an https address",
    ):  # fmt: skip
        assert words in told, words


def test_list_names_every_setting(tmp_path: Path) -> None:
    written(tmp_path, COMMENTED)
    said = within("config", "list", home=tmp_path).stdout.splitlines()
    assert [line.split(" ", 1)[0] for line in said] == list(settings_file.settings())
    assert "display.theme dark * `terminal` (the terminal's own colours)" in "\n".join(said)
    everything = json.loads(within("config", "list", "--json", home=tmp_path).stdout)
    assert everything["display.theme"] == "dark"
    assert everything["watch"][0]["name"] == "x"


def editor(folder: Path, script: str) -> dict[str, str]:
    file = folder / "editor"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return {"VISUAL": str(file), "EDITOR": "false"}


def test_edit_replaces_the_file_only_if_it_can_be_read(tmp_path: Path) -> None:
    add = editor(tmp_path, 'printf "[display]\\nascii = true\\n" >> "$1"')
    assert within("config", "edit", home=tmp_path, env=add).returncode == 0
    file = tmp_path / "config" / "config.toml"
    assert "# display.theme = " in file.read_text(), "a new file begins with every setting, as a comment"
    assert config.load(file).display.ascii
    before = file.read_text()
    spoil = editor(tmp_path, 'echo "[[watch" >> "$1"')
    done = within("config", "edit", home=tmp_path, env=spoil)
    assert done.returncode == 1
    assert file.read_text() == before
    assert f"is as it was; what you wrote is in {file}.rejected" in done.stderr
    assert file.with_name("config.toml.rejected").read_text() == f"{before}[[watch\n"
    fail = within("config", "edit", home=tmp_path, env={"VISUAL": "", "EDITOR": "false"})
    assert fail.returncode == 1
    assert "false failed (exit code 1); nothing was changed" in fail.stderr
    nothing = within("config", "edit", home=tmp_path, env={"VISUAL": "true"})
    assert (nothing.returncode, nothing.stderr) == (0, f"{file}: nothing was changed\n")


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    done = within("config", "set", "display.ascii", "true", home=tmp_path)
    assert done.returncode == 1
    assert "config.toml cannot be" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_lists_are_words_or_toml(tmp_path: Path) -> None:
    for text in ('["xclip", "-in put"]', "xclip '-in put'"):
        assert within("config", "set", "pipe.command", text, home=tmp_path).returncode == 0
        assert config.load(tmp_path / "config" / "config.toml").pipe.command == ("xclip", "-in put")
        assert json.loads(within("config", "get", "pipe.command", home=tmp_path).stdout) == ["xclip", "-in put"]
    for text in ("'never closed", "[1]", "[x", "['a'] b"):
        done = within("config", "set", "pipe.command", text, home=tmp_path)
        assert done.returncode == 1
        assert "must be a list such as" in done.stderr


KEYS = st.sampled_from([key for key, one in settings_file.settings().items() if not one.several and key != "keys.bind"])
TEXTS = st.sampled_from(["", COMMENTED, "display.ascii = true\n", "[display]\n", "keys = { preset = 'vim' }\n"])


@settings(max_examples=40, deadline=None)
@given(text=TEXTS, key=KEYS, value=st.text(max_size=20) | st.sampled_from(["true", "5", "2.5", "light", "compact"]))
def test_whatever_is_set_the_rest_stays_and_the_result_can_be_read(text: str, key: str, value: str) -> None:
    before = config.parse(text)
    try:
        setting, part = settings_file.setting_of(key)
        after = settings_file.changed(text, key.split("."), settings_file.value_of(setting, part, value))
        found = config.parse(after)
    except (CommandError, config.ConfigError):
        return
    group, name = key.split(".")
    assert str(getattr(getattr(found, group), name)).lower() == value.lower() or setting.kind not in (str, bool)
    for other in settings_file.settings():
        if other != key and "." in other:
            there, called = other.split(".")
            assert getattr(getattr(found, there), called) == getattr(getattr(before, there), called)
    assert text.count("#") <= after.count("#")
