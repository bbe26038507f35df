"""Settings: what is accepted, and how what is not is told."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import config, paths
from reader.model.highlight import Highlight
from reader.model.source import Retention as Limits

if TYPE_CHECKING:
    from pathlib import Path


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert config.load(tmp_path / "config.toml") == config.Config()


def test_only_what_differs_is_named() -> None:
    read = config.parse('[display]\ntheme = "light"\n[[highlight]]\npattern = "ceasefire"\nstyle = "bold green"\n')
    assert read.display.theme == "light"
    assert read.display.density == "comfortable"
    assert read.highlight == (Highlight("ceasefire", "bold green"),)


def test_nothing_is_dropped_unless_somebody_says_so() -> None:
    assert config.Config().retention == config.Retention(days=0, entries=0, mib=0)
    assert config.parse("[retention]\nentries = 5000\n").retention.limits == Limits(0, 5000, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[display]\nthem = "x"', "config.toml, line 2: unknown setting display.them (did you mean theme?)"),
        (
            '[display]\n\ntheme = "pink"',
            "config.toml, line 3: display.theme must be one of terminal, dark, light, contrast",
        ),
        ("[polling]\nlive_interval = true", "config.toml, line 2: polling.live_interval must be a whole number"),
        ('[[highlight]]\nstyle = "red"', "config.toml, line 1: highlight wants pattern = ..."),
        ("display = 3", "config.toml, line 1: display must be a table"),
        ("[retention]\ndays = -1", "config.toml, line 2: retention.days must be at least 0"),
        ("[retention]\ndays = 9999999999", "config.toml, line 2: retention.days must be at most 2147483647"),
        (
            "[polling]\nfeed_interval = 99999999999999999999",
            "config.toml, line 2: polling.feed_interval must be at most 2147483647",
        ),
        ("[display]\nreading_width = 0", "config.toml, line 2: display.reading_width must be at least 1"),
        ("[display]\nread_after = nan", "config.toml, line 2: display.read_after must be at least 0"),
        ("[pipe]\ntimeout = inf", "config.toml, line 2: pipe.timeout must be at most 2147483647"),
        (f"x = {'[' * 5000}", "config.toml: brackets stand within each other too deeply"),
        ('theme = "dark"', "config.toml, line 1: unknown setting theme (did you mean display.theme?)"),
        (
            '[polling]\ntheme = "dark"',
            "config.toml, line 2: unknown setting polling.theme (did you mean display.theme?)",
        ),
        ("[retention]\ndys = 30", "config.toml, line 2: unknown setting retention.dys (did you mean days?)"),
        ("[retention]\nmib = 1.5", "config.toml, line 2: retention.mib must be a whole number"),
        ("[keys]\nbind = { down = 1 }", "config.toml, line 2: keys.bind must be a table of strings"),
        ("x = [", "config.toml: Invalid value (at end of document)"),
    ],
)
def test_an_error_names_line_and_cause(text: str, message: str) -> None:
    with pytest.raises(config.ConfigError) as raised:
        config.parse(text)
    assert str(raised.value) == message


def test_a_file_that_is_no_text_is_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(config.ConfigError, match="cannot be read"):
        config.load(file)


def test_a_mark_of_byte_order_before_the_first_line_says_nothing(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xef\xbb\xbf[display]\nascii = true\n")
    assert config.load(file).display.ascii


def test_what_cannot_be_read_is_named_once(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError) as raised:
        config.load(tmp_path)
    assert str(raised.value) == f"{tmp_path}: cannot be read (Is a directory)"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_nothing_but_a_config_error_comes_out(text: str) -> None:
    with contextlib.suppress(config.ConfigError):
        assert isinstance(config.parse(text), config.Config)


def test_home_holds_everything(tmp_path: Path) -> None:
    where = paths.locate(tmp_path)
    for path in (where.config_file, where.database, where.tables_cache):
        assert path.is_relative_to(tmp_path)
    assert not where.database.is_relative_to(where.cache)
    assert not any(tmp_path.iterdir())


def test_xdg_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "d"))
    monkeypatch.setattr("sys.platform", "darwin")
    assert paths.locate().database == tmp_path / "d" / "dateline" / "dateline.db"
