"""Finds places in `reader/ui` where a text gets to a widget, or to the terminal, without the house's own functions.

What is read from elsewhere must pass `reader.ui.plain` (`plain`, `beside`) or be painted from spans by `Palette.strip`:
Textual takes a bare string for markup in nineteen places. A checker of syntax, so it cannot know where a string comes
from: every string that is not written in the source counts as remote.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

MAKERS = {"plain", "beside"}
"""Functions whose answer is content."""
FEEDS = {
    "update", "add_option", "add_options", "add_row", "add_rows", "add_column", "add_columns", "add_leaf", "set_options",
    "replace_option_prompt", "replace_option_prompt_at_index", "update_cell", "insert_text_at_cursor", "insert", "load_text",
}  # fmt: skip
"""Methods that put a text into a widget. They may be called without one (`LineBar.update()`)."""
FIELDS = {"value", "placeholder", "title", "sub_title", "border_title", "border_subtitle", "tooltip", "label", "prompt"}
"""What a widget shows if it is set."""
BANNED = {
    "from_markup",
    "from_rich_text",
    "render_str",
    "print_exception",
    "Markdown",
    "MarkdownViewer",
    "RichLog",
    "Pretty",
}
"""What reads markup, or opens links by itself."""
ONLY_IN = {"Content": ("plain.py",), "Segment": ("roles.py", "safety.py", "ascii.py"), "Text": ()}
"""What makes something to be shown of a string, and where that may be done."""
HARMLESS = {
    "id", "classes", "compact", "markup", "select_on_focus", "max_length", "name", "disabled", "type", "ascii", "hyperlinks"
}  # fmt: skip
"""Arguments that are not shown."""
OF_TEXTUAL = "textual.widgets"


class Bare(NamedTuple):
    """Where a text is shown as it comes."""

    file: str
    function: str
    what: str
    line: int


def bare_strings(path: Path, root: Path) -> list[Bare]:
    """All such places in a file of `root`."""
    return _Finder(path, path.relative_to(root).as_posix()).found()


class _Finder:
    def __init__(self, path: Path, name: str) -> None:
        self._name = name
        self._tree = ast.parse(path.read_text(encoding="utf-8"))
        makers = (node for node in ast.walk(self._tree) if isinstance(node, ast.FunctionDef))
        self._makers = MAKERS | {node.name for node in makers if _says(node.returns) == "Content"}
        self._widgets = set(self._of_textual())

    def _of_textual(self) -> Iterator[str]:
        """Widgets of Textual by name, and classes of the file that are such widgets."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(OF_TEXTUAL):
                yield from (alias.asname or alias.name for alias in node.names)
        known = {"Input", "OptionList", "Static", "Label", "Button"}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.ClassDef) and any(_says(base) in known for base in node.bases):
                yield node.name

    def found(self) -> list[Bare]:
        """Everything, in the order of the lines."""
        return sorted(set(self._walk(self._tree, "")), key=lambda bare: bare.line)

    def _walk(self, node: ast.AST, function: str) -> Iterator[Bare]:
        for child in _children(node):
            inner = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
            for what in self._wrong(child):
                yield Bare(self._name, inner, what, getattr(child, "lineno", 0))
            yield from self._walk(child, inner)

    def _wrong(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in BANNED:
                yield name
            case ast.Name(id=name) if name in ONLY_IN and self._name not in ONLY_IN[name]:
                yield name
            case ast.Call():
                yield from self._wrong_call(node)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Attribute) and target.attr in FIELDS and not self._is_ours(value):
                        yield f"{target.attr} ="
            case _:
                pass

    def _wrong_call(self, call: ast.Call) -> Iterator[str]:
        name = _says(call.func)
        marked = [word for word in call.keywords if word.arg == "markup"]
        if any(getattr(word.value, "value", None) is not False for word in marked):
            yield f"{name} with markup"
        shown = [*call.args, *(word.value for word in call.keywords if word.arg not in HARMLESS)]
        if name in self._widgets or (name in FEEDS and self._feeds_a_widget(call)):
            yield from (f"{name}({ast.unparse(item)})" for item in shown if not self._is_ours(item))
        if name == "run_action" and not (call.args and isinstance(call.args[0], ast.Constant)):
            yield "run_action"
        if name == "write" and _says(getattr(call.func, "value", None)) == "_driver":
            yield "write to the terminal"

    def _feeds_a_widget(self, call: ast.Call) -> bool:
        """Not a set or a table that is brought up to date."""
        return bool(self._widgets) or "query" in ast.unparse(call.func)

    def _is_ours(self, node: ast.expr) -> bool:
        """Written in the source, or made by the house's functions."""
        match node:
            case ast.Constant():
                return True
            case ast.Name(id=name):
                return name.isupper()
            case ast.IfExp(body=body, orelse=orelse):
                return self._is_ours(body) and self._is_ours(orelse)
            case ast.Call(func=function):
                # A widget that is made here is looked at where it is made.
                return _says(function) in self._makers | self._widgets
            case ast.ListComp(elt=element):
                return self._is_ours(element)
            case _:
                return False


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """What lies in a node and is run: no annotations, nothing that is only imported for them."""
    for name, field in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in field if isinstance(field, list) else [field]:
            if isinstance(child, ast.AST) and not (isinstance(child, ast.If) and _says(child.test) == "TYPE_CHECKING"):
                yield child


def _says(node: ast.AST | None) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return _says(value)
        case ast.Constant(value=str(name)):
            return name
        case _:
            return ""
