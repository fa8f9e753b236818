"""Names say what a thing is; comments say why, not when."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models

from . import sources

DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "services",
    "service",
    "managers",
    "manager",
}
HISTORY = re.compile(
    r"\b(TODO|FIXME|XXX|HACK)\b|(?i:\b(phase|sprint)\b|\b(issue|ticket|pull request) ?#?\d+)"
)

# Plain values that rows are made from may bear the names of the rows.
VALUES_ONLY = {"connectors", "zhtext"}


def test_no_module_is_a_drawer() -> None:
    drawers = [
        sources.name_of(path)
        for path in sources.python_files()
        if DRAWERS & {path.stem, *path.relative_to(sources.ROOT).parts}
    ]
    assert drawers == []


def test_comments_and_docstrings_tell_no_history() -> None:
    telling = [
        f"{sources.name_of(path)}:{line}: {text.strip()[:80]}"
        for path in sources.files(".py", ".html", ".js", ".css", "Makefile")
        if "migrations" not in path.parts and path != Path(__file__)
        for line, text in _remarks(path)
        if HISTORY.search(text)
    ]
    assert telling == []


def test_a_word_belongs_to_one_room() -> None:
    owners = {model.__name__: model.__module__.split(".")[1] for model in _models()}
    assert len(owners) == len(_models()), "two rooms have a model of the same name"
    borrowed = [
        f"{sources.name_of(path)}: {node.name} is a word of {owners[node.name]}"
        for path in sources.files(".py", under="chaoxin")
        if not sources.is_test(path) and (room := path.relative_to(sources.ROOT).parts[1]) not in VALUES_ONLY
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and owners.get(node.name, room) != room
    ]
    assert borrowed == []


def test_platforms_are_named_only_in_their_own_folders() -> None:
    folder = sources.ROOT / "chaoxin" / "connectors" / "platforms"
    keys = [path.name for path in folder.iterdir() if (path / "__init__.py").exists()]
    named = re.compile(rf"\b({'|'.join(keys)})\b", re.IGNORECASE)
    allowed = (
        "chaoxin/connectors/platforms/",
        "chaoxin/config/seeds/",
        "sandbox/",
        "bench/",
        "journey/",
        "tests/",
    )
    leaks = [
        f"{name}:{number}"
        for path in sources.files(".py", ".html", ".js", under="chaoxin")
        if not (name := sources.name_of(path)).startswith(allowed) and not sources.is_test(path)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if named.search(line)
    ]
    assert leaks == []


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("chaoxin.")]


def _remarks(path: Path) -> Iterator[tuple[int, str]]:
    text = path.read_text()
    if path.suffix == ".py":
        yield from _python_remarks(text)
        return
    pattern = {".html": r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->"}.get(
        path.suffix, r"/\*.*?\*/|//.*?$|^#.*?$"
    )
    for found in re.finditer(pattern, text, re.DOTALL | re.MULTILINE):
        yield text.count("\n", 0, found.start()) + 1, found[0]


def _python_remarks(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node)
            if docstring:
                yield node.body[0].lineno, docstring
