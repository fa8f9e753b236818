"""One clock: whoever wants the time asks chaoxin.core.clock, so that tests and rehearsals can move it."""

from __future__ import annotations

import ast

from . import sources

CLOCKS = {
    "chaoxin/core/clock.py": "the house's clock",
    "chaoxin/connectors/http.py": "connectors know nothing of the house; the room that calls hands over its clock",
    "sandbox/clock.py": "the sandbox's own clock",
    "chaoxin/connectors/testing/emulation.py": "emulated platforms run by the clock of the machine, moved ahead",
    "chaoxin/publishing/tests/test_punctuality.py": "holds a real worker against the clock of the machine",
    "journey/steps.py": "the journey is a person outside the product, with a clock of his own",
}
ASKING = {
    ("timezone", "now"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
}


def test_nobody_asks_another_clock() -> None:
    asking = [
        f"{name}:{node.lineno}"
        for path in sources.python_files()
        if (name := sources.name_of(path)) not in CLOCKS and not _is_test_of_plain_python(name)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name | ast.Attribute)
        and (_last_name(node.value), node.attr) in ASKING
    ]
    assert asking == []


def _is_test_of_plain_python(name: str) -> bool:
    """Tests of what knows no house clock, and browser journeys, whose people stand outside the product."""
    plain = ("chaoxin/connectors/", "chaoxin/zhtext/", "sandbox/")
    return name.startswith("tests/browser/") or ("/tests/" in name and name.startswith(plain))


def _last_name(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr
