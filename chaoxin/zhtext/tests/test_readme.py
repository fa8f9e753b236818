"""The examples of the room's README run as anybody copies them, each by itself, and answer what stands behind them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
ANSWER = "  # → "


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs_as_it_stands_and_answers_what_it_says(example: str) -> None:
    names: dict[str, object] = {}
    lines, told = example.splitlines(), 0
    for statement in ast.parse(example).body:
        said = ast.unparse(statement)
        _code, sign, answer = lines[(statement.end_lineno or 1) - 1].partition(ANSWER)
        if not sign:
            exec(said, names)
            continue
        assert repr(eval(said, names)) == answer
        told += 1
    assert told


def test_there_is_an_example_of_every_main_thing() -> None:
    shown = "".join(EXAMPLES)
    for thing in ("Scanner", "extract", "Monitors", "Stories", "hot_words", "sentiment", "kinds", "Text"):
        assert thing in shown
