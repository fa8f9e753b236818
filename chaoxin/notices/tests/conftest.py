from __future__ import annotations

import pytest

from .group_chats import Services


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Services:
    return Services(monkeypatch)
