"""Every sentence that the screens can say, read out of Python, templates and data without any tool of the machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

from . import kept_texts, sources

PRODUCT = "chaoxin"
MODULE = "django.utils.translation"
# How many literals each of Django's functions takes first; a context comes before the text.
SAID = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), 1),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"), 2),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), 3),
}
# Which argument of these is a sentence that is translated later.
KEPT = {"define": 1, "Step": 1, "Copy": 1, "Length": 3, "said": 0}
# What templatize makes of a template: calls with literal strings amid blanked-out text.
CALL = re.compile(
    r"""(?<![\w.])(gettext|ngettext|pgettext|npgettext|_)\(\s*((?:u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*,?\s*)+)"""
)
LITERAL = re.compile(r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


class Message(NamedTuple):
    """A sentence as the code holds it, its form for many if it counts something, and what it is about where the same
    word stands for several things."""

    text: str
    plural: str = ""
    context: str = ""


def messages() -> dict[Message, list[str]]:
    """Every message with the files that say it, in the order of the files, those of code first."""
    found: dict[Message, list[str]] = {}
    for path in sources.files(".py", ".html", ".txt", under=PRODUCT):
        if sources.is_test(path) or "migrations" in path.parts:
            continue
        said = _in_python(path) if path.suffix == ".py" else _in_template(path)
        for message in said:
            _note(found, message, sources.name_of(path))
    for text, context, place in kept_texts.kept():
        _note(found, Message(text, context=context), place)
    return found


def _note(found: dict[Message, list[str]], message: Message, place: str) -> None:
    places = found.setdefault(message, [])
    if place not in places:
        places.append(place)


def unreadable() -> list[str]:
    """Calls whose text is put together while running: no catalogue can hold it."""
    return [
        f"{sources.name_of(path)}:{text.lineno}"
        for path in sources.files(".py", under=PRODUCT)
        for text in _texts(path)
        if isinstance(text, ast.JoinedStr | ast.BinOp)
    ]


def _texts(path: Path) -> Iterator[ast.expr]:
    for function, call in _calls(path):
        yield from call.args[: SAID[function]]
    if not sources.is_test(path):
        yield from _told_later(path)


def _in_python(path: Path) -> Iterator[Message]:
    for text in _told_later(path):
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield Message(text.value)
    for function, call in _calls(path):
        texts = [
            argument.value
            for argument in call.args[: SAID[function]]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if len(texts) > ("pgettext" in function):
            yield _message(function, texts)


def _message(function: str, said: list[str]) -> Message:
    if "pgettext" in function:
        context, *texts = said
        return Message(*texts)._replace(context=context)
    return Message(*said)


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Calls of Django's gettext functions under whatever name the file gave them."""
    tree = ast.parse(path.read_text())
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == MODULE
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and names.get(node.func.id) in SAID:
            yield names[node.func.id], node
        elif isinstance(node.func, ast.Attribute) and node.func.attr in SAID:
            yield node.func.attr, node


def _told_later(path: Path) -> Iterator[ast.expr]:
    """Sentences that the code keeps as they are and another place translates: what an operation of the API does, what
    a fact means, and what connectors say to a person who publishes by hand."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "summary")
        place = KEPT.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if place is not None:
            yield from node.args[place : place + 1]


def _in_template(path: Path) -> Iterator[Message]:
    for function, arguments in CALL.findall(templatize(path.read_text(), origin=str(path))):
        texts = [ast.literal_eval(literal) for literal in LITERAL.findall(arguments)]
        yield _message(function, texts[: SAID.get(function, 1)])
