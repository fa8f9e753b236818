"""Names say what a thing is; comments say why, not when."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

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
# A room's own Config, urls or forms follow Django's habits; these names mean the same everywhere.
SHARED_CLASSES = {"Meta", "State", "Command", "Migration"}
CLASSLESS = ("connectors", "config")


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


def test_a_class_name_belongs_to_one_room() -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for path in sources.python_files(tests=False):
        parts = path.relative_to(sources.ROOT).parts
        if parts[0] != "chaoxin" or len(parts) < 3 or parts[1] in CLASSLESS:
            continue
        for node in ast.parse(path.read_text()).body:
            if (
                isinstance(node, ast.ClassDef)
                and node.name not in SHARED_CLASSES
                and not node.name.startswith("_")
            ):
                homes[node.name].add(parts[1])
    assert {name: sorted(rooms) for name, rooms in homes.items() if len(rooms) > 1} == {}


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
