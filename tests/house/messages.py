"""Every sentence that the screens can say, read out of Python and templates without any tool of the machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

from . import sources

PRODUCT = "chaoxin"
MODULE = "django.utils.translation"
ONE = {"gettext", "gettext_lazy", "gettext_noop"}
COUNTED = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
# What templatize makes of a template: calls with literal strings amid blanked-out text.
CALL = re.compile(
    r"""(?<![\w.])(gettext|ngettext|pgettext|npgettext|_)\(\s*((?:u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*,?\s*)+)"""
)
LITERAL = re.compile(r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


class Message(NamedTuple):
    """A sentence as the code holds it, and its form for many if it counts something."""

    text: str
    plural: str = ""


def messages() -> dict[Message, list[str]]:
    """Every message with the files that say it, in the order of the files."""
    found: dict[Message, list[str]] = {}
    for path in sources.files(".py", ".html", ".txt", under=PRODUCT):
        if sources.is_test(path) or "migrations" in path.parts:
            continue
        said = _in_python(path) if path.suffix == ".py" else _in_template(path)
        for message in said:
            places = found.setdefault(message, [])
            if (name := sources.name_of(path)) not in places:
                places.append(name)
    return found


def unreadable() -> list[str]:
    """Calls whose text is put together while running: no catalogue can hold it. Contexts are not in use either."""
    return [
        f"{sources.name_of(path)}:{call.lineno}"
        for path in sources.files(".py", under=PRODUCT)
        for function, call in _calls(path)
        if function in WITH_CONTEXT
        or (call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp | ast.Call))
    ]


def _in_python(path: Path) -> Iterator[Message]:
    yield from _shown_later(path)
    for function, call in _calls(path):
        texts = [
            argument.value
            for argument in call.args[: 2 if function in COUNTED else 1]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if texts:
            yield Message(*texts)


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Calls of Django's gettext functions under whatever name the file gave them."""
    tree = ast.parse(path.read_text())
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == MODULE
        for alias in node.names
    }
    known = ONE | COUNTED | WITH_CONTEXT
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and names.get(node.func.id) in known:
            yield names[node.func.id], node
        elif isinstance(node.func, ast.Attribute) and node.func.attr in known:
            yield node.func.attr, node


def _shown_later(path: Path) -> Iterator[Message]:
    """Sentences that the code keeps as they are and a template translates: what an operation of the API does, and
    what a fact means."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        kept = [keyword.value for keyword in node.keywords if keyword.arg == "summary"]
        if isinstance(node.func, ast.Name) and node.func.id == "define":
            kept += node.args[1:2]
        for value in kept:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield Message(value.value)


def _in_template(path: Path) -> Iterator[Message]:
    for function, arguments in CALL.findall(templatize(path.read_text(), origin=str(path))):
        texts = [ast.literal_eval(literal) for literal in LITERAL.findall(arguments)]
        yield Message(*texts[: 2 if function == "ngettext" else 1])
