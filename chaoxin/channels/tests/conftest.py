from __future__ import annotations

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel
from chaoxin.channels.testing.fake_platform import FakePlatform, install
from chaoxin.channels.testing.rows import connected_channel


@pytest.fixture
def tide(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    return install(monkeypatch)


@pytest.fixture
def channel(cast: Cast, tide: FakePlatform) -> Channel:
    return connected_channel(cast.workspace)
