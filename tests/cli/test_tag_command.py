"""`dateline tag`: its contract, what it explains, and how rules are checked; tags brought up to date by commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader import paths, tagging
from reader.cli import tagged
from reader.cli.engines import make_engine
from reader.config import Config
from reader.demo.server import DemoServer
from reader.model.tagging import Tagging
from reader.model.tagging_due import Made
from reader.store import Store, tagging_due
from tests.binary import within

STORY = (
    "Spain Calls on Armenia to Halt Hostilities\n"
    "Spain has urged both sides to cease fire, Deputy Minister Ana Ruiz said in Paris. Baku denied it.\n"
)
RULES = """
[[actor]]
name = "Freedonia"
type = "country"
adjectives = ["Freedonian"]

[topic.energy]
strong = ["blackout*"]
"""


def dateline(*args: str, home: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "reader", "--home", str(home), *args]
    return subprocess.run(argv, input=stdin, capture_output=True, text=True, timeout=120, check=False)


def with_rules(home: Path, text: str = RULES) -> Path:
    folder = home / "config"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "actors.toml").write_text(text, encoding="utf-8")
    return home


def test_lines_in_lines_out(tmp_path: Path) -> None:
    lines = [
        {"id": 7, "headline": "Bern offers to host talks", "body": ""},
        {"id": "x", "headline": None, "body": None},
    ]
    done = dateline("tag", "--jsonl", home=tmp_path, stdin="\n".join(map(json.dumps, lines)) + "\n\nnonsense\n")
    first, second = map(json.loads, done.stdout.splitlines())
    assert list(first) == ["id", "actors", "speaker", "speaker_side", "targets", "topics"]
    assert first["actors"] == [{"name": "Switzerland", "type": "country"}]
    assert (second["id"], second["actors"]) == ("x", [])
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "line 4" in done.stderr


def test_it_says_which_rule_gave_what(tmp_path: Path) -> None:
    done = dateline("tag", "--explain", home=tmp_path, stdin=STORY)
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout
    assert 'headline 0-5 "Spain"  countries.tsv line ' in told
    assert "seat of power, which acts here" in told
    assert "France: only a place here" in told
    assert "'Ana' is a given name, behind the office 'Minister'" in told
    assert "\nSpeaker: Ana Ruiz, for Spain\n" in told
    assert "by 'Calls' at 6-11, a verb of calling" in told
    assert "directed at: Armenia" in told
    assert "strong: halt hostilities" in told
    assert "\x1b" not in told


def test_a_text_may_stand_in_the_command(tmp_path: Path) -> None:
    told = dateline("tag", "--explain", "Bern offers to host talks", home=tmp_path).stdout
    assert "Switzerland (country)" in told
    assert dateline("tag", "--explain", "", home=tmp_path).returncode == 1


def test_rules_of_the_user_are_named_with_their_line(tmp_path: Path) -> None:
    told = dateline("tag", "--explain", "Freedonian army denies blackout", home=with_rules(tmp_path)).stdout
    assert "Freedonia: Armed Forces (government body)" in told
    assert 'headline 0-10 "Freedonian"  actors.toml line 2: a rule of yours' in told
    assert "energy (actors.toml line 7)" in told


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    done = dateline("tag", "--explain", home=tmp_path, stdin="\x1b[31mSpain\u202e says \x07no\nBody\x9b2J")
    assert done.returncode == 0
    assert not any(char in done.stdout for char in "\x1b\x07\x9b\u202e")


def test_a_file_of_rules_is_checked(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(RULES, encoding="utf-8")
    bad.write_text(RULES.replace("country", "cuontry"), encoding="utf-8")
    done = dateline("tag", "--rules", str(good), home=tmp_path)
    assert (done.returncode, done.stdout.strip().partition(": ")[2]) == (
        0,
        "1 actor, 1 topic, 0 silenced names; nothing wrong",
    )
    done = dateline("tag", "--rules", str(bad), home=tmp_path)
    assert done.returncode == 1
    assert "bad.toml, line 4: type cannot be 'cuontry' (did you mean country?)" in done.stderr
    assert dateline("tag", "--rules", str(tmp_path / "none.toml"), home=tmp_path).returncode == 1


def test_with_bad_rules_the_shipped_tables_work(tmp_path: Path) -> None:
    home = with_rules(tmp_path, "off = 3")
    done = dateline("tag", "--jsonl", home=home, stdin='{"id": 1, "headline": "Bern says no", "body": ""}\n')
    assert json.loads(done.stdout)["actors"] == [{"name": "Switzerland", "type": "country"}]
    assert done.stderr.count("\n") == 1
    assert "actors.toml, line 1: off must be a list of strings; the shipped tables work without it" in done.stderr


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    with DemoServer() as server:
        server.minute = 12 * 60
        dateline("follow", server.url("/live"), "--once", home=tmp_path)
    return tmp_path


def stripped(home: Path) -> int:
    """Leave the entries as a poll does that brings too many to tag them at once; how many there are."""

    def strip(connection) -> int:
        tagging_due.defer(connection, (row[0] for row in connection.execute("SELECT id FROM entry").fetchall()))
        waiting = tagging_due.due(connection, 10_000)
        tagging_due.record(connection, [Made(one.entry_id, one.wording, Tagging()) for one in waiting])
        tagging_due.defer(connection, (one.entry_id for one in waiting))
        return len(waiting)

    with Store.open(home / "data" / "dateline.db") as store:
        return store._submit(strip).result(60)


def test_commands_bring_tags_up_to_date_before_they_show_them(filled: Path) -> None:
    wanted = dateline("count", "--filter", "actor:switzerland", home=filled).stdout
    assert int(wanted) > 0
    for command in (("count",), ("list", "--json")):
        stripped(filled)
        done = dateline(*command, "--filter", "actor:switzerland", home=filled)
        found = int(done.stdout) if command == ("count",) else len(json.loads(done.stdout))
        assert (found, done.stderr) == (int(wanted), "")
    count = stripped(filled)
    assert dateline("count", "--filter", "is:unread", home=filled).stdout == f"{count}\n"
    with Store.open(filled / "data" / "dateline.db") as store, store.reads() as reads:
        assert reads.tagging_waiting() == count  # nobody has asked for tags


def test_other_rules_are_applied_to_what_is_stored(filled: Path) -> None:
    before = int(dateline("count", "--filter", "actor:dreamland", home=filled).stdout)
    with_rules(filled, '[[actor]]\nname = "Dreamland"\ntype = "company"\naliases = ["Switzerland"]')
    after = int(dateline("count", "--filter", "actor:dreamland", home=filled).stdout)
    assert before == 0 < after
    (filled / "config" / "actors.toml").unlink()
    assert dateline("count", "--filter", "actor:dreamland", home=filled).stdout == "0\n"


MANY = "topic:diplomacy OR topic:politics OR topic:military OR actor:european OR actor:lunne OR actor:sorvath"
DREAMLAND = '[[actor]]\nname = "Dreamland"\ntype = "company"\naliases = ["Switzerland"]'


def counted(home: Path, expression: str) -> tuple[int, str]:
    done = within("count", "--filter", expression, home=home)
    return int(done.stdout), done.stderr


def test_where_very_many_wait_for_other_rules_the_tags_that_are_there_answer(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagging._state, "tagger", None)  # a process has one, whatever rules it was loaded with
    monkeypatch.setattr(tagged, "MOST", 10)
    monkeypatch.setattr(tagged, "SOON", 1)
    wanted, said = counted(filled, "actor:switzerland")
    assert (wanted > 0, said) == (True, ""), "the first poll has said by which rules it tags"
    with_rules(filled, DREAMLAND)
    every = int(within("count", home=filled).stdout)
    for _ in range(2):
        found, said = counted(filled, "actor:switzerland")
        assert found == wanted
        assert said.startswith(f"{every} entries have tags by earlier rules, and this goes by them;")
        assert said.count("\n") == 1
    assert counted(filled, "actor:dreamland")[0] == 0
    done = within("tag", "--stored", home=filled)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        f"tagging {every} entries; where you end it, it goes on the next time",
        "all entries have tags by the rules as they are now",
    ]
    assert counted(filled, "actor:dreamland") == (wanted, "")
    assert within("tag", "--stored", home=filled).stderr.count("\n") == 1


def test_what_has_no_tags_at_all_gets_them_before_anything_is_answered(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = within("list", "--json", "--filter", MANY, home=filled)
    named = [item["number"] for item in json.loads(listed.stdout)]
    every = stripped(filled)

    def bare(connection) -> int:
        return connection.execute("DELETE FROM entry_tagging WHERE entry_id % 2").rowcount

    with Store.open(filled / "data" / "dateline.db") as store:
        none = store._submit(bare).result(60)
    monkeypatch.setattr(tagged, "MOST", 2)
    found, said = counted(filled, MANY)
    assert 0 < found == sum(number % 2 for number in named) < len(named)
    assert said.splitlines() == [said.splitlines()[0]]
    assert said.startswith(f"{every - none} entries have tags by earlier rules")


@pytest.mark.skipif(os.name != "posix", reason="a terminal is wanted")
def test_on_a_terminal_it_says_how_far_it_is(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pty

    monkeypatch.setenv("COLUMNS", "80")
    count = stripped(filled)
    code = "import reader.cli.tagged as t; t.SOON = 1; from reader.cli import main; import sys; sys.exit(main(sys.argv[1:]))"
    master, slave = pty.openpty()
    argv = [sys.executable, "-c", code, "--home", str(filled), "count", "--filter", "actor:switzerland"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=slave, text=True) as process:
        os.close(slave)
        out = process.communicate(timeout=120)[0]
    said = os.read(master, 65536).decode()
    os.close(master)
    assert int(out) > 0
    assert f"tagging {count} of {count}" in said
    assert said.endswith("\r\x1b[K")


def test_bad_rules_are_told_by_whatever_polls(tmp_path: Path) -> None:
    home = with_rules(tmp_path, "off = 3")
    done = dateline("poll", home=home)
    assert done.stderr.count("the shipped tables work without it") == 1
    where = paths.locate(home)
    with Store.open(tmp_path / "own.db") as store:
        try:
            make_engine(store, where, Config(), complain=lambda _: None)
        finally:
            tagging.prepare(None, None)
        assert store.notice is not None
        assert "actors.toml, line 1: off must be a list of strings" in store.notice


def test_what_is_remembered_of_a_source_is_explained(filled: Path) -> None:
    with Store.open(filled / "data" / "dateline.db") as store, store.reads() as reads:
        persons = json.loads(reads.feed_memory(1) or "{}")["persons"]
    name = next(row[0] for row in persons if row[0] == "Otmar Kells")
    headline = f"{name.split()[-1]} Says Pumps Are on Their Way"
    assert name not in dateline("tag", "--explain", headline, home=filled).stdout
    told = dateline("tag", "--explain", headline, "--source", "1", home=filled).stdout
    assert f"{name} (person)\n" in told
    assert 'headline 0-5 "Kells"  feed memory' in told
    assert f"Speaker: {name} (feed memory)" in told
    assert dateline("tag", "--explain", headline, "--source", "nowhere", home=filled).returncode == 1
