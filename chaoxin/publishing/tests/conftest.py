from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast

from .stage import Stage


@pytest.fixture
def stage(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(cast, monkeypatch)
