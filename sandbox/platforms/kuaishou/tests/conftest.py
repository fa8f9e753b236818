"""A fresh sandbox with one account for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.platforms.kuaishou.tests.caller import Caller
from sandbox.tests.box import Box


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path / "data")
    yield box
    box.close()


@pytest.fixture
def caller(box: Box) -> Caller:
    return Caller(box, key="tea")
