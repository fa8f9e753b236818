from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast

from .by_hand import HandStage
from .stage import Stage


@pytest.fixture
def stage(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(cast, monkeypatch)


@pytest.fixture
def hand(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> HandStage:
    return HandStage(cast, monkeypatch)
