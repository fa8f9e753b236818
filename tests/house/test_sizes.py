"""Files and functions stay small enough to be held in mind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import sources

PYTHON_LINES = 400
C_LINES = 300
FUNCTION_LINES = 40
TEMPLATE_LINES = 150
BEHAVIOUR_LINES = 150
# Path, or path and function, to the reason why it may be longer.
EXCEPTIONS: dict[str, str] = {}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize(
    ("endings", "limit"),
    [
        ((".py",), PYTHON_LINES),
        ((".c", ".h"), C_LINES),
        ((".html",), TEMPLATE_LINES),
        ((".js",), BEHAVIOUR_LINES),
    ],
)
def test_no_file_is_longer_than_its_kind_may_be(endings: tuple[str, ...], limit: int) -> None:
    long = {
        sources.name_of(path): lines
        for path in sources.files(*endings)
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > limit
    }
    assert {name: lines for name, lines in long.items() if name not in EXCEPTIONS} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{sources.name_of(path)}:{function.name}": length
        for path in sources.python_files()
        for function in _functions(path)
        if (length := _length(function)) > FUNCTION_LINES
    }
    assert {name: length for name, length in long.items() if name not in EXCEPTIONS} == {}


def _functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, Function))


def _length(function: Function) -> int:
    """Lines of the body, the docstring apart."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
