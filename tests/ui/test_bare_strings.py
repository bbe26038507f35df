"""No widget is fed a bare string: a check of the source, with reasons for what it may let pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.ui import safety
from tests.ui.bare_strings import bare_strings

UI = Path(safety.__file__).parent
TYPED = "an input shows its value as text, and takes no markup"
REASONS = {
    (
        "app.py",
        "_to_terminal",
        "write to the terminal",
    ): "the title, of which `titled` lets nothing but letters through",
    ("safety.py", "run_action", "run_action"): "Textual's own, behind the list of what may run",
    ("screens/adding.py", "on_option_list_option_selected", "value ="): TYPED,
    ("screens/common.py", "_carry_out", "run_action"): "the name of a command of our table",
    ("screens/help.py", "on_key", "insert_text_at_cursor(event.character or '')"): "the key that was pressed",
    ("screens/parts.py", "_name_terminal", "title ="): "no widget shows it; for the terminal `titled` cleans it",
    ("screens/pick.py", "_narrow", "add_options(options)"): "options that are made there, of content",
    ("widgets/filter_bar.py", "ask_name", "value ="): TYPED,
    ("widgets/filter_bar.py", "set_text", "value ="): TYPED,
    ("widgets/filter_bar.py", "take", "value ="): TYPED,
    ("widgets/filter_input.py", "_step", "value ="): TYPED,
    ("widgets/key_order.py", "_cut", "Segment"): "the sign for what is cut, which is ours",
    ("widgets/prompt_bar.py", "ask", "value ="): TYPED,
}
"""File, function and what is done there, to why that is safe."""

PLANTED = (
    "Static(title)",
    "Static(f'{title}')",
    "Static('by ' + name)",
    "Label(entry.headline)",
    "Option(plain(x) if x else x, id=x)",
    "OptionList(*names, markup=False)",
    "Input(placeholder=title)",
    "Input(value=title)",
    "self.query_one(Static).update(title)",
    "self.query_one(Static).update(str(error))",
    "listed.add_option(title)",
    "listed.add_options([title for title in titles])",
    "table.add_row(a)",
    "widget.border_title = title",
    "widget.tooltip = title",
    "field.value = title",
    "self.notify(title, markup=True)",
    "self.notify(title, markup=wanted)",
    "made.from_markup('x')",
    "show(Content(title))",
    "show(Text(title))",
    "show(Segment(title))",
    "Markdown('x')",
    "self.run_action(name)",
    "self._driver.write(title)",
    "Titled(title)",
)
FINE = """
from textual.content import Content

def line(self) -> Content:
    return beside("  ", title, (note, "dim"))

def content(self):
    self.query_one(Static).update(plain(title))
    self.query_one(LineBar).update()
    yield Static("Keys", id=name)
    yield Static(WORDS, markup=False)
    yield Static(plain(title))
    listed.add_option(Option(self.line(), id=title))
    listed.add_options([Option(plain(name), id=name) for name in names])
    yield OptionList(id="x", markup=False)
    self.notify(f"Removed {title}", markup=False)
    self.run_action("quit_now")
    widget.tooltip = None
    field.value = ""
"""
HEAD = "from textual.widgets import Input, Label, OptionList, Static\nfrom textual.widgets.option_list import Option\n"


def test_no_widget_is_fed_a_bare_string() -> None:
    found = {bare[:3] for path in sorted(UI.rglob("*.py")) for bare in bare_strings(path, UI)}
    assert found - set(REASONS) == set()
    assert set(REASONS) - found == set(), "reasons for what is not there any more"


@pytest.mark.parametrize("planted", PLANTED)
def test_the_check_finds_what_it_is_for(tmp_path: Path, planted: str) -> None:
    file = tmp_path / "screens.py"
    file.write_text(f"{HEAD}class Titled(Static):\n    pass\n\ndef shown(self):\n    {planted}\n")
    assert len(bare_strings(file, tmp_path)) == 1


def test_the_check_lets_pass_what_is_safe(tmp_path: Path) -> None:
    file = tmp_path / "screens.py"
    file.write_text(HEAD + FINE)
    assert bare_strings(file, tmp_path) == []


def test_a_set_may_be_updated_where_no_widget_is_known(tmp_path: Path) -> None:
    file = tmp_path / "screens.py"
    file.write_text("self.numbers.update(more)\nself.query_one('#title').update(more)\n")
    assert [bare.line for bare in bare_strings(file, tmp_path)] == [2]
